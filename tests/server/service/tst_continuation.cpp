#include "listener.h"
#include "servicefixture.h"

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::ApiError;
using protocol::Message;
using protocol::MessageStatus;

/// A reply that ended early goes on in place.
class TestContinuation : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    ScriptedProvider m_provider;
    std::unique_ptr<GenerationService> m_service;
    QString m_thread;
    QString m_question;
    QString m_reply;

    /// Begins a reply that has said \a text.
    void begin(const QString &text)
    {
        m_question = m_chat->postMessage(m_thread, say("Why?"), {}).value().message.id;
        m_reply = m_service->begin(m_question).value();
        m_provider.newest().say(text);
    }

    void stop(const QString &text)
    {
        begin(text);
        QVERIFY(m_service->cancel(m_reply));
    }

    void listen(Listener &listener, qint64 from = 0)
    {
        auto subscribed = m_service->subscribe(m_reply, from, listener.callback());
        QVERIFY(subscribed);
        listener.subscription = std::move(*subscribed);
    }

    Message stored() { return m_chat->message(m_reply).value(); }
    QJsonValue fact(const char *name) { return stored().metadata.value(QLatin1StringView(name)); }

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

    void itGoesOnWhereItsTextEnds_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("stopped") << QStringLiteral("stopped");
        QTest::newRow("interrupted") << QStringLiteral("interrupted");
        QTest::newRow("failed") << QStringLiteral("failed");
        QTest::newRow("too long") << QStringLiteral("length");
    }

    void itGoesOnWhereItsTextEnds()
    {
        QFETCH(QString, how);
        begin(QStringLiteral("Zażółć "));
        if (how == QStringLiteral("stopped"))
            QVERIFY(m_service->cancel(m_reply));
        else if (how == QStringLiteral("failed"))
            m_provider.newest().fail(failure(say("broken")));
        else if (how == QStringLiteral("length"))
            m_provider.newest().finish({{QStringLiteral("finish_reason"), QStringLiteral("length")}});
        else
            reopen();

        QVERIFY(m_service->continueReply(m_reply, {}));
        QCOMPARE(stored().status(), MessageStatus::Streaming);
        QCOMPARE(stored().content, QStringLiteral("Zażółć "));
        QVERIFY(fact("error").isUndefined());
        QVERIFY(fact("finish_reason").isUndefined());
        QCOMPARE(fact("continued").toInt(), 1);
        QCOMPARE(m_provider.requests.size(), 2);
        QCOMPARE(m_provider.requests.last().partialReply, QStringLiteral("Zażółć "));
        QCOMPARE(m_provider.requests.last().messages.size(), 1);
        QCOMPARE(m_provider.requests.last().messages.last().id, m_question);

        Listener held;
        held.held = QStringLiteral("Zażółć ").toUtf8();
        listen(held, held.held.size());
        Listener fresh;
        listen(fresh);
        m_provider.newest().say(QStringLiteral("gęślą jaźń."));
        m_provider.newest().finish({{QStringLiteral("finish_reason"), QStringLiteral("stop")}});
        for (const Listener *listener : {&held, &fresh}) {
            QCOMPARE(QString::fromUtf8(listener->held), QStringLiteral("Zażółć gęślą jaźń."));
            QVERIFY(!listener->hasGap);
            QCOMPARE(
                listener->events.last(), QStringLiteral("done ") + m_reply + QStringLiteral(" complete"));
        }
        QCOMPARE(stored().content, QStringLiteral("Zażółć gęślą jaźń."));
        QCOMPARE(stored().status(), MessageStatus::Complete);
        QCOMPARE(fact("finish_reason").toString(), QStringLiteral("stop"));
        QCOMPARE(m_chat->messages(m_thread, 0, 9)->total, 2);
    }

    void aReplyThatNeverBeganBeginsNow()
    {
        begin({});
        m_provider.newest().fail(failure(say("broken")));
        QVERIFY(m_service->continueReply(m_reply, {}));
        QVERIFY(m_provider.requests.last().partialReply.isEmpty());
        m_provider.newest().say(say("Because."));
        m_provider.newest().finish();
        QCOMPARE(stored().content, say("Because."));
    }

    void itCanBeContinuedManyTimesAndTheFactsAreOfAll()
    {
        begin(say("a"));
        m_bench->clock.advance(std::chrono::milliseconds(50));
        m_provider.newest().finish({{QStringLiteral("finish_reason"), QStringLiteral("length")},
            {QStringLiteral("completion_tokens"), 10}, {QStringLiteral("prompt_tokens"), 3}});
        const int untilText = fact("ttft_ms").toInt();
        for (int i = 1; i <= 3; ++i) {
            QVERIFY(m_service->continueReply(m_reply, {}));
            QCOMPARE(fact("continued").toInt(), i);
            m_bench->clock.advance(std::chrono::milliseconds(100));
            m_provider.newest().say(say("b"));
            m_provider.newest().finish({{QStringLiteral("finish_reason"), QStringLiteral("length")},
                {QStringLiteral("completion_tokens"), 5}, {QStringLiteral("prompt_tokens"), 4}});
        }
        QCOMPARE(stored().content, say("abbb"));
        QCOMPARE(fact("completion_tokens").toInt(), 25);
        QCOMPARE(fact("prompt_tokens").toInt(), 15);
        QCOMPARE(fact("duration_ms").toInt(), 350);
        QCOMPARE(fact("ttft_ms").toInt(), untilText);
    }

    void oneThatIsStreamingOrCompleteIsLeftAlone()
    {
        begin(say("Because"));
        QVERIFY(m_service->continueReply(m_reply, {}));
        QCOMPARE(m_provider.requests.size(), 1);
        m_provider.newest().say(say("."));
        m_provider.newest().finish({{QStringLiteral("finish_reason"), QStringLiteral("stop")}});
        QVERIFY(m_service->continueReply(m_reply, {}));
        QCOMPARE(m_provider.requests.size(), 1);
        QCOMPARE(stored().status(), MessageStatus::Complete);
        QVERIFY(fact("continued").isUndefined());
        Listener listener;
        listen(listener, 4);
        QCOMPARE(listener.held, QByteArray("use."));
        QCOMPARE(listener.events.last(), QStringLiteral("done ") + m_reply + QStringLiteral(" complete"));
        // Complete is complete wherever it is.
        m_chat->postMessage(m_thread, say("And?"), {});
        QVERIFY(m_service->continueReply(m_reply, {}));
    }

    void onlyTheEndOfWhatIsShownGoesOn()
    {
        stop(say("Be"));
        const QString next = m_chat->postMessage(m_thread, say("And?"), {}).value().message.id;
        const auto followed = m_service->continueReply(m_reply, {});
        QVERIFY(!followed);
        QCOMPARE(followed.error().status, 409);
        QVERIFY(!followed.error().message.isEmpty());
        const QString other = m_service->regenerate(m_question, {}).value();
        m_service->cancel(other);
        QCOMPARE(m_service->continueReply(m_reply, {}).error().status, 409);
        QVERIFY(m_service->continueReply(other, {}));
        QCOMPARE(m_provider.requests.size(), 3);
        QCOMPARE(stored().status(), MessageStatus::Stopped);
        QVERIFY(!next.isEmpty());
    }

    void whatIsNoReplyIsNotFound()
    {
        stop(say("Be"));
        QCOMPARE(m_service->continueReply(say("none"), {}).error().kind, ApiError::Kind::NotFound);
        QCOMPARE(m_service->continueReply(m_question, {}).error().kind, ApiError::Kind::NotFound);
    }

    void theSameKeyNeverAsksTwice()
    {
        stop(say("Be"));
        QVERIFY(m_service->continueReply(m_reply, say("k")));
        QVERIFY(m_service->cancel(m_reply));
        QVERIFY(m_service->continueReply(m_reply, say("k")));
        QCOMPARE(m_provider.requests.size(), 2);
        QCOMPARE(stored().status(), MessageStatus::Stopped);
        // A key that came while it was streaming counts, too.
        QVERIFY(m_service->continueReply(m_reply, say("l")));
        QVERIFY(m_service->continueReply(m_reply, say("m")));
        QVERIFY(m_service->cancel(m_reply));
        QVERIFY(m_service->continueReply(m_reply, say("m")));
        QCOMPARE(m_provider.requests.size(), 3);
        QVERIFY(m_service->continueReply(m_reply, say("n")));
        QCOMPARE(m_provider.requests.size(), 4);
    }

    void aRefusedKeyCanBeUsedAgain()
    {
        stop(say("Be"));
        const QString question = m_question;
        const QString reply = m_reply;
        const QString edited =
            m_chat->postMessage(m_thread, say("Why not?"), {}, {.replaces = question, .parent = {}})
                .value()
                .message.id;
        QCOMPARE(m_service->continueReply(reply, say("k")).error().status, 409);
        QVERIFY(!edited.isEmpty());
        QVERIFY(m_chat->activate(reply));
        QVERIFY(m_service->continueReply(reply, say("k")));
        QCOMPARE(m_provider.requests.size(), 2);
    }

    void closingKeepsEverythingAndAsksNothingAtTheNextStart()
    {
        stop(say("Be"));
        QVERIFY(m_service->continueReply(m_reply, {}));
        m_provider.newest().say(say("cau"));
        reopen();
        QCOMPARE(stored().content, say("Becau"));
        QCOMPARE(stored().status(), MessageStatus::Interrupted);
        QCOMPARE(fact("continued").toInt(), 1);
        QCOMPARE(m_provider.requests.size(), 2);
    }

    void aCrashWhileItGoesOnKeepsWhatWasCommitted()
    {
        stop(say("Be"));
        QVERIFY(m_service->continueReply(m_reply, {}));
        m_provider.newest().say(say("cau"));
        // As a killed process leaves it: nothing has said that it ended.
        QCOMPARE(stored().status(), MessageStatus::Streaming);
        QVERIFY(m_bench->store->messages().interruptStreaming());
        QCOMPARE(stored().content, say("Becau"));
        QCOMPARE(stored().status(), MessageStatus::Interrupted);
        QCOMPARE(fact("continued").toInt(), 1);
    }

    void aReplyWhoseEndCouldNotBeStoredCanBeContinued()
    {
        begin(say("Be"));
        auto &database = m_bench->store->database();
        QVERIFY(database.run(QStringLiteral("CREATE TRIGGER broken BEFORE UPDATE OF status ON messages "
                                            "BEGIN SELECT raise(ABORT, 'no'); END")));
        QVERIFY(m_service->cancel(m_reply));
        QVERIFY(database.run(QStringLiteral("DROP TRIGGER broken")));
        QCOMPARE(stored().status(), MessageStatus::Streaming);
        QVERIFY(m_service->continueReply(m_reply, {}));
        QCOMPARE(m_provider.requests.last().partialReply, say("Be"));
    }

    void itsWordsAreFoundWhenItHasEndedAgain()
    {
        stop(say("zebra"));
        const auto total = [this](const char *word) {
            return m_chat->threads({.archived = ArchivedFilter::No, .text = say(word)})->total;
        };
        QCOMPARE(total("zebra"), 1);
        QVERIFY(m_service->continueReply(m_reply, {}));
        m_provider.newest().say(say(" giraffe"));
        m_provider.newest().finish();
        QCOMPARE(total("zebra"), 1);
        QCOMPARE(total("giraffe"), 1);
    }

    void whereAClientIsTakenUpIsSaidBeforeItListens()
    {
        begin(QStringLiteral("aż"));
        for (const auto &[asked, given] :
            {std::pair<qint64, qint64>{0, 0}, {1, 1}, {2, 0}, {3, 3}, {4, 0}, {-1, 0}}) {
            QCOMPARE(m_service->startingOffset(m_reply, asked).value(), given);
            Listener listener;
            listener.held = stored().content.toUtf8().left(given);
            listen(listener, asked);
            QCOMPARE(QString::fromUtf8(listener.held), QStringLiteral("aż"));
            QVERIFY(!listener.hasGap);
        }
        m_service->cancel(m_reply);
        QCOMPARE(m_service->startingOffset(m_reply, 2).value(), 0);
        QCOMPARE(m_service->startingOffset(m_reply, 3).value(), 3);
        QVERIFY(!m_service->startingOffset(say("none"), 0));
    }
};

QTEST_GUILESS_MAIN(TestContinuation)
#include "tst_continuation.moc"
