#pragma once

#include "client/apiclient.h"
#include "polling/backoff.h"
#include "polling/clock.h"
#include "polling/schedule.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <variant>

namespace throughline::client {

// What the sidebar's status line says, always true. Times are on Clock::monotonic().
struct PollIdle ///< no conversation, or nothing to check yet
{
    bool operator==(const PollIdle &) const = default;
};
struct PollChecking
{
    bool operator==(const PollChecking &) const = default;
};
struct PollWaiting ///< "Next check in 12 s"
{
    std::chrono::milliseconds due{0};
    bool operator==(const PollWaiting &) const = default;
};
struct PollPaused
{
    enum class Reason { Minimized, Hidden, Collapsed } reason = Reason::Minimized;
    bool operator==(const PollPaused &) const = default;
};
struct PollLive ///< push is connected
{
    bool operator==(const PollLive &) const = default;
};
struct PollStopped ///< "Stopped: no signals after 20 checks", "Sign in again", "This conversation is not
                   ///< available"
{
    enum class Reason { NoSignals, SignIn, NotAvailable } reason = Reason::NoSignals;
    int checks = 0;
    bool operator==(const PollStopped &) const = default;
};
struct PollRetrying ///< "Offline, trying again in 24 s"; error.kind says what is wrong
{
    std::chrono::milliseconds due{0};
    protocol::ApiError error;
    bool operator==(const PollRetrying &) const = default;
};
using PollStatus =
    std::variant<PollIdle, PollChecking, PollWaiting, PollPaused, PollLive, PollStopped, PollRetrying>;

/// Keeps one conversation's signals fresh at the cost that docs/polling.md allows. Main thread only.
///
/// Owns the one QTimer (single shot, armed anew with each decision of polling::SignalPollPolicy), the request
/// in flight (never two), the PushChannel, and what is known about the window's visibility. Once a poll was
/// answered it listens as well, where the server pushes, and then asks no more than once for each connection.
/// Failed polls never clear what is shown, and a late answer never takes back what was pushed meanwhile.
class SignalPoller : public QObject
{
    Q_OBJECT

public:
    SignalPoller(ApiClient &client, const polling::Clock &clock, QObject *parent = nullptr);
    SignalPoller(ApiClient &client, const polling::Clock &clock, const polling::Random &random,
        QObject *parent = nullptr);
    ~SignalPoller() override;

    void openThread(const QString &threadId); ///< empty: none
    QString threadId() const;

    // Events of docs/polling.md.
    void messageSent();
    void replyFinished();
    void refresh();  ///< by the user
    void signedIn(); ///< again, after a 401
    void setWindowVisible(bool visible, bool minimized);
    /// The machine may have slept (the window came to the front): what was due meanwhile is asked for now.
    void mayHaveSlept();
    void setSidebarExpanded(bool expanded);
    /// How often to ask; in force at once.
    void setSchedule(const polling::Schedule &schedule);
    const polling::Schedule &schedule() const;

    PollStatus status() const;

    /// Whether a timer is running, to the next poll or to the next attempt at push: none ever is while
    /// paused, stopped or live.
    bool isTimerActive() const;

Q_SIGNALS:
    void statusChanged();
    /// All signals of this thread, after a poll or a push brought something that differs from the last ones.
    void signalsReceived(const QString &threadId, const QList<throughline::protocol::Signal> &list);
    /// A poll brought the same ones as were received last.
    void signalsConfirmed(const QString &threadId);
    /// The machine slept, as the clocks say; comes with the next event after it.
    void woke();
    /// For `throughline-cli watch` and the log: one line a decision.
    void decided(const QString &line);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::client
