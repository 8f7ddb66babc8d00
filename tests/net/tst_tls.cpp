#include "net/certificates.h"
#include "net/networktransport.h"
#include "net/recorder.h"
#include "net/tlsproblem.h"

#include <QSslCipher>
#include <QSslServer>
#include <QSslSocket>
#include <QTest>

#include <chrono>

using namespace throughline;
using protocol::ApiError;
using test::Certificates;
using test::Recorder;
using Obstacle = net::HttpResult::Obstacle;

Q_DECLARE_METATYPE(Obstacle)

namespace {

/// Answers every request on every connection with 200 and remembers what it was sent.
class TlsServer : public QSslServer
{
public:
    explicit TlsServer(const QSslConfiguration &configuration)
    {
        setSslConfiguration(configuration);
        connect(this, &QSslServer::pendingConnectionAvailable, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                ++connections;
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                    received += socket->readAll();
                    if (received.endsWith("\r\n\r\n"))
                        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                });
            }
        });
        listen(QHostAddress::LocalHost);
    }

    QUrl url(const QString &host) const
    {
        return QUrl(QStringLiteral("https://%1:%2/").arg(host).arg(serverPort()));
    }

    QByteArray received;
    int connections = 0;
};

net::HttpRequest get(const QUrl &url)
{
    return {.url = url, .headers = {{"Authorization", "Bearer secret"}}};
}

} // namespace

/// What is wrong with a certificate is said, and never passed over.
class TestTls : public QObject
{
    Q_OBJECT

    std::unique_ptr<Certificates> m_certificates;

    net::NetworkOptions trusting() const
    {
        const auto authorities = net::authoritiesFromFile(m_certificates->authorityFile());
        return {.proxy = {}, .authorities = authorities.value_or(QList<QSslCertificate>())};
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("This Qt has no TLS.");
        if (!Certificates::missing().isEmpty())
            QSKIP("There is no openssl here.");
        m_certificates = std::make_unique<Certificates>();
        QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
    }

    void anAuthorityOfOnesOwnIsTrustedOnceItIsAdded()
    {
        TlsServer server(m_certificates->server("DNS:localhost,IP:127.0.0.1"));
        QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
        net::NetworkTransport transport;
        Recorder before(transport.send(get(server.url(QStringLiteral("127.0.0.1")))));
        QVERIFY(before.wait());
        QCOMPARE(before.ending(),
            QStringLiteral(
                "tls: The server's certificate comes from an authority that is not known here "
                "(Team_Example_Authority). If it is your organization's own, add its certificate in "
                "the settings."));
        QCOMPARE(server.received, QByteArray());

        transport.setOptions(trusting());
        Recorder after(transport.send(get(server.url(QStringLiteral("127.0.0.1")))));
        QVERIFY(after.wait());
        QCOMPARE(after.ending(), QStringLiteral("ok"));
        QCOMPARE(after.body, "hello");
        QVERIFY(server.received.contains("Bearer secret"));
    }

