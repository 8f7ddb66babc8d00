#include "ui/signallistview.h"

#include "ui/growingedit.h"
#include "ui/textpaint.h"
#include "workspace/signalmodel.h"

#include <QFocusEvent>
#include <QKeyEvent>
#include <QScrollBar>

#include <utility>

namespace throughline::ui {

using Model = workspace::SignalModel;

SignalListView::SignalListView(const Appearance &appearance, QWidget *parent)
    : QListView(parent)
    , m_appearance(appearance)
    , m_delegate(new SignalDelegate(appearance, this))
    , m_editor(new GrowingEdit(TextStyle::Body, 8, appearance, viewport()))
{
    setProperty("role", QStringLiteral("bare"));
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Structure"));
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    verticalScrollBar()->setSingleStep(24);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);

    m_editor->setAccessibleName(tr("Text of the card"));
    m_editor->hide();
    m_editor->installEventFilter(this);
    connect(m_editor, &GrowingEdit::committed, this, [this] { finishEditing(true); });
    connect(&appearance, &Appearance::changed, this, [this] {
        m_delegate->forgetHeights();
        scheduleDelayedItemsLayout();
    });
}

void SignalListView::setModel(QAbstractItemModel *model)
{
    if (this->model())
        this->model()->disconnect(this);
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &SignalListView::rowsChanged);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &SignalListView::rowsChanged);
    connect(model, &QAbstractItemModel::rowsMoved, this, &SignalListView::rowsChanged);
    connect(model, &QAbstractItemModel::layoutChanged, this, &SignalListView::rowsChanged);
    connect(model, &QAbstractItemModel::modelReset, this, &SignalListView::rowsChanged);
    connect(model, &QAbstractItemModel::dataChanged, this, &SignalListView::rowsChanged);
    rowsChanged();
}

