// What a pane asks for, and whom.
#include "ui/activitypanel.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/structuresidebar.h"
#include "ui/threadsidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/conversationexport.h"
#include "ui/window/linksheet.h"
#include "ui/window/mainwindow.h"
#include "ui/window/messageediting.h"
#include "ui/window/messagefiles.h"
#include "ui/window/panelayout.h"
#include "ui/window/picturesheet.h"

#include <QDesktopServices>

namespace throughline::ui {

using workspace::Conversation;
using workspace::Workspace;

void MainWindow::wireThreads()
{
    m_threads->setModel(&m_workspace.threads());
    connect(m_threads, &ThreadSidebar::searchChanged, &m_workspace, &Workspace::search);
    connect(&m_workspace, &Workspace::searchCleared, m_threads, &ThreadSidebar::clearSearch);
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
    connect(
        m_threads, &ThreadSidebar::timePassed, &m_workspace.threads(), &workspace::ThreadListModel::regroup);

    connect(m_threads, &ThreadSidebar::undoDeleteRequested, this, [this] {
        m_workspace.undoDelete();
        m_toast->dismiss(m_deletionToast); // what came back need not be offered any more
    });

    connect(&m_workspace, &Workspace::removed, this, [this](const QString &id, const QString &title) {
        m_deletionToast = m_toast->tell(
            tr("“%1” deleted").arg(title), tr("Undo"), [this, id] { m_workspace.undoDelete(id); },
            [this, id] { m_workspace.commitDelete(id); });
    });
    connect(&m_workspace, &Workspace::archivedChanged, this,
        [this](const QString &id, const QString &title, bool archived) {
            m_toast->tell(archived ? tr("“%1” archived").arg(title) : tr("“%1” is back").arg(title),
                tr("Undo"), [this, id, archived] { m_workspace.setArchived(id, !archived); });
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
            m_chat->transcript().setFirstNew({}); // who answers has read it
            m_chat->transcript().scrollToLatest();
            current->send(text);
            m_workspace.drafts().set(current->threadId(), {});
        }
    });
    connect(&composer, &Composer::draftChanged, this, [this](const QString &text) {
        const Conversation *current = m_workspace.current();
        m_workspace.drafts().set(current ? current->threadId() : draftBeforeStart(), text);
    });
    connect(&m_workspace, &Workspace::draftWasSent, &composer, [this, &composer](const QString &threadId) {
        if (const Conversation *current = m_workspace.current(); current && current->threadId() == threadId)
            composer.setDraft({});
    });
    connect(&m_workspace, &Workspace::textGivenBack, &composer,
        [this, &composer](const QString &threadId, const QString &text) {
            if (const Conversation *current = m_workspace.current();
                current && current->threadId() == threadId)
                composer.takeBack(text);
        });
    connect(&composer, &Composer::stopRequested, this, [this] {
        if (Conversation *current = m_workspace.current())
            current->stop();
    });
    connect(&composer, &Composer::cancelQueuedRequested, this, &MainWindow::takeBackQueued);

    TranscriptView &transcript = m_chat->transcript();
    const auto withCurrent = [this](auto act) {
        return [this, act](auto... arguments) {
            if (Conversation *current = m_workspace.current())
                act(*current, arguments...);
        };
    };
    connect(&transcript, &TranscriptView::retryRequested, this,
        withCurrent([](Conversation &current, int row) { current.retry(row); }));
    connect(&transcript, &TranscriptView::continueRequested, this,
        withCurrent([](Conversation &current, int row) { current.continueReply(row); }));
    connect(&transcript, &TranscriptView::regenerateRequested, this,
        withCurrent([](Conversation &current, int row) { current.regenerate(row); }));
    connect(&transcript, &TranscriptView::siblingRequested, this,
        withCurrent([](Conversation &current, int row, int step) { current.showSibling(row, step); }));
    connect(&transcript, &TranscriptView::takeBackRequested, this,
        withCurrent([this](Conversation &current, int row) {
            // First it is in the draft, then no longer in the outbox: a crash between the two loses nothing.
            m_chat->composer().takeBack(current.transcript().row(row).message.content);
            current.takeBackHeld(row);
        }));
    connect(m_editing, &MessageEditing::problem, this, &MainWindow::tell);
    connect(m_files, &MessageFiles::problem, this, &MainWindow::tell);
    connect(m_editing, &MessageEditing::discarded, this,
        [this](const QString &threadId, const QString &messageId, const QString &text) {
            m_toast->tell(tr("Your changes were not kept"), tr("Undo"),
                [this, threadId, messageId, text] { m_editing->restore(threadId, messageId, text); });
        });
    connect(&transcript, &TranscriptView::signalActivated, this, [this](const QString &id) {
        m_panes->reveal(m_structure);
        m_structure->showSignal(id);
        tintSource(id);
    });
    connect(&m_chat->header(), &ChatHeader::renameRequested, this, &MainWindow::renameCurrent);
}

