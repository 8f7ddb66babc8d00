#include "protocol/values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace throughline::protocol;

class ValuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datesAreWrittenWithSixDigitsInUtc();
    void datesAreReadWithAnyPrecisionAndOffset_data();
    void datesAreReadWithAnyPrecisionAndOffset();
    void aThreadSurvivesTheTripThroughJson();
    void aMessageSurvivesTheTripThroughJson();
    void aSignalSurvivesTheTripThroughJson();
    void anUnknownSignalTypeKeepsItsName();
    void integerIdsAreReadAsText();
    void anObjectWithoutIdIsNothing();
    void aWrongSpanIsInvalidAndKeepsTheSignal();
    void aPageWithoutResultsIsNothing();
    void aPageKeepsItsLinks();
    void aServerWithoutDocumentHasNoCapability();
};

void ValuesTest::datesAreWrittenWithSixDigitsInUtc()
{
    const QDateTime date(QDate(2025, 3, 1), QTime(13, 4, 5, 67), Qt::OffsetFromUTC, 3600);
    QCOMPARE(toContractDate(date), QStringLiteral("2025-03-01T12:04:05.067000Z"));
}

void ValuesTest::datesAreReadWithAnyPrecisionAndOffset_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("six digits") << QStringLiteral("2025-03-01T12:04:05.067000Z");
    QTest::newRow("three digits") << QStringLiteral("2025-03-01T12:04:05.067Z");
    QTest::newRow("offset") << QStringLiteral("2025-03-01T13:04:05.067000+01:00");
}

void ValuesTest::datesAreReadWithAnyPrecisionAndOffset()
{
    QFETCH(QString, text);
    QCOMPARE(fromContractDate(text), QDateTime(QDate(2025, 3, 1), QTime(12, 4, 5, 67), Qt::UTC));
}

void ValuesTest::aThreadSurvivesTheTripThroughJson()
{
    Thread thread;
    thread.id = QStringLiteral("0190");
    thread.title = QStringLiteral("Postgres or SQLite");
    thread.archived = true;
    thread.createdAt = QDateTime(QDate(2025, 3, 1), QTime(12, 0), Qt::UTC);
    thread.updatedAt = thread.createdAt.addSecs(5);
    thread.pinnedAt = thread.updatedAt;
    thread.messageCount = 2;
    thread.latestMessage = MessagePreview{.id = QStringLiteral("m"),
        .role = Role::Assistant,
        .content = QStringLiteral("Then"),
        .createdAt = thread.updatedAt};
    QCOMPARE(threadFromJson(toJson(thread)), std::optional(thread));
}

void ValuesTest::aMessageSurvivesTheTripThroughJson()
{
    Message message;
    message.id = QStringLiteral("m");
    message.threadId = QStringLiteral("t");
    message.role = Role::Assistant;
    message.content = QStringLiteral("a\u2028b \U0001F600");
    message.metadata = {
        {QStringLiteral("status"), QStringLiteral("stopped")}, {QStringLiteral("unheard"), 1}};
    message.createdAt = QDateTime(QDate(2025, 3, 1), QTime(12, 0), Qt::UTC);
    QCOMPARE(messageFromJson(toJson(message)), std::optional(message));
    QCOMPARE(message.status(), MessageStatus::Stopped);
}

