#include "app/application.h"

#include "secrets/keychainsecretstore.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>

namespace throughline::app {

Application::Application(QApplication &application, const Options &options)
    : m_settings(QDir(options.dataDir).filePath(QStringLiteral("settings.ini")))
    , m_appearance(application)
    , m_activity(m_clock)
    , m_transport(&m_activity)
    , m_client(m_transport, {}, nullptr, &m_activity)
    , m_keychain(options.secrets ? nullptr : std::make_unique<secrets::KeychainSecretStore>())
    , m_gateway(m_server, options.secrets ? *options.secrets : *m_keychain, m_clock, options.modelPlaces)
    , m_models(m_gateway)
    , m_data(options.dataDir)
    , m_workspace({.client = m_client,
          .activity = m_activity,
          .clock = m_clock,
          .draftsFolder = QDir(options.dataDir).filePath(QStringLiteral("drafts"))})
    , m_window({.workspace = m_workspace,
          .models = m_models,
          .presets = m_presets,
          .data = m_data,
          .appearance = m_appearance})
    , m_server({.dataDir = options.dataDir,
          .port = 0,
          .token = {},
          .guidePace = options.guidePace,
          .providers = {}})
{
    m_data.connectTo(m_server);
    restore();
    connect(&m_appearance, &ui::Appearance::choiceChanged, this, [this] {
        m_settings.setAppearance(m_appearance.choice());
        m_settings.setTextScale(m_appearance.textScale());
    });
    connect(&m_window, &ui::MainWindow::enterSendsChanged, this,
        [this](bool sends) { m_settings.setEnterSends(sends); });
    connect(&m_models, &workspace::ModelServers::changed, this,
        [this] { m_settings.setModelServers(m_models.servers()); });
    connect(&m_presets, &workspace::Presets::changed, this,
        [this] { m_settings.setPresets(m_presets.toJson()); });
    connect(&m_models, &workspace::ModelServers::applied, &m_workspace, &workspace::Workspace::refreshModels);
    connect(&m_models, &workspace::ModelServers::problem, &m_window, &ui::MainWindow::tell);
    connect(&m_workspace, &workspace::Workspace::currentChanged, this, [this] {
        if (const workspace::Conversation *current = m_workspace.current())
            m_settings.setLastThread(current->threadId());
    });
    QApplication::setQuitOnLastWindowClosed(false);
    connect(&m_window, &ui::MainWindow::closed, this, [this] {
        remember();
        connect(&m_activity, &net::ActivityLog::recordChanged, this, &Application::quitWhenWritten);
        QTimer::singleShot(2'000, this, &QCoreApplication::quit);
        quitWhenWritten();
    });
    connect(&m_server, &server::EmbeddedServer::started, this, [this] {
        m_client.setAddress({.baseUrl = m_server.url(), .bearer = m_server.token()});
        if (const QString notice = m_server.notice(); !notice.isEmpty())
            m_window.tell(notice);
        m_workspace.start(m_settings.lastThread());
    });
    connect(&m_server, &server::EmbeddedServer::failed, &m_window, &ui::MainWindow::showStartProblem);
}

Application::~Application() = default;

void Application::start()
{
    m_window.show();
    m_server.start();
}

QString Application::defaultDataDir()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

void Application::restore()
{
    m_appearance.setChoice(m_settings.appearance());
    m_appearance.setTextScale(m_settings.textScale());
    m_window.setEnterSends(m_settings.enterSends());
    m_window.restoreState(m_settings.windowState());
    m_presets.restore(m_settings.presets());
    m_models.restore(m_settings.modelServers());
}

void Application::remember()
{
    m_settings.setWindowState(m_window.saveState());
    m_workspace.drafts().flush();
}

void Application::quitWhenWritten()
{
    const std::deque<net::ActivityRecord> &records = m_activity.records();
    const bool writing = std::any_of(records.cbegin(), records.cend(), [](const net::ActivityRecord &record) {
        return record.live && record.method != "GET" && record.status == 0;
    });
    if (!writing)
        QCoreApplication::quit();
}

} // namespace throughline::app
