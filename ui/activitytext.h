#pragma once

#include "net/activitylog.h"

#include <QString>

namespace throughline::ui {

/// "41 requests in 12 min · a fixed 3 s timer would have made 240 · 83 % saved"; the saving compares checks
/// for signals with checks for signals, and is left out while there is none.
QString activitySummary(const net::ActivityLog::Totals &totals);

/// "12 min", "45 s", "1 h 5 min".
QString spanText(std::chrono::milliseconds span);

/// What was sent and what came back, one header a line; secrets were masked before they were recorded.
QString headersText(const net::ActivityRecord &record);

/// "+0.412 s  chunk  {"delta": "Then "}"
QString eventLine(const net::ActivityEvent &event);

} // namespace throughline::ui
