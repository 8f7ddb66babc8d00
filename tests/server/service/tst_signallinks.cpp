#include "servicefixture.h"

#include <QSignalSpy>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::ApiError;
using protocol::Signal;
using protocol::SignalType;

/// What signals have to do with each other.
class TestSignalLinks : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    std::unique_ptr<ScriptedExtractor> m_extractor;
    std::unique_ptr<SignalService> m_service;
    QString m_thread;

    /// One message in which \a found is found.
    protocol::Message write(const QString &content, const QList<server::extraction::FoundSignal> &found)
    {
        m_extractor->found = found;
        return m_chat->postMessage(m_thread, content, {}).value().message;
    }

    /// A message that is one signal; says which.
    Signal find(SignalType type, const QString &text)
    {
        write(text, {finding(type, text)});
        return signalOf(text);
    }

    QList<Signal> all() const
    {
        SignalQuery query;
        query.threadId = m_thread;
        query.includeDismissed = true;
        query.limit = 99;
        return m_service->list(query).value().items;
    }

    Signal signalOf(const QString &text) const
    {
        for (const Signal &signal : all()) {
            if (signal.text == text)
                return signal;
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_extractor = std::make_unique<ScriptedExtractor>();
        m_service = std::make_unique<SignalService>(*m_bench->store, *m_extractor, m_bench->clock);
        connect(
            m_chat.get(), &ChatService::messageStored, m_service.get(), &SignalService::userMessageStored);
        m_thread = m_bench->newThread(*m_chat);
    }

    void cleanup()
    {
        m_service.reset();
        m_extractor.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void aPairThatSeemsToContradictNamesBothOnEachOther()
    {
        const Signal fast = find(SignalType::Claim, say("SQLite handles this load"));
        QVERIFY(fast.contradicts.isEmpty());
        const Signal slow = find(SignalType::Claim, say("SQLite can't handle this load"));
        QCOMPARE(slow.contradicts, QStringList{fast.id});
        QCOMPARE(signalOf(fast.text).contradicts, QStringList{slow.id});
    }

    void onlySignalsOfOneKindContradictEachOther()
    {
        find(SignalType::Claim, say("SQLite handles this load"));
        QVERIFY(find(SignalType::Constraint, say("SQLite can't handle this load")).contradicts.isEmpty());
        find(SignalType::Question, say("We hire before June"));
        QVERIFY(find(SignalType::Question, say("We don't hire before June")).contradicts.isEmpty());
    }

    void theUserSettlesAPairForGood()
    {
        const Signal one = find(SignalType::Claim, say("SQLite handles this load"));
        const Signal two = find(SignalType::Claim, say("SQLite can't handle this load"));
        QVERIFY(m_service->setSettled(one.id, two.id, true)->contradicts.isEmpty());
        QVERIFY(signalOf(two.text).contradicts.isEmpty());
        QCOMPARE(m_service->setSettled(one.id, two.id, true).error().kind, ApiError::Kind::Refused);
        // It stays settled when the wording is touched.
        QVERIFY(m_service->edit(two.id, say("SQLite cannot handle this load"))->contradicts.isEmpty());
        QCOMPARE(m_service->setSettled(two.id, one.id, false)->contradicts, QStringList{one.id});
    }

    void anotherWordingIsComparedAnew()
    {
        const Signal one = find(SignalType::Claim, say("SQLite handles this load"));
        const Signal two = find(SignalType::Claim, say("SQLite can't handle this load"));
        QVERIFY(m_service->edit(two.id, say("Postgres handles this load"))->contradicts.isEmpty());
        QVERIFY(signalOf(one.text).contradicts.isEmpty());
        QCOMPARE(
            m_service->edit(two.id, say("SQLite can't handle the load"))->contradicts, QStringList{one.id});
    }

    void whatIsDismissedContradictsNothing()
    {
        const Signal one = find(SignalType::Claim, say("SQLite handles this load"));
        const Signal two = find(SignalType::Claim, say("SQLite can't handle this load"));
        QVERIFY(m_service->dismiss(one.id));
        QVERIFY(signalOf(two.text).contradicts.isEmpty());
        QVERIFY(m_service->undismiss(one.id));
        QCOMPARE(signalOf(two.text).contradicts, QStringList{one.id});
    }

    void aClaimWithoutEvidenceIsUngrounded_data()
    {
        QTest::addColumn<SignalType>("type");
        QTest::addColumn<bool>("isUngrounded");
        QTest::newRow("claim") << SignalType::Claim << true;
        QTest::newRow("assumption") << SignalType::Assumption << true;
        QTest::newRow("goal") << SignalType::Goal << false;
        QTest::newRow("evidence") << SignalType::EvidenceMention << false;
    }

    void aClaimWithoutEvidenceIsUngrounded()
    {
        QFETCH(SignalType, type);
        QFETCH(bool, isUngrounded);
        QCOMPARE(find(type, say("Churn doubled")).isUngrounded, isUngrounded);
    }

    void evidenceInTheSameMessageGroundsIt()
    {
        write(say("Churn doubled. The survey says so."),
            {finding(SignalType::Claim, say("Churn doubled")),
                finding(SignalType::EvidenceMention, say("The survey says so"))});
        QVERIFY(!signalOf(say("Churn doubled")).isUngrounded);
        QVERIFY(m_service->dismiss(signalOf(say("The survey says so")).id));
        QVERIFY(signalOf(say("Churn doubled")).isUngrounded);
    }

    void evidenceThatIsLinkedLaterGroundsIt()
    {
        const Signal claim = find(SignalType::Claim, say("Churn doubled"));
        const Signal evidence = find(SignalType::EvidenceMention, say("The survey says so"));
        QSignalSpy changed(m_service.get(), &SignalService::changed);
        const auto linked = m_service->setEvidence(claim.id, evidence.id, true);
        QCOMPARE(linked->evidence, QStringList{evidence.id});
        QVERIFY(!linked->isUngrounded);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_service->setEvidence(claim.id, evidence.id, true).error().kind, ApiError::Kind::Refused);
        QVERIFY(m_service->setEvidence(claim.id, evidence.id, false)->isUngrounded);
        QCOMPARE(m_service->setEvidence(claim.id, evidence.id, false).error().kind, ApiError::Kind::Refused);
    }

    void onlyEvidenceOfTheSameConversationIsLinked()
    {
        const Signal claim = find(SignalType::Claim, say("Churn doubled"));
        const Signal goal = find(SignalType::Goal, say("Cut churn"));
        const QString here = m_thread;
        m_thread = m_bench->newThread(*m_chat);
        const Signal elsewhere = find(SignalType::EvidenceMention, say("The survey says so"));
        m_thread = here;
        for (const QString &id : {goal.id, elsewhere.id, claim.id, say("nothing")})
            QCOMPARE(m_service->setEvidence(claim.id, id, true).error().kind, ApiError::Kind::Refused);
        QCOMPARE(
            m_service->setEvidence(say("nothing"), goal.id, true).error().kind, ApiError::Kind::NotFound);
        QVERIFY(signalOf(claim.text).evidence.isEmpty());
    }

    void aMergedSignalListsEveryPlace()
    {
        const auto first =
            write(say("Search works offline."), {finding(SignalType::Goal, say("Search works offline"))});
        const auto second = write(
            say("I said: search works OFFLINE!"), {finding(SignalType::Goal, say("search works offline"))});
        QCOMPARE(all().size(), 1);
        const auto places = all().first().places;
        QCOMPARE(places.size(), 2);
        QCOMPARE(places.at(0).span.messageId, first.id);
        QCOMPARE(places.at(1).span, (protocol::Span{.messageId = second.id, .start = 8, .end = 28}));
        QCOMPARE(places.at(1).quote, say("search works OFFLINE"));
        QVERIFY(places.at(1).isActive);
    }

    void aPlaceOnAnotherBranchIsMarked()
    {
        const auto first =
            write(say("Search works offline."), {finding(SignalType::Goal, say("Search works offline"))});
        m_extractor->found.clear();
        QVERIFY(
            m_chat->postMessage(m_thread, say("Search is fast."), {}, {.replaces = first.id, .parent = {}}));
        const Signal signal = signalOf(say("Search works offline"));
        QVERIFY(signal.stale);
        QCOMPARE(signal.places.size(), 1);
        QVERIFY(!signal.places.first().isActive);
        QCOMPARE(signal.span, signal.places.first().span); // marked, not moved
    }
};

QTEST_GUILESS_MAIN(TestSignalLinks)
#include "tst_signallinks.moc"
