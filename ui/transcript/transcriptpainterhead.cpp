#include "ui/transcript/transcriptpainter.h"
#include "ui/transcript/transcriptwords.h"

#include <QPainter>

#include <algorithm>

// What stands above a message: the day, the line above what is new, and what is said of those before.

namespace throughline::ui {

namespace {
constexpr int WordsGap = 10; ///< between the words and the line beside them
}

void TranscriptPainter::paintHead(const MessageItem &item, const QPoint &origin)
{
    const RowHead &head = item.head();
    if (head.isEmpty()) {
        return;
    }
    const ThemeColors &colors = m_style.theme.colors;
    const int gap = m_style.scaled(WordsGap);
    m_painter->setFont(m_style.caption);
    const auto rule = [&](int from, int to, int y, const QColor &color) {
        m_painter->fillRect(QRect(from, y, std::max(0, to - from), 1), color);
    };
    if (!head.day.isEmpty()) {
        const QRect line = head.dayRect(m_style, item.columnWidth()).translated(origin);
        const int words = m_painter->fontMetrics().horizontalAdvance(head.day) + 2 * gap;
        const int y = line.center().y();
        rule(line.left(), line.center().x() - words / 2, y, colors.border);
        rule(line.center().x() + words / 2, line.right() + 1, y, colors.border);
        m_painter->setPen(colors.muted);
        m_painter->drawText(line, Qt::AlignCenter, head.day);
    }
    if (head.isNew) {
        const QString text = TranscriptWords::tr("New");
        const QRect line = head.newRect(m_style, item.columnWidth()).translated(origin);
        const int words = m_painter->fontMetrics().horizontalAdvance(text) + gap;
        const bool leftToRight = m_direction == Qt::LeftToRight;
        rule(line.left() + (leftToRight ? 0 : words), line.right() + 1 - (leftToRight ? words : 0),
            line.center().y(), colors.accent);
        m_painter->setPen(colors.accent);
        m_painter->drawText(line, Qt::AlignVCenter | trailing(), text);
    }
}

void TranscriptPainter::paintAbove(const QRect &area, const QString &text)
{
    m_painter->setFont(m_style.caption);
    m_painter->setPen(m_style.theme.colors.muted);
    const QString words = m_painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width());
    m_painter->drawText(area, Qt::AlignCenter, words);
}

} // namespace throughline::ui
