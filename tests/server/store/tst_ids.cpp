#include "server/store/ids.h"

#include <QSet>
#include <QTest>
#include <QTimeZone>
#include <QUuid>

using throughline::server::store::newId;

class TestIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIdIsAUuidOfVersion7()
    {
        const QUuid id = QUuid::fromString(newId(QDateTime::currentDateTimeUtc()));
        QVERIFY(!id.isNull());
        QCOMPARE(id.toString(QUuid::WithoutBraces).at(14),
            QChar(u'7')); // older Qt versions do not name this version
        QCOMPARE(id.variant(), QUuid::DCE);
    }

    void theTimeIsInTheFirst48Bits()
    {
        const QDateTime far = QDateTime::fromMSecsSinceEpoch(0x7fff'1234'5678, QTimeZone::utc());
        QCOMPARE(newId(far).left(13), QStringLiteral("7fff1234-5678"));
    }

    void idsOfOneMillisecondSortInTheOrderTheyWereMade()
    {
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(0x7fff'1234'5679, QTimeZone::utc());
        QStringList ids;
        for (int i = 0; i < 10'000; ++i)
            ids.append(newId(now));
        QStringList sorted = ids;
        sorted.sort();
        QVERIFY(ids == sorted);
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
    }

    void aClockThatGoesBackDoesNotDisturbTheOrder()
    {
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(0x7fff'2234'5679, QTimeZone::utc());
        const QString before = newId(now);
        const QString after = newId(now.addSecs(-3600));
        QVERIFY2(before < after, qPrintable(before + QStringLiteral(" >= ") + after));
    }
};

QTEST_GUILESS_MAIN(TestIds)
#include "tst_ids.moc"
