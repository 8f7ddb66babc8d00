#include "ui/relativetime.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTimeZone>

namespace throughline::ui {

namespace {

/// Without seconds, which the short form of some locales has.
QString timeText(const QTime &time, const QLocale &locale)
{
    return locale.toString(time, locale.timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss")));
}

constexpr qint64 NowSeconds = 60;
constexpr qint64 AheadSeconds = 300; ///< a server's clock may be a little ahead of ours

enum class Year { Shown, Left };

/// "17 May 2025" in the order and with the marks of \a locale, which only has a long form with the weekday
/// and one of numbers.
QString dayText(const QDate &date, Year year, const QLocale &locale)
{
    static const QRegularExpression dayAndMonth(
        QStringLiteral("(?:d{1,2}\\.?(?: 'de')? MMMM|MMMM d{1,2})((?:,| 'de')? y{2,4})?"));
    const QString whole = locale.dateFormat(QLocale::LongFormat);
    const QRegularExpressionMatch match = dayAndMonth.match(whole);
    if (!match.hasMatch())
        return locale.toString(date, QLocale::ShortFormat);
    QString format = match.captured(0);
    if (year == Year::Left)
        format.chop(match.capturedLength(1));
    return locale.toString(date, format.replace(QStringLiteral("MMMM"), QStringLiteral("MMM")));
}

} // namespace

QString relativeTime(const QDateTime &then, const QDateTime &now, const QLocale &locale, bool underItsDay)
{
    if (!then.isValid())
        return {};
    const QDateTime local = then.toTimeZone(now.timeZone());
    if (nowHolds(then, now))
        return QCoreApplication::translate("RelativeTime", "now");
    const qint64 days = local.date().daysTo(now.date());
    if (days <= 0 || (days == 1 && underItsDay))
        return timeText(local.time(), locale);
    if (days < 8)
        return locale.toString(local.date(), QStringLiteral("ddd"));
    return dayText(local.date(), local.date().year() == now.date().year() ? Year::Left : Year::Shown, locale);
}

std::optional<std::chrono::seconds> nowHolds(const QDateTime &then, const QDateTime &now)
{
    if (!then.isValid())
        return std::nullopt;
    const qint64 seconds = then.secsTo(now);
    if (seconds >= NowSeconds || seconds <= -AheadSeconds)
        return std::nullopt;
    return std::chrono::seconds(NowSeconds - seconds);
}

} // namespace throughline::ui
