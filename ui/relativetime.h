#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

#include <chrono>
#include <optional>

namespace throughline::ui {

/// How long ago \a then was, as short as a list can show it: "now", "09:12" (today and yesterday), "Wed" (the
/// last seven days), "3 Nov", "3 Nov 2024". \a underItsDay is true where a caption already says "Yesterday";
/// elsewhere yesterday's time alone would mislead and the weekday is shown. Times are shown in \a now's time
/// zone.
QString relativeTime(const QDateTime &then, const QDateTime &now, const QLocale &locale, bool underItsDay);

/// How much longer relativeTime() says "now" of \a then; nothing when it says something else.
std::optional<std::chrono::seconds> nowHolds(const QDateTime &then, const QDateTime &now);

} // namespace throughline::ui
