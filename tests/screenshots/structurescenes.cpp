#include "screenshots/structurescenes.h"

#include "screenshots/scenedata.h"
#include "ui/mapview.h"
#include "ui/searchfield.h"
#include "ui/signallistview.h"
#include "ui/structureheader.h"
#include "ui/structuresidebar.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QJsonDocument>
#include <QMenu>
#include <QSplitter>
#include <QTest>

namespace throughline::screenshots {

namespace {

using protocol::Signal;
using protocol::SignalStatus;
using protocol::SignalType;

Signal said(const QString &id, SignalType type, const QString &text, const QString &messageId, int start,
    SignalStatus status = SignalStatus::Confirmed)
{
    Signal signal;
    signal.id = id;
    signal.threadId = sceneThreadId();
    signal.type = type;
    signal.typeName = protocol::signalTypeName(type);
    signal.text = signal.quote = text;
    signal.sequenceIndex = start;
    signal.createdAt = sceneTime();
    signal.status = status;
    signal.span = {.messageId = messageId, .start = start, .end = start + 5};
    return signal;
}

QList<Signal> linkedSignals()
{
    QList<Signal> all = sceneSignals();
    const QString first = question().id;
    const QString later = QStringLiteral("later");
    for (int i = 0; i < 5; ++i)
        all[i].span = {.messageId = first, .start = 10 * i, .end = 10 * i + 5};
    all[4].contradicts = {QStringLiteral("more-2")};
    all[7].evidence = {all.at(8).id};
    all[7].span = {.messageId = first, .start = 90, .end = 95};
    all.append({said(QStringLiteral("more-1"), SignalType::DecisionIntent,
                    QStringLiteral("Let’s not hire before the launch"), later, 0),
        said(QStringLiteral("more-2"), SignalType::Constraint,
            QStringLiteral(
                "Two of us have to be on call from the first day on, and neither of them for longer than a "
                "week without the other, whatever the calendar says"),
            later, 20, SignalStatus::Suggested),
        said(QStringLiteral("more-3"), SignalType::Assumption,
            QStringLiteral("Support will stay quiet in summer"), later, 40, SignalStatus::Suggested),
        said(QStringLiteral("more-4"), SignalType::EvidenceMention,
            QStringLiteral("Last July there were eleven tickets"), later, 60)});
    return all;
}

/// Where the button is: the screen that there is without one is smaller than the window.
void placeMenu(Stage &stage, const QPoint &corner)
{
    if (QWidget *menu = QApplication::activePopupWidget())
        menu->move(std::min(corner.x(), stage.window().width() - menu->width()), corner.y());
}

void openMap(Stage &stage, const QList<Signal> &all)
{
    Stage::Content content = everything();
    content.signalList = all;
    stage.answerWith(content);
    stage.open();
    Q_EMIT stage.find<ui::StructureSidebar>()->mapRequested();
    stage.settle();
}

/// What a server of ours can do, beyond what the other scenes need.
void answerWithAll(Stage &stage, const Stage::Content &content)
{
    stage.answerWith(content);
    stage.server().always("GET", QStringLiteral("/api/"),
        test::FakeAnswer::json(
            200, R"({"service": "throughline", "version": "1", "capabilities": ["idempotency",
            "cancel", "regenerate", "continue", "review", "pinning", "models", "links", "readings", "extract"],
            "model": "qwen2.5:7b"})"));
    stage.server().always("GET", QStringLiteral("/api/chat/threads/%1/extract/").arg(sceneThreadId()),
        test::FakeAnswer::json(200, R"({"pending_messages": 2, "pending_characters": 310, "is_reading": false,
            "problem": "The model server at 127.0.0.1:11434 does not answer.",
            "retry_at": "2025-05-17T12:43:00.000000Z",
            "totals": {"readings": 3, "prompt_tokens": 5210, "completion_tokens": 402},
            "readings": [
                {"provider": "ollama", "model": "qwen2.5:7b", "message_ids": ["a", "b"], "calls": 1,
                 "prompt_tokens": 0, "completion_tokens": 0, "found": 0,
                 "problem": "The model server at 127.0.0.1:11434 does not answer.",
                 "created_at": "2025-05-17T12:41:00.000000Z"},
                {"provider": "ollama", "model": "qwen2.5:7b", "message_ids": ["c", "d", "e"], "calls": 2,
                 "prompt_tokens": 3180, "completion_tokens": 260, "found": 5, "problem": "",
                 "created_at": "2025-05-17T12:20:00.000000Z"},
                {"provider": "ollama", "model": "qwen2.5:7b", "message_ids": ["f"], "calls": 1,
                 "prompt_tokens": 2030, "completion_tokens": 142, "found": 1, "problem": "",
                 "created_at": "2025-05-16T09:05:00.000000Z"}]})"));
}

} // namespace

