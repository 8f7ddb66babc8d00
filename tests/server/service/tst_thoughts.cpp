#include "servicefixture.h"

#include <QtTest>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::MessageStatus;

namespace {

/// What a subscriber sees of the thoughts: "text@offset", "waiting: …", "delta", "done".
QString wordFor(const protocol::StreamEvent &event)
{
    if (const auto *thoughts = std::get_if<protocol::StreamReasoning>(&event))
        return thoughts->text + u'@' + QString::number(thoughts->offset);
    if (const auto *waiting = std::get_if<protocol::StreamWaiting>(&event))
        return say("waiting: ") + waiting->message;
    if (const auto *delta = std::get_if<protocol::StreamDelta>(&event))
        return say("delta ") + delta->text;
    return std::holds_alternative<protocol::StreamDone>(event) ? say("done") : say("other");
}

} // namespace

/// What a model thinks besides what it answers, and who is asked.
class TestThoughts : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    ScriptedProvider m_provider;
    std::unique_ptr<GenerationService> m_service;
    QString m_thread;
    QString m_reply;

    std::unique_ptr<GenerationService::Subscription> listen(QStringList &words)
    {
        auto subscribed =
            m_service->subscribe(m_reply, 0, [&words](const GenerationService::Published &published) {
                words.append(wordFor(published.event));
            });
        return subscribed ? std::move(*subscribed) : nullptr;
    }

    protocol::Message stored() { return m_chat->message(m_reply).value(); }
    QString storedThoughts() { return stored().metadata.value(say("reasoning")).toString(); }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_provider = {};
        m_service = std::make_unique<GenerationService>(*m_bench->store, m_provider, m_bench->clock);
        m_thread = m_bench->newThread(*m_chat);
        m_reply = m_service->begin(m_chat->postMessage(m_thread, say("Why?"), {}).value().message.id).value();
    }

    void cleanup()
    {
        m_service.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void theyAreStoredBeforeTheyAreSeen()
    {
        QStringList storedWhenSeen;
        const auto subscribed =
            m_service->subscribe(m_reply, 0, [&](const GenerationService::Published &published) {
                if (std::holds_alternative<protocol::StreamReasoning>(published.event))
                    storedWhenSeen.append(storedThoughts());
            });
        m_provider.newest().think(say("hm"));
        m_provider.newest().think(say(" ö"));
        m_provider.newest().say(say("Because."));
        m_provider.newest().finish();
        QCOMPARE(storedWhenSeen, QStringList({say("hm"), say("hm ö")}));
        QCOMPARE(storedThoughts(), say("hm ö"));
        QCOMPARE(stored().content, say("Because."));
        QCOMPARE(stored().status(), MessageStatus::Complete);
    }

    void whoeverComesLaterGetsThemAll()
    {
        m_provider.newest().think(say("hö"));
        m_provider.newest().say(say("A"));
        QTRY_COMPARE(stored().content, say("A"));
        QStringList words;
        const auto subscription = listen(words);
        QCOMPARE(words, QStringList({say("hö@3"), say("delta A")}));
        m_provider.newest().think(say("!"));
        QTRY_COMPARE(words.constLast(), say("!@4"));
    }

    void theyOutliveTheProcess()
    {
        m_provider.newest().think(say("hm"));
        // As after a kill: what was committed is there, and the reply is interrupted.
        m_service.reset();
        m_chat.reset();
        m_bench->open();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        QCOMPARE(storedThoughts(), say("hm"));
        QCOMPARE(stored().status(), MessageStatus::Interrupted);
    }

    void aReplyThatGoesOnKeepsThem()
    {
        m_provider.newest().think(say("one"));
        m_provider.newest().say(say("A"));
        m_provider.newest().fail(failure(say("broken")));
        QCOMPARE(storedThoughts(), say("one"));
        QVERIFY(m_service->continueReply(m_reply, {}));
        m_provider.newest().think(say(" two"));
        m_provider.newest().finish();
        QCOMPARE(storedThoughts(), say("one two"));
    }

    void howLongItThoughtIsKept()
    {
        using namespace std::chrono_literals;
        const auto thoughtMs = [this] { return stored().metadata.value(say("reasoning_ms")); };
        m_bench->clock.advance(5s); // it loads, which is no thinking
        m_provider.newest().think(say("one"));
        m_bench->clock.advance(3s);
        m_provider.newest().think(say(" two"));
        m_bench->clock.advance(1s);
        m_provider.newest().say(say("A"));
        m_bench->clock.advance(7s);
        m_provider.newest().fail(failure(say("broken")));
        QCOMPARE(thoughtMs(), QJsonValue(4'000));
        // Of a reply that went on: all of its parts together, also what ended in thoughts.
        QVERIFY(m_service->continueReply(m_reply, {}));
        m_provider.newest().think(say(" three"));
        m_bench->clock.advance(2s);
        m_provider.newest().finish();
        QCOMPARE(thoughtMs(), QJsonValue(6'000));
    }

    void whereNothingWasThoughtNoTimeIsSaid()
    {
        m_provider.newest().say(say("A"));
        m_provider.newest().finish();
        QVERIFY(!stored().metadata.contains(say("reasoning_ms")));
    }

    void halvesOfACharacterAreJoined()
    {
        m_provider.newest().think(QString(QChar(0xd83d)));
        m_provider.newest().think(QString(QChar(0xde00)));
        m_provider.newest().finish();
        QCOMPARE(storedThoughts(), say("😀"));
    }

    void whyNothingComesIsSaidToAll()
    {
        QStringList words;
        const auto subscription = listen(words);
        m_provider.newest().makeWait(say("It loads."));
        QStringList later;
        const auto second = listen(later);
        m_provider.newest().makeWait({});
        QCOMPARE(words, QStringList({say("waiting: It loads."), say("waiting: ")}));
        QCOMPARE(later, words);
    }

    void theProviderIsToldWhatTheConversationChose()
    {
        ThreadPatch patch;
        patch.model = say("site/large");
        patch.settings = QJsonObject{{say("temperature"), 0.5}, {say("unknown"), 1}};
        QVERIFY(m_chat->updateThread(m_thread, patch, ArchivedFilter::No));
        const auto thread = m_chat->thread(m_thread, ArchivedFilter::No).value();
        QCOMPARE(thread.model, say("site/large"));
        QCOMPARE(thread.settings, (QJsonObject{{say("temperature"), 0.5}}));
        m_provider.newest().finish();
        const QString next =
            m_service->begin(m_chat->postMessage(m_thread, say("And?"), {}).value().message.id).value();
        QCOMPARE(m_provider.requests.last().model, say("site/large"));
        QCOMPARE(m_provider.requests.last().settings.temperature, std::optional(0.5));
        QCOMPARE(m_chat->message(next)->metadata.value(say("model")).toString(), say("site/large"));
    }

    void aSettingThatIsWrongIsRefused()
    {
        ThreadPatch patch;
        patch.settings = QJsonObject{{say("top_p"), 7}};
        const auto changed = m_chat->updateThread(m_thread, patch, ArchivedFilter::No);
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind, protocol::ApiError::Kind::Refused);
        QCOMPARE(m_chat->thread(m_thread, ArchivedFilter::No)->settings, QJsonObject());
    }
};

QTEST_GUILESS_MAIN(TestThoughts)
#include "tst_thoughts.moc"
