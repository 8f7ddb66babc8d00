#pragma once

#include "client/apiclient.h"
#include "client/authorizedtransport.h"
#include "client/session.h"
#include "net/activitylog.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "server/embeddedserver.h"

#include <QObject>

#include <memory>

namespace throughline::cli {

/// The way to the server that the command line names: one of ours that runs somewhere, the embedded one on a
/// folder, or a team server. Ready once the server has said what it can do.
class Connection : public QObject
{
    Q_OBJECT

public:
    explicit Connection(const net::NetworkOptions &options);
    ~Connection() override;

    void openServer(const QUrl &url, const QByteArray &token);
    void openFolder(const QString &dataDir);
    /// With the session that `login` has kept, in \a sessionFile or else in the keychain. Without one the
    /// server is asked all the same, and may say no.
    void openTeamServer(const QUrl &url, const QString &sessionFile);

    /// For `login` and `logout`, which need no more of a connection.
    client::Session &session(const QUrl &url, const QString &sessionFile, bool allowHttp);

    client::ApiClient &client() { return *m_client; }
    net::ActivityLog &activity() { return m_activity; }
    const polling::Clock &clock() const { return m_clock; }

    /// What to do when the server wants to know who this is; empty when there is nothing to add.
    QString signInHint() const;
    /// Ends the program with \a code as soon as the session is kept as it is by now.
    void end(int code);

Q_SIGNALS:
    void ready();
    void failed(const throughline::protocol::ApiError &error);

private:
    void open(net::HttpTransport &transport, const client::ServerAddress &address);

    polling::SystemClock m_clock;
    net::ActivityLog m_activity;
    net::NetworkTransport m_transport;
    std::unique_ptr<secrets::SecretStore> m_store;
    std::unique_ptr<client::Session> m_session;
    std::unique_ptr<client::AuthorizedTransport> m_authorized;
    std::unique_ptr<server::EmbeddedServer> m_server;
    std::unique_ptr<client::ApiClient> m_client;
    QString m_storeProblem; ///< why the session of the last time could not be read
};

} // namespace throughline::cli
