#include "ui/window/mainwindow.h"

#include "ui/activitypanel.h"
#include "ui/appearance.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/settings/conversationsettings.h"
#include "ui/structuresidebar.h"
#include "ui/threadsidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/commandpalette.h"
#include "ui/window/commands.h"
#include "ui/window/conversationexport.h"
#include "ui/window/linksheet.h"
#include "ui/window/mapexport.h"
#include "ui/window/mapsheet.h"
#include "ui/window/messageediting.h"
#include "ui/window/messagefiles.h"
#include "ui/window/noticebar.h"
#include "ui/window/panelayout.h"
#include "ui/window/picturesheet.h"
#include "ui/window/readingssheet.h"
#include "ui/window/recordexport.h"
#include "ui/window/windowsettings.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDataStream>
#include <QScreen>

namespace throughline::ui {

using workspace::Conversation;
using workspace::Workspace;

MainWindow::MainWindow(const Parts &parts)
    : m_workspace(parts.workspace)
    , m_models(parts.models)
    , m_servers(parts.servers)
    , m_serverId(parts.serverId)
    , m_appearance(parts.appearance)
    , m_threads(new ThreadSidebar(
          m_appearance, [&workspace = parts.workspace] { return workspace.clock().wall().toLocalTime(); }))
    , m_chat(new ChatPane(m_models, m_appearance))
    , m_structure(new StructureSidebar(m_workspace.clock(), m_appearance))
    , m_panes(new PaneLayout(m_appearance,
          {.sidebar = m_threads,
              .chat = m_chat,
              .structure = m_structure,
              .makeActivity = [this] { return makeActivity(); }},
          this))
    , m_toast(new Toast(m_appearance, this))
    , m_editing(new MessageEditing(m_chat->composer(), m_chat->transcript(), m_workspace.drafts(), this))
    , m_files(new MessageFiles(m_chat->composer(), this))
    , m_record(new RecordExport(this))
    , m_mapExport(new MapExport(this))
    , m_export(new ConversationExport(this))
    , m_commands(new Commands(this))
    , m_settings(new WindowSettings(parts, *m_commands, sheetPlace()))
    , m_conversationSettings(
          sheetPlace(), QSize(560, 500),
          [this, &presets = parts.presets] { return makeConversationSettings(presets); },
          &ConversationSettings::finish)
    , m_picture(
          sheetPlace(), QSize(560, 216), [this, &pictures = parts.pictures] { return makePicture(pictures); },
          &PictureSheet::clear)
    , m_link(sheetPlace(), QSize(480, 216), [this] { return makeLink(); })
    , m_map(sheetPlace(), QSize(1060, 680), [this] { return makeMap(); })
    , m_readings(sheetPlace(), QSize(560, 500), [this] { return makeReadings(); })
    , m_palette(sheetPlace(), QSize(520, 420), [this] { return makePalette(); })
    , m_readMarks(m_workspace.drafts())
{
    m_chat->transcript().setClock(&m_workspace.clock());
    setCentralWidget(m_panes);
    setMinimumSize(480, 420);
    const QSize room = screen()->availableSize() - QSize(0, 40); // the title bar's
    resize(QSize(1280, 800).boundedTo(room).expandedTo(minimumSize()));
    setWindowTitle(QStringLiteral("Throughline"));

    wireThreads();
    wireChat();
    wireStructure();
    wireRecord();
    wireMap();
    wireReadings();
    wirePanes();
    wireExport();
    wirePictures();
    wireLinks();
    wireSettings();
    wireModels();
    addCommands();
    connect(&m_appearance, &Appearance::changed, this, &MainWindow::markSpans);
    showCurrent();
    showConnection();
    showModel();
    m_chat->composer().focusEditor();
}

MainWindow::~MainWindow()
{
    // A field hands over its text when it loses the keyboard, while there is somebody to take it.
    closeSettings();
}

SheetPlace MainWindow::sheetPlace()
{
    return {.appearance = m_appearance, .window = this, .above = m_toast};
}

QString MainWindow::draftBeforeStart()
{
    return QStringLiteral("before-start");
}

void MainWindow::showCurrent()
{
    // An open editor hands over its text while its conversation is still the one on screen.
    m_structure->finishEditing();
    lookAway();
    if (m_shown) {
        m_shown->disconnect(this);
        m_shown->signalModel().disconnect(this);
        m_shown->readings().disconnect(this);
        m_shown->readings().setShown(false);
        // The user has looked at what is left behind.
        if (m_panes->isStructureShown())
            m_shown->signalModel().markSeen();
    }
    Conversation *current = m_workspace.current();
    m_shown = current;
    const QString key = current ? current->threadId() : draftBeforeStart();
    m_chat->setConversation(current, m_workspace.drafts().draft(key));
    m_editing->setConversation(current);
    m_files->setConversation(key);
    if (current)
        m_workspace.drafts().set(draftBeforeStart(), {});
    m_threads->setOpenThread(current ? current->threadId() : QString());
    m_structure->setModel(current ? &current->signalModel() : nullptr);
    showAbilities();
    if (current) {
        connect(&current->readings(), &workspace::Readings::changed, this, &MainWindow::showReadings);
        workspace::SignalModel &model = current->signalModel();
        connect(&model, &QAbstractItemModel::modelReset, this, &MainWindow::showRows);
        connect(&model, &QAbstractItemModel::rowsInserted, this, &MainWindow::showRows);
        connect(&model, &QAbstractItemModel::rowsRemoved, this, &MainWindow::showRows);
        connect(&model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles != QList<int>{workspace::SignalModel::NewRole})
                    showRows();
            });
        connect(&model, &workspace::SignalModel::newCountChanged, this, &MainWindow::showPanes);
        connect(current, &Conversation::endShown, this, &MainWindow::showNew);
        connect(current, &Conversation::loadStateChanged, this, &MainWindow::showNew);
        connect(current, &Conversation::loadStateChanged, this, [this] { showAwaited(Awaited::What::Rest); });
        connect(current, &Conversation::branchShown, this, [this] { showAwaited(Awaited::What::Version); });
        connect(current, &Conversation::sendRequested, this, &MainWindow::forgetAwaited);
        connect(current, &Conversation::messageSent, this, &MainWindow::noteRead);
        connect(current, &Conversation::replyFinished, this, &MainWindow::noteRead);
        connect(current, &Conversation::signalDismissed, this, &MainWindow::offerUndoOfDismissal);
    }
    forgetAwaited();
    m_lookedAway = true; // until it is there
    showNew();
    markSpans();
    showMap();
    showPanes();
}