    void anAuthorityThatIsTakenAwayIsNoLongerTrusted()
    {
        TlsServer server(m_certificates->server("DNS:localhost,IP:127.0.0.1"));
        net::NetworkTransport transport;
        transport.setOptions(trusting());
        Recorder before(transport.send(get(server.url(QStringLiteral("127.0.0.1")))));
        QVERIFY(before.wait());
        QCOMPARE(before.ending(), QStringLiteral("ok"));
        // Also not on the connection that is still open.
        transport.setOptions({});
        Recorder after(transport.send(get(server.url(QStringLiteral("127.0.0.1")))));
        QVERIFY(after.wait());
        QCOMPARE(after.errorKind(), std::optional(ApiError::Kind::Tls));
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("names");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("expired")
            << QByteArray("IP:127.0.0.1") << QByteArray("20240101000000Z") << QByteArray("20240315120000Z")
            << QStringLiteral(
                   "The server's certificate expired on %1. Whoever runs the server has to renew it.")
                   .arg(QLocale().toString(QDate(2024, 3, 15), QLocale::LongFormat));
        QTest::newRow("not yet valid")
            << QByteArray("IP:127.0.0.1") << QByteArray("21200101120000Z") << QByteArray("21240101000000Z")
            << QStringLiteral("The server's certificate is valid only from %1. Check this computer's date.")
                   .arg(QLocale().toString(QDate(2120, 1, 1), QLocale::LongFormat));
        QTest::newRow("wrong host")
            << QByteArray("DNS:other.example,DNS:more.example") << QByteArray("20240101000000Z")
            << QByteArray("21240101000000Z")
            << QStringLiteral(
                   "The server's certificate is for more.example, other.example, not for 127.0.0.1. "
                   "Check the server's address.");
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QByteArray, names);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, sentence);
        TlsServer server(m_certificates->server(names, from, to));
        QVERIFY2(m_certificates->isMade(), m_certificates->problem().constData());
        net::NetworkTransport transport;
        transport.setOptions(trusting());
        Recorder recorder(transport.send(get(server.url(QStringLiteral("127.0.0.1")))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("tls: ") + sentence);
        QCOMPARE(recorder.heads, 0);
        QCOMPARE(server.received, QByteArray());
    }

    void aServerWithoutTlsIsNoTlsServer()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server,
            [&] { server.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
        net::NetworkTransport transport;
        Recorder recorder(
            transport.send(get(QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort())))));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("tls: No secure connection to the server could be made."));
    }

    void onlyWhoSpeaksNoTlsIsTakenForOneWithout_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("isClosed");
        QTest::addColumn<Obstacle>("obstacle");
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << false << Obstacle::NoTls;
        QTest::newRow("HTTP, and closed")
            << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << true << Obstacle::NoTls;
        QTest::newRow("closed at once") << QByteArray() << true << Obstacle::None;
        QTest::newRow("silent") << QByteArray() << false << Obstacle::None;
        // RFC 8446, 6: a fatal alert, about the version and about the handshake.
        QTest::newRow("another version") << QByteArray::fromHex("15030300020246") << true << Obstacle::None;
        QTest::newRow("an alert") << QByteArray::fromHex("15030300020228") << true << Obstacle::None;
    }

    void onlyWhoSpeaksNoTlsIsTakenForOneWithout()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, isClosed);
        QFETCH(Obstacle, obstacle);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            const auto speak = [socket, answer, isClosed] {
                socket->readAll();
                socket->write(answer);
                if (isClosed)
                    socket->disconnectFromHost();
            };
            if (answer.isEmpty())
                speak();
            else
                connect(socket, &QTcpSocket::readyRead, socket, speak);
        });
        net::NetworkTransport transport;
        auto request = get(QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort())));
        if (obstacle == Obstacle::None && !isClosed)
            request.connectTimeout = request.idleTimeout = std::chrono::milliseconds(300);
        Recorder recorder(transport.send(request));
        QVERIFY(recorder.wait());
        QVERIFY(recorder.result.error);
        QVERIFY2(recorder.result.obstacle == obstacle, qPrintable(recorder.ending()));
    }

    void whoWantsAnotherTlsIsNotTakenForOneWithout_data()
    {
        QTest::addColumn<bool>("wantsCertificate");
        QTest::addColumn<QSsl::SslProtocol>("protocol");
        QTest::newRow("a certificate of the client, TLS 1.2") << true << QSsl::TlsV1_2;
        QTest::newRow("a certificate of the client, TLS 1.3") << true << QSsl::TlsV1_3;
        QTest::newRow("another cipher") << false << QSsl::TlsV1_2;
    }

    void whoWantsAnotherTlsIsNotTakenForOneWithout()
    {
        QFETCH(bool, wantsCertificate);
        QFETCH(QSsl::SslProtocol, protocol);
        QSslConfiguration wanted = m_certificates->server("IP:127.0.0.1");
        wanted.setProtocol(protocol);
        wanted.setPeerVerifyMode(wantsCertificate ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
        if (!wantsCertificate) // for keys of another kind than the server's
            wanted.setCiphers({QSslCipher(QStringLiteral("ECDHE-RSA-AES256-GCM-SHA384"))});
        TlsServer server(wanted);
        net::NetworkTransport transport;
        transport.setOptions(trusting());
        Recorder recorder(transport.send(get(server.url(QStringLiteral("127.0.0.1")))));
        QVERIFY(recorder.wait());
        QVERIFY(recorder.result.error);
        QVERIFY2(recorder.result.obstacle == Obstacle::None, qPrintable(recorder.ending()));
    }

    void theMostTellingOfSeveralProblemsIsSaid()
    {
        const QSslCertificate none;
        const QString sentence = net::tlsSentence(
            {QSslError(QSslError::HostNameMismatch, none), QSslError(QSslError::CertificateExpired, none),
                QSslError(QSslError::SelfSignedCertificate, none)},
            QStringLiteral("host"));
        QVERIFY2(sentence.contains(QStringLiteral("self-signed")), qPrintable(sentence));
        QCOMPARE(net::tlsSentence({}, QStringLiteral("host")), QString());
        const QString other =
            net::tlsSentence({QSslError(QSslError::InvalidCaCertificate, none)}, QStringLiteral("host"));
        QVERIFY2(other.startsWith(QStringLiteral("The server's certificate is not accepted: ")),
            qPrintable(other));
    }

    void aFileWithoutACertificateIsASentence()
    {
        QTemporaryDir folder;
        const QString missing = folder.filePath(QStringLiteral("missing.pem"));
        const auto unreadable = net::authoritiesFromFile(missing);
        QVERIFY(!unreadable);
        QVERIFY2(unreadable.error().message.contains(QStringLiteral("cannot be read")),
            qPrintable(unreadable.error().message));

        QFile file(folder.filePath(QStringLiteral("text.pem")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("hello");
        file.close();
        const auto empty = net::authoritiesFromFile(file.fileName());
        QVERIFY(!empty);
        QVERIFY2(empty.error().message.startsWith(QStringLiteral("There is no certificate in the file")),
            qPrintable(empty.error().message));
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
