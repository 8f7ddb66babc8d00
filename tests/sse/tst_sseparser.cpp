#include "sse/sseparser.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>

#include <algorithm>

using namespace throughline;
using sse::SseError;
using sse::SseEvent;
using sse::SseParser;
using namespace std::chrono_literals;

namespace {

struct Outcome
{
    QList<SseEvent> events;
    QByteArray lastEventId;
    std::optional<std::chrono::milliseconds> retry;
    std::optional<SseError> error;
    bool operator==(const Outcome &) const = default;
};

/// Feeds \a bytes in pieces of random sizes up to \a longest.
Outcome parseAtRandom(const QByteArray &bytes, QRandomGenerator &random, int longest, qsizetype limit)
{
    SseParser parser(limit);
    Outcome outcome;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype size = qMin<qsizetype>(random.bounded(longest + 1), bytes.size() - at);
        parser.feed(QByteArrayView(bytes).sliced(at, size), outcome.events);
        at += size;
    }
    outcome.lastEventId = parser.lastEventId();
    outcome.retry = parser.retry();
    outcome.error = parser.error();
    return outcome;
}

Outcome parseWhole(const QByteArray &bytes, qsizetype limit = SseParser::defaultEventLimit)
{
    SseParser parser(limit);
    Outcome outcome;
    parser.feed(bytes, outcome.events);
    outcome.lastEventId = parser.lastEventId();
    outcome.retry = parser.retry();
    outcome.error = parser.error();
    return outcome;
}

/// A stream made of everything the format knows, and of noise.
QByteArray randomStream(QRandomGenerator &random, int tokens)
{
    static const QList<QByteArray> words{"data", "event", "id", "retry", ":", ": ", " ", "\n", "\r", "\r\n",
        "\n\n", "\r\r", "\r\n\r\n", "x", "12", "\xEF\xBB\xBF", "\xEF\xBB", "\xF0\x9F\x98\x80", "\xF0\x9F",
        QByteArray("\0", 1), "chunk", "data: {\"delta\": \"a\"}\n\n", "id: 7\n", "retry: 5\n", ": comment\n",
        "database: x\n", "datum\n"};
    QByteArray bytes;
    for (int i = 0; i < tokens; ++i)
        bytes += words[random.bounded(int(words.size()))];
    return bytes;
}

QByteArray text(const QList<SseEvent> &events)
{
    QByteArray out;
    for (const SseEvent &event : events)
        out += event.type + '|' + event.data + '|' + event.id + '\n';
    return out;
}

} // namespace

class TestSseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsComeWithTypeDataAndId()
    {
        const auto events =
            SseParser().feed("event: chunk\nid: m:3\ndata: {\"delta\": \"Hel\"}\n\ndata: x\n\n");
        QCOMPARE(events.size(), 2);
        QCOMPARE(events[0], (SseEvent{.type = "chunk", .data = "{\"delta\": \"Hel\"}", .id = "m:3"}));
        QCOMPARE(events[1], (SseEvent{.type = "message", .data = "x", .id = "m:3"}));
    }

    void anEventIsThereWithItsLastByte_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("LF") << QByteArray("data: x\n\n");
        QTest::newRow("CR") << QByteArray("data: x\r\r");
        QTest::newRow("CRLF, at the CR") << QByteArray("data: x\r\n\r");
    }

    void anEventIsThereWithItsLastByte()
    {
        QFETCH(QByteArray, bytes);
        SseParser parser;
        QCOMPARE(parser.feed(bytes.chopped(1)).size(), 0);
        QCOMPARE(parser.feed(bytes.last(1)).size(), 1);
        QCOMPARE(text(parser.feed("\n: late LF\n")), QByteArray());
    }

    void viewsAreTheEventsOneByOne()
    {
        SseParser parser;
        parser.begin("event: a\ndata: 1\n\ndata: 2\ndata: 3\n\nid: 7\n\ndata");
        const auto first = parser.next();
        QVERIFY(first);
        QCOMPARE(first->type, QByteArrayView("a"));
        QCOMPARE(first->data, QByteArrayView("1"));
        const auto second = parser.next();
        QVERIFY(second);
        QCOMPARE(second->type, QByteArrayView("message"));
        QCOMPARE(second->data, QByteArrayView("2\n3"));
        QVERIFY(!parser.next());
        QCOMPARE(parser.lastEventId(), QByteArray("7"));
        QVERIFY(!parser.next());
    }

    void whatAnEventBeganWithOutlivesItsRead()
    {
        SseParser parser;
        // One line ends with its read, one goes over two of them.
        for (QByteArray read :
            {QByteArray("event: chunk\nid: m:1\ndata: one\nda"), QByteArray("ta: two\nretry: 5\n")}) {
            parser.begin(read);
            QVERIFY(!parser.next());
            read.fill('#');
        }
        parser.begin("\n");
        const auto event = parser.next();
        QVERIFY(event);
        QCOMPARE(event->type, QByteArrayView("chunk"));
        QCOMPARE(event->data, QByteArrayView("one\ntwo"));
        QCOMPARE(event->id, QByteArrayView("m:1"));
    }

    void aViewIsNotCopied()
    {
        const QByteArray read("data: here\n\n");
        SseParser parser;
        parser.begin(read);
        const auto event = parser.next();
        QVERIFY(event);
        QVERIFY(event->data.data() == read.constData() + 6);
    }

    void resetEndsAReadThatWasNotFinished()
    {
        SseParser parser;
        const QByteArray read("data: a\n\ndata: b\n\n");
        parser.begin(read);
        QVERIFY(parser.next());
        parser.reset();
        QVERIFY(!parser.next());
        QCOMPARE(text(parser.feed("data: c\n\n")), QByteArray("message|c|\n"));
    }

    void aForkGoesItsOwnWay()
    {
        SseParser parser;
        parser.feed("event: e\ndata: a\ndata: long enough to be memory of its own");
        SseParser fork = parser;
        QCOMPARE(text(parser.feed(" 1\n\n")), QByteArray("e|a\nlong enough to be memory of its own 1|\n"));
        QCOMPARE(text(fork.feed(" 2\n\n")), QByteArray("e|a\nlong enough to be memory of its own 2|\n"));
    }

    void anIncompleteTailIsDroppedWithItsId()
    {
        SseParser parser;
        const auto events = parser.feed("id: 1\ndata: a\n\nid: 2\ndata: b\n");
        QCOMPARE(text(events), QByteArray("message|a|1\n"));
        QCOMPARE(parser.lastEventId(), QByteArray("1"));
    }

    void resetForgetsTheTailAndKeepsTheCursor()
    {
        SseParser parser;
        parser.feed("retry: 70\nid: 1\ndata: a\n\nevent: e\nid: 2\ndata: b\ndata: to");
        parser.reset();
        QCOMPARE(text(parser.feed("\xEF\xBB\xBF"
                                  "data: c\n\n")),
            QByteArray("message|c|1\n"));
        QCOMPARE(parser.retry(), std::optional(70ms));
    }

    void anyPiecesGiveTheSameEvents()
    {
        for (quint32 seed = 1; seed <= 400; ++seed) {
            QRandomGenerator random(seed);
            const QByteArray bytes = randomStream(random, random.bounded(120));
            // Limits that small streams reach: the error must not depend on the pieces either.
            const qsizetype limit = seed % 2 ? SseParser::defaultEventLimit : random.bounded(1, 40);
            const Outcome whole = parseWhole(bytes, limit);
            for (const int longest : {1, 2, 3, 7, 30}) {
                const Outcome pieces = parseAtRandom(bytes, random, longest, limit);
                QCOMPARE(text(pieces.events), text(whole.events));
                QVERIFY2(pieces == whole,
                    qPrintable(QStringLiteral("seed %1, pieces up to %2").arg(seed).arg(longest)));
            }
        }
    }

    void lineEndsDoNotMatter()
    {
        for (quint32 seed = 1; seed <= 100; ++seed) {
            QRandomGenerator random(seed);
            QByteArray bytes = randomStream(random, 80);
            bytes.replace('\r', "");
            QByteArray cr = bytes;
            QByteArray crLf = bytes;
            cr.replace('\n', '\r');
            crLf.replace("\n", "\r\n");
            const Outcome lf = parseWhole(bytes);
            QVERIFY(parseWhole(cr) == lf);
            QVERIFY(parseWhole(crLf) == lf);
        }
    }

    void noiseIsNeverAnError()
    {
        QRandomGenerator random(7);
        QByteArray noise(200'000, Qt::Uninitialized);
        std::generate(noise.begin(), noise.end(), [&random] { return char(random.generate()); });
        QVERIFY(!parseWhole(noise).error);
    }

    void anEventOfExactlyTheLimitIsDelivered_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("fits");
        QTest::newRow("one line, just fits") << "data: " + QByteArray(100, 'x') + "\n\n" << true;
        QTest::newRow("one line, one byte more") << "data: " + QByteArray(101, 'x') + "\n\n" << false;
        QTest::newRow("two lines and their LF fit")
            << "data:" + QByteArray(50, 'x') + "\ndata:" + QByteArray(49, 'x') + "\n\n"
            << true;
        QTest::newRow("two lines, one byte more")
            << "data:" + QByteArray(50, 'x') + "\ndata:" + QByteArray(50, 'x') + "\n\n"
            << false;
        QTest::newRow("many empty lines") << QByteArray("data\n").repeated(102) + "\n" << false;
        QTest::newRow("id too long") << "id: " + QByteArray(101, 'x') + "\n\n" << false;
        QTest::newRow("event name too long") << "event: " + QByteArray(101, 'x') + "\n\n" << false;
        QTest::newRow("line that never ends") << "data: " + QByteArray(101, 'x') << false;
        QTest::newRow("comments may be of any length") << ":" + QByteArray(5000, 'x') + "\n\n" << true;
        QTest::newRow("unknown fields too") << "database: " + QByteArray(5000, 'x') + "\n\n" << true;
        QTest::newRow("many small events") << QByteArray("data: hello\n\n").repeated(100) << true;
    }

    void anEventOfExactlyTheLimitIsDelivered()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, fits);
        QRandomGenerator random(3);
        for (const int longest : {1, 9, 100'000}) {
            const Outcome outcome = parseAtRandom(bytes, random, longest, 100);
            QCOMPARE(outcome.error.has_value(), !fits);
            if (!fits)
                QCOMPARE(outcome.error->limit, qsizetype(100));
        }
    }

    void theDefaultLimitIsOneMebibyte()
    {
        QVERIFY(!parseWhole("data: " + QByteArray(1024 * 1024, 'x') + "\n\n").error);
        QVERIFY(parseWhole("data: " + QByteArray(1024 * 1024 + 1, 'x') + "\n\n").error);
    }

    void whatCameBeforeAnErrorIsDelivered()
    {
        SseParser parser(10);
        QList<SseEvent> events;
        QVERIFY(!parser.feed("data: a\n\ndata: much too long for it\n\ndata: b\n\n", events));
        QCOMPARE(text(events), QByteArray("message|a|\n"));
        QVERIFY(!parser.feed("data: c\n\n", events));
        QCOMPARE(events.size(), 1);
        parser.reset();
        QVERIFY(parser.feed("data: c\n\n", events));
        QCOMPARE(events.size(), 2);
    }

    void anEndlessCommentTakesNoMemory()
    {
        // Fed in pieces, so that it would have to be kept; the limit would say so.
        SseParser parser(16);
        QList<SseEvent> events;
        QVERIFY(parser.feed(":", events));
        for (int i = 0; i < 1000; ++i)
            QVERIFY(parser.feed(QByteArray(1000, 'x'), events));
        QVERIFY(parser.feed("\ndata: a\n\n", events));
        QCOMPARE(text(events), QByteArray("message|a|\n"));
    }

    void hugeRetryIsBounded()
    {
        SseParser parser;
        parser.feed("retry: 99999999999999999999999999999999\n");
        QVERIFY(parser.retry().has_value());
        QVERIFY(parser.retry()->count() > 0);
    }

    void noByteIsSearchedTwice_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("LF") << QByteArray("event: chunk\ndata: {\"delta\": \"word \"}\n\n");
        QTest::newRow("CR") << QByteArray("event: chunk\rdata: {\"delta\": \"word \"}\r\r");
        QTest::newRow("CRLF") << QByteArray("event: chunk\r\ndata: {\"delta\": \"word \"}\r\n\r\n");
        QTest::newRow("mixed") << QByteArray("event: chunk\rdata: {\"delta\": \"word \"}\r\n\n");
        QTest::newRow("LF, one late CR") << QByteArray("data: 12345678901234567890123456789012345678901\n\r");
    }

    void noByteIsSearchedTwice()
    {
        QFETCH(QByteArray, event);
        const QByteArray bytes = event.repeated(2000);
        for (const qsizetype piece : {qsizetype(1), qsizetype(13), qsizetype(4096), bytes.size()}) {
            SseParser parser;
            QList<SseEvent> events;
            for (qsizetype at = 0; at < bytes.size(); at += piece)
                parser.feed(QByteArrayView(bytes).sliced(at, qMin(piece, bytes.size() - at)), events);
            QCOMPARE(events.size(), 2000);
            QCOMPARE(parser.bytesFed(), quint64(bytes.size()));
            QCOMPARE(parser.bytesScanned(), quint64(bytes.size()));
        }
    }

    void aLongLineFedByteByByteTakesLinearTime()
    {
        const auto nanosecondsFor = [](qsizetype size) {
            SseParser parser(size + 1);
            QList<SseEvent> events;
            parser.feed("data:", events);
            QElapsedTimer timer;
            timer.start();
            for (qsizetype i = 0; i < size; ++i)
                parser.feed("x", events);
            parser.feed("\n\n", events);
            const qint64 taken = timer.nsecsElapsed();
            return events.size() == 1 && events[0].data.size() == size ? taken : -1;
        };
        const qint64 quarter = nanosecondsFor(1024 * 1024);
        const qint64 whole = nanosecondsFor(4 * 1024 * 1024);
        QVERIFY(quarter > 0 && whole > 0);
        // Linear is 4; quadratic would be 16. The rest is for a busy machine.
        QVERIFY2(
            whole < 10 * quarter, qPrintable(QStringLiteral("%1 ns, then %2 ns").arg(quarter).arg(whole)));
    }
};

QTEST_APPLESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
