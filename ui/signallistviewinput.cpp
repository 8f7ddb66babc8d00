// The mouse, the keys and the menu of the cards.
#include "ui/signaldelegate.h"
#include "ui/signallistview.h"
#include "workspace/signalmodel.h"

#include <QAbstractProxyModel>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QToolTip>

#include <utility>

namespace throughline::ui {

using Model = workspace::SignalModel;

namespace {

/// One line that is not too long, and no & that stands for a key.
QString asMenuText(const QString &text)
{
    constexpr int longest = 70;
    const QString line = text.simplified();
    const QString shown = line.size() > longest ? line.left(longest).trimmed() + QStringLiteral("…") : line;
    return QString(shown).replace(u'&', QStringLiteral("&&"));
}

} // namespace

void SignalListView::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = cardAt(at);
    m_pressedId.clear();
    m_pressedAction.reset();
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    m_pressedId = index.data(Model::IdRole).toString();
    m_pressedAction = m_delegate->actionAt(at, visualRect(index), index, layoutDirection());
    // Selecting waits for the release: it makes the card higher, and the pointer would be over something
    // else.
}

void SignalListView::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const QModelIndex index = cardAt(at);
    const QString pressed = std::exchange(m_pressedId, {});
    if (pressed.isEmpty() || index.data(Model::IdRole).toString() != pressed)
        return;
    if (!m_pressedAction) {
        select(index);
        return;
    }
    if (m_delegate->actionAt(at, visualRect(index), index, layoutDirection()) == m_pressedAction)
        act(*m_pressedAction, pressed);
}

void SignalListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = cardAt(event->position().toPoint());
    const bool onAction = index.isValid() && m_delegate->actionAt(event->position().toPoint(),
                                                 visualRect(index), index, layoutDirection());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    if (onAction)
        mousePressEvent(event); // a quick second click is a click
    else
        startEditing(index.data(Model::IdRole).toString());
}

void SignalListView::hover(const QPoint &position)
{
    SignalDelegate::State &state = m_delegate->state;
    const QModelIndex index = cardAt(position);
    const QString id = index.data(Model::IdRole).toString();
    const QString before = std::exchange(state.hovered, id);
    const auto actionBefore = state.hoveredAction;
    state.hoveredAction = index.isValid()
                              ? m_delegate->actionAt(position, visualRect(index), index, layoutDirection())
                              : std::nullopt;
    if (before == id && actionBefore == state.hoveredAction)
        return;
    update(indexOfId(before));
    update(index);
}

void SignalListView::mouseMoveEvent(QMouseEvent *event)
{
    hover(event->position().toPoint());
}

bool SignalListView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        hover(QPoint(-1, -1));
    } else if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = cardAt(help->pos());
        if (!index.isValid()) {
            QToolTip::hideText();
            return true;
        }
        const auto action = m_delegate->actionAt(help->pos(), visualRect(index), index, layoutDirection());
        // Of the card it goes below it: at the pointer it would cover the buttons that come with the pointer.
        const QRect card = cardRect(index);
        if (action)
            QToolTip::showText(help->globalPos(), signalcard::actionName(*action, index), viewport());
        else
            QToolTip::showText(viewport()->mapToGlobal(QPoint(help->pos().x(), card.bottom() - space::M)),
                signalcard::toolTip(
                    index, {.isSelected = false, .keepsReviewHere = m_delegate->state.keepsReviewHere}),
                viewport(), card);
        return true;
    }
    return QListView::viewportEvent(event);
}

