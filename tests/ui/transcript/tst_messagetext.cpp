#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>
#include <QScrollBar>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
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
    QAccessibleInterface *message(int row)
    {
        return QAccessible::queryAccessibleInterface(&view)->child(row);
    }
    QAccessibleTextInterface *text(int row) { return message(row)->textInterface(); }

    TranscriptModel model;
    TranscriptView view;
};

const QString Reply = QStringLiteral("A **bold** word\n\n1. first\n2. second\n\n```\ncode\n```");

} // namespace

class tst_MessageText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTextIsWhatIsRead()
    {
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("*typed*")),
            test::reply(QStringLiteral("b"), Reply)});
        QVERIFY(scene.text(0));
        QCOMPARE(scene.text(0)->text(0, -1), QStringLiteral("*typed*"));
        const QString wanted = QStringLiteral("A bold word\nfirst\nsecond\ncode");
        QCOMPARE(scene.text(1)->text(0, scene.text(1)->characterCount()), wanted);
        QCOMPARE(scene.text(1)->characterCount(), wanted.size());
        QCOMPARE(scene.text(1)->text(2, 6), QStringLiteral("bold"));
        QCOMPARE(scene.text(1)->text(-3, 1000), wanted);
    }

    void itIsGoneThroughByCharacterWordAndLine()
    {
        Scene scene({test::reply(QStringLiteral("b"), Reply)});
        int start = 0;
        int end = 0;
        QAccessibleTextInterface *text = scene.text(0);
        QCOMPARE(text->textAtOffset(3, QAccessible::WordBoundary, &start, &end), QStringLiteral("bold"));
        QCOMPARE(start, 2);
        QCOMPARE(end, 6);
        QVERIFY(text->textAtOffset(14, QAccessible::LineBoundary, &start, &end)
                    .startsWith(QStringLiteral("first")));
        QCOMPARE(text->textAfterOffset(0, QAccessible::CharBoundary, &start, &end), QStringLiteral(" "));
        QVERIFY(text->textBeforeOffset(20, QAccessible::LineBoundary, &start, &end)
                    .startsWith(QStringLiteral("first")));
    }

    void theCaretGoesEverywhereAndBringsItOnScreen()
    {
        Scene scene(test::conversation(80));
        QAccessibleTextInterface *text = scene.text(3);
        QVERIFY(!scene.view.transcriptLayout().item(3));
        text->setCursorPosition(text->characterCount());
        QCOMPARE(text->cursorPosition(), text->characterCount());
        QVERIFY(scene.view.transcriptLayout().item(3));
        const QRect caret = text->characterRect(text->cursorPosition() - 1);
        const QRect shown(scene.view.viewport()->mapToGlobal(QPoint(0, 0)), scene.view.viewport()->size());
        QVERIFY(shown.contains(caret));
        text->setCursorPosition(-5);
        QCOMPARE(text->cursorPosition(), 0);
        text->setCursorPosition(100'000);
        QCOMPARE(text->cursorPosition(), text->characterCount());
    }

    void everyCharacterIsWhereItIsDrawn()
    {
        Scene scene({test::reply(QStringLiteral("b"), Reply)});
        QAccessibleTextInterface *text = scene.text(0);
        int before = -1;
        for (int offset = 0; offset < 11; ++offset) {
            const QRect place = text->characterRect(offset);
            QVERIFY(place.isValid() && place.left() > before);
            before = place.left();
            QCOMPARE(text->offsetAtPoint(QPoint(place.left() + 1, place.center().y())), offset);
        }
        const QRect second = text->characterRect(static_cast<int>(text->text(0, -1).indexOf(u's', 15)));
        QVERIFY(second.top() > text->characterRect(0).bottom());
        QCOMPARE(text->offsetAtPoint(QPoint(-1000, -1000)), -1);
    }

    void theSelectionIsTheViewsOwn()
    {
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("typed")),
            test::reply(QStringLiteral("b"), Reply)});
        QAccessibleTextInterface *text = scene.text(1);
        QCOMPARE(text->selectionCount(), 0);
        text->setSelection(0, 2, 16);
        QCOMPARE(scene.view.selectedText(), QStringLiteral("bold word\n\n1. firs"));
        int start = 0;
        int end = 0;
        QCOMPARE(text->selectionCount(), 1);
        text->selection(0, &start, &end);
        QCOMPARE(start, 2);
        QCOMPARE(end, 16);
        QCOMPARE(scene.text(0)->selectionCount(), 0);
        text->removeSelection(0);
        QVERIFY(!scene.view.hasSelection());
    }

    void whatGrowsIsReadAsItIs()
    {
        Scene scene({test::reply(QStringLiteral("b"), QStringLiteral("Half"), RowState::Streaming)});
        QCOMPARE(scene.text(0)->text(0, -1), QStringLiteral("Half"));
        QVERIFY(scene.message(0)->state().busy);
        scene.model.appendText(0, QStringLiteral(" a *word*"));
        QCOMPARE(scene.text(0)->text(0, -1), QStringLiteral("Half a word"));
        QTRY_VERIFY(!scene.text(0)->characterRect(8).isEmpty());
    }

    void itSaysWhereAmongTheOthersItStands()
    {
        Scene scene(test::conversation(7));
        QVERIFY(scene.message(2)->text(QAccessible::Description).contains(QStringLiteral("Message 3 of 7.")));
    }

    void aMessageThatIsGoneSaysNothing()
    {
        Scene scene(test::conversation(3));
        QAccessibleTextInterface *text = scene.text(1);
        scene.model.removeRow(1);
        QCOMPARE(text->characterCount(), 0);
        QCOMPARE(text->text(0, -1), QString());
        QCOMPARE(text->characterRect(0), QRect());
        QCOMPARE(text->selectionCount(), 0);
        text->setCursorPosition(3);
        text->setSelection(0, 0, 1);
    }
};

QTEST_MAIN(tst_MessageText)
#include "tst_messagetext.moc"
