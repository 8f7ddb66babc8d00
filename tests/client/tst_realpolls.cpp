#include "client/contractjson.h"
#include "client/signalpoller.h"
#include "net/networktransport.h"
#include "support/scriptedserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace std::chrono_literals;
using client::SignalPoller;
using test::Script;
using test::ScriptedServer;

namespace {

/// The design's table a hundred times as fast.
polling::Schedule quick()
{
    polling::Schedule schedule;
    schedule.withoutSignals = {{5, 30ms}, {5, 50ms}, {10, 100ms}};
    schedule.withSignals = 150ms;
    return schedule;
}

} // namespace

/// Real time and real sockets: what the simulations promise of the timers holds for the wire.
class TestRealPolls : public QObject
{
    Q_OBJECT

    struct Bench
    {
        explicit Bench(const QList<protocol::Signal> &list = {})
        {
            server.always("GET", "/api/signals/", Script().json(200, test::page(list)));
            poller.setSchedule(quick());
        }
        qsizetype requests() const { return server.requests().size(); }
        /// Milliseconds from \a act to the next request.
        template <typename Act>
        qint64 timeToRequest(Act act)
        {
            const qsizetype before = requests();
            QElapsedTimer timer;
            timer.start();
            qint64 came = -1;
            const auto connection = QObject::connect(&server, &ScriptedServer::requestReceived, &server,
                [&] { came = came < 0 ? timer.elapsed() : came; });
            act();
            const bool did = QTest::qWaitFor([&] { return requests() > before; });
            QObject::disconnect(connection);
            return did ? came : 1'000'000;
        }

        ScriptedServer server;
        polling::SystemClock clock;
        net::NetworkTransport transport;
        client::ApiClient client{transport, {.baseUrl = server.url(QString()), .bearer = "secret"}};
        SignalPoller poller{client, clock};
    };

private Q_SLOTS:
    void after20EmptyPollsItStopsAndSaysSo()
    {
        Bench bench;
        QSignalSpy decided(&bench.poller, &SignalPoller::decided);
        bench.poller.openThread(QStringLiteral("t1"));
        QTRY_VERIFY_WITH_TIMEOUT(std::holds_alternative<client::PollStopped>(bench.poller.status()), 30'000);
        QCOMPARE(bench.requests(), 21);
        QCOMPARE(bench.poller.status(), client::PollStatus(client::PollStopped{
                                            .reason = client::PollStopped::Reason::NoSignals, .checks = 20}));
        QCOMPARE(decided.constLast().constFirst().toString(),
            QStringLiteral("[Signals] No signals after 20 polls, stopping"));
        QVERIFY(!bench.poller.isTimerActive());
        QTest::qWait(500);
        QCOMPARE(bench.requests(), 21);
    }

    void minimizedThereIsNoRequestUntilItIsRestored()
    {
        Bench bench({test::signalNamed(QStringLiteral("s1"), QStringLiteral("Ship it"))});
        bench.poller.openThread(QStringLiteral("t1"));
        QTRY_VERIFY(bench.requests() >= 3);
        qint64 fastest = 1'000'000; // of several: the machine may be busy with something else
        for (int i = 0; i < 10 && fastest > 100; ++i) {
            bench.poller.setWindowVisible(true, true);
            QVERIFY(!bench.poller.isTimerActive());
            const qsizetype before = bench.requests();
            QTest::qWait(600);                       // four polls would have been due
            QVERIFY(bench.requests() - before <= 1); // one may have been on the wire already
            const qsizetype minimized = bench.requests();
            QTest::qWait(300);
            QCOMPARE(bench.requests(), minimized);
            fastest =
                std::min(fastest, bench.timeToRequest([&] { bench.poller.setWindowVisible(true, false); }));
        }
        QVERIFY2(fastest <= 100, qPrintable(QString::number(fastest)));
    }

    void aMessageThatIsSentIsPolledForAtOnce()
    {
        Bench bench({test::signalNamed(QStringLiteral("s1"), QStringLiteral("Ship it"))});
        polling::Schedule never;
        never.withSignals = 1h;
        bench.poller.setSchedule(never);
        bench.poller.openThread(QStringLiteral("t1"));
        QTRY_VERIFY(std::holds_alternative<client::PollWaiting>(bench.poller.status()));
        qint64 fastest = 1'000'000;
        for (int i = 0; i < 10 && fastest > 100; ++i) {
            fastest = std::min(fastest, bench.timeToRequest([&] { bench.poller.messageSent(); }));
            QTRY_VERIFY(std::holds_alternative<client::PollWaiting>(bench.poller.status()));
        }
        QVERIFY2(fastest <= 100, qPrintable(QString::number(fastest)));
    }

    void pollsNeverOverlapHoweverSlowTheServer()
    {
        Bench bench;
        bench.server.always(
            "GET", "/api/signals/", Script().delay(100ms).json(200, test::page(QList<protocol::Signal>())));
        bench.poller.openThread(QStringLiteral("t1"));
        for (int i = 0; i < 20; ++i) {
            bench.poller.refresh();
            QTest::qWait(20);
        }
        QVERIFY2(bench.requests() <= 6, qPrintable(QString::number(bench.requests())));
        QCOMPARE(bench.server.connections(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRealPolls)
#include "tst_realpolls.moc"
