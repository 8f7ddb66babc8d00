#pragma once

#include "client/authorizedtransport.h"
#include "client/session.h"
#include "net/activitylog.h"
#include "net/networktransport.h"
#include "secrets/secretstore.h"
#include "workspace/teamservers.h"
#include "workspace/workspace.h"

#include <QObject>

namespace throughline::app {

/// All there is below the window for one account on a team server: its session, its own Activity,
/// conversations and drafts. Main thread only.
class TeamConnection final : public QObject
{
    Q_OBJECT

public:
    /// \a folder: for drafts and what waits to be sent. The store and the clock must outlive this.
    TeamConnection(const workspace::TeamServer &server, secrets::SecretStore &secrets,
        const polling::Clock &clock, const QString &folder);
    ~TeamConnection() override;

    client::Session &session() { return m_session; }
    workspace::Workspace &workspace() { return m_workspace; }

    /// Reads conversations, once; later calls do nothing. Without a session the workspace says that one has
    /// to sign in.
    void start();
    /// For every request from here on; what could not be reached is tried again at once.
    void setNetwork(const net::NetworkOptions &options);
    /// Something that was asked for has not reached the server yet.
    bool isWriting() const;

private:
    net::ActivityLog m_activity;
    net::NetworkTransport m_transport;
    client::Session m_session;
    client::AuthorizedTransport m_authorized;
    client::ApiClient m_client;
    workspace::Workspace m_workspace;
    bool m_started = false;
};

} // namespace throughline::app
