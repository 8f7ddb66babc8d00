#include "workspace/conversationbench.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using protocol::ApiError;
using protocol::Role;
using test::FakeAnswer;
using test::listPath;
using test::sse;
using test::streamPath;
using test::wholeReply;
using test::why;
using Bench = test::ConversationBench;
using workspace::Conversation;
using workspace::RowState;

class TestConversation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOrdinaryPollBringsNoSecondRequest()
    {
        const QString readings = QStringLiteral("/api/chat/threads/t1/extract/");
        Bench bench({QStringLiteral("readings")});
        const auto asked = [&] { return bench.transport.requests("GET", readings).size(); };
        bench.transport.once(
            "GET", readings, FakeAnswer::json(200, R"({"pending_messages": 2, "is_reading": false})"));
        bench.transport.once(
            "GET", readings, FakeAnswer::json(200, R"({"pending_messages": 2, "is_reading": true})"));
        bench.transport.once("GET", readings, FakeAnswer::json(200, R"({"pending_messages": 0})"));
        QVERIFY(bench.load());
        workspace::Readings &state = bench.conversation->readings();
        QTRY_COMPARE(state.state().pendingMessages, 2);
        bench.conversation->applySignals({});
        bench.conversation->applySignals({});
        QCOMPARE(asked(), 1);
        state.refresh();
        QTRY_VERIFY(state.state().isReading);
        bench.conversation->applySignals({}); // what it found
        QTRY_COMPARE(state.state().pendingMessages, 0);
        QCOMPARE(asked(), 3);
    }

    void aMessageIsShownAtOnceAndItsReplyArrivesUnderIt()
    {
        Bench bench;
        QVERIFY(bench.load());
        QSignalSpy sent(bench.conversation.get(), &Conversation::messageSent);
        QSignalSpy finished(bench.conversation.get(), &Conversation::replyFinished);
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(QStringLiteral(" \n\t "));
        QCOMPARE(bench.rows(), 0);
        bench.conversation->send(why);
        QCOMPARE(bench.rows(), 2);
        QCOMPARE(bench.row(0).state, RowState::Sending);
        QCOMPARE(bench.row(1).state, RowState::Waiting);
        QVERIFY(bench.conversation->isStreaming());
        QVERIFY(!bench.conversation->outbox().isEmpty());

        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "text/event-stream"}});
        exchange->body(sse("chunk", test::chunkData(QStringLiteral("Be"))));
        QCOMPARE(bench.row(0).state, RowState::Settled);
        QCOMPARE(bench.row(1).state, RowState::Streaming);
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Be"));
        QCOMPARE(sent.size(), 1);
        QVERIFY(bench.conversation->outbox().isEmpty());

        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."))};
        exchange->body(sse("chunk", test::chunkData(QStringLiteral("cause."))) +
                       sse("done", test::doneData(QStringLiteral("a1"))));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.rows(), 2);
        QCOMPARE(bench.row(0).message.id, QStringLiteral("u1"));
        QCOMPARE(bench.row(1).message.id, QStringLiteral("a1"));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Because."));
        QCOMPARE(finished.size(), 1);
        QCOMPARE(sent.size(), 1);
    }

    void messagesSentMeanwhileWaitTheirTurnInOrder()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(QStringLiteral("1"));
        bench.conversation->send(QStringLiteral("2"));
        bench.conversation->send(QStringLiteral("3"));
        bench.conversation->send(QStringLiteral("4"));
        QCOMPARE(bench.conversation->queuedCount(), 3);
        QCOMPARE(bench.conversation->takeBackQueued(), QStringLiteral("4"));
        QCOMPARE(bench.posts(), 1);

        bench.stored = {test::userMessage(QStringLiteral("u1"), QStringLiteral("1")),
            test::reply(QStringLiteral("a1"), QStringLiteral("one")),
            test::userMessage(QStringLiteral("u2"), QStringLiteral("2")),
            test::reply(QStringLiteral("a2"), QStringLiteral("two")),
            test::userMessage(QStringLiteral("u3"), QStringLiteral("3")),
            test::reply(QStringLiteral("a3"), QStringLiteral("three"))};
        bench.transport.once("POST", streamPath, wholeReply(QStringLiteral("two"), QStringLiteral("a2")));
        bench.transport.once("POST", streamPath, wholeReply(QStringLiteral("three"), QStringLiteral("a3")));
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "text/event-stream"}});
        exchange->body(sse("chunk", test::chunkData(QStringLiteral("one"))) +
                       sse("done", test::doneData(QStringLiteral("a1"))));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{QStringLiteral("1"), QStringLiteral("one"), QStringLiteral("2"),
                                    QStringLiteral("two"), QStringLiteral("3"), QStringLiteral("three")}));
        QCOMPARE(bench.posts(), 3);
        QCOMPARE(bench.conversation->queuedCount(), 0);
    }

    void aMessageThatDoesNotGetThereStaysWithRetryAndIsSentOnce()
    {
        Bench bench({QStringLiteral("idempotency")});
        QVERIFY(bench.load());
        bench.timing.resumeAttempts = 0;
        bench.transport.always("POST", streamPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.conversation->send(why);
        bench.conversation->send(QStringLiteral("And?"));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("And?")}));
        QCOMPARE(bench.row(0).state, RowState::Held);
        QCOMPARE(bench.row(1).state, RowState::Held);
        QVERIFY(bench.row(0).canRetry);
        QVERIFY(!bench.row(0).notice.isEmpty());
        const QByteArray key =
            net::headerValue(bench.transport.requests("POST", streamPath).first().headers, "Idempotency-Key");

        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."))};
        bench.transport.always("POST", streamPath, FakeAnswer::hold()); // what goes out after it
        bench.transport.once(
            "POST", streamPath, wholeReply(QStringLiteral("Because."), QStringLiteral("a1")));
        bench.conversation->retry(0);
        QTRY_COMPARE(bench.row(1).message.content, QStringLiteral("Because."));
        QTRY_COMPARE(bench.rows(), 4);
        const QList<net::HttpRequest> posts = bench.transport.requests("POST", streamPath);
        for (const net::HttpRequest &request : posts) {
            const bool isFirst = request.body.contains(why.toUtf8());
            QCOMPARE(net::headerValue(request.headers, "Idempotency-Key") == key, isFirst);
        }
        QCOMPARE(
            bench.texts().first(3), (QStringList{why, QStringLiteral("Because."), QStringLiteral("And?")}));
        QCOMPARE(bench.row(2).state, RowState::Sending);
        QVERIFY(bench.conversation->outbox().contains(QStringLiteral("And?")));
    }

    void withoutIdempotencyARetryLooksBeforeItPosts()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(0).state, RowState::Held);
        // It had been stored all the same.
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."))};
        bench.conversation->retry(0);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Because.")}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.posts(), 1);
    }

    void aDroppedReplyKeepsItsTextAndRetryNeverAsksTwice()
    {
        Bench bench;
        QVERIFY(bench.load());
        FakeAnswer torn = FakeAnswer::stream({sse("chunk", test::chunkData(QStringLiteral("Beca")))});
        torn.error = ApiError::Kind::Network;
        bench.transport.once("POST", streamPath, torn);
        bench.stored = {test::userMessage(QStringLiteral("u1"), why)};
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Beca")}));
        QCOMPARE(bench.row(1).state, RowState::Interrupted);
        QVERIFY(bench.row(1).canRetry);
        QCOMPARE(bench.row(0).state, RowState::Settled);

        bench.conversation->retry(1); // still nothing there
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Beca")}));
        QCOMPARE(bench.row(1).state, RowState::Interrupted);

        bench.stored.append(test::reply(QStringLiteral("a1"), QStringLiteral("Because.")));
        bench.conversation->retry(1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Because.")}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.posts(), 1);
    }

    void aQuestionWithoutAReplyIsSentAgainWhenThePersonHasBeenToldSo_data()
    {
        QTest::addColumn<QString>("arrived");
        QTest::newRow("a part of the reply had arrived") << QStringLiteral("Beca");
        QTest::newRow("nothing had") << QString();
    }
    void aQuestionWithoutAReplyIsSentAgainWhenThePersonHasBeenToldSo()
    {
        QFETCH(QString, arrived);
        Bench bench;
        FakeAnswer torn = FakeAnswer::stream({": hello\n\n"});
        if (!arrived.isEmpty())
            torn = FakeAnswer::stream({sse("chunk", test::chunkData(arrived))});
        torn.error = ApiError::Kind::Network;
        bench.transport.once("POST", streamPath, torn);
        bench.stored = {test::userMessage(QStringLiteral("u1"), why)};
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
        bench.conversation->send(why);
        bench.stored.append(test::userMessage(QStringLiteral("u2"), why));
        QVERIFY(bench.quiet());
        QTRY_COMPARE(bench.row(1).message.id, QStringLiteral("u2"));
        QVERIFY(bench.row(bench.rows() - 1).canRetry);

        bench.conversation->retry(bench.rows() - 1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.transport.requests("POST", streamPath).size(), 1);
        const auto told = bench.row(bench.rows() - 1);
        QCOMPARE(told.state, RowState::Interrupted);
        QVERIFY2(told.notice.contains(QStringLiteral("sends your message again")), qPrintable(told.notice));

        bench.transport.once(
            "POST", streamPath, wholeReply(QStringLiteral("Because."), QStringLiteral("a3")));
        bench.conversation->retry(bench.rows() - 1);
        QTRY_COMPARE(bench.transport.requests("POST", streamPath).size(), 2);
        bench.stored += {test::userMessage(QStringLiteral("u3"), why),
            test::reply(QStringLiteral("a3"), QStringLiteral("Because."))};
        QTRY_COMPARE(bench.row(bench.rows() - 1).message.content, QStringLiteral("Because."));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(bench.rows() - 1).state, RowState::Settled);
        QCOMPARE(bench.texts().count(why), 3);
        QCOMPARE(bench.texts().contains(QStringLiteral("Beca")), !arrived.isEmpty());
    }

    void nothingIsSentAgainWhenTheServerCannotSayWhetherThereIsAReply()
    {
        Bench bench;
        bench.stored = {test::userMessage(QStringLiteral("u1"), why)};
        bench.conversation->load();
        QTRY_COMPARE(bench.rows(), 1);
        bench.transport.always("GET", listPath, FakeAnswer::failure(ApiError::Kind::Network));
        for (int tries = 0; tries < 3; ++tries) {
            bench.conversation->retry(bench.rows() - 1);
            QVERIFY(bench.quiet());
            QCOMPARE(bench.row(1).state, RowState::Interrupted);
        }
        QCOMPARE(bench.transport.requests("POST", streamPath).size() + bench.posts(), 0);
    }

    void anInterruptedReplySaysTheSameWhetherItIsSeenOrRead()
    {
        Bench bench({QStringLiteral("resume")});
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, wholeReply(QStringLiteral("Beca"), QStringLiteral("a1")));
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Beca"), QStringLiteral("interrupted"))};
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Interrupted);
        const QString seen = bench.row(1).notice;
        QVERIFY(!seen.isEmpty());
        Bench other;
        other.stored = bench.stored;
        other.conversation->load();
        QTRY_COMPARE(other.rows(), 2);
        QCOMPARE(other.row(1).notice, seen);
    }

    void aFailedReplyKeepsItsTextAndSaysWhy()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath,
            FakeAnswer::stream({sse("chunk", test::chunkData(QStringLiteral("Beca"))),
                sse("error", "{\"code\":\"x\",\"message\":\"The model is not running.\"}"),
                sse("done", test::doneData(QStringLiteral("a1")))}));
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Beca"), QStringLiteral("failed"))};
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Failed);
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Beca"));
        QCOMPARE(bench.row(1).notice, QStringLiteral("The model is not running."));
        QVERIFY(bench.row(1).canRetry);

        // Without "regenerate" asking again is asking again: a new question, by the user's own wish.
        bench.transport.once(
            "POST", streamPath, wholeReply(QStringLiteral("Because."), QStringLiteral("a2")));
        bench.stored.append({test::userMessage(QStringLiteral("u2"), why),
            test::reply(QStringLiteral("a2"), QStringLiteral("Because."))});
        bench.conversation->retry(1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Beca"), why, QStringLiteral("Because.")}));
        QVERIFY(!bench.row(1).canRetry);
    }

    void stoppingKeepsWhatArrived()
    {
        Bench bench;
        QVERIFY(bench.load());
        FakeAnswer held = FakeAnswer::stream({sse("chunk", test::chunkData(QStringLiteral("Beca")))});
        held.holdEnd = true;
        bench.transport.once("POST", streamPath, held);
        bench.conversation->send(why);
        QTRY_COMPARE(bench.row(1).message.content, QStringLiteral("Beca"));
        bench.conversation->stop();
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Stopped);
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Beca"));
    }

    void stoppingBeforeTheServerAnsweredLosesNothing()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(why);
        bench.conversation->stop();
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), QStringList{why});
        QCOMPARE(bench.row(0).state, RowState::Unsent);
        QVERIFY(bench.row(0).canRetry);
    }

    void stoppingBeforeTheFirstWordOfAStoredMessageDoesNotCallItUnsent()
    {
        Bench bench;
        QVERIFY(bench.load());
        FakeAnswer held = FakeAnswer::stream({});
        held.holdEnd = true;
        bench.transport.once("POST", streamPath, held);
        bench.conversation->send(why);
        bench.stored = {test::userMessage(QStringLiteral("u1"), why)};
        bench.conversation->stop();
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(0).state, RowState::Settled);
        QCOMPARE(bench.row(0).message.id, QStringLiteral("u1"));
        QCOMPARE(bench.row(1).state, RowState::Stopped);
        QCOMPARE(bench.conversation->outbox(), QString());
    }

    void stoppingWithoutTheServerDoesNotClaimThatItHasNothing()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(why);
        bench.transport.once("GET", listPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.conversation->stop();
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(0).state, RowState::Unsent);
        QVERIFY2(bench.row(0).notice.contains(QStringLiteral("not known")), qPrintable(bench.row(0).notice));
        // It was there: sending it again finds it.
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."))};
        bench.conversation->retry(0);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.posts(), 1);
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Because.")}));
    }

    void loadingShowsWhatIsStoredAndTakesUpAReplyInProgress()
    {
        Bench bench({QStringLiteral("resume")});
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Be"), QStringLiteral("streaming"))};
        bench.transport.once("GET", QStringLiteral("/api/chat/messages/a1/stream/"),
            FakeAnswer::stream({sse("chunk", test::chunkData(QStringLiteral("cause.")), "a1:8"),
                sse("done", test::doneData(QStringLiteral("a1")))}));
        QSignalSpy streaming(bench.conversation.get(), &Conversation::streamingChanged);
        QCOMPARE(bench.conversation->loadState(), Conversation::LoadState::Loading);
        bench.conversation->load();
        QTRY_COMPARE(streaming.size(), 2); // it began and it ended
        QCOMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("Because.")}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.posts(), 0);
    }

    void aMessageThatTheServerHadAllAlongStaysWhereItIs()
    {
        Bench before;
        QVERIFY(before.load());
        before.transport.once("POST", streamPath, FakeAnswer::hold());
        before.conversation->send(why);

        Bench bench({QStringLiteral("idempotency"), QStringLiteral("resume")});
        // Meanwhile something was said from elsewhere.
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."), QStringLiteral("complete")),
            test::userMessage(QStringLiteral("u2"), QStringLiteral("And then?")),
            test::reply(QStringLiteral("a2"), QStringLiteral("Nothing."), QStringLiteral("complete"))};
        bench.transport.once("POST", streamPath,
            FakeAnswer::stream(
                {sse("start", test::startData(QStringLiteral("u1"), QStringLiteral("a1")), "a1:0"),
                    sse("chunk", test::chunkData(QStringLiteral("Because.")), "a1:8"),
                    sse("done", test::doneData(QStringLiteral("a1")), "a1:8")}));
        QSignalSpy finished(bench.conversation.get(), &Conversation::replyFinished);
        bench.conversation->restoreOutbox(before.conversation->outbox());
        bench.conversation->load();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(bench.texts(), QStringList({why, QStringLiteral("Because."), QStringLiteral("And then?"),
                                    QStringLiteral("Nothing.")}));
        QCOMPARE(bench.conversation->outbox(), QString());
    }

    void aReplyInProgressIsTakenUpAlsoBehindAMessageThatWasNotSent()
    {
        Bench before;
        QVERIFY(before.load());
        before.transport.once("POST", streamPath, FakeAnswer::hold());
        before.conversation->send(QStringLiteral("And then?"));

        Bench bench({QStringLiteral("resume")});
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Be"), QStringLiteral("streaming"))};
        bench.transport.always(
            "GET", QStringLiteral("/api/chat/messages/a1/stream/"), [&](const net::HttpRequest &) {
                bench.stored.last() =
                    test::reply(QStringLiteral("a1"), QStringLiteral("Because."), QStringLiteral("complete"));
                return FakeAnswer::stream({sse("chunk", test::chunkData(QStringLiteral("cause.")), "a1:8"),
                    sse("done", test::doneData(QStringLiteral("a1")), "a1:8")});
            });
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->restoreOutbox(before.conversation->outbox());
        QSignalSpy finished(bench.conversation.get(), &Conversation::replyFinished);
        bench.conversation->load();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(bench.texts().first(3),
            QStringList({why, QStringLiteral("Because."), QStringLiteral("And then?")}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
    }

    void aReplyInProgressIsTakenUpAfterWhatWasSentWhileLoading()
    {
        Bench bench({QStringLiteral("resume")});
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Be"), QStringLiteral("streaming"))};
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.transport.once("GET", QStringLiteral("/api/chat/messages/a1/stream/"),
            FakeAnswer::stream({sse("chunk", test::chunkData(QStringLiteral("cause.")), "a1:8"),
                sse("done", test::doneData(QStringLiteral("a1")), "a1:8")}));
        bench.conversation->load();
        bench.conversation->send(QStringLiteral("And then?"));
        QCOMPARE(bench.row(0).state, RowState::Held);
        QTRY_COMPARE(bench.posts(), 1);
        bench.stored = {bench.stored.first(),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."), QStringLiteral("complete")),
            test::userMessage(QStringLiteral("u2"), QStringLiteral("And then?")),
            test::reply(QStringLiteral("a2"), QStringLiteral("Nothing."))};
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "text/event-stream"}});
        exchange->body(sse("chunk", test::chunkData(QStringLiteral("Nothing."))) +
                       sse("done", test::doneData(QStringLiteral("a2"))));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), QStringList({why, QStringLiteral("Because."), QStringLiteral("And then?"),
                                    QStringLiteral("Nothing.")}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
    }

    void aConversationThatCannotBeReadSaysSoAndCanBeReadLater()
    {
        Bench bench;
        bench.transport.once("GET", listPath, FakeAnswer::json(500, "<h1>x</h1>"));
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Failed);
        QVERIFY(!bench.conversation->loadError().isEmpty());
        bench.stored = {test::userMessage(QStringLiteral("u1"), why)};
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
        QCOMPARE(bench.texts(), QStringList{why});
    }

    void sendingWhileLoadingDoublesNothing()
    {
        Bench bench;
        bench.stored = {test::userMessage(QStringLiteral("u1"), QStringLiteral("Old")),
            test::reply(QStringLiteral("a1"), QStringLiteral("Yes"))};
        QVERIFY(bench.load());
        FakeAnswer held = FakeAnswer::stream(
            {sse("start", test::startData(QStringLiteral("u2"), QStringLiteral("a2")), "a2:0"),
                sse("chunk", test::chunkData(QStringLiteral("Beca")), "a2:4")});
        held.holdEnd = true;
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(why);
        test::FakeExchange *exchange = bench.transport.last();
        // The list already has the question and the reply, whose ids are not known here yet.
        bench.stored.append({test::userMessage(QStringLiteral("u2"), why),
            test::reply(QStringLiteral("a2"), QStringLiteral("Be"), QStringLiteral("streaming"))});
        bench.conversation->load();
        QTRY_COMPARE(bench.rows(), 6);
        exchange->head(200, {{"Content-Type", "text/event-stream"}});
        for (const QByteArray &piece : held.pieces)
            exchange->body(piece);
        QCOMPARE(bench.texts().count(why), 1);
        QCOMPARE(bench.texts().count(QStringLiteral("Beca")), 1);
        QCOMPARE(bench.rows(), 4);
    }

    void whatWasNotSentComesBackAfterARestart()
    {
        QString written;
        {
            Bench bench;
            QVERIFY(bench.load());
            connect(bench.conversation.get(), &Conversation::outboxChanged, this,
                [&] { written = bench.conversation->outbox(); });
            bench.transport.once("POST", streamPath, FakeAnswer::hold());
            bench.conversation->send(why);
            bench.conversation->send(QStringLiteral("And?"));
        }
        Bench bench;
        bench.conversation->restoreOutbox(written);
        QCOMPARE(bench.texts(), (QStringList{why, QStringLiteral("And?")}));
        QCOMPARE(bench.row(0).state, RowState::Held);
        // The first one had arrived.
        bench.stored = {test::userMessage(QStringLiteral("u1"), why),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."))};
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->retry(0); // reads first what the server has
        QCOMPARE(bench.posts(), 0);
        QTRY_COMPARE(bench.posts(), 1);
        QCOMPARE(
            bench.texts().first(3), (QStringList{why, QStringLiteral("Because."), QStringLiteral("And?")}));
        QVERIFY(bench.conversation->outbox().contains(QStringLiteral("And?")));
        QVERIFY(!bench.conversation->outbox().contains(why));
    }

    void refusedStreamingIsSaidOnceAndRemembered()
    {
        Bench bench;
        QVERIFY(bench.load());
        QSignalSpy refused(bench.conversation.get(), &Conversation::streamingRefused);
        bench.transport.once("POST", streamPath, FakeAnswer::json(406, "{}"));
        bench.transport.always(
            "POST", QString::fromLatin1(test::ThreadServer::plainPath), [&](const net::HttpRequest &) {
                const int n = int(bench.stored.size()) / 2 + 1;
                bench.stored.append(test::userMessage(QStringLiteral("u%1").arg(n), why));
                bench.stored.append(test::reply(QStringLiteral("a%1").arg(n), QStringLiteral("Because.")));
                return FakeAnswer::json(
                    201, test::compact(protocol::toJson(bench.stored.at(bench.stored.size() - 2))));
            });
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(refused.size(), 1);
        QCOMPARE(bench.transport.requests("POST", streamPath).size(), 1);
        QCOMPARE(
            bench.texts(), (QStringList{why, QStringLiteral("Because."), why, QStringLiteral("Because.")}));
    }
};

QTEST_GUILESS_MAIN(TestConversation)
#include "tst_conversation.moc"
