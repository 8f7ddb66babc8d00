#include "client/chatrecorder.h"

using namespace throughline;
using client::ReplyCompleted;
using client::ReplyEnding;
using client::ReplyFailed;
using client::ReplyInterrupted;
using client::ReplyStopped;
using test::ChatRecorder;
using test::Script;

namespace {

const QString questionId = QStringLiteral("u1");
const QString replyId = QStringLiteral("a1");
constexpr const char *resumePath = "/api/chat/messages/a1/stream/";

QStringList everything()
{
    return {QStringLiteral("idempotency"), QStringLiteral("resume"), QStringLiteral("cancel")};
}

QByteArray doneData(const QString &status)
{
    return test::compact({{QLatin1StringView("message_id"), replyId}, {QLatin1StringView("status"), status}});
}

/// "Hello", and then `done` with \a status.
Script hello(const QString &status)
{
    Script script;
    return script.streamHead()
        .event("start", test::startData(questionId, replyId), "a1:0")
        .event("chunk", test::chunkData(QStringLiteral("Hello")), "a1:5")
        .event("done", doneData(status), "a1:5")
        .lastChunk();
}

QString nameOf(const ReplyEnding &ending)
{
    constexpr std::array names = {"completed", "stopped", "interrupted", "failed"};
    return QLatin1StringView(names.at(ending.index()));
}

} // namespace

/// What `done` says about how the reply ended counts when the list of messages cannot say it: the reply may
/// stand in another branch than the one that is listed, or somebody may have asked for its rest since.
class TestChatStreamDone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplyThatIsNotListedEndsAsDoneSays_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("ending");
        QTest::newRow("complete") << QStringLiteral("complete") << QStringLiteral("completed");
        QTest::newRow("stopped") << QStringLiteral("stopped") << QStringLiteral("stopped");
        QTest::newRow("interrupted") << QStringLiteral("interrupted") << QStringLiteral("interrupted");
        QTest::newRow("failed") << QStringLiteral("failed") << QStringLiteral("failed");
    }

    void aReplyThatIsNotListedEndsAsDoneSays()
    {
        QFETCH(QString, status);
        QFETCH(QString, ending);
        ChatRecorder chat(everything());
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        chat.thread.streams(hello(status));
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QCOMPARE(nameOf(chat.endings.constFirst()), ending);
        QCOMPARE(chat.stream->text(), QStringLiteral("Hello"));
    }

    void whatIsListedSaysMoreThanDone()
    {
        ChatRecorder chat(everything());
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Hello"), QStringLiteral("complete")));
        chat.thread.streams(hello(QStringLiteral("stopped")));
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
    }

    void aStoppedReplyThatIsGoneOnWithIsFollowed()
    {
        ChatRecorder chat(everything());
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Hello"), QStringLiteral("streaming")));
        chat.thread.streams(hello(QStringLiteral("stopped")));
        chat.server.always("GET", resumePath, [&](const test::ServedRequest &) {
            chat.thread.stored.last() =
                test::reply(replyId, QStringLiteral("Hello, world"), QStringLiteral("complete"));
            Script rest;
            return rest.streamHead()
                .event("start", test::startData(questionId, replyId), "a1:5")
                .event("chunk", test::chunkData(QStringLiteral(", world")), "a1:12")
                .event("done", doneData(QStringLiteral("complete")), "a1:12")
                .lastChunk();
        });
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.shown, QStringLiteral("Hello, world"));
        QCOMPARE(
            chat.server.requests("GET", resumePath).constFirst().header("Last-Event-ID"), QByteArray("a1:5"));
    }

    void anEndThatCouldNotBeStoredIsSaid()
    {
        ChatRecorder chat(everything());
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Hello"), QStringLiteral("streaming")));
        const QByteArray error = "{\"code\": \"server\", \"message\": \"It could not be saved.\"}";
        Script script;
        chat.thread.streams(script.streamHead()
                                .event("start", test::startData(questionId, replyId), "a1:0")
                                .event("chunk", test::chunkData(QStringLiteral("Hello")), "a1:5")
                                .event("error", error, "a1:5")
                                .event("done", doneData(QStringLiteral("failed")), "a1:5")
                                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyFailed>());
        QCOMPARE(chat.ending<ReplyFailed>()->error.message, QStringLiteral("It could not be saved."));
        QCOMPARE(chat.server.requests("GET", resumePath).size(), 0);
    }

    void aReplyThatNeverGetsAnEndIsGivenUp()
    {
        ChatRecorder chat(everything());
        chat.timing.resumeAttempts = 3;
        chat.thread.store(test::userMessage(questionId, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Hello"), QStringLiteral("streaming")));
        chat.thread.streams(hello(QStringLiteral("stopped")));
        chat.server.always("GET", resumePath, [&](const test::ServedRequest &) {
            Script rest;
            return rest.streamHead()
                .event("start", test::startData(questionId, replyId), "a1:5")
                .event("done", doneData(QStringLiteral("interrupted")), "a1:5")
                .lastChunk();
        });
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyInterrupted>());
        QCOMPARE(chat.stream->text(), QStringLiteral("Hello"));
        QCOMPARE(chat.server.requests("GET", resumePath).size(), 3);
    }

    void whenTheListCannotBeReadDoneIsEnough()
    {
        ChatRecorder chat(everything());
        chat.thread.streams(hello(QStringLiteral("stopped")));
        chat.thread.onList = [&] { chat.server.shutDown(); };
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QCOMPARE(chat.reconnects, 0);
    }
};

QTEST_GUILESS_MAIN(TestChatStreamDone)
#include "tst_chatstreamdone.moc"
