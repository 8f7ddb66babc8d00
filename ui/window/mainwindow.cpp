#include "ui/window/mainwindow.h"

#include "ui/activitypanel.h"
#include "ui/appearance.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/settingsmenu.h"
#include "ui/structuresidebar.h"
#include "ui/threadsidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/noticebar.h"
#include "ui/window/panelayout.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDataStream>
#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>

namespace throughline::ui {

using workspace::Conversation;
using workspace::Workspace;

MainWindow::MainWindow(Workspace &workspace, Appearance &appearance)
    : m_workspace(workspace)
    , m_appearance(appearance)
    , m_threads(
          new ThreadSidebar(appearance, [&workspace] { return workspace.clock().wall().toLocalTime(); }))
    , m_chat(new ChatPane(appearance))
    , m_structure(new StructureSidebar(workspace.clock(), appearance))
    , m_activity(new ActivityPanel(workspace.activity(), workspace.clock(), appearance))
    , m_panes(new PaneLayout(appearance,
          {.sidebar = m_threads, .chat = m_chat, .structure = m_structure, .activity = m_activity}, this))
    , m_settingsMenu(new SettingsMenu(appearance, this))
    , m_toast(new Toast(appearance, m_panes))
{
    setCentralWidget(m_panes);
    setMinimumSize(480, 420);
    resize(1280, 800);
    setWindowTitle(QStringLiteral("Throughline"));
    m_threads->setSettingsMenu(m_settingsMenu);

    wireThreads();
    wireChat();
    wireStructure();
    wirePanes();
    addShortcuts();
    connect(&appearance, &Appearance::changed, this, &MainWindow::markSpans);
    showCurrent();
    showConnection();
    m_chat->composer().focusEditor();
}

void MainWindow::wireThreads()
{
    m_threads->setModel(&m_workspace.threads());
    connect(m_threads, &ThreadSidebar::searchChanged, &m_workspace, &Workspace::search);
    connect(m_threads, &ThreadSidebar::newRequested, this, [this] {
        m_workspace.newConversation();
        m_panes->closeOverlay();
        m_chat->composer().focusEditor();
    });
    connect(m_threads, &ThreadSidebar::openRequested, this, [this](const QString &id) {
        m_workspace.open(id);
        m_panes->closeOverlay();
    });
    connect(m_threads, &ThreadSidebar::renameRequested, &m_workspace, &Workspace::rename);
    connect(m_threads, &ThreadSidebar::archiveRequested, &m_workspace, &Workspace::setArchived);
    connect(m_threads, &ThreadSidebar::pinRequested, &m_workspace, &Workspace::setPinned);
    connect(m_threads, &ThreadSidebar::deleteRequested, &m_workspace, &Workspace::remove);
    connect(m_threads, &ThreadSidebar::minutePassed, &m_workspace.threads(),
        &workspace::ThreadListModel::regroup);

    connect(&m_workspace, &Workspace::removed, this, [this](const QString &, const QString &title) {
        m_toast->tell(tr("“%1” deleted").arg(title), tr("Undo"), [this] { m_workspace.undoDelete(); });
    });
    connect(&m_workspace, &Workspace::archivedChanged, this,
        [this](const QString &id, const QString &title, bool archived) {
            m_toast->tell(archived ? tr("“%1” archived").arg(title) : tr("“%1” is back").arg(title),
                tr("Undo"), [this, id, archived] { m_workspace.setArchived(id, !archived); });
        });
    // What the toast offered to undo can no longer be undone.
    connect(m_toast, &Toast::passed, &m_workspace, &Workspace::commitDeletes);

    connect(m_settingsMenu, &SettingsMenu::enterSendsChanged, this, [this](bool sends) {
        m_chat->composer().setSendsOnEnter(sends);
        Q_EMIT enterSendsChanged(sends);
    });
}

void MainWindow::wireChat()
{
    connect(&m_workspace, &Workspace::currentChanged, this, &MainWindow::showCurrent);
    connect(&m_workspace, &Workspace::connectionChanged, this, &MainWindow::showConnection);
    connect(&m_workspace, &Workspace::problem, this, &MainWindow::tell);
    connect(&m_workspace, &Workspace::streamingRefused, this,
        [this] { tell(tr("This server does not stream. Replies appear when they are complete.")); });
    const auto showTitle = [this] {
        const QString title = m_workspace.currentTitle();
        m_chat->header().setTitle(title);
        setWindowTitle(title.isEmpty() ? QStringLiteral("Throughline") : tr("%1 — Throughline").arg(title));
    };
    connect(&m_workspace, &Workspace::currentTitleChanged, this, showTitle);
    connect(&m_workspace, &Workspace::currentChanged, this, showTitle);

    Composer &composer = m_chat->composer();
    connect(&composer, &Composer::sendRequested, this, [this](const QString &text) {
        if (Conversation *current = m_workspace.current()) {
            m_chat->transcript().scrollToLatest();
            current->send(text);
            m_workspace.drafts().set(current->threadId(), {});
        }
    });
    connect(&composer, &Composer::draftChanged, this, [this](const QString &text) {
        if (const Conversation *current = m_workspace.current())
            m_workspace.drafts().set(current->threadId(), text);
    });
    connect(&composer, &Composer::stopRequested, this, [this] {
        if (Conversation *current = m_workspace.current())
            current->stop();
    });
    connect(&composer, &Composer::cancelQueuedRequested, this, [this] {
        if (Conversation *current = m_workspace.current())
            m_chat->composer().takeBack(current->takeBackQueued());
    });
    connect(&m_workspace.drafts(), &workspace::Drafts::failed, this, &MainWindow::tell);

    TranscriptView &transcript = m_chat->transcript();
    connect(&transcript, &TranscriptView::retryRequested, this, [this](int row) {
        if (Conversation *current = m_workspace.current())
            current->retry(row);
    });
    connect(&transcript, &TranscriptView::linkActivated, this, &MainWindow::askToOpen);
    connect(&transcript, &TranscriptView::signalActivated, this, [this](const QString &id) {
        m_panes->reveal(m_structure);
        m_structure->showSignal(id);
    });
    connect(&m_chat->header(), &ChatHeader::renameRequested, this, [this] {
        m_panes->reveal(m_threads);
        m_threads->renameOpenThread();
    });
}

void MainWindow::wireStructure()
{
    client::SignalPoller &poller = m_workspace.poller();
    connect(&poller, &client::SignalPoller::statusChanged, this,
        [this] { m_structure->setStatus(m_workspace.poller().status()); });
    m_structure->setStatus(poller.status());
    connect(m_structure, &StructureSidebar::checkRequested, &poller, &client::SignalPoller::refresh);
    connect(m_structure, &StructureSidebar::collapseRequested, m_panes, &PaneLayout::toggleStructure);
    connect(m_structure, &StructureSidebar::sourceRequested, this, &MainWindow::showSource);
    connect(m_structure, &StructureSidebar::selectedChanged, this, &MainWindow::tintSource);

    const auto withCurrent = [this](auto act) {
        if (Conversation *current = m_workspace.current())
            act(*current);
    };
    connect(m_structure, &StructureSidebar::confirmRequested, this,
        [withCurrent](const QString &id, bool confirmed) {
            withCurrent([&](Conversation &current) {
                confirmed ? current.confirmSignal(id) : current.unconfirmSignal(id);
            });
        });
    connect(m_structure, &StructureSidebar::dismissRequested, this, [withCurrent](const QString &id) {
        withCurrent([&](Conversation &current) { current.dismissSignal(id); });
    });
    connect(m_structure, &StructureSidebar::editRequested, this,
        [withCurrent](const QString &id, const QString &text) {
            withCurrent([&](Conversation &current) { current.editSignal(id, text); });
        });
    connect(
        m_structure, &StructureSidebar::pinRequested, this, [withCurrent](const QString &id, bool pinned) {
            withCurrent([&](Conversation &current) { current.setSignalPinned(id, pinned); });
        });
    connect(m_structure, &StructureSidebar::undoRequested, this,
        [withCurrent] { withCurrent([](Conversation &current) { current.undoSignalAction(); }); });
}

void MainWindow::wirePanes()
{
    ChatHeader &header = m_chat->header();
    connect(&header, &ChatHeader::sidebarToggled, m_panes, &PaneLayout::toggleSidebar);
    connect(&header, &ChatHeader::structureToggled, m_panes, &PaneLayout::toggleStructure);
    connect(&header, &ChatHeader::activityToggled, this,
        [this] { m_panes->setActivityShown(!m_panes->isActivityShown()); });
    connect(m_activity, &ActivityPanel::closeRequested, this, [this] { m_panes->setActivityShown(false); });
    connect(m_panes, &PaneLayout::shownChanged, this, &MainWindow::showPanes);
    showPanes();
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto act) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_B), [this] { m_panes->toggleSidebar(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_J), [this] { m_panes->toggleStructure(); });
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A),
        [this] { m_panes->setActivityShown(!m_panes->isActivityShown()); });
    add(QKeySequence::New, [this] {
        m_workspace.newConversation();
        m_chat->composer().focusEditor();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
        m_panes->reveal(m_threads);
        m_threads->focusSearch();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_chat->composer().focusEditor(); });
    add(QKeySequence::Refresh, [this] { m_workspace.poller().refresh(); });
    add(QKeySequence(Qt::Key_F6), [this] { cyclePanes(1); });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { cyclePanes(-1); });
    add(QKeySequence::Quit, [this] { close(); });
    add(QKeySequence::Close, [this] { close(); });
}

