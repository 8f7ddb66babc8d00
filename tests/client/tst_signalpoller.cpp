#include "client/contractjson.h"
#include "client/signalpoller.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"

#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace throughline;
using namespace std::chrono_literals;
using client::SignalPoller;
using protocol::ApiError;
using test::FakeAnswer;

namespace {

const QString path = QStringLiteral("/api/signals/");

QByteArray listOf(const QStringList &texts)
{
    QList<protocol::Signal> list;
    for (const QString &text : texts)
        list.append(test::signalNamed(QStringLiteral("s%1").arg(list.size()), text));
    return test::page(list);
}

} // namespace

/// In virtual time: the poller's timer is fired by hand when the fake clock says so.
class TestSignalPoller : public QObject
{
    Q_OBJECT

    struct Bench
    {
        test::FakeClock clock;
        test::FakeTransport transport;
        client::ApiClient client{
            transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = "secret"}};
        SignalPoller poller{client, clock};
        QTimer *timer = poller.findChild<QTimer *>();

        qsizetype polls() const { return transport.requests("GET", path).size(); }

        /// Until nothing happens any more without time going on.
        void settle()
        {
            for (int i = 0; i < 12; ++i)
                QCoreApplication::processEvents();
        }
        std::chrono::milliseconds due() const
        {
            const client::PollStatus status = poller.status();
            if (const auto *waiting = std::get_if<client::PollWaiting>(&status))
                return waiting->due;
            const auto *retrying = std::get_if<client::PollRetrying>(&status);
            return retrying ? retrying->due : std::chrono::milliseconds::max();
        }
        /// Lets \a time pass; the timer fires whenever it is due.
        void pass(std::chrono::milliseconds time)
        {
            const auto end = clock.monotonic() + time;
            settle();
            while (timer->isActive() && due() <= end) {
                clock.advance(due() - clock.monotonic());
                timer->stop();
                QMetaObject::invokeMethod(timer, "timeout");
                settle();
            }
            clock.advance(end - clock.monotonic());
        }
    };

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("throughline.signals=false")); }

    void withoutSignalsTheTableOfTheDesignIsKept()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({})));
        QList<qint64> seconds;
        const auto begin = bench.clock.monotonic();
        qsizetype known = 0;
        connect(&bench.poller, &SignalPoller::statusChanged, this, [&] {
            if (bench.polls() > known) {
                known = bench.polls();
                seconds.append((bench.clock.monotonic() - begin).count() / 1000);
            }
        });
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(1h);
        QCOMPARE(seconds, (QList<qint64>{0, 3, 6, 9, 12, 15, 20, 25, 30, 35, 40, 50, 60, 70, 80, 90, 100, 110,
                              120, 130, 140}));
        QCOMPARE(bench.polls(), 21);
        QVERIFY(!bench.poller.isTimerActive());
        QCOMPARE(bench.poller.status(), client::PollStatus(client::PollStopped{
                                            .reason = client::PollStopped::Reason::NoSignals, .checks = 20}));
    }

    void withSignalsAnHourCosts240Polls()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(1h);
        QCOMPARE(bench.polls(), 241); // the one that opened the thread, and 240 by the timer
    }

    void whileNobodyLooksNothingIsAsked_data()
    {
        QTest::addColumn<bool>("visible");
        QTest::addColumn<bool>("minimized");
        QTest::addColumn<bool>("expanded");
        QTest::addColumn<client::PollPaused::Reason>("reason");
        QTest::newRow("minimized") << true << true << true << client::PollPaused::Reason::Minimized;
        QTest::newRow("hidden") << false << false << true << client::PollPaused::Reason::Hidden;
        QTest::newRow("collapsed") << true << false << false << client::PollPaused::Reason::Collapsed;
    }
    void whileNobodyLooksNothingIsAsked()
    {
        QFETCH(bool, visible);
        QFETCH(bool, minimized);
        QFETCH(bool, expanded);
        QFETCH(client::PollPaused::Reason, reason);
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(20s);
        QCOMPARE(bench.polls(), 2);
        bench.poller.setSidebarExpanded(expanded);
        bench.poller.setWindowVisible(visible, minimized);
        QCOMPARE(bench.poller.status(), client::PollStatus(client::PollPaused{reason}));
        QVERIFY(!bench.poller.isTimerActive());
        bench.pass(1h);
        QCOMPARE(bench.polls(), 2);

        bench.poller.setSidebarExpanded(true);
        bench.poller.setWindowVisible(true, false);
        bench.settle();
        QCOMPARE(bench.polls(), 3); // the last answer is older than the delay
    }

    void shownAgainSoonOnlyTheRestIsWaited()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(4s);
        bench.poller.setWindowVisible(true, true);
        bench.pass(6s);
        bench.poller.setWindowVisible(true, false);
        bench.settle();
        QCOMPARE(bench.polls(), 1);
        QVERIFY(bench.poller.isTimerActive());
        QCOMPARE(bench.timer->intervalAsDuration(), 5s);
        bench.pass(5s);
        QCOMPARE(bench.polls(), 2);
    }

    void wakingAsksForWhatWasDueMeanwhile()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(4s);
        QSignalSpy woke(&bench.poller, &SignalPoller::woke);
        bench.poller.mayHaveSlept();
        bench.settle();
        QCOMPARE(bench.polls(), 1);
        QCOMPARE(woke.size(), 0);
        bench.clock.sleep(1h);
        bench.poller.mayHaveSlept();
        bench.settle();
        QCOMPARE(bench.polls(), 2);
        QCOMPARE(woke.size(), 1);
    }

    void pausingAbortsTheRequestInFlight()
    {
        Bench bench;
        bench.transport.once("GET", path, FakeAnswer::hold());
        bench.poller.openThread(QStringLiteral("t1"));
        bench.settle();
        QCOMPARE(bench.transport.open().size(), 1);
        bench.poller.setWindowVisible(true, true);
        QCOMPARE(bench.transport.open().size(), 0);
        QCOMPARE(bench.transport.aborted(), 1);
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({})));
        bench.poller.setWindowVisible(true, false);
        bench.settle();
        QCOMPARE(bench.polls(), 2); // its answer was still owed
    }

    void neverTwoInFlight()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::hold());
        bench.poller.openThread(QStringLiteral("t1"));
        bench.poller.messageSent();
        bench.poller.replyFinished();
        bench.poller.refresh();
        bench.settle();
        QCOMPARE(bench.polls(), 1);
        QCOMPARE(bench.transport.open().size(), 1);
        // The wish was remembered: one poll follows at once.
        test::FakeExchange *exchange = bench.transport.last();
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(listOf({}));
        exchange->finish();
        QCOMPARE(bench.polls(), 2);
        QCOMPARE(bench.transport.open().size(), 1);
    }

    void anAnswerForAnotherThreadIsDropped()
    {
        Bench bench;
        QSignalSpy received(&bench.poller, &SignalPoller::signalsReceived);
        bench.transport.always("GET", QStringLiteral("/api/signals/?thread_id=t1"), FakeAnswer::hold());
        bench.transport.always("GET", QStringLiteral("/api/signals/?thread_id=t2"),
            FakeAnswer::json(200, listOf({QStringLiteral("Second")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.settle();
        bench.poller.openThread(QStringLiteral("t2"));
        QCOMPARE(bench.transport.aborted(), 1);
        bench.settle();
        QCOMPARE(received.size(), 1);
        QCOMPARE(received.first().at(0).toString(), QStringLiteral("t2"));
    }

    void theETagComesBackAndAnUnchangedListIsNotAnnounced()
    {
        Bench bench;
        QSignalSpy received(&bench.poller, &SignalPoller::signalsReceived);
        QSignalSpy confirmed(&bench.poller, &SignalPoller::signalsConfirmed);
        const QByteArray body = listOf({QStringLiteral("Ship it")});
        bench.transport.once("GET", path, FakeAnswer::json(200, body, {{"ETag", "\"v1\""}}));
        bench.transport.once("GET", path, FakeAnswer::json(304, {}));
        bench.transport.once("GET", path, FakeAnswer::json(200, body, {{"ETag", "\"v1\""}}));
        bench.transport.once("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it well")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(15s);
        QCOMPARE(bench.polls(), 2);
        QCOMPARE(net::headerValue(bench.transport.requests().last().headers, "If-None-Match"),
            QByteArray("\"v1\""));
        QCOMPARE(confirmed.size(), 1);
        bench.pass(15s);
        QCOMPARE(received.size(), 1); // the same content, also without a 304
        QCOMPARE(confirmed.size(), 2);
        QCOMPARE(confirmed.last(), QVariantList{QStringLiteral("t1")});
        bench.pass(15s);
        QCOMPARE(received.size(), 2); // an edited text, with the same id
        QCOMPARE(confirmed.size(), 2);
    }

    void anotherThreadsETagIsNotSent()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({}), {{"ETag", "\"v1\""}}));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.settle();
        bench.poller.openThread(QStringLiteral("t2"));
        bench.settle();
        QCOMPARE(bench.polls(), 2);
        QCOMPARE(net::headerValue(bench.transport.requests().last().headers, "If-None-Match"), QByteArray());
    }

    void aFailureWaitsAndSaysWhyAndForgetsNothing()
    {
        Bench bench;
        QSignalSpy received(&bench.poller, &SignalPoller::signalsReceived);
        bench.transport.once("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it")})));
        bench.transport.once("GET", path, FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({QStringLiteral("Ship it")})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(15s);
        const client::PollStatus status = bench.poller.status();
        const auto *retrying = std::get_if<client::PollRetrying>(&status);
        QVERIFY(retrying);
        QCOMPARE(retrying->error.kind, ApiError::Kind::Network);
        QVERIFY(retrying->due >= bench.clock.monotonic() + 15s);
        QVERIFY(bench.poller.isTimerActive());
        bench.pass(61s);
        QVERIFY(std::holds_alternative<client::PollWaiting>(bench.poller.status()));
        QCOMPARE(received.size(), 1);
    }

    void whatCannotGetBetterByItselfStops_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<client::PollStopped::Reason>("reason");
        QTest::newRow("401") << 401 << client::PollStopped::Reason::SignIn;
        QTest::newRow("403") << 403 << client::PollStopped::Reason::NotAvailable;
        QTest::newRow("404") << 404 << client::PollStopped::Reason::NotAvailable;
    }
    void whatCannotGetBetterByItselfStops()
    {
        QFETCH(int, status);
        QFETCH(client::PollStopped::Reason, reason);
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(status, "{}"));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(1h);
        QCOMPARE(bench.polls(), 1);
        QVERIFY(!bench.poller.isTimerActive());
        const client::PollStatus current = bench.poller.status();
        QVERIFY(std::get_if<client::PollStopped>(&current));
        QCOMPARE(std::get<client::PollStopped>(current).reason, reason);
        bench.poller.refresh();
        bench.settle();
        QCOMPARE(bench.polls(), 2);
    }

    void retryAfterIsRespected_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<int>("waited");
        QTest::newRow("429") << 429 << QByteArray("120") << 120;
        QTest::newRow("429, soon") << 429 << QByteArray("2") << 2;
        QTest::newRow("503") << 503 << QByteArray("120") << 120;
    }
    void retryAfterIsRespected()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, asked);
        QFETCH(int, waited);
        Bench bench;
        bench.transport.once("GET", path, FakeAnswer::json(status, "{}", {{"Retry-After", asked}}));
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.settle();
        const client::PollStatus current = bench.poller.status();
        QVERIFY(std::get_if<client::PollRetrying>(&current));
        QCOMPARE(std::get<client::PollRetrying>(current).due,
            bench.clock.monotonic() + std::chrono::seconds(waited));
        bench.pass(std::chrono::seconds(waited - 1));
        QCOMPARE(bench.polls(), 1);
        bench.pass(1s);
        QCOMPARE(bench.polls(), 2);
    }

    void otherFailuresDoNotSetTheTime()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(500, "{}", {{"Retry-After", "600"}}));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.settle();
        const client::PollStatus current = bench.poller.status();
        QVERIFY(std::get_if<client::PollRetrying>(&current));
        QVERIFY(std::get<client::PollRetrying>(current).due <= bench.clock.monotonic() + 60s);
    }

    void closingTheThreadEndsEverything()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({})));
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(4s);
        bench.poller.openThread({});
        QVERIFY(!bench.poller.isTimerActive());
        QCOMPARE(bench.poller.status(), client::PollStatus(client::PollIdle{}));
    }

    void everyChangeIsSaidOnceInWords()
    {
        Bench bench;
        bench.transport.always("GET", path, FakeAnswer::json(200, listOf({})));
        QStringList lines;
        connect(
            &bench.poller, &SignalPoller::decided, this, [&](const QString &line) { lines.append(line); });
        bench.poller.openThread(QStringLiteral("t1"));
        bench.pass(1h);
        QCOMPARE(lines.first(), QStringLiteral("[Signals] Checking"));
        QCOMPARE(lines.at(1), QStringLiteral("[Signals] Next check in 3 s"));
        QCOMPARE(lines.last(), QStringLiteral("[Signals] No signals after 20 polls, stopping"));
        QCOMPARE(lines.size(), 42);
    }
};

QTEST_GUILESS_MAIN(TestSignalPoller)
#include "tst_signalpoller.moc"
