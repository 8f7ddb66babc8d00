#include "ui/transcript/transcriptaccessible.h"

#include "ui/transcript/messagetext.h"
#include "ui/transcript/thoughtsaccessible.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace throughline::ui {

using workspace::RowState;
using workspace::TranscriptModel;

namespace {

/// One message. Made on demand; it holds on to its row, not to its number. What the model thought is its only
/// child.
class MessageInterface final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    MessageInterface(TranscriptView *view, int row)
        : m_view(view)
        , m_index(view->model()->index(row))
        , m_text(view, m_index)
    {}
    ~MessageInterface() override
    {
        if (m_thoughts != 0) {
            QAccessible::deleteAccessibleInterface(m_thoughts);
        }
    }

    /// The view is being destroyed: whoever is told of the end of this one must not ask it for more.
    void letGo()
    {
        m_view = nullptr;
        if (m_thoughts != 0) {
            static_cast<ThoughtsInterface *>(QAccessible::accessibleInterface(m_thoughts))->letGo();
        }
    }

    bool isValid() const override { return m_view && m_index.isValid(); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override
    {
        return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount()) {
            return nullptr;
        }
        if (m_thoughts == 0) {
            m_thoughts = QAccessible::registerAccessibleInterface(new ThoughtsInterface(m_view, m_index));
        }
        return QAccessible::accessibleInterface(m_thoughts);
    }
    int childCount() const override
    {
        return isValid() && m_view->model()->row(m_index.row()).hasThoughts() ? 1 : 0;
    }
    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        return m_thoughts != 0 && QAccessible::accessibleInterface(m_thoughts) == wanted ? 0 : -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        QAccessibleInterface *thoughts = child(0);
        return thoughts && thoughts->rect().contains(x, y) ? thoughts : nullptr;
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        if (!isValid()) {
            return {};
        }
        const TranscriptModel::Row &row = m_view->model()->row(m_index.row());
        switch (kind) {
        case QAccessible::Name:
            return accessibleAuthor(row);
        case QAccessible::Value:
            return row.message.content;
        case QAccessible::Description:
            return description(row);
        default:
            return {};
        }
    }

    void setText(QAccessible::Text, const QString &) override {}

    QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRect row = m_view->rowRect(m_index.row());
        return {m_view->viewport()->mapToGlobal(row.topLeft()), row.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const RowState rowState = m_view->model()->row(m_index.row()).state;
        state.readOnly = true;
        state.focusable = true;
        state.focused = m_view->hasFocus() && m_view->currentRow() == m_index.row();
        state.busy = rowState == RowState::Waiting || rowState == RowState::Streaming ||
                     rowState == RowState::Reconnecting || rowState == RowState::Sending;
        state.offscreen = !m_view->rowRect(m_index.row()).intersects(m_view->viewport()->rect());
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface) {
            return static_cast<QAccessibleTextInterface *>(&m_text);
        }
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this)
                                                    : nullptr;
    }

    QStringList actionNames() const override
    {
        QStringList names{setFocusAction()};
        for (const RowAction action : actions()) {
            names.append(nameOf(action));
        }
        return names;
    }

    QString localizedActionName(const QString &name) const override
    {
        const std::optional<RowAction> action = actionOf(name);
        return action ? rowActionText(*action, m_view->model()->row(m_index.row()))
                      : QAccessibleActionInterface::localizedActionName(name);
    }

    QString localizedActionDescription(const QString &name) const override
    {
        return actionOf(name) ? QString() : QAccessibleActionInterface::localizedActionDescription(name);
    }

    void doAction(const QString &name) override
    {
        if (!isValid()) {
            return;
        }
        if (name == setFocusAction()) {
            m_view->setCurrentRow(m_index.row());
        } else if (const std::optional<RowAction> action = actionOf(name)) {
            m_view->perform(*action, m_index.row());
        }
    }

    QStringList keyBindingsForAction(const QString &name) const override
    {
        const std::optional<RowAction> action = actionOf(name);
        return action ? QStringList{rowActionKey(
                            *action, m_view->model()->row(m_index.row()), m_view->layoutDirection())
                                        .toString(QKeySequence::NativeText)}
                      : QStringList();
    }

