#include "app/application.h"

#include "secrets/keychainsecretstore.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace throughline::app {

namespace {

/// Looks this often whether everything has been written, at the end.
constexpr std::chrono::milliseconds endInterval{20};
constexpr std::chrono::milliseconds longestEnd{2'000};

} // namespace

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
    , m_networkSettings(options.secrets ? *options.secrets : *m_keychain)
    , m_team(options.secrets ? *options.secrets : *m_keychain, m_clock,
          QDir(options.dataDir).filePath(QStringLiteral("servers")))
    , m_workspace({.client = m_client,
          .activity = m_activity,
          .clock = m_clock,
          .draftsFolder = QDir(options.dataDir).filePath(QStringLiteral("drafts")),
          .textsFolder = QDir(options.dataDir).filePath(QStringLiteral("texts"))})
    , m_pictures(&m_activity)
    , m_server({.dataDir = options.dataDir,
          .port = 0,
          .token = {},
          .guidePace = options.guidePace,
          .providers = {}})
{
    if (options.modelPatience)
        m_gateway.setPatience(*options.modelPatience);
    m_data.connectTo(m_server);
    restore();
    connect(&m_appearance, &ui::Appearance::choiceChanged, this, [this] {
        m_settings.setAppearance(m_appearance.choice());
        m_settings.setTextScale(m_appearance.textScale());
        m_settings.setDensity(m_appearance.density());
    });
    connect(&m_models, &workspace::ModelServers::changed, this,
        [this] { m_settings.setModelServers(m_models.servers()); });
    connect(&m_presets, &workspace::Presets::changed, this,
        [this] { m_settings.setPresets(m_presets.toJson()); });
    connect(&m_models, &workspace::ModelServers::applied, &m_workspace, &workspace::Workspace::refreshModels);
    connect(&m_models, &workspace::ModelServers::problem, this,
        [this](const QString &sentence) { window().tell(sentence); });
    connect(&m_networkSettings, &workspace::NetworkSettings::changed, this,
        [this] { m_settings.setNetwork(m_networkSettings.toJson()); });
    connect(
        &m_networkSettings, &workspace::NetworkSettings::optionsChanged, this, &Application::applyNetwork);
    connect(&m_networkSettings, &workspace::NetworkSettings::problem, this,
        [this](const QString &sentence) { window().tell(sentence); });
    connect(&m_structure, &workspace::StructureSettings::changed, this, [this] {
        m_settings.setStructure(m_structure.toJson());
        applyStructure();
    });
    connect(&m_models, &workspace::ModelServers::applied, this, [this] {
        if (!std::exchange(m_knowsModels, true))
            applyStructure();
    });
    connect(&m_server, &server::EmbeddedServer::extractionFailed, this, &Application::tellExtractionFailed);
    connect(&m_team, &TeamHub::listChanged, this, [this] { m_settings.setTeamServers(m_team.servers()); });
    connect(&m_team, &TeamHub::notice, this, [this](const QString &sentence) { window().tell(sentence); });
    connect(&m_team, &TeamHub::opened, this, &Application::showServer);
    connect(&m_team, &TeamHub::leaving, this, &Application::leaveServer);
    connect(&m_workspace, &workspace::Workspace::currentChanged, this, [this] {
        if (const workspace::Conversation *current = m_workspace.current())
            m_settings.setLastThread(current->threadId());
    });
    QApplication::setQuitOnLastWindowClosed(false);
    connect(&m_server, &server::EmbeddedServer::started, this, [this] {
        m_client.setAddress({.baseUrl = m_server.url(), .bearer = m_server.token()});
        if (const QString notice = m_server.notice(); !notice.isEmpty())
            windowFor({}).tell(notice);
        m_workspace.start(m_settings.lastThread());
    });
    connect(&m_server, &server::EmbeddedServer::restoring, this,
        [this] { m_workspace.leave([this] { m_server.agreeToRestore(); }); });
    connect(&m_server, &server::EmbeddedServer::failed, this,
        [this](const QString &sentence) { windowFor({}).showStartProblem(sentence); });
}

Application::~Application() = default;

void Application::start()
{
    // First: it opens its data beside the window that is built.
    m_server.start();
    window().show();
    m_network = std::make_unique<net::NetworkChanges>();
    connect(m_network.get(), &net::NetworkChanges::changed, &m_workspace, &workspace::Workspace::wake);
    connect(m_network.get(), &net::NetworkChanges::changed, &m_team, &TeamHub::wake);
    // Without its password the proxy would turn every session away.
    if (m_networkSettings.isReady())
        m_team.restoreSessions();
    else
        connect(&m_networkSettings, &workspace::NetworkSettings::ready, &m_team, &TeamHub::restoreSessions,
            Qt::SingleShotConnection);
}

void Application::comeForward()
{
    if (window().isMinimized())
        window().setWindowState(window().windowState() & ~Qt::WindowMinimized);
    window().show();
    window().raise();
    window().activateWindow();
}

void Application::open(const Opening &opening)
{
    if (!opening.problem.isEmpty())
        window().tell(opening.problem);
    if (!opening.text.isEmpty())
        beginWith(opening.text);
}

void Application::beginWith(const QString &text)
{
    if (workspace().current())
        workspace().newConversation(text);
    else
        connect(
            &workspace(), &workspace::Workspace::currentChanged, this, [this, text] { beginWith(text); },
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void Application::applyNetwork()
{
    const net::NetworkOptions &options = m_networkSettings.options();
    m_gateway.setNetwork(options);
    m_pictures.setOptions(options);
    m_server.setNetwork(options);
    m_team.setNetwork(options);
}

void Application::applyStructure()
{
    using When = server::extraction::ExtractionSettings::When;
    using Choice = workspace::StructureChoice;
    const Choice &choice = m_structure.choice();
    const bool isModel = choice.finder == Choice::Finder::Model;
    const bool isBatches = isModel || choice.looking == Choice::Looking::Batches;
    // Before the server knows the models it would take the one that looks for gone.
    const bool isOff = choice.finder == Choice::Finder::Off || (isModel && !m_knowsModels);
    const When when = isOff ? When::Never : isBatches ? When::Batches : When::Always;
    m_server.setExtraction({.when = when,
        .limits = {.characters = choice.characters, .userMessages = choice.messages},
        .model = isModel ? choice.model : QString()});
    m_toldProblem.clear();
    m_workspace.poller().setSchedule(m_structure.schedule());
    m_team.setSchedule(m_structure.schedule());
}

/// Once, however often it is tried again.
void Application::tellExtractionFailed(const QString &problem)
{
    if (std::exchange(m_toldProblem, problem) != problem)
        windowFor({}).tell(tr("What you wrote waits to be read for structure. %1").arg(problem));
}

QString Application::defaultDataDir()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

workspace::Workspace &Application::workspace()
{
    TeamConnection *team = m_team.connection(m_shown);
    return team ? team->workspace() : m_workspace;
}

ui::MainWindow &Application::windowFor(const QString &serverId)
{
    std::unique_ptr<ui::MainWindow> &made = m_windows[serverId];
    if (made)
        return *made;
    const ui::Appearance::FirstBuild firstBuild(m_appearance);
    TeamConnection *team = m_team.connection(serverId);
    made = std::make_unique<ui::MainWindow>(
        ui::MainWindow::Parts{.workspace = team ? team->workspace() : m_workspace,
            .models = m_models,
            .presets = m_presets,
            .data = m_data,
            .servers = m_team,
            .network = m_networkSettings,
            .structure = m_structure,
            .pictures = m_pictures,
            .serverId = serverId,
            .appearance = m_appearance});
    made->setEnterSends(m_settings.enterSends());
    connect(made.get(), &ui::MainWindow::enterSendsChanged, this, [this](bool sends) {
        m_settings.setEnterSends(sends);
        for (const auto &[id, window] : m_windows)
            window->setEnterSends(sends);
    });
    made->setCodeWrapped(m_settings.wrapsCode());
    connect(made.get(), &ui::MainWindow::codeWrapChosen, this, [this](bool wraps) {
        m_settings.setWrapsCode(wraps);
        for (const auto &[id, window] : m_windows)
            window->setCodeWrapped(wraps);
    });
    connect(made.get(), &ui::MainWindow::closed, this, &Application::end);
    if (serverId.isEmpty())
        made->restoreState(m_settings.windowState());
    return *made;
}

void Application::showServer(const QString &serverId)
{
    if (serverId == m_shown) {
        window().closeSettings();
        return;
    }
    ui::MainWindow &before = window();
    before.closeSettings();
    ui::MainWindow &after = windowFor(serverId);
    after.restoreState(before.saveState());
    if (!before.isMaximized() && !before.isFullScreen())
        after.setGeometry(before.geometry()); // to the pixel, also where restoring would move it
    m_shown = serverId;
    after.show();
    after.activateWindow();
    before.hide();
}

void Application::leaveServer(const QString &serverId)
{
    if (serverId == m_shown)
        showServer({});
    m_windows.erase(serverId);
}

void Application::restore()
{
    m_appearance.setChoice(m_settings.appearance());
    m_appearance.setTextScale(m_settings.textScale());
    m_appearance.setDensity(m_settings.density());
    m_presets.restore(m_settings.presets());
    m_networkSettings.restore(m_settings.network());
    applyNetwork();
    m_structure.restore(m_settings.structure());
    applyStructure();
    m_models.restore(m_settings.modelServers());
    // At once: the next change of the list is written over the one that is kept.
    m_team.setServers(m_settings.teamServers());
}

void Application::remember()
{
    m_settings.setWindowState(window().saveState());
    m_workspace.drafts().flush();
    m_team.flush();
}

void Application::end()
{
    Q_EMIT ending();
    remember();
    auto *look = new QTimer(this);
    connect(look, &QTimer::timeout, this, &Application::quitWhenWritten);
    look->start(endInterval);
    QTimer::singleShot(longestEnd, this, &QCoreApplication::quit);
    quitWhenWritten();
}

void Application::quitWhenWritten()
{
    const std::deque<net::ActivityRecord> &records = m_activity.records();
    const bool isWriting =
        m_team.isWriting() ||
        std::any_of(records.cbegin(), records.cend(), [](const net::ActivityRecord &record) {
            return record.live && record.method != "GET" && record.status == 0;
        });
    if (!isWriting)
        QCoreApplication::quit();
}

} // namespace throughline::app
