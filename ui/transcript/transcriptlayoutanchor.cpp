#include "ui/transcript/transcriptlayout.h"

#include <algorithm>

// What the reader looks at, and where that is.

namespace throughline::ui {

const MessageItem::Part *TranscriptLayout::partOf(const MessageItem *item, const Anchor &anchor)
{
    if (item && anchor.thought >= 0 && anchor.thought < item->thoughts().pieceCount()) {
        return &item->thoughts().piece(anchor.thought);
    }
    return item && anchor.part >= 0 && anchor.part < item->partCount() ? &item->part(anchor.part) : nullptr;
}

void TranscriptLayout::findReading()
{
    const MessageItem::Part *part = partOf(item(m_anchor.row), m_anchor);
    if (m_reading || m_following || !part) {
        return;
    }
    if (m_anchor.below > 0 && part->layout) {
        const int position = part->layout->positionAt(QPointF(0, m_anchor.below));
        const auto line = static_cast<int>(part->layout->cursorRect(position).top());
        m_reading = Reading{m_anchor, position, m_anchor.below - line};
    }
}

void TranscriptLayout::applyReading()
{
    const MessageItem::Part *part =
        m_reading && !m_following ? partOf(item(m_reading->anchor.row), m_reading->anchor) : nullptr;
    if (part && part->layout) {
        m_anchor = m_reading->anchor;
        m_anchor.below =
            static_cast<int>(part->layout->cursorRect(m_reading->position).top()) + m_reading->below;
    }
}

qint64 TranscriptLayout::anchorTop() const
{
    if (rowCount() == 0) {
        return 0;
    }
    const int row = std::clamp(m_anchor.row, 0, rowCount() - 1);
    Anchor anchor = m_anchor;
    const MessageItem *live = item(row);
    if (live && anchor.part >= live->partCount()) {
        anchor.part = live->partCount() - 1;
    }
    const MessageItem::Part *part = partOf(live, anchor);
    return rowTop(row) + m_anchor.below + (part ? part->top : 0);
}

void TranscriptLayout::setAnchorAt(qint64 top)
{
    m_anchor = {};
    const int row = m_heights.rowAt(top - m_style.scaled(transcript::TopMargin));
    if (row < 0) {
        return;
    }
    m_anchor = {.row = row, .below = static_cast<int>(top - rowTop(row))};
    const MessageItem *live = item(row);
    if (!live) {
        return;
    }
    m_anchor.thought = live->thoughts().pieceAt(m_anchor.below);
    const QRect line = live->thoughts().isEmpty() ? QRect() : live->thoughts().line().rect;
    const bool isAtLine = m_anchor.below >= line.top() && m_anchor.below < line.top() + line.height();
    if (m_anchor.thought < 0 && !isAtLine) {
        m_anchor.part = live->partAt(m_anchor.below);
    }
    if (const MessageItem::Part *part = partOf(live, m_anchor)) {
        m_anchor.below -= part->top;
    }
}

} // namespace throughline::ui
