#include "net/networktransport.h"
#include "recorder.h"
#include "support/scriptedserver.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QSslServer>
#include <QtTest>

using namespace throughline;
using net::HttpRequest;
using protocol::ApiError;
using test::Recorder;
using test::Script;
using test::ScriptedServer;
using namespace std::chrono_literals;

namespace {

/// Signed by itself and so trusted by nobody; made for this test and used nowhere else.
const QByteArray selfSignedCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUGVw8uYV0A7h8jPHyokcEFQ8q73QwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE4MTMyMFoYDzIxMjYxMDI5
MTgxMzIwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQf9lUmvpCvHNJX6cjhA7WLqwH5CLvs0NlomMFD2prf4VRhLqJUouJU
ZGdcKqPTbnrDm2C7Pll1ZI9Ku/PszLAjo28wbTAdBgNVHQ4EFgQU+RAL+Tab2Ge6
Dq+S6ie7ZIyfDYAwHwYDVR0jBBgwFoAU+RAL+Tab2Ge6Dq+S6ie7ZIyfDYAwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAJoeUqiWViRWxmYzFcEdf9PCGplYRDi0znDKXSnkq9wiAiB1
9Uayl0s1S5gT8EQ+eSvk33XMuLjZcHgyvgDTlvS4aw==
-----END CERTIFICATE-----)";

const QByteArray selfSignedKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXB3VDcVwtJBwrxBU
OQO+KJyus/AXwwqSDj/ZezrmtR+hRANCAAQf9lUmvpCvHNJX6cjhA7WLqwH5CLvs
0NlomMFD2prf4VRhLqJUouJUZGdcKqPTbnrDm2C7Pll1ZI9Ku/PszLAj
-----END PRIVATE KEY-----)";

} // namespace

