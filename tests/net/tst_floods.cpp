#include "net/networktransport.h"
#include "net/openconnections.h"
#include "recorder.h"
#include "support/memory.h"

#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;

namespace {

constexpr qint64 mebibyte = qint64(1024) * 1024;
constexpr qint64 mostGrowth = 32 * mebibyte;
constexpr int patience = 60'000;

} // namespace

/// A server that sends without end and faster than we read, from a process of its own: what it has ready and
/// we have not read is not counted as ours (tst_hostileservers has the attacks that a reader sees).
class TestFloods : public QObject
{
    Q_OBJECT

private:
    net::HttpRequest request(const QString &path, bool stream) const
    {
        net::HttpRequest request{.url = QUrl(m_address + path)};
        request.stream = stream;
        request.bodyLimit = 1024 * mebibyte;
        return request;
    }

    /// Also what is loaded once, so that it is not counted.
    void verifyAnswers(bool stream)
    {
        Recorder good(m_transport.send(request(QStringLiteral("/good"), stream)));
        QVERIFY(good.waitInLoop(patience));
        QCOMPARE(good.ending(), QStringLiteral("ok"));
        QCOMPARE(good.body, QByteArray("good"));
    }

    static void checkMemory(const MemoryPeak &peak)
    {
        if (MemoryPeak::unavailable())
            qInfo("%s", MemoryPeak::unavailable());
        else
            QVERIFY2(peak.growth() <= mostGrowth, qPrintable(QString::number(peak.growth())));
    }

    QProcess m_server;
    QString m_address;
    net::NetworkTransport m_transport;

private Q_SLOTS:
    void initTestCase()
    {
        m_server.start(QStringLiteral(THROUGHLINE_HOSTILESERVER), {});
        QTRY_VERIFY_WITH_TIMEOUT(m_server.canReadLine(), patience);
        m_address = QStringLiteral("http://127.0.0.1:") + QString::fromLatin1(m_server.readLine().trimmed());
    }

    void cleanupTestCase()
    {
        m_server.closeWriteChannel();
        QVERIFY(m_server.waitForFinished(patience));
    }