void MainWindow::showCurrent()
{
    if (m_shown) {
        m_shown->disconnect(this);
        m_shown->signalModel().disconnect(this);
        // The user has looked at what is left behind.
        if (m_panes->isStructureShown())
            m_shown->signalModel().markSeen();
    }
    Conversation *current = m_workspace.current();
    m_shown = current;
    m_chat->setConversation(current, current ? m_workspace.drafts().draft(current->threadId()) : QString());
    m_threads->setOpenThread(current ? current->threadId() : QString());
    m_structure->setModel(current ? &current->signalModel() : nullptr);
    if (current) {
        m_structure->setSupportsReview(current->supportsReview());
        workspace::SignalModel &model = current->signalModel();
        connect(&model, &QAbstractItemModel::modelReset, this, &MainWindow::markSpans);
        connect(&model, &QAbstractItemModel::rowsInserted, this, &MainWindow::markSpans);
        connect(&model, &QAbstractItemModel::rowsRemoved, this, &MainWindow::markSpans);
        connect(&model, &QAbstractItemModel::dataChanged, this, &MainWindow::markSpans);
        connect(&model, &workspace::SignalModel::newCountChanged, this, &MainWindow::showPanes);
        connect(current, &Conversation::signalDismissed, this, &MainWindow::offerUndoOfDismissal);
        connect(current, &Conversation::problem, this, &MainWindow::tell);
    }
    markSpans();
    showPanes();
}

