#include "client/contractjson.h"
#include "client/pushchannel.h"
#include "client/signalpoller.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"

#include <QLoggingCategory>
#include <QTest>
#include <QTimer>

#include <map>
#include <random>

using namespace throughline;
using namespace std::chrono_literals;
using client::PushChannel;
using client::SignalPoller;
using protocol::ApiError;
using protocol::Signal;
using test::FakeAnswer;
using test::FakeExchange;

namespace {

const QString listPath = QStringLiteral("/api/signals/");
const QString socketPath = QStringLiteral("/ws/signals/");

Signal named(const QString &id, const QString &text)
{
    return test::signalNamed(id, text);
}

QStringList texts(const QList<Signal> &list)
{
    QStringList result;
    for (const Signal &signal : list)
        result.append(signal.text);
    return result;
}

} // namespace

/// The poller and its channel together, in virtual time: their timers are fired by hand when they are due.
class TestPushChannel : public QObject
{
    Q_OBJECT

    struct Bench
    {
        explicit Bench(const QStringList &capabilities = {QStringLiteral("push")})
        {
            transport.always("GET", QStringLiteral("/api/"),
                FakeAnswer::json(
                    200, test::compact({{QStringLiteral("service"), QStringLiteral("throughline")},
                             {QStringLiteral("version"), QStringLiteral("1")},
                             {QStringLiteral("capabilities"), QJsonArray::fromStringList(capabilities)}})));
            transport.always("GET", listPath, FakeAnswer::json(200, test::page(server)));
            transport.always("GET", socketPath, FakeAnswer::hold());
            client.fetchServerInfo(&client, [](const auto &) {});
            QObject::connect(&poller, &SignalPoller::signalsReceived, &poller,
                [this](const QString &, const QList<Signal> &list) { shown.append(texts(list)); });
            settle();
        }

        test::FakeClock clock;
        test::FakeTransport transport;
        client::ApiClient client{
            transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = "secret"}};
        double random = 0.5;
        SignalPoller poller{client, clock, [this] { return random; }};
        PushChannel *channel = poller.findChild<PushChannel *>();
        QTimer *pollTimer = poller.findChild<QTimer *>(QString(), Qt::FindDirectChildrenOnly);
        QTimer *pushTimer = channel->findChild<QTimer *>();
        QList<Signal> server{named(QStringLiteral("s0"), QStringLiteral("Ship it"))};
        QList<QStringList> shown;

