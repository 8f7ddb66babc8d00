#include "net/readturns.h"

#include <QCoreApplication>
#include <QtTest>

using namespace throughline;

/// Who reads for ever leaves room for everything else.
class TestReadTurns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstOfATurnMayAlwaysRead()
    {
        net::ReadTurns turns;
        QVERIFY(turns.mayRead());
    }

    void afterItsShareNobodyReadsUntilTheNextTurn()
    {
        net::ReadTurns turns;
        QVERIFY(turns.mayRead());
        QTest::qSleep(int(net::ReadTurns::share.count()) + 1); // reading takes this long
        QVERIFY(!turns.mayRead());
        QVERIFY(!turns.mayRead());
        int begun = 0;
        bool mayRead = false;
        connect(&turns, &net::ReadTurns::begun, this, [&] {
            if (begun++ == 0)
                mayRead = turns.mayRead();
        });
        QTRY_VERIFY(begun > 0);
        QVERIFY(mayRead);
    }

    void aTimerIsServedWhilePostedEventsNeverEnd()
    {
        // As from a server that is always faster: whoever may read has the next event posted at once.
        net::ReadTurns turns;
        int reads = 0;
        bool served = false;
        std::function<void()> arrive;
        const auto post = [&] {
            QMetaObject::invokeMethod(
                this, [&] { arrive(); }, Qt::QueuedConnection);
        };
        arrive = [&] {
            if (served || !turns.mayRead())
                return;
            ++reads;
            post();
        };
        connect(&turns, &net::ReadTurns::begun, this, [&] { arrive(); });
        QTimer::singleShot(std::chrono::milliseconds(1), this, [&served] { served = true; });
        arrive();
        QTRY_VERIFY(served);
        QVERIFY(reads > 0);
        QCoreApplication::sendPostedEvents();
    }
};

QTEST_GUILESS_MAIN(TestReadTurns)
#include "tst_readturns.moc"
