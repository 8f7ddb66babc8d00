#include "markdown/blocklayout.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QPainterPath>
#include <QTextCursor>

#include <cmath>

namespace throughline::markdown {

namespace {

void drawBox(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &border)
{
    painter->setPen(border.isValid() ? QPen(border, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill);
    const qreal half = border.isValid() ? 0.5 : 0;
    painter->drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius);
}

void drawBullet(QPainter *painter, const Decoration &bullet, const QColor &color)
{
    painter->setPen(QPen(color, 1.2));
    painter->setBrush(bullet.depth % 3 == 1 ? QBrush(Qt::NoBrush) : QBrush(color));
    const QRectF rect = bullet.rect.adjusted(0.4, 0.4, -0.4, -0.4);
    if (bullet.depth % 3 == 2) {
        painter->drawRect(rect);
    } else {
        painter->drawEllipse(rect);
    }
}

void drawCheckBox(QPainter *painter, const Decoration &box, const MarkdownStyle &style)
{
    const QRectF &r = box.rect;
    if (!box.checked) {
        drawBox(painter, r, 3, Qt::transparent, style.muted);
        return;
    }
    drawBox(painter, r, 3, style.accent, {});
    QPainterPath tick;
    tick.moveTo(r.left() + r.width() * 0.24, r.top() + r.height() * 0.53);
    tick.lineTo(r.left() + r.width() * 0.43, r.top() + r.height() * 0.72);
    tick.lineTo(r.left() + r.width() * 0.77, r.top() + r.height() * 0.30);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(style.onAccent, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(tick);
}

void drawDecoration(QPainter *painter, const Decoration &decoration, const MarkdownStyle &style)
{
    switch (decoration.kind) {
    case Decoration::Kind::CodeBox:
        drawBox(painter, decoration.rect, decoration.depth == 0 ? 10 : 6, style.sunken, style.border);
        break;
    case Decoration::Kind::InlineCode:
        drawBox(painter, decoration.rect, 4, style.sunken, {});
        break;
    case Decoration::Kind::QuoteBar:
        drawBox(painter, decoration.rect, 1.5, style.border, {});
        break;
    case Decoration::Kind::Bullet:
        drawBullet(painter, decoration, style.muted);
        break;
    case Decoration::Kind::Marker:
        painter->setPen(style.text);
        painter->setFont(style.body);
        // The place is the item's, and so is the direction: "1." is not ".1" where the window is mirrored.
        painter->setLayoutDirection(decoration.direction);
        painter->drawText(decoration.rect,
            Qt::AlignLeft | Qt::AlignAbsolute | Qt::AlignTop | Qt::TextDontClip, decoration.text);
        break;
    case Decoration::Kind::CheckBox:
        drawCheckBox(painter, decoration, style);
        break;
    case Decoration::Kind::Rule:
        painter->fillRect(decoration.rect, style.border);
        break;
    }
}

} // namespace

QRectF BlockLayout::scrollBarRect() const
{
    const qreal edge = 8 * m_style.scale;
    const qreal track = m_width - 2 * edge;
    const qreal share = codeWidth() / m_contentWidth;
    const qreal x = edge + track * (1 - share) * m_scroll / maximumScroll();
    return {x, m_height - std::round(6 * m_style.scale), track * share, std::round(3 * m_style.scale)};
}

void BlockLayout::drawScrollBar(QPainter *painter) const
{
    const QRectF bar = scrollBarRect();
    QColor color = m_style.muted;
    color.setAlphaF(0.6F);
    drawBox(painter, bar, bar.height() / 2, color, {});
}

void BlockLayout::draw(QPainter *painter, const QPointF &origin, const QRectF &clip,
    const QList<TextHighlight> &highlights) const
{
    painter->save();
    painter->translate(origin);
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF visible = clip.translated(-origin);
    for (const QList<Decoration> *list : {&m_quoteBars, &m_decorations}) {
        for (const Decoration &decoration : *list) {
            if (decoration.rect.intersects(visible)) {
                drawDecoration(painter, decoration, m_style);
            }
        }
    }
    if (m_code) {
        const QRectF header = headerRect();
        painter->fillRect(QRectF(1, header.bottom(), m_width - 2, 1), m_style.border);
    }
    if (maximumScroll() > 0) {
        drawScrollBar(painter);
        painter->setClipRect(QRectF(1, 0, m_width - 2, m_height), Qt::IntersectClip);
    }
    for (const TextHighlight &highlight : highlights) {
        const QList<LineRect> lines = rectsOfRange(highlight.start, highlight.end);
        for (const LineRect &line : lines) {
            painter->fillRect(line.cell, highlight.ground);
            if (highlight.outline.isValid()) {
                drawBox(painter, line.cell, 2, Qt::transparent, highlight.outline);
            }
        }
    }
    if (!m_rule) {
        QAbstractTextDocumentLayout::PaintContext context;
        context.palette.setColor(QPalette::Text, m_style.text);
        if (m_highlight) {
            m_highlight->color(visible.translated(-documentOffset()));
        }
        for (const TextHighlight &highlight : highlights) {
            // On a ground of another colour only the plain one of text is sure to be read.
            QTextCursor words(m_document.get());
            words.setPosition(highlight.start);
            words.setPosition(highlight.end, QTextCursor::KeepAnchor);
            QTextCharFormat plain;
            plain.setForeground(m_style.text);
            context.selections.append({words, plain});
        }
        context.clip = visible.translated(-documentOffset());
        painter->translate(documentOffset());
        m_document->documentLayout()->draw(painter, context);
    }
    painter->restore();
}

} // namespace throughline::markdown
