#include "workspace/conversationbench.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using protocol::ApiError;
using test::FakeAnswer;
using test::sse;
using test::streamPath;
using test::why;
using workspace::Conversation;
using workspace::RowState;

namespace {

const QString u1 = QStringLiteral("u1");
const QString u2 = QStringLiteral("u2");
const QString u9 = QStringLiteral("u9");
const QString a1 = QStringLiteral("a1");
const QString a2 = QStringLiteral("a2");
const QString a9 = QStringLiteral("a9");
const QString andNow = QStringLiteral("And now?");
const QString first = QStringLiteral("Because.");
const QString other = QStringLiteral("Otherwise.");

protocol::Message withSiblings(protocol::Message message, const QStringList &siblings)
{
    message.metadata.insert(QLatin1StringView("siblings"), QJsonArray::fromStringList(siblings));
    return message;
}

protocol::Message complete(const QString &id, const QString &text)
{
    return test::reply(id, text, QStringLiteral("complete"));
}

QString pathOf(const QString &id, const char *action)
{
    return QStringLiteral("/api/chat/messages/%1/%2/").arg(id, QLatin1StringView(action));
}

QByteArray started(const QString &question, const QString &reply)
{
    return sse("start", test::startData(question, reply), reply.toLatin1() + ":0");
}

QByteArray chunk(const QString &reply, const QString &text, qsizetype offset)
{
    return sse("chunk", test::chunkData(text), reply.toLatin1() + ':' + QByteArray::number(offset));
}

QByteArray done(const QString &reply)
{
    return sse("done", test::doneData(reply));
}

struct Bench : test::ConversationBench
{
    explicit Bench(const QStringList &capabilities = {QStringLiteral("regenerate"),
                       QStringLiteral("continue"), QStringLiteral("resume"), QStringLiteral("idempotency")})
        : ConversationBench(capabilities)
    {
        stored = {test::userMessage(u1, why), complete(a1, first), test::userMessage(u2, andNow),
            complete(a2, QStringLiteral("Later."))};
        QObject::connect(conversation.get(), &Conversation::problem, conversation.get(),
            [this](const QString &sentence) { problems.append(sentence); });
    }

    /// Opens the newest request as a stream.
    test::FakeExchange *accept(const QByteArray &firstBytes)
    {
        test::FakeExchange *exchange = transport.last();
        exchange->head(200, {{"Content-Type", "text/event-stream"}});
        exchange->body(firstBytes);
        return exchange;
    }
    QStringList ids()
    {
        QStringList list;
        for (int i = 0; i < rows(); ++i)
            list.append(row(i).message.id);
        return list;
    }
    void settle()
    {
        for (int i = 0; i < 30; ++i)
            QCoreApplication::processEvents();
    }

    QStringList problems;
};

} // namespace

