#pragma once

#include "net/httptransport.h"
#include "net/readturns.h"

#include <QNetworkAccessManager>
#include <QPointer>

namespace throughline::net {

class ActivityLog;

/// The network itself: the only place that has a QNetworkAccessManager. Works on the thread it was made on;
/// the exchanges it hands out must not outlive it for long (they end silently with it).
///
/// Streams and everything else have a manager each, because Qt opens six connections to a host and no more:
/// with a few replies streaming a poll would wait for seconds. No cookies, no cache, no credentials of the
/// system's; a loopback address is never reached through a proxy.
class NetworkTransport final : public QObject, public HttpTransport
{
    Q_OBJECT

public:
    /// \a log, when there is one, gets a record of every request; it must outlive the transport.
    explicit NetworkTransport(ActivityLog *log = nullptr, QObject *parent = nullptr);

    [[nodiscard]] std::unique_ptr<HttpExchange> send(const HttpRequest &request) override;

private:
    QPointer<ActivityLog> m_log;
    ReadTurns m_turns;
    QNetworkAccessManager m_streams;
    QNetworkAccessManager m_rest;
};

} // namespace throughline::net
