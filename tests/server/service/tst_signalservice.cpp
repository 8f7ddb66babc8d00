#include "server/extraction/extractionsettings.h"
#include "server/extraction/lexicalextractor.h"
#include "servicefixture.h"

#include <QSignalSpy>

using namespace throughline;
using namespace throughline::server::service;
using namespace throughline::server::service::test;
using protocol::Alignment;
using protocol::ApiError;
using protocol::Signal;
using protocol::SignalType;
using server::extraction::ExtractionSettings;

class TestSignalService : public QObject
{
    Q_OBJECT

    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<ChatService> m_chat;
    std::unique_ptr<ScriptedExtractor> m_extractor;
    std::unique_ptr<SignalService> m_service;
    QString m_thread;

    void start()
    {
        m_service = std::make_unique<SignalService>(*m_bench->store, *m_extractor, m_bench->clock);
        connect(
            m_chat.get(), &ChatService::messageStored, m_service.get(), &SignalService::userMessageStored);
    }

    protocol::Message write(const QString &content)
    {
        return m_chat->postMessage(m_thread, content, {}).value().message;
    }

    QList<Signal> all(bool includeDismissed = false)
    {
        return m_service
            ->list({.threadId = m_thread,
                .type = {},
                .includeDismissed = includeDismissed,
                .offset = 0,
                .limit = 99})
            .value()
            .items;
    }

    Signal only()
    {
        const auto found = all(true);
        return found.size() == 1 ? found.first() : Signal();
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_chat = std::make_unique<ChatService>(*m_bench->store);
        m_extractor = std::make_unique<ScriptedExtractor>();
        m_thread = m_bench->newThread(*m_chat);
        start();
    }

    void cleanup()
    {
        m_service.reset();
        m_extractor.reset();
        m_chat.reset();
        m_bench.reset();
    }

    void aCostlessExtractorReadsEveryMessageAtOnce()
    {
        const QSignalSpy changed(m_service.get(), &SignalService::changed);
        m_extractor->found = {
            finding(SignalType::Goal, say("Search works offline"), say("search works  OFFLINE"))};
        const auto message = write(say("I want that search works offline."));
        QCOMPARE(changed.size(), 1);
        const Signal signal = only();
        QCOMPARE(signal.type, SignalType::Goal);
        QCOMPARE(signal.text, say("Search works offline"));
        QCOMPARE(signal.span, (protocol::Span{.messageId = message.id, .start = 12, .end = 32}));
        QCOMPARE(signal.quote, say("search works offline"));
        QCOMPARE(signal.alignment, Alignment::Exact);
        QCOMPARE(signal.confidence, 0.9);
        QCOMPARE(signal.sequenceIndex, 0);
        QCOMPARE(signal.createdAt, m_bench->clock.wall());
        QVERIFY(!signal.dedupeKey.isEmpty());
    }

    void inBatchesACostlessExtractorWaitsForEnough()
    {
        m_service->setSettings(
            {.when = ExtractionSettings::When::Batches, .limits = {.characters = 20, .userMessages = 3}});
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"), say("works offline"))};
        write(say("123456789"));
        write(say("1234567890"));
        QVERIFY(all().isEmpty());
        write(say("works offline")); // the third
        QCOMPARE(all().size(), 1);
        m_extractor->found = {finding(SignalType::Claim, say("It is long"), say("long"))};
        write(say("It is longlonglong!!")); // 20 characters
        QCOMPARE(all().size(), 2);
    }

    void lowerLimitsAreInForceAtOnce()
    {
        m_service->setSettings(
            {.when = ExtractionSettings::When::Batches, .limits = {.characters = 500, .userMessages = 5}});
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"), say("works offline"))};
        write(say("works offline"));
        QVERIFY(all().isEmpty());
        m_service->setSettings(
            {.when = ExtractionSettings::When::Batches, .limits = {.characters = 5, .userMessages = 5}});
        QCOMPARE(all().size(), 1);
    }

    void whatIsWrittenWhileNobodyLooksIsReadLater()
    {
        m_service->setSettings({.when = ExtractionSettings::When::Never, .limits = {}});
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"), say("works offline"))};
        write(say("works offline") + QString(600, u'.')); // more than any limit
        // A restart meanwhile changes nothing.
        m_service.reset();
        start();
        m_service->setSettings({.when = ExtractionSettings::When::Never, .limits = {}});
        QCoreApplication::processEvents();
        QVERIFY(all().isEmpty());
        m_service->setSettings({});
        QCOMPARE(all().size(), 1);
    }

