#include "ui/relativetime.h"

#include <QCoreApplication>
#include <QTimeZone>

namespace throughline::ui {

QString relativeTime(const QDateTime &then, const QDateTime &now, const QLocale &locale, bool underItsDay)
{
    if (!then.isValid())
        return {};
    const QDateTime local = then.toTimeZone(now.timeZone());
    const qint64 seconds = local.secsTo(now);
    // A server's clock may be a little ahead of ours.
    if (seconds < 60 && seconds > -300)
        return QCoreApplication::translate("RelativeTime", "now");
    const qint64 days = local.date().daysTo(now.date());
    if (days <= 0 || (days == 1 && underItsDay))
        return locale.toString(local.time(), QStringLiteral("HH:mm"));
    if (days < 8)
        return locale.toString(local.date(), QStringLiteral("ddd"));
    if (local.date().year() == now.date().year())
        return locale.toString(local.date(), QStringLiteral("d MMM"));
    return locale.toString(local.date(), QStringLiteral("d MMM yyyy"));
}

} // namespace throughline::ui
