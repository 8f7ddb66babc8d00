#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace throughline;
using namespace throughline::ui;
using workspace::TranscriptModel;

namespace {

constexpr int all = 400;
constexpr int shown = 50; ///< at first, from the end

struct Scene
{
    explicit Scene(const QList<TranscriptModel::Row> &rows = test::conversation(all))
        : whole(rows)
    {
        QList<TranscriptModel::Row> end = rows.mid(rows.size() - shown);
        model.setRows(end);
        // What can be done is known when all is.
        for (TranscriptModel::Row &row : whole)
            row.canEdit = row.message.role == protocol::Role::User;
        view.setMotionEnabled(false);
        view.setLoading(true);
        view.resize(696, 600);
        view.setModel(&model);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }

    void showRest()
    {
        model.setRows(whole);
        view.setLoading(false);
        QTRY_VERIFY(!view.transcriptLayout().needsUpdate());
    }
    /// Where the text of each message on screen is.
    QHash<QString, int> places() const
    {
        QHash<QString, int> places;
        for (const auto &row : view.transcriptLayout().visibleRows())
            places.insert(row.item->row().message.id, row.y + row.item->part(0).top);
        return places;
    }

    /// What is above the first that was there may have come in sight.
    bool areStillAt(const QHash<QString, int> &before) const
    {
        const QHash<QString, int> now = places();
        return std::all_of(before.keyBegin(), before.keyEnd(),
            [&](const QString &id) { return now.contains(id) && now.value(id) == before.value(id); });
    }

    QList<TranscriptModel::Row> whole;
    TranscriptModel model;
    TranscriptView view;
};

} // namespace

