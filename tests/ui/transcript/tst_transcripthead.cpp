#include "transcriptfixture.h"
#include "ui/transcript/replyfacts.h"
#include "ui/transcript/rowhead.h"
#include "ui/transcript/transcriptview.h"

#include <QScrollBar>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::TranscriptModel;

namespace {

/// Three messages a day.
QList<TranscriptModel::Row> overDays(int count)
{
    QList<TranscriptModel::Row> rows = test::conversation(count);
    for (int i = 0; i < count; ++i) {
        rows[i].message.createdAt =
            QDateTime(QDate(2025, 5, 1).addDays(i / 3), QTime(10 + i % 3, 0), Qt::UTC);
    }
    return rows;
}

struct Scene
{
    explicit Scene(const QList<TranscriptModel::Row> &rows)
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        model.setRows(rows);
        view.setMotionEnabled(false);
        view.resize(696, 500);
        view.setModel(&model);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }
    MessageItem *item(int row) const { return view.transcriptLayout().item(row); }
    TranscriptModel model;
    TranscriptView view;
};

} // namespace

class tst_TranscriptHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDayIsSaidWhereItBegins()
    {
        Scene scene(overDays(7));
        scene.view.verticalScrollBar()->setValue(0);
        QCOMPARE(rowHead(scene.model, 0, {}).day, QString());
        QCOMPARE(rowHead(scene.model, 2, {}).day, QString());
        QCOMPARE(rowHead(scene.model, 3, {}).day, QStringLiteral("Friday, 2 May 2025"));
        QCOMPARE(rowHead(scene.model, 6, {}).day, QStringLiteral("Saturday, 3 May 2025"));
    }

    void whereTheTimeIsNotKnownNoDayIsSaid()
    {
        QList<TranscriptModel::Row> rows = overDays(4);
        rows[2].message.createdAt = {};
        Scene scene(rows);
        QCOMPARE(rowHead(scene.model, 3, {}).day, QString());
    }

    void theHeadHasItsPlaceAboveTheMessage()
    {
        Scene scene(overDays(4));
        const MessageItem *with = scene.item(3);
        const MessageItem *without = scene.item(1);
        QVERIFY(with && without);
        QVERIFY(with->headHeight() > 0);
        QCOMPARE(without->headHeight(), 0);
        QVERIFY(with->part(0).top >= with->headHeight());
        QVERIFY(
            with->head().dayRect(scene.view.transcriptLayout().style(), 600).bottom() < with->part(0).top);
    }

    void whatComesBeforeADayTakesItsHeadAway()
    {
        Scene scene(overDays(4));
        QVERIFY(scene.item(3)->headHeight() > 0);
        TranscriptModel::Row sooner = scene.model.row(2);
        sooner.message.id = QStringLiteral("sooner");
        sooner.message.createdAt = scene.model.row(3).message.createdAt;
        scene.model.insert(3, sooner);
        QTRY_VERIFY(scene.item(4) && scene.item(4)->headHeight() == 0);
        QVERIFY(scene.item(3)->headHeight() > 0);
        scene.model.removeRow(3);
        QTRY_VERIFY(scene.item(3)->headHeight() > 0);
    }

    void theLineAboveWhatIsNewMovesNothingThatIsRead()
    {
        Scene scene(overDays(60));
        scene.view.verticalScrollBar()->setValue(scene.view.verticalScrollBar()->maximum() / 2);
        const int row = scene.view.transcriptLayout().rowAt(250);
        const auto textTop = [&](int at) {
            return scene.view.rowRect(at).top() + scene.item(at)->part(0).top;
        };
        const int below = scene.view.transcriptLayout().rowAt(0) + 1;
        const int before = textTop(below);
        scene.view.setFirstNew(scene.model.row(below - 1).message.id); // above what is read
        QTRY_VERIFY(scene.item(below - 1)->head().isNew);
        QCOMPARE(textTop(below), before);
        scene.view.setFirstNew({});
        QTRY_VERIFY(!scene.item(below - 1)->head().isNew);
        QCOMPARE(textTop(below), before);
        QVERIFY(row >= below);
    }

    void theLineIsDrawnInTheAccent()
    {
        Scene scene(overDays(2));
        const QColor accent = scene.view.transcriptLayout().style().theme.colors.accent;
        const auto count = [&] {
            const QImage image = scene.view.viewport()->grab().toImage();
            int pixels = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    pixels += image.pixelColor(x, y) == accent ? 1 : 0;
                }
            }
            return pixels;
        };
        QCOMPARE(count(), 0);
        scene.view.setFirstNew(scene.model.row(1).message.id);
        QTRY_VERIFY(count() > 400);
    }

    void theTimeIsSaidShortlyOnTheSameDay()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        const QDateTime said(QDate(2025, 5, 17), QTime(12, 40), Qt::UTC);
        QCOMPARE(messageTime(said, said.addSecs(60)), QStringLiteral("12:40"));
        QCOMPARE(messageTime(said, said.addDays(1)), QStringLiteral("17/05/2025, 12:40"));
        QCOMPARE(messageTime(said, {}), QStringLiteral("17/05/2025, 12:40"));
        QCOMPARE(messageTime({}, said), QString());
    }

    void theTimeStandsUnderBoth()
    {
        Scene scene(overDays(2));
        const QDateTime now = scene.model.row(0).message.createdAt;
        QCOMPARE(scene.item(0)->facts(now), QStringLiteral("10:00"));
        QCOMPARE(scene.item(1)->facts(now), QStringLiteral("11:00"));
        QVERIFY(!scene.item(0)->foot().facts().isEmpty());
    }
};

QTEST_MAIN(tst_TranscriptHead)
#include "tst_transcripthead.moc"
