#include "polling/pollstatus.h"

#include <algorithm>

namespace throughline::polling {

namespace {

QString seconds(std::chrono::milliseconds due, std::chrono::milliseconds now)
{
    const auto left = std::max(due - now, std::chrono::milliseconds(0));
    return QStringLiteral("%1 s").arg(std::chrono::ceil<std::chrono::seconds>(left).count());
}

QString pauseWords(Visibility reason)
{
    switch (reason) {
    case Visibility::Minimized:
        return QStringLiteral("Paused while minimized");
    case Visibility::Hidden:
        return QStringLiteral("Paused while hidden");
    case Visibility::Collapsed:
        return QStringLiteral("Paused while the sidebar is collapsed");
    case Visibility::Visible:
        break;
    }
    return QStringLiteral("Paused");
}

QString stopWords(const status::Stopped &stopped)
{
    switch (stopped.reason) {
    case StopReason::NoSignals:
        return QStringLiteral("No signals after %1 polls, stopping").arg(stopped.checks);
    case StopReason::SignIn:
        return QStringLiteral("Sign in again, stopping");
    case StopReason::NotAvailable:
        return QStringLiteral("This conversation is not available, stopping");
    }
    return {};
}

struct Words
{
    std::chrono::milliseconds now;

    QString operator()(const status::Idle &) const { return QStringLiteral("No conversation"); }
    QString operator()(const status::Checking &) const { return QStringLiteral("Checking"); }
    QString operator()(const status::Live &) const { return QStringLiteral("Live"); }
    QString operator()(const status::Paused &paused) const { return pauseWords(paused.reason); }
    QString operator()(const status::Stopped &stopped) const { return stopWords(stopped); }
    QString operator()(const status::Waiting &waiting) const
    {
        return QStringLiteral("Next check in %1").arg(seconds(waiting.due, now));
    }
    QString operator()(const status::Retrying &retrying) const
    {
        return QStringLiteral("Failed, trying again in %1").arg(seconds(retrying.due, now));
    }
};

} // namespace

QString logLine(const PollStatus &status, std::chrono::milliseconds now)
{
    return QStringLiteral("[Signals] ") + std::visit(Words{now}, status);
}

} // namespace throughline::polling
