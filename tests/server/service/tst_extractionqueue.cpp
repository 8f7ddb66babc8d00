#include "server/service/extractionqueue.h"
#include "servicefixture.h"

#include <QSignalSpy>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::SignalType;
using server::extraction::ExtractionSettings;
using server::extraction::ModelUse;
using server::store::Reading;
using namespace std::chrono_literals;

/// Reading by a model: costly, and not always there.
class TestExtractionQueue : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    std::unique_ptr<ScriptedExtractor> m_extractor;
    std::unique_ptr<ExtractionQueue> m_queue;
    QString m_thread;

    void start()
    {
        m_queue = std::make_unique<ExtractionQueue>(*m_bench->store, *m_extractor, m_bench->clock);
        connect(
            m_chat.get(), &ChatService::messageStored, m_queue.get(), &ExtractionQueue::userMessageStored);
    }

    /// As when the program is started again, after \a pause.
    void restart(std::chrono::milliseconds pause)
    {
        m_queue.reset();
        m_chat.reset();
        m_bench->clock.sleep(pause);
        m_bench->open();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        start();
        m_queue->considerAll();
    }

    protocol::Message write(const QString &content)
    {
        return m_chat->postMessage(m_thread, content, {}).value().message;
    }

    /// Five messages: a batch.
    void writeBatch()
    {
        for (int i = 0; i < 5; ++i)
            write(say("one"));
    }

    QList<Reading> readings() const { return m_bench->store->readings().list(m_thread, 9).value(); }

    QStringList texts() const
    {
        QStringList found;
        const auto all = m_bench->store->foundSignals()
                             .list({.threadId = m_thread, .type = {}, .includeDismissed = true}, 0, 99)
                             .value();
        for (const protocol::Signal &signal : all)
            found.append(signal.text);
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_extractor = std::make_unique<ScriptedExtractor>();
        m_extractor->costless = false;
        m_extractor->use = {.provider = say("site"),
            .model = say("tiny"),
            .calls = 1,
            .promptTokens = 120,
            .completionTokens = 30};
        m_thread = m_bench->newThread(*m_chat);
        start();
    }

    void cleanup()
    {
        m_queue.reset();
        m_extractor.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void whatCouldNotBeReadStaysPendingAndSaysWhy()
    {
        const QSignalSpy failed(m_queue.get(), &ExtractionQueue::failed);
        m_extractor->error = failure(say("The model is away."));
        writeBatch();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().at(1).toString(), say("The model is away."));
        const ExtractionState state = m_queue->state(m_thread);
        QCOMPARE(state.pendingMessages, 5);
        QCOMPARE(state.pendingCharacters, 15);
        QVERIFY(!state.isReading);
        QCOMPARE(state.problem, say("The model is away."));
        QCOMPARE(state.retryAt.value(), m_bench->clock.wall().addSecs(30));
        QVERIFY(texts().isEmpty()); // and nobody else has read it
    }

    void whatIsReadInTheEndHasNoProblemAnyMore()
    {
        m_extractor->error = failure(say("The model is away."));
        writeBatch();
        m_extractor->error.reset();
        m_extractor->found = {finding(SignalType::Goal, say("one"))};
        m_queue->extractNow(m_thread); // whatever the wait
        const ExtractionState state = m_queue->state(m_thread);
        QCOMPARE(state.pendingMessages, 0);
        QCOMPARE(state.problem, QString());
        QVERIFY(!state.retryAt);
        QCOMPARE(texts(), QStringList{say("one")});
    }

    void theWaitSurvivesARestart()
    {
        m_extractor->error = failure(say("The model is away."));
        writeBatch();
        m_bench->clock.advance(30s);
        m_queue->considerAll();
        QCOMPARE(m_extractor->batches.size(), 2); // and now it waits for a minute
        restart(40s);
        QCOMPARE(m_extractor->batches.size(), 2);
        QCOMPARE(m_queue->state(m_thread).problem, say("The model is away."));
        QCOMPARE(m_queue->state(m_thread).pendingMessages, 5);
        m_bench->clock.advance(20s);
        m_queue->considerAll();
        QCOMPARE(m_extractor->batches.size(), 3);
        QCOMPARE(m_queue->state(m_thread).retryAt.value(), m_bench->clock.wall().addSecs(120));
    }

    void aClockThatWasSetMakesNobodyWaitForEver()
    {
        m_extractor->error = failure(say("The model is away."));
        writeBatch();
        m_bench->clock.setWall(m_bench->clock.wall().addYears(-3));
        restart(0s);
        m_bench->clock.advance(1h);
        m_queue->considerAll();
        QCOMPARE(m_extractor->batches.size(), 2);
    }

    void theLedgerSaysWhatWasReadByWhomAndAtWhatCost()
    {
        m_extractor->found = {finding(SignalType::Goal, say("one"))};
        QStringList ids;
        for (int i = 0; i < 5; ++i)
            ids.append(write(say("one")).id);
        const Reading expected{.threadId = m_thread,
            .provider = say("site"),
            .model = say("tiny"),
            .messageIds = ids,
            .calls = 1,
            .promptTokens = 120,
            .completionTokens = 30,
            .found = 1,
            .problem = {},
            .createdAt = m_bench->clock.wall()};
        QCOMPARE(readings(), QList<Reading>{expected});
    }

    void whatCameToNothingIsInTheLedgerToo()
    {
        m_extractor->error = failure(say("Twice nonsense."));
        writeBatch();
        m_extractor->error.reset();
        m_queue->extractNow(m_thread);
        QCOMPARE(readings().size(), 2);
        QCOMPARE(readings().at(1).problem, say("Twice nonsense."));
        QCOMPARE(readings().at(0).problem, QString());
        const auto totals = m_bench->store->readings().totals(m_thread).value();
        QCOMPARE(totals, (server::store::ReadingTable::Totals{
                             .readings = 2, .promptTokens = 240, .completionTokens = 60}));
    }

    void withoutAModelThereIsNoLedger()
    {
        m_extractor->use = {};
        writeBatch();
        QCOMPARE(m_extractor->batches.size(), 1);
        QVERIFY(readings().isEmpty());
    }

    void aLargeBatchIsReadInSeveralCalls()
    {
        m_extractor->most = 7;
        m_extractor->found = {finding(SignalType::Goal, say("one"))};
        writeBatch();
        QList<qsizetype> sizes;
        for (const auto &batch : m_extractor->batches)
            sizes.append(batch.size());
        QCOMPARE(sizes, (QList<qsizetype>{2, 2, 1}));
        QCOMPARE(m_queue->state(m_thread).pendingMessages, 0);
        QCOMPARE(m_bench->store->foundSignals()
                     .places(m_bench->store->foundSignals()
                                 .list({.threadId = m_thread, .type = {}, .includeDismissed = false}, 0, 1)
                                 .value()
                                 .first()
                                 .id)
                     .value()
                     .size(),
            3);
        // One message is never divided.
        m_extractor->batches.clear();
        write(QString(600, u'x'));
        QCOMPARE(m_extractor->batches.size(), 1);
    }

    void whatFailsInTheMiddleKeepsWhatWasRead()
    {
        m_extractor->most = 7;
        m_extractor->isHeld = true;
        m_extractor->found = {finding(SignalType::Goal, say("one"))};
        writeBatch();
        m_extractor->release();
        m_extractor->error = failure(say("The model is away."));
        m_extractor->release();
        QCOMPARE(m_extractor->batches.size(), 2);
        QCOMPARE(m_queue->state(m_thread).pendingMessages, 3);
        QCOMPARE(texts(), QStringList{say("one")});
    }

    void anotherExtractorTakesWhatThisOneWasReading()
    {
        m_extractor->isHeld = true;
        writeBatch();
        QVERIFY(m_queue->state(m_thread).isReading);
        ScriptedExtractor other;
        other.found = {finding(SignalType::Goal, say("one"))};
        m_queue->setExtractor(other);
        QCOMPARE(other.batches.size(), 1);
        QCOMPARE(other.batches.first().size(), 5);
        // The answer of the first is void, should it still come.
        m_extractor->found = {finding(SignalType::Goal, say("two"))};
        m_extractor->release();
        QCOMPARE(texts(), QStringList{say("one")});
        m_queue.reset(); // before its extractor
    }

    void whatOneFailedAtIsNotHeldAgainstTheNext()
    {
        m_extractor->error = failure(say("The model is away."));
        writeBatch();
        ScriptedExtractor other;
        other.costless = false;
        other.isHeld = true;
        m_queue->setExtractor(other);
        QCOMPARE(other.batches.size(), 1);
        QCOMPARE(m_queue->state(m_thread).problem, QString());
        m_queue.reset(); // before its extractor
    }

    void itTriesAgainByItself()
    {
        m_extractor->error = failure(say("The model is away."));
        writeBatch();
        m_extractor->error.reset();
        m_bench->clock.advance(30s - 20ms);
        m_queue->considerAll(); // arms the timer for what is left
        QCOMPARE(m_extractor->batches.size(), 1);
        m_bench->clock.advance(20ms);
        QTRY_COMPARE(m_extractor->batches.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestExtractionQueue)
#include "tst_extractionqueue.moc"
