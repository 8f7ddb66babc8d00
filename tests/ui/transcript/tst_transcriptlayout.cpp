#include "transcriptfixture.h"
#include "ui/transcript/transcriptlayout.h"

#include <QElapsedTimer>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using markdown::SafeDocument;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

/// A layout that is told of its model's changes the way the view does it.
struct Scene
{
    explicit Scene(int rows, int height = 600)
        : viewportHeight(height)
    {
        model.setRows(test::conversation(rows));
        QObject::connect(&model, &QAbstractItemModel::rowsInserted, &model,
            [this](const QModelIndex &, int first, int last) { layout.insertRows(first, last); });
        QObject::connect(&model, &QAbstractItemModel::rowsRemoved, &model,
            [this](const QModelIndex &, int first, int last) { layout.removeRows(first, last); });
        QObject::connect(&model, &QAbstractItemModel::dataChanged, &model,
            [this](const QModelIndex &index) { layout.changeRow(index.row()); });
        QObject::connect(
            &model, &TranscriptModel::textAppended, &model, [this](int row) { layout.changeRow(row); });
        layout.setViewport(620, height, false);
        layout.setModel(&model);
        layout.update();
    }

    /// Scrolls and lays out, as one step of the reader.
    void scrollBy(int pixels)
    {
        layout.scrollTo(layout.top() + pixels);
        layout.update();
    }

    /// Where the paragraphs on screen are: what the reader would see move.
    QHash<QString, int> places() const
    {
        QHash<QString, int> places;
        const QList<TranscriptLayout::VisibleRow> rows = layout.visibleRows();
        for (const TranscriptLayout::VisibleRow &row : rows) {
            for (int i = 0; i < row.item->partCount(); ++i) {
                const MessageItem::Part &part = row.item->part(i);
                const int y = row.y + part.top;
                if (y < viewportHeight && y + part.height > 0) {
                    places.insert(QStringLiteral("%1/%2").arg(row.item->row().message.id).arg(i), y);
                }
            }
        }
        return places;
    }

    int last() const { return model.rowCount() - 1; }

    int viewportHeight;
    TranscriptModel model;
    TranscriptLayout layout;
};

/// Rows that are in both may not have moved.
void compareHeldStill(const QHash<QString, int> &before, const QHash<QString, int> &after)
{
    int common = 0;
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (after.contains(it.key())) {
            ++common;
            QCOMPARE(after.value(it.key()), it.value());
        }
    }
    QVERIFY(common > 0);
}

} // namespace

