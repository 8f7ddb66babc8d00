#include "ui/transcript/transcriptpainter.h"

#include "ui/textpaint.h"
#include "ui/transcript/transcriptwords.h"
#include "workspace/transcriptsearch.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace throughline::ui {

TranscriptPainter::TranscriptPainter(QPainter *painter, const TranscriptStyle &style,
    const TranscriptPaintState &state, Qt::LayoutDirection direction)
    : m_painter(painter)
    , m_style(style)
    , m_state(state)
    , m_direction(direction)
{
    m_painter->setRenderHint(QPainter::Antialiasing);
}

Qt::Alignment TranscriptPainter::leading() const
{
    return Qt::AlignAbsolute | (m_direction == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight);
}

Qt::Alignment TranscriptPainter::trailing() const
{
    return Qt::AlignAbsolute | (m_direction == Qt::LeftToRight ? Qt::AlignRight : Qt::AlignLeft);
}

void TranscriptPainter::paintRow(const MessageItem &item, int row, const QPoint &origin, const QRect &clip)
{
    paintHead(item, origin);
    if (item.isUser()) {
        paintBubble(item, origin);
        paintTints(item, origin);
    }
    paintThoughts(item, row, origin, clip);
    paintParts(item, row, origin, clip);
    if (item.isUser()) {
        paintMarks(item, row, origin);
    }
    const QRectF caret = item.caretRect();
    if (m_state.caretShown && !caret.isEmpty()) {
        m_painter->setPen(Qt::NoPen);
        m_painter->setBrush(withAlpha(m_style.theme.colors.accent, 0.75));
        m_painter->drawRoundedRect(caret.translated(origin), 2, 2);
    }
    paintWaiting(item, origin);
    paintNotice(item, row, origin);
    paintFoot(item, row, origin);
    if (m_state.hasFocus && row == m_state.currentRow) {
        paintFocus(item, origin);
    }
}

void TranscriptPainter::paintBubble(const MessageItem &item, const QPoint &origin)
{
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_style.theme.colors.userMessage);
    const QRectF bubble(item.bubble().translated(origin));
    m_painter->drawRoundedRect(bubble, radius::Card, radius::Card);
    if (isEdited(item)) {
        m_painter->setBrush(Qt::NoBrush);
        m_painter->setPen(QPen(m_style.theme.colors.accent, 1.5));
        m_painter->drawRoundedRect(bubble.adjusted(0.75, 0.75, -0.75, -0.75), radius::Card, radius::Card);
    }
}

void TranscriptPainter::paintTints(const MessageItem &item, const QPoint &origin)
{
    const SpanTint &span = m_state.tint;
    if (span.messageId.isEmpty() || span.messageId != item.row().message.id) {
        return;
    }
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(withAlpha(span.color, tint::Span));
    const QList<markdown::LineRect> lines = item.rectsOfContent(span.start, span.end);
    for (const markdown::LineRect &line : lines) {
        const QRectF rect = line.rect.translated(origin);
        m_painter->drawRoundedRect(
            QRectF(rect.left(), std::round(rect.top()), rect.width(), std::round(rect.height()) + 2), 3, 3);
    }
}

void TranscriptPainter::paintMarks(const MessageItem &item, int row, const QPoint &origin)
{
    const QList<SpanMark> marks = m_state.marks.value(item.row().message.id);
    for (const SpanMark &mark : marks) {
        const bool hovered = m_state.hover.kind == TranscriptHit::Kind::Mark && m_state.hover.row == row &&
                             m_state.hover.target == mark.signalId;
        const QColor color = withAlpha(mark.color, hovered ? 1.0 : 0.6);
        const QList<markdown::LineRect> lines = item.rectsOfContent(mark.start, mark.end);
        for (const markdown::LineRect &line : lines) {
            const QRectF rect = line.rect.translated(origin);
            m_painter->fillRect(
                QRectF(rect.left(), std::round(rect.top()) + std::round(rect.height()), rect.width(), 2),
                color);
        }
    }
}

/// What is selected, and the words that are looked for where they can be seen.
QList<markdown::TextHighlight> TranscriptPainter::highlights(
    const MessageItem &item, int row, int index, double top, double bottom) const
{
    QList<markdown::TextHighlight> found;
    const markdown::BlockLayout &layout = *item.part(index).layout;
    const ThemeColors &colors = m_style.theme.colors;
    if (m_state.selection) {
        const auto [from, to] = m_state.selection->positionsIn(row, index, layout.lastPosition());
        if (from < to) {
            found.append(
                {from, to, withAlpha(m_state.isActive ? colors.accent : colors.muted, tint::Selection)});
        }
    }
    if (m_state.words.isEmpty()) {
        return found;
    }
    const FoundPlace &current = m_state.found;
    const QList<markdown::ShownLine> lines = layout.linesBetween(top, bottom);
    for (const markdown::ShownLine &line : lines) {
        const QList<int> places = workspace::wordsIn(line.text, m_state.words);
        for (const int place : places) {
            const int start = line.position + place;
            const int end = start + static_cast<int>(m_state.words.size());
            const bool isCurrent =
                current.row == row && current.words.part == index && current.words.start == start;
            found.append(
                {start, end, withAlpha(colors.warning, tint::Found), isCurrent ? colors.warning : QColor()});
        }
    }
    return found;
}