void MainWindow::showConnection()
{
    using Connection = Workspace::Connection;
    const Connection connection = m_workspace.connection();
    const bool online = connection == Connection::Online;
    m_threads->setSupportsPinning(m_workspace.supportsPinning());
    if (Conversation *current = m_workspace.current())
        m_structure->setSupportsReview(current->supportsReview());
    m_chat->composer().setModelName(m_workspace.modelName());
    if (m_startFailed)
        return;
    m_threads->setConnection(online                                 ? ThreadSidebar::Connection::Online
                             : connection == Connection::Connecting ? ThreadSidebar::Connection::Connecting
                                                                    : ThreadSidebar::Connection::Offline,
        online                                 ? tr("On this computer")
        : connection == Connection::Connecting ? tr("Starting…")
                                               : tr("Not connected"));
    if (online || connection == Connection::Connecting)
        m_chat->notice().show({});
    else
        m_chat->notice().show(m_workspace.connectionProblem(), tr("Try now"), [this] { m_workspace.reconnect(); });
}

void MainWindow::showStartProblem(const QString &sentence)
{
    m_startFailed = true;
    m_threads->setConnection(ThreadSidebar::Connection::Offline, tr("Not started"));
    m_chat->transcript().setLoading(false);
    m_chat->notice().show(sentence);
}

