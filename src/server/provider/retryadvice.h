#pragma once

#include "net/httptransport.h"

#include <QDateTime>

#include <chrono>
#include <optional>

namespace throughline::server::provider {

/// When to ask again, as an answer's headers say: `retry-after-ms`, `Retry-After` (seconds, with a fraction
/// or without, or an HTTP date), and `x-should-retry`, which overrules.
struct RetryAdvice
{
    /// Longer waits are told and not waited for.
    static constexpr std::chrono::milliseconds cap{std::chrono::seconds(120)};

    std::optional<std::chrono::milliseconds> wait{};
    std::optional<bool> shouldRetry{};

    /// There is a wait, it is not too long, and nothing speaks against it.
    bool isWorthWaiting() const { return wait && *wait <= cap && shouldRetry.value_or(true); }
};

/// \a now is for dates.
RetryAdvice retryAdvice(const net::HeaderList &headers, const QDateTime &now);

} // namespace throughline::server::provider