void ValuesTest::aSignalSurvivesTheTripThroughJson()
{
    Signal signal;
    signal.id = QStringLiteral("s");
    signal.threadId = QStringLiteral("t");
    signal.type = SignalType::EvidenceMention;
    signal.typeName = QStringLiteral("EvidenceMention");
    signal.text = QStringLiteral("Per our survey");
    signal.span = {.messageId = QStringLiteral("m"), .start = 3, .end = 9};
    signal.confidence = 0.75;
    signal.sequenceIndex = 7;
    signal.createdAt = QDateTime(QDate(2025, 3, 1), QTime(12, 0), Qt::UTC);
    signal.dismissedAt = signal.createdAt.addSecs(1);
    signal.status = SignalStatus::Confirmed;
    signal.alignment = Alignment::Fuzzy;
    signal.quote = QStringLiteral("per our survey");
    signal.stale = true;
    signal.places = {{.span = signal.span, .quote = signal.quote, .alignment = Alignment::Fuzzy},
        {.span = {.messageId = QStringLiteral("n"), .start = 0, .end = 0},
            .quote = QStringLiteral("elsewhere"),
            .alignment = Alignment::None,
            .isActive = false}};
    signal.contradicts = {QStringLiteral("x")};
    signal.evidence = {QStringLiteral("y"), QStringLiteral("z")};
    signal.isUngrounded = true;
    QCOMPARE(signalFromJson(toJson(signal)), std::optional(signal));
}

void ValuesTest::anUnknownSignalTypeKeepsItsName()
{
    const auto signal =
        signalFromJson({{QStringLiteral("id"), 1}, {QStringLiteral("type"), QStringLiteral("Risk")}});
    QVERIFY(signal);
    QCOMPARE(signal->type, SignalType::Unknown);
    QCOMPARE(signal->typeName, QStringLiteral("Risk"));
    QCOMPARE(toJson(*signal).value(QStringLiteral("type")).toString(), QStringLiteral("Risk"));
}

void ValuesTest::integerIdsAreReadAsText()
{
    const auto thread = threadFromJson({{QStringLiteral("id"), 42}});
    QVERIFY(thread);
    QCOMPARE(thread->id, QStringLiteral("42"));
}

void ValuesTest::anObjectWithoutIdIsNothing()
{
    QVERIFY(!threadFromJson({}));
    QVERIFY(!messageFromJson({{QStringLiteral("content"), QStringLiteral("x")}}));
    QVERIFY(!signalFromJson({{QStringLiteral("id"), QJsonValue::Null}}));
}

void ValuesTest::aWrongSpanIsInvalidAndKeepsTheSignal()
{
    const auto signal = signalFromJson({{QStringLiteral("id"), QStringLiteral("s")},
        {QStringLiteral("span"), QJsonObject{{QStringLiteral("message_id"), QStringLiteral("m")},
                                     {QStringLiteral("start"), 9}, {QStringLiteral("end"), 3}}}});
    QVERIFY(signal);
    QVERIFY(!signal->span.isValid());
}

void ValuesTest::aPageWithoutResultsIsNothing()
{
    QVERIFY(!threadPageFromJson("[]"));
    QVERIFY(!threadPageFromJson("{\"count\": 0}"));
    QVERIFY(!threadPageFromJson("<html>"));
    QVERIFY(!messagePageFromJson("{\"results\": [{\"no\": \"id\"}]}"));
}

void ValuesTest::aPageKeepsItsLinks()
{
    const auto page = threadPageFromJson(
        R"({"count": 51, "next": "http://h/api/chat/threads/?page=2", "previous": null, "results": [{"id": "a"}]})");
    QVERIFY(page);
    QCOMPARE(page->count, 51);
    QCOMPARE(page->next, std::optional(QUrl(QStringLiteral("http://h/api/chat/threads/?page=2"))));
    QVERIFY(!page->previous);
    QCOMPARE(page->results.size(), 1);
}

void ValuesTest::aServerWithoutDocumentHasNoCapability()
{
    const ServerInfo info = serverInfoFromJson({});
    QVERIFY(!info.has(QLatin1StringView("resume")));
    ServerInfo ours{.service = QStringLiteral("throughline"),
        .version = QStringLiteral("1"),
        .capabilities = {QStringLiteral("resume")},
        .model = QStringLiteral("Guide")};
    QCOMPARE(serverInfoFromJson(toJson(ours)), ours);
    QVERIFY(ours.has(QLatin1StringView("resume")));
}

QTEST_APPLESS_MAIN(ValuesTest)
#include "tst_values.moc"
