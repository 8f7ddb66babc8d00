#include "net/networktransport.h"
#include "net/replystream.h"
#include "recorder.h"
#include "support/attacks.h"
#include "support/memory.h"
#include "support/scriptedserver.h"

#include <QSignalSpy>
#include <QtTest>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;

namespace {

constexpr qint64 mostGrowth = qint64(32) * 1024 * 1024;
constexpr int patience = 60'000;

QString sentenceOf(const net::StreamEnd &end)
{
    const auto *broken = std::get_if<net::StreamBroken>(&end);
    return broken ? protocol::kindName(broken->error.kind) + QStringLiteral(": ") + broken->error.message
                  : QStringLiteral("not broken");
}

} // namespace

/// Servers that send without end, over real sockets: every exchange ends by itself with one error, in bounded
/// memory. They run in the client's thread and so send no faster than it reads; those that do, and what no
/// reader is given, are in tst_floods. What waiting costs is scaled: the limits here are fractions of a
/// second.
class TestHostileServers : public QObject
{
    Q_OBJECT

private:
    /// One small answer of each kind first, so that what is loaded once is not counted.
    void warmUp()
    {
        m_server.always("GET", "/small", Script().json(200, "{}"));
        Recorder recorder(m_transport.send({.url = m_server.url(QStringLiteral("/small"))}));
        QVERIFY(recorder.wait());
        m_server.always(
            "GET", "/events", Script().streamHead().event("chunk", R"({"delta": "a"})").lastChunk());
        net::ReplyStream stream(m_transport, nullptr, {.url = m_server.url(QStringLiteral("/events"))});
        QSignalSpy ends(&stream, &net::ReplyStream::ended);
        QVERIFY(ends.wait());
    }

    static void checkMemory(const MemoryPeak &peak)
    {
        if (MemoryPeak::unavailable())
            qInfo("%s", MemoryPeak::unavailable());
        else
            QVERIFY2(peak.growth() <= mostGrowth, qPrintable(QString::number(peak.growth())));
    }

    void verifyStreamEnds(
        const Script &attack, const QString &sentence, std::chrono::milliseconds idle = 120s)
    {
        warmUp();
        m_server.always("GET", "/attack", attack);
        const MemoryPeak peak;
        QStringList endings;
        net::ReplyStream stream(
            m_transport, nullptr, {.url = m_server.url(QStringLiteral("/attack")), .idleTimeout = idle});
        connect(&stream, &net::ReplyStream::ended, this,
            [&endings](const net::StreamEnd &end) { endings.append(sentenceOf(end)); });
        QTRY_VERIFY_WITH_TIMEOUT(!endings.isEmpty(), patience);
        QTRY_COMPARE(m_server.openConnections(), 1); // the warm one
        QCOMPARE(endings, QStringList(sentence));
        checkMemory(peak);
    }

    std::unique_ptr<ScriptedServer> m_serverOwner = std::make_unique<ScriptedServer>();
    ScriptedServer &m_server = *m_serverOwner;
    net::NetworkTransport m_transport;

private Q_SLOTS:
    void aLineWithoutAnEnd()
    {
        verifyStreamEnds(
            endlessLine(), QStringLiteral("malformed: The server sent more at once than can be taken."));
    }

    void aCommentWithoutAnEnd()
    {
        verifyStreamEnds(endlessComment(),
            QStringLiteral("malformed: The server sends without end, and no part of a reply."));
    }

    void commentsWithoutAnEnd()
    {
        verifyStreamEnds(endlessComments(),
            QStringLiteral("malformed: The server sends without end, and no part of a reply."));
    }

    void aStreamOfTenGibibytes()
    {
        verifyStreamEnds(hugeBody("text/event-stream"),
            QStringLiteral("malformed: The server sends without end, and no part of a reply."));
    }

    void aCompressedStreamWithoutAnEnd()
    {
        verifyStreamEnds(gzipBomb("text/event-stream"),
            QStringLiteral("malformed: The server sends without end, and no part of a reply."));
    }

    void aStreamThatTrickles()
    {
        verifyStreamEnds(trickle(20ms),
            QStringLiteral("timeout: Nothing whole came from the server for 0.3 seconds."), 300ms);
    }

