#include "client/contractjson.h"
#include "net/networktransport.h"
#include "support/scriptedserver.h"
#include "support/waituntil.h"
#include "workspace/conversation.h"

#include <QRandomGenerator>
#include <QTest>

using namespace throughline;
using test::Script;
using test::ScriptedServer;
using workspace::Conversation;
using workspace::RowState;

namespace {

constexpr int streamsOfAKind = 250;
const QString question = QStringLiteral("Lease or buy?");
const QByteArray postPath = "/api/chat/threads/t1/messages/";

enum class Framing { Chunked, ContentLength, Gzip, CloseDelimited };

QByteArray events()
{
    QByteArray all;
    for (int i = 0; i < 30; ++i)
        all += "event: chunk\ndata: {\"delta\": \"word " + QByteArray::number(i) + " é \"}\n\n";
    return all;
}

QByteArray doneEvent()
{
    return "event: done\ndata: {\"message_id\": \"a1\"}\n\n";
}

/// RFC 1952: qCompress() makes a zlib stream behind a length; what matters here is that it is no plain text.
QByteArray compressed(const QByteArray &bytes)
{
    return QByteArray::fromHex("1f8b08000000000000ff") + qCompress(bytes).mid(6);
}

QByteArray chunkedBody(const QByteArray &bytes, QRandomGenerator &random)
{
    QByteArray body;
    for (qsizetype at = 0; at < bytes.size();) {
        const QByteArray piece = bytes.mid(at, random.bounded(1, 120));
        body += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
        at += piece.size();
    }
    return body;
}

/// An answer that ends somewhere before the last byte of its `done`.
Script truncated(Framing framing, bool torn, QRandomGenerator &random)
{
    const QByteArray whole = events() + doneEvent();
    net::HeaderList headers{{"Content-Type", "text/event-stream"}};
    QByteArray body = whole;
    if (framing == Framing::Chunked) {
        headers.emplaceBack("Transfer-Encoding", "chunked");
        body = chunkedBody(whole, random);
        body.chop(3); // the end of the last chunk, and the last byte of `done`
    } else if (framing == Framing::Gzip) {
        body = compressed(whole);
        headers.emplaceBack("Content-Encoding", "gzip");
        headers.emplaceBack("Content-Length", QByteArray::number(body.size()));
        body.chop(8); // four bytes of checksum, and what says that all is there
    } else {
        if (framing == Framing::ContentLength)
            headers.emplaceBack("Content-Length", QByteArray::number(body.size()));
        else
            headers.emplaceBack("Connection", "close");
        body.chop(1);
    }
    Script script;
    script.head(200, headers);
    script.sendInPieces(body.left(random.bounded(int(body.size()) + 1)), random.bounded(100, 1'500));
    return torn ? script.reset() : script.close();
}

} // namespace

/// A thousand streams of servers without the extension resume that end too early: none is called complete.
class TruncatedStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneIsReportedComplete_data()
    {
        QTest::addColumn<Framing>("framing");
        QTest::newRow("chunked, cut anywhere") << Framing::Chunked;
        QTest::newRow("shorter than its Content-Length") << Framing::ContentLength;
        QTest::newRow("compressed and cut") << Framing::Gzip;
        QTest::newRow("delimited by the connection's end") << Framing::CloseDelimited;
    }

    void noneIsReportedComplete()
    {
        QFETCH(Framing, framing);
        for (quint32 seed = 1; seed <= streamsOfAKind; ++seed) {
            const QByteArray where = "seed " + QByteArray::number(seed);
            QRandomGenerator random(seed);
            ScriptedServer server;
            // Whether the server has kept a part of the reply, all of it, or nothing, it does not say so. (A
            // torn connection may take the head with it: then a reply that is there is one.)
            const bool torn = random.bounded(2) == 0;
            QList<protocol::Message> stored{test::userMessage(QStringLiteral("u1"), question)};
            if (!torn && random.bounded(2) == 0)
                stored.append(test::reply(QStringLiteral("a1"), QStringLiteral("word 0 é word 1 é ")));
            server.once(
                "GET", "/api/chat/messages/", Script().json(200, test::page(QList<protocol::Message>())));
            server.always("GET", "/api/chat/messages/", Script().json(200, test::page(stored)));
            server.always("POST", postPath, truncated(framing, torn, random));

            polling::SystemClock clock;
            net::NetworkTransport transport;
            client::ApiClient client(transport, {.baseUrl = server.url(QString()), .bearer = "token"});
            client::ChatStream::Timing timing;
            timing.firstFallbackPoll = timing.longestFallbackPoll = std::chrono::milliseconds(1);
            timing.fallbackLimit = std::chrono::milliseconds(20);
            // Qt does not notice an end within the size of a chunk: it is silence that ends those.
            timing.baseSilenceLimit = std::chrono::milliseconds(250);
            Conversation conversation(client, clock, QStringLiteral("t1"), nullptr, timing);
            const workspace::TranscriptModel &rows = conversation.transcript();
            bool settled = false;
            connect(&rows, &workspace::TranscriptModel::dataChanged, this, [&] {
                settled = settled || (rows.rowCount() > 1 && rows.row(1).state == RowState::Settled);
            });
            conversation.load(); // nothing is sent before
            QVERIFY2(
                test::waitUntil([&] { return conversation.loadState() == Conversation::LoadState::Loaded; }),
                where);
            conversation.send(question);
            QVERIFY2(test::waitUntil([&] { return !conversation.isStreaming(); }), where);
            QVERIFY2(!settled, where);
            QVERIFY2(rows.rowCount() == 2, where);
            QVERIFY2(rows.row(0).message.content == question, where);
            QVERIFY2(rows.row(1).state == RowState::Interrupted, where);
            QVERIFY2(rows.row(1).canRetry, where);
            QVERIFY2(server.requests("POST", postPath).size() == 1, where);
        }
    }
};

QTEST_GUILESS_MAIN(TruncatedStreamsTest)
#include "tst_truncatedstreams.moc"
