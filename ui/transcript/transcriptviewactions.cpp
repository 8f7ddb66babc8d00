#include "ui/transcript/transcriptaccessible.h"
#include "ui/transcript/transcriptview.h"

#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

// What can be done to a message: by a button, a key, the menu or assistive technology, all through perform().

namespace throughline::ui {

using workspace::TranscriptModel;

namespace {
/// For so long the old version stays in the pixels while its rows go and others come, so that nothing jumps.
constexpr int FrozenMs = 150;
} // namespace

bool TranscriptView::perform(RowAction action, int row)
{
    if (!m_model || row < 0 || row >= m_model->rowCount() ||
        !rowActions(m_model->row(row)).contains(action)) {
        return false;
    }
    switch (action) {
    case RowAction::Continue:
        Q_EMIT continueRequested(row);
        break;
    case RowAction::Retry:
        Q_EMIT retryRequested(row);
        break;
    case RowAction::TakeBack:
        Q_EMIT takeBackRequested(row);
        break;
    case RowAction::Copy:
        copyMessage(row);
        break;
    case RowAction::Edit:
        Q_EMIT editRequested(row);
        break;
    case RowAction::Regenerate:
        awaitSibling(row, false);
        Q_EMIT regenerateRequested(row);
        break;
    case RowAction::Branch:
        Q_EMIT branchRequested(row);
        break;
    case RowAction::PreviousBranch:
    case RowAction::NextBranch:
        awaitSibling(row, true);
        Q_EMIT siblingRequested(row, action == RowAction::NextBranch ? 1 : -1);
        break;
    case RowAction::ToggleThoughts:
        toggleThoughts(row);
        break;
    case RowAction::CopyThoughts:
        copyThoughts(row);
        break;
    }
    return true;
}

bool TranscriptView::performByKey(const QKeyEvent &event)
{
    if (!m_keyboardFocus || !m_model || m_state.currentRow < 0 || m_state.currentRow >= m_model->rowCount()) {
        return false;
    }
    const TranscriptModel::Row &row = m_model->row(m_state.currentRow);
    const int key = event.key() == Qt::Key_Enter ? int(Qt::Key_Return) : event.key();
    const QKeySequence pressed((event.modifiers() & ~Qt::KeypadModifier) | Qt::Key(key));
    const QList<RowAction> actions = rowActions(row);
    const auto wanted = std::find_if(actions.cbegin(), actions.cend(),
        [&](RowAction action) { return rowActionKey(action, row, layoutDirection()) == pressed; });
    if (wanted == actions.cend() && pressed == QKeySequence(Qt::Key_Return)) {
        return perform(RowAction::ToggleThoughts, m_state.currentRow);
    }
    return wanted != actions.cend() && perform(*wanted, m_state.currentRow);
}

void TranscriptView::awaitSibling(int row, bool keepsPlace)
{
    m_awaited = {};
    m_awaited.row = row;
    m_awaited.id = m_model->row(row).message.id;
    m_awaited.hasKeyboard = m_keyboardFocus && m_state.currentRow == row;
    const MessageItem *item = m_layout.item(row);
    if (item && keepsPlace) {
        m_awaited.stripY = m_layout.rowY(row) + item->foot().strip().top();
        m_frozenUntil = m_clock.now() + FrozenMs;
        m_clock.requestIn(FrozenMs);
        setUpdatesEnabled(false);
    }
}

void TranscriptView::stopAwaiting()
{
    m_awaited = {};
    thaw();
}

void TranscriptView::thaw()
{
    if (m_frozenUntil > 0) {
        m_frozenUntil = 0;
        setUpdatesEnabled(true);
    }
}

/// The arrows stay under the pointer and the keyboard stays at the message, whatever the heights of the
/// versions are: who looks through them wants to press again.
void TranscriptView::settleSibling()
{
    const int row = m_awaited.row;
    if (row < 0 || !m_model) {
        return;
    }
    m_awaited.isGone = m_awaited.isGone || m_model->indexOfId(m_awaited.id) < 0;
    if (!m_awaited.isGone || row >= m_model->rowCount()) {
        return;
    }
    const AwaitedSibling awaited = m_awaited;
    stopAwaiting();
    announceVersion(this, row);
    if (awaited.hasKeyboard) {
        m_state.currentRow = row;
    }
    if (!awaited.stripY) {
        return;
    }
    m_layout.scrollToRow(row, 0, 0);
    m_layout.update(); // now it is laid out, and known where its strip is
    if (const MessageItem *item = m_layout.item(row)) {
        m_layout.scrollToRow(row, item->foot().strip().top(), *awaited.stripY);
        m_layout.followIfAtEnd();
    }
    viewport()->update();
}

void TranscriptView::addRowActions(QMenu *menu, int row)
{
    const QPersistentModelIndex index(m_model->index(row));
    const QList<RowAction> actions = rowActions(m_model->row(row));
    for (const RowAction action : actions) {
        QAction *entry =
            menu->addAction(rowActionText(action, m_model->row(row)), this, [this, index, action] {
                if (index.isValid()) {
                    perform(action, index.row());
                }
            });
        entry->setShortcut(rowActionKey(action, m_model->row(row), layoutDirection()));
        entry->setShortcutContext(Qt::WidgetShortcut); // keyPressEvent() does it; the menu only says it
        entry->setShortcutVisibleInContextMenu(true);
    }
}

void TranscriptView::setEditedMessage(const QString &messageId)
{
    m_state.editedId = messageId;
    viewport()->update();
}

} // namespace throughline::ui
