#include "buttonrect.h"
#include "markdown/html.h"
#include "transcriptfixture.h"
#include "ui/transcript/transcripthittest.h"
#include "ui/transcript/transcriptview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

class PaintCounter : public QObject
{
public:
    explicit PaintCounter(QWidget *watched)
        : QObject(watched)
    {
        watched->installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int count = 0;
};

bool isUniform(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) != image.pixel(0, 0)) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

class tst_TranscriptView : public QObject
{
    Q_OBJECT

private:
    struct Scene
    {
        explicit Scene(const QList<TranscriptModel::Row> &rows)
        {
            model.setRows(rows);
            view.setMotionEnabled(false);
            view.resize(696, 600);
            view.setModel(&model);
            view.show();
            (void)QTest::qWaitForWindowExposed(&view);
        }

        int last() const { return model.rowCount() - 1; }
        MessageItem *item(int row) const { return view.transcriptLayout().item(row); }
        /// The viewport point at which a document position of a part is drawn.
        QPoint point(int row, int part, int position) const
        {
            const MessageItem::Part &p = item(row)->part(part);
            const QPointF inPart = p.layout->cursorRect(position).center();
            return QPoint(view.columnLeft() + item(row)->textLeft(), view.rowRect(row).top() + p.top) +
                   inPart.toPoint();
        }
        void drag(const QPoint &from, const QPoint &to)
        {
            QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
            QTest::mouseMove(view.viewport(), (from + to) / 2);
            QTest::mouseMove(view.viewport(), to);
            QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
        }

        TranscriptModel model;
        TranscriptView view;
    };

private Q_SLOTS:
    void sendingGoesToTheEnd_data()
    {
        QTest::addColumn<RowState>("state");
        QTest::newRow("sent") << RowState::Sending;
        QTest::newRow("queued") << RowState::Queued;
        QTest::newRow("held") << RowState::Held;
    }

    void sendingGoesToTheEnd()
    {
        QFETCH(RowState, state);
        Scene scene(test::conversation(40));
        scene.view.verticalScrollBar()->setValue(0);
        QVERIFY(!scene.view.isFollowing());
        scene.model.append(test::said(QStringLiteral("mine"), QStringLiteral("x"), state));
        QTRY_COMPARE(scene.view.verticalScrollBar()->value(), scene.view.verticalScrollBar()->maximum());
        QVERIFY(scene.view.isFollowing());
    }

    void thePillCountsWhatIsNewAndLeadsToTheEnd()
    {
        Scene scene(test::conversation(40));
        QVERIFY(!scene.view.latestPill().isVisible());
        scene.view.verticalScrollBar()->setValue(200);
        QVERIFY(scene.view.latestPill().isVisible());
        QCOMPARE(scene.view.latestPill().text(), QStringLiteral("Latest"));
        const int value = scene.view.verticalScrollBar()->value();
        scene.model.append(test::reply(QStringLiteral("a"), QStringLiteral("x")));
        scene.model.append(test::reply(QStringLiteral("b"), QStringLiteral("y")));
        QTRY_COMPARE(scene.view.latestPill().text(), QString::fromUtf8("Latest · 2 new"));
        QCOMPARE(scene.view.verticalScrollBar()->value(), value);
        const QAbstractButton &pill = scene.view.latestPill();
        QTest::mouseClick(const_cast<QAbstractButton *>(&pill), Qt::LeftButton);
        QVERIFY(scene.view.isFollowing());
        QVERIFY(!pill.isVisible());
    }

    void deltasOfOneFrameArePaintedOnce()
    {
        Scene scene(test::conversation(4));
        scene.model.append(test::reply(QStringLiteral("r"), {}, RowState::Streaming));
        QTest::qWait(60);
        PaintCounter paints(scene.view.viewport());
        for (int i = 0; i < 500; ++i) {
            scene.model.appendText(scene.last(), QStringLiteral("w "));
        }
        QTRY_VERIFY(paints.count > 0);
        QTest::qWait(60);
        QVERIFY2(paints.count <= 3, qPrintable(QString::number(paints.count)));
        QCOMPARE(scene.item(scene.last())->row().message.content.size(), 1000);
    }

