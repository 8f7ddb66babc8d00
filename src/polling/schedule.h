#pragma once

#include <chrono>
#include <vector>

namespace throughline::polling {

/// The numbers of docs/polling.md, so that another server can be given others.
struct Schedule
{
    /// While no signals are known: this many timer polls with this delay before each.
    struct Step
    {
        int polls = 0;
        std::chrono::milliseconds delay{0};
        bool operator==(const Step &) const = default;
    };
    std::vector<Step> withoutSignals{
        {5, std::chrono::seconds(3)}, {5, std::chrono::seconds(5)}, {10, std::chrono::seconds(10)}};
    std::chrono::milliseconds withSignals = std::chrono::seconds(15);

    std::chrono::milliseconds firstRetry = std::chrono::seconds(3);
    std::chrono::milliseconds longestRetry = std::chrono::seconds(60);
    // What a server may ask for with Retry-After.
    std::chrono::milliseconds shortestRetryAfter = std::chrono::seconds(1);
    std::chrono::milliseconds longestRetryAfter = std::chrono::minutes(15);

    /// The wall clock ahead of the monotonic one by more than this: the machine slept.
    std::chrono::milliseconds sleepTolerance = std::chrono::seconds(2);

    /// The delay before the next poll when \a emptyPolls timer polls of this streak found nothing.
    std::chrono::milliseconds delay(bool signalsKnown, int emptyPolls) const
    {
        if (signalsKnown || withoutSignals.empty())
            return withSignals;
        for (const Step &step : withoutSignals) {
            if (emptyPolls < step.polls)
                return step.delay;
            emptyPolls -= step.polls;
        }
        return withoutSignals.back().delay;
    }

    /// After how many empty timer polls the streak is given up.
    int pollsUntilStop() const
    {
        int polls = 0;
        for (const Step &step : withoutSignals)
            polls += step.polls;
        return polls;
    }

    /// For who wants to be asked for less: a quarter of the requests, found at the same events all the same.
    static Schedule sparing()
    {
        Schedule schedule;
        schedule.withoutSignals = {
            {5, std::chrono::seconds(10)}, {5, std::chrono::seconds(20)}, {10, std::chrono::seconds(30)}};
        schedule.withSignals = std::chrono::seconds(60);
        return schedule;
    }

    bool operator==(const Schedule &) const = default;
};

} // namespace throughline::polling
