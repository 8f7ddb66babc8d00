#include "buttonrect.h"
#include "support/fakeclock.h"
#include "transcriptfixture.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using namespace std::chrono_literals;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

TranscriptModel::Row thoughtful(int paragraphs = 3, RowState state = RowState::Settled)
{
    auto row = test::reply(QStringLiteral("t"), QStringLiteral("The answer."), state);
    row.thoughts = QStringLiteral("\n\nA thought that is long enough to wrap in the width of this column, "
                                  "and then some more of it, since one line shows little.\n")
                       .repeated(paragraphs);
    return row;
}

/// A conversation with one reply before its end that was thought about.
QList<TranscriptModel::Row> rowsWith(const TranscriptModel::Row &row, int after)
{
    QList<TranscriptModel::Row> rows = test::conversation(7);
    rows.append(row);
    const QList<TranscriptModel::Row> more = test::conversation(after);
    for (TranscriptModel::Row next : more) {
        next.message.id += QStringLiteral("-after");
        rows.append(next);
    }
    return rows;
}

constexpr int Thoughtful = 7; ///< its row

/// How often \a widget is painted from now on.
class PaintCounter final : public QObject
{
public:
    explicit PaintCounter(QWidget &widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int count = 0;
};

} // namespace

class tst_TranscriptThoughts : public QObject
{
    Q_OBJECT

    struct Scene
    {
        explicit Scene(const QList<TranscriptModel::Row> &rows, int width = 696)
        {
            model.setRows(rows);
            view.setMotionEnabled(false);
            view.setClock(&clock);
            view.resize(width, 600);
            view.setModel(&model);
            view.show();
            (void)QTest::qWaitForWindowExposed(&view);
            settle();
        }
        void settle()
        {
            view.viewport()->repaint(); // does what is due
        }
        const MessageItem &item(int row) { return *view.transcriptLayout().item(row); }
        int lineY(int row) { return test::buttonRect(view, row, RowAction::ToggleThoughts).top(); }
        /// Puts the line of \a row at \a y.
        void scrollLineTo(int row, int y)
        {
            view.setCurrentRow(row);
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() + lineY(row) - y);
            settle();
        }

        test::FakeClock clock;
        TranscriptModel model;
        TranscriptView view;
    };

