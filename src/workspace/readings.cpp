#include "workspace/readings.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

constexpr std::chrono::milliseconds afterRetry{2'000}; ///< it has begun by then
constexpr std::chrono::milliseconds longestWait{3'600'000};
constexpr int mostDoublings = 16;

} // namespace

Readings::Readings(client::ApiClient &client, const polling::Clock &clock, const QString &threadId,
    QObject *parent, std::chrono::milliseconds pace)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_threadId(threadId)
    , m_pace(pace)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Readings::refresh);
}

bool Readings::canTell() const
{
    return m_client.serverInfo().has(QLatin1StringView("readings"));
}

bool Readings::canExtractNow() const
{
    return m_client.serverInfo().has(QLatin1StringView("extract"));
}

void Readings::refresh()
{
    if (!canTell())
        return;
    if (std::exchange(m_isAsking, true)) {
        m_askAgain = true;
        return;
    }
    m_timer.stop();
    m_client.readingState(
        this, m_threadId, [this](const protocol::Expected<protocol::ReadingState> &answer) { take(answer); });
}

void Readings::take(const protocol::Expected<protocol::ReadingState> &answer)
{
    m_isAsking = false;
    m_hasFailed = !answer;
    // What was said before stands until there is another answer; the foot of Structure says what is wrong.
    const bool isChanged = answer && std::exchange(m_state, *answer) != *answer;
    m_overdueAnswers = isRetryOverdue() ? m_overdueAnswers + 1 : 0;
    if (isChanged)
        Q_EMIT changed();
    if (std::exchange(m_askAgain, false))
        refresh();
    else
        arm();
}

void Readings::setShown(bool shown)
{
    if (std::exchange(m_isShown, shown) == shown)
        return;
    // Whoever looks again may know more than the last request.
    if (shown && m_hasFailed && m_isReachable)
        refreshIfOpen();
    else
        arm();
}

void Readings::setReachable(bool reachable)
{
    m_isReachable = reachable;
    arm();
}

bool Readings::isRetryOverdue() const
{
    return !m_state.isReading && m_state.retryAt && *m_state.retryAt <= m_clock.wall();
}

std::optional<std::chrono::milliseconds> Readings::untilNews() const
{
    if (!m_isShown || !m_isReachable || m_hasFailed || !canTell())
        return std::nullopt;
    if (m_state.isReading)
        return m_pace;
    if (!m_state.retryAt)
        return std::nullopt; // the next message says when there is news
    const std::chrono::milliseconds untilRetry(m_clock.wall().msecsTo(*m_state.retryAt));
    const auto wait = isRetryOverdue() ? m_pace * (1 << std::clamp(m_overdueAnswers - 1, 0, mostDoublings))
                                       : untilRetry + afterRetry;
    return std::clamp(wait, m_pace, longestWait);
}

void Readings::arm()
{
    m_timer.stop();
    if (const auto wait = untilNews(); wait && !m_isAsking)
        m_timer.start(*wait);
}

void Readings::refreshIfOpen()
{
    if (m_state.pendingMessages > 0 || m_state.isReading)
        refresh();
}

void Readings::extractNow()
{
    if (!canExtractNow())
        return;
    m_client.extractNow(this, m_threadId, [this](const protocol::Expected<bool> &answer) {
        if (!answer)
            Q_EMIT problem(tr("The server could not be told to look. %1").arg(answer.error().message));
        refresh();
    });
}

} // namespace throughline::workspace