void SignalListView::setKeepsReviewHere(bool here)
{
    m_delegate->state.keepsReviewHere = here;
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void SignalListView::setSupportsLinks(bool supported)
{
    m_delegate->state.supportsLinks = supported;
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void SignalListView::setHasEvidence(bool has)
{
    if (std::exchange(m_delegate->state.hasEvidence, has) != has)
        viewport()->update();
}

void SignalListView::rowsChanged()
{
    QHash<QString, int> counts;
    for (int row = 0; row < model()->rowCount(); ++row)
        ++counts[model()->index(row, 0).data(Model::TypeNameRole).toString()];
    m_delegate->setCounts(counts);
    scheduleDelayedItemsLayout();

    const QModelIndex selected = indexOfId(m_delegate->state.selected);
    if (selected.isValid()) {
        m_selectedRow = selected.row();
    } else if (!m_delegate->state.selected.isEmpty()) {
        const int row = std::min(m_selectedRow, model()->rowCount() - 1);
        if (std::exchange(m_selectNext, false) && row >= 0)
            select(model()->index(row, 0));
        else
            select({});
    }
    placeEditor();
}

QModelIndex SignalListView::indexOfId(const QString &id) const
{
    if (!model() || id.isEmpty())
        return {};
    const QModelIndexList found =
        model()->match(model()->index(0, 0), Model::IdRole, id, 1, Qt::MatchExactly);
    return found.isEmpty() ? QModelIndex() : found.first();
}

QRect SignalListView::cardRect(const QModelIndex &index) const
{
    const QRect item = visualRect(index);
    return mirrored(m_delegate->cardRect(item, index), item, layoutDirection()).toRect();
}

QModelIndex SignalListView::cardAt(const QPoint &position) const
{
    const QModelIndex index = indexAt(position);
    if (!index.isValid() || !cardRect(index).contains(position))
        return {};
    return index;
}

void SignalListView::showSelected(const QString &id)
{
    m_delegate->state.selected = id;
    const QModelIndex index = indexOfId(id);
    m_selectedRow = index.row();
    if (index.isValid())
        setCurrentIndex(index);
    // A selected card is higher: it shows its actions.
    scheduleDelayedItemsLayout();
    viewport()->update();
    if (index.isValid()) {
        executeDelayedItemsLayout();
        scrollTo(index);
    }
}

void SignalListView::select(const QModelIndex &index)
{
    const QString id = index.data(Model::IdRole).toString();
    if (id == selectedId() && !id.isEmpty())
        return;
    showSelected(id);
    Q_EMIT selectedChanged(id);
}

void SignalListView::move(int rows)
{
    const int count = model() ? model()->rowCount() : 0;
    if (count == 0)
        return;
    const QModelIndex from = indexOfId(selectedId());
    const int row = from.isValid() ? std::clamp(from.row() + rows, 0, count - 1) : (rows > 0 ? 0 : count - 1);
    select(model()->index(row, 0));
}

void SignalListView::act(CardAction action, const QString &id)
{
    const QModelIndex index = indexOfId(id);
    if (!index.isValid() || (!signalcard::isLine(action) && !m_delegate->actionsOf(index).contains(action)))
        return;
    switch (action) {
    case CardAction::Confirm:
        Q_EMIT confirmRequested(
            id, index.data(Model::StatusRole).toInt() != int(protocol::SignalStatus::Confirmed));
        break;
    case CardAction::Dismiss:
        m_selectNext = id == selectedId();
        Q_EMIT dismissRequested(id);
        break;
    case CardAction::Edit:
        startEditing(id);
        break;
    case CardAction::Pin:
        Q_EMIT pinRequested(id, !index.data(Model::PinnedRole).toBool());
        break;
    case CardAction::ShowSource:
        Q_EMIT sourceRequested(id);
        break;
    case CardAction::LinkEvidence:
        openEvidence(id);
        break;
    case CardAction::ShowPlaces:
        openPlaces(id);
        break;
    case CardAction::ShowContradicted:
        Q_EMIT cardRequested(index.data(Model::ContradictsIdRole).toString());
        break;
    case CardAction::Settle:
        Q_EMIT settleRequested(id, index.data(Model::ContradictsIdRole).toString());
        break;
    }
}

void SignalListView::startEditing(const QString &id)
{
    finishEditing(true);
    const QModelIndex index = indexOfId(id);
    if (!index.isValid())
        return;
    select(index);
    m_textBefore = index.data(Model::TextRole).toString();
    m_editor->setFixedWidth(m_delegate->textRect(visualRect(index), index).width());
    m_editor->reset(m_textBefore);
    m_delegate->state.edited = id;
    m_delegate->state.editorHeight = m_editor->height();
    scheduleDelayedItemsLayout();
    executeDelayedItemsLayout();
    placeEditor();
    m_editor->show();
    m_editor->selectAll();
    m_editor->setFocus(Qt::OtherFocusReason);
    scrollTo(index);
}

void SignalListView::placeEditor()
{
    const QString &id = m_delegate->state.edited;
    if (id.isEmpty())
        return;
    const QModelIndex index = indexOfId(id);
    if (!index.isValid()) {
        // The card went away under the editor: hand over what was typed, the owner says what became of it.
        finishEditing(true);
        return;
    }
    const QRect item = visualRect(index);
    const QRect at = mirrored(m_delegate->textRect(item, index), item, layoutDirection()).toRect();
    m_editor->setFixedWidth(at.width());
    m_editor->move(at.topLeft());
}

void SignalListView::finishEditing(bool keep)
{
    if (m_delegate->state.edited.isEmpty())
        return;
    const QString id = std::exchange(m_delegate->state.edited, {});
    const QString text = m_editor->toPlainText().simplified();
    const bool hadFocus = m_editor->hasFocus();
    m_editor->hide();
    if (hadFocus)
        setFocus(Qt::OtherFocusReason);
    scheduleDelayedItemsLayout();
    viewport()->update();
    if (keep && !text.isEmpty() && text != m_textBefore)
        Q_EMIT editRequested(id, text);
}

bool SignalListView::eventFilter(QObject *watched, QEvent *event)
{
    // It grows with its text, and knows its true height only once it is shown.
    if (watched == m_editor && event->type() == QEvent::Resize && !m_delegate->state.edited.isEmpty() &&
        m_delegate->state.editorHeight != m_editor->height()) {
        m_delegate->state.editorHeight = m_editor->height();
        scheduleDelayedItemsLayout();
    }
    if (watched == m_editor) {
        if (event->type() == QEvent::FocusOut) {
            const auto reason = static_cast<QFocusEvent *>(event)->reason();
            if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
                finishEditing(true);
        } else if (event->type() == QEvent::KeyPress &&
                   static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            finishEditing(false);
            return true;
        }
    }
    return QListView::eventFilter(watched, event);
}

void SignalListView::resizeEvent(QResizeEvent *event)
{
    m_delegate->state.listWidth = width();
    QListView::resizeEvent(event);
    placeEditor();
}

void SignalListView::updateGeometries()
{
    QListView::updateGeometries();
    placeEditor();
}

} // namespace throughline::ui