void MainWindow::tell(const QString &sentence)
{
    m_toast->tell(sentence);
}

void MainWindow::offerUndoOfDismissal(const QString &id, const QString &text)
{
    const QPointer<Conversation> conversation = m_shown;
    m_toast->tell(tr("Dismissed: %1").arg(text), tr("Undo"), [conversation, id] {
        if (conversation)
            conversation->undismissSignal(id);
    });
}

void MainWindow::markSpans()
{
    QList<SpanMark> marks;
    if (m_shown) {
        const workspace::SignalModel &model = m_shown->signalModel();
        for (int row = 0; row < model.rowCount(); ++row) {
            const protocol::Signal &signal = model.at(row);
            if (signal.span.isValid() && !signal.stale) {
                marks.append({.messageId = signal.span.messageId,
                    .start = signal.span.start,
                    .end = signal.span.end,
                    .signalId = signal.id,
                    .color = m_appearance.theme().typeColor(signal.type)});
            }
        }
    }
    m_chat->transcript().setSpanMarks(marks);
}

void MainWindow::showSource(const QString &signalId)
{
    if (!m_shown)
        return;
    m_panes->closeOverlay();
    tintSource(signalId);
}

void MainWindow::tintSource(const QString &signalId)
{
    const protocol::Signal *signal = m_shown ? m_shown->signalModel().find(signalId) : nullptr;
    TranscriptView &transcript = m_chat->transcript();
    if (!signal || !signal->span.isValid()) {
        transcript.clearSpan();
        return;
    }
    transcript.showSpan(signal->span.messageId, signal->span.start, signal->span.end,
        m_appearance.theme().typeColor(signal->type));
}

void MainWindow::askToOpen(const QUrl &url)
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("Open this link?"),
        tr("Open this link in the browser?"), QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    // As it will be opened, in ASCII: letters that only look like others cannot hide the host.
    question->setInformativeText(QString::fromLatin1(url.toEncoded()));
    const QPushButton *open = question->addButton(tr("Open"), QMessageBox::AcceptRole);
    const QPushButton *copy = question->addButton(tr("Copy"), QMessageBox::ActionRole);
    connect(question, &QMessageBox::buttonClicked, this, [url, open, copy](QAbstractButton *clicked) {
        if (clicked == open)
            QDesktopServices::openUrl(url);
        else if (clicked == copy)
            QApplication::clipboard()->setText(url.toString(QUrl::FullyEncoded));
    });
    question->open();
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
    // Above the composer: what has just happened must not cover Send.
    m_toast->setClearance((m_panes->isActivityShown() ? m_activity->height() : 0) + m_chat->composer().height() + space::S);
}

void MainWindow::cyclePanes(int step)
{
    struct Stop
    {
        QWidget *pane;
        std::function<void()> focus;
    };
    const QList<Stop> stops{
        {m_threads, [this] { m_threads->focusList(); }},
        {&m_chat->transcript(), [this] { m_chat->transcript().setFocus(Qt::TabFocusReason); }},
        {&m_chat->composer(), [this] { m_chat->composer().focusEditor(); }},
        {m_structure, [this] { m_structure->focusList(); }},
        {m_activity, [this] { m_activity->focusTable(); }},
    };
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

void MainWindow::setEnterSends(bool sends)
{
    m_settingsMenu->setEnterSends(sends);
    m_chat->composer().setSendsOnEnter(sends);
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
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        showVisibility();
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
    m_workspace.commitDeletes();
    Q_EMIT closed();
    QMainWindow::closeEvent(event);
}

} // namespace throughline::ui
