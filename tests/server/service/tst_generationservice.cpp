#include "listener.h"
#include "servicefixture.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::ApiError;
using protocol::MessageStatus;
using Published = GenerationService::Published;

class TestGenerationService : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    ScriptedProvider m_provider;
    std::unique_ptr<GenerationService> m_service;

    QString ask(const QString &thread, const QString &content = QStringLiteral("Why?"))
    {
        return m_chat->postMessage(thread, content, {}).value().message.id;
    }

    /// A new thread with one question whose reply has begun; its id.
    QString beginReply(QString *threadId = nullptr)
    {
        const QString thread = m_bench->newThread(*m_chat);
        if (threadId)
            *threadId = thread;
        return m_service->begin(ask(thread)).value();
    }

    void listen(Listener &listener, const QString &messageId, qint64 from = 0)
    {
        auto subscribed = m_service->subscribe(messageId, from, listener.callback());
        QVERIFY(subscribed);
        listener.subscription = std::move(*subscribed);
    }

    protocol::Message stored(const QString &id) { return m_chat->message(id).value(); }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_provider = {};
        m_service = std::make_unique<GenerationService>(*m_bench->store, m_provider, m_bench->clock);
    }

    void cleanup()
    {
        m_service.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void aReplyIsStoredAsStreamingBeforeItSaysAnything()
    {
        QString thread;
        const QString id = beginReply(&thread);
        const auto message = stored(id);
        QCOMPARE(message.status(), MessageStatus::Streaming);
        QCOMPARE(message.content, QString());
        QCOMPARE(message.metadata.value(say("provider")).toString(), say("scripted"));
        QCOMPARE(message.metadata.value(say("model")).toString(), say("Script"));
        QVERIFY(m_service->isGenerating(thread));
        QVERIFY(!m_service->isGenerating(say("another")));
    }

    void theProviderIsGivenTheConversationAndItsSignals()
    {
        QString thread;
        const QString first = beginReply(&thread);
        m_provider.newest().say(say("Because."));
        m_provider.newest().finish();
        protocol::Signal signal;
        for (const char *id : {"kept", "dismissed"}) {
            signal.id = say(id);
            signal.threadId = thread;
            signal.dedupeKey = signal.id;
            signal.type = protocol::SignalType::Goal;
            signal.createdAt = m_bench->clock.wall();
            if (qstrcmp(id, "dismissed") == 0)
                signal.dismissedAt = m_bench->clock.wall();
            QVERIFY(m_bench->store->foundSignals().insert(signal));
        }
        const QString question = ask(thread, say("And then?"));
        QVERIFY(m_service->begin(question));
        QStringList contents;
        for (const protocol::Message &message : m_provider.requests.last().messages)
            contents.append(message.content);
        QCOMPARE(contents, QStringList({say("Why?"), say("Because."), say("And then?")}));
        QCOMPARE(m_provider.requests.last().knownSignals.size(), 1);
        QCOMPARE(m_provider.requests.last().knownSignals.at(0).id, say("kept"));
    }

    void oneQuestionIsNeverAskedTwice()
    {
        const QString question = ask(m_bench->newThread(*m_chat));
        const QString id = m_service->begin(question).value();
        QCOMPARE(m_service->begin(question).value(), id);
        m_provider.newest().fail(failure(say("broken")));
        QCOMPARE(m_service->begin(question).value(), id);
        QCOMPARE(m_provider.generations.size(), 1);
        QCOMPARE(m_service->questionOf(id).value(), question);
        QCOMPARE(m_service->questionOf(question).error().kind, ApiError::Kind::NotFound);
    }

    void onlyAUsersMessageIsAnswered()
    {
        const QString id = beginReply();
        QCOMPARE(m_service->begin(id).error().kind, ApiError::Kind::Refused);
        QCOMPARE(m_service->begin(say("nothing")).error().kind, ApiError::Kind::NotFound);
    }

    void whatASubscriberSeesIsAlreadyStored()
    {
        const QString id = beginReply();
        QStringList storedWhenSeen;
        QStringList seen;
        QString text;
        const auto subscription = m_service->subscribe(id, 0, [&](const Published &published) {
            if (const auto *delta = std::get_if<protocol::StreamDelta>(&published.event)) {
                text += delta->text;
                seen.append(text);
                storedWhenSeen.append(stored(id).content);
            }
        });
        for (const char *delta : {"Be", "cau", "se ", "of ", "\xf0\x9f\xa7\xad", "."}) {
            m_provider.newest().say(say(delta));
            QTest::qWait(5);
        }
        m_provider.newest().finish();
        QCOMPARE(text, say("Because of \xf0\x9f\xa7\xad."));
        QCOMPARE(storedWhenSeen, seen);
    }

    void theFirstDeltaLeavesAtOnceAndTheNextOnesTogether()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_provider.newest().say(say("one "));
        QCOMPARE(listener.deltas(), 1);
        for (int i = 0; i < 1'000; ++i)
            m_provider.newest().say(say("more "));
        QCOMPARE(listener.deltas(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(listener.deltas(), 2, 500);
        QCOMPARE(listener.held.size(), 4 + 5 * 1'000);
    }

    void aFinishedReplyIsCompleteWithItsFacts()
    {
        const QString id = beginReply();
        const QSignalSpy finished(m_service.get(), &GenerationService::replyFinished);
        Listener listener;
        listen(listener, id);
        m_bench->clock.advance(std::chrono::milliseconds(120));
        m_provider.newest().say(say("Because."));
        m_bench->clock.advance(std::chrono::milliseconds(300));
        m_provider.newest().finish({{say("finish_reason"), say("stop")}, {say("prompt_tokens"), 7}});
        QCOMPARE(listener.events, QStringList({say("delta"), say("done ") + id + say(" complete")}));
        const auto message = stored(id);
        QCOMPARE(message.status(), MessageStatus::Complete);
        QCOMPARE(message.metadata.value(say("ttft_ms")).toInt(), 120);
        QCOMPARE(message.metadata.value(say("duration_ms")).toInt(), 420);
        QCOMPARE(message.metadata.value(say("finish_reason")).toString(), say("stop"));
        QCOMPARE(message.metadata.value(say("prompt_tokens")).toInt(), 7);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished.at(0).at(0).value<protocol::Message>(), message);
        QVERIFY(!m_service->isGenerating(message.threadId));
        QTRY_VERIFY(m_provider.generations.last().isNull());
    }

    void aFailureKeepsTheTextAndSaysWhy()
    {
        const QString id = beginReply();
        Listener live;
        listen(live, id);
        m_provider.newest().say(say("Half a "));
        m_provider.newest().say(say("reply"));
        m_provider.newest().fail(failure(say("The model went away.")));
        const QStringList expected{say("delta"), say("delta"), say("error network The model went away."),
            say("done ") + id + say(" failed")};
        QCOMPARE(live.events, expected);
        const auto message = stored(id);
        QCOMPARE(message.content, say("Half a reply"));
        QCOMPARE(message.status(), MessageStatus::Failed);
        const auto error = message.metadata.value(say("error")).toObject();
        QCOMPARE(error.value(say("message")).toString(), say("The model went away."));
        QCOMPARE(error.value(say("retryable")).toBool(), true);

        Listener late;
        listen(late, id, 5);
        QCOMPARE(late.events, expected.mid(1));
    }

    void stoppingKeepsTheTextAndStopsUpstreamAtOnce()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_provider.newest().say(say("Half "));
        m_provider.newest().say(say("a reply"));
        const auto message = m_service->cancel(id).value();
        QVERIFY(m_provider.generations.last().isNull());
        QCOMPARE(message.content, say("Half a reply"));
        QCOMPARE(message.status(), MessageStatus::Stopped);
        QCOMPARE(listener.held, QByteArray("Half a reply"));
        QCOMPARE(listener.events.last(), say("done ") + id + say(" stopped"));
        QCOMPARE(m_service->cancel(id).value(), message);
        QCOMPARE(m_service->cancel(say("nothing")).error().kind, ApiError::Kind::NotFound);
    }

    void stoppingFromInsideASubscriberIsSafe()
    {
        const QString id = beginReply();
        Listener other;
        listen(other, id);
        const auto subscription = m_service->subscribe(id, 0, [&](const Published &published) {
            if (std::holds_alternative<protocol::StreamDelta>(published.event))
                QVERIFY(m_service->cancel(id));
        });
        m_provider.newest().say(say("one"));
        QTRY_VERIFY(m_provider.generations.last().isNull());
        QCOMPARE(stored(id).status(), MessageStatus::Stopped);
        QCOMPARE(other.events, QStringList({say("delta"), say("done ") + id + say(" stopped")}));
    }

    void aSubscriberThatGoesAwayStopsNothing()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_provider.newest().say(say("one"));
        listener.subscription.reset();
        m_provider.newest().say(say(" two"));
        m_provider.newest().finish();
        QCOMPARE(listener.held, QByteArray("one"));
        QCOMPARE(listener.events, QStringList{say("delta")});
        QCOMPARE(stored(id).content, say("one two"));
    }

    void aSubscriberMayGoAwayFromInsideItsOwnCall()
    {
        const QString id = beginReply();
        int calls = 0;
        std::unique_ptr<GenerationService::Subscription> subscription;
        subscription = std::move(*m_service->subscribe(id, 0, [&](const Published &) {
            ++calls;
            subscription.reset();
        }));
        m_provider.newest().say(say("one"));
        m_provider.newest().finish();
        QCOMPARE(calls, 1);
    }

    void aLateSubscriberGetsWhatItIsMissingAsOneDelta_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<QString>("delta");
        // "héllo": the é is two bytes, at 1 and 2.
        QTest::newRow("nothing held") << qint64(0) << say("h\u00e9llo");
        QTest::newRow("a part held") << qint64(3) << say("llo");
        QTest::newRow("inside a character") << qint64(2) << say("h\u00e9llo");
        QTest::newRow("all held") << qint64(6) << QString();
        QTest::newRow("beyond the end") << qint64(7) << say("h\u00e9llo");
        QTest::newRow("nonsense") << qint64(-4) << say("h\u00e9llo");
    }

    void aLateSubscriberGetsWhatItIsMissingAsOneDelta()
    {
        QFETCH(qint64, from);
        QFETCH(QString, delta);
        const QString id = beginReply();
        m_provider.newest().say(say("h\u00e9llo"));
        const auto check = [&](const char *when) {
            QStringList texts;
            const auto subscription = m_service->subscribe(id, from, [&](const Published &published) {
                if (const auto *part = std::get_if<protocol::StreamDelta>(&published.event)) {
                    texts.append(part->text);
                    QCOMPARE(published.offset, 6);
                }
            });
            QVERIFY(subscription);
            QVERIFY2(texts == (delta.isEmpty() ? QStringList() : QStringList{delta}), when);
        };
        check("while it streams");
        m_provider.newest().finish();
        check("after it ended");
    }

    void reconnectingAtRandomNeverLosesOrDoublesAByte()
    {
        QRandomGenerator random(7);
        const QString alphabet = say("ab \u00e9\u9078\n");
        const QString id = beginReply();
        QString produced;
        Listener listener;
        listen(listener, id);
        for (int i = 0; i < 400; ++i) {
            QString delta;
            for (quint32 n = random.bounded(1U, 6U); n > 0; --n)
                delta += random.bounded(10) == 0 ? say("\U0001f9ed")
                                                 : QString(alphabet.at(random.bounded(int(alphabet.size()))));
            produced += delta;
            // Sometimes the two halves of a character come apart.
            const qsizetype cut = random.bounded(int(delta.size()));
            m_provider.newest().say(delta.left(cut));
            if (random.bounded(4) == 0) {
                listener.subscription.reset();
                listen(listener, id, listener.held.size());
            }
            m_provider.newest().say(delta.mid(cut));
            if (random.bounded(20) == 0)
                QTest::qWait(21);
        }
        m_provider.newest().finish();
        QCOMPARE(QString::fromUtf8(listener.held), produced);
        QVERIFY(!listener.hasGap);
        QCOMPARE(stored(id).content, produced);
    }

    void halvesOfCharactersAreJoinedOrReplaced()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_provider.newest().say(QChar(0xd83e));
        m_provider.newest().say(QChar(0xdded));
        m_provider.newest().say(say("!"));
        m_provider.newest().say(QChar(0xd83e));
        m_provider.newest().finish();
        QCOMPARE(stored(id).content, say("\U0001f9ed!\ufffd"));
        QCOMPARE(QString::fromUtf8(listener.held), say("\U0001f9ed!\ufffd"));
    }

    void aByteOrderMarkIsACharacterLikeAnyOther()
    {
        const QString text = QChar(0xfeff) + say("x");
        const QString id = beginReply();
        m_provider.newest().say(text);
        Listener live;
        listen(live, id);
        m_provider.newest().finish();
        Listener late;
        listen(late, id);
        QCOMPARE(live.held, text.toUtf8());
        QCOMPARE(late.held, text.toUtf8());
        QCOMPARE(stored(id).content, text);
    }

    void severalThreadsAreAnsweredAtOnce()
    {
        QStringList ids;
        for (int i = 0; i < 5; ++i)
            ids.append(beginReply());
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 5; ++i)
                m_provider.generations.at(i)->say(QString::number(i));
        }
        for (int i = 4; i >= 0; --i)
            m_provider.generations.at(i)->finish();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(stored(ids.at(i)).content, QString(3, QString::number(i).at(0)));
    }

    void goingDownKeepsRepliesAsInterrupted()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_provider.newest().say(say("Half "));
        m_provider.newest().say(say("a reply"));
        m_service.reset();
        QVERIFY(m_provider.generations.last().isNull());
        QCOMPARE(stored(id).content, say("Half a reply"));
        QCOMPARE(stored(id).status(), MessageStatus::Interrupted);
        QCOMPARE(listener.events, QStringList{say("delta")}); // no done: the reply is not
    }

    void aDeletedThreadEndsItsReply()
    {
        QString thread;
        const QString id = beginReply(&thread);
        Listener listener;
        listen(listener, id);
        QVERIFY(m_chat->deleteThread(thread, ArchivedFilter::No));
        m_provider.newest().say(say("into the void"));
        QCOMPARE(listener.events, QStringList{say("done ")});
        QVERIFY(!m_service->isGenerating(thread));
        QTRY_VERIFY(m_provider.generations.last().isNull());
    }

    void afterAFullDiskTheReplyIsStoredWhole()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_bench->fillDisk(true);
        const QString much(500'000, u'x');
        m_provider.newest().say(much);
        QCOMPARE(listener.deltas(), 0); // not stored, so not shown
        m_bench->fillDisk(false);
        m_provider.newest().say(say("end"));
        m_provider.newest().finish();
        QCOMPARE(stored(id).content, much + say("end"));
        QCOMPARE(stored(id).status(), MessageStatus::Complete);
        QCOMPARE(listener.held.size(), 500'003);
    }

    void whatADiskRefusesToTheEndIsShownAllTheSame()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        m_bench->fillDisk(true);
        m_provider.newest().say(QString(500'000, u'x'));
        m_provider.newest().finish();
        QCOMPARE(listener.held.size(), 500'000);
        const QStringList last = listener.events.mid(listener.deltas());
        QCOMPARE(last.size(), 2);
        QVERIFY2(last.at(0).startsWith(say("error server")), qPrintable(last.at(0)));
        QCOMPARE(last.at(1), say("done ") + id + say(" failed"));
    }

    void nobodyCanListenToWhatIsNoReply()
    {
        const QString question = ask(m_bench->newThread(*m_chat));
        for (const QString &id : {question, say("nothing")}) {
            const auto result = m_service->subscribe(id, 0, [](const Published &) {});
            QCOMPARE(result.error().kind, ApiError::Kind::NotFound);
        }
    }

    void aFloodIsCommittedInFewPieces()
    {
        const QString id = beginReply();
        Listener listener;
        listen(listener, id);
        QElapsedTimer timer;
        timer.start();
        for (int batch = 0; batch < 100; ++batch) {
            for (int i = 0; i < 100; ++i)
                m_provider.newest().say(say("word "));
            QCoreApplication::processEvents();
        }
        m_provider.newest().finish();
        QCOMPARE(listener.held.size(), 50'000);
        const auto most = timer.elapsed() / coalescing + 2;
        QVERIFY2(listener.deltas() <= most,
            qPrintable(QStringLiteral("%1 > %2").arg(listener.deltas()).arg(most)));
    }

private:
    static constexpr int coalescing = 20; ///< ms, as the contract of GenerationService says
};

QTEST_GUILESS_MAIN(TestGenerationService)
#include "tst_generationservice.moc"
