#include "listener.h"
#include "protocol/streamevent.h"
#include "server/service/replypieces.h"
#include "servicefixture.h"
#include "sse/sseparser.h"

#include <QtTest>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::MessageStatus;

namespace {

/// More than a client reads of one event, characters of every length, and worst of all in JSON.
QString longText()
{
    return say("a ä € 😀 ").repeated(100'000) + QString(200'000, QChar(1)) + say("\ufeff!").repeated(100'000);
}

bool fitsOneEvent(const protocol::StreamEvent &event)
{
    return protocol::streamEventData(event).size() <= sse::SseParser::defaultEventLimit;
}

} // namespace

/// Replies that are longer than one event, and that are longer than a client reads.
class TestLongReplies : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    ScriptedProvider m_provider;
    std::unique_ptr<GenerationService> m_service;
    QString m_reply;

    /// Listens from \a offset on; whether every event fits what a client reads is in m_allFit.
    std::unique_ptr<Listener> listen(qint64 offset)
    {
        auto listener = std::make_unique<Listener>();
        listener->held = m_chat->message(m_reply)->content.toUtf8().first(offset);
        auto subscribed = m_service->subscribe(m_reply, offset,
            [this, listen = listener->callback()](const GenerationService::Published &published) {
                m_allFit = m_allFit && fitsOneEvent(published.event);
                listen(published);
            });
        listener->subscription = subscribed ? std::move(*subscribed) : nullptr;
        return listener;
    }
    bool m_allFit = true;

private Q_SLOTS:
    void init()
    {
        m_allFit = true;
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_provider = {};
        m_service = std::make_unique<GenerationService>(*m_bench->store, m_provider, m_bench->clock);
        const QString thread = m_bench->newThread(*m_chat);
        m_reply = m_service->begin(m_chat->postMessage(thread, say("Why?"), {}).value().message.id).value();
    }

    void cleanup()
    {
        m_service.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void whatIsMissingComesInEventsThatCanBeRead_data()
    {
        QTest::addColumn<bool>("isFinished");
        QTest::newRow("under way") << false;
        QTest::newRow("finished") << true;
    }
    void whatIsMissingComesInEventsThatCanBeRead()
    {
        QFETCH(bool, isFinished);
        const QString text = longText();
        m_provider.newest().say(text);
        if (isFinished)
            m_provider.newest().finish();
        QCOMPARE(m_chat->message(m_reply)->content, text);
        for (const qint64 offset : {qint64(0), qint64(4), qint64(300'000)}) {
            const auto listener = listen(offset);
            QVERIFY(!listener->hasGap);
            QVERIFY(listener->held == text.toUtf8());
            QVERIFY(listener->deltas() > 1);
        }
        QVERIFY(m_allFit);
    }

    void aLongDeltaIsPublishedInEventsThatCanBeRead()
    {
        const auto listener = listen(0);
        const QString text = longText();
        m_provider.newest().say(text);
        m_provider.newest().finish();
        QVERIFY(!listener->hasGap);
        QVERIFY(listener->held == text.toUtf8());
        QVERIFY(m_allFit);
    }

    void soDoThoughts()
    {
        const QString thoughts = longText();
        m_provider.newest().think(thoughts);
        QByteArray held;
        const auto subscribed =
            m_service->subscribe(m_reply, 0, [&](const GenerationService::Published &published) {
                const auto *piece = std::get_if<protocol::StreamReasoning>(&published.event);
                if (!piece)
                    return;
                m_allFit = m_allFit && fitsOneEvent(published.event);
                QCOMPARE(piece->offset - piece->text.toUtf8().size(), held.size());
                QCOMPARE(published.offset, 0);
                held += piece->text.toUtf8();
            });
        QVERIFY(held == thoughts.toUtf8());
        QVERIFY(m_allFit);
    }

    void whoeverGoesInTheMiddleGetsNoMore()
    {
        m_provider.newest().say(longText());
        int deltas = 0;
        std::unique_ptr<GenerationService::Subscription> first;
        std::unique_ptr<GenerationService::Subscription> second = std::move(*m_service->subscribe(m_reply,
            m_chat->message(m_reply)->content.toUtf8().size(), [&](const GenerationService::Published &) {
                ++deltas;
                second.reset();
            }));
        QTRY_VERIFY((m_provider.newest().say(longText()), deltas > 0));
        QCOMPARE(deltas, 1);
    }

    void oneThatGoesOnWithoutEndFailsWhereAClientCanStillReadIt_data()
    {
        QTest::addColumn<QString>("piece");
        QTest::newRow("words") << say("word ").repeated(1000);
        QTest::newRow("a pair across the end") << u'x' + say("😀").repeated(1000);
        QTest::newRow("all at once") << say("😀").repeated(int(longestReply));
    }
    void oneThatGoesOnWithoutEndFailsWhereAClientCanStillReadIt()
    {
        QFETCH(QString, piece);
        const auto listener = listen(0);
        m_provider.newest().think(say("hm"));
        for (int i = 0; i < 5000 && m_provider.generations.last(); ++i) {
            m_provider.newest().say(piece);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        QVERIFY(!m_provider.generations.last());
        const protocol::Message reply = m_chat->message(m_reply).value();
        QCOMPARE(reply.status(), MessageStatus::Failed);
        QCOMPARE(reply.metadata.value(say("error")).toObject().value(say("message")).toString(),
            say("The reply goes on without end."));
        QVERIFY(reply.content.size() + 2 <= longestReply);
        QVERIFY(reply.content.size() + 4 >= longestReply);
        QVERIFY(!reply.content.contains(QChar(QChar::ReplacementCharacter)));
        QVERIFY(listener->held == reply.content.toUtf8());
        QCOMPARE(listener->events.size() - listener->deltas(), 2); // error and done
    }

    void itCannotBeContinuedBeyondThat()
    {
        m_provider.newest().say(QString(longestReply - 1, u'x'));
        m_service->cancel(m_reply).value();
        QVERIFY(m_service->continueReply(m_reply, {}));
        m_provider.newest().say(say("yz"));
        QCOMPARE(m_chat->message(m_reply)->content.size(), longestReply);
        QVERIFY(m_chat->message(m_reply)->content.endsWith(u'y'));
        QCOMPARE(m_chat->message(m_reply)->status(), MessageStatus::Failed);
    }
};

QTEST_GUILESS_MAIN(TestLongReplies)
#include "tst_longreplies.moc"
