#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::TranscriptModel;

namespace {

struct Scene
{
    explicit Scene(const QList<TranscriptModel::Row> &rows)
    {
        model.setRows(rows);
        view.setMotionEnabled(false);
        view.resize(696, 500);
        view.setModel(&model);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }
    QPoint point(int row, int part, int position) const
    {
        const MessageItem *item = view.transcriptLayout().item(row);
        const MessageItem::Part &p = item->part(part);
        return QPoint(view.columnLeft() + item->textLeft(), view.rowRect(row).top() + p.top) +
               p.layout->cursorRect(position).center().toPoint();
    }
    QAction *entry(const QPoint &at, const QString &text)
    {
        delete view.findChild<QMenu *>();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(view.viewport(), &event);
        const auto *menu = view.findChild<QMenu *>();
        const QList<QAction *> actions = menu ? menu->actions() : QList<QAction *>();
        for (QAction *action : actions) {
            if (action->text() == text) {
                return action;
            }
        }
        return nullptr;
    }
    static QString copied() { return QGuiApplication::clipboard()->text(); }

    TranscriptModel model;
    TranscriptView view;
};

} // namespace

class tst_TranscriptClipboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWholeIsCopiedAsItWasWritten()
    {
        const QString reply = QStringLiteral("# Head\n\nA **bold** word\n\n- one\n- two");
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("# typed")),
            test::reply(QStringLiteral("b"), reply)});
        scene.view.selectAll();
        QCOMPARE(scene.view.selectedMarkdown(), QStringLiteral("\\# typed\n\n") + reply);
        QCOMPARE(scene.view.selectedText(),
            QStringLiteral("# typed\n\nHead\n\nA bold word\n\n\u2022 one\n\u2022 two"));
        scene.view.select(1, {1, 2}, {1, 6});
        QCOMPARE(scene.view.selectedMarkdown(), QStringLiteral("bold"));
        scene.view.select(1, {0, 2}, {1, 6});
        QCOMPARE(scene.view.selectedMarkdown(), QStringLiteral("ad\n\nA bold"));
    }

    void otherProgramsGetWhatTheyWant()
    {
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("a < b")),
            test::reply(QStringLiteral("b"), QStringLiteral("some **bold** [x](javascript:y)"))});
        scene.view.selectAll();
        scene.view.copySelection();
        const QMimeData *data = QGuiApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QStringLiteral("a < b\n\nsome bold x"));
        QCOMPARE(data->html(),
            QStringLiteral("<p>a &lt; b</p><p dir=\"auto\">some <strong>bold</strong> x</p>\n"));
        QCOMPARE(data->data(QStringLiteral("text/markdown")),
            QByteArray("a \\< b\n\nsome **bold** [x](javascript:y)"));
    }

    void aPartOfWhatWasTypedIsThatPart()
    {
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("one two three"))});
        scene.view.select(0, {0, 4}, {0, 7});
        scene.view.copySelection();
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->html(), QStringLiteral("<p>two</p>"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("two"));
    }

    void theMenuHasWhatCanBeCopiedThere()
    {
        Scene scene({test::reply(QStringLiteral("b"),
            QStringLiteral("A [link](https://x.example/y) and $x^2$ here\n\n```\ncode\n```"))});
        const QPoint link = scene.point(0, 0, 4);
        QVERIFY(scene.entry(link, QStringLiteral("Copy link address")));
        scene.entry(link, QStringLiteral("Copy link address"))->trigger();
        QCOMPARE(Scene::copied(), QStringLiteral("https://x.example/y"));
        const QPoint formula = scene.point(0, 0, 11) + QPoint(5, 0);
        QVERIFY(scene.entry(formula, QStringLiteral("Copy formula")));
        scene.entry(formula, QStringLiteral("Copy formula"))->trigger();
        QCOMPARE(Scene::copied(), QStringLiteral("$x^2$"));
        QVERIFY(!scene.entry(formula, QStringLiteral("Copy link address")));
        const QPoint code = scene.point(0, 1, 1);
        QVERIFY(scene.entry(code, QStringLiteral("Copy code")));
        scene.entry(code, QStringLiteral("Copy code"))->trigger();
        QCOMPARE(Scene::copied(), QStringLiteral("code"));
        QVERIFY(!scene.entry(code, QStringLiteral("Copy"))->isEnabled());
        scene.entry(code, QStringLiteral("Select all"))->trigger();
        QVERIFY(scene.entry(code, QStringLiteral("Copy"))->isEnabled());
        scene.entry(code, QStringLiteral("Copy as Markdown"))->trigger();
        QCOMPARE(Scene::copied(), scene.model.row(0).message.content);
    }

    void aClickIntoTheSelectionEndsItAndAPressAloneDoesNot()
    {
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("one two three"))});
        scene.view.select(0, {0, 0}, {0, 7});
        const QPoint inside = scene.point(0, 0, 2);
        QTest::mousePress(scene.view.viewport(), Qt::LeftButton, {}, inside);
        QCOMPARE(scene.view.selectedText(), QStringLiteral("one two"));
        QTest::mouseRelease(scene.view.viewport(), Qt::LeftButton, {}, inside);
        QVERIFY(!scene.view.hasSelection());
    }
};

QTEST_MAIN(tst_TranscriptClipboard)
#include "tst_transcriptclipboard.moc"
