#include "ui/transcript/transcriptlayout.h"

#include <algorithm>

// Once a frame: what changed, and what of it is seen.

namespace throughline::ui {

namespace {

constexpr int Margin = 200;    ///< laid out above and below the viewport
constexpr int MostRounds = 12; ///< of correcting estimates; more would mean that they do not converge
constexpr int AboveRow = 8;    ///< what is painted of a row beyond its top

} // namespace

TranscriptLayout::Change TranscriptLayout::readChanges()
{
    m_changed.removeIf([&](int row) { return row < 0 || row >= rowCount(); });
    Change change;
    for (const int row : std::as_const(m_changed)) {
        if (item(row)) { // asked before any height changes: what is on screen is where it was painted
            change = {row, 0, rowY(row), rowHeight(row), change.count + 1};
        }
    }
    for (const int row : std::as_const(m_changed)) {
        if (MessageItem *live = item(row)) {
            const RowHead head = headOf(row);
            const bool sameHead = head == live->head();
            live->setHead(head);
            const int from = live->setRow(m_model->row(row));
            m_heights.set(row, live->height());
            change.from = sameHead && from > 0 ? from : -AboveRow; // one row's, or not looked at
        } else if (const int height = estimate(row);
                   m_measuredAs.value(m_model->facts(row).message.id, -1) != height) {
            m_heights.set(row, height);
        }
    }
    m_changed.clear();
    return change;
}

bool TranscriptLayout::layOutAround(qint64 top)
{
    const int offset = m_style.scaled(transcript::TopMargin);
    const qint64 from = top - Margin;
    const qint64 to = top + m_viewportHeight + Margin;
    bool corrected = false;
    for (int row = std::max(0, m_heights.rowAt(from - offset)); row < rowCount() && rowTop(row) <= to;
         ++row) {
        const bool fresh = !item(row);
        MessageItem *live = ensureItem(row);
        const auto first = static_cast<int>(from - rowTop(row));
        const auto last = static_cast<int>(to - rowTop(row));
        corrected = live->layOut(first, last) || corrected || fresh;
        m_heights.set(row, live->height());
    }
    return corrected;
}

void TranscriptLayout::dropFarItems()
{
    const int offset = m_style.scaled(transcript::TopMargin);
    const int first = m_heights.rowAt(m_top - Margin - offset);
    const int last = m_heights.rowAt(m_top + m_viewportHeight + Margin - offset);
    m_items.removeIf([&](auto it) {
        const bool isFar = it.key() < first || it.key() > last;
        if (isFar) {
            m_measuredAs.insert(m_model->facts(it.key()).message.id, estimate(it.key()));
        }
        return isFar;
    });
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        const auto top = static_cast<int>(m_top - rowTop(it.key()));
        it.value()->dropLayoutsOutside(top - Margin, top + m_viewportHeight + Margin);
    }
}

TranscriptLayout::Difference TranscriptLayout::update()
{
    const qint64 before = m_top;
    const bool wasStale = m_stale;
    const Change change = readChanges();
    if (rowCount() > 0) {
        if (m_anchor.part >= 0 || m_anchor.thought >= 0) {
            ensureItem(std::clamp(m_anchor.row, 0, rowCount() - 1)); // the anchor is measured in its parts
        }
        bool corrected = true;
        for (int round = 0; round < MostRounds && corrected; ++round) {
            m_top = m_following ? maximum() : std::clamp<qint64>(anchorTop(), 0, maximum());
            corrected = layOutAround(m_top);
        }
        m_top = m_following ? maximum() : std::clamp<qint64>(anchorTop(), 0, maximum());
        dropFarItems();
    } else {
        m_top = 0;
    }
    setAnchorAt(m_top);
    if (m_following) {
        m_seenRows = rowCount();
    }
    m_stale = false;
    if (wasStale || change.count != 1) {
        return {.isAll = wasStale || change.count > 1 || m_top != before};
    }
    return differenceOf(change);
}

TranscriptLayout::Difference TranscriptLayout::differenceOf(const Change &change) const
{
    const int y = rowY(change.row);
    Difference difference{.from = y + change.from, .to = m_viewportHeight, .scrolled = y - change.yBefore};
    if (rowHeight(change.row) == change.heightBefore && difference.scrolled == 0) {
        difference.to = y + rowHeight(change.row) + MessageFoot::overhang(m_style);
    }
    // What comes in has been laid out before, or it would have moved when it was.
    difference.isAll = std::abs(difference.scrolled) > Margin;
    return difference;
}

} // namespace throughline::ui
