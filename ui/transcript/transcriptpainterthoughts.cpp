#include "ui/icons.h"
#include "ui/transcript/replyfacts.h"
#include "ui/transcript/transcriptpainter.h"

#include <QPainter>

// What stands above an answer or in its place: the thoughts, and why nothing comes yet.

namespace throughline::ui {

namespace {
constexpr int Chevron = 14;
constexpr int WordsLeft = 18; ///< where the words of the line begin
} // namespace

void TranscriptPainter::paintThoughts(
    const MessageItem &item, int row, const QPoint &origin, const QRect &clip)
{
    const ThoughtsBox &box = item.thoughts();
    if (box.isEmpty()) {
        return;
    }
    const ThemeColors &colors = m_style.theme.colors;
    const bool hovered = m_state.hover.kind == TranscriptHit::Kind::Button && m_state.hover.row == row &&
                         m_state.hover.action == RowAction::ToggleThoughts;
    const QColor ink = hovered ? colors.text : colors.muted;
    const bool leftToRight = m_direction == Qt::LeftToRight;
    const QRect line =
        QRect(0, box.line().rect.top(), item.columnWidth(), box.line().rect.height()).translated(origin);
    const int side = m_style.scaled(Chevron);
    const QRectF icon(leftToRight ? line.left() : line.right() + 1 - side,
        line.top() + (line.height() - side) / 2.0, side, side);
    paintIcon(*m_painter, icon, box.isOpen() ? IconId::ChevronDown : IconId::ChevronRight, ink, m_direction);
    const int left = m_style.scaled(WordsLeft);
    const QRect words = leftToRight ? line.adjusted(left, 0, 0, 0) : line.adjusted(0, 0, -left, 0);
    m_painter->setFont(m_style.caption);
    m_painter->setPen(ink);
    m_painter->drawText(words, Qt::AlignVCenter | leading(),
        m_painter->fontMetrics().elidedText(
            thoughtsTitle(item.row(), m_state.now), Qt::ElideRight, words.width()));
    if (!box.rule().isEmpty()) {
        m_painter->fillRect(box.rule().translated(origin), colors.border);
    }
    for (int i = 0; i < box.pieceCount(); ++i) {
        const MessagePart &piece = box.piece(i);
        const QRect area(origin.x(), origin.y() + piece.top, item.columnWidth(), piece.height);
        if (piece.layout && area.intersects(clip)) {
            piece.layout->draw(m_painter, QPointF(origin.x() + box.textLeft(), area.top()), QRectF(clip), {});
        }
    }
}

void TranscriptPainter::paintWaiting(const MessageItem &item, const QPoint &origin)
{
    if (item.waitingRect().isEmpty()) {
        return;
    }
    m_painter->setFont(m_style.noticeText);
    m_painter->setPen(m_style.theme.colors.muted);
    m_painter->drawText(item.waitingRect().translated(origin),
        static_cast<int>(Qt::AlignVCenter | leading()) | Qt::TextWordWrap, item.row().waiting);
}

} // namespace throughline::ui
