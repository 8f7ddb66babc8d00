#include "client/chatrecorder.h"

using namespace throughline;
using namespace std::chrono_literals;
using client::ReplyCompleted;
using client::ReplyFailed;
using client::ReplyInterrupted;
using client::ReplyStopped;
using test::ChatRecorder;
using test::Script;

namespace {

const QString questionId = QStringLiteral("u1");
const QString replyId = QStringLiteral("a1");
constexpr const char *resumePath = "/api/chat/messages/a1/stream/";
constexpr const char *cancelPath = "/api/chat/messages/a1/cancel/";

QStringList everything()
{
    return {QStringLiteral("idempotency"), QStringLiteral("resume"), QStringLiteral("cancel")};
}

/// The reply's event \a text that ends at \a offset bytes.
Script &chunk(Script &script, const char *text, int offset)
{
    return script.event(
        "chunk", test::chunkData(QString::fromUtf8(text)), "a1:" + QByteArray::number(offset));
}

Script started()
{
    Script script;
    script.streamHead().event("start", test::startData(questionId, replyId), "a1:0");
    return script;
}

/// What the server has when all is over.
void storeAll(ChatRecorder &chat, const QString &text, const QString &status = QStringLiteral("complete"))
{
    chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
    chat.thread.store(test::reply(replyId, text, status));
}

} // namespace