void map(Stage &stage)
{
    openMap(stage, linkedSignals());
}

void mapSelected(Stage &stage)
{
    openMap(stage, linkedSignals());
    stage.find<ui::MapView>()->select(1);
    stage.settle();
}

void mapEmpty(Stage &stage)
{
    openMap(stage, {});
}

void mapLarge(Stage &stage)
{
    QList<Signal> all;
    const QList<Signal> few = linkedSignals();
    for (int copy = 0; copy < 30; ++copy) {
        for (Signal signal : few) {
            const QString suffix = QStringLiteral("-%1").arg(copy);
            signal.id += suffix;
            signal.span.messageId += signal.span.messageId.isEmpty() ? QString() : suffix;
            signal.sequenceIndex += 1000 * copy;
            for (QString &other : signal.contradicts)
                other += suffix;
            for (QString &other : signal.evidence)
                other += suffix;
            all.append(signal);
        }
    }
    openMap(stage, all);
}

void structureEmpty(Stage &stage)
{
    Stage::Content content = everything();
    content.signalList = {};
    stage.answerWith(content);
    stage.server().once("GET", QStringLiteral("/api/signals/"), test::FakeAnswer::hold());
    stage.open();
}

void editing(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    auto *structure = stage.find<ui::StructureSidebar>();
    structure->showSignal(QStringLiteral("signal-3"));
    Q_EMIT structure->sourceRequested(QStringLiteral("signal-3"));
    stage.settle();
    QTest::keyClick(structure->findChild<QAbstractItemView *>(), Qt::Key_E);
    stage.settle();
}

void dismissed(Stage &stage)
{
    stage.answerWith(everything());
    protocol::Signal gone = sceneSignals().at(2);
    gone.dismissedAt = sceneTime();
    stage.server().always("POST", QStringLiteral("/api/signals/signal-3/dismiss/"),
        test::FakeAnswer::json(200, QJsonDocument(toJson(gone)).toJson()));
    stage.open();
    stage.workspace().current()->dismissSignal(QStringLiteral("signal-3"));
    stage.settle();
}

void stopped(Stage &stage)
{
    Stage::Content content = everything();
    content.signalList = {};
    stage.answerWith(content);
    stage.server().always("GET", QStringLiteral("/api/signals/"), test::FakeAnswer::json(404, "{}"));
    stage.open();
}

void paused(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    stage.workspace().poller().setWindowVisible(true, true);
    stage.settle();
}

void foundNothing(Stage &stage)
{
    Stage::Content content = everything();
    content.signalList = {};
    stage.answerWith(content);
    stage.open();
    stage.find<ui::StructureSidebar>()->setStatus(
        client::PollStopped{.reason = client::PollStopped::Reason::NoSignals, .checks = 20});
    stage.settle();
}

void filtered(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    const QList<QAbstractButton *> all =
        stage.find<ui::StructureSidebar>()->findChildren<QAbstractButton *>();
    for (QAbstractButton *each : all) {
        if (each->text().startsWith(QLatin1String("Assumptions")))
            each->click();
    }
    stage.settle();
}

void filteredByWords(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    auto *structure = stage.find<ui::StructureSidebar>();
    structure->openTextFilter();
    structure->findChild<ui::SearchField *>()->setText(QStringLiteral("on"));
    stage.settle();
}

