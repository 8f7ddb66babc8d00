#pragma once

#include "client/apiclient.h"
#include "protocol/reading.h"

#include <QObject>

namespace throughline::workspace {

/// What models have read of one conversation, and what waits to be read; where the server does not say (no
/// capability "readings"), nothing. It asks when its owner says that something may have changed, one request
/// at a time. Main thread only.
class Readings final : public QObject
{
    Q_OBJECT

public:
    /// \a client must outlive this.
    Readings(client::ApiClient &client, const QString &threadId, QObject *parent = nullptr);

    bool canTell() const;       ///< the server says how it goes
    bool canExtractNow() const; ///< and looks when it is told to
    const protocol::ReadingState &state() const { return m_state; }

    void refresh();
    /// When something waits or is being read: else no news is expected.
    void refreshIfOpen();
    /// Whatever the server waits for; problem() when it cannot.
    void extractNow();

Q_SIGNALS:
    void changed();
    void problem(const QString &sentence);

private:
    client::ApiClient &m_client;
    const QString m_threadId;
    protocol::ReadingState m_state;
    bool m_isAsking = false;
    bool m_askAgain = false; ///< something happened since
};

} // namespace throughline::workspace
