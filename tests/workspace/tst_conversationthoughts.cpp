#include "workspace/conversationbench.h"

#include <QSignalSpy>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

QByteArray started()
{
    return sse("start", startData(QStringLiteral("u1"), QStringLiteral("a1")), "a1:0");
}

QByteArray thought(const char *text, qint64 offset)
{
    return sse("reasoning", protocol::streamEventData(protocol::StreamReasoning{
                                .text = QString::fromUtf8(text), .offset = offset}));
}

QByteArray waiting(const char *sentence)
{
    return sse("waiting", compact({{QStringLiteral("message"), QString::fromUtf8(sentence)}}));
}

QByteArray chunk(const char *text, int offset)
{
    return sse("chunk", chunkData(QString::fromUtf8(text)), "a1:" + QByteArray::number(offset));
}

protocol::Message replyWith(const char *text, const char *thoughts, const char *status, int thoughtMs = -1)
{
    protocol::Message message =
        reply(QStringLiteral("a1"), QString::fromUtf8(text), QString::fromLatin1(status));
    message.metadata.insert(QStringLiteral("reasoning"), QString::fromUtf8(thoughts));
    if (thoughtMs >= 0)
        message.metadata.insert(QStringLiteral("reasoning_ms"), thoughtMs);
    return message;
}

const QStringList extensions{
    QStringLiteral("resume"), QStringLiteral("idempotency"), QStringLiteral("continue")};

} // namespace

/// The thoughts of a model and its waiting, in the rows of a conversation.
class TestConversationThoughts : public QObject
{
    Q_OBJECT

    std::unique_ptr<ConversationBench> m_bench;
    FakeExchange *m_link = nullptr;

    const TranscriptModel::Row &reply() { return m_bench->row(1); }

    /// Sends, and leaves the link open in the test's hands.
    void send()
    {
        QVERIFY(m_bench->load());
        m_bench->transport.once("POST", streamPath, FakeAnswer::hold());
        m_bench->conversation->send(why);
        QTRY_VERIFY(m_bench->transport.last());
        m_link = m_bench->transport.last();
        m_link->head(200, {{"Content-Type", "text/event-stream"}});
        m_link->body(started());
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<ConversationBench>(extensions); }

    void theyStandBesideTheText()
    {
        send();
        m_link->body(thought("One", 3));
        QSignalSpy changed(&m_bench->conversation->transcript(), &QAbstractItemModel::dataChanged);
        QSignalSpy appended(&m_bench->conversation->transcript(), &TranscriptModel::thoughtsAppended);
        m_link->body(thought(", two", 8));
        QCOMPARE(appended.size(), 1);
        QCOMPARE(changed.size(), 0); // a view that has them folded need not look
        QCOMPARE(reply().thoughts, QStringLiteral("One, two"));
        QCOMPARE(reply().message.content, QString());
        QCOMPARE(reply().state, RowState::Waiting);
        QVERIFY(reply().isThinking);
        m_link->body(chunk("Because.", 8));
        QCOMPARE(reply().state, RowState::Streaming);
        QVERIFY(!reply().isThinking);
        QCOMPARE(reply().message.content, QStringLiteral("Because."));
        const QModelIndex index = m_bench->conversation->transcript().index(1);
        QCOMPARE(index.data(Qt::DisplayRole).toString(), QStringLiteral("Because."));
        QCOMPARE(index.data(TranscriptModel::ThoughtsRole).toString(), QStringLiteral("One, two"));
    }

    void theirTimeIsMeasuredUntilTheServerSaysIt()
    {
        send();
        m_bench->clock.advance(9s); // it loads
        m_link->body(thought("One", 3));
        QCOMPARE(reply().thinkingSince, std::optional(m_bench->clock.monotonic()));
        QVERIFY(!reply().thoughtFor);
        m_bench->clock.advance(4s);
        m_link->body(chunk("Because.", 8));
        QCOMPARE(reply().thoughtFor, std::optional(4000ms));
        QVERIFY(!reply().thinkingSince);
        m_bench->stored = {
            userMessage(QStringLiteral("u1"), why), replyWith("Because.", "One", "complete", 3900)};
        m_link->body(sse("done", doneData(QStringLiteral("a1")), "a1:8"));
        QTRY_COMPARE(reply().state, RowState::Settled);
        QCOMPARE(reply().thoughtFor, std::optional(3900ms));
        QCOMPARE(reply().thoughts, QStringLiteral("One"));
        QVERIFY(!reply().message.metadata.contains(QStringLiteral("reasoning"))); // once is enough
    }

    void blanksAreNoThoughts()
    {
        send();
        m_link->body(thought("\n\n", 2));
        QVERIFY(!reply().hasThoughts());
        QSignalSpy changed(&m_bench->conversation->transcript(), &QAbstractItemModel::dataChanged);
        constexpr int events = 1000;
        for (int i = 0; i < events; ++i)
            m_link->body(thought(" ", 3 + i));
        QCOMPARE(changed.size(), 0); // nothing to see, and nothing that costs more the more there is
        m_link->body(thought("One", 2 + events + 3));
        QVERIFY(reply().hasThoughts());
        QCOMPARE(changed.size(), 1); // there is something to see now
        QCOMPARE(reply().thoughts, QStringLiteral("\n\n") + QString(events, u' ') + QStringLiteral("One"));
    }

    void storedOnesAreRead()
    {
        m_bench->stored = {
            userMessage(QStringLiteral("u1"), why), replyWith("Because.", "One", "complete", 3900)};
        QVERIFY(m_bench->load());
        QCOMPARE(reply().thoughts, QStringLiteral("One"));
        QCOMPARE(reply().thoughtFor, std::optional(3900ms));
        QCOMPARE(reply().message.content, QStringLiteral("Because."));
        QVERIFY(!reply().message.metadata.contains(QStringLiteral("reasoning")));
    }