/// A conversation of which the end is shown while the rest is read.
class tst_TranscriptRest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingThatIsReadMoves_data()
    {
        QTest::addColumn<int>("scrolled"); // from the end
        QTest::newRow("at the end") << 0;
        QTest::newRow("a little above") << 150;
        QTest::newRow("far above") << 3'000;
        QTest::newRow("at the first that is there") << 1'000'000;
    }
    void nothingThatIsReadMoves()
    {
        QFETCH(int, scrolled);
        Scene scene;
        QScrollBar *bar = scene.view.verticalScrollBar();
        // Measured once, so that corrected estimates do not tell of another place.
        for (int i = 0; i < 3; ++i) {
            bar->setValue(std::max(0, bar->maximum() - scrolled));
            QTest::qWait(20);
        }
        const QHash<QString, int> before = scene.places();
        QVERIFY(before.size() > 1);
        scene.showRest();
        QVERIFY(scene.areStillAt(before));
        QCOMPARE(scene.view.isFollowing(), scrolled == 0);
        QCOMPARE(bar->value() == bar->maximum(), scrolled == 0);
        QCOMPARE(scene.view.transcriptLayout().newCount(), 0);
    }

    void daysAndTheLineAboveWhatIsNewStandWhereTheyBelong()
    {
        QList<TranscriptModel::Row> rows = test::conversation(all);
        for (int i = 0; i < all; ++i) {
            const QDate day = i < all - shown ? QDate(2026, 3, 1) : QDate(2026, 3, 2);
            rows[i].message.createdAt = QDateTime(day, QTime(12, 0));
        }
        Scene scene(rows);
        scene.view.verticalScrollBar()->setValue(0);
        QTest::qWait(20);
        const QHash<QString, int> before = scene.places();
        QVERIFY(scene.view.transcriptLayout().item(0)->head().day.isEmpty());
        scene.showRest();
        QVERIFY(!scene.view.transcriptLayout().item(all - shown)->head().day.isEmpty());
        QVERIFY(scene.areStillAt(before));

        scene.view.setFirstNew(rows.at(all - shown).message.id);
        QTRY_VERIFY(!scene.view.transcriptLayout().needsUpdate());
        QVERIFY(scene.view.transcriptLayout().item(all - shown)->head().isNew);
        QVERIFY(scene.areStillAt(before));
    }

    void whatIsSelectedStaysSoAndTheKeyboardStaysWhereItIs()
    {
        Scene scene;
        scene.view.setFocus();
        scene.view.setCurrentRow(shown - 3);
        scene.view.select(shown - 2, {0, 0}, {0, 8});
        const QString selected = scene.view.selectedText();
        QVERIFY(!selected.isEmpty());
        scene.showRest();
        QCOMPARE(scene.view.selectedText(), selected);
        QCOMPARE(scene.view.currentRow(), all - 3);
    }

    void whatIsFoundIsCountedAnew()
    {
        Scene scene;
        scene.view.find(QStringLiteral("question"));
        QTRY_VERIFY(!scene.view.search().hasWork());
        QCOMPARE(scene.view.search().count(), shown / 2);
        const int current = scene.view.search().current().row;
        const QHash<QString, int> before = scene.places();
        scene.showRest();
        QTRY_VERIFY(!scene.view.search().hasWork());
        QCOMPARE(scene.view.search().count(), all / 2);
        QCOMPARE(scene.view.search().current().row, current + all - shown);
        QCOMPARE(scene.view.search().position(), current / 2 + 1 + (all - shown) / 2);
        QVERIFY(scene.areStillAt(before));
    }

    void wordsThatAreOnlyInTheRestAreFoundThen()
    {
        Scene scene;
        scene.view.find(QStringLiteral("Question 10."));
        QTRY_VERIFY(!scene.view.search().hasWork());
        QCOMPARE(scene.view.search().count(), 0);
        scene.showRest();
        QTRY_COMPARE(scene.view.search().current().row, 10);
    }

    void aSpanInTheRestIsShownThen()
    {
        Scene scene;
        QVERIFY(!scene.view.showSpan(QStringLiteral("m10"), 0, 8, Qt::red));
        scene.showRest();
        QVERIFY(scene.view.showSpan(QStringLiteral("m10"), 0, 8, Qt::red));
        QVERIFY(scene.places().contains(QStringLiteral("m10")));
    }

    void eachMessageSaysItsPlaceAmongAll()
    {
        Scene scene;
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&scene.view);
        QAccessibleInterface *last = list->child(shown - 1);
        QVERIFY(last->text(QAccessible::Description).contains(QStringLiteral("Message 50 of 50.")));
        scene.showRest();
        QCOMPARE(list->childCount(), all);
        QCOMPARE(list->indexOfChild(last), all - 1);
        QVERIFY(last->text(QAccessible::Description).contains(QStringLiteral("Message 400 of 400.")));
    }

    void thatTheRestIsReadIsSaidAboveTheFirstAndMovesNothing()
    {
        Scene scene;
        scene.view.verticalScrollBar()->setValue(0);
        QTest::qWait(20);
        const QHash<QString, int> before = scene.places();
        const QRect first = scene.view.rowRect(0);
        QVERIFY(first.top() > 0);
        QVERIFY(!scene.view.accessibleDescription().isEmpty());
        const QImage loading = scene.view.viewport()->grab().toImage();
        scene.view.setLoading(false);
        QTest::qWait(50);
        const QImage loaded = scene.view.viewport()->grab().toImage();
        const QRect above(0, 0, loaded.width(), first.top());
        QVERIFY(loading.copy(above) != loaded.copy(above));
        const QRect below(0, first.top(), loaded.width(), loaded.height() - first.top());
        QCOMPARE(loading.copy(below), loaded.copy(below));
        QVERIFY(scene.areStillAt(before));
        QVERIFY(scene.view.accessibleDescription().isEmpty());
    }

    void theEndIsSeenWhileTheRestIsRead()
    {
        Scene scene;
        QTest::qWait(250); // by then a skeleton would be there
        const QImage loading = scene.view.viewport()->grab().toImage();
        scene.view.setLoading(false);
        QTest::qWait(50);
        QCOMPARE(loading, scene.view.viewport()->grab().toImage());
    }
};

QTEST_MAIN(tst_TranscriptRest)
#include "tst_transcriptrest.moc"
