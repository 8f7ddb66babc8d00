#include "server/extraction/extractionthreshold.h"

#include <algorithm>

namespace throughline::server::extraction {

void ExtractionThreshold::addUserMessage(qint64 characters)
{
    m_pending.characters += std::max<qint64>(characters, 0);
    ++m_pending.userMessages;
}

bool ExtractionThreshold::isDue(std::chrono::milliseconds now, bool costless) const
{
    if (m_running || m_pending.userMessages == 0)
        return false;
    if (m_failures > 0 && now < m_retryAt)
        return false;
    return costless || m_pending.characters >= m_limits.characters ||
           m_pending.userMessages >= m_limits.userMessages;
}

void ExtractionThreshold::started()
{
    m_running = true;
    m_taken = m_pending;
}

void ExtractionThreshold::succeeded()
{
    m_pending.characters -= m_taken.characters;
    m_pending.userMessages -= m_taken.userMessages;
    m_taken = {0, 0};
    m_running = false;
    m_failures = 0;
    m_retryAt = {};
}

void ExtractionThreshold::failed(std::chrono::milliseconds now, std::chrono::milliseconds retryAfter)
{
    m_taken = {0, 0};
    m_running = false;
    std::chrono::milliseconds wait = firstRetry;
    for (int i = 0; i < m_failures && wait < longestRetry; ++i)
        wait *= 2;
    wait = std::max(std::min(wait, longestRetry), retryAfter);
    ++m_failures;
    m_retryAt = now + wait;
}

void ExtractionThreshold::hasFailedBefore(
    int failures, std::chrono::milliseconds now, std::chrono::milliseconds left)
{
    m_failures = failures;
    // The clock on the wall may have been set meanwhile.
    m_retryAt = now + std::clamp(left, std::chrono::milliseconds{0}, longestRetry);
}

} // namespace throughline::server::extraction
