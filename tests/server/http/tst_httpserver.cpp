#include "rawclient.h"
#include "server/http/httpserver.h"

#include <QRandomGenerator>
#include <QTest>

#include <atomic>
#include <mutex>
#include <vector>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

using namespace throughline::server::http;
using namespace std::chrono_literals;
using throughline::tests::RawClient;

namespace {

/// Answers "/echo" with the body, "/big" with a megabyte, "/drop" not at all; keeps the responders of
/// "/stream" (started) and "/later" for the test.
class Site
{
public:
    Handler handler()
    {
        return [this](Request request, std::shared_ptr<Responder> responder) {
            ++requests;
            if (request.target == "/echo") {
                responder->respond(
                    {.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = request.body});
            } else if (request.target == "/big") {
                responder->respond({.status = 200, .headers = {}, .body = std::string(1 << 20, 'x')});
            } else if (request.target == "/none") {
                responder->respond({.status = 204, .headers = {}, .body = {}});
            } else if (request.target == "/drop") {
                return;
            } else {
                responder->onClosed([this] { ++closed; });
                if (request.target == "/stream")
                    responder->startStream(200, {{"Content-Type", "text/event-stream"}});
                const std::lock_guard lock(mutex);
                kept.push_back(std::move(responder));
            }
        };
    }

    std::shared_ptr<Responder> take()
    {
        const std::lock_guard lock(mutex);
        if (kept.empty())
            return nullptr;
        auto responder = kept.front();
        kept.erase(kept.begin());
        return responder;
    }

    std::shared_ptr<Responder> awaitResponder()
    {
        std::shared_ptr<Responder> responder;
        if (!QTest::qWaitFor([&] { return (responder = take()) != nullptr; }))
            qWarning("no request arrived");
        return responder;
    }

    std::atomic<int> requests{0};
    std::atomic<int> closed{0};

private:
    std::mutex mutex;
    std::vector<std::shared_ptr<Responder>> kept;
};

QByteArray get(const QByteArray &path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

/// One byte more than a second at a time, for slow clients.
Limits hasty()
{
    Limits limits;
    limits.headerTimeout = 150ms;
    limits.idleTimeout = 150ms;
    limits.writeTimeout = 200ms;
    return limits;
}

} // namespace

class HttpServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsAnsweredAndTheConnectionKept()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        QVERIFY(server.port() != 0);
        RawClient client(server.port());
        for (int i = 0; i < 3; ++i) {
            client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
            const auto answer = client.answer();
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, QByteArray("hello"));
            QCOMPARE(answer.header("Connection"), QByteArray("keep-alive"));
            QVERIFY(!answer.header("Date").isEmpty());
        }
    }

    void aPortInUseIsReported()
    {
        Site site;
        HttpServer first(site.handler());
        QCOMPARE(first.start(0), std::string());
        HttpServer second(site.handler());
        QVERIFY(!second.start(first.port()).empty());
    }

    void onlyTheLoopbackListens()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("::1"), server.port());
        QVERIFY(!socket.waitForConnected(300));
    }

    void chunkedBodiesArrive()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n");
        QCOMPARE(client.answer().body, QByteArray("abcde"));
    }

    void aBodyIsAskedForWhenTheClientExpectsIt()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(client.answer().status, 100);
        client.send("ok");
        QCOMPARE(client.answer().body, QByteArray("ok"));
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: miracles\r\n\r\n");
        QCOMPARE(client.answer().status, 417);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        QByteArray all;
        for (int i = 0; i < 50; ++i)
            all +=
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n" + QByteArray::number(100 + i);
        client.send(all);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(client.answer().body, QByteArray::number(100 + i));
    }

    void requestsPipelinedDuringAStreamWaitForIt()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(get("/stream") + get("/none"));
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        stream->write("a");
        QVERIFY(client.readUntil("1\r\na\r\n"));
        QCOMPARE(site.requests.load(), 1);
        stream->finish();
        QVERIFY(client.readUntil("0\r\n\r\nHTTP/1.1 204 No Content\r\n"));
        QCOMPARE(site.closed.load(), 0);
    }

    void headAnswersWithoutABody()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("HEAD /big HTTP/1.1\r\nHost: x\r\n\r\n" + get("/none"));
        const auto head = client.answer(true);
        QCOMPARE(head.header("Content-Length"), QByteArray::number(1 << 20));
        QCOMPARE(client.answer().status, 204);
    }

    void anOldClientGetsAStreamUntilTheConnectionCloses()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("GET /stream HTTP/1.0\r\n\r\n");
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        stream->write("abc");
        stream->finish();
        QVERIFY(client.waitForEnd());
        QVERIFY2(client.received.endsWith("\r\n\r\nabc"), client.received.constData());
        QVERIFY(!client.received.contains("chunked"));
    }

    void aConnectionIsClosedWhenTheClientAsks()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QCOMPARE(client.answer().header("Connection"), QByteArray("close"));
        QVERIFY(client.waitForEnd());
    }

