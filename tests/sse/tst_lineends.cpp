#include "sse/lineends.h"

#include <QRandomGenerator>
#include <QTest>

using throughline::sse::LineEnds;

class LineEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothWaysToReadABlockSeeTheSame();
    void linesAreThoseOfASlowReading_data();
    void linesAreThoseOfASlowReading();
    void everyByteIsLoadedOnce();
};

namespace {

/// As one would write it without a thought for speed.
QList<QByteArray> slowLines(const QByteArray &text)
{
    QByteArray normalized = text;
    normalized.replace("\r\n", "\n");
    normalized.replace('\r', '\n');
    return normalized.split('\n');
}

QByteArray randomText(QRandomGenerator &random, qsizetype size, const QByteArray &alphabet)
{
    QByteArray text(size, Qt::Uninitialized);
    for (char &byte : text)
        byte = alphabet[random.bounded(alphabet.size())];
    return text;
}

} // namespace

void LineEndsTest::bothWaysToReadABlockSeeTheSame()
{
    QRandomGenerator random(1);
    for (int i = 0; i < 10'000; ++i) {
        // The neighbours of CR and LF, and the same with the highest bit set, are what a wrong trick
        // confuses.
        const QByteArray block =
            randomText(random, LineEnds::blockSize, QByteArrayLiteral("\r\n\x0B\x0C\x0E\x09\x8A\x8D\x01 x"));
        LineEnds::Masks expected;
        for (int at = 0; at < LineEnds::blockSize; ++at) {
            expected.carriageReturns |= quint64(block[at] == '\r') << at;
            expected.lineFeeds |= quint64(block[at] == '\n') << at;
        }
        QVERIFY2(LineEnds::portableMasks(block.constData()) == expected, block.toHex(' ').constData());
        QVERIFY2(LineEnds::masks(block.constData()) == expected, block.toHex(' ').constData());
    }
}

void LineEndsTest::linesAreThoseOfASlowReading_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("CRLF across two blocks") << QByteArray(LineEnds::blockSize - 1, 'x') + "\r\ny";
    QTest::newRow("CR, then LF much later")
        << QByteArray("\r") + QByteArray(LineEnds::blockSize, 'x') + "\ny";
    QTest::newRow("CR at the very end") << QByteArray("x\r");
    QTest::newRow("LF, then CR") << QByteArray("x\n\ry");
    QRandomGenerator random(2);
    for (int i = 0; i < 200; ++i) {
        QTest::addRow("random %d", i)
            << randomText(random, random.bounded(300), QByteArrayLiteral("\r\nxyz").first(3 + i % 3));
    }
}

void LineEndsTest::linesAreThoseOfASlowReading()
{
    QFETCH(QByteArray, text);
    QList<QByteArray> lines;
    LineEnds ends(text);
    qsizetype start = 0;
    for (qsizetype end = ends.next(); end < text.size(); end = ends.next()) {
        lines.append(text.sliced(start, end - start));
        start = ends.after(end);
    }
    lines.append(text.sliced(start));
    QCOMPARE(lines, slowLines(text));
}

void LineEndsTest::everyByteIsLoadedOnce()
{
    const QByteArray text = QByteArray("data: x\n").repeated(100) + "tail";
    LineEnds ends(text);
    while (ends.next() < text.size())
        QVERIFY(ends.loaded() <= text.size());
    QCOMPARE(ends.loaded(), text.size());
}

QTEST_APPLESS_MAIN(LineEndsTest)
#include "tst_lineends.moc"
