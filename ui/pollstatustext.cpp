#include "ui/pollstatustext.h"

#include <QCoreApplication>
#include <QLocale>

namespace throughline::ui {

using protocol::ApiError;
using std::chrono::milliseconds;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(PollStatusText)

public:
    Words(milliseconds now, Countdown countdown)
        : m_now(now)
        , m_countdown(countdown)
    {}

    PollStatusText operator()(const client::PollIdle &) const { return {tr("Nothing to check yet"), {}}; }
    PollStatusText operator()(const client::PollChecking &) const { return {tr("Checking…"), {}}; }
    PollStatusText operator()(const client::PollLive &) const { return {tr("Live"), {}}; }

    PollStatusText operator()(const client::PollWaiting &waiting) const
    {
        if (m_countdown == Countdown::Standing)
            return {tr("Next check within %1").arg(left(waiting.due)), tr("Check now")};
        return {tr("Next check in %1").arg(left(waiting.due)), tr("Check now"), true};
    }

    PollStatusText operator()(const client::PollPaused &paused) const
    {
        switch (paused.reason) {
        case client::PollPaused::Reason::Minimized:
            return {tr("Paused while minimized"), {}};
        case client::PollPaused::Reason::Hidden:
            return {tr("Paused while hidden"), {}};
        case client::PollPaused::Reason::Collapsed:
            return {tr("Paused while folded away"), {}};
        }
        return {tr("Paused"), {}};
    }

    PollStatusText operator()(const client::PollStopped &stopped) const
    {
        switch (stopped.reason) {
        case client::PollStopped::Reason::NoSignals:
            return {stopped.checks == 1 ? tr("Stopped: no signals after one check")
                                        : tr("Stopped: no signals after %n checks", nullptr, stopped.checks),
                tr("Check again")};
        case client::PollStopped::Reason::SignIn:
            return {tr("Stopped: sign in again"), {}, false, true};
        case client::PollStopped::Reason::NotAvailable:
            return {tr("Stopped: this conversation is not available"), {}, false, true};
        }
        return {tr("Stopped"), tr("Check again")};
    }

    PollStatusText operator()(const client::PollRetrying &retrying) const
    {
        // A server that has named a time is not asked before.
        const bool mayAsk = !retrying.error.retryAfter;
        return {
            reason(retrying.error.kind).arg(left(retrying.due)), mayAsk ? tr("Try now") : QString(), true};
    }

private:
    static QString reason(ApiError::Kind kind)
    {
        switch (kind) {
        case ApiError::Kind::Network:
            return tr("Offline, trying again in %1");
        case ApiError::Kind::Timeout:
            return tr("No answer, trying again in %1");
        case ApiError::Kind::Tls:
            return tr("No secure connection, trying again in %1");
        case ApiError::Kind::RateLimited:
            return tr("The server is busy, trying again in %1");
        case ApiError::Kind::Server:
            return tr("The server failed, trying again in %1");
        case ApiError::Kind::Malformed:
            return tr("Unreadable answer, trying again in %1");
        default:
            return tr("That did not work, trying again in %1");
        }
    }

    QString left(milliseconds due) const
    {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(due - m_now).count();
        if (seconds < 1)
            return tr("1 s");
        if (seconds < 100)
            return tr("%1 s").arg(QLocale().toString(qint64(seconds)));
        return tr("%1 min").arg(QLocale().toString(qint64((seconds + 59) / 60)));
    }

    milliseconds m_now;
    Countdown m_countdown;
};

} // namespace

PollStatusText pollStatusText(const client::PollStatus &status, milliseconds now, Countdown countdown)
{
    return std::visit(Words(now, countdown), status);
}

} // namespace throughline::ui
