#pragma once

#include "app/embeddeddata.h"
#include "app/modelgateway.h"
#include "app/opening.h"
#include "app/settings.h"
#include "app/teamhub.h"
#include "client/apiclient.h"
#include "net/activitylog.h"
#include "net/networkchanges.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "secrets/secretstore.h"
#include "server/embeddedserver.h"
#include "ui/appearance.h"
#include "ui/window/mainwindow.h"
#include "workspace/modelservers.h"
#include "workspace/networksettings.h"
#include "workspace/presets.h"
#include "workspace/structuresettings.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <optional>

class QApplication;

namespace throughline::app {

/// The desktop program put together: constructs every part, connects them, shuts them down in order. The
/// window is on screen before the embedded server has opened its data. Each server has a window of its own,
/// one of which is on screen at a time, in the same place.
class Application : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString dataDir;                         ///< conversations, drafts and settings
        double guidePace = 1.0;                  ///< EmbeddedServer::Options::guidePace
        secrets::SecretStore *secrets = nullptr; ///< where keys are; null: the system's keychain
        QList<ModelGateway::Place> modelPlaces = ModelGateway::usualPlaces();
        /// ModelGateway::setPatience; absent: as docs/providers.md says.
        std::optional<server::provider::Patience> modelPatience{};
    };

    Application(QApplication &application, const Options &options);
    ~Application() override;

    /// Shows the window and starts the server.
    void start();

    /// Brings the window to the front.
    void comeForward();

    /// Begins a message in a new conversation, as soon as there can be one, or says why not. Nothing is sent.
    void open(const Opening &opening);

    /// The one on screen.
    ui::MainWindow &window() { return windowFor(m_shown); }
    workspace::Workspace &workspace(); ///< of the window on screen
    workspace::ModelServers &modelServers() { return m_models; }
    TeamHub &teamServers() { return m_team; }
    ui::Appearance &appearance() { return m_appearance; }
    workspace::ModelConnector &modelConnector() { return m_gateway; }
    workspace::DataKeeper &data() { return m_data; }
    workspace::StructureSettings &structure() { return m_structure; }
    workspace::NetworkSettings &network() { return m_networkSettings; }

    /// Where data lives when nothing else is said.
    static QString defaultDataDir();

Q_SIGNALS:
    void ending(); ///< the window was closed; the program ends when all is written

private:
    void beginWith(const QString &text);
    void restore();
    void remember();
    ui::MainWindow &windowFor(const QString &serverId);
    void showServer(const QString &serverId);
    void leaveServer(const QString &serverId);
    void applyNetwork();
    void applyStructure();
    void tellExtractionFailed(const QString &problem);
    void end();
    /// Quits as soon as every change that was asked for has reached its server, at the latest after two
    /// seconds.
    void quitWhenWritten();

    polling::SystemClock m_clock;
    Settings m_settings;
    ui::Appearance m_appearance;
    net::ActivityLog m_activity;
    net::NetworkTransport m_transport;
    client::ApiClient m_client;
    std::unique_ptr<secrets::SecretStore> m_keychain; ///< null when another one is given
    ModelGateway m_gateway;
    workspace::ModelServers m_models;
    workspace::Presets m_presets;
    EmbeddedData m_data;
    workspace::NetworkSettings m_networkSettings;
    workspace::StructureSettings m_structure;
    bool m_knowsModels = false; ///< the server in this process does
    QString m_toldProblem;      ///< why structure was not looked for, as it was told last
    TeamHub m_team;
    workspace::Workspace m_workspace;
    std::unique_ptr<net::NetworkChanges> m_network;
    net::NetworkTransport m_pictures; ///< those in messages that somebody asks for
    std::map<QString, std::unique_ptr<ui::MainWindow>> m_windows; ///< by server; empty: this computer
    QString m_shown;
    // Last, so that it is stopped first: replies under way are stored as interrupted while everything else
    // stands.
    server::EmbeddedServer m_server;
};

} // namespace throughline::app