void ordered(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    const auto open = [&stage] {
        for (QAbstractButton *each : stage.find<ui::StructureHeader>()->findChildren<QAbstractButton *>()) {
            if (each->isCheckable() && each->isVisible() &&
                each->toolTip() == ui::StructureHeader::tr("Order of the cards"))
                each->click();
            else
                continue;
            placeMenu(stage, each->mapTo(&stage.window(), each->rect().bottomLeft()));
        }
        stage.settle();
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    };
    QMenu *menu = open();
    menu->actions().at(1)->trigger();
    menu->close();
    open();
}

void saidOften(Stage &stage)
{
    Stage::Content content = everything();
    Signal &often = content.signalList[1];
    for (const char *words : {"It has to run on a 4 GB machine", "4 GB is all there is",
             "the machine has 4 GB, as I said, and will not get more this year whatever happens"}) {
        often.places.append({.span = {.messageId = question().id, .start = 0, .end = 5},
            .quote = QString::fromLatin1(words)});
    }
    stage.answerWith(content);
    stage.open();
    stage.find<ui::StructureSidebar>()->showSignal(often.id);
    stage.settle();
    auto *list = stage.find<ui::SignalListView>();
    const auto *delegate = qobject_cast<ui::SignalDelegate *>(list->itemDelegate());
    const QModelIndex card = list->currentIndex();
    const QRect item = list->visualRect(card);
    for (QPoint at(item.left() + item.width() / 6, item.top()); at.y() < item.bottom(); at.ry() += 2) {
        if (delegate->actionAt(at, item, card, list->layoutDirection()) == ui::CardAction::ShowPlaces) {
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at);
            placeMenu(stage, list->viewport()->mapTo(&stage.window(), item.bottomLeft()));
            break;
        }
    }
    stage.settle();
}

void structureNarrow(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    auto *splitter = qobject_cast<QSplitter *>(stage.find<ui::StructureSidebar>()->parentWidget());
    splitter->setSizes({splitter->width(), 1});
    stage.settle();
}

void doubtful(Stage &stage)
{
    Stage::Content content = everything();
    content.signalList[1].stale = true;
    content.signalList[2].alignment = protocol::Alignment::None;
    content.signalList[2].span = {};
    stage.answerWith(content);
    stage.open();
    stage.find<ui::StructureSidebar>()->showSignal(QStringLiteral("signal-2"));
    stage.settle();
}

void newCards(Stage &stage)
{
    Stage::Content content = everything();
    content.signalList = sceneSignals().mid(0, 4);
    stage.answerWith(content);
    stage.open();
    stage.answerWith(everything());
    stage.workspace().poller().refresh();
    stage.settle();
}

void pairSelected(Stage &stage)
{
    Stage::Content content = everything();
    content.signalList[4].text = QStringLiteral("It does not have to run on a 4 GB machine");
    content.signalList[1].contradicts = {content.signalList.at(4).id};
    content.signalList[4].contradicts = {content.signalList.at(1).id};
    content.signalList[7].evidence = {content.signalList.at(8).id};
    answerWithAll(stage, content);
    stage.open();
    stage.find<ui::StructureSidebar>()->showSignal(QStringLiteral("signal-2"));
    stage.settle();
}

void waitsToBeRead(Stage &stage)
{
    answerWithAll(stage, everything());
    stage.open();
}

void readings(Stage &stage)
{
    answerWithAll(stage, everything());
    stage.open();
    Q_EMIT stage.find<ui::StructureSidebar>()->readingsRequested();
    stage.settle();
}

void keptHere(Stage &stage)
{
    Stage::Content content = everything();
    for (Signal &signal : content.signalList)
        signal.status = SignalStatus::Suggested;
    stage.answerWith(content);
    stage.server().always("GET", QStringLiteral("/api/"), test::FakeAnswer::json(404, "{}"));
    stage.open();
    stage.workspace().current()->confirmSignal(QStringLiteral("signal-1"));
    stage.workspace().current()->setSignalPinned(QStringLiteral("signal-5"), true);
    stage.settle();
}

} // namespace throughline::screenshots
