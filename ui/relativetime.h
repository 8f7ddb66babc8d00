#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

#include <chrono>

namespace throughline::ui {

/// How long ago \a then was, as short as a list can show it: "now", "09:12" (today and yesterday), "Wed" (the
/// last seven days), "3 Nov", "3 Nov 2024". \a underItsDay is true where a caption already says "Yesterday";
/// elsewhere yesterday's time alone would mislead and the weekday is shown. Times are shown in \a now's time
/// zone.
QString relativeTime(const QDateTime &then, const QDateTime &now, const QLocale &locale, bool underItsDay);

/// For how long relativeTime() says the same of \a then: until that is not "now" any more, else until
/// midnight.
std::chrono::seconds relativeTimeHolds(const QDateTime &then, const QDateTime &now);

} // namespace throughline::ui
