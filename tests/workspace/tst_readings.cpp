#include "client/contractjson.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/readings.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using protocol::ReadingState;
using test::FakeAnswer;
using workspace::Readings;

namespace {

const QString path = QStringLiteral("/api/chat/threads/t1/extract/");

const QByteArray waiting =
    R"({"thread": "t1", "pending_messages": 2, "pending_characters": 140, "is_reading": false,
    "problem": "The model server does not answer.", "retry_at": "2026-03-10T10:05:00.000000Z",
    "totals": {"readings": 71, "prompt_tokens": 90000, "completion_tokens": 1200},
    "readings": [{"provider": "ollama", "model": "llama3.2", "message_ids": ["m1", "m2"], "calls": 1,
        "prompt_tokens": 812, "completion_tokens": 96, "found": 3, "problem": "",
        "created_at": "2026-03-10T10:00:00.000000Z"}]})";
const QByteArray isBeingRead = R"({"pending_messages": 2, "is_reading": true})";
const QDateTime retryAt(QDate(2026, 3, 10), QTime(10, 5), Qt::UTC); ///< of what waits
const QByteArray nothing = R"({"pending_messages": 0, "is_reading": false})";

struct Bench
{
    explicit Bench(const QStringList &capabilities = {QStringLiteral("readings"), QStringLiteral("extract")})
    {
        transport.once("GET", QStringLiteral("/api/"), FakeAnswer::json(200, test::serverInfo(capabilities)));
        client.fetchServerInfo(&client, [](const auto &) {});
        settle();
    }
    void settle()
    {
        for (int i = 0; i < 12; ++i)
            QCoreApplication::processEvents();
    }
    qsizetype asked(const QByteArray &method) { return transport.requests(method, path).size(); }

    test::FakeTransport transport;
    client::ApiClient client{
        transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
    test::FakeClock clock;
    Readings readings{client, clock, QStringLiteral("t1")};
};

} // namespace

