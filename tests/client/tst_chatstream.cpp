#include "client/chatrecorder.h"
#include "support/faketransport.h"

using namespace throughline;
using namespace std::chrono_literals;
using client::ReplyCompleted;
using client::ReplyFailed;
using client::ReplyInterrupted;
using client::ReplyStopped;
using protocol::ApiError;
using test::ChatRecorder;
using test::Script;

namespace {

const QString id1 = QStringLiteral("u1");
const QString replyId = QStringLiteral("a1");

QByteArray stop(const QString &id = replyId)
{
    return test::doneData(id);
}

/// All but the blank line that would finish `done`.
QByteArray twoChunksAndAnUnfinishedDone()
{
    return "event: chunk\ndata: " + test::chunkData(QString::fromUtf8("Grüße, ")) +
           "\n\nevent: chunk\ndata: " + test::chunkData(QStringLiteral("Welt")) +
           "\n\nevent: done\ndata: " + stop() + "\n";
}

} // namespace

/// Against a real socket: a base-contract server in every mood that docs/http-contract.md knows.
class TestChatStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStreamedReplyCompletesWithWhatIsStored()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        chat.thread.streams(Script()
                                .streamHead()
                                .event("chunk", test::chunkData(QStringLiteral("Be")))
                                .delay(5ms)
                                .event("chunk", test::chunkData(QStringLiteral("cause.")))
                                .event("done", stop())
                                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *completed = chat.ending<ReplyCompleted>();
        QVERIFY(completed);
        QVERIFY(completed->message);
        QCOMPARE(completed->message->id, replyId);
        QCOMPARE(chat.deltas, (QStringList{QStringLiteral("Be"), QStringLiteral("cause.")}));
        QCOMPARE(chat.shown, QStringLiteral("Because."));
        QVERIFY(chat.storedIds.contains(id1));
        QCOMPARE(chat.refusals, 0);

        const test::ServedRequest post =
            chat.server.requests("POST", test::ThreadServer::streamPath).constFirst();
        QCOMPARE(post.header("Accept"), QByteArray("text/event-stream, application/json"));
        QCOMPARE(post.header("Idempotency-Key"), QByteArray("key-1"));
        QCOMPARE(post.header("Authorization"), QByteArray("Bearer secret"));
        QCOMPARE(post.body, QByteArray("{\"content\":\"Why?\"}"));
        QCOMPARE(chat.thread.streamingPosts(), 1);
    }

    void whatIsStoredIsShownAlsoWhenItIsNotWhatWasStreamed()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Sorry.")));
        chat.thread.streams(Script()
                                .streamHead()
                                .event("chunk", test::chunkData(QStringLiteral("Beca")))
                                .event("chunk", test::chunkData(QStringLiteral("Sorry.")))
                                .event("done", stop())
                                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.shown, QStringLiteral("Sorry."));
    }

    void whenItCannotBeReadAgainWhatWasStreamedStands()
    {
        ChatRecorder chat;
        chat.server.always("GET", "/api/chat/messages/", Script().json(503, "{}"));
        chat.thread.streams(Script()
                                .streamHead()
                                .event("chunk", test::chunkData(QStringLiteral("Because.")))
                                .event("done", stop())
                                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *completed = chat.ending<ReplyCompleted>();
        QVERIFY(completed);
        QVERIFY(!completed->message);
        QCOMPARE(chat.shown, QStringLiteral("Because."));
    }

    void aReplyThatTheServerDidNotKeepIsNotComplete()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.streams(Script()
                                .streamHead()
                                .event("chunk", test::chunkData(QStringLiteral("Oops")))
                                .event("done", stop({}))
                                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *failed = chat.ending<ReplyFailed>();
        QVERIFY(failed);
        QVERIFY(failed->questionStored);
        QCOMPARE(chat.shown, QStringLiteral("Oops"));
    }

    void aProvidersErrorIsNotDressedAsAReply()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Beca"), QStringLiteral("failed")));
        chat.thread.streams(
            Script()
                .streamHead()
                .event("chunk", test::chunkData(QStringLiteral("Beca")))
                .event("error", "{\"code\":\"x\",\"message\":\"The model ran out of memory.\"}")
                .event("done", stop())
                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *failed = chat.ending<ReplyFailed>();
        QVERIFY(failed);
        QCOMPARE(failed->error.message, QStringLiteral("The model ran out of memory."));
        QVERIFY(failed->questionStored);
        QCOMPARE(chat.shown, QStringLiteral("Beca"));
    }

    // One row of the contract each: the POST is refused, nothing was stored, it is posted again without
    // stream.
    void whereStreamingIsRefusedTheQuestionIsPostedPlainlyAndTheReplyPolledFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<QByteArray>("body");
        const QByteArray json("application/json");
        QTest::newRow("404") << 404 << json << QByteArray("{\"detail\":\"Not found.\"}");
        QTest::newRow("405") << 405 << json << QByteArray("{\"detail\":\"Method not allowed.\"}");
        QTest::newRow("406") << 406 << json
                             << QByteArray("{\"detail\":\"Could not satisfy the request Accept header.\"}");
        QTest::newRow("406 with no body") << 406 << QByteArray("text/html") << QByteArray();
        QTest::newRow("415") << 415 << json << QByteArray("{}");
        QTest::newRow("501") << 501 << json << QByteArray("{}");
        QTest::newRow("500 as HTML") << 500 << QByteArray("text/html")
                                     << QByteArray("<h1>Server Error (500)</h1>");
        QTest::newRow("200 that is a page") << 200 << QByteArray("text/html") << QByteArray("<p>Welcome</p>");
        QTest::newRow("204") << 204 << QByteArray() << QByteArray();
    }
    void whereStreamingIsRefusedTheQuestionIsPostedPlainlyAndTheReplyPolledFor()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, contentType);
        QFETCH(QByteArray, body);
        ChatRecorder chat;
        chat.thread.acceptPlainPosts();
        chat.thread.streams(Script().answer(status, contentType, body));
        int polls = 0;
        chat.thread.onList = [&] {
            const bool isStored = chat.thread.count(protocol::Role::User) == 1;
            if (isStored && ++polls == 3)
                chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        };
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *completed = chat.ending<ReplyCompleted>();
        QVERIFY(completed);
        QCOMPARE(completed->message->content, QStringLiteral("Because."));
        QCOMPARE(chat.shown, QStringLiteral("Because."));
        QCOMPARE(chat.refusals, 1);
        QCOMPARE(chat.storedIds, QStringList{QStringLiteral("u1")});
        QCOMPARE(chat.thread.count(protocol::Role::User), 1);
        QCOMPARE(chat.thread.streamingPosts(), 1);
        QCOMPARE(chat.thread.plainPosts(), 1);
        const QList<test::ServedRequest> posts = chat.server.requests("POST", test::ThreadServer::plainPath);
        QCOMPARE(posts.last().header("Idempotency-Key"), QByteArray("key-1"));
        QCOMPARE(posts.last().header("Accept"), QByteArray("application/json"));
    }

    void a201WithJsonIsTheStoredQuestionAlready()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.streams(Script().json(201, test::compact(protocol::toJson(chat.thread.stored.last()))));
        int polls = 0;
        chat.thread.onList = [&] {
            if (++polls == 2)
                chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        };
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.thread.plainPosts(), 0);
        QCOMPARE(chat.storedIds, QStringList{id1});
        QCOMPARE(chat.refusals, 1);
        QCOMPARE(chat.shown, QStringLiteral("Because."));
    }

    void after5xxTheThreadIsReadBeforeAnythingIsPostedAgain_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {500, 502, 503, 504})
            QTest::newRow(QByteArray::number(status).constData()) << status;
    }
    void after5xxTheThreadIsReadBeforeAnythingIsPostedAgain()
    {
        QFETCH(int, status);
        ChatRecorder chat;
        chat.thread.store(test::userMessage(QStringLiteral("u0"), QStringLiteral("Why?"))); // asked before
        chat.thread.store(test::reply(QStringLiteral("a0"), QStringLiteral("Old.")));
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?"))); // stored although it says 5xx
        chat.thread.streams(Script().json(status, "{}"));
        int polls = 0;
        chat.thread.onList = [&] {
            if (++polls == 2)
                chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        };
        client::Question question = chat.question();
        question.knownIds = {QStringLiteral("u0"), QStringLiteral("a0")};
        chat.start().send(question);
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.thread.plainPosts() + chat.thread.streamingPosts(), 1);
        QCOMPARE(chat.storedIds, QStringList{id1});
        QCOMPARE(chat.shown, QStringLiteral("Because."));
        QCOMPARE(chat.refusals, status == 500 ? 1 : 0);
    }

    void aServerThatIsNotAvailableFailsWithoutPostingAgain()
    {
        ChatRecorder chat;
        chat.thread.streams(
            Script().json(503, "{\"detail\":\"Down for maintenance.\"}", {{"Retry-After", "7"}}));
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *failed = chat.ending<ReplyFailed>();
        QVERIFY(failed);
        QVERIFY(!failed->questionStored);
        QCOMPARE(failed->error.message, QStringLiteral("Down for maintenance."));
        QCOMPARE(failed->error.retryAfter, std::optional<std::chrono::milliseconds>(7s));
        QCOMPARE(chat.thread.plainPosts() + chat.thread.streamingPosts(), 1);
        QCOMPARE(chat.refusals, 0);
    }

    void aRefusalOfTheQuestionItselfIsFinal_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<ApiError::Kind>("kind");
        QTest::newRow("400") << 400 << ApiError::Kind::Refused;
        QTest::newRow("401") << 401 << ApiError::Kind::Unauthorized;
        QTest::newRow("403") << 403 << ApiError::Kind::Forbidden;
        QTest::newRow("413") << 413 << ApiError::Kind::Refused;
        QTest::newRow("429") << 429 << ApiError::Kind::RateLimited;
    }
    void aRefusalOfTheQuestionItselfIsFinal()
    {
        QFETCH(int, status);
        QFETCH(ApiError::Kind, kind);
        ChatRecorder chat;
        QSignalSpy signIn(&chat.client, &client::ApiClient::signInNeeded);
        chat.thread.streams(Script().json(status, "{\"detail\":\"No.\"}"));
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *failed = chat.ending<ReplyFailed>();
        QVERIFY(failed);
        QCOMPARE(failed->error.kind, kind);
        QVERIFY(!failed->questionStored);
        QCOMPARE(chat.server.requests().size(), 1);
        QCOMPARE(signIn.size(), status == 401 ? 1 : 0);
    }

    void aThreadThatIsGoneIsNotMistakenForOneThatDoesNotStream()
    {
        ChatRecorder chat;
        chat.server.always(
            "POST", test::ThreadServer::plainPath, Script().json(404, "{\"detail\":\"Not found.\"}"));
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyFailed>());
        QCOMPARE(chat.refusals, 0);
    }

    void onceRefusedStreamingIsNotTriedAgain()
    {
        ChatRecorder chat;
        chat.thread.acceptPlainPosts();
        chat.thread.onList = [&] {
            if (chat.thread.stored.size() == 1)
                chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        };
        client::Question question = chat.question();
        question.streamingRefused = true;
        chat.start().send(question);
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.thread.streamingPosts(), 0);
        QCOMPARE(chat.thread.plainPosts(), 1);
        QCOMPARE(chat.refusals, 0);
    }

    void aDroppedPostIsLookedForAndNotRepeated_data()
    {
        QTest::addColumn<bool>("stored");
        QTest::newRow("it was stored") << true;
        QTest::newRow("it was not") << false;
    }
    void aDroppedPostIsLookedForAndNotRepeated()
    {
        QFETCH(bool, stored);
        ChatRecorder chat;
        if (stored)
            chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.streams(Script().lie(201, "{", 100).reset());
        chat.thread.onList = [&] {
            if (chat.thread.stored.size() == 1)
                chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        };
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QCOMPARE(chat.thread.streamingPosts() + chat.thread.plainPosts(), 1);
        if (stored) {
            QVERIFY(chat.ending<ReplyCompleted>());
            QCOMPARE(chat.shown, QStringLiteral("Because."));
        } else {
            const auto *interrupted = chat.ending<ReplyInterrupted>();
            QVERIFY(interrupted);
            QVERIFY(!interrupted->questionStored);
        }
    }

    void anotherAttemptLooksBeforeItPosts()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Because.")));
        client::Question question = chat.question();
        question.maybeStored = true;
        chat.start().send(question);
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.thread.plainPosts() + chat.thread.streamingPosts(), 0);
        QCOMPARE(chat.shown, QStringLiteral("Because."));
    }

    void aStreamThatIsCutKeepsItsTextAndIsNeverComplete()
    {
        const QByteArray whole = twoChunksAndAnUnfinishedDone();
        for (qsizetype cut = 0; cut <= whole.size(); cut += 13) {
            ChatRecorder chat;
            chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
            chat.thread.streams(
                Script()
                    .head(200, {{"Content-Type", "text/event-stream"}, {"Connection", "close"}})
                    .send(whole.left(cut))
                    .close());
            chat.start().send(chat.question());
            QVERIFY(chat.ends());
            const auto *interrupted = chat.ending<ReplyInterrupted>();
            QVERIFY2(interrupted, qPrintable(QStringLiteral("cut at %1").arg(cut)));
            QVERIFY(interrupted->questionStored);
            QVERIFY2(QString::fromUtf8("Grüße, Welt").startsWith(chat.shown), qPrintable(chat.shown));
            QCOMPARE(chat.thread.streamingPosts() + chat.thread.plainPosts(), 1);
        }
    }

    void noCutAtAnyByteMakesAReplyComplete()
    {
        const QByteArray whole = twoChunksAndAnUnfinishedDone();
        const polling::SystemClock clock;
        for (qsizetype cut = 0; cut <= whole.size(); ++cut) {
            test::FakeTransport transport;
            transport.once("POST", QString::fromLatin1(test::ThreadServer::streamPath),
                test::FakeAnswer::stream({whole.left(cut / 2), whole.mid(cut / 2, cut - cut / 2)}));
            transport.always("GET", QStringLiteral("/api/chat/messages/"),
                test::FakeAnswer::json(
                    200, test::page<protocol::Message>({test::userMessage(id1, QStringLiteral("Why?"))})));
            client::ApiClient client(
                transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}});
            client::ChatStream stream(client, clock, {});
            QList<client::ReplyEnding> endings;
            connect(&stream, &client::ChatStream::ended, this,
                [&](const client::ReplyEnding &ending) { endings.append(ending); });
            stream.send({.threadId = QStringLiteral("t1"),
                .content = QStringLiteral("Why?"),
                .idempotencyKey = "k",
                .knownIds = {},
                .streamingRefused = false,
                .maybeStored = false});
            QTRY_COMPARE(endings.size(), 1);
            QVERIFY(std::holds_alternative<ReplyInterrupted>(endings.first()));
            QVERIFY2(QString::fromUtf8("Grüße, Welt").startsWith(stream.text()), qPrintable(stream.text()));
        }
    }

    void aCutReplyThatTheServerCompletedSaysSoItself()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Because."), QStringLiteral("complete")));
        chat.thread.streams(
            Script().streamHead().event("chunk", test::chunkData(QStringLiteral("Beca"))).reset());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(chat.shown, QStringLiteral("Because."));
    }

    void moreThanWasStreamedIsShownButNotCalledComplete()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("Because of")));
        chat.thread.streams(
            Script().streamHead().event("chunk", test::chunkData(QStringLiteral("Beca"))).reset());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyInterrupted>());
        QCOMPARE(chat.shown, QStringLiteral("Because of"));
    }

    void aChunkThatCannotBeReadEndsTheStreamAndKeepsTheText()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.streams(Script()
                                .streamHead()
                                .event("chunk", test::chunkData(QStringLiteral("Be")))
                                .event("chunk", "{\"delta\": 7}")
                                .event("done", stop())
                                .lastChunk());
        chat.start().send(chat.question());
        QVERIFY(chat.ends());
        const auto *interrupted = chat.ending<ReplyInterrupted>();
        QVERIFY(interrupted);
        QCOMPARE(interrupted->error.kind, ApiError::Kind::Malformed);
        QCOMPARE(chat.shown, QStringLiteral("Be"));
    }

    void stoppingClosesTheLinkAndKeepsTheText()
    {
        ChatRecorder chat;
        chat.thread.streams(
            Script().streamHead().event("chunk", test::chunkData(QStringLiteral("Be"))).stall());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.shown, QStringLiteral("Be"));
        chat.stream->stop();
        chat.stream->stop();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QCOMPARE(chat.stream->text(), QStringLiteral("Be"));
        QTRY_COMPARE(chat.server.openConnections(), 0);
    }

    void stoppingBeforeTheFirstWordSaysWhetherTheQuestionIsStored_data()
    {
        QTest::addColumn<bool>("isStored");
        QTest::newRow("it is") << true;
        QTest::newRow("it is not") << false;
    }
    void stoppingBeforeTheFirstWordSaysWhetherTheQuestionIsStored()
    {
        QFETCH(bool, isStored);
        ChatRecorder chat;
        chat.timing.stopLimit = std::chrono::seconds(10); // a busy machine
        chat.thread.streams(Script().streamHead().stall());
        if (isStored)
            chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.thread.streamingPosts(), 1);
        chat.stream->stop();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QVERIFY(!chat.ending<ReplyStopped>()->questionUnknown);
        QCOMPARE(chat.storedIds, isStored ? QStringList{id1} : QStringList());
    }

    void stoppingWhenNothingCanBeFoundOutSaysSo()
    {
        ChatRecorder chat;
        chat.server.always("GET", "/api/chat/messages/", Script().json(503, "{}"));
        chat.thread.streams(Script().streamHead().stall());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.thread.streamingPosts(), 1);
        chat.stream->stop();
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyStopped>());
        QVERIFY(chat.ending<ReplyStopped>()->questionUnknown);
    }

    void destroyingItIsSilent()
    {
        ChatRecorder chat;
        chat.thread.streams(
            Script().streamHead().event("chunk", test::chunkData(QStringLiteral("Be"))).stall());
        chat.start().send(chat.question());
        QTRY_COMPARE(chat.shown, QStringLiteral("Be"));
        chat.stream.reset();
        QTRY_COMPARE(chat.server.openConnections(), 0);
        QCOMPARE(chat.endings.size(), 0);
    }

    void waitingForAReplyEndsAfterAWhile()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.start().awaitReply(QStringLiteral("t1"), id1, QStringLiteral("Beca"));
        QVERIFY(chat.ends());
        const auto *interrupted = chat.ending<ReplyInterrupted>();
        QVERIFY(interrupted);
        QVERIFY(interrupted->questionStored);
        QVERIFY(chat.thread.lists >= 1);
        QCOMPARE(chat.stream->text(), QStringLiteral("Beca"));
    }

    void aReplyThatGrowsWhileItIsPolledForIsShownAsItGrows()
    {
        ChatRecorder chat;
        chat.thread.store(test::userMessage(id1, QStringLiteral("Why?")));
        chat.thread.store(test::reply(replyId, QStringLiteral("B"), QStringLiteral("streaming")));
        QStringList seen;
        chat.thread.onList = [&] {
            if (chat.thread.lists == 3)
                chat.thread.stored.last() =
                    test::reply(replyId, QStringLiteral("Because."), QStringLiteral("complete"));
            else if (chat.thread.lists == 2)
                chat.thread.stored.last() =
                    test::reply(replyId, QStringLiteral("Beca"), QStringLiteral("streaming"));
        };
        chat.start();
        connect(chat.stream.get(), &client::ChatStream::textReplaced, this,
            [&](const QString &text) { seen.append(text); });
        chat.stream->follow(QStringLiteral("t1"), replyId, {});
        QVERIFY(chat.ends());
        QVERIFY(chat.ending<ReplyCompleted>());
        QCOMPARE(
            seen, (QStringList{QStringLiteral("B"), QStringLiteral("Beca"), QStringLiteral("Because.")}));
    }
};

QTEST_GUILESS_MAIN(TestChatStream)
#include "tst_chatstream.moc"