private:
    /// What became of it, when it was said, and where among the others it stands.
    QString description(const TranscriptModel::Row &row) const
    {
        const QString day = messageTime(row.message.createdAt, {});
        QStringList parts{accessibleDescription(row), day.isEmpty() ? QString() : day + u'.',
            TranscriptView::tr("Message %1 of %2.").arg(m_index.row() + 1).arg(m_view->model()->rowCount())};
        parts.removeAll({});
        return parts.join(u' ');
    }

    QList<RowAction> actions() const
    {
        return isValid() ? rowActions(m_view->model()->row(m_index.row())) : QList<RowAction>();
    }

    /// The first thing a notice offers is what pressing the message does.
    QString nameOf(RowAction action) const
    {
        const bool first = actions().value(0) == action;
        switch (action) {
        case RowAction::Continue:
            return pressAction();
        case RowAction::Retry:
            return first ? pressAction() : QStringLiteral("retry");
        case RowAction::TakeBack:
            return QStringLiteral("takeBack");
        case RowAction::Copy:
            return QStringLiteral("copy");
        case RowAction::Edit:
            return QStringLiteral("edit");
        case RowAction::Regenerate:
            return QStringLiteral("regenerate");
        case RowAction::Branch:
            return QStringLiteral("branch");
        case RowAction::PreviousBranch:
            return QStringLiteral("previousVersion");
        case RowAction::ToggleThoughts:
            return QStringLiteral("toggleThoughts");
        case RowAction::CopyThoughts:
            return QStringLiteral("copyThoughts");
        case RowAction::NextBranch:
            break;
        }
        return QStringLiteral("nextVersion");
    }

    std::optional<RowAction> actionOf(const QString &name) const
    {
        for (const RowAction action : actions()) {
            if (nameOf(action) == name) {
                return action;
            }
        }
        return std::nullopt;
    }

    QPointer<TranscriptView> m_view;
    QPersistentModelIndex m_index;
    MessageText m_text;
    mutable QAccessible::Id m_thoughts = 0; ///< 0: not asked for yet
};

class TranscriptInterface final : public QAccessibleWidget
{
public:
    explicit TranscriptInterface(TranscriptView *view)
        : QAccessibleWidget(view, QAccessible::List)
    {}

    ~TranscriptInterface() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids)) {
            static_cast<MessageInterface *>(QAccessible::accessibleInterface(id))->letGo();
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    int childCount() const override { return view()->model() ? view()->model()->rowCount() : 0; }

    QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount()) {
            return nullptr;
        }
        const QPersistentModelIndex index(view()->model()->index(row));
        const auto known = m_ids.constFind(index);
        if (known != m_ids.cend()) {
            return QAccessible::accessibleInterface(*known);
        }
        if (m_ids.size() >= childCount()) {
            forgetRemoved();
        }
        auto *made = new MessageInterface(view(), row);
        m_ids.insert(index, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    int indexOfChild(const QAccessibleInterface *wanted) const override
    {
        for (auto it = m_ids.cbegin(); it != m_ids.cend(); ++it) {
            if (it.key().isValid() && QAccessible::accessibleInterface(it.value()) == wanted) {
                return it.key().row();
            }
        }
        return -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint local = view()->viewport()->mapFromGlobal(QPoint(x, y));
        return view()->viewport()->rect().contains(local) ? child(view()->transcriptLayout().rowAt(local.y()))
                                                          : nullptr;
    }

    QAccessibleInterface *focusChild() const override
    {
        return view()->hasFocus() ? child(view()->currentRow()) : nullptr;
    }

private:
    TranscriptView *view() const { return static_cast<TranscriptView *>(widget()); }
    void forgetRemoved() const
    {
        m_ids.removeIf([](auto it) {
            if (it.key().isValid()) {
                return false;
            }
            QAccessible::deleteAccessibleInterface(it.value());
            return true;
        });
    }

    mutable QHash<QPersistentModelIndex, QAccessible::Id> m_ids;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    Q_UNUSED(className)
    auto *view = qobject_cast<TranscriptView *>(object);
    return view ? new TranscriptInterface(view) : nullptr;
}

} // namespace

void installTranscriptAccessibility()
{
    QAccessible::installFactory(makeInterface); // the same factory is installed once
}

void announceReply(TranscriptView *view, int row, ReplyEvent event)
{
    QAccessible::State changed;
    changed.busy = true;
    QAccessibleStateChangeEvent busy(view, changed);
    busy.setChild(row);
    QAccessible::updateAccessibility(&busy);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    const QString message = event == ReplyEvent::Started ? TranscriptView::tr("Reply started")
                                                         : TranscriptView::tr("Reply finished");
    QAccessibleAnnouncementEvent announcement(view, message);
    QAccessible::updateAccessibility(&announcement);
#else
    // Before Qt 6.8 there are no announcements: the message's name, which says its state, changes and an
    // alert points at it.
    Q_UNUSED(event)
    QAccessibleEvent name(view, QAccessible::NameChanged);
    name.setChild(row);
    QAccessible::updateAccessibility(&name);
    QAccessibleEvent alert(view, QAccessible::Alert);
    alert.setChild(row);
    QAccessible::updateAccessibility(&alert);
#endif
}

void announceVersion(TranscriptView *view, int row)
{
    QAccessibleEvent text(view, QAccessible::DescriptionChanged);
    text.setChild(row);
    QAccessible::updateAccessibility(&text);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QAccessibleAnnouncementEvent announcement(view, accessibleDescription(view->model()->row(row)));
    QAccessible::updateAccessibility(&announcement);
#endif
}

void announceThoughts(TranscriptView *view, int row)
{
    QAccessibleInterface *list =
        QAccessible::isActive() ? QAccessible::queryAccessibleInterface(view) : nullptr;
    QAccessibleInterface *message = list ? list->child(row) : nullptr;
    QAccessibleInterface *thoughts = message ? message->child(0) : nullptr;
    if (!thoughts) {
        return;
    }
    QAccessible::State changed;
    changed.expanded = true;
    changed.collapsed = true;
    QAccessibleStateChangeEvent event(thoughts, changed);
    QAccessible::updateAccessibility(&event);
}

} // namespace throughline::ui
