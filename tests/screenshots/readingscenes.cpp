#include "screenshots/readingscenes.h"

#include "screenshots/scenedata.h"
#include "screenshots/textscenes.h"
#include "ui/transcript/findbar.h"
#include "ui/transcript/transcriptview.h"

#include <QApplication>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QTest>

namespace throughline::screenshots {

namespace {

using protocol::Message;
using protocol::Role;

void find(Stage &stage, const QString &words)
{
    stage.answerWith(everything());
    stage.open();
    auto *bar = stage.find<ui::FindBar>();
    bar->open();
    bar->findChild<QLineEdit *>()->setText(words);
    stage.settle();
}

Stage::Content withAnswer(const QString &markdown)
{
    Stage::Content content = everything();
    Message answer = reply();
    answer.content = markdown;
    content.messages = {question(), answer};
    return content;
}

/// The row of the reply and its first block of code.
std::pair<int, int> firstCode(const ui::TranscriptView &view)
{
    const int row = view.model()->rowCount() - 1;
    const ui::MessageItem *item = view.transcriptLayout().item(row);
    int part = 0;
    while (part + 1 < item->partCount() && item->part(part).block.kind != markdown::BlockKind::Code)
        ++part;
    return {row, part};
}

} // namespace

void finding(Stage &stage)
{
    find(stage, QStringLiteral("second"));
    stage.find<ui::FindBar>()->step(1);
    stage.settle();
}

void findingNothing(Stage &stage)
{
    find(stage, QStringLiteral("mainframe"));
}

void days(Stage &stage)
{
    constexpr int Day = 24 * 60 * 60;
    Stage::Content content = everything();
    content.messages = {message(QStringLiteral("d1"), Role::User,
                            QStringLiteral("Do we need a second node at launch?"), 2 * Day),
        message(QStringLiteral("d2"), Role::Assistant,
            QStringLiteral("Only if an hour of downtime costs more than it does."), 2 * Day - 20),
        message(
            QStringLiteral("d3"), Role::User, QStringLiteral("An hour costs us nothing before August."), Day),
        message(QStringLiteral("d4"), Role::Assistant,
            QStringLiteral("Then **one node** is the boring choice, and the question comes back in week 30."),
            Day - 20)};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    content.messages.append(message(QStringLiteral("d5"), Role::Assistant,
        QStringLiteral("One thing to settle sooner: who rehearses the restore?"), 120));
    stage.answerWith(content);
    stage.window().hide(); // nobody looks
    stage.workspace().current()->load();
    stage.settle();
    stage.window().show();
    stage.settle();
}

void wrappedLines(Stage &stage)
{
    longLines(stage);
    auto *view = stage.find<ui::TranscriptView>();
    const auto [row, part] = firstCode(*view);
    const ui::MessageItem *item = view->transcriptLayout().item(row);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
        item->codeWrapRect(part).center() + view->rowRect(row).topLeft());
    stage.settle();
}

void scrolledLines(Stage &stage)
{
    longLines(stage);
    auto *view = stage.find<ui::TranscriptView>();
    const auto [row, part] = firstCode(*view);
    view->showPlace(row, {part, 90});
    stage.settle();
}

void pictureAsked(Stage &stage)
{
    everyKind(stage);
    Q_EMIT stage.find<ui::TranscriptView>()->imageRequested(
        QUrl(QStringLiteral("https://pictures.example.org/2025/diagram.png")));
    stage.settle();
}

void linkAsked(Stage &stage)
{
    everyKind(stage);
    Q_EMIT stage.find<ui::TranscriptView>()->linkActivated(
        QUrl(QStringLiteral("https://www.example.org/manual/journal.html?version=3#checkpoints")));
    stage.settle();
}

void pictureShown(Stage &stage)
{
    stage.answerWith(
        withAnswer(QStringLiteral("The queue grows with the square of the load:\n\n![The queue over a "
                                  "day](https://pictures.example.org/"
                                  "queue.png)\n\nAt noon it is four times as long as at nine.")));
    stage.open();
    QImage curve(720, 300, QImage::Format_RGB32);
    curve.fill(QColor(0xF4, 0xF1, 0xE8));
    QPainter painter(&curve);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(0x2F, 0x5B, 0xD0), 4));
    QPainterPath line(QPointF(30, 270));
    line.cubicTo(300, 260, 360, 40, 690, 30);
    painter.drawPath(line);
    painter.end();
    stage.find<ui::TranscriptView>()->showPicture(
        QUrl(QStringLiteral("https://pictures.example.org/queue.png")), curve);
    stage.settle();
}

void branching(Stage &stage)
{
    Stage::Content content = everything();
    content.messages = {
        message(QStringLiteral("b1"), Role::User, QStringLiteral("Do we need a second node at launch?"), 400),
        message(QStringLiteral("b2"), Role::Assistant,
            QStringLiteral("Only if an hour of downtime costs more than it does."), 380),
        message(QStringLiteral("b3"), Role::User, QStringLiteral("An hour costs us nothing."), 360),
        message(QStringLiteral("b4"), Role::Assistant, QStringLiteral("Then **one node** is enough."), 340)};
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    auto *view = stage.find<ui::TranscriptView>();
    view->perform(ui::RowAction::Branch, 1);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("An hour costs us a customer"));
    stage.settle();
}

void nestedLists(Stage &stage)
{
    stage.answerWith(withAnswer(QString::fromUtf8(
        "Before launch:\n\n1. Data\n   - Schema\n     - Tables for *drafts*\n     - Indexes\n   - Backups\n"
        "     1. Nightly\n     2. Before each migration\n2. People\n\n   One of us is on call. A second "
        "paragraph of the same "
        "item stands below the first.\n\n   ```sh\n   make rehearse\n   ```\n\n3. The third comes after "
        "it\n\n"
        "- [x] Restore rehearsed\n- [ ] Second node\n  - [x] Priced\n  - [ ] Decided\n- A plain item among "
        "tasks")));
    stage.open();
}

void quotations(Stage &stage)
{
    stage.answerWith(
        withAnswer(QString::fromUtf8("You said:\n\n> We want to launch in six weeks.\n>\n> - with a "
                                     "**boring** stack\n> - on one machine\n>\n> > and nobody has "
                                     "rehearsed a restore\n>\n> ```sql\n> PRAGMA journal_mode = WAL;\n> "
                                     "```\n\nBetween two quotations stands a line.\n\n> "
                                     "# A heading in one\n>\n> | a | b |\n> |---|--:|\n> | table | 1 "
                                     "|\n\n---\n\nAfter a rule, <b>HTML is text</b>.")));
    stage.open();
}

void contradiction(Stage &stage)
{
    Stage::Content content = everything();
    protocol::Signal &one = content.signalList[1];
    protocol::Signal &other = content.signalList[4];
    other.text = QStringLiteral("It does not have to run on a 4 GB machine");
    one.contradicts = {other.id};
    other.contradicts = {one.id};
    one.places = {{.span = one.span}, {.span = one.span}};
    content.signalList[2].isUngrounded = true;
    stage.answerWith(content);
    stage.open();
}

} // namespace throughline::screenshots