    void aViewThatShowsNothingNewPaintsNothing()
    {
        Scene scene(test::conversation(20));
        QTest::qWait(80);
        PaintCounter paints(scene.view.viewport());
        QTest::qWait(200);
        QCOMPARE(paints.count, 0);
    }

    void aSelectionSurvivesStreaming()
    {
        Scene scene(
            {test::reply(QStringLiteral("a"), QStringLiteral("First words here.\n\nSecond paragraph.")),
                test::reply(QStringLiteral("r"), QStringLiteral("Growing"), RowState::Streaming)});
        scene.drag(scene.point(0, 0, 6), scene.point(0, 1, 6));
        QCOMPARE(scene.view.selectedText(), QStringLiteral("words here.\n\nSecond"));
        for (int i = 0; i < 100; ++i) {
            scene.model.appendText(1, QStringLiteral(" and growing\n\n"));
            QTest::qWait(1);
        }
        QCOMPARE(scene.view.selectedText(), QStringLiteral("words here.\n\nSecond"));
        auto row = scene.model.row(1);
        row.state = RowState::Settled;
        scene.model.update(1, row);
        scene.model.setRows(
            QList<TranscriptModel::Row>{test::said(QStringLiteral("older"), QStringLiteral("x"))} +
            QList<TranscriptModel::Row>{scene.model.row(0), scene.model.row(1)});
        QTest::qWait(30);
        QCOMPARE(scene.view.selectedText(), QStringLiteral("words here.\n\nSecond"));
    }

    void aSelectionReachesAcrossMessages()
    {
        Scene scene({test::said(QStringLiteral("u"), QStringLiteral("Question one")),
            test::reply(QStringLiteral("a"), QStringLiteral("- alpha\n- beta\n\nEnd."))});
        scene.drag(scene.point(0, 0, 9), scene.point(1, 1, 2));
        QCOMPARE(scene.view.selectedText(), QString::fromUtf8("one\n\n• alpha\n• beta\n\nEn"));
        QTest::keySequence(&scene.view, QKeySequence(QKeySequence::Copy));
        QCOMPARE(QGuiApplication::clipboard()->text(), scene.view.selectedText());
    }

    void everythingCanBeSelectedWithoutLayingItOut()
    {
        Scene scene(test::conversation(400));
        scene.view.selectAll();
        const QString text = scene.view.selectedText();
        QVERIFY(text.startsWith(QStringLiteral("Question 0.")));
        QVERIFY(text.contains(QStringLiteral("Question 200.")));
        QVERIFY(text.endsWith(QStringLiteral("End.")));
        QVERIFY(markdown::SafeDocument::liveCount() <= 64);
    }

    void theFirstAndLastLineOfAMessageAreSelectedByAClickBesideThem()
    {
        Scene scene({test::reply(QStringLiteral("a"), QStringLiteral("One two three"))});
        QTest::mouseDClick(scene.view.viewport(), Qt::LeftButton, {}, scene.point(0, 0, 5));
        QCOMPARE(scene.view.selectedText(), QStringLiteral("two"));
    }

