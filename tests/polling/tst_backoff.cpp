#include "polling/backoff.h"

#include <QtTest>

using namespace throughline::polling;
using namespace std::chrono_literals;

class TestBackoff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCeilingDoublesUntilTheLongest()
    {
        Backoff backoff(3s, 60s, [] { return 1.0; });
        for (const auto expected : {3s, 6s, 12s, 24s, 48s, 60s, 60s})
            QCOMPARE(backoff.next().count(), std::chrono::milliseconds(expected).count());
        QCOMPARE(backoff.attempts(), 7);
    }

    void theJitterIsFull()
    {
        double random = 0;
        Backoff backoff(3s, 60s, [&random] { return random; });
        QCOMPARE(backoff.next().count(), 0);
        random = 0.5;
        QCOMPARE(backoff.next().count(), 3000);
        QCOMPARE(backoff.next().count(), 6000);
    }

    void resetBeginsAgain()
    {
        Backoff backoff(3s, 60s, [] { return 1.0; });
        backoff.next();
        backoff.next();
        backoff.reset();
        QCOMPARE(backoff.attempts(), 0);
        QCOMPARE(backoff.next().count(), 3000);
    }

    void anOutageOfDaysDoesNotOverflow()
    {
        Backoff backoff(3s, 60s, [] { return 1.0; });
        for (int i = 0; i < 100'000; ++i)
            QVERIFY(backoff.next() <= 60s);
        QCOMPARE(backoff.next().count(), 60'000);
    }

    void theSystemsRandomIsWithinRange()
    {
        const Random random = systemRandom();
        for (int i = 0; i < 1000; ++i) {
            const double number = random();
            QVERIFY2(number >= 0 && number < 1, qPrintable(QString::number(number)));
        }
    }
};

QTEST_APPLESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