class TestReadings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheServerSaysIsKnown()
    {
        Bench bench;
        const QSignalSpy changes(&bench.readings, &Readings::changed);
        bench.transport.always("GET", path, FakeAnswer::json(200, waiting));
        bench.readings.refresh();
        bench.settle();
        const ReadingState &state = bench.readings.state();
        QCOMPARE(state.pendingMessages, 2);
        QCOMPARE(state.problem, QStringLiteral("The model server does not answer."));
        QCOMPARE(state.retryAt, retryAt);
        QCOMPARE(state.readingCount, 71);
        QCOMPARE(state.promptTokens, 90'000);
        QCOMPARE(state.readings.size(), 1);
        QCOMPARE(state.readings.first().model, QStringLiteral("llama3.2"));
        QCOMPARE(state.readings.first().messageCount, 2);
        QCOMPARE(state.readings.first().completionTokens, 96);
        QCOMPARE(state.readings.first().found, 3);
        QCOMPARE(changes.size(), 1);
        bench.readings.refresh();
        bench.settle();
        QCOMPARE(changes.size(), 1);
    }

    void aServerThatDoesNotSayIsNotAsked()
    {
        Bench bench({QStringLiteral("review")});
        bench.readings.refresh();
        bench.readings.extractNow();
        bench.settle();
        QVERIFY(!bench.readings.canTell());
        QVERIFY(!bench.readings.canExtractNow());
        QCOMPARE(bench.asked("GET") + bench.asked("POST"), 0);
    }

    void itIsAskedOnceAtATimeAndOnceMoreAfterwards()
    {
        Bench bench;
        bench.transport.once("GET", path, FakeAnswer::hold());
        bench.transport.once("GET", path, FakeAnswer::json(200, nothing));
        for (int i = 0; i < 5; ++i)
            bench.readings.refresh();
        bench.settle();
        QCOMPARE(bench.asked("GET"), 1);
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(waiting);
        exchange->finish();
        bench.settle();
        QCOMPARE(bench.asked("GET"), 2);
        QCOMPARE(bench.readings.state().pendingMessages, 0);
    }

    void withoutAnythingOpenNoNewsAreAskedFor()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, waiting));
        bench.readings.refreshIfOpen();
        bench.settle();
        QCOMPARE(bench.asked("GET"), 0);
        bench.readings.refresh();
        bench.settle();
        bench.readings.refreshIfOpen();
        bench.settle();
        QCOMPARE(bench.asked("GET"), 2);
    }

    void whileMessagesAreReadItAsksByItself()
    {
        Bench bench;
        Readings readings(
            bench.client, bench.clock, QStringLiteral("t1"), nullptr, std::chrono::milliseconds(5));
        readings.setShown(true);
        for (int i = 0; i < 3; ++i)
            bench.transport.once("GET", path, FakeAnswer::json(200, isBeingRead));
        bench.transport.once("GET", path, FakeAnswer::json(200, nothing));
        readings.refresh();
        QTRY_COMPARE(bench.asked("GET"), 4);
        QTRY_COMPARE(readings.state().pendingMessages, 0);
        QCOMPARE(readings.untilNews(), std::nullopt);
    }

    void afterARequestThatFailedItDoesNot()
    {
        Bench bench;
        Readings readings(
            bench.client, bench.clock, QStringLiteral("t1"), nullptr, std::chrono::milliseconds(5));
        readings.setShown(true);
        bench.transport.once("GET", path, FakeAnswer::json(200, isBeingRead));
        bench.transport.once("GET", path, FakeAnswer::json(500, "{}"));
        readings.refresh();
        QTRY_COMPARE(bench.asked("GET"), 2);
        bench.settle();
        QCOMPARE(readings.untilNews(), std::nullopt);
        bench.transport.always("GET", path, FakeAnswer::json(200, isBeingRead));
        readings.setShown(false);
        readings.setShown(true); // somebody looks again
        bench.settle();
        QVERIFY(readings.untilNews().has_value());
    }

    void itDoesNotAskForNobodyOrWithoutAServer()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, isBeingRead));
        bench.readings.refresh();
        bench.settle();
        QCOMPARE(bench.readings.untilNews(), std::nullopt);
        bench.readings.setShown(true);
        QCOMPARE(bench.readings.untilNews(), std::chrono::seconds(4));
        bench.readings.setReachable(false);
        QCOMPARE(bench.readings.untilNews(), std::nullopt);
        bench.readings.setReachable(true);
        QVERIFY(bench.readings.untilNews().has_value());
        bench.readings.setShown(false);
        QCOMPARE(bench.readings.untilNews(), std::nullopt);
    }

    void aNextTryIsWaitedForAndOneThatIsPastLessAndLessEagerly()
    {
        using namespace std::chrono_literals;
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, waiting));
        bench.readings.setShown(true);
        const auto waits = [&bench] {
            bench.readings.refresh();
            bench.settle();
            return bench.readings.untilNews().value_or(0ms);
        };
        bench.clock.setWall(retryAt.addSecs(-60));
        QCOMPARE(waits(), 62s);
        bench.clock.setWall(retryAt.addDays(-1));
        QCOMPARE(waits(), 1h);
        bench.clock.setWall(retryAt.addSecs(2));
        QCOMPARE(waits(), 4s);
        QCOMPARE(waits(), 8s);
        QCOMPARE(waits(), 16s);
        for (int i = 0; i < 20; ++i)
            waits();
        QCOMPARE(waits(), 1h);
        bench.clock.setWall(retryAt.addSecs(-1));
        QCOMPARE(waits(), 4s);
        bench.clock.setWall(retryAt);
        QCOMPARE(waits(), 4s);
    }

    void itLooksNowAndSaysHowItGoes()
    {
        Bench bench;
        bench.transport.once("POST", path, FakeAnswer::json(202, R"({"thread": "t1"})"));
        bench.transport.once(
            "GET", path, FakeAnswer::json(200, R"({"pending_messages": 2, "is_reading": true})"));
        bench.readings.extractNow();
        bench.settle();
        QVERIFY(bench.readings.state().isReading);
    }

    void whatCouldNotBeToldIsSaid()
    {
        Bench bench;
        const QSignalSpy problems(&bench.readings, &Readings::problem);
        bench.transport.once("POST", path, FakeAnswer::json(500, "{}"));
        bench.transport.once("GET", path, FakeAnswer::json(200, waiting));
        bench.readings.extractNow();
        bench.settle();
        QCOMPARE(problems.size(), 1);
        QVERIFY(
            problems.first().first().toString().startsWith(QStringLiteral("The server could not be told")));
        QCOMPARE(bench.readings.state().pendingMessages, 2);
    }

    void anAnswerThatCannotBeReadChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << QByteArray("<html>");
        QTest::newRow("something else") << QByteArray(R"({"detail": "no"})");
    }
    void anAnswerThatCannotBeReadChangesNothing()
    {
        QFETCH(QByteArray, body);
        Bench bench;
        bench.transport.once("GET", path, FakeAnswer::json(200, waiting));
        bench.transport.once("GET", path, FakeAnswer::json(200, body));
        bench.readings.refresh();
        bench.settle();
        const ReadingState before = bench.readings.state();
        bench.readings.refresh();
        bench.settle();
        QCOMPARE(bench.asked("GET"), 2);
        QCOMPARE(bench.readings.state(), before);
    }

    void nonsenseInTheNumbersIsNothing()
    {
        Bench bench;
        bench.transport.once("GET", path,
            FakeAnswer::json(200, R"({"pending_messages": -4, "is_reading": "yes", "retry_at": "soon",
                "totals": {"prompt_tokens": -1}, "readings": [7, {"found": -2, "message_ids": 3}]})"));
        bench.readings.refresh();
        bench.settle();
        const ReadingState &state = bench.readings.state();
        QCOMPARE(state.pendingMessages, 0);
        QVERIFY(!state.isReading && !state.retryAt);
        QCOMPARE(state.promptTokens, 0);
        QCOMPARE(state.readings.size(), 2);
        QCOMPARE(state.readings.last().found, 0);
        QCOMPARE(state.readings.last().messageCount, 0);
    }
};

QTEST_GUILESS_MAIN(TestReadings)
#include "tst_readings.moc"
