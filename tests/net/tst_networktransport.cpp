#include "net/networktransport.h"
#include "recorder.h"
#include "support/scriptedserver.h"

#include <QtTest>

using namespace throughline;
using net::HttpRequest;
using test::Recorder;
using test::Script;
using test::ScriptedServer;
using namespace std::chrono_literals;

/// What NetworkTransport promises while everybody behaves, over real sockets.
class TestNetworkTransport : public QObject
{
    Q_OBJECT

private:
    static HttpRequest get(const QUrl &url, const net::HeaderList &headers = {})
    {
        return {.url = url, .headers = headers};
    }

    static HttpRequest stream(const QUrl &url)
    {
        return {.url = url, .headers = {{"Accept", "text/event-stream, application/json"}}, .stream = true};
    }

private Q_SLOTS:
    void anAnswerArrivesWhole()
    {
        ScriptedServer server;
        server.once("GET", "/api/", Script().json(200, R"({"service": "throughline"})", {{"ETag", "\"7\""}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/api/")))));
        QCOMPARE(recorder.endings, 0); // nothing from inside send()
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.heads, 1);
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(recorder.head.contentType(), QByteArray("application/json"));
        QCOMPARE(net::headerValue(recorder.head.headers, "etag"), QByteArray("\"7\""));
        QCOMPARE(recorder.body, QByteArray(R"({"service": "throughline"})"));
    }

    void anyMethodAndBodyIsSentAsGiven_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("GET") << QByteArray("GET") << QByteArray();
        QTest::newRow("POST") << QByteArray("POST") << QByteArray(R"({"content": "x"})");
        QTest::newRow("POST without a body") << QByteArray("POST") << QByteArray();
        QTest::newRow("PATCH") << QByteArray("PATCH") << QByteArray(R"({"title": "x"})");
        QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("x");
        QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray();
    }
    void anyMethodAndBodyIsSentAsGiven()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        ScriptedServer server;
        server.once(method, "/x/", Script().answer(204, {}, {}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send({.method = method,
            .url = server.url(QStringLiteral("/x/?a=1%202")),
            .headers = {{"Idempotency-Key", "k1"}},
            .body = body}));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.head.status, 204);
        QCOMPARE(server.requests().size(), 1);
        const test::ServedRequest &request = server.requests().first();
        QCOMPARE(request.target, QByteArray("/x/?a=1%202"));
        QCOMPARE(request.body, body);
        QCOMPARE(request.header("Idempotency-Key"), QByteArray("k1"));
        if (!body.isEmpty())
            QCOMPARE(request.header("Content-Type"), QByteArray("application/json"));
    }

