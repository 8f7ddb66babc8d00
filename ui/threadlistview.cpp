#include "ui/threadlistview.h"

#include "ui/threaddelegate.h"
#include "workspace/threadlistmodel.h"

#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>

#include <cmath>
#include <utility>

namespace throughline::ui {

using workspace::ThreadListModel;

ThreadListView::ThreadListView(const Appearance &appearance, std::function<QDateTime()> now, QWidget *parent)
    : QListView(parent)
    , m_appearance(appearance)
    , m_delegate(new ThreadDelegate(appearance, std::move(now), this))
    , m_editor(new QLineEdit(viewport()))
    , m_pulse(1600)
{
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Conversations"));
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    verticalScrollBar()->setSingleStep(24);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);

    m_editor->setProperty("role", QStringLiteral("inplace"));
    m_editor->setAccessibleName(tr("Title of the conversation"));
    m_editor->setMaxLength(255);
    m_editor->hide();
    m_editor->installEventFilter(this);
    connect(m_editor, &QLineEdit::returnPressed, this, [this] { finishRename(true); });

    m_pulse.setLoopCount(0);
    m_pulse.setUpdateInterval(60);
    m_pulse.setEasingCurve(QEasingCurve::Linear);
    connect(&m_pulse, &QTimeLine::valueChanged, this, [this](double value) {
        m_delegate->setPulse(0.5 + 0.5 * std::cos(value * 2 * M_PI));
        for (int row = 0; row < model()->rowCount(); ++row) {
            const QModelIndex index = model()->index(row, 0);
            if (index.data(ThreadListModel::StreamingRole).toBool())
                update(index);
        }
    });
    connect(&appearance, &Appearance::changed, this, [this] {
        scheduleDelayedItemsLayout();
        placeEditor();
    });
}

void ThreadListView::setModel(QAbstractItemModel *model)
{
    if (this->model())
        this->model()->disconnect(this);
    QListView::setModel(model);
    // Whether a row carries a caption depends on the row above it, which may be another one now.
    connect(model, &QAbstractItemModel::rowsInserted, this, &ThreadListView::rowsChanged);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ThreadListView::rowsChanged);
    connect(model, &QAbstractItemModel::rowsMoved, this, &ThreadListView::rowsChanged);
    connect(model, &QAbstractItemModel::modelReset, this, &ThreadListView::rowsChanged);
    connect(model, &QAbstractItemModel::dataChanged, this, &ThreadListView::rowsChanged);
    rowsChanged();
}

void ThreadListView::setOpenThread(const QString &id)
{
    m_delegate->setOpenThread(id);
    const QModelIndex index = indexOfId(id);
    if (index.isValid()) {
        setCurrentIndex(index);
        scrollTo(index);
    }
    viewport()->update();
}

void ThreadListView::rowsChanged()
{
    scheduleDelayedItemsLayout();
    updatePulse();
    placeEditor();
}

void ThreadListView::updatePulse()
{
    bool streaming = false;
    for (int row = 0; model() && row < model()->rowCount() && !streaming; ++row)
        streaming = model()->index(row, 0).data(ThreadListModel::StreamingRole).toBool();
    const bool run = streaming && isVisible() && m_appearance.motionMs() > 0;
    if (run && m_pulse.state() != QTimeLine::Running) {
        m_pulse.start();
    } else if (!run && m_pulse.state() == QTimeLine::Running) {
        m_pulse.stop();
        m_delegate->setPulse(1.0);
        viewport()->update();
    }
}

QModelIndex ThreadListView::indexOfId(const QString &id) const
{
    if (!model() || id.isEmpty())
        return {};
    const QModelIndexList found =
        model()->match(model()->index(0, 0), ThreadListModel::IdRole, id, 1, Qt::MatchExactly);
    return found.isEmpty() ? QModelIndex() : found.first();
}

QModelIndex ThreadListView::cardAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid() ||
        !m_delegate->cardRect(visualRect(index), index, layoutDirection()).contains(position))
        return {};
    return index;
}

void ThreadListView::rename(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    scrollTo(index);
    m_renaming = index.data(ThreadListModel::IdRole).toString();
    m_editor->setText(index.data(ThreadListModel::TitleRole).toString());
    m_editor->setModified(false);
    m_editor->selectAll();
    placeEditor();
    m_editor->show();
    m_editor->setFocus(Qt::OtherFocusReason);
}

void ThreadListView::placeEditor()
{
    if (m_renaming.isEmpty())
        return;
    const QModelIndex index = indexOfId(m_renaming);
    if (!index.isValid()) {
        finishRename(true);
        return;
    }
    m_editor->setFont(m_appearance.theme().font(TextStyle::BodyMedium));
    m_editor->setGeometry(m_delegate->titleRect(visualRect(index), index, layoutDirection()));
}

