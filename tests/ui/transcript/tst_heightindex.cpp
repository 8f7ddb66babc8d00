#include "ui/transcript/heightindex.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using throughline::ui::HeightIndex;

class tst_HeightIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyIndexHasNoRowAnywhere()
    {
        HeightIndex index;
        QCOMPARE(index.rowAt(0), -1);
        QCOMPARE(index.total(), 0);
    }

    void rowsAreFoundByTheirPixels()
    {
        HeightIndex index;
        index.reset({10, 20, 30});
        QCOMPARE(index.rowAt(-5), 0);
        QCOMPARE(index.rowAt(9), 0);
        QCOMPARE(index.rowAt(10), 1);
        QCOMPARE(index.rowAt(59), 2);
        QCOMPARE(index.rowAt(1000), 2);
        QCOMPARE(index.top(2), 30);
        QCOMPARE(index.total(), 60);
    }

    void itAgreesWithAddingUp()
    {
        QRandomGenerator random(3);
        HeightIndex index;
        QList<int> plain;
        for (int step = 0; step < 3000; ++step) {
            const int what = random.bounded(4);
            const int row = plain.isEmpty() ? 0 : random.bounded(int(plain.size()));
            if (what == 0 || plain.isEmpty()) {
                const QList<int> added{random.bounded(200) + 1, random.bounded(200) + 1};
                const int at = random.bounded(2) == 0 ? int(plain.size()) : row;
                index.insert(at, added);
                plain = plain.first(at) + added + plain.sliced(at);
            } else if (what == 1 && plain.size() > 50) {
                index.remove(row, 1);
                plain.remove(row);
            } else {
                plain[row] = random.bounded(300) + 1;
                index.set(row, plain[row]);
            }
            const qint64 total = std::accumulate(plain.cbegin(), plain.cend(), qint64(0));
            QCOMPARE(index.total(), total);
            const qint64 y = random.bounded(int(total));
            const int found = index.rowAt(y);
            QVERIFY2(index.top(found) <= y && y < index.top(found) + plain[found],
                qPrintable(QStringLiteral("%1 is not in row %2").arg(y).arg(found)));
        }
    }
};

QTEST_GUILESS_MAIN(tst_HeightIndex)
#include "tst_heightindex.moc"
