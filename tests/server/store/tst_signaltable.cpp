#include "storefixture.h"

using namespace throughline;
using namespace throughline::server::store;
using namespace throughline::server::store::test;
using protocol::Alignment;
using protocol::Signal;
using protocol::SignalType;

namespace {

const auto threadId = QStringLiteral("t1");
const auto messageId = QStringLiteral("m1");

Signal sampleSignal(const QString &id, SignalType type = SignalType::Goal)
{
    Signal signal;
    signal.id = id;
    signal.threadId = threadId;
    signal.type = type;
    signal.typeName = protocol::signalTypeName(type);
    signal.text = QStringLiteral("Search works offline");
    signal.normalizedText = QStringLiteral("search works offline ") + id;
    signal.dedupeKey = QStringLiteral("key of ") + id;
    signal.confidence = 0.8;
    signal.createdAt = noon();
    signal.alignment = Alignment::None;
    return signal;
}

} // namespace

class TestSignalTable : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = openStore(m_dir->path());
        QVERIFY(m_store);
        QVERIFY(m_store->threads().insert(sampleThread(threadId)));
        QVERIFY(m_store->messages().insert(sampleMessage(messageId, threadId, QStringLiteral("Hello"))));
    }

    void cleanup() { m_store.reset(); }

    void aSignalComesBackWithItsFirstPlace()
    {
        Signal signal = sampleSignal(QStringLiteral("s1"));
        QVERIFY(m_store->foundSignals().insert(signal));
        const Place first{.span = {.messageId = messageId, .start = 2, .end = 5},
            .quote = QStringLiteral("llo"),
            .alignment = Alignment::Fuzzy};
        Place second = first;
        second.span.end = 4;
        QCOMPARE(m_store->foundSignals().addPlace(signal.id, first).value(), true);
        QCOMPARE(m_store->foundSignals().addPlace(signal.id, first).value(), false);
        QCOMPARE(m_store->foundSignals().addPlace(signal.id, second).value(), true);
        QCOMPARE(m_store->foundSignals().places(signal.id).value(), QList<Place>({first, second}));
        signal.span = first.span;
        signal.quote = first.quote;
        signal.alignment = first.alignment;
        QCOMPARE(m_store->foundSignals().find(signal.id).value().value(), signal);
    }

    void sequenceIndicesCountUpWithinAThread()
    {
        for (const char *id : {"a", "b", "c"})
            QVERIFY(m_store->foundSignals().insert(sampleSignal(QString::fromUtf8(id))));
        const auto found = m_store->foundSignals()
                               .list({.threadId = threadId, .type = {}, .includeDismissed = false}, 1, 2)
                               .value();
        QCOMPARE(idsOf(found), QStringList({QStringLiteral("b"), QStringLiteral("c")}));
        QCOMPARE(found.at(0).sequenceIndex, 1);
        QCOMPARE(found.at(1).sequenceIndex, 2);
    }

    void listsAreFilteredByTypeAndDismissal()
    {
        QVERIFY(m_store->foundSignals().insert(sampleSignal(QStringLiteral("goal"))));
        Signal claim = sampleSignal(QStringLiteral("claim"), SignalType::Claim);
        QVERIFY(m_store->foundSignals().insert(claim));
        claim.dismissedAt = noon();
        QVERIFY(m_store->foundSignals().update(claim));
        const auto count = [this](const char *type, bool dismissed) {
            return m_store->foundSignals()
                .count({.threadId = threadId, .type = QString::fromUtf8(type), .includeDismissed = dismissed})
                .value();
        };
        QCOMPARE(count("", false), 1);
        QCOMPARE(count("", true), 2);
        QCOMPARE(count("Claim", true), 1);
        QCOMPARE(count("Claim", false), 0);
        QCOMPARE(count("Goal", false), 1);
    }

    void theSameSignalIsFoundByItsKeyAndByItsEditedText()
    {
        Signal signal = sampleSignal(QStringLiteral("s1"));
        QVERIFY(m_store->foundSignals().insert(signal));
        signal.text = QStringLiteral("Offline search!");
        signal.normalizedText = QStringLiteral("offline search");
        QVERIFY(m_store->foundSignals().update(signal));
        const auto found = [this](const char *key, const char *type, const char *text) {
            return m_store->foundSignals()
                .findSame(threadId, QString::fromUtf8(key), QString::fromUtf8(type), QString::fromUtf8(text))
                .value()
                .has_value();
        };
        QVERIFY(found("key of s1", "Goal", "anything"));
        QVERIFY(found("another key", "Goal", "offline search"));
        QVERIFY(!found("another key", "Claim", "offline search"));
        QVERIFY(!found("another key", "Goal", "anything"));
        QCOMPARE(m_store->foundSignals().find(signal.id).value()->text, QStringLiteral("Offline search!"));
    }

    void whatIsPendingFollowsFromTheMessages()
    {
        const auto pending = [this] { return idsOf(m_store->extractions().pending(threadId).value()); };
        QCOMPARE(pending(), QStringList{messageId});
        QCOMPARE(m_store->extractions().threadsPending().value(), QStringList{threadId});
        auto reply = streamingReply(QStringLiteral("r1"), threadId);
        QVERIFY(m_store->messages().insert(reply, messageId));
        QVERIFY(m_store->extractions().markRead(messageId));
        QCOMPARE(pending(), QStringList());
        QCOMPARE(m_store->extractions().threadsPending().value(), QStringList());
        QVERIFY(m_store->messages().insert(
            sampleMessage(QStringLiteral("m2"), threadId, QStringLiteral("More"))));
        QCOMPARE(pending(), QStringList{QStringLiteral("m2")});
        QVERIFY(m_store->extractions().markRead(QStringLiteral("m2")));
        QVERIFY(m_store->extractions().markRead(messageId)); // late news does not turn it back
        QCOMPARE(pending(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestSignalTable)
#include "tst_signaltable.moc"
