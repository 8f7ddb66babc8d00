#include "net/activitylog.h"
#include "net/networktransport.h"
#include "net/replystream.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "support/scriptedserver.h"

#include <QtTest>

using namespace throughline;
using namespace std::chrono_literals;
using net::StreamBroken;
using net::StreamClosed;
using net::StreamRefused;
using protocol::ApiError;
using protocol::StreamDelta;
using protocol::StreamDone;
using protocol::StreamError;
using protocol::StreamEvent;
using protocol::StreamStart;
using test::FakeAnswer;
using test::FakeTransport;
using test::Script;
using test::ScriptedServer;

namespace {

const QString path = QStringLiteral("/api/chat/messages/1/stream/");

net::HttpRequest request(const QUrl &base = QUrl(QStringLiteral("http://fake")))
{
    return {.url = base.resolved(QUrl(path))};
}

/// Everything one stream reports.
class Listener : public QObject
{
public:
    explicit Listener(net::ReplyStream &stream)
    {
        connect(&stream, &net::ReplyStream::opened, this, [this] { ++openings; });
        connect(&stream, &net::ReplyStream::eventReceived, this,
            [this](const StreamEvent &event) { events.append(event); });
        connect(&stream, &net::ReplyStream::ended, this, [this](const net::StreamEnd &received) {
            end = received;
            ++endings;
        });
    }

    int openings = 0;
    QList<StreamEvent> events;
    net::StreamEnd end;
    int endings = 0;

    bool wait()
    {
        return QTest::qWaitFor([this] { return endings > 0; });
    }

    QString text() const
    {
        QString text;
        for (const StreamEvent &event : events) {
            if (const auto *delta = std::get_if<StreamDelta>(&event))
                text += delta->text;
        }
        return text;
    }
};

QList<QByteArray> pieces(const QByteArray &bytes, qsizetype size)
{
    QList<QByteArray> list;
    for (qsizetype at = 0; at < bytes.size(); at += size)
        list.append(bytes.mid(at, size));
    return list;
}

const QByteArray wholeReply = "event: start\ndata: {\"user_message_id\": \"u\", \"message_id\": \"m\"}\n\n"
                              "event: chunk\nid: m:3\ndata: {\"delta\": \"Hel\"}\n\n"
                              ": keep-alive\n\n"
                              "event: chunk\nid: m:7\ndata: {\"delta\": \"lo \xF0\x9F\x98\x80\"}\n\n"
                              "event: done\nid: m:7\ndata: {\"message_id\": \"m\"}\n\n";

} // namespace

class TestReplyStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplyIsReadInAnyPieces_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 7, 64, 100'000})
            QTest::addRow("%d bytes", size) << size;
    }
    void aReplyIsReadInAnyPieces()
    {
        QFETCH(int, size);
        FakeTransport transport;
        transport.once("GET", path, FakeAnswer::stream(pieces(wholeReply, size)));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QVERIFY(transport.requests().first().stream);
        QCOMPARE(listener.openings, 1);
        const QList<StreamEvent> expected{StreamStart{QStringLiteral("u"), QStringLiteral("m")},
            StreamDelta{QStringLiteral("Hel"), 3}, StreamDelta{QStringLiteral(u"lo \U0001F600"), 7},
            StreamDone{QStringLiteral("m")}};
        QVERIFY(listener.events == expected);
        QVERIFY(listener.end == net::StreamEnd(StreamClosed{true}));
        QCOMPARE(stream.lastEventId(), QByteArray("m:7"));
    }

    void onlyDoneCompletes()
    {
        // The blank line after `done` is missing: it was never there.
        FakeTransport transport;
        transport.once("GET", path, FakeAnswer::stream({wholeReply.chopped(1)}));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.events.size(), 3);
        QVERIFY(listener.end == net::StreamEnd(StreamClosed{false}));
    }

    void nothingAfterDoneIsReported()
    {
        FakeTransport transport;
        transport.once("GET", path,
            FakeAnswer::stream({wholeReply + "event: chunk\ndata: {\"delta\": \"late\"}\n\n" + wholeReply +
                                "event: chunk\ndata: not JSON\n\n"}));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.events.size(), 4);
        QVERIFY(listener.end == net::StreamEnd(StreamClosed{true}));
    }

    void aBreakAfterDoneSaysSo()
    {
        FakeTransport transport;
        FakeAnswer answer = FakeAnswer::stream({wholeReply});
        answer.error = ApiError::Kind::Network;
        transport.once("GET", path, answer);
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QVERIFY(std::holds_alternative<StreamBroken>(listener.end));
        QVERIFY(std::get<StreamBroken>(listener.end).done);
    }

    void aProvidersErrorComesBeforeDone()
    {
        FakeTransport transport;
        transport.once("GET", path,
            FakeAnswer::stream({"event: error\ndata: {\"code\": \"overloaded\", \"message\": \"Busy.\", "
                                "\"retryable\": true}\n\nevent: done\ndata: {\"message_id\": null}\n\n"}));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        const QList<StreamEvent> expected{
            StreamError{QStringLiteral("overloaded"), QStringLiteral("Busy."), true}, StreamDone{QString()}};
        QVERIFY(listener.events == expected);
    }

    void unknownEventsAndKeepAlivesAreSkipped()
    {
        FakeTransport transport;
        transport.once("GET", path,
            FakeAnswer::stream({"event: ping\ndata: {\"type\": \"ping\"}\n\ndata: no JSON\n\nevent: "
                                "chunk\ndata:\n\ndata:\n\n" +
                                wholeReply}));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.events.size(), 4);
    }

    void anEventThatBreaksTheContractBreaksTheStream_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("no JSON") << QByteArray("event: chunk\ndata: Hel\n\n");
        QTest::newRow("cut JSON") << QByteArray("event: chunk\ndata: {\"delta\": \"x\n\n");
        QTest::newRow("no delta") << QByteArray("event: chunk\ndata: {}\n\n");
        QTest::newRow("done without JSON") << QByteArray("event: done\ndata: [DONE]\n\n");
    }
    void anEventThatBreaksTheContractBreaksTheStream()
    {
        QFETCH(QByteArray, event);
        FakeTransport transport;
        FakeAnswer answer = FakeAnswer::stream({"event: chunk\ndata: {\"delta\": \"before\"}\n\n" + event +
                                                "event: chunk\ndata: {\"delta\": \"after\"}\n\n"});
        answer.holdEnd = true;
        transport.once("GET", path, answer);
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.text(), QStringLiteral("before"));
        QVERIFY(std::holds_alternative<StreamBroken>(listener.end));
        QCOMPARE(
            protocol::kindName(std::get<StreamBroken>(listener.end).error.kind), QStringLiteral("malformed"));
        QVERIFY(!std::get<StreamBroken>(listener.end).done);
        QCOMPARE(transport.aborted(), 1);
    }

    void anEventBeyondTheLimitBreaksTheStream()
    {
        FakeTransport transport;
        transport.once("GET", path,
            FakeAnswer::stream({"event: chunk\ndata: {\"delta\": \"before\"}\n\n",
                "event: chunk\ndata: {\"delta\": \"" + QByteArray(2 * 1024 * 1024, 'x')}));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.text(), QStringLiteral("before"));
        QVERIFY(std::holds_alternative<StreamBroken>(listener.end));
        QCOMPARE(std::get<StreamBroken>(listener.end).error.message,
            QStringLiteral("The server sent more at once than can be taken."));
    }

    void noCharacterIsLost()
    {
        // U+FEFF at the start of a delta, and a broken sequence before an ASCII letter.
        FakeTransport transport;
        transport.once("GET", path,
            FakeAnswer::stream(pieces("event: chunk\ndata: {\"delta\": \"\xEF\xBB\xBFx\xE2\x82\"}\n\n"
                                      "event: chunk\ndata: {\"delta\": \"\xF0\x9F"
                                      "A\"}\n\n",
                1)));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.text(), QStringLiteral(u"\uFEFFx\uFFFD\uFFFDA"));
    }

    void anAnswerThatIsNoStreamIsARefusal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("406") << 406 << QByteArray("application/json")
                             << QByteArray(R"({"detail": "Could not satisfy the request Accept header."})")
                             << QStringLiteral("refused")
                             << QStringLiteral("Could not satisfy the request Accept header.");
        QTest::newRow("500 with a page")
            << 500 << QByteArray("text/html") << QByteArray("<h1>Oops</h1>") << QStringLiteral("server")
            << QStringLiteral("The server failed while answering.");
        QTest::newRow("201, the message")
            << 201 << QByteArray("application/json") << QByteArray(R"({"id": "u"})")
            << QStringLiteral("malformed") << QStringLiteral("The server's answer could not be understood.");
        QTest::newRow("404 that calls itself a stream")
            << 404 << QByteArray("text/event-stream") << QByteArray("data: x\n\n")
            << QStringLiteral("notFound") << QStringLiteral("That is no longer on the server.");
    }
    void anAnswerThatIsNoStreamIsARefusal()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, kind);
        QFETCH(QString, sentence);
        FakeTransport transport;
        FakeAnswer answer;
        answer.status = status;
        answer.headers = {{"Content-Type", type}};
        answer.pieces = pieces(body, 5);
        transport.once("GET", path, answer);
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.openings, 0);
        QVERIFY(std::holds_alternative<StreamRefused>(listener.end));
        const auto &refused = std::get<StreamRefused>(listener.end);
        QCOMPARE(refused.status, status);
        QCOMPARE(refused.contentType, type);
        QCOMPARE(refused.body, body);
        QCOMPARE(protocol::kindName(refused.error.kind), kind);
        QCOMPARE(refused.error.message, sentence);
    }

    void theTypeMayHaveParameters()
    {
        FakeTransport transport;
        FakeAnswer answer = FakeAnswer::stream({wholeReply});
        answer.headers = {{"content-type", "Text/Event-Stream; charset=utf-8"}};
        transport.once("GET", path, answer);
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QCOMPARE(listener.openings, 1);
        QCOMPARE(listener.events.size(), 4);
    }

    void aNetworkErrorBeforeTheAnswerIsABreak()
    {
        FakeTransport transport;
        transport.once("GET", path, FakeAnswer::failure(ApiError::Kind::Timeout));
        net::ReplyStream stream(transport, nullptr, request());
        Listener listener(stream);
        QVERIFY(listener.wait());
        QVERIFY(std::holds_alternative<StreamBroken>(listener.end));
        QCOMPARE(
            protocol::kindName(std::get<StreamBroken>(listener.end).error.kind), QStringLiteral("timeout"));
    }

    void destroyingItAbortsSilently()
    {
        FakeTransport transport;
        FakeAnswer answer = FakeAnswer::stream({wholeReply.left(150)});
        answer.holdEnd = true;
        transport.once("GET", path, answer);
        auto stream = std::make_unique<net::ReplyStream>(transport, nullptr, request());
        Listener listener(*stream);
        QVERIFY(QTest::qWaitFor([&listener] { return !listener.events.isEmpty(); }));
        stream.reset();
        QCOMPARE(transport.aborted(), 1);
        QCOMPARE(listener.endings, 0);
    }

    void itMayBeDestroyedFromAnyOfItsSignals_data()
    {
        QTest::addColumn<int>("at");
        QTest::newRow("opened") << 0;
        QTest::newRow("event") << 1;
        QTest::newRow("ended") << 2;
    }
    void itMayBeDestroyedFromAnyOfItsSignals()
    {
        QFETCH(int, at);
        FakeTransport transport;
        transport.once("GET", path, FakeAnswer::stream({wholeReply}));
        auto stream = std::make_unique<net::ReplyStream>(transport, nullptr, request());
        const auto destroyAt = [&](int which) {
            if (which == at)
                stream.reset();
        };
        connect(stream.get(), &net::ReplyStream::opened, this, [&destroyAt] { destroyAt(0); });
        connect(stream.get(), &net::ReplyStream::eventReceived, this, [&destroyAt] { destroyAt(1); });
        connect(stream.get(), &net::ReplyStream::ended, this, [&destroyAt] { destroyAt(2); });
        QVERIFY(QTest::qWaitFor([&stream] { return stream == nullptr; }));
        QTest::qWait(10);
    }

    void theActivityLogSeesEveryRawEvent()
    {
        ScriptedServer server;
        test::FakeClock clock;
        net::ActivityLog log(clock);
        net::NetworkTransport transport(&log);
        server.once("GET", path.toLatin1(),
            Script().streamHead().chunk("event: ping\ndata: 1\n\n").chunk(wholeReply).lastChunk());
        net::ReplyStream stream(transport, &log, request(server.url()));
        Listener listener(stream);
        connect(&stream, &net::ReplyStream::opened, this, [&clock] { clock.advance(40ms); });
        QVERIFY(listener.wait());
        QVERIFY(listener.end == net::StreamEnd(StreamClosed{true}));
        QCOMPARE(log.records().size(), size_t(1));
        const net::ActivityRecord &record = log.records().front();
        QVERIFY(!record.live);
        QCOMPARE(record.error, QString());
        QCOMPARE(record.status, 200);
        QCOMPARE(record.eventCount, qint64(5));
        QCOMPARE(record.events.front().event, QStringLiteral("ping"));
        QCOMPARE(record.events.back().event, QStringLiteral("done"));
        QCOMPARE(record.events.back().data, QStringLiteral("{\"message_id\": \"m\"}"));
        QCOMPARE(record.events.back().at.count(), 40);
    }

    void aReplyThatIsCompleteIsNoAbortInTheLog()
    {
        ScriptedServer server;
        test::FakeClock clock;
        net::ActivityLog log(clock);
        net::NetworkTransport transport(&log);
        server.once("GET", path.toLatin1(), Script().streamHead().chunk(wholeReply).stall());
        auto stream = std::make_unique<net::ReplyStream>(transport, &log, request(server.url()));
        Listener listener(*stream);
        QVERIFY(QTest::qWaitFor([&listener] { return listener.events.size() == 4; }));
        stream.reset();
        QVERIFY(!log.records().front().live);
        QCOMPARE(log.records().front().error, QString());
    }

    void aStreamCutByTheServerIsNeverDone_data()
    {
        QTest::addColumn<bool>("torn");
        QTest::newRow("closed within a chunk") << false;
        QTest::newRow("torn") << true;
    }
    void aStreamCutByTheServerIsNeverDone()
    {
        QFETCH(bool, torn);
        // Many times over: Qt has called such an end a good one now and then.
        for (int i = 0; i < 10; ++i) {
            ScriptedServer server;
            Script script = Script()
                                .streamHead()
                                .event("chunk", R"({"delta": "Hel"})")
                                .send("40\r\nevent: done\ndata: {\"mess");
            server.once("GET", path.toLatin1(), torn ? script.reset() : script.close());
            net::NetworkTransport transport;
            net::ReplyStream stream(transport, nullptr, request(server.url()));
            Listener listener(stream);
            QVERIFY(listener.wait());
            if (const auto *closed = std::get_if<StreamClosed>(&listener.end))
                QVERIFY(!closed->done);
            else
                QVERIFY(!std::get<StreamBroken>(listener.end).done);
        }
    }
};

QTEST_GUILESS_MAIN(TestReplyStream)
#include "tst_replystream.moc"
