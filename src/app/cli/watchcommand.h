#pragma once

#include "client/signalpoller.h"
#include "net/activitylog.h"

#include <QObject>

namespace throughline::cli {

/// `watch`: the real poller on one conversation, every decision and every request with its time, until
/// Ctrl+C.
class WatchCommand : public QObject
{
    Q_OBJECT

public:
    WatchCommand(client::ApiClient &client, net::ActivityLog &activity, const polling::Clock &clock);

    void run(const QString &threadId);
    /// Where it stands; a watch that has stopped for good says so here.
    const client::SignalPoller &poller() const { return m_poller; }
    /// What it has cost.
    void sumUp();

private:
    void printRequest(qint64 id);
    void printSignals(const QList<protocol::Signal> &list);
    void print(const QString &what);

    net::ActivityLog &m_activity;
    const polling::Clock &m_clock;
    client::SignalPoller m_poller;
    std::chrono::milliseconds m_began;
};

} // namespace throughline::cli