void TranscriptPainter::paintParts(const MessageItem &item, int row, const QPoint &origin, const QRect &clip)
{
    for (int i = 0; i < item.partCount(); ++i) {
        const MessageItem::Part &part = item.part(i);
        const QRectF area(origin.x(), origin.y() + part.top, item.columnWidth(), part.height);
        if (!part.layout || !area.intersects(clip)) {
            continue;
        }
        const double top = clip.top() - area.top();
        part.layout->draw(m_painter, QPointF(origin.x() + item.textLeft(), origin.y() + part.top),
            QRectF(clip), highlights(item, row, i, top, top + clip.height()));
        if (part.layout->isCode()) {
            paintCodeHeader(item, row, i, origin);
        }
    }
    for (const PlacedPicture &picture : item.pictures()) {
        const QRect area = picture.rect.translated(origin);
        if (area.intersects(clip)) {
            m_painter->setRenderHint(QPainter::SmoothPixmapTransform);
            m_painter->drawImage(area, picture.image);
        }
    }
}

void TranscriptPainter::paintCodeHeader(const MessageItem &item, int row, int index, const QPoint &origin)
{
    const MessageItem::Part &part = item.part(index);
    const int padding = m_style.scaled(13);
    const QRect header = part.layout->headerRect()
                             .translated(item.textLeft(), part.top)
                             .toRect()
                             .translated(origin)
                             .adjusted(padding, 0, -padding, 0);
    m_painter->setFont(m_style.caption);
    m_painter->setPen(m_style.theme.colors.muted);
    const QString language =
        part.block.language.isEmpty() ? TranscriptWords::tr("code") : part.block.language;
    const QString label = m_painter->fontMetrics().elidedText(language, Qt::ElideRight, header.width() / 2);
    m_painter->drawText(header, Qt::AlignVCenter | leading(), label);
    const bool copied = m_state.copiedRow == row && m_state.copiedPart == index;
    const auto isHovered = [&](TranscriptHit::Kind kind) {
        return m_state.hover.kind == kind && m_state.hover.row == row && m_state.hover.place.part == index;
    };
    const ThemeColors &colors = m_style.theme.colors;
    m_painter->setPen(isHovered(TranscriptHit::Kind::CodeCopy) ? colors.text : colors.muted);
    m_painter->drawText(header, Qt::AlignVCenter | trailing(),
        copied ? TranscriptWords::tr("Copied") : TranscriptWords::tr("Copy"));
    const QRect wrap = item.codeWrapRect(index).translated(origin);
    if (!wrap.isEmpty()) {
        m_painter->setPen(isHovered(TranscriptHit::Kind::CodeWrap) ? colors.text : colors.muted);
        m_painter->drawText(wrap, Qt::AlignCenter, item.codeWrapText(index));
    }
}

void TranscriptPainter::paintFocus(const MessageItem &item, const QPoint &origin)
{
    const int top = item.headHeight();
    const int bottom = item.height() - m_style.rowGap();
    const QRectF ring = item.isUser()
                            ? QRectF(item.bubble())
                            : QRectF(0, top, item.columnWidth(), bottom - top).adjusted(-10, -6, 10, 4);
    m_painter->setBrush(Qt::NoBrush);
    m_painter->setPen(QPen(m_style.theme.colors.accent, FocusRing));
    m_painter->drawRoundedRect(ring.translated(origin), radius::Card, radius::Card);
}

void TranscriptPainter::paintEmpty(const QRect &area, const QString &title, const QString &text)
{
    const int width = std::min(area.width() - m_style.scaled(48), m_style.scaled(460));
    const int titleHeight = m_style.scaled(34);

    QTextLayout body(text, m_style.reply.body);
    QTextOption option(Qt::AlignHCenter);
    option.setTextDirection(m_direction);
    body.setTextOption(option);
    const int line = m_style.scaled(21);
    int height = 0;
    body.beginLayout();
    for (QTextLine l = body.createLine(); l.isValid(); l = body.createLine()) {
        l.setLineWidth(width);
        l.setPosition(QPointF(0, height));
        height += line;
    }
    body.endLayout();
    const int gap = m_style.scaled(6);
    const int y = area.top() + (area.height() - titleHeight - gap - height) / 2;
    m_painter->setFont(m_style.headline);
    m_painter->setPen(m_style.theme.colors.text);
    m_painter->drawText(QRect(area.left(), y, area.width(), titleHeight), Qt::AlignCenter, title);
    m_painter->setPen(m_style.theme.colors.muted);
    body.draw(m_painter, QPointF(area.left() + (area.width() - width) / 2.0, y + titleHeight + gap));
}

void TranscriptPainter::paintSkeleton(const QRect &column)
{
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(m_style.theme.colors.sunken);
    const int line = m_style.reply.lineHeight;
    const QRect bubble(
        column.left() + column.width() * 2 / 5, column.top(), column.width() * 3 / 5, 2 * line + 20);
    const QRect mirrored(column.left(), bubble.top(), bubble.width(), bubble.height());
    m_painter->drawRoundedRect(
        m_direction == Qt::LeftToRight ? bubble : mirrored, radius::Card, radius::Card);
    static constexpr double widths[] = {0.96, 0.9, 0.93, 0.55};
    int y = bubble.bottom() + m_style.scaled(30);
    for (const double share : widths) {
        const int width = static_cast<int>(column.width() * share);
        const int x = m_direction == Qt::LeftToRight ? column.left() : column.right() + 1 - width;
        m_painter->drawRoundedRect(QRect(x, y, width, m_style.scaled(11)), 4, 4);
        y += line;
    }
}

} // namespace throughline::ui
