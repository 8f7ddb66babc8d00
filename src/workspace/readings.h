#pragma once

#include "client/apiclient.h"
#include "polling/clock.h"
#include "protocol/reading.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace throughline::workspace {

/// What models have read of one conversation, and what waits to be read; where the server does not say (no
/// capability "readings"), nothing. It asks when its owner says that something may have changed, and by
/// itself when news are due, while they are on screen and the last request was answered; one request at a
/// time. Main thread only.
class Readings final : public QObject
{
    Q_OBJECT

public:
    /// \a client and \a clock must outlive this. \a pace: the shortest time from an answer to the next
    /// request that nobody asked for.
    Readings(client::ApiClient &client, const polling::Clock &clock, const QString &threadId,
        QObject *parent = nullptr, std::chrono::milliseconds pace = std::chrono::seconds(4));

    bool canTell() const;       ///< the server says how it goes
    bool canExtractNow() const; ///< and looks when it is told to
    const protocol::ReadingState &state() const { return m_state; }

    void setShown(bool shown);         ///< somebody can see the state; at first nobody can
    void setReachable(bool reachable); ///< the server is, as far as is known
    /// Until it asks by itself, counted from the last answer; nothing: it does not.
    std::optional<std::chrono::milliseconds> untilNews() const;

    void refresh();
    /// When something waits or is being read: else no news is expected.
    void refreshIfOpen();
    /// Whatever the server waits for; problem() when it cannot.
    void extractNow();

Q_SIGNALS:
    void changed();
    void problem(const QString &sentence);

private:
    void take(const protocol::Expected<protocol::ReadingState> &answer);
    void arm();
    bool isRetryOverdue() const;

    client::ApiClient &m_client;
    const polling::Clock &m_clock;
    const QString m_threadId;
    const std::chrono::milliseconds m_pace;
    QTimer m_timer;
    protocol::ReadingState m_state;
    bool m_isShown = false;
    bool m_isReachable = true;
    bool m_hasFailed = false; ///< the last request
    int m_overdueAnswers = 0; ///< how many running named a next try that was in the past
    bool m_isAsking = false;
    bool m_askAgain = false; ///< something happened since
};

} // namespace throughline::workspace
