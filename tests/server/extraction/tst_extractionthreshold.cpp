#include "server/extraction/extractionthreshold.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace throughline::server::extraction;

class TestExtractionThreshold : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredCharactersAreEnough();
    void fiveMessagesAreEnough();
    void aCostlessExtractorRunsAfterEveryMessage();
    void limitsCanBeSet();
    void successResetsWhatWasTaken();
    void whatCameMeanwhileStaysPending();
    void failureKeepsTheCountersAndBacksOff();
    void aLongerRetryAfterIsRespected();
    void nothingIsDueWhileOneRuns();
};

void TestExtractionThreshold::fiveHundredCharactersAreEnough()
{
    ExtractionThreshold threshold;
    QVERIFY(!threshold.isDue(0ms, false));
    threshold.addUserMessage(300);
    threshold.addUserMessage(199);
    QVERIFY(!threshold.isDue(0ms, false));
    threshold.addUserMessage(1);
    QVERIFY(threshold.isDue(0ms, false));
}

void TestExtractionThreshold::fiveMessagesAreEnough()
{
    ExtractionThreshold threshold;
    for (int i = 0; i < 4; ++i) {
        threshold.addUserMessage(2);
        QVERIFY2(!threshold.isDue(0ms, false), qPrintable(QString::number(i)));
    }
    threshold.addUserMessage(0);
    QVERIFY(threshold.isDue(0ms, false));
}

void TestExtractionThreshold::aCostlessExtractorRunsAfterEveryMessage()
{
    ExtractionThreshold threshold;
    QVERIFY(!threshold.isDue(0ms, true));
    threshold.addUserMessage(2);
    QVERIFY(threshold.isDue(0ms, true));
    QVERIFY(!threshold.isDue(0ms, false));
    threshold.started();
    threshold.succeeded();
    QVERIFY(!threshold.isDue(0ms, true));
}

void TestExtractionThreshold::limitsCanBeSet()
{
    ExtractionThreshold threshold({100, 2});
    threshold.addUserMessage(99);
    QVERIFY(!threshold.isDue(0ms, false));
    threshold.addUserMessage(0);
    QVERIFY(threshold.isDue(0ms, false));
}

void TestExtractionThreshold::successResetsWhatWasTaken()
{
    ExtractionThreshold threshold;
    threshold.addUserMessage(600);
    threshold.started();
    threshold.succeeded();
    QCOMPARE(threshold.pendingCharacters(), 0);
    QCOMPARE(threshold.pendingMessages(), 0);
    QVERIFY(!threshold.isDue(0ms, false));
    QCOMPARE(threshold, ExtractionThreshold());
}

void TestExtractionThreshold::whatCameMeanwhileStaysPending()
{
    ExtractionThreshold threshold;
    threshold.addUserMessage(600);
    threshold.started();
    threshold.addUserMessage(70);
    threshold.succeeded();
    QCOMPARE(threshold.pendingCharacters(), 70);
    QCOMPARE(threshold.pendingMessages(), 1);
}

void TestExtractionThreshold::failureKeepsTheCountersAndBacksOff()
{
    ExtractionThreshold threshold;
    threshold.addUserMessage(600);
    std::chrono::milliseconds now = 1000ms;
    std::chrono::milliseconds wait = ExtractionThreshold::firstRetry;
    for (int failure = 1; failure <= 12; ++failure) {
        QVERIFY(threshold.isDue(now, false));
        threshold.started();
        threshold.failed(now);
        QCOMPARE(threshold.failures(), failure);
        QCOMPARE(threshold.pendingCharacters(), 600);
        QCOMPARE(threshold.retryAt() - now, wait);
        // More messages do not bring the next attempt forward.
        threshold.addUserMessage(0);
        QVERIFY(!threshold.isDue(now + wait - 1ms, false));
        QVERIFY(!threshold.isDue(now + wait - 1ms, true));
        now += wait;
        wait = std::min(wait * 2, ExtractionThreshold::longestRetry);
    }
    threshold.started();
    threshold.succeeded();
    QCOMPARE(threshold, ExtractionThreshold());
}

void TestExtractionThreshold::aLongerRetryAfterIsRespected()
{
    ExtractionThreshold threshold;
    threshold.addUserMessage(600);
    threshold.started();
    threshold.failed(0ms, 2h);
    QVERIFY(!threshold.isDue(2h - 1ms, false));
    QVERIFY(threshold.isDue(2h, false));
}

void TestExtractionThreshold::nothingIsDueWhileOneRuns()
{
    ExtractionThreshold threshold;
    threshold.addUserMessage(600);
    threshold.started();
    threshold.addUserMessage(600);
    QVERIFY(!threshold.isDue(0ms, false));
    QVERIFY(!threshold.isDue(0ms, true));
    threshold.succeeded();
    QVERIFY(threshold.isDue(0ms, false));
}

QTEST_GUILESS_MAIN(TestExtractionThreshold)
#include "tst_extractionthreshold.moc"
