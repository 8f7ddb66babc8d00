#include "polling/signalpollpolicy.h"

#include <algorithm>
#include <utility>

namespace throughline::polling {

SignalPollPolicy::SignalPollPolicy(Random random, Schedule schedule)
    : m_schedule(std::move(schedule))
    , m_backoff(m_schedule.firstRetry, m_schedule.longestRetry, std::move(random))
{}

Decision SignalPollPolicy::threadOpened(const Moment &now)
{
    m_threadOpen = true;
    m_pushLive = false; // that was another conversation's
    m_inFlight = false;
    m_signalsKnown = false;
    return streakAndPoll(now);
}

Decision SignalPollPolicy::threadClosed(const Moment &now)
{
    m_threadOpen = false;
    m_pushLive = false;
    m_inFlight = false;
    m_pollWanted = false;
    m_notBefore.reset(); // whoever comes back may come back to another server
    m_stopped.reset();
    return decide(now);
}

Decision SignalPollPolicy::messageSent(const Moment &now)
{
    return streakAndPoll(now);
}

Decision SignalPollPolicy::replyFinished(const Moment &now)
{
    return streakAndPoll(now);
}

Decision SignalPollPolicy::extractionAnnounced(const Moment &now)
{
    return streakAndPoll(now);
}

Decision SignalPollPolicy::refreshed(const Moment &now)
{
    return streakAndPoll(now);
}

Decision SignalPollPolicy::signedIn(const Moment &now)
{
    return streakAndPoll(now);
}

Decision SignalPollPolicy::visibilityChanged(const Moment &now, Visibility visibility)
{
    m_visibility = visibility;
    if (visibility != Visibility::Visible && m_inFlight) {
        // Aborted: its answer is still owed when somebody looks again.
        m_inFlight = false;
        m_nextKind = m_flightKind;
        m_pollWanted = m_pollWanted || m_flightKind == PollKind::Event;
    }
    return decide(now);
}

Decision SignalPollPolicy::pushConnected(const Moment &now)
{
    m_pushLive = true;
    return streakAndPoll(now);
}

Decision SignalPollPolicy::pushLost(const Moment &now)
{
    m_pushLive = false;
    return streakAndPoll(now);
}

Decision SignalPollPolicy::pushClosed(const Moment &now)
{
    m_pushLive = false;
    // What it would have told is asked for as soon as somebody looks; why polling stopped still holds.
    return m_stopped ? decide(now) : streakAndPoll(now);
}

Decision SignalPollPolicy::woke(const Moment &now)
{
    return decide(now);
}

Decision SignalPollPolicy::tableChanged(const Moment &now, const Schedule &schedule)
{
    if (m_backoff.attempts() == 0)
        m_due +=
            schedule.delay(m_signalsKnown, m_emptyPolls) - m_schedule.delay(m_signalsKnown, m_emptyPolls);
    m_schedule.withoutSignals = schedule.withoutSignals;
    m_schedule.withSignals = schedule.withSignals;
    return decide(now);
}

Decision SignalPollPolicy::timerFired(const Moment &now)
{
    return decide(now);
}

Decision SignalPollPolicy::pollSucceeded(const Moment &now, bool anySignals)
{
    return answered(now, anySignals);
}

Decision SignalPollPolicy::pollUnchanged(const Moment &now)
{
    return answered(now, m_signalsKnown);
}

Decision SignalPollPolicy::answered(const Moment &now, bool anySignals)
{
    if (!m_inFlight)
        return decide(now);
    m_inFlight = false;
    m_backoff.reset();
    if (anySignals != m_signalsKnown) {
        m_signalsKnown = anySignals;
        m_emptyPolls = 0;
    } else if (!anySignals && m_flightKind == PollKind::Timer) {
        ++m_emptyPolls;
    }
    m_nextKind = PollKind::Timer;
    if (!m_signalsKnown && m_emptyPolls >= m_schedule.pollsUntilStop())
        m_stopped = StopReason::NoSignals;
    m_due = now.monotonic + m_schedule.delay(m_signalsKnown, m_emptyPolls);
    return decide(now);
}

Decision SignalPollPolicy::pollFailed(const Moment &now, const PollFailure &failure)
{
    if (!m_inFlight)
        return decide(now);
    m_inFlight = false;
    m_nextKind = m_flightKind;
    switch (failure.kind) {
    case PollFailure::Kind::Unauthorized:
        m_stopped = StopReason::SignIn;
        m_pollWanted = false;
        break;
    case PollFailure::Kind::NotAvailable:
        m_stopped = StopReason::NotAvailable;
        m_pollWanted = false;
        break;
    case PollFailure::Kind::Transient: {
        // Its own backoff stays above the table, at which all who failed together would meet again: what it
        // drew is added. A server that names a time gets that one.
        const auto jitter = m_backoff.next();
        const auto delay = m_schedule.delay(m_signalsKnown, m_emptyPolls);
        const auto wait = jitter < delay ? delay + jitter : jitter;
        m_due = now.monotonic + (failure.retryAfter
                                        ? std::clamp(*failure.retryAfter, m_schedule.shortestRetryAfter,
                                              m_schedule.longestRetryAfter)
                                        : wait);
        if (failure.retryAfter)
            m_notBefore = m_due;
        break;
    }
    }
    return decide(now);
}

PollStatus SignalPollPolicy::status() const
{
    if (!m_threadOpen)
        return status::Idle{};
    if (m_visibility != Visibility::Visible)
        return status::Paused{m_visibility};
    if (m_inFlight)
        return status::Checking{};
    if (m_notBefore)
        return status::Retrying{*m_notBefore, std::max(m_backoff.attempts(), 1)};
    if (m_stopped)
        return status::Stopped{*m_stopped, m_emptyPolls};
    if (m_backoff.attempts() > 0)
        return status::Retrying{m_due, m_backoff.attempts()};
    if (m_pushLive)
        return status::Live{};
    return status::Waiting{m_due};
}

void SignalPollPolicy::newStreak()
{
    m_emptyPolls = 0;
    m_stopped.reset();
    m_backoff.reset();
    // A timer poll of the streak before does not count towards this one.
    m_flightKind = PollKind::Event;
}

Decision SignalPollPolicy::streakAndPoll(const Moment &now)
{
    newStreak();
    m_pollWanted = true;
    return decide(now);
}

/// A monotonic clock may stand still while the machine sleeps: what was due then is overdue now.
void SignalPollPolicy::noticeSleep(const Moment &now)
{
    const auto ahead = now.wall - now.monotonic;
    if (m_wallAhead && ahead - *m_wallAhead > m_schedule.sleepTolerance) {
        m_due -= ahead - *m_wallAhead;
        if (m_notBefore)
            *m_notBefore -= ahead - *m_wallAhead;
        ++m_sleeps;
    }
    m_wallAhead = ahead;
}

Decision SignalPollPolicy::decide(const Moment &now)
{
    noticeSleep(now);
    if (!m_threadOpen)
        return Wait{Wait::Reason::NoThread};
    if (m_visibility != Visibility::Visible)
        return Wait{Wait::Reason::Paused};
    if (m_inFlight)
        return Wait{Wait::Reason::InFlight};
    if (m_notBefore && now.monotonic < *m_notBefore)
        return PollAfter{*m_notBefore - now.monotonic};
    if (m_pollWanted)
        return startPoll(now);
    if (m_stopped)
        return Wait{Wait::Reason::Stopped};
    // A full poll that failed is still owed: what push said meanwhile does not replace it.
    if (m_pushLive && m_backoff.attempts() == 0)
        return Wait{Wait::Reason::Live};
    if (now.monotonic >= m_due)
        return startPoll(now);
    return PollAfter{m_due - now.monotonic};
}

Decision SignalPollPolicy::startPoll(const Moment &now)
{
    m_inFlight = true;
    m_flightKind = m_pollWanted ? PollKind::Event : m_nextKind;
    m_pollWanted = false;
    m_notBefore.reset();
    m_due = now.monotonic;
    return PollNow{};
}

} // namespace throughline::polling