    void whatQtKeepsToItselfEndsTheExchange_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("ending");
        const QString head = QStringLiteral("malformed: The server's answer begins with more than it may.");
        const QString body = QStringLiteral("malformed: The server's answer could not be read.");
        QTest::newRow("header lines without end") << QStringLiteral("/head") << head;
        QTest::newRow("a header line without end") << QStringLiteral("/headline") << head;
        QTest::newRow("a status line without end") << QStringLiteral("/status") << head;
        QTest::newRow("blank lines without end") << QStringLiteral("/blank") << head;
        QTest::newRow("100 Continue without end") << QStringLiteral("/continue") << head;
        QTest::newRow("a chunk's size without end") << QStringLiteral("/chunksize") << body;
    }
    void whatQtKeepsToItselfEndsTheExchange()
    {
        QFETCH(QString, path);
        QFETCH(QString, ending);
        if (!net::canListConnections())
            QSKIP("this system does not tell what a connection received");
        for (const bool stream : {false, true}) {
            verifyAnswers(stream);
            const MemoryPeak peak;
            Recorder attack(m_transport.send(request(path, stream)));
            QVERIFY(attack.waitInLoop(patience));
            QCOMPARE(attack.ending(), ending);
            verifyAnswers(stream);
            checkMemory(peak);
        }
    }

    void aProxyIsWatchedLikeAServer()
    {
        if (!net::canListConnections())
            QSKIP("this system does not tell what a connection received");
        const MemoryPeak peak;
        net::NetworkTransport transport;
        transport.setOptions({.proxy = {.kind = net::ProxyOptions::Kind::Http,
                                  .host = QStringLiteral("127.0.0.1"),
                                  .port = static_cast<quint16>(QUrl(m_address).port())}});
        Recorder attack(transport.send({.url = QUrl(QStringLiteral("http://team.invalid/head"))}));
        QVERIFY(attack.waitInLoop(patience));
        QCOMPARE(
            attack.ending(), QStringLiteral("malformed: The server's answer begins with more than it may."));
        checkMemory(peak);
    }

    /// Qt does not wait for it.
    void aTrailerWithoutEndIsNotRead()
    {
        for (const bool stream : {false, true}) {
            verifyAnswers(stream);
            const MemoryPeak peak;
            Recorder attack(m_transport.send(request(QStringLiteral("/trailer"), stream)));
            QVERIFY(attack.waitInLoop(patience));
            QCOMPARE(attack.ending(), QStringLiteral("ok"));
            verifyAnswers(stream);
            checkMemory(peak);
        }
    }

    void afterAHeadThatRanOutOfTimeTheNextRequestIsAnswered()
    {
        verifyAnswers(false);
        const MemoryPeak peak;
        net::HttpRequest hasty = request(QStringLiteral("/head"), false);
        hasty.totalTimeout = 100ms;
        Recorder attack(m_transport.send(hasty));
        QVERIFY(attack.waitInLoop(patience));
        QCOMPARE(attack.ending(), QStringLiteral("timeout: The server did not answer within 0.1 seconds."));
        verifyAnswers(false);
        checkMemory(peak);
    }

    void afterAHeadNobodyWaitsForTheNextRequestIsAnswered()
    {
        verifyAnswers(true);
        const MemoryPeak peak;
        for (int i = 0; i < 8; ++i) { // more than Qt has connections
            Recorder attack(m_transport.send(request(QStringLiteral("/head"), true)));
            QTest::qWait(20);
            attack.abort();
        }
        verifyAnswers(true);
        checkMemory(peak);
    }

    void aBodyFasterThanItsReaderWaitsAtTheServer_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<qint64>("enough");
        // Small ones take long, and what piles up of them does so at once.
        QTest::newRow("small chunks") << QStringLiteral("/chunks/small") << mebibyte;
        QTest::newRow("chunks") << QStringLiteral("/chunks/usual") << 8 * mebibyte;
        QTest::newRow("one chunk") << QStringLiteral("/chunks/one") << 8 * mebibyte;
        QTest::newRow("with its length") << QStringLiteral("/length") << 8 * mebibyte;
        QTest::newRow("without its length") << QStringLiteral("/nolength") << 8 * mebibyte;
    }
    void aBodyFasterThanItsReaderWaitsAtTheServer()
    {
        QFETCH(QString, path);
        QFETCH(qint64, enough);
        for (const bool stream : {false, true}) {
            verifyAnswers(stream);
            const MemoryPeak peak;
            qint64 taken = 0;
            QString ending;
            QTestEventLoop loop;
            auto exchange = m_transport.send(request(path, stream));
            connect(exchange.get(), &net::HttpExchange::bodyReceived, this, [&](const QByteArray &bytes) {
                taken += bytes.size();
                QTest::qSleep(2); // whoever reads has other things to do
                if (taken > enough)
                    loop.exitLoop();
            });
            connect(exchange.get(), &net::HttpExchange::finished, this, [&](const net::HttpResult &result) {
                ending = result.error ? result.error->message : QStringLiteral("ok");
                loop.exitLoop();
            });
            loop.enterLoopMSecs(patience);
            QCOMPARE(ending, QString());
            QVERIFY(taken > enough);
            exchange.reset();
            checkMemory(peak);
            verifyAnswers(stream);
        }
    }

    void whoWaitsIsNotBlamedForWhatOthersReceive()
    {
        Recorder silent(m_transport.send(request(QStringLiteral("/silent"), false)));
        for (int i = 0; i < 3; ++i) {
            net::HttpRequest large = request(QStringLiteral("/length"), false);
            large.bodyLimit = 32 * mebibyte;
            Recorder other(m_transport.send(large));
            QVERIFY(other.waitInLoop(patience));
            QCOMPARE(other.ending(), QStringLiteral("malformed: The server's answer is too long."));
        }
        QTest::qWait(3 * int(net::FloodGuard::interval.count()));
        QCOMPARE(silent.endings, 0);
    }

    void theSystemTellsWhatAConnectionReceived()
    {
        if (!net::canListConnections())
            QSKIP("this system does not tell what a connection received");
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        QTRY_VERIFY(server.hasPendingConnections());
        QTcpSocket *serving = server.nextPendingConnection();
        serving->write(QByteArray(1000, 'x'));
        QTRY_COMPARE(client.bytesAvailable(), 1000);
        int found = 0;
        for (const net::OpenConnection &connection : net::openConnections()) {
            if (connection.peerPort != server.serverPort())
                continue;
            ++found;
            QCOMPARE(connection.peer, QHostAddress(QHostAddress::LocalHost));
            QCOMPARE(connection.taken, 1000);
        }
        QCOMPARE(found, 1);
    }
};

QTEST_GUILESS_MAIN(TestFloods)
#include "tst_floods.moc"