void ThreadListView::finishRename(bool keep)
{
    if (m_renaming.isEmpty())
        return;
    const QString id = std::exchange(m_renaming, {});
    const QString title = m_editor->text().simplified();
    const bool hadFocus = m_editor->hasFocus();
    m_editor->hide();
    if (hadFocus)
        setFocus(Qt::OtherFocusReason);
    if (keep && m_editor->isModified() && !title.isEmpty())
        Q_EMIT renameRequested(id, title);
}

bool ThreadListView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_editor) {
        if (event->type() == QEvent::FocusOut &&
            static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason) {
            finishRename(true);
        } else if (event->type() == QEvent::KeyPress &&
                   static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            finishRename(false);
            return true;
        }
    }
    return QListView::eventFilter(watched, event);
}

void ThreadListView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = cardAt(event->position().toPoint());
    m_pressed =
        event->button() == Qt::LeftButton ? index.data(ThreadListModel::IdRole).toString() : QString();
    if (index.isValid())
        setCurrentIndex(index);
}

void ThreadListView::mouseReleaseEvent(QMouseEvent *event)
{
    const QString pressed = std::exchange(m_pressed, {});
    const QModelIndex index = cardAt(event->position().toPoint());
    if (!pressed.isEmpty() && index.data(ThreadListModel::IdRole).toString() == pressed)
        Q_EMIT openRequested(pressed);
}

void ThreadListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        rename(cardAt(event->position().toPoint()));
}

void ThreadListView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    const QString id = index.data(ThreadListModel::IdRole).toString();
    if (event->matches(QKeySequence::Undo)) {
        Q_EMIT undoDeleteRequested();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (index.isValid())
            Q_EMIT openRequested(id);
        return;
    case Qt::Key_F2:
        rename(index);
        return;
    case Qt::Key_Delete:
        if (index.isValid())
            Q_EMIT deleteRequested(id);
        return;
    default:
        m_delegate->setKeyboardFocus(true);
        QListView::keyPressEvent(event);
        viewport()->update();
    }
}

void ThreadListView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint at = event->globalPos();
    QModelIndex index = cardAt(event->pos());
    if (event->reason() == QContextMenuEvent::Keyboard) {
        index = currentIndex();
        at = viewport()->mapToGlobal(
            m_delegate->cardRect(visualRect(index), index, layoutDirection()).center());
    }
    if (!index.isValid())
        return;
    const QString id = index.data(ThreadListModel::IdRole).toString();
    const bool archived = index.data(ThreadListModel::ArchivedRole).toBool();
    const bool pinned = index.data(ThreadListModel::PinnedRole).toBool();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Open")), &QAction::triggered, this, [this, id] { Q_EMIT openRequested(id); });
    QAction *renameAction = menu->addAction(tr("Rename"));
    renameAction->setShortcut(Qt::Key_F2);
    connect(renameAction, &QAction::triggered, this, [this, id] { rename(indexOfId(id)); });
    if (m_supportsPinning && !archived) {
        connect(menu->addAction(pinned ? tr("Unpin") : tr("Pin")), &QAction::triggered, this,
            [this, id, pinned] { Q_EMIT pinRequested(id, !pinned); });
    }
    connect(menu->addAction(archived ? tr("Take out of the archive") : tr("Archive")), &QAction::triggered,
        this, [this, id, archived] { Q_EMIT archiveRequested(id, !archived); });
    menu->addSeparator();
    connect(
        menu->addAction(tr("Save as…")), &QAction::triggered, this, [this, id] { Q_EMIT saveRequested(id); });
    connect(
        menu->addAction(tr("Print…")), &QAction::triggered, this, [this, id] { Q_EMIT printRequested(id); });
    menu->addSeparator();
    QAction *deleteAction = menu->addAction(tr("Delete"));
    deleteAction->setShortcut(Qt::Key_Delete);
    connect(deleteAction, &QAction::triggered, this, [this, id] { Q_EMIT deleteRequested(id); });
    menu->popup(at);
}

void ThreadListView::focusInEvent(QFocusEvent *event)
{
    m_delegate->setKeyboardFocus(
        event->reason() != Qt::MouseFocusReason && event->reason() != Qt::PopupFocusReason);
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
}

void ThreadListView::focusOutEvent(QFocusEvent *event)
{
    m_delegate->setKeyboardFocus(false);
    QListView::focusOutEvent(event);
}

void ThreadListView::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    updatePulse();
}

void ThreadListView::hideEvent(QHideEvent *event)
{
    QListView::hideEvent(event);
    updatePulse();
}

void ThreadListView::resizeEvent(QResizeEvent *event)
{
    m_delegate->setListWidth(width());
    QListView::resizeEvent(event);
}

void ThreadListView::updateGeometries()
{
    QListView::updateGeometries();
    placeEditor();
}

} // namespace throughline::ui
