#include "client/chatrecorder.h"
#include "support/memory.h"

using namespace throughline;
using namespace throughline::test;

namespace {

constexpr qint64 mostGrowth = qint64(32) * 1024 * 1024;
constexpr int patience = 60'000;

/// Deltas as from a model that never stops.
Script endlessReply()
{
    const QByteArray event =
        "event: chunk\ndata: " + chunkData(QStringLiteral("word ").repeated(100)) + "\n\n";
    const QByteArray events = event.repeated(64);
    return Script()
        .streamHead()
        .event("start", startData(QStringLiteral("u1"), QStringLiteral("a1")))
        .endless(QByteArray::number(events.size(), 16) + "\r\n" + events + "\r\n");
}

} // namespace

/// A reply that goes on and on.
class TestEndlessReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsCutOffOnceAndItsTextIsKept_data()
    {
        QTest::addColumn<QStringList>("capabilities");
        QTest::newRow("base contract") << QStringList();
        QTest::newRow("resume") << QStringList{QStringLiteral("resume"), QStringLiteral("idempotency")};
    }
    void itIsCutOffOnceAndItsTextIsKept()
    {
        QFETCH(QStringList, capabilities);
        ChatRecorder chat(capabilities);
        chat.thread.streams(endlessReply());
        const MemoryPeak peak;
        client::ChatStream &stream = chat.start();
        qint64 shown = 0; // the recorder keeps every delta, which would be measured, too
        stream.disconnect(SIGNAL(deltaReceived(QString)));
        connect(&stream, &client::ChatStream::deltaReceived, this,
            [&shown](const QString &text) { shown += text.size(); });
        stream.send(chat.question());
        QVERIFY(chat.ends(patience));
        const auto *interrupted = chat.ending<client::ReplyInterrupted>();
        QVERIFY(interrupted);
        QCOMPARE(interrupted->error.message, QStringLiteral("The reply goes on without end."));
        QVERIFY(interrupted->questionStored);
        QCOMPARE(stream.text().size(), shown);
        QVERIFY(stream.text().startsWith(QStringLiteral("word word ")));
        QCOMPARE(chat.thread.streamingPosts(), 1);
        QCOMPARE(chat.server.requests("GET", "/api/chat/messages/a1/stream/").size(), 0);
        if (MemoryPeak::unavailable())
            qInfo("%s", MemoryPeak::unavailable());
        else
            QVERIFY2(peak.growth() <= mostGrowth, qPrintable(QString::number(peak.growth())));
    }
};

QTEST_GUILESS_MAIN(TestEndlessReply)
#include "tst_endlessreply.moc"
