#pragma once

#include "polling/signalpollpolicy.h"
#include "support/fakeclock.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace throughline::test {

/// Does what a poller does with the decisions of a policy, in virtual time: one timer, one request in flight.
class PollSimulation
{
public:
    using Policy = polling::SignalPollPolicy;
    using Seconds = std::chrono::seconds;
    using Milliseconds = std::chrono::milliseconds;
    using Action = std::function<polling::Decision(Policy &, const polling::Moment &)>;

    explicit PollSimulation(
        polling::Random random = [] { return 1.0; }, polling::Schedule schedule = {})
        : policy(std::move(random), std::move(schedule))
        , m_start(clock.monotonic())
    {
        answer = [this](Milliseconds) {
            return [this](Policy &p, const polling::Moment &m) { return p.pollSucceeded(m, anySignals); };
        };
    }

    FakeClock clock;
    Policy policy;
    bool anySignals = false;
    Milliseconds latency{0};
    /// What the server makes of a request sent at this time.
    std::function<Action(Milliseconds)> answer;
    std::vector<Milliseconds> requests;
    int aborted = 0;

    void at(Milliseconds time, Action action) { m_script.emplace(time, std::move(action)); }

    Milliseconds now() const { return clock.monotonic() - m_start; }

    void run(Milliseconds until)
    {
        while (true) {
            std::optional<Milliseconds> next;
            const auto consider = [&next](std::optional<Milliseconds> time) {
                if (time && (!next || *time < *next))
                    next = time;
            };
            consider(m_timer);
            consider(m_answerAt);
            if (!m_script.empty())
                consider(m_script.begin()->first);
            if (!next || *next > until)
                break;
            clock.advance(std::max(*next - now(), Milliseconds(0)));
            if (m_answerAt == next) {
                const Action action = std::move(m_pendingAnswer);
                m_answerAt.reset();
                take(action(policy, moment()));
            } else if (m_timer == next) {
                m_timer.reset();
                take(policy.timerFired(moment()));
            } else {
                const Action action = std::move(m_script.begin()->second);
                m_script.erase(m_script.begin());
                take(action(policy, moment()));
            }
        }
        clock.advance(until - now());
    }

    polling::Moment moment() const { return polling::Moment::of(clock); }

    /// When requests were sent, in seconds.
    std::vector<double> times() const
    {
        std::vector<double> seconds;
        for (const Milliseconds time : requests)
            seconds.push_back(double(time.count()) / 1000);
        return seconds;
    }

private:
    void take(const polling::Decision &decision)
    {
        m_timer.reset();
        if (std::holds_alternative<polling::PollNow>(decision)) {
            abort();
            requests.push_back(now());
            m_pendingAnswer = answer(now());
            m_answerAt = now() + latency;
        } else if (const auto *after = std::get_if<polling::PollAfter>(&decision)) {
            m_timer = now() + after->delay;
        } else if (std::get<polling::Wait>(decision).reason != polling::Wait::Reason::InFlight) {
            abort();
        }
    }

    void abort()
    {
        if (m_answerAt)
            ++aborted;
        m_answerAt.reset();
    }

    Milliseconds m_start;
    std::multimap<Milliseconds, Action> m_script;
    std::optional<Milliseconds> m_timer;
    std::optional<Milliseconds> m_answerAt;
    Action m_pendingAnswer;
};

} // namespace throughline::test