    void aStreamThatSaysNowAndThenThatItIsThereGoesOn()
    {
        Script script = Script().streamHead();
        for (int i = 0; i < 8; ++i)
            script.delay(100ms).chunk(":\n");
        m_server.always("GET", "/slow", script.event("chunk", R"({"delta": "a"})").lastChunk());
        net::ReplyStream stream(
            m_transport, nullptr, {.url = m_server.url(QStringLiteral("/slow")), .idleTimeout = 500ms});
        QList<net::StreamEnd> ends;
        connect(&stream, &net::ReplyStream::ended, this,
            [&ends](const net::StreamEnd &end) { ends.append(end); });
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 1, patience);
        QVERIFY(ends.first() == net::StreamEnd(net::StreamClosed{.done = false}));
    }

    void aRefusalOfTenGibibytes()
    {
        warmUp();
        m_server.always("GET", "/attack",
            Script()
                .head(500, {{"Content-Length", QByteArray::number(tenGibibytes)}})
                .endless(QByteArray(64 * 1024, 'x')));
        const MemoryPeak peak;
        net::ReplyStream stream(m_transport, nullptr, {.url = m_server.url(QStringLiteral("/attack"))});
        QStringList endings;
        connect(&stream, &net::ReplyStream::ended, this,
            [&endings](const net::StreamEnd &end) { endings.append(sentenceOf(end)); });
        QTRY_COMPARE_WITH_TIMEOUT(
            endings, QStringList(QStringLiteral("malformed: The server's answer is too long.")), patience);
        checkMemory(peak);
    }

    void anAnswerWithoutAnEnd_data()
    {
        QTest::addColumn<Script>("attack");
        QTest::addColumn<QString>("ending");
        const QString tooLong = QStringLiteral("malformed: The server's answer is too long.");
        QTest::newRow("10 GiB") << hugeBody("application/json") << tooLong;
        QTest::newRow("no length")
            << Script().head(200, {{"Content-Type", "application/json"}}).endless(QByteArray(64 * 1024, ' '))
            << tooLong;
        QTest::newRow("chunks") << Script()
                                       .chunkedHead(200, "application/json")
                                       .endless("10000\r\n" + QByteArray(64 * 1024, ' ') + "\r\n")
                                << tooLong;
        QTest::newRow("gzip bomb") << gzipBomb("application/json")
                                   << QStringLiteral("malformed: The server's answer could not be read.");
        QTest::newRow("redirect") << Script()
                                         .head(302, {{"Location", "/attack"},
                                                        {"Content-Length", QByteArray::number(tenGibibytes)}})
                                         .endless(QByteArray(64 * 1024, 'x'))
                                  << tooLong;
    }
    void anAnswerWithoutAnEnd()
    {
        QFETCH(Script, attack);
        QFETCH(QString, ending);
        warmUp();
        m_server.always("GET", "/attack", attack);
        const MemoryPeak peak;
        Recorder recorder(m_transport.send({.url = m_server.url(QStringLiteral("/attack"))}));
        QVERIFY(recorder.waitInLoop(patience));
        QTRY_COMPARE(m_server.openConnections(), 1); // the warm one of streams
        QCOMPARE(recorder.ending(), ending);
        checkMemory(peak);
    }

    void aRefusalThatIsABombEndsWithItsTime()
    {
        warmUp();
        m_server.always("GET", "/attack", gzipBomb("application/json", 500));
        const MemoryPeak peak;
        net::HttpRequest request{.url = m_server.url(QStringLiteral("/attack"))};
        request.totalTimeout = 500ms;
        Recorder recorder(m_transport.send(request));
        QVERIFY(recorder.waitInLoop(patience));
        QVERIFY2(recorder.result.error.has_value(), qPrintable(recorder.ending()));
        checkMemory(peak);
    }

    void anAnswerThatTrickles()
    {
        m_server.always(
            "GET", "/attack", Script().head(200, {{"Content-Type", "application/json"}}).endless(" ", 20ms));
        net::HttpRequest request{.url = m_server.url(QStringLiteral("/attack"))};
        request.totalTimeout = 300ms;
        Recorder recorder(m_transport.send(request));
        QVERIFY(recorder.waitInLoop(patience));
        QCOMPARE(recorder.ending(), QStringLiteral("timeout: The server did not answer within 0.3 seconds."));
    }

    void everyAnswerHasATimeLimit() { QVERIFY(net::HttpRequest().totalTimeout.has_value()); }

    void aGoodCompressedAnswerLargerThanWhatIsReadAtOnceIsWhole()
    {
        const QByteArray text = QByteArray("{\"a\": 1}, ").repeated(200'000);
        m_server.always("GET", "/gzip",
            Script().answer(200, "application/json", gzipped(text), {{"Content-Encoding", "deflate"}}));
        Recorder recorder(m_transport.send({.url = m_server.url(QStringLiteral("/gzip"))}));
        QVERIFY(recorder.waitInLoop(patience));
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.body.size(), text.size());
        QVERIFY(recorder.body == text);
    }

private:
    static QByteArray gzipped(const QByteArray &text) { return qCompress(text).sliced(4); }
};

QTEST_GUILESS_MAIN(TestHostileServers)
#include "tst_hostileservers.moc"