    void codeIsCopiedAsItIs()
    {
        Scene scene({test::reply(QStringLiteral("a"), QStringLiteral("```c\nint  x;\n\n\ty\n```"))});
        const QRect button = scene.item(0)->codeCopyRect(0);
        QVERIFY(!button.isEmpty());
        const QPoint at = QPoint(scene.view.columnLeft(), scene.view.rowRect(0).top()) + button.center();
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("int  x;\n\n\ty"));
    }

    void aReplyIsCopiedAsMarkdown()
    {
        Scene scene({test::reply(QStringLiteral("a"), QStringLiteral("Some **bold**."))});
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {},
            test::buttonRect(scene.view, 0, RowAction::Copy).center());
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Some **bold**."));
    }

    void onlyHarmlessLinksAreReported_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("openable");
        const QList<std::pair<QString, bool>> targets{{QStringLiteral("https://example.org/a?b=c"), true},
            {QStringLiteral("http://example.org"), true}, {QStringLiteral("mailto:a@example.org"), true},
            {QStringLiteral("HTTPS://example.org"), true}, {QStringLiteral("file:///etc/passwd"), false},
            {QStringLiteral("javascript:alert(1)"), false}, {QStringLiteral("data:text/html,x"), false},
            {QStringLiteral("/etc/passwd"), false}, {QStringLiteral("//host/share"), false},
            {QStringLiteral("ssh://host"), false}, {QStringLiteral("https:"), false},
            {QStringLiteral("#anchor"), false}, {QStringLiteral("vscode://x"), false},
            {QStringLiteral("http:///x"), false}};
        for (const auto &[target, openable] : targets) {
            QTest::newRow(qPrintable(target)) << target << openable;
        }
    }

    void onlyHarmlessLinksAreReported()
    {
        QFETCH(QString, target);
        QFETCH(bool, openable);
        QCOMPARE(markdown::isOpenable(target), openable);
        Scene scene({test::reply(QStringLiteral("a"), QStringLiteral("[label](%1) text").arg(target))});
        QSignalSpy spy(&scene.view, &TranscriptView::linkActivated);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, scene.point(0, 0, 2));
        QCOMPARE(spy.size(), openable ? 1 : 0);
    }

    void draggingOverALinkSelectsInsteadOfFollowingIt()
    {
        Scene scene(
            {test::reply(QStringLiteral("a"), QStringLiteral("[a long label](https://example.org) text"))});
        QSignalSpy spy(&scene.view, &TranscriptView::linkActivated);
        scene.drag(scene.point(0, 0, 1), scene.point(0, 0, 9));
        QCOMPARE(spy.size(), 0);
        QVERIFY(scene.view.hasSelection());
    }

    void aMarkedSentenceLeadsToItsSignal()
    {
        const QString text = QStringLiteral("I want it cheap. It must be fast.");
        Scene scene({test::said(QStringLiteral("u"), text)});
        const int start = static_cast<int>(text.indexOf(QStringLiteral("It must")));
        scene.view.setSpanMarks(
            {{QStringLiteral("u"), start, static_cast<int>(text.size()), QStringLiteral("s1"), Qt::red}});
        QSignalSpy spy(&scene.view, &TranscriptView::signalActivated);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, scene.point(0, 0, 3));
        QCOMPARE(spy.size(), 0);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, scene.point(0, 0, start + 4));
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toString(), QStringLiteral("s1"));
    }

    void aSpanIsShownWhereverItIs()
    {
        QList<TranscriptModel::Row> rows = test::conversation(500);
        const QString longText =
            QStringLiteral("filler words ").repeated(600) + QStringLiteral("the very sentence");
        rows[100] = test::said(QStringLiteral("target"), longText);
        Scene scene(rows);
        const auto start = static_cast<int>(longText.indexOf(QStringLiteral("the very")));
        QVERIFY(
            scene.view.showSpan(QStringLiteral("target"), start, static_cast<int>(longText.size()), Qt::red));
        const QList<markdown::LineRect> rects =
            scene.item(100)->rectsOfContent(start, static_cast<int>(longText.size()));
        QVERIFY(!rects.isEmpty());
        const int y = scene.view.rowRect(100).top() + static_cast<int>(rects[0].rect.top());
        QVERIFY2(y >= 0 && y < scene.view.viewport()->height(), qPrintable(QString::number(y)));
        QVERIFY(!scene.view.isFollowing());

        QVERIFY(!scene.view.showSpan(QStringLiteral("nobody"), 0, 1, Qt::red));
        QVERIFY(!scene.view.showSpan(QStringLiteral("target"), 5, 5, Qt::red));
        QVERIFY(!scene.view.showSpan(
            QStringLiteral("target"), 0, static_cast<int>(longText.size()) + 1, Qt::red));
    }

    void retryIsOfferedOnlyWhereTheModelAllowsIt()
    {
        auto failed = test::reply(QStringLiteral("r"), QStringLiteral("Half a"), RowState::Failed);
        Scene scene({failed});
        QVERIFY(test::buttonRect(scene.view, 0, RowAction::Retry).isEmpty());
        failed.canRetry = true;
        scene.model.update(0, failed);
        QTRY_VERIFY(!test::buttonRect(scene.view, 0, RowAction::Retry).isEmpty());
        QSignalSpy spy(&scene.view, &TranscriptView::retryRequested);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {},
            test::buttonRect(scene.view, 0, RowAction::Retry).center());
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toInt(), 0);
        QCOMPARE(scene.item(0)->row().message.content, QStringLiteral("Half a"));
    }

    void theKeyboardDoesWhatThePointerDoes()
    {
        auto failed = test::reply(QStringLiteral("r"), QStringLiteral("Half a"), RowState::Failed);
        failed.canRetry = true;
        Scene scene(test::conversation(30) + QList<TranscriptModel::Row>{failed});
        scene.view.setFocus(Qt::TabFocusReason);
        QTest::keyClick(&scene.view, Qt::Key_Home);
        QCOMPARE(scene.view.verticalScrollBar()->value(), 0);
        QTest::keyClick(&scene.view, Qt::Key_End);
        QVERIFY(scene.view.isFollowing());
        scene.view.setCurrentRow(30);
        QSignalSpy spy(&scene.view, &TranscriptView::retryRequested);
        QTest::keyClick(&scene.view, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
        for (int i = 0; i < 12; ++i) {
            QTest::keyClick(&scene.view, Qt::Key_Up, Qt::ControlModifier);
        }
        QCOMPARE(scene.view.currentRow(), 18);
        const QRect row = scene.view.rowRect(18);
        QVERIFY(row.top() >= 0 && row.top() < scene.view.viewport()->height());
        QTest::keySequence(&scene.view, QKeySequence(QKeySequence::Copy));
        QCOMPARE(QGuiApplication::clipboard()->text(), scene.model.row(18).message.content);
    }

    void theSkeletonWaitsAndNeverFlashes()
    {
        Scene scene({});
        scene.view.setLoading(true);
        QVERIFY(isUniform(scene.view.viewport()->grab().toImage()));
        QTRY_VERIFY_WITH_TIMEOUT(!isUniform(scene.view.viewport()->grab().toImage()), 600);
        scene.view.setLoading(false);
        QVERIFY(isUniform(scene.view.viewport()->grab().toImage()));
    }

    void anEmptyConversationSaysWhatToDo()
    {
        Scene scene({});
        QVERIFY(isUniform(scene.view.viewport()->grab().toImage()));
        scene.view.setEmptyText(
            QStringLiteral("What are you deciding?"), QStringLiteral("Say what you want."));
        QVERIFY(!isUniform(scene.view.viewport()->grab().toImage()));
    }

    void theModelMayGoAndComeBack()
    {
        Scene scene(test::conversation(30));
        scene.view.selectAll();
        scene.view.setModel(nullptr);
        QVERIFY(!scene.view.hasSelection());
        scene.view.viewport()->grab();
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, QPoint(300, 100));
        QTest::keyClick(&scene.view, Qt::Key_Up, Qt::ControlModifier);
        scene.view.setModel(&scene.model);
        QVERIFY(scene.view.isFollowing());
        {
            TranscriptModel brief;
            brief.setRows(test::conversation(3));
            scene.view.setModel(&brief);
        }
        scene.view.viewport()->grab();
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, QPoint(300, 100));
    }

    void themesAndDirectionsDoNotMoveTheReader()
    {
        Scene scene(test::conversation(60));
        scene.view.verticalScrollBar()->setValue(900);
        const int row = scene.view.transcriptLayout().rowAt(300);
        const int y = scene.view.rowRect(row).top();
        scene.view.setTheme(Theme::dark());
        QCOMPARE(scene.view.rowRect(row).top(), y);
        scene.view.setLayoutDirection(Qt::RightToLeft);
        scene.view.viewport()->grab();
        QVERIFY(!scene.view.isFollowing());
    }
};

QTEST_MAIN(tst_TranscriptView)
#include "tst_transcriptview.moc"
