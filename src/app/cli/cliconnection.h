#pragma once

#include "client/apiclient.h"
#include "net/activitylog.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "server/embeddedserver.h"

#include <QObject>

#include <memory>

namespace throughline::cli {

/// The way to the server that the command line names: one that runs somewhere, or the embedded one on a
/// folder. Ready once the server has said what it can do.
class Connection : public QObject
{
    Q_OBJECT

public:
    Connection();
    ~Connection() override;

    void openServer(const QUrl &url, const QByteArray &token);
    void openFolder(const QString &dataDir);

    client::ApiClient &client() { return *m_client; }
    net::ActivityLog &activity() { return m_activity; }
    const polling::Clock &clock() const { return m_clock; }

Q_SIGNALS:
    void ready();
    void failed(const throughline::protocol::ApiError &error);

private:
    polling::SystemClock m_clock;
    net::ActivityLog m_activity;
    net::NetworkTransport m_transport;
    std::unique_ptr<server::EmbeddedServer> m_server;
    std::unique_ptr<client::ApiClient> m_client;
};

} // namespace throughline::cli