    void everyStatusIsAnAnswerAndNoError_data()
    {
        QTest::addColumn<int>("status");
        for (const int status :
            {200, 201, 304, 400, 401, 403, 404, 405, 406, 409, 413, 415, 429, 500, 501, 502, 503})
            QTest::addRow("%d", status) << status;
    }
    void everyStatusIsAnAnswerAndNoError()
    {
        QFETCH(int, status);
        const QByteArray body = status == 304 ? QByteArray() : QByteArray(R"({"detail": "No."})");
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(status, body, {{"WWW-Authenticate", "Bearer"}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.head.status, status);
        QCOMPARE(recorder.body, body);
        QCOMPARE(server.requests().size(), 1);
    }

    void everyRequestCarriesACorrelationId()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}"));
        net::NetworkTransport transport;
        Recorder first(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(first.wait());
        Recorder second(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(second.wait());
        const QByteArray a = server.requests()[0].header("X-Correlation-ID");
        const QByteArray b = server.requests()[1].header("X-Correlation-ID");
        QVERIFY2(!QUuid::fromString(QString::fromLatin1(a)).isNull(), a.constData());
        QVERIFY(a != b);
        QCOMPARE(first.head.correlationId, QString::fromLatin1(a));
    }

    void theAnswersCorrelationIdWins()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}", {{"X-Correlation-ID", "from-the-server"}}));
        net::NetworkTransport transport;
        Recorder recorder(
            transport.send(get(server.url(QStringLiteral("/x/")), {{"X-Correlation-ID", "ours"}})));
        QVERIFY(recorder.wait());
        QCOMPARE(server.requests().first().header("X-Correlation-ID"), QByteArray("ours"));
        QCOMPARE(recorder.head.correlationId, QStringLiteral("from-the-server"));
    }

    void aHeaderCannotSmuggleAnother()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}"));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(
            server.url(QStringLiteral("/x/")), {{"Last-Event-ID", "7\r\nX-Evil: 1"}, {"X-Good", "yes"}})));
        QVERIFY(recorder.wait());
        QCOMPARE(server.requests().first().header("X-Evil"), QByteArray());
        QCOMPARE(server.requests().first().header("Last-Event-ID"), QByteArray());
        QCOMPARE(server.requests().first().header("X-Good"), QByteArray("yes"));
    }

    void aGetIsRedirectedWithinItsOrigin_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void aGetIsRedirectedWithinItsOrigin()
    {
        QFETCH(int, status);
        ScriptedServer server;
        server.always("GET", "/old",
            Script().answer(status, "text/html", "<h1>Moved</h1>", {{"Location", "/new/?a=1"}}));
        server.always("GET", "/new/", Script().json(200, R"({"new": true})"));
        net::NetworkTransport transport;
        Recorder recorder(
            transport.send(get(server.url(QStringLiteral("/old")), {{"Authorization", "Bearer secret"}})));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.heads, 1);
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(recorder.body, QByteArray(R"({"new": true})"));
        QCOMPARE(server.requests().last().target, QByteArray("/new/?a=1"));
        QCOMPARE(server.requests().last().header("Authorization"), QByteArray("Bearer secret"));
    }

    void anythingButAGetIsNotRedirected_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        for (const char *method : {"POST", "PATCH", "DELETE"}) {
            for (const int status : {301, 302, 303, 307, 308})
                QTest::addRow("%s %d", method, status) << QByteArray(method) << status;
        }
    }
    void anythingButAGetIsNotRedirected()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        ScriptedServer server;
        server.always(method, "/old", Script().answer(status, {}, {}, {{"Location", "/new/"}}));
        net::NetworkTransport transport;
        Recorder recorder(
            transport.send({.method = method, .url = server.url(QStringLiteral("/old")), .body = "{}"}));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.head.status, status);
        QCOMPARE(server.requests().size(), 1);
    }

    void noRequestGoesToAnotherOrigin_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        for (const char *method : {"GET", "POST"}) {
            for (const int status : {301, 302, 307, 308})
                QTest::addRow("%s %d", method, status) << QByteArray(method) << status;
        }
    }
    void noRequestGoesToAnotherOrigin()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        ScriptedServer elsewhere;
        elsewhere.always(method, "/steal", Script().json(200, "{}"));
        ScriptedServer server;
        server.always(method, "/old",
            Script().answer(
                status, {}, {}, {{"Location", elsewhere.url(QStringLiteral("/steal")).toEncoded()}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send({.method = method,
            .url = server.url(QStringLiteral("/old")),
            .headers = {{"Authorization", "Bearer secret"}},
            .body = method == "POST" ? QByteArray("{}") : QByteArray()}));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, status);
        QCOMPARE(elsewhere.requests().size(), 0); // and so neither Authorization nor the body
        QCOMPARE(elsewhere.connections(), 0);
    }

    void redirectsEndAfterFive()
    {
        ScriptedServer server;
        server.always("GET", "/loop", Script().answer(302, {}, {}, {{"Location", "/loop"}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/loop")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 302);
        QCOMPARE(server.requests().size(), 6);
    }

    void chunksArriveAsTheyAreSent()
    {
        ScriptedServer server;
        server.once("GET", "/s",
            Script()
                .streamHead()
                .chunk("one ")
                .delay(30ms)
                .chunk("two ")
                .delay(30ms)
                .chunk("three")
                .lastChunk());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.body, QByteArray("one two three"));
        QVERIFY2(recorder.pieces >= 3, qPrintable(QString::number(recorder.pieces)));
    }

    void theHeadArrivesBeforeAnyBody()
    {
        ScriptedServer server;
        server.once("GET", "/s", Script().streamHead().stall());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(QTest::qWaitFor([&recorder] { return recorder.heads == 1; }));
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(recorder.endings, 0);
    }

    void streamsAskForNoCompression()
    {
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead().lastChunk());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(recorder.wait());
        QCOMPARE(server.requests().first().header("Accept-Encoding"), QByteArray("identity"));
        QCOMPARE(
            server.requests().first().header("Accept"), QByteArray("text/event-stream, application/json"));
    }

    void aStreamThatIsCompressedAllTheSameIsReadAsItComes()
    {
        // "data: x\n\n", flushed.
        const QByteArray first = QByteArray::fromBase64("H4sIAAAAAAAAA0pJLEm0Uqjg4gIAAAD//w==");
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead({{"Content-Encoding", "gzip"}}).chunk(first).stall());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(QTest::qWaitFor([&recorder] { return recorder.body == "data: x\n\n"; }));
    }

    void otherAnswersMayBeCompressed()
    {
        const QByteArray plain = QByteArray(R"({"count": 0, "results": []})").repeated(40);
        const QByteArray gzip = QByteArray::fromBase64(
            "H4sIAAAAAAACA6tWSs4vzStRslIw0FFQKkotLs0pKQbyomNrq0elRqVGpUalsEkBADLT4ds4BAAA");
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, gzip, {{"Content-Encoding", "gzip"}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.body, plain);
        QVERIFY(server.requests().first().header("Accept-Encoding").contains("gzip"));
    }

    void cookiesAreNeitherKeptNorSent()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}", {{"Set-Cookie", "sessionid=1; Path=/"}}));
        net::NetworkTransport transport;
        for (int i = 0; i < 2; ++i) {
            Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
            QVERIFY(recorder.wait());
        }
        QCOMPARE(server.requests().last().header("Cookie"), QByteArray());
    }

    void connectionsAreKept()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}"));
        net::NetworkTransport transport;
        for (int i = 0; i < 3; ++i) {
            Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
            QVERIFY(recorder.wait());
        }
        QCOMPARE(server.connections(), 1);
    }

    void streamsDoNotHoldUpTheRest()
    {
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead().stall());
        server.always("GET", "/x/", Script().json(200, "{}"));
        net::NetworkTransport transport;
        std::vector<std::unique_ptr<Recorder>> streams;
        for (int i = 0; i < 8; ++i)
            streams.push_back(
                std::make_unique<Recorder>(transport.send(stream(server.url(QStringLiteral("/s"))))));
        QVERIFY(QTest::qWaitFor([&server] { return server.requests("GET", "/s").size() >= 6; }));
        Recorder poll(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(poll.wait(1000));
        QCOMPARE(poll.ending(), QStringLiteral("ok"));
    }
};

QTEST_GUILESS_MAIN(TestNetworkTransport)
#include "tst_networktransport.moc"