void MainWindow::lookAway()
{
    if (m_shown && !m_lookedAway && m_shown->loadState() == Conversation::LoadState::Loaded) {
        m_lookedAway = true;
        m_readMarks.lookAway(m_shown->threadId(), m_shown->transcript());
    }
}

/// So that a program that is killed while one reads knows it, too. The line that stands stays.
void MainWindow::noteRead()
{
    if (m_shown && !m_lookedAway)
        m_readMarks.lookAway(m_shown->threadId(), m_shown->transcript());
}

void MainWindow::showNew()
{
    if (!m_shown || !m_lookedAway || !isVisible() || isMinimized())
        return;
    // While only the end is there, what was read last may not be.
    m_lookedAway = m_shown->loadState() != Conversation::LoadState::Loaded;
    m_chat->transcript().setFirstNew(m_readMarks.firstNew(m_shown->threadId(), m_shown->transcript()));
}

void MainWindow::showConnection()
{
    using Connection = Workspace::Connection;
    const Connection connection = m_workspace.connection();
    const bool online = connection == Connection::Online;
    m_threads->setSupportsPinning(m_workspace.supportsPinning());
    showAbilities();
    if (m_startFailed)
        return;
    const workspace::TeamServer *team = m_servers.find(m_serverId);
    const QString where = team ? m_servers.nameOf(*team) : tr("On this computer");
    const bool isConnecting = connection == Connection::Connecting;
    const bool needsSignIn = connection == Connection::SignInNeeded;
    QString said = where;
    if (!online)
        said = team ? (isConnecting     ? tr("%1: connecting…")
                          : needsSignIn ? tr("%1: signed out")
                                        : tr("%1: not connected"))
                          .arg(where)
                    : (isConnecting ? tr("Starting…") : tr("Not connected"));
    m_threads->setConnection(online         ? ThreadSidebar::Connection::Online
                             : isConnecting ? ThreadSidebar::Connection::Connecting
                                            : ThreadSidebar::Connection::Offline,
        said);
    if (online || isConnecting)
        m_chat->notice().show({});
    else if (needsSignIn && team)
        m_chat->notice().show(tr("Sign in to %1 to go on. What you have typed stays here.").arg(where),
            tr("Sign in…"), [this] { m_settings->askToSignIn(m_serverId); });
    else
        m_chat->notice().show(
            m_workspace.connectionProblem(), tr("Try now"), [this] { m_workspace.reconnect(); });
}

