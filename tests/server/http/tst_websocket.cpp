#include "server/http/httpserver.h"
#include "server/http/socketclient.h"

#include <QTest>

#include <atomic>
#include <mutex>

using namespace throughline::server::http;
using namespace std::chrono_literals;
using throughline::tests::RawClient;
using throughline::tests::SocketClient;

namespace {

/// Makes every request a socket, and keeps it for the test.
class Site
{
public:
    explicit Site(const Limits &limits = {})
        : server(
              [this](const Request &request, std::shared_ptr<Responder> responder) {
                  asked = request.asksForSocket();
                  responder->onClosed([this] { ++closed; });
                  responder->startSocket({{"X-Said", "yes"}});
                  const std::lock_guard lock(mutex);
                  kept = std::move(responder);
              },
              limits)
    {
        started = server.start(0).empty();
    }

    std::shared_ptr<Responder> responder()
    {
        std::shared_ptr<Responder> found;
        const bool came = QTest::qWaitFor([&] {
            const std::lock_guard lock(mutex);
            found = kept;
            return found != nullptr;
        });
        if (!came)
            qWarning("no request arrived");
        return found;
    }
    void let()
    {
        const std::lock_guard lock(mutex);
        kept.reset();
    }

    std::atomic<bool> asked{false};
    std::atomic<int> closed{0};
    bool started = false;

private:
    std::mutex mutex;
    std::shared_ptr<Responder> kept;

public:
    HttpServer server;
};

using Shape = SocketClient::Shape;

} // namespace

class WebSocketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHandshakeIsTheStandards()
    {
        Site site;
        SocketClient client(site.server.port(), "/");
        QCOMPARE(client.status(), 101);
        QVERIFY(site.asked);
        QVERIFY(
            client.head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")); // RFC 6455, 1.3
        QVERIFY(client.head.contains("X-Said: yes\r\n"));
    }

    void eachWriteIsOneMessageAndFinishSaysGoodbye()
    {
        Site site;
        SocketClient client(site.server.port(), "/");
        const auto responder = site.responder();
        QVERIFY(responder);
        const std::string large(200'000, 'x');
        responder->write("one");
        responder->write("two");
        responder->write(large);
        responder->finish();
        QCOMPARE(client.next().payload, QByteArray("one"));
        QCOMPARE(client.next().payload, QByteArray("two"));
        QByteArray third; // Beast may send it in fragments
        SocketClient::Frame frame = client.next();
        for (; frame.opcode == 0 || frame.opcode == 1; frame = client.next())
            third += frame.payload;
        QCOMPARE(third, QByteArray::fromStdString(large));
        QCOMPARE(frame.closeCode(), 1000);
        client.send(8, frame.payload);
        QVERIFY(client.client.waitForEnd());
    }

    void pingsAreAnsweredAndSent()
    {
        Limits limits;
        limits.socketHeartbeat = 100ms;
        Site site(limits);
        SocketClient client(site.server.port(), "/");
        client.send(9, "hello");
        SocketClient::Frame frame = client.next();
        while (frame.opcode == 9)
            frame = client.next();
        QCOMPARE(frame.opcode, 10);
        QCOMPARE(frame.payload, QByteArray("hello"));
        QCOMPARE(client.next().opcode, 9);
    }

    void aClientThatDoesNotAnswerPingsIsCut()
    {
        Limits limits;
        limits.socketHeartbeat = 100ms;
        Site site(limits);
        SocketClient client(site.server.port(), "/");
        QCOMPARE(client.status(), 101);
        QVERIFY(client.client.waitForEnd());
        QTRY_COMPARE(site.closed.load(), 1);
    }

    void whoGoesIsNoticed()
    {
        Site site;
        {
            SocketClient client(site.server.port(), "/");
            QCOMPARE(client.status(), 101);
        }
        QTRY_COMPARE(site.closed.load(), 1);
        QVERIFY(!site.responder()->isOpen());
    }

    void aGoodbyeIsReturned()
    {
        Site site;
        SocketClient client(site.server.port(), "/");
        client.send(8, QByteArray("\x03\xe8", 2));
        QCOMPARE(client.next().closeCode(), 1000);
        QVERIFY(client.client.waitForEnd());
        QTRY_COMPARE(site.closed.load(), 1);
    }

    void droppedItIsCutWithoutGoodbye()
    {
        Site site;
        SocketClient client(site.server.port(), "/");
        QVERIFY(site.responder());
        site.let();
        QCOMPARE(client.next().opcode, -1);
        QVERIFY(client.client.waitForEnd());
    }

    void hostileFramesAreCutAndTheServerGoesOn_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code"); // 0: any end will do
        const auto frame = [](int opcode, const QByteArray &payload, Shape shape = Shape()) {
            return SocketClient::frame(opcode, payload, shape);
        };
        QTest::newRow("a message") << frame(1, "hello") << 1008;
        QTest::newRow("a binary message") << frame(2, "hello") << 1008;
        QTest::newRow("unmasked") << frame(1, "hello", {.isMasked = false}) << 1002;
        QTest::newRow("unmasked ping") << frame(9, "hello", {.isMasked = false}) << 1002;
        QTest::newRow("reserved bit") << frame(1, "hello", {.reserved = 4}) << 1002;
        QTest::newRow("unknown opcode") << frame(3, "hello") << 1002;
        QTest::newRow("unknown control") << frame(11, "hello") << 1002;
        QTest::newRow("fragmented ping") << frame(9, "hello", {.isLast = false}) << 1002;
        QTest::newRow("long ping") << frame(9, QByteArray(200, 'x')) << 1002;
        QTest::newRow("continues nothing") << frame(0, "hello") << 1002;
        QTest::newRow("ping inside fragments, then another message")
            << frame(1, {}, {.isLast = false}) + frame(9, "in between") + frame(1, "hello") << 1002;
        QTest::newRow("bad UTF-8") << frame(1, "\xff\xfe\xfd") << 0;
        QTest::newRow("close of one byte") << frame(8, "x") << 1002;
        QTest::newRow("close with bad UTF-8") << frame(8, QByteArray("\x03\xe8\xff", 3)) << 0;
        QTest::newRow("huge, announced") << QByteArray::fromHex("81ff7fffffffffffffff01020304") << 1009;
        QTest::newRow("negative length") << QByteArray::fromHex("81ffffffffffffffffff01020304") << 0;
        QTest::newRow("long way to say a short length") << QByteArray::fromHex("81fe000501020304") << 1002;
        QTest::newRow("fragments without end")
            << frame(1, "x", {.isLast = false}) + frame(0, "x", {.isLast = false}).repeated(10'000) << 0;
        QTest::newRow("no WebSocket at all") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n") << 1002;
    }
    void hostileFramesAreCutAndTheServerGoesOn()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        Site site;
        SocketClient client(site.server.port(), "/");
        QCOMPARE(client.status(), 101);
        client.client.send(bytes);
        SocketClient::Frame frame = client.next();
        while (frame.opcode == 10)
            frame = client.next();
        if (code != 0)
            QCOMPARE(frame.closeCode(), code);
        QVERIFY(client.client.waitForEnd());
        QTRY_COMPARE(site.closed.load(), 1);
        SocketClient another(site.server.port(), "/");
        QCOMPARE(another.status(), 101);
    }

    void aSlowListenerIsCutInsteadOfBuffered()
    {
        Limits limits;
        limits.socketPendingBytes = 64 * 1024;
        Site site(limits);
        SocketClient client(site.server.port(), "/");
        QCOMPARE(client.status(), 101);
        const auto responder = site.responder();
        std::size_t most = 0;
        for (int i = 0; i < 10'000 && responder->isOpen(); ++i) {
            responder->write(std::string(10'000, 'x'));
            most = std::max(most, responder->pendingBytes());
        }
        QVERIFY(!responder->isOpen());
        QVERIFY2(most <= limits.socketPendingBytes, qPrintable(QString::number(most)));
        QTRY_COMPARE(site.closed.load(), 1);
    }

    void aRequestThatIsNoHandshakeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const QByteArray whole = "GET / HTTP/1.1\r\nHost: x\r\n" + SocketClient::handshake() + "\r\n";
        const auto without = [whole](const char *part, const char *instead = "") {
            return QByteArray(whole).replace(part, instead);
        };
        QTest::newRow("plain") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n") << 426;
        QTest::newRow("no upgrade") << without("Upgrade: websocket\r\n") << 426;
        QTest::newRow("another protocol") << without("websocket", "h2c") << 426;
        QTest::newRow("no connection") << without("Connection: keep-alive, Upgrade\r\n") << 426;
        QTest::newRow("old version") << without("Version: 13", "Version: 8") << 426;
        QTest::newRow("no key") << without("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") << 426;
        QTest::newRow("another method") << without("GET", "POST") << 426;
        QTest::newRow("HTTP/1.0") << without("HTTP/1.1", "HTTP/1.0") << 426;
        QTest::newRow("a key that is too long")
            << without("dGhlIHNhbXBsZSBub25jZQ==", QByteArray(100, 'A').constData()) << 400;
        QTest::newRow("frames before the answer")
            << whole + SocketClient::frame(9, "early", SocketClient::Shape()) << 400;
    }
    void aRequestThatIsNoHandshakeIsRefused()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        Site site;
        RawClient client(site.server.port());
        client.send(request);
        QCOMPARE(client.answer().status, status);
        QVERIFY(client.waitForEnd());
    }

    void stoppingTheServerEndsIt()
    {
        Site site;
        SocketClient client(site.server.port(), "/");
        QCOMPARE(client.status(), 101);
        site.server.stop(50ms);
        QVERIFY(client.client.waitForEnd());
    }
};

QTEST_GUILESS_MAIN(WebSocketTest)
#include "tst_websocket.moc"