/// Against a real socket: a server with the extensions idempotency, resume and cancel.
class TestChatStreamResume : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theIdsAreKnownBeforeTheFirstToken()
    {
        ChatRecorder chat(everything());
        Script script = started();
        chat.thread.streams(script.stall());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.replyIds, QStringList{replyId});
        QCOMPARE(chat.storedIds, QStringList{questionId});
        QCOMPARE(chat.endings.size(), 0);
    }

    void aBrokenLinkIsTakenUpWhereItBroke()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QString::fromUtf8("Grüße, Welt!"));
        Script first = started();
        chat.thread.streams(chunk(first, "Grüße", 7).reset());
        Script second = started();
        chat.server.once("GET", resumePath, chunk(second, ", W", 10).reset());
        Script third = started();
        chat.server.once("GET", resumePath,
            chunk(third, "elt!", 14).event("done", test::doneData(replyId), "a1:14").lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.deltas.join(QString()), QString::fromUtf8("Grüße, Welt!"));
        const QList<test::ServedRequest> resumed = chat.server.requests("GET", resumePath);
        QCOMPARE(resumed.size(), 2);
        QCOMPARE(resumed.at(0).header("Last-Event-ID"), QByteArray("a1:7"));
        QCOMPARE(resumed.at(1).header("Last-Event-ID"), QByteArray("a1:10"));
        QVERIFY(chat.reconnects >= 2);
        QCOMPARE(chat.thread.streamingPosts(), 1);
    }

    void whatComesAgainIsNotShownAgain()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hello"));
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3).reset());
        Script second = started();
        chunk(second, "Hel", 3);
        chunk(second, "ello", 5);
        chat.server.once("GET", resumePath, second.event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QCOMPARE(chat.deltas, (QStringList{QStringLiteral("Hel"), QStringLiteral("lo")}));
    }

    void aGapIsFilledWithAWholeCopy()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hello, world"));
        Script first = started();
        chunk(first, "Hel", 3);
        chat.thread.streams(chunk(first, "world", 12).stall());
        Script second = started();
        chat.server.once("GET", resumePath,
            chunk(second, "Hello, world", 12).event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.shown, QStringLiteral("Hello, world"));
        QCOMPARE(
            chat.server.requests("GET", resumePath).constFirst().header("Last-Event-ID"), QByteArray("a1:0"));
    }

    void aLinkThatBreaksBeforeTheFirstEventIsAskedForAgainUnderTheSameKey()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hi"));
        chat.thread.streams(Script().streamHead().reset());
        Script second = started();
        chat.thread.streams(chunk(second, "Hi", 2).event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.shown, QStringLiteral("Hi"));
        const QList<test::ServedRequest> posts = chat.server.requests("POST", test::ThreadServer::streamPath);
        QCOMPARE(posts.size(), 2);
        QCOMPARE(posts.at(0).header("Idempotency-Key"), posts.at(1).header("Idempotency-Key"));
    }

    void aServerThatStaysAwayInterruptsTheReplyAndKeepsItsText()
    {
        ChatRecorder chat(everything());
        chat.timing.resumeAttempts = 3;
        chat.server.always("GET", resumePath, Script().json(502, "{}"));
        chat.server.always("GET", "/api/chat/messages/", Script().json(502, "{}"));
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3).reset());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *interrupted = chat.ending<ReplyInterrupted>();
        QVERIFY(interrupted);
        QVERIFY(interrupted->questionStored);
        QCOMPARE(chat.stream->text(), QStringLiteral("Hel"));
        QCOMPARE(chat.server.requests("GET", resumePath).size(), 3);
        QCOMPARE(chat.thread.streamingPosts(), 1);
    }

    void aReplyThatTheServerInterruptedSaysSo()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hel"), QStringLiteral("interrupted"));
        Script second = started();
        chat.server.once("GET", resumePath, second.event("done", test::doneData(replyId)).lastChunk());
        chat.start().follow(QStringLiteral("t1"), replyId, QStringLiteral("Hel"));
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyInterrupted>());
        QCOMPARE(chat.stream->text(), QStringLiteral("Hel"));
    }

    void followingTakesUpWhatIsHeld()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hello"));
        Script script = started();
        chat.server.once(
            "GET", resumePath, chunk(script, "lo", 5).event("done", test::doneData(replyId)).lastChunk());
        chat.start().follow(QStringLiteral("t1"), replyId, QStringLiteral("Hel"));
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.deltas, QStringList{QStringLiteral("lo")});
        QCOMPARE(
            chat.server.requests("GET", resumePath).constFirst().header("Last-Event-ID"), QByteArray("a1:3"));
    }

    void aReplyThatWasInterruptedIsNeverTakenForComplete()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hel"), QStringLiteral("interrupted"));
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3).reset());
        // Taken up after the server was killed: there is no more of it. Then it is killed again.
        Script rest = started();
        rest.event("done", test::doneData(replyId), "a1:3").lastChunk();
        chat.server.once("GET", resumePath, rest);
        chat.server.once("GET", "/api/chat/messages/", Script().reset());
        chat.server.once("GET", "/api/chat/messages/", Script().reset());
        chat.server.always("GET", resumePath, rest);
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyInterrupted>());
        QCOMPARE(chat.shown, QStringLiteral("Hel"));
    }

    void aReplyWhoseEndCannotBeReadIsNotTakenForComplete()
    {
        ChatRecorder chat(everything());
        chat.timing.resumeAttempts = 2;
        Script whole = started();
        chat.thread.streams(
            chunk(whole, "Hel", 3).event("done", test::doneData(replyId), "a1:3").lastChunk());
        chat.server.always("GET", resumePath, Script().reset());
        chat.server.always("GET", "/api/chat/messages/", Script().reset());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyInterrupted>());
        QCOMPARE(chat.shown, QStringLiteral("Hel"));
    }

    void aReplyThatIsGoneCannotBeFollowed()
    {
        ChatRecorder chat(everything());
        chat.server.once("GET", resumePath, Script().json(404, "{}"));
        chat.start().follow(QStringLiteral("t1"), replyId, QStringLiteral("Hel"));
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyInterrupted>());
    }

    void stoppingAsksTheServerAndTakesItsLastWords()
    {
        ChatRecorder chat(everything());
        chat.timing.stopLimit = std::chrono::seconds(10); // a busy machine
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        Script script = started();
        chunk(script, "Hel", 3).delay(200ms);
        chat.thread.streams(chunk(script, "lo", 5).event("done", test::doneData(replyId)).lastChunk());
        chat.server.once("POST", cancelPath, Script().json(200, "{}"));
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.shown, QStringLiteral("Hel"));
        chat.thread.store(test::reply(replyId, QStringLiteral("Hello"), QStringLiteral("stopped")));
        chat.stream->stop();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QCOMPARE(chat.shown, QStringLiteral("Hello"));
        QCOMPARE(chat.server.requests("POST", cancelPath).size(), 1);
    }

    void stoppingBeforeTheFirstEventCancelsAsSoonAsTheReplyIsKnown()
    {
        ChatRecorder chat(everything());
        chat.server.once("POST", cancelPath, Script().json(200, "{}"));
        Script script;
        script.streamHead().delay(30ms).event("start", test::startData(questionId, replyId), "a1:0");
        chat.thread.streams(script.stall());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.thread.streamingPosts(), 1);
        chat.stream->stop();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QCOMPARE(chat.server.requests("POST", cancelPath).size(), 1);
    }

    void stoppingWhenTheServerDoesNotSayWhatItBeganLooksAndCancels()
    {
        ChatRecorder chat(everything());
        chat.server.once("POST", cancelPath, Script().json(200, "{}"));
        chat.thread.streams(Script().streamHead().stall());
        storeAll(chat, {}, QStringLiteral("streaming"));
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.thread.streamingPosts(), 1);
        chat.stream->stop();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QCOMPARE(chat.storedIds, QStringList{questionId});
        QCOMPARE(chat.replyIds, QStringList{replyId});
        QTRY_COMPARE(chat.server.requests("POST", cancelPath).size(), 1);
    }

    void aCancelIsSentAlsoWhenTheStreamIsDestroyedAtOnce()
    {
        ChatRecorder chat(everything());
        chat.server.once("POST", cancelPath, Script().json(200, "{}"));
        Script script = started();
        chat.thread.streams(chunk(script, "Hel", 3).stall());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.shown, QStringLiteral("Hel"));
        chat.stream->stop();
        chat.stream.reset();
        QTRY_COMPARE(chat.server.requests("POST", cancelPath).size(), 1);
    }

    void aLinkThatSaysNothingForTooLongIsTakenUpAnew()
    {
        ChatRecorder chat(everything());
        chat.timing.silenceLimit = 50ms;
        storeAll(chat, QStringLiteral("Hello"));
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3).stall());
        Script second = started();
        chat.server.once(
            "GET", resumePath, chunk(second, "lo", 5).event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.shown, QStringLiteral("Hello"));
        QCOMPARE(chat.thread.streamingPosts(), 1);
    }

    void commentsKeepALinkAlive()
    {
        ChatRecorder chat(everything());
        chat.timing.silenceLimit = 400ms;
        storeAll(chat, QStringLiteral("Hello"));
        Script script = started();
        chunk(script, "Hel", 3);
        for (int i = 0; i < 8; ++i)
            script.delay(80ms).chunk(":\n\n");
        chat.thread.streams(chunk(script, "lo", 5).event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.reconnects, 0);
    }

    void aServerWithoutTheCapabilityMayThinkForLonger()
    {
        ChatRecorder chat;
        chat.timing.silenceLimit = 1ms;
        storeAll(chat, QStringLiteral("Hello"), {});
        Script script;
        script.streamHead().delay(100ms).event("chunk", test::chunkData(QStringLiteral("Hello")));
        chat.thread.streams(script.event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
    }

    void afterSleepAnOpenLinkIsTakenUpWithoutWaiting()
    {
        ChatRecorder chat(everything());
        storeAll(chat, QStringLiteral("Hello"));
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3).stall()); // dead, but nobody says so
        Script second = started();
        chat.server.once(
            "GET", resumePath, chunk(second, "lo", 5).event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.shown, QStringLiteral("Hel"));
        chat.stream->wake();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.deltas, (QStringList{QStringLiteral("Hel"), QStringLiteral("lo")}));
        QCOMPARE(
            chat.server.requests("GET", resumePath).constFirst().header("Last-Event-ID"), QByteArray("a1:3"));
    }

    void anAttemptThatIsWaitedForIsMadeAtOnceWhenTheServerIsThere()
    {
        ChatRecorder chat(everything());
        chat.timing.firstResumeDelay = chat.timing.longestResumeDelay = std::chrono::hours(24);
        storeAll(chat, QStringLiteral("Hello"));
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3).reset());
        Script second = started();
        chat.server.once(
            "GET", resumePath, chunk(second, "lo", 5).event("done", test::doneData(replyId)).lastChunk());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.reconnects, 1);
        chat.stream->retryNow();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
    }

    void anAttemptThatFindsNobodySaysThatTheServerIsUnreachable()
    {
        ChatRecorder chat(everything());
        chat.timing.resumeAttempts = 1;
        QSignalSpy unreachable(&chat.client, &client::ApiClient::unreachable);
        Script first = started();
        chat.thread.streams(chunk(first, "Hel", 3));
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.shown, QStringLiteral("Hel"));
        QCOMPARE(unreachable.size(), 0);
        chat.server.shutDown();
        QVERIFY(chat.ends());
        QVERIFY(unreachable.size() >= 1);
        QVERIFY(chat.ending<ReplyInterrupted>());
        QCOMPARE(chat.stream->text(), QStringLiteral("Hel"));
    }

    void regeneratingStreamsAnotherReply()
    {
        QStringList capabilities = everything();
        capabilities.append(QStringLiteral("regenerate"));
        ChatRecorder chat(capabilities);
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        chat.thread.store(
            test::reply(QStringLiteral("a2"), QStringLiteral("Better"), QStringLiteral("complete")));
        Script script;
        script.streamHead()
            .event("start", test::startData(questionId, QStringLiteral("a2")), "a2:0")
            .event("chunk", test::chunkData(QStringLiteral("Better")), "a2:6")
            .event("done", test::doneData(QStringLiteral("a2")))
            .lastChunk();
        chat.server.once("POST", "/api/chat/messages/a1/regenerate/?stream=true", script);
        chat.start().regenerate({.threadId = QStringLiteral("t1"),
            .messageId = replyId,
            .questionId = {},
            .idempotencyKey = "k",
            .knownIds = {}});
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.replyIds, QStringList{QStringLiteral("a2")});
        QCOMPARE(chat.shown, QStringLiteral("Better"));
    }
};

QTEST_GUILESS_MAIN(TestChatStreamResume)
#include "tst_chatstreamresume.moc"
