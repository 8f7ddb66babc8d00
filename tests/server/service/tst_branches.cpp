#include "servicefixture.h"

#include <QSignalSpy>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::ApiError;
using protocol::Message;
using protocol::Signal;
using protocol::SignalType;

/// Editing a message and sending it again, and going from branch to branch; with what becomes of signals.
class TestBranches : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    ScriptedExtractor m_extractor;
    std::unique_ptr<SignalService> m_signals;
    QString m_thread;

    QString post(const char *content, const Placement &placement = {})
    {
        return m_chat->postMessage(m_thread, say(content), {}, placement).value().message.id;
    }

    QStringList shown()
    {
        QStringList contents;
        const auto slice = m_chat->messages(m_thread, 0, 50).value();
        for (const Message &message : slice.items)
            contents.append(message.content);
        return contents;
    }

    QList<Signal> found() { return m_signals->list({.threadId = m_thread, .type = {}}).value().items; }

    /// Stores what says it, in \a content; the extractor finds \a quote there.
    QString postSaying(const char *content, const char *quote, const Placement &placement = {})
    {
        m_extractor.found = {finding(SignalType::Goal, say(quote))};
        const QString id = post(content, placement);
        m_signals->userMessageStored(m_chat->message(id).value());
        return id;
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_extractor.batches.clear();
        m_extractor.contexts.clear();
        m_signals = std::make_unique<SignalService>(*m_bench->store, m_extractor, m_bench->clock);
        m_thread = m_bench->newThread(*m_chat);
    }

    void cleanup()
    {
        m_signals.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void anEditedMessageStandsBesideTheOneItReplaces()
    {
        const QString first = post("one");
        const QString second = post("two");
        post("three");
        const auto edited =
            m_chat->postMessage(m_thread, say("two, better"), {}, {.replaces = second, .parent = {}});
        QCOMPARE(edited->message.parentId(), first);
        QCOMPARE(edited->message.siblingIds(), QStringList({second, edited->message.id}));
        QCOMPARE(shown(), QStringList({say("one"), say("two, better")}));
        QVERIFY(m_chat->activate(second));
        QCOMPARE(shown(), QStringList({say("one"), say("two"), say("three")}));
        QCOMPARE(m_chat->thread(m_thread, ArchivedFilter::No)->messageCount, 3);
    }

    void theFirstMessageCanBeReplacedToo()
    {
        const QString first = post("one");
        post("two");
        post("one, better", {.replaces = first, .parent = {}});
        QCOMPARE(shown(), QStringList{say("one, better")});
    }

    void aMessageCanFollowAnyOther()
    {
        const QString first = post("one");
        post("two");
        const QString other = post("two, otherwise", {.replaces = {}, .parent = first});
        QCOMPARE(shown(), QStringList({say("one"), say("two, otherwise")}));
        // At the end of what is shown it simply follows.
        post("three", {.replaces = {}, .parent = other});
        QCOMPARE(shown().size(), 3);
        QVERIFY(m_chat->message(other)->siblingIds().size() == 2);
    }

    void wrongPlacesAreRefusedAndNothingIsStored_data()
    {
        QTest::addColumn<QString>("replaces");
        QTest::addColumn<QString>("parent");
        QTest::newRow("replaces nothing there") << QStringLiteral("none") << QString();
        QTest::newRow("follows nothing there") << QString() << QStringLiteral("none");
        QTest::newRow("replaces one elsewhere") << QStringLiteral("elsewhere") << QString();
        QTest::newRow("follows one elsewhere") << QString() << QStringLiteral("elsewhere");
        QTest::newRow("replaces a reply") << QStringLiteral("reply") << QString();
        QTest::newRow("both") << QStringLiteral("here") << QStringLiteral("here");
    }

    void wrongPlacesAreRefusedAndNothingIsStored()
    {
        QFETCH(QString, replaces);
        QFETCH(QString, parent);
        const QString here = post("one");
        const QString thread = m_thread;
        m_thread = m_bench->newThread(*m_chat);
        const QString elsewhere = post("one");
        m_thread = thread;
        Message reply = m_chat->message(here).value();
        reply.id = QStringLiteral("reply");
        reply.role = protocol::Role::Assistant;
        QVERIFY(m_bench->store->messages().insert(reply, here));
        for (QString *id : {&replaces, &parent}) {
            id->replace(QStringLiteral("here"), here);
            id->replace(QStringLiteral("elsew") + here, elsewhere);
        }
        const auto posted =
            m_chat->postMessage(m_thread, say("two"), {}, {.replaces = replaces, .parent = parent});
        QVERIFY(!posted);
        QCOMPARE(posted.error().kind, ApiError::Kind::Refused);
        QCOMPARE(posted.error().status, 400);
        QCOMPARE(shown().size(), 2);
    }

    void theSameKeyIsTheSamePlace()
    {
        const QString first = post("one");
        const QString second = post("two");
        const Placement placement{.replaces = second, .parent = {}};
        const auto once = m_chat->postMessage(m_thread, say("better"), say("k"), placement);
        const auto twice = m_chat->postMessage(m_thread, say("better"), say("k"), placement);
        QCOMPARE(twice->message.id, once->message.id);
        QVERIFY(twice->alreadyKnown);
        for (const Placement &other : {Placement{}, Placement{.replaces = first, .parent = {}},
                 Placement{.replaces = {}, .parent = second}}) {
            const auto refused = m_chat->postMessage(m_thread, say("better"), say("k"), other);
            QVERIFY(!refused);
            QCOMPARE(refused.error().status, 422);
        }
    }

    void aBranchCanBeReadWithoutGoingThere()
    {
        const QString first = post("one");
        const QString second = post("two");
        post("three");
        post("two, better", {.replaces = second, .parent = {}});
        const auto other = m_chat->messagesThrough(m_thread, second, 1, 5).value();
        QCOMPARE(other.total, 3);
        QCOMPARE(other.items.size(), 2);
        QCOMPARE(other.items.last().content, say("three"));
        QCOMPARE(shown(), QStringList({say("one"), say("two, better")}));
        QCOMPARE(m_chat->messagesThrough(m_thread, first, 0, 5)->total, 2);
        const QString elsewhere = m_bench->newThread(*m_chat);
        for (const auto &wrong : {m_chat->messagesThrough(m_thread, say("none"), 0, 5),
                 m_chat->messagesThrough(elsewhere, second, 0, 5)}) {
            QVERIFY(!wrong);
            QCOMPARE(wrong.error().kind, ApiError::Kind::NotFound);
        }
    }

    void goingToABranchLeavesTheThreadWhereItIsInTheList()
    {
        const QString first = post("one");
        post("one, better", {.replaces = first, .parent = {}});
        const auto before = m_chat->thread(m_thread, ArchivedFilter::No)->updatedAt;
        m_bench->clock.advance(std::chrono::hours(1));
        QCOMPARE(m_chat->activate(first)->id, first);
        QCOMPARE(m_chat->thread(m_thread, ArchivedFilter::No)->updatedAt, before);
        QCOMPARE(m_chat->activate(say("none")).error().kind, ApiError::Kind::NotFound);
    }

    void anUnfinishedSwitchLeavesTheBranchAsItWas()
    {
        const QString first = post("one");
        post("two");
        const QString other = post("one, better", {.replaces = first, .parent = {}});
        const QStringList before = shown();
        QVERIFY(m_bench->store->database().run(QStringLiteral(
            "CREATE TRIGGER broken BEFORE UPDATE OF active ON messages WHEN new.content = 'two' "
            "BEGIN SELECT raise(ABORT, 'no'); END")));
        QVERIFY(!m_chat->activate(first));
        QCOMPARE(shown(), before);
        QCOMPARE(m_chat->thread(m_thread, ArchivedFilter::No)->messageCount, 1);
        QCOMPARE(m_chat->thread(m_thread, ArchivedFilter::No)->latestMessage->id, other);
    }

    void aSignalOfAnotherBranchIsStaleUntilThatOneIsBack()
    {
        const QString first = postSaying("We want to ship in May.", "ship in May");
        QCOMPARE(found().size(), 1);
        QVERIFY(!found().at(0).stale);
        postSaying("We want to hire.", "hire", {.replaces = first, .parent = {}});
        QCOMPARE(found().size(), 2);
        QVERIFY(found().at(0).stale);
        QCOMPARE(found().at(0).span.messageId, first);
        QVERIFY(!found().at(1).stale);
        QVERIFY(m_chat->activate(first));
        QVERIFY(!found().at(0).stale);
        QVERIFY(found().at(1).stale);
    }

    void aSignalSaidOnBothBranchesIsShownWhereItIsRead()
    {
        const QString first = postSaying("We want to ship in May.", "ship in May");
        const QString other =
            postSaying("Above all: ship in May.", "ship in May", {.replaces = first, .parent = {}});
        QCOMPARE(found().size(), 1);
        QVERIFY(!found().at(0).stale);
        QCOMPARE(found().at(0).span.messageId, other);
        QCOMPARE(found().at(0).span.start, 11);
        QVERIFY(m_chat->activate(first));
        QCOMPARE(found().at(0).span.messageId, first);
        QVERIFY(!found().at(0).stale);
    }

    void theExtractorIsGivenThePathAsContext()
    {
        post("one");
        const QString second = post("two");
        m_signals->extractNow(m_thread);
        const QString better = post("two, better", {.replaces = second, .parent = {}});
        m_signals->extractNow(m_thread);
        QCOMPARE(m_extractor.batches.last().size(), 1);
        QCOMPARE(m_extractor.batches.last().at(0).id, better);
        QCOMPARE(m_extractor.contexts.last().size(), 1);
        QCOMPARE(m_extractor.contexts.last().at(0).content, say("one"));
    }

    void whatIsReadLaterIsReadOnEveryBranch()
    {
        m_extractor.costless = false;
        const QString first = post("one");
        post("one, better", {.replaces = first, .parent = {}});
        m_signals->extractNow(m_thread);
        QCOMPARE(m_extractor.batches.last().size(), 2);
    }

    void wordsOfAnyBranchFindTheThread()
    {
        const QString first = post("the zebra question");
        post("something else", {.replaces = first, .parent = {}});
        QCOMPARE(m_chat->threads({.archived = ArchivedFilter::No, .text = say("zebra")})->total, 1);
    }
};

QTEST_GUILESS_MAIN(TestBranches)
#include "tst_branches.moc"
