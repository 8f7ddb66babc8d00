#pragma once

#include "client/signalpoller.h"

#include <QString>

#include <chrono>

namespace throughline::ui {

/// The truth about the next check, in a sentence, and what the user can do about it.
struct PollStatusText
{
    QString text;
    QString action;     ///< words of the link that checks at once; empty: none
    bool ticks = false; ///< the sentence counts seconds
    bool warns = false; ///< something is wrong that waiting alone may not mend
    bool operator==(const PollStatusText &) const = default;
};

/// "in 12 s", which is true for a second, or "within 12 s", which stays true until then.
enum class Countdown { Counting, Standing };

/// \a now is on Clock::monotonic(), like the times in \a status. Seconds are rounded up, so that "0 s" never
/// stands.
PollStatusText pollStatusText(const client::PollStatus &status, std::chrono::milliseconds now,
    Countdown countdown = Countdown::Counting);

} // namespace throughline::ui