    void aTimeThatCannotBeIsNone_data()
    {
        QTest::addColumn<QJsonValue>("time");
        QTest::newRow("negative") << QJsonValue(-1);
        QTest::newRow("without end") << QJsonValue(qint64(9'000'000'000'000'000'000));
        QTest::newRow("words") << QJsonValue(QStringLiteral("long"));
    }
    void aTimeThatCannotBeIsNone()
    {
        QFETCH(QJsonValue, time);
        protocol::Message message = replyWith("Because.", "One", "complete");
        message.metadata.insert(QStringLiteral("reasoning_ms"), time);
        m_bench->stored = {userMessage(QStringLiteral("u1"), why), message};
        QVERIFY(m_bench->load());
        QVERIFY(!reply().thoughtFor);
    }

    void aReplyThatIsThinkingIsTakenUpWithWhatIsThere()
    {
        m_bench->stored = {userMessage(QStringLiteral("u1"), why), replyWith("", "One", "streaming")};
        FakeAnswer answer = FakeAnswer::stream({started() + thought("One", 3) + thought(", two", 8)});
        answer.holdEnd = true;
        m_bench->transport.once("GET", QStringLiteral("/api/chat/messages/a1/stream/"), answer);
        QVERIFY(m_bench->load());
        QVERIFY(reply().isThinking);
        QTRY_COMPARE(reply().thoughts, QStringLiteral("One, two"));
        QVERIFY(!reply().thinkingSince); // when it began was not seen
    }

    void aReplyThatGoesOnThinksOn()
    {
        m_bench->stored = {userMessage(QStringLiteral("u1"), why), replyWith("Be", "One", "stopped", 2000)};
        QVERIFY(m_bench->load());
        FakeAnswer answer = FakeAnswer::stream({started() + thought("One", 3) + thought(", two", 8)});
        answer.holdEnd = true;
        m_bench->transport.once("POST", QStringLiteral("/api/chat/messages/a1/continue/"), answer);
        m_bench->conversation->continueReply(1);
        QTRY_COMPARE(reply().thoughts, QStringLiteral("One, two"));
        QVERIFY(reply().isThinking);
        QCOMPARE(reply().thinkingSince, std::optional(m_bench->clock.monotonic() - 2000ms));
        QCOMPARE(reply().message.content, QStringLiteral("Be"));
    }

    void whyNothingComesStandsInTheRowUntilSomethingDoes()
    {
        send();
        m_link->body(waiting("It loads."));
        QCOMPARE(reply().waiting, QStringLiteral("It loads."));
        QCOMPARE(reply().state, RowState::Waiting);
        QVERIFY(reply().notice.isEmpty());
        const QModelIndex index = m_bench->conversation->transcript().index(1);
        QCOMPARE(index.data(TranscriptModel::WaitingRole).toString(), QStringLiteral("It loads."));
        m_link->body(chunk("Be", 2));
        QVERIFY(reply().waiting.isEmpty());
    }

    void howLongNothingComesIsToldUntilSomethingDoes()
    {
        send();
        m_bench->clock.advance(72s);
        QTRY_COMPARE(reply().waiting, QStringLiteral("Nothing has come for 1:12."));
        m_link->body(waiting("It loads."));
        QTRY_COMPARE(reply().waiting, QStringLiteral("It loads. (1:12)"));
        m_link->body(chunk("Be", 2));
        QVERIFY(reply().waiting.isEmpty());
        m_bench->clock.advance(15s);
        QTRY_COMPARE(reply().waiting, QStringLiteral("Nothing has come for 15 s."));
        m_bench->stored = {userMessage(QStringLiteral("u1"), why)};
        m_bench->conversation->stop();
        QTRY_COMPARE(reply().state, RowState::Stopped);
        QVERIFY(reply().waiting.isEmpty());
    }

    void aStopEndsTheWaiting()
    {
        send();
        m_link->body(waiting("It loads."));
        m_bench->stored = {userMessage(QStringLiteral("u1"), why)};
        m_bench->conversation->stop();
        QTRY_COMPARE(reply().state, RowState::Stopped);
        QVERIFY(reply().waiting.isEmpty());
    }

    void whatIsOpenStaysOpenWhenTheConversationIsReadAgain()
    {
        m_bench->stored = {userMessage(QStringLiteral("u1"), why), replyWith("Because.", "One", "complete")};
        QVERIFY(m_bench->load());
        m_bench->conversation->transcript().showThoughts(1, true);
        m_bench->stored.append(userMessage(QStringLiteral("u2"), QStringLiteral("And?")));
        m_bench->conversation->load();
        QTRY_COMPARE(m_bench->rows(), 3);
        QVERIFY(reply().showsThoughts);
    }

    void whatIsOpenStaysOpenToTheEndOfTheReply()
    {
        send();
        m_link->body(thought("One", 3));
        m_bench->conversation->transcript().showThoughts(1, true);
        m_bench->stored = {userMessage(QStringLiteral("u1"), why), replyWith("Because.", "One", "complete")};
        m_link->body(chunk("Because.", 8) + sse("done", doneData(QStringLiteral("a1")), "a1:8"));
        QTRY_COMPARE(reply().state, RowState::Settled);
        QVERIFY(reply().showsThoughts);
    }
};

QTEST_GUILESS_MAIN(TestConversationThoughts)
#include "tst_conversationthoughts.moc"
