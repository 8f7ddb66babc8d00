#include "ui/transcript/transcriptview.h"

// What changes in the model.

namespace throughline::ui {

using workspace::RowState;
using workspace::TranscriptModel;

namespace {

bool isGrowingState(RowState state)
{
    return state == RowState::Waiting || state == RowState::Streaming || state == RowState::Reconnecting;
}

} // namespace

void TranscriptView::connectModel()
{
    TranscriptModel *model = m_model;
    connect(model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { onRowsInserted(first, last); });
    connect(model, &QAbstractItemModel::rowsRemoved, this,
        [this](const QModelIndex &, int first, int last) { onRowsRemoved(first, last); });
    connect(model, &QAbstractItemModel::rowsMoved, this,
        [this](const QModelIndex &, int first, int last, const QModelIndex &, int to) {
            onRowsRemoved(first, last);
            const int count = last - first + 1;
            const int at = to > last ? to - count : to;
            onRowsInserted(at, at + count - 1);
        });
    connect(model, &QAbstractItemModel::modelReset, this, [this] { setModel(m_model); });
    connect(model, &QAbstractItemModel::dataChanged, this,
        [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
            if (roles == TranscriptModel::offerRoles()) {
                onOffersChanged(first.row(), last.row());
            } else {
                onRowsChanged(first.row(), last.row());
            }
        });
    connect(model, &TranscriptModel::textAppended, this, [this](int row) { onRowsChanged(row, row); });
    connect(model, &TranscriptModel::thoughtsAppended, this, [this](int row) {
        if (m_model->facts(row).showsThoughts) { // closed, they are not looked at
            onRowsChanged(row, row);
        }
    });
}

void TranscriptView::onRowsInserted(int first, int last)
{
    m_layout.insertRows(first, last);
    const auto shift = [&](int &row) { row += row >= first ? last - first + 1 : 0; };
    shift(m_state.hoverRow);
    shift(m_state.currentRow);
    shift(m_state.copiedRow);
    shift(m_state.found.row);
    const TranscriptModel::Row &newest = m_model->facts(last);
    const bool own = newest.message.role == protocol::Role::User &&
                     (newest.state == RowState::Sending || newest.state == RowState::Queued ||
                         newest.state == RowState::Held);
    if (own && last == m_model->rowCount() - 1) {
        m_layout.scrollToEnd(); // who sends wants to see it and its answer
    }
    noteReplyStates(first, last);
    m_clock.requestFrame();
}

void TranscriptView::onRowsRemoved(int first, int last)
{
    m_layout.removeRows(first, last);
    const auto shift = [&](int &row) {
        row = row > last ? row - (last - first + 1) : row >= first ? -1 : row;
    };
    shift(m_state.hoverRow);
    shift(m_state.currentRow);
    shift(m_state.copiedRow);
    shift(m_state.found.row);
    m_clock.requestFrame();
}

void TranscriptView::onRowsChanged(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        m_layout.changeRow(row);
    }
    noteReplyStates(first, last);
    m_clock.requestFrame();
}

/// Of many rows at once, often; all but those on screen look as they did.
void TranscriptView::onOffersChanged(int first, int last)
{
    const QList<int> laidOut = m_layout.rowsWithItems();
    for (const int row : laidOut) {
        if (row >= first && row <= last) {
            m_layout.changeRow(row);
        }
    }
    m_clock.requestFrame();
}

void TranscriptView::noteReplyStates(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const bool growing = isGrowingState(m_model->facts(row).state);
        if (!growing && m_growing.isEmpty()) {
            continue; // nearly always, and for each of 100,000 rows
        }
        const QPersistentModelIndex index(m_model->index(row));
        if (growing && !m_growing.contains(index)) {
            m_growing.append(index);
            Q_EMIT replyStarted(row);
        } else if (!growing && m_growing.removeOne(index)) {
            Q_EMIT replyFinished(row);
        }
    }
}

} // namespace throughline::ui
