#pragma once

#include "net/floodguard.h"
#include "net/httptransport.h"
#include "net/networkoptions.h"
#include "net/readturns.h"

#include <QNetworkAccessManager>
#include <QPointer>

#include <memory>
#include <vector>

namespace throughline::net {

class ActivityLog;

/// The network itself: the only place that has a QNetworkAccessManager. Works on the thread it was made on;
/// the exchanges it hands out must not outlive it for long (they end silently with it).
///
/// Streams and everything else have a manager each, because Qt opens six connections to a host and no more:
/// with a few replies streaming a poll would wait for seconds. No cookies, no cache, no credentials of the
/// system's; a loopback address is never reached through a proxy. A certificate that is not accepted ends the
/// exchange, with a sentence that says what is wrong with it; nothing makes it go on. Making one sets Qt's
/// proxy for the whole process to none.
class NetworkTransport final : public QObject, public HttpTransport
{
    Q_OBJECT

public:
    /// \a log, when there is one, gets a record of every request; it must outlive the transport.
    explicit NetworkTransport(ActivityLog *log = nullptr, QObject *parent = nullptr);

    /// For every exchange from here on, on new connections; those under way go on as they began.
    void setOptions(const NetworkOptions &options);
    const NetworkOptions &options() const { return m_options; }

    [[nodiscard]] std::unique_ptr<HttpExchange> send(const HttpRequest &request) override;

private:
    QPointer<ActivityLog> m_log;
    ReadTurns m_turns;
    FloodGuard m_guard;
    NetworkOptions m_options;
    QList<QSslCertificate> m_authorities; ///< the system's and the options'; empty: the system's
    std::unique_ptr<QNetworkAccessManager> m_streams;
    std::unique_ptr<QNetworkAccessManager> m_rest;
    /// Of earlier options, with exchanges that may still be under way.
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_retired;
};

} // namespace throughline::net