    void whoIsAskedReadsWhateverTheSettingsSay()
    {
        m_service->setSettings({.when = ExtractionSettings::When::Never, .limits = {}});
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"), say("works offline"))};
        write(say("works offline"));
        m_service->extractNow(m_thread);
        QCOMPARE(all().size(), 1);
    }

    void settingsAreReadFromText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isGood");
        for (const char *good : {"always", "never", "500,5", "1, 1", "100000,1000"})
            QTest::newRow(good) << say(good) << true;
        for (const char *bad :
            {"", "off", "500", "0,5", "500,0", "500,5,5", "-1,5", "x,y", "100001,5", "5,1001"})
            QTest::newRow(*bad ? bad : "nothing") << say(bad) << false;
    }
    void settingsAreReadFromText()
    {
        QFETCH(QString, text);
        QFETCH(bool, isGood);
        QCOMPARE(ExtractionSettings::fromText(text).has_value(), isGood);
    }

    void aQuoteThatIsNotThereIsKeptAndMarked()
    {
        m_extractor->found = {
            finding(SignalType::Claim, say("Dogs bark"), say("zebras whistle at dawn, loudly"))};
        write(say("Cats sleep."));
        const Signal signal = only();
        QCOMPARE(signal.alignment, Alignment::None);
        QVERIFY(!signal.span.isValid());
        QCOMPARE(signal.quote, say("zebras whistle at dawn, loudly"));
    }

    void whatAnExtractorMakesUpIsPassedOver_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("messageId");
        QTest::addColumn<double>("confidence");
        QTest::addColumn<int>("stored");
        QTest::newRow("sound") << say("A claim") << QString() << 0.5 << 1;
        QTest::newRow("too weak") << say("A claim") << QString() << 0.49 << 0;
        QTest::newRow("of another message") << say("A claim") << say("elsewhere") << 0.9 << 0;
        QTest::newRow("no words") << say(" ?! ") << QString() << 0.9 << 0;
        QTest::newRow("more than certain") << say("A claim") << QString() << 7.0 << 1;
    }

    void whatAnExtractorMakesUpIsPassedOver()
    {
        QFETCH(QString, text);
        QFETCH(QString, messageId);
        QFETCH(double, confidence);
        QFETCH(int, stored);
        auto made = finding(SignalType::Claim, text, text, confidence);
        made.messageId = messageId;
        m_extractor->found = {made};
        write(say("A claim"));
        QCOMPARE(all().size(), stored);
        if (stored)
            QVERIFY(all().first().confidence <= 1.0);
    }

    void signalsAreInTheOrderTheyWereSaid()
    {
        m_extractor->found = {finding(SignalType::Claim, say("third thing")),
            finding(SignalType::Goal, say("first thing")), finding(SignalType::Claim, say("second thing"))};
        write(say("first thing, second thing, third thing"));
        QStringList texts;
        for (const Signal &signal : all())
            texts.append(signal.text);
        QCOMPARE(texts, QStringList({say("first thing"), say("second thing"), say("third thing")}));
    }

    void theSameAgainIsMergedAndKeepsEveryPlace()
    {
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"), {}, 0.6)};
        const auto first = write(say("Search works offline"));
        m_extractor->found = {
            finding(SignalType::Goal, say("search works offline."), say("search works offline."), 0.8)};
        const auto second = write(say("Again: search works offline."));
        const Signal signal = only();
        QCOMPARE(signal.span.messageId, first.id);
        QCOMPARE(signal.confidence, 0.8);
        const auto places = m_bench->store->foundSignals().places(signal.id).value();
        QCOMPARE(places.size(), 2);
        QCOMPARE(places.at(1).span.messageId, second.id);
        m_extractor->found = {finding(SignalType::Claim, say("Search works offline"))};
        write(say("Search works offline"));
        QCOMPARE(all().size(), 2); // of another type
    }

    void aDismissedSignalNeverComesBackByItself()
    {
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"))};
        write(say("Search works offline"));
        QVERIFY(m_service->dismiss(only().id).value().isDismissed());
        const QSignalSpy changed(m_service.get(), &SignalService::changed);
        write(say("Search works offline"));
        QCOMPARE(all().size(), 0);
        QCOMPARE(all(true).size(), 1);
        QVERIFY(only().isDismissed());
        QCOMPARE(changed.size(), 0);
        QVERIFY(!m_service->undismiss(only().id).value().isDismissed());
        QCOMPARE(all().size(), 1);
    }

    void dismissingTwiceIsRefused()
    {
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"))};
        write(say("Search works offline"));
        const QString id = only().id;
        QCOMPARE(m_service->undismiss(id).error().kind, ApiError::Kind::Refused);
        QVERIFY(m_service->dismiss(id));
        QCOMPARE(m_service->dismiss(id).error().kind, ApiError::Kind::Refused);
        QCOMPARE(m_service->dismiss(say("nothing")).error().kind, ApiError::Kind::NotFound);
    }

    void anEditIsNeverOverwritten()
    {
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"))};
        write(say("Search works offline"));
        const Signal edited = m_service->edit(only().id, say("  Search without a network ")).value();
        QCOMPARE(edited.text, say("Search without a network"));
        QCOMPARE(edited.normalizedText, say("search without a network"));
        write(say("Search works offline")); // as it was found first
        m_extractor->found = {finding(SignalType::Goal, say("search without a network"))};
        write(say("search without a network")); // as the user put it
        const Signal signal = only();
        QCOMPARE(signal.text, say("Search without a network"));
        QCOMPARE(signal.quote, say("Search works offline"));
        QCOMPARE(m_bench->store->foundSignals().places(signal.id).value().size(), 3);
    }

    void anEditIsChecked()
    {
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"))};
        write(say("Search works offline"));
        QCOMPARE(m_service->edit(only().id, say(" ")).error().kind, ApiError::Kind::Refused);
        QCOMPARE(m_service->edit(only().id, QString(2'001, u'x')).error().kind, ApiError::Kind::Refused);
        QVERIFY(m_service->edit(only().id, QString(2'000, u'x')));
    }

    void theUserDecides()
    {
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"))};
        write(say("Search works offline"));
        const QSignalSpy changed(m_service.get(), &SignalService::changed);
        const QString id = only().id;
        QCOMPARE(m_service->setStatus(id, protocol::SignalStatus::Confirmed).value().status,
            protocol::SignalStatus::Confirmed);
        QCOMPARE(m_service->setPinned(id, true).value().pinnedAt, std::optional(m_bench->clock.wall()));
        write(say("Search works offline"));
        QCOMPARE(only().status, protocol::SignalStatus::Confirmed);
        QVERIFY(only().pinnedAt.has_value());
        QVERIFY(!m_service->setPinned(id, false).value().pinnedAt.has_value());
        QCOMPARE(changed.size(), 4); // three by the user, one new place
    }

    void listsAreFilteredAndSliced()
    {
        m_extractor->found = {finding(SignalType::Goal, say("one goal")),
            finding(SignalType::Claim, say("one claim")), finding(SignalType::Claim, say("two claims"))};
        write(say("one goal, one claim, two claims"));
        const auto claims = m_service
                                ->list({.threadId = m_thread,
                                    .type = say("Claim"),
                                    .includeDismissed = false,
                                    .offset = 1,
                                    .limit = 5})
                                .value();
        QCOMPARE(claims.total, 2);
        QCOMPARE(claims.items.size(), 1);
        QCOMPARE(claims.items.first().text, say("two claims"));
        SignalQuery nowhere;
        nowhere.threadId = say("nowhere");
        QCOMPARE(m_service->list(nowhere).error().kind, ApiError::Kind::NotFound);
    }

    void aCostlyExtractorWaitsFor500CharactersOr5Messages_data()
    {
        QTest::addColumn<QList<int>>("lengths");
        QTest::addColumn<QList<int>>("batches");
        QTest::newRow("499 characters") << QList<int>{499} << QList<int>{};
        QTest::newRow("500 characters") << QList<int>{500} << QList<int>{1};
        QTest::newRow("250 twice") << QList<int>{250, 250} << QList<int>{2};
        QTest::newRow("4 messages") << QList<int>{9, 9, 9, 9} << QList<int>{};
        QTest::newRow("5 messages") << QList<int>{9, 9, 9, 9, 9} << QList<int>{5};
        QTest::newRow("counters start again") << QList<int>{500, 499, 1, 9} << QList<int>{1, 2};
    }

    void aCostlyExtractorWaitsFor500CharactersOr5Messages()
    {
        QFETCH(QList<int>, lengths);
        QFETCH(QList<int>, batches);
        m_extractor->costless = false;
        for (const int length : lengths)
            write(QString(length, u'x'));
        QList<int> sizes;
        for (const auto &batch : m_extractor->batches)
            sizes.append(int(batch.size()));
        QCOMPARE(sizes, batches);
    }

    void whatAPreviousRunLeftUnreadIsCounted()
    {
        m_extractor->costless = false;
        for (int i = 0; i < 4; ++i)
            write(say("short"));
        m_service.reset();
        start();
        QCoreApplication::processEvents();
        QCOMPARE(m_extractor->batches.size(), 0);
        write(say("fifth"));
        QCOMPARE(m_extractor->batches.size(), 1);
        QCOMPARE(m_extractor->batches.first().size(), 5);
    }

    void whatAPreviousRunCouldNotReadIsReadAtTheStart()
    {
        m_service.reset();
        const auto message = write(say("Search works offline"));
        m_extractor->found = {finding(SignalType::Goal, say("Search works offline"))};
        start();
        QTRY_COMPARE(all().size(), 1);
        QCOMPARE(only().span.messageId, message.id);
    }

    void aFailedExtractionKeepsItsBatchAndBacksOff()
    {
        m_extractor->error = failure(say("down"));
        write(say("one"));
        QCOMPARE(m_extractor->batches.size(), 1);
        write(say("two"));
        QCOMPARE(m_extractor->batches.size(), 1); // not with every message
        m_bench->clock.advance(std::chrono::minutes(2));
        m_extractor->error.reset();
        m_extractor->found = {finding(SignalType::Goal, say("three"))};
        write(say("three"));
        QCOMPARE(m_extractor->batches.size(), 2);
        QCOMPARE(m_extractor->batches.last().size(), 3);
        QCOMPARE(all().size(), 1);
    }

    void extractingNowAsksNoThreshold()
    {
        m_extractor->costless = false;
        write(say("one"));
        QCOMPARE(m_extractor->batches.size(), 0);
        m_service->extractNow(m_thread);
        QCOMPARE(m_extractor->batches.size(), 1);
        m_service->extractNow(m_thread); // nothing is pending
        QCOMPARE(m_extractor->batches.size(), 1);
    }

    void oneExtractionRunsAtATime()
    {
        m_extractor->isHeld = true;
        const QString first = m_thread;
        write(say("one"));
        write(say("two"));
        m_thread = m_bench->newThread(*m_chat);
        write(say("three"));
        QCOMPARE(m_extractor->batches.size(), 1);
        m_extractor->release();
        QCOMPARE(m_extractor->batches.size(), 2);
        m_extractor->release();
        // Every message is read exactly once.
        while (m_extractor->held)
            m_extractor->release();
        QStringList read;
        for (const auto &batch : m_extractor->batches) {
            for (const auto &message : batch)
                read.append(message.content);
        }
        read.sort();
        QCOMPARE(read, QStringList({say("one"), say("three"), say("two")}));
    }

    void theContextIsWhatWasSaidBefore()
    {
        write(say("one"));
        protocol::Message reply;
        reply.id = say("reply");
        reply.threadId = m_thread;
        reply.role = protocol::Role::Assistant;
        reply.content = say("Really?");
        reply.createdAt = m_bench->clock.wall();
        QVERIFY(m_bench->store->messages().insert(reply));
        write(say("two"));
        QCOMPARE(m_extractor->contexts.last().size(), 2);
        QCOMPARE(m_extractor->contexts.last().at(1).content, say("Really?"));
        QCOMPARE(m_extractor->batches.last().size(), 1);
    }

    void aThreadDeletedWhileItIsReadIsForgotten()
    {
        m_extractor->isHeld = true;
        m_extractor->found = {finding(SignalType::Goal, say("one"))};
        write(say("one"));
        QVERIFY(m_chat->deleteThread(m_thread, ArchivedFilter::No));
        m_extractor->release();
        QCOMPARE(m_extractor->batches.size(), 1);
        m_thread = m_bench->newThread(*m_chat);
        m_extractor->isHeld = false;
        write(say("one"));
        QCOMPARE(all().size(), 1);
    }

    void anAnswerAfterTheEndIsIgnored()
    {
        m_extractor->isHeld = true;
        write(say("one"));
        m_service.reset();
        m_extractor->release();
        QCOMPARE(m_extractor->batches.size(), 1);
    }

    void theOfflineExtractorFindsWhatIsSaid()
    {
        server::extraction::LexicalExtractor extractor;
        m_service = std::make_unique<SignalService>(*m_bench->store, extractor, m_bench->clock);
        connect(
            m_chat.get(), &ChatService::messageStored, m_service.get(), &SignalService::userMessageStored);
        const auto message = write(say("I'm assuming the API stays free. It has to run on 4 GB of RAM."));
        const auto found = all();
        QCOMPARE(found.size(), 2);
        for (const Signal &signal : found)
            QCOMPARE(
                signal.quote, message.content.mid(signal.span.start, signal.span.end - signal.span.start));
        QCOMPARE(found.at(0).type, SignalType::Assumption);
        QCOMPARE(found.at(1).type, SignalType::Constraint);
        m_service.reset(); // before its extractor
    }
};

QTEST_GUILESS_MAIN(TestSignalService)
#include "tst_signalservice.moc"