#ifdef Q_OS_UNIX
    void aHalfClosedClientStillGetsItsAnswer()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(get("/later"));
        const auto responder = site.awaitResponder();
        QVERIFY(responder);
        ::shutdown(static_cast<int>(client.socket.socketDescriptor()), SHUT_WR);
        QTest::qWait(20);
        responder->respond({.status = 200, .headers = {}, .body = "late"});
        QCOMPARE(client.answer().body, QByteArray("late"));
        QVERIFY(client.waitForEnd());
    }
#endif

    void whatIsNotHttpGets400_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("nonsense") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
                                  << 400;
        QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
        QTest::newRow("version 2") << QByteArray("GET / HTTP/2.0\r\n\r\n") << 505;
        QTest::newRow("space in a name") << QByteArray("GET / HTTP/1.1\r\nA B: c\r\n\r\n") << 400;
        QTest::newRow("nul") << QByteArray("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 27) << 400;
        QTest::newRow("length is no number")
            << QByteArray("POST /echo HTTP/1.1\r\nContent-Length: x\r\n\r\n") << 400;
        QTest::newRow("negative length")
            << QByteArray("POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << 400;
        QTest::newRow("two lengths")
            << QByteArray("POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab") << 400;
        QTest::newRow("length and chunks") << QByteArray("POST /echo HTTP/1.1\r\nContent-Length: 1\r\n"
                                                         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                                           << 400;
        QTest::newRow("bad chunk") << QByteArray(
                                          "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")
                                   << 400;
    }

    void whatIsNotHttpGets400()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(bytes);
        const auto answer = client.answer();
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.body.startsWith("{\"detail\":"), answer.body.constData());
        client.socket.close();
        QCOMPARE(site.requests.load(), 0);
    }

    void randomChangesToARequestNeverHarmIt()
    {
        Site site;
        HttpServer server(site.handler(), hasty());
        QCOMPARE(server.start(0), std::string());
        QRandomGenerator random(20'260'301);
        const QByteArray valid("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                               "Expect: 100-continue\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                               "GET /none HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        for (int i = 0; i < 300; ++i) {
            QByteArray bytes = valid;
            for (quint32 change = random.bounded(1U, 6U); change > 0; --change) {
                const qsizetype at = random.bounded(static_cast<int>(bytes.size()));
                switch (random.bounded(3)) {
                case 0:
                    bytes[at] = static_cast<char>(random.bounded(256));
                    break;
                case 1:
                    bytes.remove(at, random.bounded(1, 20));
                    break;
                default:
                    bytes.insert(at, valid.mid(random.bounded(100), random.bounded(1, 40)));
                }
                if (bytes.isEmpty())
                    bytes = valid;
            }
            RawClient client(server.port());
            client.send(bytes);
            if (i % 3 == 0)
                client.socket.abort();
        }
        RawClient next(server.port());
        next.send(get("/none"));
        QCOMPARE(next.answer().status, 204);
    }

    void aHeaderThatIsTooLargeGets431()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient fits(server.port());
        fits.send("GET /none HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(15'000, 'a') + "\r\n\r\n");
        QCOMPARE(fits.answer().status, 204);
        RawClient client(server.port());
        client.send("GET /none HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(17'000, 'a') + "\r\n\r\n");
        QCOMPARE(client.answer().status, 431);
        QVERIFY(client.waitForEnd());
    }

    void aHeaderThatNeverEndsGets431()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("GET /none HTTP/1.1\r\n");
        for (int i = 0; i < 1000 && client.socket.state() == QAbstractSocket::ConnectedState; ++i) {
            client.socket.write("X-" + QByteArray::number(i) + ": " + QByteArray(100, 'a') + "\r\n");
            client.socket.waitForBytesWritten(10);
            if (client.readUntil("\r\n\r\n", 0))
                break;
        }
        QCOMPARE(client.answer().status, 431);
    }

    void aChunkSizeLineThatNeverEndsIsRefused()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;x=" +
                    QByteArray(400'000, 'a'));
        QVERIFY(client.answer().status >= 400);
        QCOMPARE(site.requests.load(), 0);
    }

    void aBodyThatIsTooLargeGets413_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("announced") << QByteArray("Content-Length: 1048577");
        QTest::newRow("announced 10 GiB") << QByteArray("Content-Length: 10737418240");
        QTest::newRow("chunked, never ending") << QByteArray("Transfer-Encoding: chunked");
    }

    void aBodyThatIsTooLargeGets413()
    {
        QFETCH(QByteArray, header);
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");
        const QByteArray piece = "10000\r\n" + QByteArray(0x10000, 'a') + "\r\n";
        for (int i = 0; i < 40 && client.socket.state() == QAbstractSocket::ConnectedState; ++i)
            client.send(piece);
        QCOMPARE(client.answer().status, 413);
        QCOMPARE(site.requests.load(), 0);
    }

    void aBodyOfExactlyTheLimitPasses()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        const QByteArray body(1024 * 1024, 'b');
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n" + body);
        const auto answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.size(), body.size());
    }

    void aSlowHeaderGets408()
    {
        Site site;
        HttpServer server(site.handler(), hasty());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        const QByteArray request = get("/none");
        QElapsedTimer timer;
        timer.start();
        for (const char byte : request.chopped(1)) {
            client.socket.write(&byte, 1);
            client.socket.waitForBytesWritten(20);
            QTest::qWait(20);
            if (client.readUntil("\r\n\r\n", 0))
                break;
        }
        QCOMPARE(client.answer().status, 408);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(site.requests.load(), 0);
    }

    void aSlowBodyGets408()
    {
        Site site;
        HttpServer server(site.handler(), hasty());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
        QCOMPARE(client.answer().status, 408);
    }

    void anIdleConnectionIsClosedWithoutAWord_data()
    {
        QTest::addColumn<bool>("used");
        QTest::newRow("never used") << false;
        QTest::newRow("after a request") << true;
    }

    void anIdleConnectionIsClosedWithoutAWord()
    {
        QFETCH(bool, used);
        Site site;
        HttpServer server(site.handler(), hasty());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        if (used) {
            client.send(get("/none"));
            QCOMPARE(client.answer().status, 204);
        }
        QVERIFY(client.waitForEnd(2000));
        QCOMPARE(client.received, QByteArray());
    }

    void anAnswerMayTakeItsTime()
    {
        Site site;
        HttpServer server(site.handler(), hasty());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(get("/later"));
        const auto responder = site.awaitResponder();
        QVERIFY(responder);
        QTest::qWait(400);
        responder->respond({.status = 200, .headers = {}, .body = "late"});
        QCOMPARE(client.answer().body, QByteArray("late"));
    }

    void aDroppedResponderGives500()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(get("/drop"));
        QCOMPARE(client.answer().status, 500);
        client.send(get("/later"));
        site.awaitResponder().reset();
        QCOMPARE(client.answer().status, 500);
    }

    void deltasLeaveWhenTheyAreWritten()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(get("/stream"));
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        QVERIFY(client.readUntil("Transfer-Encoding: chunked\r\n"));
        for (int i = 0; i < 20; ++i) {
            const QByteArray text = "delta " + QByteArray::number(100 + i);
            stream->write(text.toStdString());
            QVERIFY(client.readUntil("9\r\n" + text + "\r\n", 1000));
        }
        QVERIFY(stream->isOpen());
        stream->finish();
        QVERIFY(client.readUntil("\r\n0\r\n\r\n"));
        QVERIFY(!stream->isOpen());
        client.send(get("/none"));
        QVERIFY(client.readUntil("HTTP/1.1 204"));
    }

    void aFloodIsJoinedIntoFewChunksAndArrivesWhole()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient client(server.port());
        client.send(get("/stream"));
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        QVERIFY(client.readUntil("\r\n\r\n"));
        client.received.remove(0, client.received.indexOf("\r\n\r\n") + 4);
        QByteArray sent;
        for (int i = 0; i < 50'000; ++i) {
            const QByteArray piece = QByteArray::number(i) + '\n';
            sent += piece;
            stream->write(piece.toStdString());
        }
        stream->finish();
        QVERIFY(client.readUntil("\r\n0\r\n\r\n"));
        QByteArray got;
        int chunks = 0;
        for (qsizetype at = 0;;) {
            const qsizetype end = client.received.indexOf("\r\n", at);
            const int size = client.received.mid(at, end - at).toInt(nullptr, 16);
            if (size == 0)
                break;
            got += client.received.mid(end + 2, size);
            at = end + 2 + size + 2;
            ++chunks;
        }
        QCOMPARE(got, sent);
        QVERIFY2(chunks < 10'000, qPrintable(QString::number(chunks)));
    }

    void aClientThatGoesIsNoticedWithoutAWrite()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        auto client = std::make_unique<RawClient>(server.port());
        client->send(get("/stream"));
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        QVERIFY(client->readUntil("\r\n\r\n"));
        client->socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(site.closed.load(), 1, 1000);
        QVERIFY(!stream->isOpen());
        stream->write("nobody hears this");
        stream->finish();
        QCOMPARE(stream->pendingBytes(), std::size_t(0));
        RawClient next(server.port());
        next.send(get("/none"));
        QCOMPARE(next.answer().status, 204);
    }

    void clientsThatGoMidStreamHarmNobody()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        for (int i = 0; i < 50; ++i) {
            RawClient client(server.port());
            client.send(get("/stream"));
            const auto stream = site.awaitResponder();
            QVERIFY(stream);
            for (int piece = 0; piece < 20; ++piece) {
                stream->write(std::string(5000, 'x'));
                if (piece == i % 20)
                    client.socket.abort();
            }
            if (i % 2 == 0)
                stream->finish();
        }
        RawClient next(server.port());
        next.send(get("/none"));
        QCOMPARE(next.answer().status, 204);
    }

    void aReaderThatIsTooSlowIsCut()
    {
        Limits limits;
        limits.pendingBytes = 256 * 1024;
        Site site;
        HttpServer server(site.handler(), limits);
        QCOMPARE(server.start(0), std::string());
        QTcpSocket socket;
        socket.setReadBufferSize(1024);
        socket.connectToHost(QStringLiteral("127.0.0.1"), server.port());
        QVERIFY(socket.waitForConnected());
        socket.write(get("/stream"));
        QVERIFY(socket.waitForBytesWritten());
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        for (int i = 0; i < 2000 && stream->isOpen(); ++i) {
            stream->write(std::string(16 * 1024, 'x'));
            QVERIFY(stream->pendingBytes() <= limits.pendingBytes + 16 * 1024);
            QTest::qWait(1);
        }
        QVERIFY(!stream->isOpen());
        QTRY_COMPARE_WITH_TIMEOUT(site.closed.load(), 1, 2000);
    }

    void aReaderThatStopsIsCutByTheWriteTimeout()
    {
        Site site;
        HttpServer server(site.handler(), hasty());
        QCOMPARE(server.start(0), std::string());
        QTcpSocket socket;
        socket.setReadBufferSize(1024);
        socket.connectToHost(QStringLiteral("127.0.0.1"), server.port());
        QVERIFY(socket.waitForConnected());
        socket.write(get("/stream"));
        QVERIFY(socket.waitForBytesWritten());
        const auto stream = site.awaitResponder();
        QVERIFY(stream);
        stream->write(std::string(8 * 1024 * 1024 - 1024, 'x'));
        QTRY_COMPARE_WITH_TIMEOUT(site.closed.load(), 1, 3000);
    }

    void twoHundredConnectionsAreServedAtOnce()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 200; ++i) {
            clients.push_back(std::make_unique<RawClient>(server.port()));
            clients.back()->send(get("/stream"));
        }
        QTRY_COMPARE(site.requests.load(), 200);
        std::vector<std::shared_ptr<Responder>> streams;
        while (auto stream = site.take())
            streams.push_back(std::move(stream));
        QCOMPARE(streams.size(), std::size_t(200));
        for (const auto &stream : streams) {
            stream->write("hello");
            stream->finish();
        }
        for (const auto &client : clients)
            QVERIFY(client->readUntil("5\r\nhello\r\n0\r\n\r\n"));
    }

    void oneConnectionTooManyGets503AndOthersGoOn()
    {
        Limits limits;
        limits.connections = 3;
        Site site;
        HttpServer server(site.handler(), limits);
        QCOMPARE(server.start(0), std::string());
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<RawClient>(server.port()));
            clients.back()->send(get("/none"));
            QCOMPARE(clients.back()->answer().status, 204);
        }
        {
            RawClient late(server.port());
            late.send(get("/none"));
            const auto answer = late.answer();
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.header("Retry-After"), QByteArray("1"));
        }
        clients.front()->send(get("/none"));
        QCOMPARE(clients.front()->answer().status, 204);
        clients.pop_back();
        QVERIFY(QTest::qWaitFor([&] {
            RawClient next(server.port());
            next.send(get("/none"));
            return next.answer().status == 204;
        }));
    }

    void stoppingLetsAnswersFinishAndClosesTheRest()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient idle(server.port());
        idle.send(get("/none"));
        QCOMPARE(idle.answer().status, 204);
        RawClient answered(server.port());
        answered.send(get("/later"));
        const auto responder = site.awaitResponder();
        RawClient streaming(server.port());
        streaming.send(get("/stream"));
        const auto stream = site.awaitResponder();
        QVERIFY(responder && stream);
        stream->write("begun");
        QVERIFY(streaming.readUntil("begun"));

        const std::uint16_t port = server.port();
        responder->respond({.status = 200, .headers = {}, .body = "just in time"});
        QElapsedTimer timer;
        timer.start();
        server.stop(100ms);
        QVERIFY2(
            timer.elapsed() >= 90 && timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(site.closed.load(), 1);
        QVERIFY(!stream->isOpen());
        stream->write("after the end");
        QCOMPARE(answered.answer().body, QByteArray("just in time"));
        QVERIFY(idle.waitForEnd());
        QVERIFY(streaming.waitForEnd());
        QVERIFY(!streaming.received.contains("0\r\n\r\n")); // cut, not finished

        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        QVERIFY(!socket.waitForConnected(300));
    }

    void stoppingWithNothingUnderWayIsImmediate()
    {
        Site site;
        HttpServer server(site.handler());
        QCOMPARE(server.start(0), std::string());
        RawClient idle(server.port());
        QElapsedTimer timer;
        timer.start();
        server.stop(10s);
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(HttpServerTest)
#include "tst_httpserver.moc"