private Q_SLOTS:
    void closedTheyAreOneLineAndNothingIsLaidOut()
    {
        Scene scene({thoughtful(200)});
        const ThoughtsBox &box = scene.item(0).thoughts();
        QVERIFY(!box.isEmpty());
        QVERIFY(!box.isOpen());
        QCOMPARE(box.pieceCount(), 0);
        QVERIFY(box.line().rect.height() >= SmallestHit);
        QVERIFY(scene.item(0).part(0).top >= box.line().rect.height());
    }

    void withoutThoughtsThereIsNoLine()
    {
        auto plain = test::reply(QStringLiteral("p"), QStringLiteral("The answer."));
        plain.thoughts = QStringLiteral(" \n\n");
        Scene scene({plain});
        QVERIFY(scene.item(0).thoughts().isEmpty());
        QCOMPARE(scene.item(0).part(0).top, 0);
        QVERIFY(!scene.view.perform(RowAction::ToggleThoughts, 0));
    }

    void aClickOpensAndClosesThemAndTheLineStaysUnderThePointer()
    {
        Scene scene(rowsWith(thoughtful(30), 20));
        scene.scrollLineTo(Thoughtful, 250);
        const QRect line = test::buttonRect(scene.view, Thoughtful, RowAction::ToggleThoughts);
        QCOMPARE(line.top(), 250);
        for (const bool opens : {true, false, true}) {
            QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, line.center());
            scene.settle();
            QCOMPARE(scene.model.row(Thoughtful).showsThoughts, opens);
            QCOMPARE(scene.item(Thoughtful).thoughts().isOpen(), opens);
            QCOMPARE(scene.lineY(Thoughtful), 250);
        }
        QVERIFY(scene.item(Thoughtful).thoughts().piece(0).layout);
        QVERIFY(!scene.item(Thoughtful).thoughts().piece(0).block.literal.startsWith(u'\n'));
    }

    void atTheEndOpeningShowsTheBeginning()
    {
        Scene scene(rowsWith(thoughtful(60), 0));
        QVERIFY(scene.view.isFollowing());
        const int y = scene.lineY(Thoughtful);
        QVERIFY(scene.view.perform(RowAction::ToggleThoughts, Thoughtful));
        scene.settle();
        QCOMPARE(scene.lineY(Thoughtful), y);
        QVERIFY(!scene.view.isFollowing());
    }

    void whoIsStillAtTheEndFollowsOn()
    {
        Scene scene({test::said(QStringLiteral("q"), QStringLiteral("Why?")), thoughtful(1)});
        for (int i = 0; i < 2; ++i) {
            QVERIFY(scene.view.perform(RowAction::ToggleThoughts, 1));
            QVERIFY(scene.view.isFollowing());
        }
    }

    void whoReadsBelowThemSeesNothingMove()
    {
        Scene scene(rowsWith(thoughtful(30), 20));
        scene.scrollLineTo(Thoughtful, -40); // the line is above, the answer is at the top
        const auto answerY = [&] {
            return scene.view.rowRect(Thoughtful).top() + scene.item(Thoughtful).part(0).top;
        };
        const int y = answerY();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(scene.view.perform(RowAction::ToggleThoughts, Thoughtful));
            scene.settle();
            QCOMPARE(answerY(), y);
        }
    }

    void whoReadsThemIsBroughtToTheLineWhenTheyClose()
    {
        auto open = thoughtful(60);
        open.showsThoughts = true;
        Scene scene(rowsWith(open, 20));
        scene.scrollLineTo(Thoughtful, -500);
        QCOMPARE(scene.lineY(Thoughtful), -500);
        QVERIFY(scene.item(Thoughtful).thoughts().pieceAt(500) >= 0);
        QVERIFY(scene.view.perform(RowAction::ToggleThoughts, Thoughtful));
        scene.settle();
        QCOMPARE(scene.view.rowRect(Thoughtful).top(), 0);
    }

    void growingWhileTheyAreReadMovesNothing_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("before the answer") << QString();
        QTest::newRow("of a reply that goes on") << QStringLiteral("The answer.");
    }
    void growingWhileTheyAreReadMovesNothing()
    {
        QFETCH(QString, answer);
        auto open = thoughtful(60, RowState::Waiting);
        open.message.content = answer;
        open.showsThoughts = open.isThinking = true;
        Scene scene(rowsWith(open, 0));
        scene.view.verticalScrollBar()->setValue(scene.view.verticalScrollBar()->value() - 700);
        scene.settle();
        const int y = scene.lineY(Thoughtful);
        QVERIFY(y < 0);
        for (int i = 0; i < 60; ++i) {
            scene.model.appendThoughts(Thoughtful, QStringLiteral("And another one, and one more.\n"));
            scene.settle();
            QCOMPARE(scene.lineY(Thoughtful), y);
        }
        QVERIFY(scene.item(Thoughtful).thoughts().pieceCount() > 2);
    }

    void aNarrowerWindowKeepsTheLineThatIsRead()
    {
        auto open = thoughtful(60);
        open.showsThoughts = true;
        Scene scene(rowsWith(open, 20));
        scene.scrollLineTo(Thoughtful, -1500);
        const ThoughtsBox &box = scene.item(Thoughtful).thoughts();
        const int index = box.pieceAt(-scene.view.rowRect(Thoughtful).top());
        QVERIFY(index >= 0);
        const auto top = [&] { return scene.view.rowRect(Thoughtful).top() + box.piece(index).top; };
        const int read = box.piece(index).layout->positionAt(QPointF(0, -top()));
        QVERIFY(read > 0);
        const auto lineTop = [&] { return top() + box.piece(index).layout->cursorRect(read).top(); };
        const double before = lineTop();
        for (const int width : {640, 560, 620, 696}) {
            scene.view.resize(width, 600);
            scene.settle();
            QCOMPARE(lineTop(), before);
        }
    }

    void closedTheyGrowWithoutAnythingBeingDone()
    {
        auto growing = thoughtful(1, RowState::Waiting);
        growing.message.content.clear();
        growing.isThinking = true;
        Scene scene({growing});
        QTRY_VERIFY(!scene.view.transcriptLayout().needsUpdate());
        for (int i = 0; i < 100; ++i) {
            scene.model.appendThoughts(0, QStringLiteral("more "));
            QVERIFY(!scene.view.transcriptLayout().needsUpdate());
        }
        QVERIFY(scene.view.perform(RowAction::ToggleThoughts, 0));
        QVERIFY(scene.item(0).thoughts().piece(0).block.literal.endsWith(QStringLiteral("more")));
        scene.model.appendThoughts(0, QStringLiteral("and more"));
        QVERIFY(scene.view.transcriptLayout().needsUpdate());
    }

    void theSecondsAreCountedWhereTheBeginningWasSeen()
    {
        auto growing = thoughtful(1, RowState::Waiting);
        growing.isThinking = true;
        Scene scene({growing});
        const QRect line = test::buttonRect(scene.view, 0, RowAction::ToggleThoughts);
        const auto picture = [&] { return scene.view.viewport()->grab(line).toImage(); };
        const QImage uncounted = picture();
        scene.clock.advance(5s);
        QCOMPARE(picture(), uncounted);
        growing.thinkingSince = scene.clock.monotonic() - 2s;
        scene.model.update(0, growing);
        scene.settle();
        const QImage two = picture();
        QVERIFY(two != uncounted);
        scene.clock.advance(1s);
        QVERIFY(picture() != two);
    }

    void theSecondsGoOnWhenTheyAreSeenAgain()
    {
        auto growing = thoughtful(1, RowState::Waiting);
        growing.isThinking = true;
        Scene scene({growing});
        scene.view.hide();
        growing.thinkingSince = scene.clock.monotonic() - 1'950ms;
        scene.model.update(0, growing);
        QTRY_VERIFY(!scene.view.transcriptLayout().needsUpdate()); // with nobody looking
        scene.view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&scene.view));
        PaintCounter paints(*scene.view.viewport());
        QTRY_VERIFY(paints.count >= 5); // one second is over every 50 ms by this clock, which stands still
    }

    void returnAndSpaceOpenAndCloseThemWhereTheKeyboardIs()
    {
        auto broken = test::reply(QStringLiteral("b"), QStringLiteral("Half"), RowState::Interrupted);
        broken.thoughts = QStringLiteral("Hm.");
        broken.canRetry = true;
        Scene scene({thoughtful(), broken});
        QSignalSpy retried(&scene.view, &TranscriptView::retryRequested);
        scene.view.setFocus(Qt::TabFocusReason);
        scene.view.setCurrentRow(0);
        QTest::keyClick(&scene.view, Qt::Key_Return);
        QVERIFY(scene.model.row(0).showsThoughts);
        QTest::keyClick(&scene.view, Qt::Key_Space);
        QVERIFY(!scene.model.row(0).showsThoughts);
        QTest::keyClick(&scene.view, Qt::Key_Enter, Qt::KeypadModifier);
        QVERIFY(scene.model.row(0).showsThoughts);
        // What the notice offers comes first.
        scene.view.setCurrentRow(1);
        QTest::keyClick(&scene.view, Qt::Key_Return);
        QCOMPARE(retried.size(), 1);
        QVERIFY(!scene.model.row(1).showsThoughts);
        QTest::keyClick(&scene.view, Qt::Key_Space);
        QVERIFY(scene.model.row(1).showsThoughts);
    }

    void theyAreNeverCopiedWithTheAnswer()
    {
        auto open = thoughtful();
        open.showsThoughts = true;
        Scene scene({test::said(QStringLiteral("q"), QStringLiteral("Why?")), open});
        scene.view.selectAll();
        QCOMPARE(scene.view.selectedText(), QStringLiteral("Why?\n\nThe answer."));
        QVERIFY(scene.view.perform(RowAction::Copy, 1));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("The answer."));
        QVERIFY(scene.view.perform(RowAction::CopyThoughts, 1));
        QCOMPARE(QGuiApplication::clipboard()->text(), open.thoughts.trimmed());
    }

    void assistiveTechnologyHasAButtonThatSaysWhetherItIsOpen()
    {
        auto row = thoughtful();
        row.thoughtFor = 12s;
        Scene scene({test::said(QStringLiteral("q"), QStringLiteral("Why?")), row});
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&scene.view);
        QCOMPARE(list->child(0)->childCount(), 0);
        QAccessibleInterface *message = list->child(1);
        QCOMPARE(message->text(QAccessible::Value), QStringLiteral("The answer."));
        QCOMPARE(message->childCount(), 1);
        QAccessibleInterface *thoughts = message->child(0);
        QVERIFY(thoughts->isValid());
        QCOMPARE(message->child(0), thoughts);
        QCOMPARE(message->child(1), nullptr);
        QCOMPARE(message->indexOfChild(thoughts), 0);
        QCOMPARE(thoughts->parent(), message);
        QCOMPARE(thoughts->role(), QAccessible::Button);
        QCOMPARE(thoughts->text(QAccessible::Name), QStringLiteral("Thought for 12 s"));
        QCOMPARE(thoughts->text(QAccessible::Value), QString());
        QVERIFY(thoughts->state().expandable);
        QVERIFY(thoughts->state().collapsed && !thoughts->state().expanded);
        QVERIFY(message->rect().contains(thoughts->rect().center()));
        QCOMPARE(message->childAt(thoughts->rect().center().x(), thoughts->rect().center().y()), thoughts);
        QAccessibleActionInterface *actions = thoughts->actionInterface();
        QCOMPARE(actions->actionNames(), QStringList{QAccessibleActionInterface::pressAction()});
        QCOMPARE(actions->localizedActionName(QAccessibleActionInterface::pressAction()),
            QStringLiteral("Show thoughts"));
        actions->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(thoughts->state().expanded && !thoughts->state().collapsed);
        QCOMPARE(thoughts->text(QAccessible::Value), row.thoughts.trimmed());
        scene.model.removeRow(1);
        QVERIFY(!thoughts->isValid());
        QVERIFY(thoughts->state().invalid);
    }

    void whyNothingComesStandsWhereTheFirstTokenWillBe()
    {
        auto row = test::reply(QStringLiteral("r"), QString(), RowState::Waiting);
        row.waiting = QStringLiteral("The model is loading.");
        Scene scene({row});
        const QRect sentence = scene.item(0).waitingRect();
        QVERIFY(!sentence.isEmpty());
        const QRectF caret = scene.item(0).caretRect();
        QVERIFY(sentence.left() > caret.right());
        QVERIFY(sentence.top() <= caret.top() && sentence.bottom() >= caret.bottom());
        const int height = scene.item(0).height();
        row.waiting.clear();
        row.message.content = QStringLiteral("Then");
        row.state = RowState::Streaming;
        scene.model.update(0, row);
        scene.settle();
        QVERIFY(scene.item(0).waitingRect().isEmpty());
        QCOMPARE(scene.item(0).height(), height); // the token takes its place
    }

    void whyAReplyDoesNotGoOnStandsBelowItsText()
    {
        auto row = test::reply(QStringLiteral("r"), QStringLiteral("Half a reply"), RowState::Waiting);
        row.waiting = QStringLiteral("The server takes no more requests at the moment. ").repeated(6);
        Scene scene({row});
        const MessageItem &item = scene.item(0);
        QVERIFY(item.waitingRect().top() >= item.part(0).top + item.part(0).height);
        QVERIFY(item.waitingRect().height() > 2 * 20); // it wraps
        QVERIFY(item.height() > item.waitingRect().bottom());
    }
};

QTEST_MAIN(tst_TranscriptThoughts)
#include "tst_transcriptthoughts.moc"
