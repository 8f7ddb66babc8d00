#include "app/cli/watchcommand.h"

#include "app/cli/clioutput.h"
#include "app/cli/listcommands.h"

namespace throughline::cli {

WatchCommand::WatchCommand(client::ApiClient &client, net::ActivityLog &activity, const polling::Clock &clock)
    : m_activity(activity)
    , m_clock(clock)
    , m_poller(client, clock)
    , m_began(clock.monotonic())
{
    connect(&m_poller, &client::SignalPoller::decided, this, &WatchCommand::print);
    connect(&m_poller, &client::SignalPoller::signalsReceived, this,
        [this](const QString &, const QList<protocol::Signal> &list) { printSignals(list); });
    connect(&activity, &net::ActivityLog::recordChanged, this, &WatchCommand::printRequest);
}

void WatchCommand::run(const QString &threadId)
{
    m_poller.openThread(threadId);
}

void WatchCommand::sumUp()
{
    const net::ActivityLog::Totals totals = m_activity.totals();
    note((totals.polls == 1 ? tr("%1 check in %2 s; a fixed 3 s timer would have made %3.")
                            : tr("%1 checks in %2 s; a fixed 3 s timer would have made %3."))
             .arg(totals.polls)
             .arg(std::chrono::duration_cast<std::chrono::seconds>(totals.elapsed).count())
             .arg(totals.fixedTimerPolls));
}

void WatchCommand::printRequest(qint64 id)
{
    const net::ActivityRecord *record = m_activity.find(id);
    if (!record || record->live)
        return;
    print(QStringLiteral("%1 %2 %3 %4 bytes %5 ms%6")
              .arg(QString::fromLatin1(record->method),
                  record->url.toString(QUrl::RemoveAuthority | QUrl::RemoveScheme))
              .arg(record->status)
              .arg(record->bodyBytes)
              .arg(record->duration.count())
              .arg(record->error.isEmpty() ? QString() : QLatin1Char(' ') + record->error));
}

void WatchCommand::printSignals(const QList<protocol::Signal> &list)
{
    print(list.size() == 1 ? tr("1 signal") : tr("%1 signals").arg(list.size()));
    for (const protocol::Signal &signal : list)
        writeLine(QStringLiteral("\t\t") + signalLine(signal));
}

void WatchCommand::print(const QString &what)
{
    const double seconds = std::chrono::duration<double>(m_clock.monotonic() - m_began).count();
    writeLine(QStringLiteral("%1\t+%2 s\t%3")
                  .arg(m_clock.wall().toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz")))
                  .arg(seconds, 0, 'f', 3)
                  .arg(what));
}

} // namespace throughline::cli
