#pragma once

#include "polling/backoff.h"
#include "polling/clock.h"
#include "polling/pollstatus.h"
#include "polling/schedule.h"

#include <chrono>
#include <optional>
#include <variant>

namespace throughline::polling {

/// When something happened, on both clocks.
struct Moment
{
    std::chrono::milliseconds monotonic{0};
    std::chrono::milliseconds wall{0}; ///< since the epoch

    static Moment of(const Clock &clock)
    {
        return {clock.monotonic(), std::chrono::milliseconds(clock.wall().toMSecsSinceEpoch())};
    }
};

/// Send a poll now. One that is still in flight belongs to another conversation: abort it first.
struct PollNow
{
    bool operator==(const PollNow &) const = default;
};

/// Nothing is in flight; arm the timer with this delay.
struct PollAfter
{
    std::chrono::milliseconds delay{0};
    bool operator==(const PollAfter &) const = default;
};

/// Stop the timer and, except for InFlight, abort what is in flight.
struct Wait
{
    enum class Reason {
        NoThread,
        InFlight, ///< for the answer to the poll that is under way
        Paused,   ///< nobody looks
        Live,     ///< the push channel delivers
        Stopped,  ///< for the user; status() says why
    };
    Reason reason = Reason::NoThread;
    bool operator==(const Wait &) const = default;
};

using Decision = std::variant<PollNow, PollAfter, Wait>;

struct PollFailure
{
    enum class Kind {
        Transient,    ///< network, timeout, 5xx, malformed body
        Unauthorized, ///< 401
        NotAvailable, ///< 403, 404
    };
    Kind kind = Kind::Transient;
    std::optional<std::chrono::milliseconds> retryAfter; ///< what a 429 or 503 asked for
};

/// When to ask for signals (docs/polling.md): a plain state machine, events in, one decision out. The
/// decision replaces the one before it. No timer, no network, no clock: each event says when it happened.
///
/// Promises: never two polls in parallel (a poll that is wanted while one is in flight follows it at once),
/// none while nobody looks, none before a time that the server named, whatever happens meanwhile, and
/// status() is always true. Every PollNow is answered by exactly one of
/// pollSucceeded(), pollUnchanged(), pollFailed(), or by a decision that aborts it.
class SignalPollPolicy
{
public:
    explicit SignalPollPolicy(Random random, Schedule schedule = {});

    Decision threadOpened(const Moment &now); ///< or switched
    Decision threadClosed(const Moment &now);

    Decision messageSent(const Moment &now);
    Decision replyFinished(const Moment &now);
    Decision extractionAnnounced(const Moment &now); ///< a reply's signals are there
    Decision refreshed(const Moment &now);           ///< the user asks
    Decision signedIn(const Moment &now);

    Decision visibilityChanged(const Moment &now, Visibility visibility);
    Decision pushConnected(const Moment &now); ///< each time: events may have been missed
    Decision pushLost(const Moment &now);
    Decision pushClosed(const Moment &now); ///< by ourselves: nobody looks, or nobody may
    Decision woke(const Moment &now);       ///< maybe: call it whenever the machine may have slept

    /// Another table, in force at once: a poll that was to come by the one before is due by this one. What
    /// waits after a failure or for a Retry-After waits on, and what has stopped stays so.
    Decision tableChanged(const Moment &now, const Schedule &schedule);

    Decision timerFired(const Moment &now);

    Decision pollSucceeded(const Moment &now, bool anySignals);
    Decision pollUnchanged(const Moment &now); ///< 304
    Decision pollFailed(const Moment &now, const PollFailure &failure);

    PollStatus status() const;
    bool signalsKnown() const { return m_signalsKnown; }
    int emptyPolls() const { return m_emptyPolls; } ///< timer polls of this streak
    int sleeps() const { return m_sleeps; }         ///< of the machine, noticed so far
    const Schedule &schedule() const { return m_schedule; }

private:
    enum class PollKind {
        Event, ///< something happened; does not count towards the streak
        Timer,
    };

    void noticeSleep(const Moment &now);
    void newStreak();
    Decision streakAndPoll(const Moment &now);
    Decision decide(const Moment &now);
    Decision startPoll(const Moment &now);
    Decision answered(const Moment &now, bool anySignals);

    Schedule m_schedule;
    Backoff m_backoff;

    bool m_threadOpen = false;
    Visibility m_visibility = Visibility::Visible;
    bool m_pushLive = false;
    std::optional<StopReason> m_stopped;

    bool m_signalsKnown = false;
    int m_emptyPolls = 0;

    bool m_inFlight = false;
    PollKind m_flightKind = PollKind::Event;
    PollKind m_nextKind = PollKind::Event;
    bool m_pollWanted = false; ///< at once, as soon as it may be
    std::chrono::milliseconds m_due{0};
    std::optional<std::chrono::milliseconds> m_notBefore; ///< the server has named a time

    int m_sleeps = 0;
    std::optional<std::chrono::milliseconds> m_wallAhead; ///< wall minus monotonic at the last event
};

} // namespace throughline::polling
