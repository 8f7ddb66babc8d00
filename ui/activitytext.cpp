#include "ui/activitytext.h"

#include <QCoreApplication>
#include <QLocale>

namespace throughline::ui {

namespace {

class SummaryWords
{
    Q_DECLARE_TR_FUNCTIONS(Activity)
};

QString headerLines(const net::HeaderList &headers)
{
    QString lines;
    for (const auto &[name, value] : headers)
        lines +=
            QString::fromUtf8(name) + QStringLiteral(": ") + QString::fromUtf8(value) + QLatin1Char('\n');
    return lines;
}

} // namespace

QString spanText(std::chrono::milliseconds span)
{
    const QLocale locale;
    const qint64 seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    if (seconds < 60)
        return SummaryWords::tr("%1 s").arg(locale.toString(seconds));
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return SummaryWords::tr("%1 min").arg(locale.toString(minutes));
    return SummaryWords::tr("%1 h %2 min").arg(locale.toString(minutes / 60), locale.toString(minutes % 60));
}

QString activitySummary(const net::ActivityLog::Totals &totals)
{
    const QLocale locale;
    QString text = totals.requests == 1
                       ? SummaryWords::tr("One request in %1").arg(spanText(totals.elapsed))
                       : SummaryWords::tr("%Ln requests in %1", nullptr, int(totals.requests))
                             .arg(spanText(totals.elapsed));
    if (totals.fixedTimerPolls <= 0)
        return text;
    // What is saved is checks for signals, so these are what the fixed timer is held against.
    if (totals.polls != totals.requests)
        text += SummaryWords::tr(", %Ln of them checks", nullptr, int(totals.polls));
    text += SummaryWords::tr(" · a fixed 3 s timer would have made %1")
                .arg(locale.toString(totals.fixedTimerPolls));
    const double saved = 1.0 - double(totals.polls) / double(totals.fixedTimerPolls);
    if (saved > 0.005)
        text += SummaryWords::tr(" · %1 % saved").arg(locale.toString(qRound(saved * 100)));
    return text;
}

QString headersText(const net::ActivityRecord &record)
{
    QString text = QStringLiteral("%1 %2\n").arg(
        QString::fromLatin1(record.method), record.url.toString(QUrl::FullyEncoded | QUrl::RemoveUserInfo));
    text += headerLines(record.requestHeaders);
    if (record.status != 0) {
        text += QStringLiteral("\n%1\n").arg(record.status);
        text += headerLines(record.responseHeaders);
    }
    if (!record.error.isEmpty())
        text += QLatin1Char('\n') + record.error + QLatin1Char('\n');
    if (!record.requestBody.isEmpty())
        text += QLatin1Char('\n') + QString::fromUtf8(record.requestBody) + QLatin1Char('\n');
    return text.trimmed();
}

QString eventLine(const net::ActivityEvent &event)
{
    const double seconds = std::chrono::duration<double>(event.at).count();
    QString data = event.data;
    // One line an event, whatever it carries.
    data.replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    return QStringLiteral("+%1 s  %2  %3").arg(seconds, 0, 'f', 3).arg(event.event, data);
}

} // namespace throughline::ui
