#include "net/activitylog.h"
#include "net/certificates.h"
#include "net/networktransport.h"
#include "net/recorder.h"
#include "net/websocketframes.h"
#include "support/fakeclock.h"
#include "support/scriptedserver.h"

#include <QElapsedTimer>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

using namespace throughline;
using namespace std::chrono_literals;
using test::Certificates;
using test::Recorder;
using test::Script;
using test::ScriptedServer;
using test::ServedRequest;

namespace {

const QByteArray path = "/ws/signals/";
const QString malformed = QStringLiteral("malformed: The server's answer could not be read.");

QByteArray text(const QByteArray &payload)
{
    return QByteArray("\x81") + char(payload.size()) + payload;
}

QByteArray agreement(const QByteArray &key, const QByteArray &more = {})
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
           net::webSocketAccept(key) + "\r\n" + more + "\r\n";
}

/// Agrees, and then does what \a rest says.
ScriptedServer::Answer agreeing(const std::function<Script(Script)> &rest, const QByteArray &more = {})
{
    return [rest, more](const ServedRequest &request) {
        return rest(Script().send(agreement(request.header("Sec-WebSocket-Key"), more)));
    };
}

net::HttpRequest listening(const QUrl &url)
{
    return {.url = url, .headers = {{"Authorization", "Bearer very-secret-token"}}, .webSocket = true};
}

QUrl urlOf(const ScriptedServer &server)
{
    return server.url(QString::fromLatin1(path) + QStringLiteral("?thread_id=t1"));
}

/// Agrees to a WebSocket over TLS, or as a proxy to whatever tunnel it is asked for, and says hello in it.
template <typename Server>
class Greeter : public Server
{
public:
    Greeter()
    {
        const auto take = [this] {
            while (QTcpSocket *socket = this->nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                    const QByteArray bytes = socket->readAll();
                    received += bytes;
                    if (bytes.startsWith("CONNECT "))
                        socket->write("HTTP/1.1 200 Connection established\r\n\r\n");
                    else if (const qsizetype at = bytes.indexOf("Sec-WebSocket-Key: "); at >= 0)
                        socket->write(agreement(bytes.mid(at + 19, bytes.indexOf("\r\n", at) - at - 19)) +
                                      text("hello"));
                });
            }
        };
        QObject::connect(this, &QTcpServer::pendingConnectionAvailable, this, take);
    }

    QByteArray received;
};

} // namespace

class TestSocketExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachMessageIsOnePieceAndNoSecretIsInTheAddress()
    {
        ScriptedServer server;
        server.always("GET", path, agreeing([](Script script) {
            return script.send(text("one") + text("two"))
                .send(QByteArray("\x01\x02th", 4))
                .send(QByteArray("\x80\x03ree", 5))
                .send(QByteArray("\x88\x02\x03\xe8", 4))
                .close();
        }));
        net::NetworkTransport transport;
        auto exchange = transport.send(listening(urlOf(server)));
        QStringList messages;
        connect(exchange.get(), &net::HttpExchange::bodyReceived, this,
            [&](const QByteArray &message) { messages += QString::fromUtf8(message); });
        Recorder recorder(std::move(exchange));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 101);
        QCOMPARE(
            messages, (QStringList{QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three")}));
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        const ServedRequest request = server.requests().constFirst();
        QCOMPARE(request.target, path + "?thread_id=t1");
        QCOMPARE(request.header("Authorization"), QByteArray("Bearer very-secret-token"));
        QCOMPARE(request.header("Host"), QByteArray("127.0.0.1:") + QByteArray::number(server.port()));
        QCOMPARE(request.header("Sec-WebSocket-Version"), QByteArray("13"));
        QCOMPARE(QByteArray::fromBase64(request.header("Sec-WebSocket-Key")).size(), 16);
        QVERIFY(request.header("Origin").isEmpty());
    }

    void messagesThatComeWithTheAnswerAreNotLost()
    {
        ScriptedServer server;
        server.always("GET", path, [](const ServedRequest &request) {
            return Script().send(agreement(request.header("Sec-WebSocket-Key")) + text("early")).stall();
        });
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QTRY_COMPARE(recorder.body, QByteArray("early"));
    }

    void aRefusalIsItsStatusAndHeaders()
    {
        ScriptedServer server;
        server.always(
            "GET", path, Script().json(401, R"({"detail": "no"})", {{"WWW-Authenticate", "Bearer"}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 401);
        QCOMPARE(net::headerValue(recorder.head.headers, "WWW-Authenticate"), QByteArray("Bearer"));
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
    }

    void noRedirectIsFollowed()
    {
        ScriptedServer server;
        server.always("GET", path, Script().answer(307, "text/plain", {}, {{"Location", "/ws/other/"}}));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 307);
        QCOMPARE(server.requests().size(), 1);
    }

    void whatIsNoWebSocketIsNotRead_data()
    {
        QTest::addColumn<QByteArray>("answer");
        const QByteArray good = agreement("KEY").replace(net::webSocketAccept("KEY"), "ACCEPT");
        const auto row = [&good](const char *name, const char *part, const char *instead) {
            QTest::newRow(name) << QByteArray(good).replace(part, instead);
        };
        row("another key's answer", "ACCEPT", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        row("no answer to the key", "Sec-WebSocket-Accept: ACCEPT\r\n", "");
        row("another protocol", "Upgrade: websocket", "Upgrade: h2c");
        row("an extension", "Upgrade: websocket",
            "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: websocket");
        row("a subprotocol", "Upgrade: websocket", "Sec-WebSocket-Protocol: x\r\nUpgrade: websocket");
        row("a folded header", "Connection: Upgrade", "Connection:\r\n Upgrade");
        row("no colon", "Connection: Upgrade", "Connection Upgrade");
        row("another version", "HTTP/1.1", "HTTP/9.9");
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        QTest::newRow("nothing") << QByteArray("\r\n\r\n");
    }
    void whatIsNoWebSocketIsNotRead()
    {
        QFETCH(QByteArray, answer);
        ScriptedServer server;
        server.always("GET", path, [answer](const ServedRequest &request) {
            return Script()
                .send(QByteArray(answer).replace(
                          "ACCEPT", net::webSocketAccept(request.header("Sec-WebSocket-Key"))) +
                      text("hello"))
                .stall();
        });
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), malformed);
        QCOMPARE(recorder.body, QByteArray());
    }

    void anAnswerWithoutEndIsGivenUp()
    {
        ScriptedServer server;
        server.always(
            "GET", path, Script().send("HTTP/1.1 101 OK\r\nX: ").endless(QByteArray(64 * 1024, 'x')));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(),
            QStringLiteral("malformed: The server's answer begins with more than it may."));
    }

    void hostileFramesEndIt_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("masked") << QByteArray::fromHex("818537fa213d7f9f4d5158");
        QTest::newRow("bad UTF-8") << QByteArray::fromHex("8101ff");
        QTest::newRow("huge") << QByteArray::fromHex("817f7fffffffffffffff");
        QTest::newRow("binary") << QByteArray::fromHex("820178");
    }
    void hostileFramesEndIt()
    {
        QFETCH(QByteArray, bytes);
        ScriptedServer server;
        server.always("GET", path,
            agreeing([bytes](Script script) { return script.send(text("good")).send(bytes).stall(); }));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.body, QByteArray("good"));
        QCOMPARE(recorder.ending(), malformed);
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void aFloodLeavesTheEventLoopToOthers()
    {
        ScriptedServer server;
        server.always("GET", path,
            agreeing([](Script script) { return script.endless(text("flood").repeated(1000)); }));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QTRY_VERIFY(recorder.pieces > 100'000);
        QCOMPARE(recorder.endings, 0);
        recorder.abort();
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void pingsWithoutEndAreNotAnsweredWithoutEnd()
    {
        // The server sends and never reads: what waits here to be sent must not grow.
        QTcpServer deaf;
        QVERIFY(deaf.listen(QHostAddress::LocalHost));
        const QByteArray pings = QByteArray("\x89\x7d", 2) + QByteArray(125, 'p');
        connect(&deaf, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = deaf.nextPendingConnection();
            socket->setReadBufferSize(1024);
            connect(socket, &QTcpSocket::readyRead, socket, [socket, pings] {
                const QByteArray bytes = socket->readAll();
                const qsizetype at = bytes.indexOf("Sec-WebSocket-Key: ");
                socket->disconnect(socket);
                socket->write(agreement(bytes.mid(at + 19, bytes.indexOf("\r\n", at) - at - 19)));
                const auto more = [socket, pings] {
                    if (socket->bytesToWrite() < 65'536)
                        socket->write(pings.repeated(1000));
                };
                connect(socket, &QTcpSocket::bytesWritten, socket, more);
                more();
            });
        });
        net::NetworkTransport transport;
        Recorder recorder(transport.send(
            listening(QUrl(QStringLiteral("http://127.0.0.1:%1/ws/").arg(deaf.serverPort())))));
        QVERIFY(recorder.wait(20'000));
        QCOMPARE(recorder.ending(), malformed);
    }

    void silenceIsNoticedAndPingsAreNotSilence()
    {
        ScriptedServer server;
        server.always("GET", path, agreeing([](Script script) {
            for (int i = 0; i < 5; ++i)
                script.delay(100ms).send(QByteArray("\x89\x00", 2));
            return script.stall();
        }));
        net::NetworkTransport transport;
        net::HttpRequest request = listening(urlOf(server));
        request.idleTimeout = 300ms;
        QElapsedTimer timer;
        timer.start();
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("timeout: Nothing came from the server for 0.3 seconds."));
        QVERIFY2(timer.elapsed() >= 700, qPrintable(QString::number(timer.elapsed())));
    }

    void whatCannotBeReachedSaysSo()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("http://127.0.0.1:%1/ws/").arg(closed.serverPort()));
        closed.close();
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(url)));
        QCOMPARE(recorder.endings, 0); // never from inside send()
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(protocol::ApiError::Kind::Network));
    }

    void aCutIsAnError()
    {
        ScriptedServer server;
        server.always("GET", path,
            agreeing([](Script script) { return script.send(text("one")).delay(50ms).reset(); }));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(listening(urlOf(server))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.body, QByteArray("one"));
        QCOMPARE(recorder.errorKind(), std::optional(protocol::ApiError::Kind::Network));
    }

    void theActivityShowsItLiveAndMasked()
    {
        ScriptedServer server;
        server.always("GET", path,
            agreeing(
                [](Script script) { return script.send(QByteArray("\x89\x00", 2) + text("one")).stall(); },
                "X-Correlation-ID: abc\r\n"));
        test::FakeClock clock;
        net::ActivityLog log(clock);
        net::NetworkTransport transport(&log);
        auto exchange = transport.send(listening(urlOf(server)));
        const qint64 id = exchange->activityId();
        Recorder recorder(std::move(exchange));
        QTRY_COMPARE(recorder.body, QByteArray("one"));
        const net::ActivityRecord &record = *log.find(id);
        QVERIFY(record.live);
        QCOMPARE(record.status, 101);
        QCOMPARE(record.bodyBytes, 3);
        QCOMPARE(record.correlationId, QStringLiteral("abc"));
        QCOMPARE(record.events.front().event, QStringLiteral("ping"));
        QVERIFY(!net::headerValue(record.requestHeaders, "Authorization").contains("very-secret-token"));
        QCOMPARE(net::headerValue(record.requestHeaders, "Upgrade"), QByteArray("websocket"));
        QCOMPARE(log.totals().polls, 0);
        recorder.abort();
        QVERIFY(!log.find(id)->live);
    }

    void overTlsItTrustsWhomOtherRequestsTrust()
    {
        if (!QSslSocket::supportsSsl() || !Certificates::missing().isEmpty())
            QSKIP("There is no TLS here.");
        Certificates certificates;
        Greeter<QSslServer> server;
        server.setSslConfiguration(certificates.server("DNS:localhost,IP:127.0.0.1"));
        QVERIFY2(certificates.isMade(), certificates.problem().constData());
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("https://127.0.0.1:%1/ws/").arg(server.serverPort()));
        net::NetworkTransport transport;
        Recorder before(transport.send(listening(url)));
        QVERIFY(before.wait());
        QCOMPARE(before.errorKind(), std::optional(protocol::ApiError::Kind::Tls));
        QCOMPARE(server.received, QByteArray());
        const auto authorities = net::authoritiesFromFile(certificates.authorityFile());
        QVERIFY(authorities);
        transport.setOptions({.proxy = {}, .authorities = *authorities});
        Recorder after(transport.send(listening(url)));
        QTRY_COMPARE(after.body, QByteArray("hello"));
        QVERIFY(server.received.contains("Bearer very-secret-token"));
    }

    void aProxyIsAskedForATunnel()
    {
        Greeter<QTcpServer> proxy;
        QVERIFY(proxy.listen(QHostAddress::LocalHost));
        net::NetworkTransport transport;
        transport.setOptions({.proxy = {.kind = net::ProxyOptions::Kind::Http,
                                  .host = QStringLiteral("127.0.0.1"),
                                  .port = proxy.serverPort()}});
        Recorder recorder(transport.send(listening(QUrl(QStringLiteral("http://team.invalid/ws/")))));
        QTRY_COMPARE(recorder.body, QByteArray("hello"));
        QVERIFY2(
            proxy.received.startsWith("CONNECT team.invalid:80 HTTP/1.1\r\n"), proxy.received.constData());
        QVERIFY(proxy.received.contains("GET /ws/ HTTP/1.1\r\nHost: team.invalid\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestSocketExchange)
#include "tst_socketexchange.moc"
