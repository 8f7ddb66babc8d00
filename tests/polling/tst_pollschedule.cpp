#include "pollsimulation.h"

#include <QtTest>

using namespace throughline;
using namespace throughline::polling;
using namespace std::chrono_literals;
using test::PollSimulation;

namespace {

const auto opened = [](SignalPollPolicy &policy, const Moment &now) { return policy.threadOpened(now); };

PollSimulation::Action visibility(Visibility value)
{
    return
        [value](SignalPollPolicy &policy, const Moment &now) { return policy.visibilityChanged(now, value); };
}

} // namespace

/// The table of the polling document, to the second, and what it costs by the hour. All of it in virtual
/// time.
class TestPollSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutSignalsThereAre21RequestsAndThenNone()
    {
        PollSimulation simulation;
        simulation.at(0s, opened);
        simulation.run(24h);
        const std::vector<double> expected{
            0, 3, 6, 9, 12, 15, 20, 25, 30, 35, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140};
        QCOMPARE(simulation.times(), expected);
        QVERIFY(simulation.policy.status() == PollStatus(status::Stopped{StopReason::NoSignals, 20}));
        QCOMPARE(logLine(simulation.policy.status(), simulation.now()),
            QStringLiteral("[Signals] No signals after 20 polls, stopping"));
    }

    void withSignalsThereAre240AnHour()
    {
        PollSimulation simulation;
        simulation.anySignals = true;
        simulation.at(0s, opened);
        simulation.run(1h - 1ms);
        QCOMPARE(simulation.requests.size(), size_t(240));
        for (size_t i = 0; i < simulation.requests.size(); ++i)
            QCOMPARE(simulation.requests[i].count(), qint64(i) * 15'000);
    }

    void theNaiveClientSends1200AnHour()
    {
        Schedule naive;
        naive.withoutSignals = {{1'000'000, 3s}};
        naive.withSignals = 3s;
        PollSimulation simulation([] { return 1.0; }, naive);
        simulation.at(0s, opened);
        simulation.run(1h - 1ms);
        QCOMPARE(simulation.requests.size(), size_t(1200));
    }

    void minimizedThereAreNone()
    {
        PollSimulation simulation;
        simulation.anySignals = true;
        simulation.at(0s, visibility(Visibility::Minimized));
        simulation.at(0s, opened);
        for (int minute = 1; minute < 60; ++minute) {
            simulation.at(std::chrono::minutes(minute),
                [](SignalPollPolicy &policy, const Moment &now) { return policy.replyFinished(now); });
        }
        simulation.run(1h);
        QCOMPARE(simulation.requests.size(), size_t(0));
    }

    void theDelayIsMeasuredFromTheAnswer()
    {
        PollSimulation simulation;
        simulation.latency = 2s;
        simulation.at(0s, opened);
        simulation.run(40s);
        QCOMPARE(simulation.times(), (std::vector<double>{0, 5, 10, 15, 20, 25, 32, 39}));
    }

    void signalsThatAppearAndGoChangeTheRow()
    {
        PollSimulation simulation;
        simulation.at(0s, opened);
        simulation.run(7s); // 0, 3, 6
        simulation.anySignals = true;
        simulation.run(40s); // 9: there they are; 24, 39
        simulation.anySignals = false;
        simulation.run(64s); // 54: gone; a new streak: 57, 60, 63
        QCOMPARE(simulation.times(), (std::vector<double>{0, 3, 6, 9, 24, 39, 54, 57, 60, 63}));
        QCOMPARE(simulation.policy.emptyPolls(), 3);
        simulation.run(1h);
        QCOMPARE(simulation.requests.size(), size_t(7 + 20));
    }

    void aTableThatChangesIsInForceAtOnce()
    {
        PollSimulation simulation;
        simulation.anySignals = true;
        const auto change = [](const Schedule &schedule) {
            return [schedule](PollSimulation::Policy &policy, const polling::Moment &now) {
                return policy.tableChanged(now, schedule);
            };
        };
        simulation.at(0s, [](auto &policy, const auto &now) { return policy.threadOpened(now); });
        simulation.at(20s, change(Schedule::sparing()));
        simulation.at(100s, change(Schedule()));
        simulation.run(140s);
        // 15 s after the first; then the minute counts from that; then what was due at 95 s is overdue.
        QCOMPARE(
            simulation.requests, (std::vector<std::chrono::milliseconds>{0s, 15s, 75s, 100s, 115s, 130s}));
    }

    void anotherTableOverridesNoRetryAfter()
    {
        PollSimulation simulation;
        simulation.answer = [](auto) {
            return [](PollSimulation::Policy &policy, const polling::Moment &now) {
                return policy.pollFailed(
                    now, {.kind = polling::PollFailure::Kind::Transient, .retryAfter = 300s});
            };
        };
        simulation.at(0s, [](auto &policy, const auto &now) { return policy.threadOpened(now); });
        for (const auto time : {10s, 20s}) {
            simulation.at(time,
                [](auto &policy, const auto &now) { return policy.tableChanged(now, Schedule::sparing()); });
        }
        simulation.run(310s);
        QCOMPARE(simulation.requests, (std::vector<std::chrono::milliseconds>{0s, 300s}));
    }

    void sparingAsksAQuarterAndStopsAsWell()
    {
        PollSimulation busy([] { return 1.0; }, Schedule::sparing());
        busy.anySignals = true;
        busy.at(0s, [](auto &policy, const auto &now) { return policy.threadOpened(now); });
        busy.run(3600s);
        QCOMPARE(busy.requests.size(), std::size_t(61));
        PollSimulation quiet([] { return 1.0; }, Schedule::sparing());
        quiet.at(0s, [](auto &policy, const auto &now) { return policy.threadOpened(now); });
        quiet.run(3600s);
        QCOMPARE(quiet.requests.size(), std::size_t(21));
    }

    void anotherServerMayBeGivenAnotherSchedule()
    {
        Schedule schedule;
        schedule.withoutSignals = {{2, 1s}, {1, 4s}};
        schedule.withSignals = 30s;
        PollSimulation simulation([] { return 1.0; }, schedule);
        simulation.at(0s, opened);
        simulation.run(1h);
        QCOMPARE(simulation.times(), (std::vector<double>{0, 1, 2, 6}));
        QVERIFY(simulation.policy.status() == PollStatus(status::Stopped{StopReason::NoSignals, 3}));
    }

    void hoursOfComingAndGoingKeepTheStreak()
    {
        // Minimized every other second: what the streak counts goes on where it was, and ends.
        PollSimulation simulation;
        simulation.at(0s, opened);
        for (int second = 1; second < 3600; second += 2) {
            simulation.at(std::chrono::seconds(second), visibility(Visibility::Minimized));
            simulation.at(std::chrono::seconds(second + 1), visibility(Visibility::Visible));
        }
        simulation.run(1h);
        QCOMPARE(simulation.requests.size(), size_t(21));
    }
};

QTEST_APPLESS_MAIN(TestPollSchedule)
#include "tst_pollschedule.moc"