void MainWindow::takeBackQueued()
{
    const workspace::TranscriptModel *model = m_chat->transcript().model();
    for (int row = model ? model->rowCount() - 1 : -1; row >= 0; --row) {
        if (model->facts(row).state == workspace::RowState::Queued) {
            m_chat->transcript().perform(RowAction::TakeBack, row);
            return;
        }
    }
}

void MainWindow::wirePanes()
{
    ChatHeader &header = m_chat->header();
    connect(&header, &ChatHeader::sidebarToggled, m_panes, &PaneLayout::toggleSidebar);
    connect(&header, &ChatHeader::structureToggled, m_panes, &PaneLayout::toggleStructure);
    connect(&header, &ChatHeader::activityToggled, this,
        [this] { m_panes->setActivityShown(!m_panes->isActivityShown()); });
    connect(m_panes, &PaneLayout::shownChanged, this, &MainWindow::showPanes);
    showPanes();
}

ActivityPanel *MainWindow::makeActivity()
{
    m_activity = new ActivityPanel(m_workspace.activity(), m_workspace.clock(), m_appearance);
    connect(m_activity, &ActivityPanel::notice, this, &MainWindow::tell);
    connect(m_activity, &ActivityPanel::closeRequested, this, [this] { m_panes->setActivityShown(false); });
    return m_activity;
}

void MainWindow::wirePictures()
{
    connect(&m_chat->transcript(), &TranscriptView::imageRequested, this, [this](const QUrl &url) {
        m_picture.content().show(url);
        m_picture.open();
    });
}

PictureSheet *MainWindow::makePicture(net::HttpTransport &transport)
{
    auto *sheet = new PictureSheet(transport, m_appearance);
    connect(sheet, &PictureSheet::loaded, this, [this](const QUrl &url, const QImage &picture) {
        m_picture.dismiss();
        m_chat->transcript().showPicture(url, picture);
    });
    return sheet;
}

void MainWindow::wireLinks()
{
    connect(&m_chat->transcript(), &TranscriptView::linkActivated, this, [this](const QUrl &url) {
        if (m_link.content().show(url))
            m_link.open();
    });
}

LinkSheet *MainWindow::makeLink()
{
    auto *sheet = new LinkSheet(m_appearance);
    connect(sheet, &LinkSheet::openRequested, this, [this](const QUrl &url) {
        if (!QDesktopServices::openUrl(url))
            tell(tr("No program of this system opens the link. Its address can be copied instead."));
    });
    return sheet;
}

void MainWindow::wireExport()
{
    connect(m_threads, &ThreadSidebar::saveRequested, this,
        [this](const QString &id) { exportConversation(id, false); });
    connect(m_threads, &ThreadSidebar::printRequested, this,
        [this](const QString &id) { exportConversation(id, true); });
    connect(m_export, &ConversationExport::done, this, &MainWindow::tell);
    connect(m_export, &ConversationExport::problem, this, &MainWindow::tell);
}

void MainWindow::exportConversation(const QString &threadId, bool prints)
{
    if (!m_workspace.current() || m_workspace.current()->threadId() != threadId)
        m_workspace.open(threadId);
    Conversation *current = m_workspace.current();
    if (!current || current->threadId() != threadId)
        return; // it could not be opened, and that has been said
    protocol::Thread thread;
    thread.id = threadId;
    thread.title = m_workspace.currentTitle();
    if (const protocol::Thread *known = m_workspace.threads().thread(threadId))
        thread = *known;
    const QDateTime now = m_workspace.clock().wall();
    prints ? m_export->print(*current, thread, now) : m_export->save(*current, thread, now);
}

} // namespace throughline::ui