/// How exchanges end when the network or the server does not do its part, over real sockets.
class TestNetworkFailures : public QObject
{
    Q_OBJECT

private:
    static HttpRequest get(const QUrl &url) { return {.url = url}; }
    static HttpRequest stream(const QUrl &url) { return {.url = url, .stream = true}; }

private Q_SLOTS:
    void nobodyListens()
    {
        ScriptedServer server;
        const QUrl url = server.url();
        server.shutDown();
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(url)));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("network: Nothing answers at the server's address."));
        QCOMPARE(recorder.heads, 0);
        QVERIFY(!recorder.result.error->correlationId.isEmpty());
    }

    void anAddressThatIsNoWebAddress_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::newRow("empty") << QUrl();
        QTest::newRow("file") << QUrl(QStringLiteral("file:///etc/hostname"));
        QTest::newRow("data") << QUrl(QStringLiteral("data:text/plain,hello"));
        QTest::newRow("ftp") << QUrl(QStringLiteral("ftp://127.0.0.1/"));
    }
    void anAddressThatIsNoWebAddress()
    {
        QFETCH(QUrl, url);
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(url)));
        QCOMPARE(recorder.endings, 0);
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("network: The server's address is not a web address."));
    }

    void theConnectionIsTornBeforeTheAnswer()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().reset());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Network));
        QCOMPARE(recorder.heads, 0);
    }

    void theServerClosesWithoutAnAnswer()
    {
        ScriptedServer server;
        server.always("POST", "/x/", Script().close());
        net::NetworkTransport transport;
        Recorder recorder(
            transport.send({.method = "POST", .url = server.url(QStringLiteral("/x/")), .body = "{}"}));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Network));
        QCOMPARE(recorder.heads, 0);
    }

    void aPostIsSentOnceAndNeverRepeatedBehindOurBack_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<bool>("onUsedConnection");
        for (const bool used : {false, true}) {
            const char *where = used ? "a connection that was used before" : "a new connection";
            QTest::addRow("closed before the answer, on %s", where) << Script().close() << used;
            QTest::addRow("torn before the answer, on %s", where) << Script().reset() << used;
            QTest::addRow("closed within the head, on %s", where)
                << Script().send("HTTP/1.1 201 Crea").close() << used;
            QTest::addRow("closed after a while, on %s", where) << Script().delay(30ms).close() << used;
        }
    }
    /// A server without idempotency keys would do what is asked once for each time.
    void aPostIsSentOnceAndNeverRepeatedBehindOurBack()
    {
        QFETCH(Script, script);
        QFETCH(bool, onUsedConnection);
        for (const bool isStream : {false, true}) {
            ScriptedServer server;
            server.always("POST", "/", script);
            server.always("GET", "/", Script().json(200, "{}"));
            net::NetworkTransport transport;
            if (onUsedConnection) {
                HttpRequest before = get(server.url());
                before.stream = isStream;
                Recorder first(transport.send(before));
                QVERIFY(first.wait());
            }
            HttpRequest post{
                .method = "POST", .url = server.url(), .body = QByteArray(2000, 'x'), .stream = isStream};
            Recorder recorder(transport.send(post));
            QVERIFY(recorder.wait());
            QVERIFY(recorder.result.error.has_value());
            QCOMPARE(recorder.result.error->kind, ApiError::Kind::Network);
            QTest::qWait(20); // what would come again
            QCOMPARE(server.requests("POST", "/").size(), 1);
            QCOMPARE(server.requests("POST", "/").constFirst().body, post.body);
        }
    }

    void aBodyShorterThanAnnouncedIsAnError_data()
    {
        QTest::addColumn<bool>("torn");
        QTest::newRow("closed") << false;
        QTest::newRow("torn") << true;
    }
    void aBodyShorterThanAnnouncedIsAnError()
    {
        QFETCH(bool, torn);
        ScriptedServer server;
        Script script = Script().lie(200, R"({"count": 1,)", 5000).delay(20ms);
        server.always("GET", "/x/", torn ? script.reset() : script.close());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Network));
        QCOMPARE(recorder.result.error->status, 200);
    }

    void aBodyLongerThanAnnouncedIsCut()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().lie(200, "{}{\"forged\": true}", 2).close());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.body, QByteArray("{}"));
    }

    void aTornStreamIsAnError()
    {
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead().chunk("data: x\n\n").delay(20ms).reset());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.body, QByteArray("data: x\n\n"));
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Network));
    }

    void nothingButNoise()
    {
        ScriptedServer server;
        server.always("GET", "/x/", Script().send("SSH-2.0-OpenSSH_9.2\r\n\r\nwhat?").close());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(get(server.url(QStringLiteral("/x/")))));
        QVERIFY(recorder.wait());
        QVERIFY2(recorder.result.error.has_value(), qPrintable(recorder.ending()));
    }

    void aCertificateNobodySignedIsRefused()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS");
        QSslServer server;
        QSslConfiguration configuration = server.sslConfiguration();
        configuration.setLocalCertificate(QSslCertificate(selfSignedCertificate));
        configuration.setPrivateKey(QSslKey(selfSignedKey, QSsl::Ec));
        server.setSslConfiguration(configuration);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        net::NetworkTransport transport;
        HttpRequest request{.url = QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort())),
            .headers = {{"Authorization", "Bearer secret"}}};
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Tls));
        QVERIFY2(recorder.ending().contains(QStringLiteral("self")), qPrintable(recorder.ending()));
        QCOMPARE(recorder.heads, 0);
    }

    void anAnswerThatIsTooLongEnds_data()
    {
        QTest::addColumn<bool>("isStream");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isLimited");
        QTest::newRow("answer") << false << 200 << true;
        QTest::newRow("error") << false << 500 << true;
        QTest::newRow("refused stream") << true << 500 << true;
        QTest::newRow("stream") << true << 200 << false;
    }
    void anAnswerThatIsTooLongEnds()
    {
        QFETCH(bool, isStream);
        QFETCH(int, status);
        QFETCH(bool, isLimited);
        ScriptedServer server;
        const QByteArray body(200'000, 'x');
        server.always("GET", "/x/", Script().answer(status, "text/event-stream", body));
        net::NetworkTransport transport;
        Recorder recorder(transport.send(
            {.url = server.url(QStringLiteral("/x/")), .stream = isStream, .bodyLimit = 100'000}));
        QVERIFY(recorder.wait());
        if (isLimited) {
            QCOMPARE(recorder.ending(), QStringLiteral("malformed: The server's answer is too long."));
            QVERIFY(recorder.body.size() <= 100'000);
        } else {
            QCOMPARE(recorder.ending(), QStringLiteral("ok"));
            QCOMPARE(recorder.body.size(), body.size());
        }
    }

    void aStreamThatIsCompressedInAWayNobodyAskedForIsAnError()
    {
        ScriptedServer server;
        server.always(
            "GET", "/s", Script().streamHead({{"Content-Encoding", "br"}}).chunk("\x1f\x8b").lastChunk());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Malformed));
        QCOMPARE(recorder.body, QByteArray());
    }

    void aCompressedStreamThatIsBrokenOrCutIsAnError_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("broken") << QByteArray("\x1f\x8bnonsense");
        // "data: x\n\n", flushed, and then nothing
        QTest::newRow("cut") << QByteArray::fromBase64("H4sIAAAAAAAAA0pJLEm0Uqjg4gIAAAD//w==");
    }

    void aCompressedStreamThatIsBrokenOrCutIsAnError()
    {
        QFETCH(QByteArray, bytes);
        ScriptedServer server;
        server.always(
            "GET", "/s", Script().streamHead({{"Content-Encoding", "gzip"}}).chunk(bytes).lastChunk());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(recorder.wait());
        QVERIFY(recorder.errorKind());
    }

    void abortingIsSilentAndClosesTheConnection()
    {
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead().chunk("data: x\n\n").stall());
        net::NetworkTransport transport;
        Recorder recorder(transport.send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(QTest::qWaitFor([&recorder] { return !recorder.body.isEmpty(); }));
        recorder.abort();
        QVERIFY(QTest::qWaitFor([&server] { return server.openConnections() == 0; }));
        QCOMPARE(recorder.endings, 0);
    }

    void anExchangeMayBeDestroyedFromAnyOfItsSignals_data()
    {
        QTest::addColumn<int>("at");
        QTest::newRow("head") << 0;
        QTest::newRow("body") << 1;
        QTest::newRow("end") << 2;
    }
    void anExchangeMayBeDestroyedFromAnyOfItsSignals()
    {
        QFETCH(int, at);
        ScriptedServer server;
        server.always("GET", "/x/", Script().json(200, "{}"));
        net::NetworkTransport transport;
        std::unique_ptr<net::HttpExchange> exchange = transport.send(get(server.url(QStringLiteral("/x/"))));
        int reports = 0;
        const auto report = [&](int which) {
            ++reports;
            if (which == at)
                exchange.reset();
        };
        connect(exchange.get(), &net::HttpExchange::headersReceived, this, [&report] { report(0); });
        connect(exchange.get(), &net::HttpExchange::bodyReceived, this, [&report] { report(1); });
        connect(exchange.get(), &net::HttpExchange::finished, this, [&report] { report(2); });
        QVERIFY(QTest::qWaitFor([&exchange] { return exchange == nullptr; }));
        QTest::qWait(30);
        QCOMPARE(reports, at + 1);
    }

    void theTransportMayGoFirst()
    {
        ScriptedServer server;
        server.always("GET", "/s", Script().streamHead().stall());
        auto transport = std::make_unique<net::NetworkTransport>();
        Recorder recorder(transport->send(stream(server.url(QStringLiteral("/s")))));
        QVERIFY(QTest::qWaitFor([&recorder] { return recorder.heads == 1; }));
        transport.reset();
        QTest::qWait(20);
        QCOMPARE(recorder.endings, 0);
    }
};

QTEST_GUILESS_MAIN(TestNetworkFailures)
#include "tst_networkfailures.moc"