void SignalListView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Undo)) {
        Q_EMIT undoRequested();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        const QModelIndex index = indexOfId(selectedId());
        if (index.isValid())
            QApplication::clipboard()->setText(index.data(Model::TextRole).toString());
        return;
    }
    if (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) {
        event->ignore();
        return;
    }
    const int page = std::max(1, viewport()->height() / 64);
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
        move(1);
        return;
    case Qt::Key_Up:
    case Qt::Key_K:
        move(-1);
        return;
    case Qt::Key_PageDown:
        move(page);
        return;
    case Qt::Key_PageUp:
        move(-page);
        return;
    case Qt::Key_Home:
        move(-model()->rowCount());
        return;
    case Qt::Key_End:
        move(model()->rowCount());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        act(CardAction::ShowSource, selectedId());
        return;
    case Qt::Key_C:
        act(CardAction::Confirm, selectedId());
        return;
    case Qt::Key_D:
    case Qt::Key_Delete:
        act(CardAction::Dismiss, selectedId());
        return;
    case Qt::Key_E:
    case Qt::Key_F2:
        act(CardAction::Edit, selectedId());
        return;
    case Qt::Key_P:
        act(CardAction::Pin, selectedId());
        return;
    case Qt::Key_Slash:
        Q_EMIT filterRequested();
        return;
    case Qt::Key_Escape:
        if (!selectedId().isEmpty()) {
            select({});
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

void SignalListView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint at = event->globalPos();
    QModelIndex index = cardAt(event->pos());
    if (event->reason() == QContextMenuEvent::Keyboard) {
        index = indexOfId(selectedId());
        at = viewport()->mapToGlobal(cardRect(index).center());
    }
    if (!index.isValid())
        return;
    const QString id = index.data(Model::IdRole).toString();
    select(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QHash<CardAction, QKeySequence> keys{{CardAction::Confirm, Qt::Key_C},
        {CardAction::Dismiss, Qt::Key_D}, {CardAction::Edit, Qt::Key_E}, {CardAction::Pin, Qt::Key_P},
        {CardAction::ShowSource, Qt::Key_Return}};
    QList<CardAction> actions = m_delegate->actionsOf(index);
    if (!index.data(Model::ContradictsIdRole).toString().isEmpty()) {
        actions.append(CardAction::ShowContradicted);
        if (m_delegate->state.supportsLinks)
            actions.append(CardAction::Settle);
    }
    for (const CardAction action : std::as_const(actions)) {
        if (action == CardAction::LinkEvidence) {
            fillEvidence(*menu->addMenu(signalcard::actionName(action, index)), id);
            continue;
        }
        QAction *entry = menu->addAction(signalcard::actionName(action, index));
        entry->setShortcut(keys.value(action));
        connect(entry, &QAction::triggered, this, [this, action, id] { act(action, id); });
    }
    if (index.data(Model::PlaceCountRole).toInt() > 1)
        fillPlaces(*menu->addMenu(tr("All places in the conversation")), id);
    menu->addSeparator();
    const QString text = index.data(Model::TextRole).toString();
    connect(menu->addAction(tr("Copy text")), &QAction::triggered, this,
        [text] { QApplication::clipboard()->setText(text); });
    menu->popup(at);
}

void SignalListView::fillEvidence(QMenu &menu, const QString &id)
{
    const QStringList linked = indexOfId(id).data(Model::EvidenceRole).toStringList();
    // All there is, also what a filter hides.
    const auto *filter = qobject_cast<const QAbstractProxyModel *>(model());
    const QAbstractItemModel &all = filter && filter->sourceModel() ? *filter->sourceModel() : *model();
    for (int row = 0; row < all.rowCount(); ++row) {
        const QModelIndex each = all.index(row, 0);
        if (signalcard::typeOf(each) != protocol::SignalType::EvidenceMention)
            continue;
        const QString evidence = each.data(Model::IdRole).toString();
        QAction *entry = menu.addAction(asMenuText(each.data(Model::TextRole).toString()));
        entry->setCheckable(true);
        entry->setChecked(linked.contains(evidence));
        connect(entry, &QAction::triggered, this,
            [this, id, evidence](bool checked) { Q_EMIT evidenceRequested(id, evidence, checked); });
    }
}

void SignalListView::openEvidence(const QString &id)
{
    auto *menu = new QMenu(this);
    menu->setAccessibleName(tr("Evidence"));
    fillEvidence(*menu, id);
    openBelow(id, menu);
}

void SignalListView::openPlaces(const QString &id)
{
    auto *menu = new QMenu(this);
    menu->setAccessibleName(tr("All places in the conversation"));
    fillPlaces(*menu, id);
    openBelow(id, menu);
}

void SignalListView::openBelow(const QString &id, QMenu *menu)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QRect card = cardRect(indexOfId(id));
    QPoint at = card.bottomLeft();
    if (layoutDirection() == Qt::RightToLeft)
        at = card.bottomRight() - QPoint(menu->sizeHint().width(), 0);
    menu->popup(viewport()->mapToGlobal(at));
}

void SignalListView::fillPlaces(QMenu &menu, const QString &id)
{
    const QStringList quotes = indexOfId(id).data(Model::PlacesRole).toStringList();
    for (int place = 0; place < quotes.size(); ++place) {
        const QString quote = quotes.at(place).isEmpty() ? tr("Place %1").arg(place + 1) : quotes.at(place);
        connect(menu.addAction(asMenuText(quote)), &QAction::triggered, this,
            [this, id, place] { Q_EMIT placeRequested(id, place); });
    }
}

void SignalListView::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    // Whoever comes by keyboard must see where they are; the frame of the selected card is that ring.
    // Silently: the conversation must not scroll because somebody pressed Tab.
    const bool byKeyboard = event->reason() == Qt::TabFocusReason ||
                            event->reason() == Qt::BacktabFocusReason ||
                            event->reason() == Qt::ShortcutFocusReason;
    if (byKeyboard && selectedId().isEmpty() && model() && model()->rowCount() > 0)
        showSelected(model()->index(0, 0).data(Model::IdRole).toString());
    viewport()->update();
}

} // namespace throughline::ui
