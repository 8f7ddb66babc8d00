#include "net/networktransport.h"
#include "recorder.h"
#include "support/scriptedserver.h"

#include <QTcpServer>
#include <QtTest>

using namespace throughline;
using net::HttpRequest;
using protocol::ApiError;
using test::Recorder;
using test::Script;
using test::ScriptedServer;
using namespace std::chrono_literals;

/// How long exchanges wait, and for what, over real sockets.
class TestTimeouts : public QObject
{
    Q_OBJECT

private:
    static HttpRequest get(const QUrl &url) { return {.url = url}; }
    static HttpRequest stream(const QUrl &url) { return {.url = url, .stream = true}; }

private Q_SLOTS:
    void silenceBeforeTheAnswerTimesOut()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().stall());
        net::NetworkTransport transport;
        HttpRequest request = get(server.url(QStringLiteral("/x/")));
        request.idleTimeout = 80ms;
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(
            recorder.ending(), QStringLiteral("timeout: Nothing came from the server for 0.08 seconds."));
        QCOMPARE(server.requests().size(), 1);
    }

    void silenceWithinAStreamTimesOut()
    {
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead().chunk("data: x\n\n").stall());
        net::NetworkTransport transport;
        HttpRequest request = stream(server.url(QStringLiteral("/s")));
        request.idleTimeout = 80ms;
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.body, QByteArray("data: x\n\n"));
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Timeout));
        QVERIFY(QTest::qWaitFor([&server] { return server.openConnections() == 0; }));
    }

    void aStreamThatKeepsSpeakingDoesNotTimeOut()
    {
        ScriptedServer server;
        Script script = Script().streamHead();
        for (int i = 0; i < 6; ++i)
            script.delay(50ms).chunk(": still here\n\n");
        server.always("GET", "/s", script.lastChunk());
        net::NetworkTransport transport;
        HttpRequest request = stream(server.url(QStringLiteral("/s")));
        request.idleTimeout = 200ms;
        request.totalTimeout = 100ms; // streams have none
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
    }

    void aSlowAnswerExceedsItsTotalTime()
    {
        ScriptedServer server;
        server.always("GET", "/x/",
            Script().head(200, {{"Content-Length", "100"}}).sendInPieces(QByteArray(100, 'x'), 1, 20ms));
        net::NetworkTransport transport;
        HttpRequest request = get(server.url(QStringLiteral("/x/")));
        request.totalTimeout = 150ms;
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(
            recorder.ending(), QStringLiteral("timeout: The server did not answer within 0.15 seconds."));
        QVERIFY(recorder.body.size() < 100);
    }

    void aConnectionThatIsNeverReadyTimesOut()
    {
        // Takes connections and never answers the TLS handshake.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        net::NetworkTransport transport;
        HttpRequest request = get(QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(silent.serverPort())));
        request.connectTimeout = 100ms;
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(),
            QStringLiteral("timeout: No connection to the server could be made within 0.1 seconds."));
    }

    void theConnectionMayBeFasterThanTheAnswer()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().delay(250ms).json(200, "{}"));
        net::NetworkTransport transport;
        HttpRequest request = get(server.url(QStringLiteral("/x/")));
        request.connectTimeout = 100ms;
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
    }
};

QTEST_GUILESS_MAIN(TestTimeouts)
#include "tst_timeouts.moc"
