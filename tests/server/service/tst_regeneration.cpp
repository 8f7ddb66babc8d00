#include "listener.h"
#include "servicefixture.h"

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::ApiError;
using protocol::MessageStatus;

class TestRegeneration : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    ScriptedProvider m_provider;
    std::unique_ptr<GenerationService> m_service;
    QString m_thread;

    QString ask(const QString &content, const Placement &placement = {})
    {
        return m_chat->postMessage(m_thread, content, {}, placement).value().message.id;
    }

    /// The id of a complete reply to \a question.
    QString answered(const QString &question, const QString &reply)
    {
        const QString id = m_service->begin(question).value();
        m_provider.newest().say(reply);
        m_provider.newest().finish();
        return id;
    }

    QString regenerated(const QString &messageId, const QString &reply)
    {
        const QString id = m_service->regenerate(messageId, {}).value();
        m_provider.newest().say(reply);
        m_provider.newest().finish();
        return id;
    }

    protocol::Message stored(const QString &id) { return m_chat->message(id).value(); }

    QStringList shown()
    {
        QStringList contents;
        const auto slice = m_chat->messages(m_thread, 0, 50).value();
        for (const protocol::Message &message : slice.items)
            contents.append(message.content);
        return contents;
    }

    QStringList given()
    {
        QStringList contents;
        for (const protocol::Message &message : m_provider.requests.last().messages)
            contents.append(message.content);
        return contents;
    }

    void reopen()
    {
        m_service.reset();
        m_chat.reset();
        m_bench->open();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_service = std::make_unique<GenerationService>(*m_bench->store, m_provider, m_bench->clock);
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_provider = {};
        m_service = std::make_unique<GenerationService>(*m_bench->store, m_provider, m_bench->clock);
        m_thread = m_bench->newThread(*m_chat);
    }

    void cleanup()
    {
        m_service.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void anotherReplyIsMadeBesideTheFirst()
    {
        const QString question = ask(say("Why?"));
        const QString first = answered(question, say("Because."));
        const QString second = m_service->regenerate(first, {}).value();
        QVERIFY(second != first);
        QCOMPARE(stored(second).status(), MessageStatus::Streaming);
        QCOMPARE(stored(second).parentId(), question);
        QCOMPARE(stored(second).siblingIds(), QStringList({first, second}));
        QCOMPARE(m_service->questionOf(second).value(), question);
        m_provider.newest().say(say("For a reason."));
        m_provider.newest().finish();
        QCOMPARE(stored(second).status(), MessageStatus::Complete);
        QCOMPARE(shown(), QStringList({say("Why?"), say("For a reason.")}));
        QCOMPARE(stored(first).content, say("Because."));
    }

    void theProviderIsGivenThePathUpToTheQuestionOnly()
    {
        const QString first = answered(ask(say("Why?")), say("Because."));
        ask(say("And then?"));
        QVERIFY(m_service->regenerate(first, {}));
        QCOMPARE(given(), QStringList{say("Why?")});
        QVERIFY(m_provider.requests.last().partialReply.isEmpty());
        m_provider.newest().say(say("For a reason."));
        m_provider.newest().finish();
        answered(ask(say("Which?")), say("This one."));
        QCOMPARE(given(), QStringList({say("Why?"), say("For a reason."), say("Which?")}));
    }

    void signalsOfOtherBranchesAndOfLaterAreNotGiven()
    {
        const auto note = [this](const char *id, const QString &messageId) {
            protocol::Signal signal;
            signal.id = say(id);
            signal.threadId = m_thread;
            signal.dedupeKey = signal.id;
            signal.type = protocol::SignalType::Goal;
            signal.createdAt = m_bench->clock.wall();
            QVERIFY(m_bench->store->foundSignals().insert(signal));
            const auto placed = m_bench->store->foundSignals().addPlace(
                signal.id, {.span = {messageId, 0, 1}, .quote = say("q"), .alignment = {}});
            QVERIFY(placed);
        };
        const auto ids = [this] {
            QStringList all;
            for (const protocol::Signal &signal : m_provider.requests.last().knownSignals)
                all.append(signal.id);
            return all;
        };
        const QString first = ask(say("one"));
        note("in one", first);
        const QString reply = answered(first, say("so"));
        const QString second = ask(say("two"));
        note("in two", second);
        answered(second, say("and so"));
        QCOMPARE(ids(), QStringList({say("in one"), say("in two")}));
        const QString better = ask(say("two, better"), {.replaces = second, .parent = {}});
        note("in better", better);
        answered(better, say("and so on"));
        QCOMPARE(ids(), QStringList({say("in one"), say("in better")}));
        regenerated(reply, say("not so"));
        QCOMPARE(ids(), QStringList{say("in one")});
        // A question on a branch that is not active is answered with what was said there.
        const QString aside =
            m_chat->postMessage(m_thread, say("aside"), {}, {.replaces = second, .parent = {}})
                .value()
                .message.id;
        note("in aside", aside);
        QVERIFY(m_chat->activate(reply));
        QVERIFY(m_chat->activate(better));
        QVERIFY(m_service->begin(aside));
        QCOMPARE(ids(), QStringList({say("in one"), say("in aside")}));
        QCOMPARE(given(), QStringList({say("one"), say("so"), say("aside")}));
        QCOMPARE(shown().last(), say("and so on"));
    }

    void aMessageOfTheUserGetsItsReplyOrOneMore()
    {
        const QString question = ask(say("Why?"));
        const QString first = regenerated(question, say("Because."));
        QCOMPARE(stored(first).parentId(), question);
        QVERIFY(stored(first).siblingIds().isEmpty());
        QCOMPARE(m_service->begin(question).value(), first);
        const QString second = regenerated(question, say("For a reason."));
        QCOMPARE(stored(second).siblingIds(), QStringList({first, second}));
        QCOMPARE(shown().last(), say("For a reason."));
        // Posting it again finds the reply that it got first.
        QCOMPARE(m_service->begin(question).value(), first);
        QCOMPARE(m_provider.requests.size(), 2);
    }

    void oneReplyToAQuestionIsWrittenAtATime()
    {
        const QString question = ask(say("Why?"));
        const QString first = m_service->begin(question).value();
        for (const QString &id : {question, first}) {
            const auto refused = m_service->regenerate(id, {});
            QVERIFY(!refused);
            QCOMPARE(refused.error().status, 409);
            QVERIFY(!refused.error().message.isEmpty());
        }
        QCOMPARE(m_provider.requests.size(), 1);
        m_service->cancel(first);
        QVERIFY(m_service->regenerate(first, {}));
        // Another question of the thread is not held up.
        const QString second = ask(say("And?"));
        QVERIFY(m_service->regenerate(second, {}));
    }

    void whatIsNotThereOrAnswersNothingIsRefused()
    {
        QCOMPARE(m_service->regenerate(say("none"), {}).error().kind, ApiError::Kind::NotFound);
        protocol::Message message = stored(ask(say("Why?")));
        message.id = say("told");
        message.role = protocol::Role::Assistant;
        QVERIFY(m_bench->store->messages().insert(message));
        QCOMPARE(m_service->regenerate(message.id, {}).error().status, 400);
        QVERIFY(m_provider.requests.isEmpty());
    }

    void theSameKeyIsTheSameReply()
    {
        const QString first = answered(ask(say("Why?")), say("Because."));
        const QString second = m_service->regenerate(first, say("k")).value();
        QCOMPARE(m_service->regenerate(first, say("k")).value(), second);
        m_provider.newest().fail(failure(say("broken")));
        QCOMPARE(m_service->regenerate(first, say("k")).value(), second);
        reopen();
        QCOMPARE(m_service->regenerate(first, say("k")).value(), second);
        QCOMPARE(m_provider.requests.size(), 2);
        m_bench->clock.advance(std::chrono::hours(25));
        QVERIFY(m_service->regenerate(first, say("k")).value() != second);
    }

    void aKeyStandsForOneThingOnly()
    {
        const QString question = m_chat->postMessage(m_thread, say("Why?"), say("posted")).value().message.id;
        const QString first = answered(question, say("Because."));
        QVERIFY(m_service->regenerate(first, say("regenerated")));
        const QString second = m_service->regenerate(first, say("regenerated")).value();
        m_service->cancel(second);
        QVERIFY(m_service->continueReply(second, say("continued")));
        const auto status = [](const auto &refused) { return refused ? 200 : refused.error().status; };
        QCOMPARE(status(m_service->regenerate(first, say("posted"))), 422);
        QCOMPARE(status(m_service->regenerate(question, say("regenerated"))), 422);
        QCOMPARE(status(m_service->regenerate(second, say("continued"))), 422);
        QCOMPARE(status(m_service->continueReply(second, say("posted"))), 422);
        QCOMPARE(status(m_service->continueReply(second, say("regenerated"))), 422);
        QCOMPARE(status(m_service->continueReply(first, say("continued"))), 422);
        for (const char *key : {"regenerated", "continued"})
            QCOMPARE(status(m_chat->postMessage(m_thread, say("Why?"), say(key))), 422);
        QCOMPARE(m_provider.requests.size(), 3);
    }

    void aReplyThatCannotBeStoredIsNotBegun()
    {
        const QString first = answered(ask(say("Why?")), say("Because."));
        const QStringList before = shown();
        QVERIFY(m_bench->store->database().run(QStringLiteral(
            "CREATE TRIGGER broken BEFORE INSERT ON messages BEGIN SELECT raise(ABORT, 'no'); END")));
        QCOMPARE(m_service->regenerate(first, say("k")).error().kind, ApiError::Kind::Server);
        QCOMPARE(shown(), before);
        QCOMPARE(m_provider.requests.size(), 1);
        QVERIFY(m_bench->store->database().run(QStringLiteral("DROP TRIGGER broken")));
        QVERIFY(m_service->regenerate(first, say("k")));
    }

    void closingLeavesItInterruptedAndTheFirstAsItWas()
    {
        const QString first = answered(ask(say("Why?")), say("Because."));
        const QString second = m_service->regenerate(first, {}).value();
        m_provider.newest().say(say("For a"));
        reopen();
        QCOMPARE(stored(second).status(), MessageStatus::Interrupted);
        QCOMPARE(stored(second).content, say("For a"));
        QCOMPARE(stored(second).siblingIds(), QStringList({first, second}));
        QCOMPARE(stored(first).content, say("Because."));
        QCOMPARE(stored(first).status(), MessageStatus::Complete);
        QCOMPARE(shown().last(), say("For a"));
    }

    void aReplyGoesOnWhileAnotherBranchIsShown()
    {
        const QString question = ask(say("Why?"));
        const QString reply = m_service->begin(question).value();
        m_provider.newest().say(say("Be"));
        Listener listener;
        listener.subscription = std::move(*m_service->subscribe(reply, 0, listener.callback()));
        ask(say("Why not?"), {.replaces = question, .parent = {}});
        m_provider.newest().say(say("cause."));
        m_provider.newest().finish();
        QCOMPARE(listener.held, QByteArray("Because."));
        QCOMPARE(listener.events.last(), QStringLiteral("done ") + reply + QStringLiteral(" complete"));
        QCOMPARE(stored(reply).status(), MessageStatus::Complete);
        QCOMPARE(shown(), QStringList{say("Why not?")});
    }
};

QTEST_GUILESS_MAIN(TestRegeneration)
#include "tst_regeneration.moc"
