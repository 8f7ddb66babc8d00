#include "net/networktransport.h"
#include "net/recorder.h"
#include "support/scriptedserver.h"

#include <QLibraryInfo>
#include <QNetworkProxyFactory>
#include <QScopeGuard>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QVersionNumber>

using namespace throughline;
using net::ProxyOptions;
using test::Recorder;
using test::Script;
using test::ScriptedServer;

namespace {

/// A host that exists nowhere: whoever asks for its address has gone past the proxy.
const QUrl faraway(QStringLiteral("http://team.invalid/x/"));

/// Takes connections, remembers what comes, and says one thing.
class TinyProxy : public QTcpServer
{
public:
    explicit TinyProxy(const QByteArray &answer)
    {
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket, answer] {
                    received += socket->readAll();
                    if (received.endsWith("\r\n\r\n"))
                        socket->write(answer);
                });
            }
        });
        listen(QHostAddress::LocalHost);
    }
    net::NetworkOptions options(ProxyOptions::Kind kind = ProxyOptions::Kind::Http) const
    {
        return {.proxy = {.kind = kind, .host = QStringLiteral("127.0.0.1"), .port = serverPort()}};
    }

    QByteArray received;
};

net::HttpRequest get(const QUrl &url)
{
    return {.url = url};
}

} // namespace

class TestProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChosenProxyIsUsedAtOnce()
    {
        TinyProxy proxy("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        net::NetworkTransport transport;
        transport.setOptions({.proxy = {.kind = ProxyOptions::Kind::None}});
        Recorder without(transport.send(get(faraway)));
        QVERIFY(without.wait());
        QCOMPARE(without.ending(),
            QStringLiteral("network: The server was not found. Check its address and your connection."));

        transport.setOptions(proxy.options());
        Recorder with(transport.send(get(faraway)));
        QVERIFY(with.wait());
        QCOMPARE(with.ending(), QStringLiteral("ok"));
        QCOMPARE(with.body, "hello");
        QVERIFY2(
            proxy.received.startsWith("GET http://team.invalid/x/ HTTP/1.1\r\n"), proxy.received.constData());
    }

    void toTlsItOpensATunnelAndSeesNothing()
    {
        TinyProxy proxy("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
        net::NetworkTransport transport;
        transport.setOptions(proxy.options());
        net::HttpRequest request = get(QUrl(QStringLiteral("https://team.invalid/x/")));
        request.headers = {{"Authorization", "Bearer secret"}};
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QVERIFY2(recorder.ending().startsWith(QStringLiteral("network: The proxy")),
            qPrintable(recorder.ending()));
        QVERIFY2(
            proxy.received.startsWith("CONNECT team.invalid:443 HTTP/1.1\r\n"), proxy.received.constData());
        QVERIFY(!proxy.received.contains("secret"));
    }

    void thisMachineIsNeverReachedThroughOne()
    {
        TinyProxy proxy("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}"));
        net::NetworkTransport transport;
        transport.setOptions(proxy.options());
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(proxy.received, QByteArray());
    }

    /// What Qt takes for its default is not asked.
    void noProxyMeansNoneOfTheSystemsEither()
    {
        TinyProxy proxy("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
        const QByteArray address = "http://127.0.0.1:" + QByteArray::number(proxy.serverPort());
        qputenv("http_proxy", address);
        const auto restore = qScopeGuard([] { qunsetenv("http_proxy"); });
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}"));
        QNetworkProxyFactory::setUseSystemConfiguration(true);
        net::NetworkTransport transport;
        Recorder here(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(here.wait());
        QCOMPARE(here.ending(), QStringLiteral("ok"));
        transport.setOptions({.proxy = {.kind = ProxyOptions::Kind::None}});
        net::HttpRequest nowhere = get(QUrl(QStringLiteral("http://192.0.2.1/"))); // RFC 5737: nobody's
        nowhere.totalTimeout = std::chrono::milliseconds(300);
        Recorder none(transport.send(nowhere));
        QVERIFY(none.wait());
        QVERIFY(none.result.error.has_value());
        QCOMPARE(proxy.received, QByteArray());

        transport.setOptions({.proxy = {.kind = ProxyOptions::Kind::System}});
        Recorder over(transport.send(get(faraway)));
        QVERIFY(over.wait());
        QVERIFY2(proxy.received.startsWith("GET http://team.invalid/x/ "), proxy.received.constData());
    }

    void aProxyThatAsksWhoThisIsIsNotTakenForTheServer()
    {
        TinyProxy proxy(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
            "Content-Length: 0\r\n\r\n");
        net::NetworkTransport transport;
        transport.setOptions(proxy.options());
        Recorder recorder(transport.send(get(faraway)));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(),
            QStringLiteral(
                "network: The proxy asks for a user name and a password. Check them in the settings."));
    }

    void nameAndPasswordAreGivenToTheProxyThatAsks_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::newRow("http") << faraway;
        QTest::newRow("https") << QUrl(QStringLiteral("https://team.invalid/x/"));
    }
    void nameAndPasswordAreGivenToTheProxyThatAsks()
    {
        QFETCH(QUrl, url);
        TinyProxy proxy(
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
            "Content-Length: 0\r\n\r\n");
        net::NetworkOptions options = proxy.options();
        options.proxy.user = QStringLiteral("ada");
        options.proxy.password = QStringLiteral("pw");
        net::NetworkTransport transport;
        transport.setOptions(options);
        Recorder recorder(transport.send(get(url)));
        QVERIFY(recorder.wait());
        QVERIFY2(
            proxy.received.contains("Basic " + QByteArray("ada:pw").toBase64()), proxy.received.constData());
    }

    void aProxyThatIsNotThereIsNamedAsTheTrouble_data()
    {
        QTest::addColumn<ProxyOptions::Kind>("kind");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("http")
            << ProxyOptions::Kind::Http
            << QStringLiteral(
                   "The proxy on the way to the server does not answer. Check it in the settings.");
        // Qt 6.4 does not tell the two apart here; Qt 6.8 does.
        QTest::newRow("socks") << ProxyOptions::Kind::Socks5
                               << (QLibraryInfo::version() < QVersionNumber(6, 8)
                                          ? QStringLiteral("The proxy on the way to the server could not or "
                                                           "would not reach it.")
                                          : QStringLiteral("The proxy on the way to the server does not "
                                                           "answer. Check it in the settings."));
    }
    void aProxyThatIsNotThereIsNamedAsTheTrouble()
    {
        QFETCH(ProxyOptions::Kind, kind);
        QFETCH(QString, sentence);
        net::NetworkOptions options;
        {
            const TinyProxy gone({});
            options = gone.options(kind);
        }
        net::NetworkTransport transport;
        transport.setOptions(options);
        Recorder recorder(transport.send(get(faraway)));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("network: ") + sentence);
    }

    void whatIsUnderWayGoesOnWhenTheOptionsChange()
    {
        ScriptedServer server;
        server.always("GET", "/x/",
            Script()
                .streamHead()
                .event("chunk", "1")
                .delay(std::chrono::milliseconds(50))
                .event("chunk", "2")
                .lastChunk());
        net::NetworkTransport transport;
        net::HttpRequest request = get(server.url(QStringLiteral("/x/")));
        request.stream = true;
        Recorder recorder(transport.send(request));
        QTRY_VERIFY(recorder.body.contains('1'));
        transport.setOptions({.proxy = {.kind = ProxyOptions::Kind::None}});
        transport.setOptions({.proxy = {.kind = ProxyOptions::Kind::System}});
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QVERIFY(recorder.body.contains('2'));
    }
};

QTEST_GUILESS_MAIN(TestProxy)
#include "tst_proxy.moc"