void MainWindow::showStartProblem(const QString &sentence)
{
    m_startFailed = true;
    m_threads->setConnection(ThreadSidebar::Connection::Offline, tr("Not started"));
    m_chat->transcript().setLoading(false);
    m_chat->notice().show(sentence, tr("Quit"), [this] { close(); });
}

void MainWindow::tell(const QString &sentence)
{
    // Where the page that is open says it, it is said.
    if (m_settings->says(sentence))
        return;
    m_toast->tell(sentence);
}

void MainWindow::showPanes()
{
    ChatHeader &header = m_chat->header();
    const bool structureShown = m_panes->isStructureShown();
    // What was there when the pane closed has been looked at.
    if (m_structureWasShown && !structureShown && m_shown)
        m_shown->signalModel().markSeen();
    m_structureWasShown = structureShown;
    header.setSidebarShown(m_panes->isSidebarShown());
    header.setStructureShown(structureShown);
    header.setActivityShown(m_panes->isActivityShown());
    header.setNewSignals(m_shown && !structureShown ? m_shown->signalModel().newCount() : 0);
    m_workspace.poller().setSidebarExpanded(structureShown);
    watchReadings();
    // Above the composer: what has just happened must not cover Send.
    const int activity = m_panes->isActivityShown() ? m_activity->height() : 0;
    m_toast->setClearance(activity + m_chat->composer().height() + space::S);
}

void MainWindow::renameCurrent()
{
    m_panes->reveal(m_threads);
    m_threads->renameOpenThread();
}

void MainWindow::cyclePanes(int step)
{
    struct Stop
    {
        QWidget *pane;
        std::function<void()> focus;
    };
    QList<Stop> stops{
        {m_threads, [this] { m_threads->focusList(); }},
        {&m_chat->transcript(), [this] { m_chat->transcript().setFocus(Qt::TabFocusReason); }},
        {&m_chat->composer(), [this] { m_chat->composer().focusEditor(); }},
        {m_structure, [this] { m_structure->focusList(); }},
    };
    if (m_activity)
        stops.append({m_activity, [this] { m_activity->focusTable(); }});
    const QWidget *focused = QApplication::focusWidget();
    int at = 2;
    for (int i = 0; i < stops.size(); ++i) {
        if (focused && (stops[i].pane == focused || stops[i].pane->isAncestorOf(focused)))
            at = i;
    }
    for (int tried = 0; tried < stops.size(); ++tried) {
        at = (at + step + static_cast<int>(stops.size())) % static_cast<int>(stops.size());
        if (stops[at].pane->isVisible()) {
            stops[at].focus();
            return;
        }
    }
}

QByteArray MainWindow::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << saveGeometry() << m_panes->saveState();
    return state;
}

void MainWindow::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    QByteArray geometry;
    QByteArray panes;
    stream >> geometry >> panes;
    if (stream.status() != QDataStream::Ok)
        return;
    restoreGeometry(geometry);
    m_panes->restoreState(panes);
}

void MainWindow::showVisibility()
{
    m_workspace.poller().setWindowVisible(isVisible(), isMinimized());
    watchReadings();
    if (isVisible() && !isMinimized())
        showNew();
    else
        lookAway();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        showVisibility();
    else if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_workspace.poller().mayHaveSlept();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    showVisibility();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    showVisibility();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    // Open editors hand over their text when they lose the keyboard.
    closeSettings();
    m_chat->composer().focusEditor();
    m_structure->finishEditing();
    m_workspace.commitDeletes();
    Q_EMIT closed();
    QMainWindow::closeEvent(event);
}

} // namespace throughline::ui
