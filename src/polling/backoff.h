#pragma once

#include <chrono>
#include <functional>

namespace throughline::polling {

/// A number in [0, 1), each call another one. Injected, so that tests know what comes.
using Random = std::function<double()>;

/// The system's generator.
Random systemRandom();

/// Exponential backoff with full jitter: the n-th wait (from 0) is random in 0…min(longest, first · 2ⁿ), so
/// that many clients of a server that comes back do not all knock at once. No timer, no clock.
class Backoff
{
public:
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest, Random random);

    /// The wait before the next attempt.
    std::chrono::milliseconds next();

    /// How many waits were handed out since the start or the last reset().
    int attempts() const { return m_attempts; }
    void reset() { m_attempts = 0; }

private:
    std::chrono::milliseconds m_first;
    std::chrono::milliseconds m_longest;
    Random m_random;
    int m_attempts = 0;
};

} // namespace throughline::polling