class TestConversationBranches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anotherReplyStandsBesideTheFirst()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.row(1).canRegenerate && bench.row(3).canRegenerate);
        bench.transport.once("POST", pathOf(a1, "regenerate"), FakeAnswer::hold());
        bench.conversation->regenerate(1);
        // What came after the first one is on the other way.
        QCOMPARE(bench.texts(), (QStringList{why, QString()}));
        QCOMPARE(bench.row(1).state, RowState::Waiting);
        QCOMPARE(bench.row(1).branchCount(), 2);
        QCOMPARE(bench.row(1).branchIndex(), 1);
        QVERIFY(!bench.row(1).canRegenerate);
        const net::HttpRequest post = bench.transport.last()->request();
        QCOMPARE(post.body, QByteArray("{}"));
        QCOMPARE(post.url.query(), QStringLiteral("stream=true"));
        QVERIFY(!net::headerValue(post.headers, "Idempotency-Key").isEmpty());

        const QStringList both{a1, a9};
        bench.stored = {test::userMessage(u1, why), withSiblings(complete(a9, other), both)};
        test::FakeExchange *exchange = bench.accept(started(u1, a9) + chunk(a9, QStringLiteral("Other"), 5));
        QCOMPARE(bench.ids(), (QStringList{u1, a9}));
        QCOMPARE(bench.row(1).message.siblingIds(), both);
        exchange->body(chunk(a9, QStringLiteral("wise."), 10) + done(a9));
        QVERIFY(bench.quiet());
        bench.settle();
        QCOMPARE(bench.texts(), (QStringList{why, other}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.row(1).branchIndex(), 1);
        QVERIFY(bench.row(1).canRegenerate);
        QCOMPARE(bench.problems, QStringList());
    }

    void aReplyThatIsNotBegunPutsBackWhatWasThere_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("still streaming elsewhere") << 409;
        QTest::newRow("gone") << 404;
        QTest::newRow("broken") << 500;
        QTest::newRow("no answer") << 0;
    }
    void aReplyThatIsNotBegunPutsBackWhatWasThere()
    {
        QFETCH(int, status);
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.always("POST", pathOf(a1, "regenerate"),
            status == 0 ? FakeAnswer::failure(ApiError::Kind::Network)
                        : FakeAnswer::json(status, "{\"detail\":\"No.\"}"));
        bench.conversation->regenerate(1);
        QVERIFY(bench.quiet());
        bench.settle();
        QCOMPARE(bench.ids(), (QStringList{u1, a1, u2, a2}));
        QCOMPARE(bench.problems.size(), 1);
        QVERIFY(bench.row(1).canRegenerate);
    }

    void aReplyThatIsBegunThoughTheServerFailedIsShown()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a2, "regenerate"), FakeAnswer::json(500, "{}"));
        bench.conversation->regenerate(3);
        bench.stored[3] = withSiblings(complete(a9, other), {a2, a9});
        QVERIFY(bench.quiet());
        QTRY_COMPARE(bench.ids(), (QStringList{u1, a1, u2, a9}));
        QTRY_COMPARE(bench.row(3).message.content, other);
        bench.settle();
        QCOMPARE(bench.problems, QStringList());
    }

    void nothingIsSaidOfAReplyThatMayHaveBegunBeforeItIsKnown()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.always(
            "POST", pathOf(a2, "regenerate"), FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.always("GET", test::listPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.conversation->regenerate(3);
        QVERIFY(bench.quiet());
        QTRY_COMPARE(bench.problems.size(), 1);
        QVERIFY2(bench.problems.constFirst().contains(QStringLiteral("not known")),
            qPrintable(bench.problems.constFirst()));
    }

    void aReplyThatIsStoppedBeforeItIsKnownIsCancelledWhenItIs_data()
    {
        QTest::addColumn<int>("looks");
        QTest::newRow("by then it has begun") << 0;
        QTest::newRow("it begins a little later") << 1;
    }
    void aReplyThatIsStoppedBeforeItIsKnownIsCancelledWhenItIs()
    {
        QFETCH(int, looks);
        Bench bench({QStringLiteral("regenerate"), QStringLiteral("resume"), QStringLiteral("idempotency"),
            QStringLiteral("cancel")});
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a2, "regenerate"), FakeAnswer::hold());
        bench.transport.always("POST", pathOf(a9, "cancel"), [&](const net::HttpRequest &) {
            bench.stored[3] = withSiblings(test::reply(a9, {}, QStringLiteral("stopped")), {a2, a9});
            return FakeAnswer::json(200, "{}");
        });
        bench.transport.always("GET", pathOf(a9, "stream"), FakeAnswer::hold());
        bench.transport.always("GET", test::listPath, [&](const net::HttpRequest &) {
            if (looks-- == 0) {
                bench.stored[3] = withSiblings(test::reply(a9, {}, QStringLiteral("streaming")), {a2, a9});
            }
            return FakeAnswer::json(200, test::page(bench.stored));
        });
        bench.conversation->regenerate(3);
        bench.conversation->stop();
        QTRY_COMPARE(bench.transport.requests("POST", pathOf(a9, "cancel")).size(), 1);
        QVERIFY(bench.quiet());
        QTRY_COMPARE(bench.ids(), (QStringList{u1, a1, u2, a9}));
        QCOMPARE(bench.row(3).state, RowState::Stopped);
        QCOMPARE(bench.problems, QStringList());
    }

    void anAnswerThatGetsLostIsAskedForUnderTheSameKey()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a1, "regenerate"), FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.once("POST", pathOf(a1, "regenerate"),
            FakeAnswer::stream({started(u1, a9), chunk(a9, other, 10), done(a9)}));
        bench.stored = {test::userMessage(u1, why), withSiblings(complete(a9, other), {a1, a9})};
        bench.conversation->regenerate(1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, other}));
        const auto posts = bench.transport.requests("POST", pathOf(a1, "regenerate"));
        QCOMPARE(posts.size(), 2);
        QCOMPARE(net::headerValue(posts.at(0).headers, "Idempotency-Key"),
            net::headerValue(posts.at(1).headers, "Idempotency-Key"));
    }

    void retryOfAFailedReplyAsksForAnotherAndKeepsIt()
    {
        Bench bench;
        bench.stored = {
            test::userMessage(u1, why), test::reply(a1, QStringLiteral("Beca"), QStringLiteral("failed"))};
        QVERIFY(bench.load());
        QVERIFY(bench.row(1).canRetry && bench.row(1).canContinue);
        bench.transport.once("POST", pathOf(a1, "regenerate"),
            FakeAnswer::stream({started(u1, a9), chunk(a9, other, 10), done(a9)}));
        bench.stored = {test::userMessage(u1, why), withSiblings(complete(a9, other), {a1, a9})};
        bench.conversation->retry(1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, other}));
        QCOMPARE(bench.row(1).branchCount(), 2);
        QCOMPARE(bench.posts(), 0);
    }

    void aQuestionWithoutAReplyGetsOneWithoutBeingAskedTwice()
    {
        Bench bench;
        bench.stored = {test::userMessage(u1, why)};
        QVERIFY(bench.load());
        QVERIFY(bench.row(0).canRetry);
        bench.transport.once("POST", pathOf(u1, "regenerate"),
            FakeAnswer::stream({started(u1, a1), chunk(a1, first, 8), done(a1)}));
        bench.stored.append(complete(a1, first));
        bench.conversation->retry(0);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, first}));
        QCOMPARE(bench.row(1).branchCount(), 1);
        QCOMPARE(bench.posts(), 0);
    }

    void aReplyThatCouldNotBeBegunIsAskedForWithoutAskingTheQuestionTwice()
    {
        Bench bench;
        bench.stored = {};
        QVERIFY(bench.load());
        bench.stored = {test::userMessage(u1, why)};
        bench.transport.once("POST", streamPath,
            FakeAnswer::stream({sse("start", test::startData(u1, {})),
                sse("error", "{\"code\":\"x\",\"message\":\"No model.\"}"),
                sse("done", test::doneData({}))}));
        bench.conversation->send(why);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, QString()}));
        QCOMPARE(bench.row(1).state, RowState::Failed);
        bench.transport.once("POST", pathOf(u1, "regenerate"),
            FakeAnswer::stream({started(u1, a1), chunk(a1, first, 8), done(a1)}));
        bench.stored.append(complete(a1, first));
        bench.conversation->retry(1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, first}));
        QCOMPARE(bench.posts(), 1);
    }

    void aReplyThatEndedEarlyGoesOnWhereItEnded()
    {
        Bench bench;
        bench.stored = {test::userMessage(u1, why),
            test::reply(a1, QStringLiteral("Beca"), QStringLiteral("interrupted"))};
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a1, "continue"), FakeAnswer::hold());
        bench.conversation->continueReply(1);
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Beca"));
        const net::HttpRequest post = bench.transport.last()->request();
        QCOMPARE(net::headerValue(post.headers, "Last-Event-ID"), QByteArray("a1:4"));
        QVERIFY(!net::headerValue(post.headers, "Idempotency-Key").isEmpty());
        bench.stored[1] = complete(a1, first);
        bench.accept(started(u1, a1) + chunk(a1, QStringLiteral("use."), 8) + done(a1));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.texts(), (QStringList{why, first}));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QVERIFY(!bench.row(1).canContinue);
    }

    void aContinuationThatBreaksIsTakenUpAndOneThatWasNotHeardIsAskedForAgain()
    {
        Bench bench;
        bench.stored = {
            test::userMessage(u1, why), test::reply(a1, QStringLiteral("Beca"), QStringLiteral("stopped"))};
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a1, "continue"), FakeAnswer::failure(ApiError::Kind::Network));
        FakeAnswer torn = FakeAnswer::stream({started(u1, a1), chunk(a1, QStringLiteral("us"), 6)});
        torn.error = ApiError::Kind::Network;
        bench.transport.once("POST", pathOf(a1, "continue"), torn);
        bench.transport.once("GET", pathOf(a1, "stream"),
            FakeAnswer::stream({started(u1, a1), chunk(a1, QStringLiteral("e."), 8), done(a1)}));
        bench.conversation->continueReply(1);
        bench.stored[1] = complete(a1, first);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).message.content, first);
        const auto posts = bench.transport.requests("POST", pathOf(a1, "continue"));
        QCOMPARE(posts.size(), 2);
        QCOMPARE(net::headerValue(posts.at(0).headers, "Idempotency-Key"),
            net::headerValue(posts.at(1).headers, "Idempotency-Key"));
        QCOMPARE(net::headerValue(bench.transport.requests("GET", pathOf(a1, "stream")).constFirst().headers,
                     "Last-Event-ID"),
            QByteArray("a1:6"));
    }

    void aContinuationThatIsRefusedKeepsTheText()
    {
        Bench bench;
        bench.stored = {test::userMessage(u1, why),
            test::reply(a1, QStringLiteral("Beca"), QStringLiteral("interrupted"))};
        QVERIFY(bench.load());
        bench.transport.once(
            "POST", pathOf(a1, "continue"), FakeAnswer::json(409, "{\"detail\":\"Something follows it.\"}"));
        bench.conversation->continueReply(1);
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).message.content, QStringLiteral("Beca"));
        QCOMPARE(bench.row(1).notice, QStringLiteral("Something follows it."));
    }

    void anEditedMessageStandsBesideTheOldOne()
    {
        Bench bench;
        QVERIFY(bench.load());
        QVERIFY(bench.row(0).canEdit);
        bench.conversation->editAndResend(0, QStringLiteral(" \n"));
        QCOMPARE(bench.rows(), 4);
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->editAndResend(0, QStringLiteral("Why not?"));
        QCOMPARE(bench.texts(), (QStringList{QStringLiteral("Why not?"), QString()}));
        QCOMPARE(bench.row(0).branchIndex(), 1);
        QCOMPARE(bench.row(0).branchCount(), 2);
        QCOMPARE(bench.transport.last()->request().body,
            QByteArray("{\"content\":\"Why not?\",\"replaces\":\"u1\"}"));

        bench.conversation->load(); // with what was there before
        bench.settle();
        QCOMPARE(bench.rows(), 2);
        const QStringList both{u1, u9};
        bench.stored = {
            withSiblings(test::userMessage(u9, QStringLiteral("Why not?")), both), complete(a9, other)};
        for (test::FakeExchange *exchange : bench.transport.open()) {
            exchange->head(200, {{"Content-Type", "text/event-stream"}});
            exchange->body(started(u9, a9) + chunk(a9, other, 10) + done(a9));
        }
        QVERIFY(bench.quiet());
        bench.settle();
        QCOMPARE(bench.ids(), (QStringList{u9, a9}));
        QCOMPARE(bench.row(0).message.siblingIds(), both);
        QCOMPARE(bench.row(0).state, RowState::Settled);
        QVERIFY(bench.conversation->outbox().isEmpty());
    }

    void anEditThatIsRefusedStaysAndTheOldWayIsBack()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once(
            "POST", streamPath, FakeAnswer::json(400, "{\"replaces\":[\"Not a message of yours.\"]}"));
        bench.conversation->editAndResend(2, QStringLiteral("Now?"));
        QVERIFY(bench.quiet());
        bench.settle();
        QCOMPARE(bench.ids().first(4), (QStringList{u1, a1, u2, a2}));
        QCOMPARE(bench.rows(), 5);
        QCOMPARE(bench.row(4).message.content, QStringLiteral("Now?"));
        QCOMPARE(bench.row(4).state, RowState::Unsent);
        QVERIFY(bench.row(4).notice.contains(QStringLiteral("Not a message of yours.")));
        QCOMPARE(bench.conversation->takeBackHeld(4), QStringLiteral("Now?"));
        QVERIFY(bench.conversation->outbox().isEmpty());
        QCOMPARE(bench.rows(), 4);
    }

    void anEditWhileTheServerIsAwayIsMadeWhenItIsBack()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.conversation->setReachable(false);
        bench.conversation->editAndResend(2, QStringLiteral("Now?"));
        QCOMPARE(
            bench.texts().mid(2), (QStringList{andNow, QStringLiteral("Later."), QStringLiteral("Now?")}));
        QCOMPARE(bench.row(4).state, RowState::Held);
        bench.transport.always("POST", streamPath, [&](const net::HttpRequest &) {
            bench.stored = {test::userMessage(u1, why), complete(a1, first),
                withSiblings(test::userMessage(u9, QStringLiteral("Now?")), {u2, u9}), complete(a9, other)};
            return FakeAnswer::stream({started(u9, a9), chunk(a9, other, 10), done(a9)});
        });
        bench.conversation->setReachable(true);
        QTRY_COMPARE(bench.ids(), (QStringList{u1, a1, u9, a9}));
        QCOMPARE(bench.transport.requests("POST", streamPath).constFirst().body,
            QByteArray("{\"content\":\"Now?\",\"replaces\":\"u2\"}"));
    }

    void withoutTheCapabilityAnEditedMessageIsTheNewest()
    {
        Bench bench({QStringLiteral("resume")});
        QVERIFY(bench.load());
        QVERIFY(bench.row(0).canEdit);
        QVERIFY(!bench.row(1).canRegenerate && !bench.row(1).canContinue);
        bench.conversation->regenerate(1);
        bench.conversation->continueReply(3);
        QCOMPARE(bench.rows(), 4);
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->editAndResend(0, QStringLiteral("Why not?"));
        QCOMPARE(bench.rows(), 6);
        QCOMPARE(bench.transport.last()->request().body, QByteArray("{\"content\":\"Why not?\"}"));
    }

    void anAlternativeIsShownWithWhatFollowedIt()
    {
        Bench bench;
        bench.stored[1] = withSiblings(bench.stored[1], {a1, a9});
        QVERIFY(bench.load());
        QSignalSpy shown(bench.conversation.get(), &Conversation::branchShown);
        bench.conversation->showSibling(1, -1); // there is none before it
        QCOMPARE(bench.rows(), 4);
        bench.transport.once("POST", pathOf(a9, "activate"), FakeAnswer::hold());
        bench.conversation->showSibling(1, +1);
        QCOMPARE(bench.ids(), (QStringList{u1, a1}));
        QCOMPARE(shown.size(), 0);
        QVERIFY(!bench.row(1).canRegenerate);
        bench.conversation->showSibling(1, +1);           // one at a time
        bench.conversation->send(QStringLiteral("Next")); // follows what is on its way
        QCOMPARE(bench.row(2).state, RowState::Queued);

        bench.stored = {test::userMessage(u1, why), withSiblings(complete(a9, other), {a1, a9}),
            test::userMessage(u9, QStringLiteral("Aha"))};
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200);
        exchange->body(test::compact(protocol::toJson(bench.stored.at(1))));
        exchange->finish();
        QTRY_COMPARE(bench.ids().first(3), (QStringList{u1, a9, u9}));
        QCOMPARE(shown.size(), 1);
        QCOMPARE(bench.row(1).branchIndex(), 1);
        QTRY_COMPARE(bench.row(3).state, RowState::Sending);
        QCOMPARE(bench.row(3).message.content, QStringLiteral("Next"));
    }

    void anAlternativeThatCannotBeOpenedPutsBackWhatWasThere()
    {
        Bench bench;
        bench.stored[1] = withSiblings(bench.stored[1], {a1, a9});
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a9, "activate"), FakeAnswer::failure(ApiError::Kind::Network));
        bench.conversation->showSibling(1, +1);
        QTRY_COMPARE(bench.problems.size(), 1);
        QCOMPARE(bench.ids(), (QStringList{u1, a1, u2, a2}));
        bench.settle();
        QVERIFY(bench.row(1).canRegenerate);
    }

    void aReplyThatIsBeingWrittenGoesOnWithoutBeingWatchedAndIsTakenUpOnComingBack()
    {
        Bench bench;
        bench.stored = {withSiblings(test::userMessage(u1, why), {u1, u9}), complete(a1, first)};
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(andNow);
        bench.accept(started(u2, a2) + chunk(a2, QStringLiteral("La"), 2));
        QCOMPARE(bench.row(3).message.content, QStringLiteral("La"));
        QVERIFY(bench.row(2).canEdit);
        const QList<protocol::Message> leftBehind =
            bench.stored + QList{test::userMessage(u2, andNow),
                               test::reply(a2, QStringLiteral("Late"), QStringLiteral("streaming"))};

        bench.transport.once("POST", pathOf(u9, "activate"), FakeAnswer::json(200, "{\"id\":\"u9\"}"));
        bench.stored = {
            withSiblings(test::userMessage(u9, QStringLiteral("Hm")), {u1, u9}), complete(a9, other)};
        bench.conversation->showSibling(0, +1);
        QVERIFY(!bench.conversation->isStreaming());
        QTRY_COMPARE(bench.ids(), (QStringList{u9, a9}));
        QCOMPARE(bench.transport.requests("POST", pathOf(a2, "cancel")).size(), 0);

        bench.transport.once("POST", pathOf(u1, "activate"), FakeAnswer::json(200, "{\"id\":\"u1\"}"));
        bench.transport.once("GET", pathOf(a2, "stream"),
            FakeAnswer::stream({started(u2, a2), chunk(a2, QStringLiteral("r."), 6), done(a2)}));
        bench.stored = leftBehind;
        bench.conversation->showSibling(0, -1);
        QTRY_COMPARE(bench.rows(), 4);
        bench.stored[3] = complete(a2, QStringLiteral("Later."));
        QTRY_COMPARE(bench.row(3).state, RowState::Settled);
        QCOMPARE(bench.row(3).message.content, QStringLiteral("Later."));
        QCOMPARE(bench.problems, QStringList());
    }

    void theVersionWithAMessageIsShownWhereverTheTwoPart()
    {
        Bench bench;
        QVERIFY(bench.load());
        QSignalSpy shown(bench.conversation.get(), &Conversation::branchShown);
        // No row knows it: it is further down on the other way. What is there stays until that is.
        bench.transport.once("POST", pathOf(u9, "activate"), FakeAnswer::json(200, "{\"id\":\"u9\"}"));
        bench.stored = {test::userMessage(u1, why), complete(a9, other), test::userMessage(u9, andNow)};
        QVERIFY(bench.conversation->showVersionWith(u9));
        QVERIFY(!bench.conversation->showVersionWith(u2)); // one at a time
        QCOMPARE(bench.ids(), (QStringList{u1, a1, u2, a2}));
        QTRY_COMPARE(bench.ids(), (QStringList{u1, a9, u9}));
        QCOMPARE(shown.size(), 1);
        QCOMPARE(bench.problems, QStringList());
    }

    void ofTheVersionWithASiblingWhatFollowsGoesAtOnce()
    {
        Bench bench;
        bench.stored[1] = withSiblings(bench.stored[1], {a1, a9});
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a9, "activate"), FakeAnswer::hold());
        QVERIFY(bench.conversation->showVersionWith(a9));
        QCOMPARE(bench.ids(), (QStringList{u1, a1}));
    }

    void aVersionThatCannotBeReadShowsNothingOfTheOtherOne()
    {
        Bench bench;
        QVERIFY(bench.load());
        QSignalSpy shown(bench.conversation.get(), &Conversation::branchShown);
        bench.transport.once("POST", pathOf(u9, "activate"), FakeAnswer::json(200, "{\"id\":\"u9\"}"));
        bench.transport.once("GET", test::listPath, FakeAnswer::failure(ApiError::Kind::Network));
        QVERIFY(bench.conversation->showVersionWith(u9));
        QTRY_COMPARE(bench.conversation->loadState(), Conversation::LoadState::Failed);
        QCOMPARE(bench.ids(), QStringList());
        QCOMPARE(shown.size(), 1);
        bench.conversation->send(QStringLiteral("Next")); // goes to the branch that is shown, once it is
        QCOMPARE(bench.row(0).state, RowState::Held);
        bench.stored = {test::userMessage(u1, why), complete(a9, other), test::userMessage(u9, andNow)};
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        QVERIFY(bench.load());
        QCOMPARE(bench.ids().first(3), (QStringList{u1, a9, u9}));
        QTRY_COMPARE(bench.row(3).state, RowState::Sending);
    }

    void aVersionThatCannotBeOpenedLeavesWhatWasBeingWritten()
    {
        Bench bench;
        QVERIFY(bench.load());
        bench.transport.once("POST", pathOf(a1, "regenerate"), FakeAnswer::hold());
        bench.conversation->regenerate(1);
        bench.accept(started(u1, a9) + chunk(a9, QStringLiteral("Other"), 5));
        bench.transport.once("POST", pathOf(u2, "activate"), FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.once("GET", test::listPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.once("GET", pathOf(a9, "stream"), FakeAnswer::hold());
        QVERIFY(bench.conversation->showVersionWith(u2));
        QVERIFY(!bench.conversation->isStreaming());
        QTRY_COMPARE(bench.problems.size(), 1);
        // It goes on, and nothing of the way that was left before comes back behind it.
        QTRY_VERIFY(bench.conversation->isStreaming());
        QCOMPARE(bench.ids(), (QStringList{u1, a9}));
    }

    void whatIsStillOnItsWayIsNotLeft()
    {
        Bench bench;
        bench.stored[1] = withSiblings(bench.stored[1], {a1, a9});
        QVERIFY(bench.load());
        bench.transport.once("POST", streamPath, FakeAnswer::hold());
        bench.conversation->send(QStringLiteral("Next"));
        bench.conversation->showSibling(1, +1);
        bench.conversation->editAndResend(0, QStringLiteral("Why not?"));
        QCOMPARE(bench.problems.size(), 2);
        QCOMPARE(bench.rows(), 6);
        bench.accept(started(u9, a9) + chunk(a9, QStringLiteral("O"), 1));
        bench.conversation->send(QStringLiteral("After that"));
        bench.conversation->editAndResend(0, QStringLiteral("Why not?"));
        QCOMPARE(bench.problems.size(), 3);
        QCOMPARE(bench.texts().last(), QStringLiteral("After that"));
    }
};

QTEST_GUILESS_MAIN(TestConversationBranches)
#include "tst_conversationbranches.moc"
