#include "sse/sseparser.h"
#include "sse/utf8.h"
#include "support/testdata.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>

using namespace throughline;

namespace {

struct Outcome
{
    QList<sse::SseEvent> events;
    qint64 retry = -1;
    QByteArray lastEventId;
    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const sse::SseParser &parser, QList<sse::SseEvent> events)
{
    return {std::move(events), parser.retry() ? qint64(parser.retry()->count()) : -1, parser.lastEventId()};
}

Outcome parseInPieces(const QByteArray &bytes, qsizetype pieceSize)
{
    sse::SseParser parser;
    QList<sse::SseEvent> events;
    for (qsizetype at = 0; at < bytes.size(); at += pieceSize)
        parser.feed(QByteArrayView(bytes).sliced(at, qMin(pieceSize, bytes.size() - at)), events);
    return outcomeOf(parser, events);
}

} // namespace

/// The recorded vectors: what other implementations and the web platform tests say a stream means.
class TestSseVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = test::testDataFile(QStringLiteral("sse-vectors.json"));
        if (path.isEmpty())
            QSKIP("no test data: set THROUGHLINE_TEST_DATA to the folder that has sse-vectors.json");
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        // QJsonDocument drops U+FEFF at the start of a string unless it is escaped.
        const QByteArray json = file.readAll().replace("\xEF\xBB\xBF", "\\ufeff");
        m_vectors = QJsonDocument::fromJson(json).array();
        QVERIFY(m_vectors.size() >= 100);
    }

    void wholeInput_data() { vectors(); }
    void wholeInput()
    {
        QFETCH(QByteArray, input);
        QFETCH(QJsonObject, expected);
        sse::SseParser parser;
        const QList<sse::SseEvent> events = parser.feed(input);
        QVERIFY(!parser.error());

        const QJsonArray wanted = expected[QLatin1String("events")].toArray();
        QCOMPARE(events.size(), wanted.size());
        for (qsizetype i = 0; i < events.size(); ++i) {
            const QJsonObject event = wanted[i].toObject();
            QCOMPARE(events[i].typeText(), event[QLatin1String("event")].toString());
            QCOMPARE(events[i].dataText(), event[QLatin1String("data")].toString());
            QCOMPARE(events[i].idText(), event[QLatin1String("id")].toString());
        }
        const QJsonValue retry = expected[QLatin1String("retry")];
        QCOMPARE(parser.retry() ? qint64(parser.retry()->count()) : -1, qint64(retry.toDouble(-1)));
        QCOMPARE(sse::decodeUtf8(parser.lastEventId()), expected[QLatin1String("last_event_id")].toString());
    }

    void byteByByte_data() { vectors(); }
    void byteByByte()
    {
        QFETCH(QByteArray, input);
        QVERIFY(parseInPieces(input, 1) == parseInPieces(input, qMax<qsizetype>(1, input.size())));
    }

    void atEveryTwoWaySplit_data() { vectors(); }
    void atEveryTwoWaySplit()
    {
        QFETCH(QByteArray, input);
        const Outcome whole = parseInPieces(input, qMax<qsizetype>(1, input.size()));
        // One parser walks through the input; at each byte a copy of it takes the rest in one piece.
        sse::SseParser walker;
        QList<sse::SseEvent> before;
        for (qsizetype split = 0; split <= input.size(); ++split) {
            sse::SseParser parser = walker;
            const QList<sse::SseEvent> after = parser.feed(QByteArrayView(input).sliced(split));
            const bool same = before.size() + after.size() == whole.events.size() &&
                              std::equal(before.begin(), before.end(), whole.events.begin()) &&
                              std::equal(after.begin(), after.end(), whole.events.begin() + before.size()) &&
                              outcomeOf(parser, whole.events) == whole;
            QVERIFY2(same, qPrintable(QStringLiteral("split at byte %1 changes the events").arg(split)));
            if (split < input.size())
                walker.feed(QByteArrayView(input).sliced(split, 1), before);
        }
    }

    void withAnEmptyReadBetweenAllBytes_data() { vectors(); }
    void withAnEmptyReadBetweenAllBytes()
    {
        QFETCH(QByteArray, input);
        sse::SseParser parser;
        QList<sse::SseEvent> events;
        for (qsizetype at = 0; at < input.size(); ++at) {
            parser.feed(QByteArrayView(input).sliced(at, 1), events);
            parser.feed(QByteArrayView(), events);
        }
        QVERIFY(outcomeOf(parser, events) == parseInPieces(input, qMax<qsizetype>(1, input.size())));
    }

private:
    void vectors()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QJsonObject>("expected");
        for (const QJsonValue &value : std::as_const(m_vectors)) {
            const QJsonObject vector = value.toObject();
            QTest::newRow(qPrintable(vector[QLatin1String("name")].toString()))
                << QByteArray::fromBase64(vector[QLatin1String("input_base64")].toString().toLatin1())
                << vector;
        }
    }

    QJsonArray m_vectors;
};

QTEST_APPLESS_MAIN(TestSseVectors)
#include "tst_ssevectors.moc"