class tst_TranscriptLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itOpensAtTheEnd()
    {
        Scene scene(50);
        QVERIFY(scene.layout.isFollowing());
        QCOMPARE(scene.layout.top(), scene.layout.maximum());
        QVERIFY(scene.layout.top() > 0);
    }

    void followingStaysAtTheEndWhileTextArrives()
    {
        Scene scene(10);
        scene.model.append(test::reply(QStringLiteral("r"), {}, RowState::Streaming));
        for (int i = 0; i < 200; ++i) {
            scene.model.appendText(scene.last(), QStringLiteral("word %1 ").arg(i));
            scene.layout.update();
            QCOMPARE(scene.layout.top(), scene.layout.maximum());
        }
        QVERIFY(scene.layout.isFollowing());
    }

    void scrolledUpItHoldsStillToThePixelWhateverArrives()
    {
        Scene scene(40);
        scene.model.append(test::reply(QStringLiteral("r"), QStringLiteral("Start. "), RowState::Streaming));
        scene.layout.update();
        scene.scrollBy(-700);
        QVERIFY(!scene.layout.isFollowing());
        const QHash<QString, int> before = scene.places();
        for (int i = 0; i < 100; ++i) {
            scene.model.appendText(scene.last(), QStringLiteral("- item\n\n```\ncode\n```\n"));
            scene.layout.update();
            compareHeldStill(before, scene.places());
        }
        scene.model.append(test::said(QStringLiteral("new"), QStringLiteral("x")));
        auto finished = scene.model.row(scene.last() - 1);
        finished.state = RowState::Settled;
        scene.model.update(scene.last() - 1, finished);
        scene.layout.update();
        compareHeldStill(before, scene.places());
    }

    void readingTheGrowingReplyItselfHoldsStillToo()
    {
        Scene scene(4);
        scene.model.append(
            test::reply(QStringLiteral("r"), QStringLiteral("Para.\n\n").repeated(60), RowState::Streaming));
        scene.layout.update();
        scene.scrollBy(-500); // inside the reply
        const int y = scene.layout.rowY(scene.last());
        QVERIFY(y < 0);
        for (int i = 0; i < 50; ++i) {
            scene.model.appendText(scene.last(), QStringLiteral("More of it.\n\n"));
            scene.layout.update();
            QCOMPARE(scene.layout.rowY(scene.last()), y);
        }
    }

    void messagesLoadedAboveMoveNothing()
    {
        Scene scene(40);
        scene.scrollBy(-900);
        const QHash<QString, int> before = scene.places();
        QList<TranscriptModel::Row> older;
        for (int i = 0; i < 30; ++i) {
            older.append(test::said(QStringLiteral("old%1").arg(i), QStringLiteral("word ").repeated(i * 9)));
        }
        scene.model.setRows(older + test::conversation(40));
        scene.layout.update();
        compareHeldStill(before, scene.places());
        QCOMPARE(scene.layout.newCount(), 0);
    }

    void correctedEstimatesMoveNothingWhileScrollingUp()
    {
        Scene scene(300);
        for (int step = 0; step < 200; ++step) {
            const QHash<QString, int> before = scene.places();
            const qint64 wanted = std::min<qint64>(37, scene.layout.top());
            scene.scrollBy(-static_cast<int>(wanted));
            const QHash<QString, int> after = scene.places();
            for (auto it = before.cbegin(); it != before.cend(); ++it) {
                if (after.contains(it.key()) &&
                    scene.layout.top() > 0) { // at the beginning there may be less left
                    QCOMPARE(after.value(it.key()) - it.value(), int(wanted));
                }
            }
        }
    }

    void finishingNeverScrolls()
    {
        Scene scene(6);
        scene.model.append(
            test::reply(QStringLiteral("r"), QStringLiteral("Text.\n\n").repeated(40), RowState::Streaming));
        scene.layout.update();
        const qint64 top = scene.layout.top();
        auto row = scene.model.row(scene.last());
        row.state = RowState::Settled;
        row.message.metadata.insert(QStringLiteral("model"), QStringLiteral("m"));
        scene.model.update(scene.last(), row);
        scene.layout.update();
        QCOMPARE(scene.layout.top(), top);
    }

    void backAtTheEndItFollowsAgain()
    {
        Scene scene(40);
        scene.scrollBy(-300);
        QVERIFY(!scene.layout.isFollowing());
        scene.scrollBy(300);
        QVERIFY(scene.layout.isFollowing());
    }

    void newMessagesAreCountedFromWhereTheReaderLeftTheEnd()
    {
        Scene scene(40);
        QCOMPARE(scene.layout.newCount(), 0);
        scene.scrollBy(-300);
        QCOMPARE(scene.layout.newCount(), 0);
        scene.model.append(test::said(QStringLiteral("a"), QStringLiteral("x")));
        scene.model.append(test::reply(QStringLiteral("b"), QStringLiteral("y")));
        scene.layout.update();
        QCOMPARE(scene.layout.newCount(), 2);
        scene.layout.scrollToEnd();
        scene.layout.update();
        QCOMPARE(scene.layout.newCount(), 0);
    }

    void resizingKeepsTheLineThatIsRead()
    {
        Scene scene(3);
        QString text;
        for (int i = 0; i < 400; ++i) {
            text += QStringLiteral("word%1 ").arg(i);
        }
        scene.model.append(test::reply(QStringLiteral("long"), text));
        scene.layout.update();
        scene.layout.scrollToRow(scene.last(), 350, 0);
        scene.layout.update();
        const auto firstWord = [&] {
            const MessageItem *item = scene.layout.item(scene.last());
            const int y = -scene.layout.rowY(scene.last());
            const TextPlace place = item->placeAt(QPointF(0, y + 11));
            return place.position;
        };
        const int before = firstWord();
        QVERIFY(before > 0);
        for (const int width : {400, 500, 333, 620}) {
            scene.layout.setViewport(width, 600, false);
            scene.layout.update();
            // The same word is in the first line; where in the line depends on the width.
            const int after = firstWord();
            QVERIFY2(std::abs(after - before) < 100,
                qPrintable(QStringLiteral("%1 became %2").arg(before).arg(after)));
        }
    }

    void aJumpReachesRowsThatWereNeverLaidOut()
    {
        Scene scene(2000);
        for (const int row : {0, 1, 999, 1500, 3}) {
            scene.layout.scrollToRow(row, 0, 100);
            scene.layout.update();
            QVERIFY(scene.layout.item(row));
            QCOMPARE(scene.layout.rowY(row), row == 0 ? 20 : row == 1 ? scene.layout.rowY(1) : 100);
        }
    }

    void onlyWhatIsOnScreenIsLaidOut()
    {
        const int before = SafeDocument::liveCount();
        QElapsedTimer timer;
        timer.start();
        Scene scene(10000, 900);
        const qint64 ms = timer.elapsed();
        QVERIFY2(SafeDocument::liveCount() - before <= 64,
            qPrintable(QString::number(SafeDocument::liveCount() - before)));
        QVERIFY2(ms < 2000, qPrintable(QString::number(ms)));
        for (const int row : {5000, 100, 9000}) {
            scene.layout.scrollToRow(row, 0, 0);
            scene.layout.update();
            QVERIFY2(SafeDocument::liveCount() - before <= 64,
                qPrintable(QString::number(SafeDocument::liveCount() - before)));
        }
    }

    void aVeryLongReplyHasOnlyItsVisibleBlocksLaidOut()
    {
        const int before = SafeDocument::liveCount();
        Scene scene(2, 900);
        scene.model.append(
            test::reply(QStringLiteral("long"), QStringLiteral("Paragraph.\n\n").repeated(3000)));
        scene.layout.update();
        QVERIFY2(SafeDocument::liveCount() - before <= 64,
            qPrintable(QString::number(SafeDocument::liveCount() - before)));
        scene.layout.scrollToRow(2, 40000, 0);
        scene.layout.update();
        QVERIFY2(SafeDocument::liveCount() - before <= 64,
            qPrintable(QString::number(SafeDocument::liveCount() - before)));
    }

    void settledBlocksKeepTheirDocumentsWhileTheTailGrows()
    {
        Scene scene(0, 3000);
        scene.model.append(
            test::reply(QStringLiteral("r"), QStringLiteral("One.\n\nTwo.\n\nThr"), RowState::Streaming));
        scene.layout.update();
        const MessageItem *item = scene.layout.item(0);
        const markdown::BlockLayout *first = item->part(0).layout.get();
        const markdown::BlockLayout *second = item->part(1).layout.get();
        for (int i = 0; i < 30; ++i) {
            scene.model.appendText(0, QStringLiteral("ee more\n\n"));
            scene.layout.update();
        }
        QCOMPARE(item->part(0).layout.get(), first);
        QCOMPARE(item->part(1).layout.get(), second);
    }

    void aMessageThatIsGivenItsIdLooksDifferentFromItsTop()
    {
        Scene scene(0);
        scene.model.append(test::said(QStringLiteral("here"), QStringLiteral("x"), RowState::Queued));
        scene.layout.update();
        scene.model.update(0, test::said(QStringLiteral("here"), QStringLiteral("x")));
        QVERIFY(scene.layout.update().from > scene.layout.rowY(0));
        scene.model.update(0, test::said(QStringLiteral("there"), QStringLiteral("x")));
        QVERIFY(scene.layout.update().from <= scene.layout.rowY(0)); // what it is marked with appears
    }

    void aLongNoticeIsShownWhole()
    {
        Scene scene(0);
        auto row = test::reply(QStringLiteral("r"), QStringLiteral("x"), RowState::Failed);
        row.notice = QStringLiteral("short");
        scene.model.append(row);
        scene.layout.update();
        const int before = scene.layout.item(0)->notice().rect().height();
        row.notice = QStringLiteral("a long reason that needs several lines ").repeated(8);
        row.canRetry = true;
        scene.model.update(0, row);
        scene.layout.update();
        const MessageItem *item = scene.layout.item(0);
        QVERIFY(item->notice().rect().height() > before + 30);
        QVERIFY(item->notice().rect().contains(item->notice().detail()));
        QVERIFY(!item->notice().detail().intersects(item->notice().buttons().first().rect));
    }

    void aReplyThatEndedWithoutAWordIsItsNotice()
    {
        Scene scene(0);
        auto row = test::reply(QStringLiteral("r"), {}, RowState::Failed);
        row.notice = QStringLiteral("The model is not there.");
        scene.model.append(row);
        scene.layout.update();
        QCOMPARE(scene.layout.item(0)->notice().rect().top(), 0);
    }

    void removedRowsLeaveNothingBehind()
    {
        Scene scene(30);
        scene.scrollBy(-400);
        for (int i = 0; i < 30; ++i) {
            scene.model.removeRow(i % 2 == 0 ? 0 : scene.last());
            scene.layout.update();
            QCOMPARE(scene.layout.rowCount(), scene.model.rowCount());
            QVERIFY(scene.layout.top() <= scene.layout.maximum());
        }
        QVERIFY(scene.layout.visibleRows().isEmpty());
    }

    void typedTextKeepsItsPositions()
    {
        Scene scene(0);
        const QString typed =
            QStringLiteral("line one\r\nline  two\n\n\tthree ") + QChar(0xFFFC) + QStringLiteral("😀 end\n");
        scene.model.append(test::said(QStringLiteral("u"), typed));
        scene.layout.update();
        const MessageItem *item = scene.layout.item(0);
        const int at = static_cast<int>(typed.indexOf(QStringLiteral("three")));
        QCOMPARE(item->part(0).layout->document().characterCount() - 1, typed.size());
        const QList<markdown::LineRect> rects = item->rectsOfContent(at, at + 5);
        QCOMPARE(rects.size(), 1);
        const TextPlace place = item->placeAt(QPointF(rects[0].rect.left() + 1, rects[0].rect.center().y()));
        QCOMPARE(place.position, at);
    }

    void aHugePasteIsLaidOutInParts()
    {
        const int before = SafeDocument::liveCount();
        Scene scene(0);
        QString pasted;
        for (int i = 0; i < 20000; ++i) {
            pasted += QStringLiteral("line %1\n").arg(i);
        }
        scene.model.append(test::said(QStringLiteral("u"), pasted));
        scene.layout.update();
        QVERIFY(scene.layout.item(0)->partCount() > 30);
        QVERIFY(SafeDocument::liveCount() - before < 10);
        MessageItem *item = scene.layout.item(0);
        QCOMPARE(item->textBetween({}, item->lastPlace()), pasted);
    }
};

QTEST_MAIN(tst_TranscriptLayout)
#include "tst_transcriptlayout.moc"
