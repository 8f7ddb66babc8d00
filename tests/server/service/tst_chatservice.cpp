#include "servicefixture.h"

#include <QSignalSpy>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::ApiError;

class TestChatService : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;

    QStringList titles(const ThreadQuery &query = {}) const
    {
        QStringList result;
        const auto found = m_chat->threads(query).value();
        for (const protocol::Thread &thread : found.items)
            result.append(thread.title);
        return result;
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
    }

    void cleanup()
    {
        m_chat.reset();
        m_bench.reset();
    }

    void aNewThreadIsCalledNewChatUntilItsFirstMessage()
    {
        const auto thread = m_chat->createThread(say("  ")).value();
        QCOMPARE(thread.title, say("New Chat"));
        QCOMPARE(thread.createdAt, m_bench->clock.wall());
        QVERIFY(m_chat->postMessage(thread.id, say("Should we **lease** or buy?"), {}));
        QCOMPARE(titles(), QStringList{say("Should we lease or buy?")});
        QVERIFY(m_chat->postMessage(thread.id, say("Another thing"), {}));
        QCOMPARE(titles(), QStringList{say("Should we lease or buy?")});
    }

    void aNameThatWasGivenStays()
    {
        const QString id = m_bench->newThread(*m_chat, say(" My  plan "));
        QVERIFY(m_chat->postMessage(id, say("Hello"), {}));
        QCOMPARE(titles(), QStringList{say("My plan")});
    }

    void titlesAreChecked()
    {
        const QString id = m_bench->newThread(*m_chat);
        QVERIFY(m_chat->createThread(QString(255, u'x')));
        QCOMPARE(m_chat->createThread(QString(256, u'x')).error().kind, ApiError::Kind::Refused);
        ThreadPatch patch;
        patch.title = say(" ");
        const auto blank = m_chat->updateThread(id, patch, ArchivedFilter::No);
        QCOMPARE(blank.error().kind, ApiError::Kind::Refused);
        QCOMPARE(blank.error().message, say("A title may not be blank."));
    }

    void anArchivedThreadIsOnlyThereWhenAskedFor()
    {
        const QString id = m_bench->newThread(*m_chat, say("A"));
        m_bench->newThread(*m_chat, say("B"));
        ThreadPatch patch;
        patch.archived = true;
        QVERIFY(m_chat->updateThread(id, patch, ArchivedFilter::No).value().archived);
        QCOMPARE(titles(), QStringList{say("B")});
        QCOMPARE(titles({.archived = ArchivedFilter::Yes, .text = {}}), QStringList{say("A")});
        QCOMPARE(titles({.archived = ArchivedFilter::All, .text = {}}).size(), 2);
        QCOMPARE(m_chat->thread(id, ArchivedFilter::No).error().kind, ApiError::Kind::NotFound);
        QVERIFY(m_chat->thread(id, ArchivedFilter::All));
        QCOMPARE(m_chat->deleteThread(id, ArchivedFilter::No).error().kind, ApiError::Kind::NotFound);
        QVERIFY(m_chat->deleteThread(id, ArchivedFilter::Yes));
        QCOMPARE(titles({.archived = ArchivedFilter::All, .text = {}}), QStringList{say("B")});
    }

    void archivingAndBackLeavesThePlaceInTheList()
    {
        const QString first = m_bench->newThread(*m_chat, say("first"));
        m_bench->clock.advance(std::chrono::seconds(1));
        m_bench->newThread(*m_chat, say("second"));
        m_bench->clock.advance(std::chrono::seconds(1));
        for (const bool archived : {true, false}) {
            ThreadPatch patch;
            patch.archived = archived;
            QVERIFY(m_chat->updateThread(first, patch, ArchivedFilter::All));
        }
        QCOMPARE(titles(), QStringList({say("second"), say("first")}));
        QVERIFY(m_chat->postMessage(first, say("Hello"), {}));
        QCOMPARE(titles(), QStringList({say("first"), say("second")}));
    }

    void pinningKeepsTheTimeOfTheFirstPin()
    {
        const QString id = m_bench->newThread(*m_chat);
        ThreadPatch patch;
        patch.pinned = true;
        const auto first = m_chat->updateThread(id, patch, ArchivedFilter::No).value().pinnedAt;
        QCOMPARE(first, std::optional(m_bench->clock.wall()));
        m_bench->clock.advance(std::chrono::hours(1));
        QCOMPARE(m_chat->updateThread(id, patch, ArchivedFilter::No).value().pinnedAt, first);
        patch.pinned = false;
        QCOMPARE(m_chat->updateThread(id, patch, ArchivedFilter::No).value().pinnedAt, std::nullopt);
    }

    void aMessageIsAnnouncedOnceItIsStored()
    {
        const QString id = m_bench->newThread(*m_chat);
        QString contentWhenAnnounced;
        connect(m_chat.get(), &ChatService::messageStored, this, [&](const protocol::Message &message) {
            contentWhenAnnounced = m_chat->message(message.id).value().content;
        });
        const auto posted = m_chat->postMessage(id, say(" as typed \n"), {}).value();
        QCOMPARE(contentWhenAnnounced, say(" as typed \n"));
        QCOMPARE(posted.message.role, protocol::Role::User);
        const auto messages = m_chat->messages(id, 0, 50).value();
        QCOMPARE(messages.total, 1);
        QCOMPARE(messages.items, QList<protocol::Message>{posted.message});
    }

    void theSameKeyNeverStoresASecondMessage()
    {
        const QString id = m_bench->newThread(*m_chat);
        const QSignalSpy announced(m_chat.get(), &ChatService::messageStored);
        const auto first = m_chat->postMessage(id, say("Hello"), say("key")).value();
        const auto again = m_chat->postMessage(id, say("Hello"), say("key")).value();
        QVERIFY(!first.alreadyKnown);
        QVERIFY(again.alreadyKnown);
        QCOMPARE(again.message, first.message);
        QCOMPARE(m_chat->messages(id, 0, 9).value().total, 1);
        QCOMPARE(announced.size(), 1);
        m_bench->clock.advance(std::chrono::hours(25));
        QVERIFY(!m_chat->postMessage(id, say("Hello"), say("key")).value().alreadyKnown);
    }

    void aKeyOfAnotherMessageIsRefusedSoThatNothingTypedIsLost()
    {
        const QString id = m_bench->newThread(*m_chat);
        const QString other = m_bench->newThread(*m_chat);
        QVERIFY(m_chat->postMessage(id, say("Hello"), say("key")));
        for (const auto &result : {m_chat->postMessage(id, say("Something else"), say("key")),
                 m_chat->postMessage(other, say("Hello"), say("key"))}) {
            QVERIFY(!result);
            QCOMPARE(result.error().kind, ApiError::Kind::Refused);
            QCOMPARE(result.error().status, 422);
        }
    }

    void whatCannotBePostedIsSaid()
    {
        const QString id = m_bench->newThread(*m_chat);
        QCOMPARE(m_chat->postMessage(id, say(" \n\t"), {}).error().kind, ApiError::Kind::Refused);
        QCOMPARE(
            m_chat->postMessage(say("nowhere"), say("Hello"), {}).error().kind, ApiError::Kind::NotFound);
        QCOMPARE(m_chat->messages(say("nowhere"), 0, 9).error().kind, ApiError::Kind::NotFound);
        QCOMPARE(m_chat->message(say("nothing")).error().kind, ApiError::Kind::NotFound);
    }

    void aFullDiskStoresNothingOfAMessage()
    {
        const QString id = m_bench->newThread(*m_chat);
        const QSignalSpy announced(m_chat.get(), &ChatService::messageStored);
        m_bench->fillDisk(true);
        const auto posted = m_chat->postMessage(id, QString(1'000'000, u'x'), say("key"));
        QCOMPARE(posted.error().kind, ApiError::Kind::Server);
        QVERIFY2(posted.error().message.contains(say("disk is full")), qPrintable(posted.error().message));
        QCOMPARE(announced.size(), 0);
        m_bench->fillDisk(false);
        QCOMPARE(titles(), QStringList{say("New Chat")});
        QVERIFY(!m_chat->postMessage(id, say("Hello"), say("key")).value().alreadyKnown);
    }
};

QTEST_GUILESS_MAIN(TestChatService)
#include "tst_chatservice.moc"
