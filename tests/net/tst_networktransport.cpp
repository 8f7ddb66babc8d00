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

private Q_SLOTS:
    void anAnswerArrivesWhole()
    {
        ScriptedServer server;
        server.once("GET", "/api/", Script().json(200, R"({"service": "throughline"})", {{"ETag", "\"7\""}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send({.url = server.url(QStringLiteral("/api/"))}));
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
};

QTEST_GUILESS_MAIN(TestNetworkTransport)
#include "tst_networktransport.moc"
