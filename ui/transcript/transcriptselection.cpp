#include "ui/transcript/transcriptselection.h"

#include <limits>

namespace throughline::ui {

namespace {
constexpr int Whole = std::numeric_limits<int>::max();
}

bool TranscriptSelection::End::isBefore(const End &other) const
{
    return row.row() != other.row.row() ? row.row() < other.row.row() : place < other.place;
}

void TranscriptSelection::clear()
{
    m_anchor = {};
    m_head = {};
}

void TranscriptSelection::start(const QModelIndex &row, const TextPlace &place)
{
    m_anchor = {row, place};
    m_head = m_anchor;
}

void TranscriptSelection::extend(const QModelIndex &row, const TextPlace &place)
{
    m_head = {row, place};
}

void TranscriptSelection::set(
    const QModelIndex &first, const TextPlace &from, const QModelIndex &last, const TextPlace &to)
{
    m_anchor = {first, from};
    m_head = {last, to};
}

void TranscriptSelection::selectAll(const QAbstractItemModel &model)
{
    clear();
    if (model.rowCount() > 0) {
        set(model.index(0, 0), {}, model.index(model.rowCount() - 1, 0), {Whole, Whole});
    }
}

bool TranscriptSelection::isEmpty() const
{
    return !m_anchor.row.isValid() || !m_head.row.isValid() ||
           (m_anchor.row == m_head.row && m_anchor.place == m_head.place);
}

int TranscriptSelection::firstRow() const
{
    return isEmpty() ? -1 : first().row.row();
}

int TranscriptSelection::lastRow() const
{
    return isEmpty() ? -1 : last().row.row();
}

std::optional<TranscriptSelection::Range> TranscriptSelection::rangeIn(int row) const
{
    if (isEmpty() || row < firstRow() || row > lastRow()) {
        return std::nullopt;
    }
    Range range{{0, 0}, {Whole, Whole}};
    if (row == firstRow()) {
        range.from = first().place;
    }
    if (row == lastRow()) {
        range.to = last().place;
    }
    return range;
}

std::pair<int, int> TranscriptSelection::positionsIn(int row, int part, int lastPosition) const
{
    const std::optional<Range> range = rangeIn(row);
    if (!range || part < range->from.part || part > range->to.part) {
        return {0, 0};
    }
    const int from = part == range->from.part ? std::min(range->from.position, lastPosition) : 0;
    const int to = part == range->to.part ? std::min(range->to.position, lastPosition) : lastPosition;
    return {from, to};
}

} // namespace throughline::ui
