#include "ui/transcript/transcriptaccessible.h"
#include "ui/transcript/transcriptview.h"

#include <algorithm>

// Opening and closing what a model thought, and the time that passes while it thinks.

namespace throughline::ui {

using std::chrono::milliseconds;

namespace {
constexpr milliseconds Second{1000};
}

void TranscriptView::setClock(const polling::Clock *clock)
{
    m_time = clock;
    viewport()->update();
}

/// The line stays under the pointer. Who reads further down, below what opens or closes, sees nothing move;
/// who reads in the middle of what closes is brought to its line.
void TranscriptView::toggleThoughts(int row)
{
    const MessageItem *item = m_layout.item(row);
    const int line = item ? item->thoughts().line().rect.top() : 0;
    const int y = m_layout.rowY(row) + line;
    const bool isLineSeen = item && y >= 0 && y < viewport()->height();
    const bool isTextAtTop = item && y < 0 && item->thoughts().pieceAt(line - y) >= 0;
    m_model->showThoughts(row, !m_model->row(row).showsThoughts);
    if (isLineSeen || isTextAtTop) {
        m_layout.scrollToRow(row, line, std::max(0, y));
        m_layout.update();
        m_layout.followIfAtEnd();
        viewport()->update();
    }
    sync();
    announceThoughts(this, row);
}

QRect TranscriptView::thinkingArea(const TranscriptLayout::VisibleRow &row) const
{
    const bool isCounted = m_time && row.item->row().isThinking && row.item->row().thinkingSince;
    const ThoughtsBox &box = row.item->thoughts();
    return isCounted && !box.isEmpty() ? box.line().rect.translated(columnLeft(), row.y) : QRect();
}

void TranscriptView::scheduleThinking()
{
    if (!isVisible()) {
        return;
    }
    const QList<TranscriptLayout::VisibleRow> rows = m_layout.visibleRows();
    for (const TranscriptLayout::VisibleRow &row : rows) {
        if (!thinkingArea(row).isEmpty()) {
            const milliseconds passed = m_time->monotonic() - *row.item->row().thinkingSince;
            const qint64 due = m_clock.now() + (Second - passed % Second).count();
            m_thinkingDue = m_thinkingDue > 0 ? std::min(m_thinkingDue, due) : due;
        }
    }
    if (m_thinkingDue > 0) {
        m_clock.requestIn(m_thinkingDue - m_clock.now());
    }
}

void TranscriptView::updateThinking(qint64 now)
{
    if (m_thinkingDue == 0 || now < m_thinkingDue) {
        return;
    }
    m_thinkingDue = 0;
    const QList<TranscriptLayout::VisibleRow> rows = m_layout.visibleRows();
    for (const TranscriptLayout::VisibleRow &row : rows) {
        const QRect area = thinkingArea(row);
        if (!area.isEmpty()) {
            viewport()->update(area);
        }
    }
}

} // namespace throughline::ui
