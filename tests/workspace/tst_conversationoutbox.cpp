#include "workspace/conversationbench.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using protocol::ApiError;
using test::FakeAnswer;
using test::sse;
using test::streamPath;
using test::wholeReply;
using test::why;
using Bench = test::ConversationBench;
using workspace::Conversation;
using workspace::RowState;

namespace {

const QString u1 = QStringLiteral("u1");
const QString a1 = QStringLiteral("a1");
const QString more = QStringLiteral("More?");
const QString first = QStringLiteral("Because.");

QStringList everything()
{
    return {QStringLiteral("idempotency"), QStringLiteral("resume")};
}

/// The contents of the messages that were posted, in order.
QStringList posted(const Bench &bench)
{
    QStringList contents;
    for (const net::HttpRequest &request : bench.transport.requests("POST", streamPath)) {
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        contents.append(body.value(QLatin1StringView("content")).toString());
    }
    return contents;
}

/// Answers each question at once, and has it stored.
void answerAll(Bench &bench)
{
    bench.transport.always("POST", streamPath, [&bench](const net::HttpRequest &request) {
        const QJsonObject body = QJsonDocument::fromJson(request.body).object();
        const qsizetype number = bench.stored.size() / 2 + 1;
        const QString id = QStringLiteral("a%1").arg(number);
        bench.stored.append(test::userMessage(
            QStringLiteral("u%1").arg(number), body.value(QLatin1StringView("content")).toString()));
        bench.stored.append(test::reply(id, QStringLiteral("Yes"), QStringLiteral("complete")));
        return wholeReply(QStringLiteral("Yes"), id);
    });
}

/// What a program writes down that ends between a question's post and its answer.
QString outboxAfterACrash(Bench &bench, const QString &text = why)
{
    if (!bench.load())
        return {};
    bench.transport.once("POST", streamPath, FakeAnswer::hold());
    bench.conversation->send(text);
    return bench.conversation->outbox();
}

} // namespace

class TestConversationOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whileTheServerIsAwayMessagesAreHeldAndGoOutInOrderWhenItIsBack()
    {
        Bench bench(everything());
        QVERIFY(bench.load());
        bench.conversation->setReachable(false);
        bench.conversation->send(QStringLiteral("1"));
        bench.conversation->send(QStringLiteral("2"));
        QCOMPARE(bench.conversation->heldCount(), 2);
        QCOMPARE(bench.row(0).state, RowState::Held);
        QVERIFY(bench.row(0).canRetry);
        QCOMPARE(posted(bench), QStringList());
        answerAll(bench);
        bench.conversation->setReachable(true);
        QTRY_COMPARE(bench.rows(), 4);
        QVERIFY(bench.quiet());
        QCOMPARE(posted(bench), (QStringList{QStringLiteral("1"), QStringLiteral("2")}));
        QCOMPARE(bench.texts(), (QStringList{QStringLiteral("1"), QStringLiteral("Yes"), QStringLiteral("2"),
                                    QStringLiteral("Yes")}));
        QVERIFY(bench.conversation->outbox().isEmpty());
    }

    void aHeldMessageCanBeTakenBackOrSentNow()
    {
        Bench bench(everything());
        QVERIFY(bench.load());
        bench.conversation->setReachable(false);
        bench.conversation->send(QStringLiteral("1"));
        bench.conversation->send(QStringLiteral("2"));
        QCOMPARE(bench.conversation->takeBackHeld(0), QStringLiteral("1"));
        QCOMPARE(bench.conversation->takeBackHeld(7), QString());
        QCOMPARE(bench.texts(), QStringList{QStringLiteral("2")});
        answerAll(bench);
        bench.conversation->retry(0);
        QVERIFY(bench.quiet());
        QCOMPARE(posted(bench), QStringList{QStringLiteral("2")});
        QCOMPARE(bench.conversation->takeBackHeld(0), QString()); // it is on the server
        QCOMPARE(bench.rows(), 2);
    }

    void whatIsTakenBackAndSentAgainUnchangedIsTheSameMessage_data()
    {
        QTest::addColumn<QStringList>("capabilities");
        QTest::newRow("a server without keys") << QStringList();
        QTest::newRow("a server with keys") << everything();
    }
    void whatIsTakenBackAndSentAgainUnchangedIsTheSameMessage()
    {
        QFETCH(QStringList, capabilities);
        Bench bench(capabilities);
        QVERIFY(bench.load());
        bench.transport.always("POST", streamPath, FakeAnswer::json(503, "{}")); // though it was stored
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        const auto keyOf = [&](qsizetype post) {
            return net::headerValue(
                bench.transport.requests("POST", streamPath).at(post).headers, "Idempotency-Key");
        };
        QCOMPARE(bench.conversation->takeBackHeld(0), why);
        QCOMPARE(bench.conversation->outbox(), QString());
        bench.stored = {test::userMessage(u1, why), test::reply(a1, first)};
        bench.transport.always("POST", streamPath, wholeReply(first, a1));
        bench.conversation->setReachable(true); // reads what the server has
        QTRY_COMPARE(bench.rows(), 2);
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, first}));
        if (capabilities.isEmpty())
            QCOMPARE(bench.posts(), 1);
        else
            QCOMPARE(keyOf(1), keyOf(0));

        // Said once more it is another one.
        const qsizetype before = bench.posts();
        bench.transport.always("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(why);
        QCOMPARE(bench.posts(), before + 1);
        QVERIFY(keyOf(before) != keyOf(0));
    }

    void aMessageThatIsNotHeardIsHeldWithThoseBehindIt_data()
    {
        QTest::addColumn<FakeAnswer>("answer");
        QTest::newRow("no connection") << FakeAnswer::failure(ApiError::Kind::Network);
        QTest::newRow("no answer in time") << FakeAnswer::failure(ApiError::Kind::Timeout);
        QTest::newRow("nobody behind the gateway") << FakeAnswer::json(503, "{}");
        QTest::newRow("signed out") << FakeAnswer::json(401, "{}");
    }
    void aMessageThatIsNotHeardIsHeldWithThoseBehindIt()
    {
        QFETCH(FakeAnswer, answer);
        Bench bench;
        QVERIFY(bench.load());
        QSignalSpy held(bench.conversation.get(), &Conversation::messageHeld);
        bench.transport.always("POST", streamPath, answer);
        bench.conversation->send(QStringLiteral("1"));
        bench.conversation->send(QStringLiteral("2"));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.conversation->heldCount(), 2);
        QCOMPARE(held.size(), 1);
        QCOMPARE(posted(bench), QStringList{QStringLiteral("1")});
        bench.conversation->send(QStringLiteral("3"));
        QCOMPARE(bench.conversation->heldCount(), 3);
    }

    void aRefusedMessageIsNotSentByItselfNotEvenAfterARestart()
    {
        QString written;
        {
            Bench bench;
            QVERIFY(bench.load());
            bench.transport.once("POST", streamPath, FakeAnswer::json(400, "{\"content\":[\"Too long.\"]}"));
            bench.conversation->send(why);
            QVERIFY(bench.quiet());
            QCOMPARE(bench.row(0).state, RowState::Unsent);
            bench.conversation->setReachable(false);
            bench.conversation->setReachable(true);
            QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
            QCOMPARE(bench.posts(), 1);
            written = bench.conversation->outbox();
        }
        Bench bench;
        bench.conversation->restoreOutbox(written);
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
        QCOMPARE(bench.row(0).state, RowState::Unsent);
        QVERIFY(bench.row(0).notice.contains(QStringLiteral("Too long.")));
        QVERIFY(bench.row(0).canRetry);
        QCOMPARE(bench.posts(), 0);
    }

    void afterARestartWhatWaitedGoesOutWhenTheConversationIsRead()
    {
        Bench before(everything());
        before.conversation->setReachable(false);
        before.conversation->send(QStringLiteral("1"));
        before.conversation->send(QStringLiteral("2"));

        Bench bench(everything());
        bench.stored = {test::userMessage(QStringLiteral("u0"), QStringLiteral("Old")),
            test::reply(QStringLiteral("a0"), QStringLiteral("Yes"), QStringLiteral("complete"))};
        answerAll(bench);
        bench.conversation->restoreOutbox(before.conversation->outbox());
        QCOMPARE(bench.conversation->heldCount(), 2);
        QCOMPARE(bench.posts(), 0);
        bench.conversation->load();
        QTRY_COMPARE(bench.rows(), 6);
        QVERIFY(bench.quiet());
        QCOMPARE(posted(bench), (QStringList{QStringLiteral("1"), QStringLiteral("2")}));
    }

    void whatWasStoredBeforeACrashIsFoundAndNotSentAgain_data()
    {
        QTest::addColumn<QStringList>("capabilities");
        QTest::addColumn<int>("hours");
        QTest::newRow("a server without keys") << QStringList() << 0;
        QTest::newRow("a server that has forgotten the key") << everything() << 30;
    }
    void whatWasStoredBeforeACrashIsFoundAndNotSentAgain()
    {
        QFETCH(QStringList, capabilities);
        QFETCH(int, hours);
        Bench before(capabilities);
        before.stored = {test::userMessage(u1, why), test::reply(a1, first)}; // said once before
        before.conversation->load();
        QTRY_COMPARE(before.rows(), 2);
        const QString written = outboxAfterACrash(before);

        Bench bench(capabilities);
        bench.clock.advance(std::chrono::hours(hours));
        bench.stored = before.stored + QList{test::userMessage(QStringLiteral("u2"), why),
                                           test::reply(QStringLiteral("a2"), QStringLiteral("As I said."))};
        bench.conversation->restoreOutbox(written);
        bench.conversation->load();
        QTRY_VERIFY(bench.conversation->outbox().isEmpty());
        QVERIFY(bench.quiet());
        QCOMPARE(bench.posts(), 0);
        QCOMPARE(bench.texts(), (QStringList{why, first, why, QStringLiteral("As I said.")}));
    }

    void whatWasNotStoredBeforeACrashIsSentOnce_data()
    {
        whatWasStoredBeforeACrashIsFoundAndNotSentAgain_data();
    }
    void whatWasNotStoredBeforeACrashIsSentOnce()
    {
        QFETCH(QStringList, capabilities);
        QFETCH(int, hours);
        Bench before(capabilities);
        before.stored = {test::userMessage(u1, why), test::reply(a1, first)};
        before.conversation->load();
        QTRY_COMPARE(before.rows(), 2);
        const QString written = outboxAfterACrash(before);

        Bench bench(capabilities);
        bench.clock.advance(std::chrono::hours(hours));
        bench.stored = before.stored;
        answerAll(bench);
        bench.conversation->restoreOutbox(written);
        bench.conversation->load();
        QTRY_VERIFY(bench.conversation->outbox().isEmpty());
        QVERIFY(bench.quiet());
        QCOMPARE(bench.posts(), 1);
        QCOMPARE(bench.texts(), (QStringList{why, first, why, QStringLiteral("Yes")}));
    }

    void whileTheKeyIsKnownItIsSentAgainUnderIt()
    {
        Bench before(everything());
        const QString written = outboxAfterACrash(before);
        const QByteArray key = net::headerValue(
            before.transport.requests("POST", streamPath).constFirst().headers, "Idempotency-Key");

        Bench bench(everything());
        answerAll(bench);
        bench.conversation->restoreOutbox(written);
        bench.conversation->load();
        QTRY_VERIFY(bench.conversation->outbox().isEmpty());
        QCOMPARE(bench.posts(), 1);
        QCOMPARE(net::headerValue(
                     bench.transport.requests("POST", streamPath).constFirst().headers, "Idempotency-Key"),
            key);
    }

    void whatIsSentBeforeTheConversationIsReadWaitsForThat_data()
    {
        QTest::addColumn<QStringList>("capabilities");
        QTest::newRow("a server without keys") << QStringList();
        QTest::newRow("a server with keys") << everything();
    }
    void whatIsSentBeforeTheConversationIsReadWaitsForThat()
    {
        QFETCH(QStringList, capabilities);
        Bench bench(capabilities);
        bench.stored = {test::userMessage(u1, why), test::reply(a1, first)}; // said once before
        bench.transport.once("POST", streamPath, FakeAnswer::json(503, "{}"));
        bench.conversation->load();
        bench.conversation->send(why);
        bench.conversation->retry(0);
        QCOMPARE(bench.posts(), 0);
        QCOMPARE(bench.row(0).state, RowState::Held);
        QTRY_COMPARE(bench.posts(), 1);
        QVERIFY(bench.quiet());
        // The old one, which says the same, is not taken for it.
        QCOMPARE(bench.texts(), (QStringList{why, first, why}));
        QVERIFY(bench.conversation->outbox().contains(why));
    }

    void anOldTextIsNotTakenForAMessageThatDoesNotSayWhatWasThereBefore()
    {
        Bench bench;
        protocol::Message old = test::userMessage(u1, why);
        old.createdAt = bench.clock.wall().addDays(-1);
        bench.stored = {old, test::reply(a1, first)};
        bench.conversation->restoreOutbox(
            QStringLiteral("[{\"attempted\":true,\"content\":\"%1\",\"created_at\":\"%2\",\"key\":\"k\"}]")
                .arg(why, protocol::toContractDate(bench.clock.wall())));
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->load();
        QTRY_COMPARE(bench.posts(), 1);
        QCOMPARE(bench.texts().first(3), (QStringList{why, first, why}));
    }

    void nothingLeavesBeforeItIsOnTheDisk()
    {
        Bench bench;
        QVERIFY(bench.load());
        std::function<void()> kept;
        QString atThatTime;
        bench.conversation->setKeeper([&](const std::function<void()> &then) {
            kept = then;
            atThatTime = bench.conversation->outbox();
        });
        answerAll(bench);
        bench.conversation->send(why);
        QCOMPARE(bench.row(0).state, RowState::Sending);
        QVERIFY(atThatTime.contains(why));
        QVERIFY(atThatTime.contains(QStringLiteral("\"attempted\":true")));
        QCOMPARE(bench.posts(), 0);
        kept();
        QVERIFY(bench.quiet());
        QCOMPARE(bench.posts(), 1);
    }

    void stoppingWhileItIsWrittenDownSendsNothing()
    {
        Bench bench;
        QVERIFY(bench.load());
        std::function<void()> kept;
        bench.conversation->setKeeper([&](const std::function<void()> &then) { kept = then; });
        bench.conversation->send(why);
        bench.conversation->stop();
        QVERIFY(!bench.conversation->isStreaming());
        QCOMPARE(bench.row(0).state, RowState::Unsent);
        kept();
        QCOMPARE(bench.posts(), 0);
        QVERIFY(bench.conversation->outbox().contains(why));
    }

    void aReplyThatWasCutOffIsTakenUpByItselfWhenTheServerIsBack()
    {
        Bench bench(everything());
        QVERIFY(bench.load());
        FakeAnswer torn = FakeAnswer::stream({sse("start", test::startData(u1, a1), "a1:0"),
            sse("chunk", test::chunkData(first.left(4)), "a1:4")});
        torn.error = ApiError::Kind::Network;
        const QString resumePath = QStringLiteral("/api/chat/messages/a1/stream/");
        bench.transport.once("POST", streamPath, torn);
        bench.transport.always("GET", resumePath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.always("GET", test::listPath, FakeAnswer::failure(ApiError::Kind::Network));
        connect(bench.conversation.get(), &Conversation::messageSent, this,
            [&] { bench.conversation->setReachable(false); }); // as whoever watches the connection says
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Interrupted);
        QVERIFY2(bench.row(1).notice.contains(QStringLiteral("fetched")), qPrintable(bench.row(1).notice));
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Beca"));

        bench.stored = {test::userMessage(u1, why),
            test::reply(a1, QStringLiteral("Becau"), QStringLiteral("streaming"))};
        bench.transport.always("GET", test::listPath,
            [&](const net::HttpRequest &) { return FakeAnswer::json(200, test::page(bench.stored)); });
        bench.transport.always("GET", resumePath, [&](const net::HttpRequest &) {
            bench.stored[1] = test::reply(a1, first, QStringLiteral("complete"));
            return FakeAnswer::stream({sse("start", test::startData(u1, a1), "a1:5"),
                sse("chunk", test::chunkData(QStringLiteral("se.")), "a1:8"),
                sse("done", test::doneData(a1))});
        });
        bench.conversation->setReachable(true);
        QTRY_COMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.texts(), (QStringList{why, first}));
        QCOMPARE(bench.posts(), 1);
    }

    void aReplyThatWasCutOffIsTakenUpAlsoWhenThePersonFoundTheServerFirst()
    {
        Bench bench(everything());
        FakeAnswer torn = FakeAnswer::stream({sse("start", test::startData(u1, a1), "a1:0"),
            sse("chunk", test::chunkData(first.left(4)), "a1:4")});
        torn.error = ApiError::Kind::Network;
        bench.transport.once("POST", streamPath, torn);
        bench.transport.always("GET", QStringLiteral("/api/chat/messages/a1/stream/"),
            FakeAnswer::failure(ApiError::Kind::Network));
        const auto lists = [&](const net::HttpRequest &) {
            return FakeAnswer::json(200, test::page(bench.stored));
        };
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Loaded);
        bench.transport.always("GET", test::listPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        bench.conversation->setReachable(false);
        QCOMPARE(bench.row(1).state, RowState::Interrupted);

        bench.conversation->send(more);
        QCOMPARE(bench.row(2).state, RowState::Held);
        bench.stored = {test::userMessage(u1, why), test::reply(a1, first, QStringLiteral("complete"))};
        bench.transport.always("GET", test::listPath, lists);
        answerAll(bench);
        bench.conversation->retry(2); // "Send now"
        QTRY_COMPARE(bench.row(1).state, RowState::Settled);
        QTRY_COMPARE(bench.texts(), (QStringList{why, first, more, QStringLiteral("Yes")}));
    }
};

QTEST_GUILESS_MAIN(TestConversationOutbox)
#include "tst_conversationoutbox.moc"