        qsizetype polls() const { return transport.requests("GET", listPath).size(); }
        qsizetype attempts() const { return transport.requests("GET", socketPath).size(); }
        FakeExchange *socket() const
        {
            const auto open = transport.open();
            for (FakeExchange *exchange : open) {
                if (exchange->request().webSocket)
                    return exchange;
            }
            return nullptr;
        }
        void open(const QString &thread = QStringLiteral("t1"))
        {
            poller.openThread(thread);
            settle();
        }
        void goLive()
        {
            open();
            socket()->head(101);
            settle();
        }
        void tell(int number, const char *type, const Signal &signal)
        {
            socket()->body(test::compact({{QStringLiteral("type"), QLatin1StringView(type)},
                {QStringLiteral("seq"), number}, {QStringLiteral("thread_id"), QStringLiteral("t1")},
                {QStringLiteral("signal"), protocol::toJson(signal)},
                {QStringLiteral("signal_id"), signal.id}}));
            settle();
        }
        /// Until nothing happens any more without time going on.
        void settle()
        {
            for (int i = 0; i < 12; ++i)
                QCoreApplication::processEvents();
            for (QTimer *timer : {pollTimer, pushTimer}) {
                if (timer->isActive() && ids[timer] != timer->timerId())
                    due[timer] = clock.monotonic() + timer->intervalAsDuration();
                ids[timer] = timer->isActive() ? timer->timerId() : 0;
            }
        }
        /// Lets \a time pass; timers fire whenever they are due.
        void pass(std::chrono::milliseconds time)
        {
            const auto end = clock.monotonic() + time;
            settle();
            for (;;) {
                QTimer *next = nullptr;
                for (QTimer *timer : {pollTimer, pushTimer}) {
                    if (timer->isActive() && due[timer] <= end && (!next || due[timer] < due[next]))
                        next = timer;
                }
                if (!next)
                    break;
                clock.advance(std::max(due[next] - clock.monotonic(), 0ms));
                next->stop();
                ids[next] = 0;
                QMetaObject::invokeMethod(next, "timeout");
                settle();
            }
            clock.advance(end - clock.monotonic());
        }
        bool isLive() const { return poller.status() == client::PollStatus(client::PollLive{}); }
        std::map<QTimer *, int> ids;
        std::map<QTimer *, std::chrono::milliseconds> due;
    };

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("throughline.signals=false")); }

    void aServerThatPushesIsListenedToAndNotAsked()
    {
        Bench bench;
        bench.open();
        QCOMPARE(bench.polls(), 1);
        QCOMPARE(bench.attempts(), 1);
        const net::HttpRequest &request = bench.socket()->request();
        QCOMPARE(request.url, QUrl(QStringLiteral("http://server.example/ws/signals/?thread_id=t1")));
        QCOMPARE(net::headerValue(request.headers, "Authorization"), QByteArray("Bearer secret"));
        bench.socket()->head(101);
        bench.settle();
        QCOMPARE(bench.polls(), 2); // something may have happened in between
        QVERIFY(bench.isLive());
        QVERIFY(!bench.poller.isTimerActive());
        bench.pass(24h);
        QCOMPARE(bench.polls(), 2);
        QCOMPARE(bench.attempts(), 1);
    }

    void nobodyListensBeforeTheConversationIsKnownToBeThere()
    {
        Bench bench;
        bench.transport.once("GET", listPath, FakeAnswer::json(404, "{}"));
        bench.open();
        bench.pass(1h);
        QCOMPARE(bench.attempts(), 0);
        QCOMPARE(bench.polls(), 1);
    }

    void withoutTheCapabilityNobodyIsAsked()
    {
        Bench bench({QStringLiteral("etag")});
        bench.open();
        bench.pass(1h);
        QCOMPARE(bench.attempts(), 0);
        QCOMPARE(bench.polls(), 241);
    }

    void aServerThatDoesNotPushIsAskedOnce_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {200, 301, 400, 403, 404, 405, 406, 426, 501})
            QTest::addRow("%d", status) << status;
    }
    void aServerThatDoesNotPushIsAskedOnce()
    {
        QFETCH(int, status);
        Bench bench;
        bench.transport.always("GET", socketPath, FakeAnswer::json(status, {}));
        bench.open();
        bench.pass(1h);
        bench.open(QStringLiteral("t2"));
        bench.poller.setWindowVisible(true, true);
        bench.poller.setWindowVisible(true, false);
        bench.poller.refresh();
        bench.pass(1h);
        QCOMPARE(bench.attempts(), 1);
        bench.client.setAddress({.baseUrl = QUrl(QStringLiteral("http://another.example")), .bearer = "x"});
        bench.client.fetchServerInfo(&bench.client, [](const auto &) {});
        bench.pass(1min);
        QCOMPARE(bench.attempts(), 2);
    }

    void somethingThatIsNoWebSocketIsAskedOnce()
    {
        Bench bench;
        bench.transport.always("GET", socketPath, FakeAnswer::failure(ApiError::Kind::Malformed));
        bench.open();
        bench.pass(1h);
        QCOMPARE(bench.attempts(), 1);
    }

    void whereItNeverGetsThroughItIsGivenUp()
    {
        Bench bench;
        bench.transport.always("GET", socketPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.open();
        bench.pass(1h);
        QCOMPARE(bench.attempts(), 5);
    }

    void whatMayPassIsTriedAgain_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {401, 408, 429, 500, 502, 503})
            QTest::addRow("%d", status) << status;
    }
    void whatMayPassIsTriedAgain()
    {
        QFETCH(int, status);
        Bench bench;
        bench.transport.once("GET", socketPath, FakeAnswer::json(status, {}));
        bench.open();
        QCOMPARE(bench.attempts(), 1);
        QVERIFY(!bench.isLive());
        bench.pass(16s);
        QCOMPARE(bench.attempts(), 2);
        bench.socket()->head(101);
        bench.settle();
        QVERIFY(bench.isLive());
    }

    void aTimeThatTheServerNamesIsWaited()
    {
        Bench bench;
        bench.transport.once("GET", socketPath, FakeAnswer::json(503, {}, {{"Retry-After", "100"}}));
        bench.open();
        bench.pass(99s);
        QCOMPARE(bench.attempts(), 1);
        bench.pass(7s);
        QCOMPARE(bench.attempts(), 2);
    }

    void whatIsPushedIsShownWithoutAsking()
    {
        Bench bench;
        bench.goLive();
        const qsizetype polls = bench.polls();
        Signal second = named(QStringLiteral("s1"), QStringLiteral("It may rain"));
        bench.tell(1, "signal.created", second);
        second.text = QStringLiteral("It will rain");
        bench.tell(2, "signal.updated", second);
        bench.tell(3, "signal.updated", second); // nothing new in it
        second.dismissedAt = bench.clock.wall();
        bench.tell(4, "signal.updated", second);
        second.dismissedAt.reset();
        bench.tell(5, "signal.updated", second);
        bench.tell(6, "signal.removed", named(QStringLiteral("s0"), {}));
        const QString ship = QStringLiteral("Ship it");
        QCOMPARE(bench.shown, (QList<QStringList>{{ship}, {ship, QStringLiteral("It may rain")},
                                  {ship, QStringLiteral("It will rain")}, {ship},
                                  {ship, QStringLiteral("It will rain")}, {QStringLiteral("It will rain")}}));
        bench.tell(7, "message.created", {});
        bench.tell(8, "a type of tomorrow", {});
        Signal elsewhere = named(QStringLiteral("s9"), QStringLiteral("Elsewhere"));
        elsewhere.threadId = QStringLiteral("t2");
        bench.tell(9, "signal.created", elsewhere);
        QCOMPARE(bench.shown.size(), 6);
        bench.pass(1h);
        QCOMPARE(bench.polls(), polls);
        QVERIFY(bench.isLive());
    }

    void aGapIsMadeUpForByOnePoll_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("a number missing") << QByteArray(R"({"type": "message.created", "seq": 3})");
        QTest::newRow("a number again") << QByteArray(R"({"type": "message.created", "seq": 1})");
        QTest::newRow("no number") << QByteArray(R"({"type": "message.created"})");
        QTest::newRow("no JSON") << QByteArray("nonsense");
        QTest::newRow("no signal") << QByteArray(R"({"type": "signal.created", "seq": 2})");
    }
    void aGapIsMadeUpForByOnePoll()
    {
        QFETCH(QByteArray, message);
        Bench bench;
        bench.goLive();
        bench.tell(1, "message.created", {});
        const qsizetype polls = bench.polls();
        bench.socket()->body(message);
        bench.pass(1h);
        QCOMPARE(bench.polls(), polls + 1);
        QVERIFY(bench.isLive());
        QCOMPARE(bench.attempts(), 1);
    }

    void whereNothingButGapsComesItIsLeft()
    {
        Bench bench;
        bench.goLive();
        const qsizetype polls = bench.polls();
        for (int i = 0; i < 1000 && bench.socket() && bench.channel->isLive(); ++i) {
            bench.socket()->body("nonsense");
            bench.settle();
        }
        QVERIFY(!bench.isLive());
        QCOMPARE(bench.polls(), polls + 4); // three gaps, and the loss
    }

    void manyThatComeTogetherAreShownTogether()
    {
        Bench bench;
        bench.goLive();
        const qsizetype shown = bench.shown.size();
        for (int i = 1; i <= 100; ++i) {
            bench.socket()->body(test::compact(
                {{QStringLiteral("type"), QStringLiteral("signal.created")}, {QStringLiteral("seq"), i},
                    {QStringLiteral("signal"),
                        protocol::toJson(named(QStringLiteral("n%1").arg(i), QString::number(i)))}}));
        }
        bench.settle();
        QCOMPARE(bench.shown.size(), shown + 1);
        QCOMPARE(bench.shown.constLast().size(), 101);
    }

    void lostItFallsBackAtOnceAndComesBackWithOnePoll()
    {
        Bench bench;
        bench.goLive();
        bench.pass(1h);
        QCOMPARE(bench.polls(), 2);
        bench.socket()->fail(ApiError::Kind::Network);
        bench.settle();
        QCOMPARE(bench.polls(), 3); // at once
        QVERIFY(std::holds_alternative<client::PollWaiting>(bench.poller.status()));
        QCOMPARE(bench.attempts(), 1);
        bench.pass(499ms);
        QCOMPARE(bench.attempts(), 1);
        bench.pass(1ms); // half of the first wait, by the dice
        QCOMPARE(bench.attempts(), 2);
        bench.socket()->head(101);
        bench.settle();
        QCOMPARE(bench.polls(), 4);
        QVERIFY(bench.isLive());
        bench.pass(1h);
        QCOMPARE(bench.polls(), 4);
    }

    void aConnectionThatNeverLastsIsTriedLessAndLess()
    {
        Bench bench;
        bench.random = 1.0;
        bench.goLive();
        QList<qint64> waits;
        for (int i = 0; i < 8; ++i) {
            bench.socket()->finish();
            bench.settle();
            const auto from = bench.clock.monotonic();
            const qsizetype attempts = bench.attempts();
            while (bench.attempts() == attempts)
                bench.pass(500ms);
            waits.append((bench.clock.monotonic() - from) / 1s);
            bench.socket()->head(101);
            bench.settle();
        }
        QCOMPARE(waits, (QList<qint64>{1, 2, 4, 8, 16, 32, 60, 60}));
        bench.pass(30s);
        bench.socket()->finish();
        bench.pass(1s);
        QVERIFY(bench.socket()); // that one lasted
    }

    void nobodyKnocksWhileTheServerIsAway()
    {
        Bench bench;
        bench.goLive();
        bench.transport.always("GET", listPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.socket()->fail(ApiError::Kind::Network);
        bench.pass(1h);
        QCOMPARE(bench.attempts(), 1);
        bench.transport.always("GET", listPath, FakeAnswer::json(200, test::page(bench.server)));
        bench.pass(61s);
        QCOMPARE(bench.attempts(), 2);
    }

    void minimizedItIsClosedAndNothingRuns()
    {
        Bench bench;
        bench.goLive();
        bench.poller.setWindowVisible(true, true);
        bench.settle();
        QVERIFY(!bench.socket());
        QVERIFY(!bench.poller.isTimerActive());
        QVERIFY(!bench.pollTimer->isActive() && !bench.pushTimer->isActive());
        const qsizetype asked = bench.transport.requests().size();
        bench.pass(24h);
        QCOMPARE(bench.transport.requests().size(), asked);
        bench.poller.setWindowVisible(true, false);
        QCOMPARE(bench.polls(), 3); // at once, without a turn of the event loop
        bench.settle();
        QCOMPARE(bench.attempts(), 2);
        bench.socket()->head(101);
        bench.settle();
        QCOMPARE(bench.polls(), 4);
        QVERIFY(bench.isLive());
    }

    void anotherConversationIsListenedToInstead()
    {
        Bench bench;
        bench.goLive();
        bench.open(QStringLiteral("t2"));
        QCOMPARE(bench.polls(), 3);
        QCOMPARE(bench.attempts(), 2);
        QCOMPARE(bench.socket()->request().url.query(), QStringLiteral("thread_id=t2"));
        QVERIFY(!bench.isLive());
        bench.open({});
        QVERIFY(!bench.socket());
    }

    void signedOutItIsClosed()
    {
        Bench bench;
        bench.goLive();
        bench.transport.once("GET", listPath, FakeAnswer::json(401, "{}"));
        bench.poller.refresh();
        bench.settle();
        QCOMPARE(bench.poller.status(), client::PollStatus(client::PollStopped{
                                            .reason = client::PollStopped::Reason::SignIn, .checks = 0}));
        QVERIFY(!bench.socket());
        const qsizetype asked = bench.transport.requests().size();
        bench.pass(1h);
        QCOMPARE(bench.transport.requests().size(), asked);
        bench.poller.signedIn();
        bench.settle();
        QVERIFY(bench.socket());
    }

    void afterSleepItIsMadeAnew()
    {
        Bench bench;
        bench.goLive();
        bench.clock.sleep(1h);
        bench.poller.mayHaveSlept();
        bench.settle();
        QCOMPARE(bench.polls(), 3);
        QCOMPARE(bench.attempts(), 2);
    }

    void aLateAnswerTakesNothingBack()
    {
        Bench bench;
        bench.open();
        bench.transport.once("GET", listPath, FakeAnswer::hold());
        bench.socket()->head(101);
        bench.settle();
        FakeExchange *late = nullptr;
        const auto open = bench.transport.open();
        for (FakeExchange *exchange : open) {
            if (!exchange->request().webSocket)
                late = exchange;
        }
        QVERIFY(late);
        Signal changed = bench.server.constFirst();
        changed.text = QStringLiteral("Ship it in May");
        bench.tell(1, "signal.updated", changed);
        bench.tell(2, "signal.created", named(QStringLiteral("s1"), QStringLiteral("It may rain")));
        late->head(200, {{"Content-Type", "application/json"}, {"ETag", "\"old\""}});
        late->body(test::page(bench.server)); // as it was when it was asked for
        late->finish();
        bench.settle();
        QCOMPARE(bench.shown.constLast(),
            (QStringList{QStringLiteral("Ship it in May"), QStringLiteral("It may rain")}));
        // What is shown is not what that ETag stands for.
        bench.poller.refresh();
        bench.settle();
        QVERIFY(
            net::headerValue(bench.transport.requests("GET", listPath).constLast().headers, "If-None-Match")
                .isEmpty());
    }

    /// Signals that change, connections that break, windows that are minimized: what is shown of a signal
    /// never gets older, and in the end it is what the server has.
    void whateverHappensWhatIsShownIsNeverOlder()
    {
        for (quint64 seed = 1; seed <= 300; ++seed) {
            std::mt19937_64 dice(seed);
            const auto below = [&dice](int end) { return int(dice() % quint64(end)); };
            Bench bench;
            bench.transport.always("GET", listPath, FakeAnswer::hold());
            std::map<QString, int> versions; // what the server has
            std::map<QString, int> seen;
            bool isOlder = false;
            QList<Signal> last;
            connect(&bench.poller, &SignalPoller::signalsReceived, this,
                [&](const QString &, const QList<Signal> &list) {
                    last = list;
                    for (const Signal &signal : list) {
                        const int version = signal.text.toInt();
                        isOlder = isOlder || version < seen[signal.id];
                        seen[signal.id] = version;
                    }
                });
            const auto now = [&] {
                QList<Signal> list;
                for (const auto &[id, version] : versions)
                    list.append(named(id, QString::number(version)));
                return list;
            };
            struct Asked
            {
                QPointer<FakeExchange> exchange;
                QByteArray answer; ///< as it was when the server read the request
            };
            QList<Asked> asked;
            int number = 0;
            const auto lookAtRequests = [&] {
                const auto open = bench.transport.open();
                for (FakeExchange *exchange : open) {
                    const bool isKnown = std::any_of(asked.begin(), asked.end(),
                        [exchange](const Asked &one) { return one.exchange == exchange; });
                    if (!exchange->request().webSocket && !isKnown)
                        asked.append({exchange, test::page(now())});
                }
            };
            const auto answerOldest = [&] {
                lookAtRequests();
                asked.removeIf([](const Asked &one) { return !one.exchange || one.exchange->isFinished(); });
                if (asked.isEmpty())
                    return;
                const Asked oldest = asked.takeFirst();
                oldest.exchange->head(200, {{"Content-Type", "application/json"}});
                oldest.exchange->body(oldest.answer);
                oldest.exchange->finish();
                bench.settle();
            };
            bench.open();
            for (int step = 0; step < 60; ++step) {
                lookAtRequests();
                switch (below(8)) {
                case 0:
                case 1:
                case 2: {
                    const QString id = QStringLiteral("s%1").arg(below(4));
                    ++versions[id];
                    if (bench.channel->isLive())
                        bench.tell(++number, "signal.updated", named(id, QString::number(versions[id])));
                    break;
                }
                case 3:
                case 4:
                    answerOldest();
                    break;
                case 5:
                    if (bench.socket() && !bench.channel->isLive()) {
                        number = 0;
                        bench.socket()->head(101);
                        bench.settle();
                    } else if (bench.socket() && below(3) == 0) {
                        bench.socket()->fail(ApiError::Kind::Network);
                        bench.settle();
                    }
                    break;
                case 6:
                    bench.poller.setWindowVisible(true, below(3) == 0);
                    bench.settle();
                    break;
                default:
                    bench.pass(std::chrono::milliseconds(below(20'000)));
                    break;
                }
            }
            bench.poller.setWindowVisible(true, false);
            bench.poller.refresh();
            bench.settle();
            for (int i = 0; i < 5; ++i)
                answerOldest();
            QVERIFY2(!isOlder, qPrintable(QStringLiteral("seed %1").arg(seed)));
            std::map<QString, int> shown;
            for (const Signal &signal : std::as_const(last))
                shown[signal.id] = signal.text.toInt();
            QVERIFY2(shown == versions, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(TestPushChannel)
#include "tst_pushchannel.moc"
