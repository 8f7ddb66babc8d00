#include "ui/transcript/thoughtsaccessible.h"

#include "ui/transcript/replyfacts.h"
#include "ui/transcript/transcriptview.h"

namespace throughline::ui {

using workspace::TranscriptModel;

ThoughtsInterface::ThoughtsInterface(TranscriptView *view, const QPersistentModelIndex &message)
    : m_view(view)
    , m_message(message)
{}

bool ThoughtsInterface::isValid() const
{
    return m_view && m_view->model() && m_message.isValid() &&
           m_view->model()->row(m_message.row()).hasThoughts();
}

QWindow *ThoughtsInterface::window() const
{
    return m_view ? m_view->window()->windowHandle() : nullptr;
}

QAccessibleInterface *ThoughtsInterface::parent() const
{
    QAccessibleInterface *list = m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    return list && m_message.isValid() ? list->child(m_message.row()) : nullptr;
}

QString ThoughtsInterface::text(QAccessible::Text kind) const
{
    if (!isValid()) {
        return {};
    }
    const TranscriptModel::Row &row = m_view->model()->row(m_message.row());
    switch (kind) {
    case QAccessible::Name:
        return thoughtsTitle(
            row, std::nullopt); // a name that changed every second would be said every second
    case QAccessible::Value:
        return row.showsThoughts ? row.thoughts.trimmed() : QString();
    default:
        return {};
    }
}

QRect ThoughtsInterface::rect() const
{
    const MessageItem *item = isValid() ? m_view->transcriptLayout().item(m_message.row()) : nullptr;
    if (!item) {
        return {};
    }
    const QRect line = item->thoughts().line().rect.translated(
        m_view->columnLeft(), m_view->transcriptLayout().rowY(m_message.row()));
    return {m_view->viewport()->mapToGlobal(line.topLeft()), line.size()};
}

QAccessible::State ThoughtsInterface::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    const TranscriptModel::Row &row = m_view->model()->row(m_message.row());
    state.expandable = true;
    state.expanded = row.showsThoughts;
    state.collapsed = !row.showsThoughts;
    state.busy = row.isThinking;
    state.offscreen = rect().isEmpty();
    return state;
}

void *ThoughtsInterface::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
}

QStringList ThoughtsInterface::actionNames() const
{
    return isValid() ? QStringList{pressAction()} : QStringList();
}

QString ThoughtsInterface::localizedActionName(const QString &name) const
{
    return isValid() && name == pressAction()
               ? rowActionText(RowAction::ToggleThoughts, m_view->model()->row(m_message.row()))
               : QAccessibleActionInterface::localizedActionName(name);
}

void ThoughtsInterface::doAction(const QString &name)
{
    if (isValid() && name == pressAction()) {
        m_view->perform(RowAction::ToggleThoughts, m_message.row());
    }
}

QStringList ThoughtsInterface::keyBindingsForAction(const QString &name) const
{
    if (!isValid() || name != pressAction()) {
        return {};
    }
    const TranscriptModel::Row &row = m_view->model()->row(m_message.row());
    return {rowActionKey(RowAction::ToggleThoughts, row, m_view->layoutDirection())
                .toString(QKeySequence::NativeText)};
}

} // namespace throughline::ui
