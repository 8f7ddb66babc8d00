#include "markdown/blocklayout.h"
#include "markdown/documentbuilder.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

// What is drawn around and behind the text of a block: where it goes.

namespace throughline::markdown {

QPointF BlockLayout::originOf(const QTextBlock &block)
{
    return block.document()->documentLayout()->blockBoundingRect(block).topLeft();
}

void BlockLayout::collectDecorations()
{
    m_decorations.clear();
    const QPointF offset = documentOffset();
    const QRectF whole(0, 0, m_width, m_height);
    if (m_code) {
        m_decorations.append({Decoration::Kind::CodeBox, whole, {}, 0, false});
        return;
    }
    QHash<int, qsizetype> boxes;
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        const QTextBlockFormat format = block.blockFormat();
        if (block.layout()->lineCount() == 0) {
            continue;
        }
        const QRectF line = block.layout()->lineAt(0).rect().translated(originOf(block) + offset);
        const qreal pitch = format.lineHeight();
        // What CSS calls the line box, not the text in it.
        const QRectF cell(0, std::round(line.center().y() - pitch / 2), m_width, pitch);
        const bool rightToLeft = format.rightMargin() > format.leftMargin();
        const qreal blockBottom = cell.top() + pitch * block.layout()->lineCount();

        const QVariantList bars = format.property(QuoteBarsProperty).toList();
        for (qsizetype i = 0; i < bars.size(); ++i) {
            const qreal x = bars[i].toReal();
            const QRectF bar(rightToLeft ? m_width - x - 3 : x, cell.top(), 3, blockBottom - cell.top());
            const auto joins = [&](const Decoration &d) {
                return d.kind == Decoration::Kind::QuoteBar && d.rect.x() == bar.x() &&
                       d.depth == block.blockNumber() - 1;
            };
            const auto above = std::find_if(m_decorations.begin(), m_decorations.end(), joins);
            if (above != m_decorations.end()) {
                above->rect.setBottom(bar.bottom());
                above->depth = block.blockNumber();
            } else {
                m_decorations.append({Decoration::Kind::QuoteBar, bar, {}, block.blockNumber(), false});
            }
        }
        if (format.hasProperty(CodeBoxProperty)) {
            const qreal padding = CodeInset * m_style.scale;
            const QRectF box(QPointF(format.leftMargin() - padding, cell.top() - padding),
                QPointF(m_width - format.rightMargin() + padding, blockBottom + padding));
            const int id = format.property(CodeBoxProperty).toInt();
            if (boxes.contains(id)) {
                m_decorations[boxes[id]].rect.setBottom(box.bottom());
            } else {
                boxes.insert(id, m_decorations.size());
                m_decorations.append({Decoration::Kind::CodeBox, box, {}, 1, false});
            }
        }
        if (format.property(RuleProperty).toBool()) {
            const qreal y = std::round(cell.center().y());
            m_decorations.append({Decoration::Kind::Rule,
                QRectF(QPointF(format.leftMargin(), y), QPointF(m_width - format.rightMargin(), y + 1)), {},
                0, false});
        }
        addMarker(block, cell, line.top() + block.layout()->lineAt(0).ascent(), rightToLeft);
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (!fragment.charFormat().property(InlineCodeProperty).toBool()) {
                continue;
            }
            const QFontMetricsF metrics(m_style.code);
            const QList<LineRect> pieces =
                rectsOfRange(fragment.position(), fragment.position() + fragment.length());
            for (const LineRect &piece : pieces) {
                const QRectF rect(QPointF(piece.rect.left() - 3, piece.baseline - metrics.ascent() - 1),
                    QPointF(piece.rect.right() + 3, piece.baseline + metrics.descent() + 1));
                m_decorations.append({Decoration::Kind::InlineCode, rect, {}, 0, false});
            }
        }
    }
}

void BlockLayout::addMarker(const QTextBlock &block, const QRectF &cell, qreal baseline, bool rightToLeft)
{
    const QTextBlockFormat format = block.blockFormat();
    const auto kind = static_cast<MarkerKind>(format.intProperty(MarkerKindProperty));
    if (kind == MarkerKind::None) {
        return;
    }
    const qreal textEdge = format.doubleProperty(MarkerOffsetProperty);
    const qreal scale = m_style.scale;
    const auto place = [&](qreal gap, qreal width, qreal y, qreal height) {
        const qreal x = textEdge - gap - width;
        return QRectF(rightToLeft ? m_width - x - width : x, y, width, height);
    };
    const int depth = format.intProperty(MarkerDepthProperty);
    if (kind == MarkerKind::Number) {
        const QString text = format.stringProperty(MarkerTextProperty).section(u' ', -1);
        const QFontMetricsF metrics(m_style.body);
        const QRectF rect =
            place(5 * scale, metrics.horizontalAdvance(text), baseline - metrics.ascent(), metrics.height());
        m_decorations.append({Decoration::Kind::Marker, rect, text, depth, false,
            rightToLeft ? Qt::RightToLeft : Qt::LeftToRight});
    } else if (kind == MarkerKind::Bullet) {
        const qreal size = 5 * scale;
        const QFontMetricsF metrics(m_style.body);
        const qreal y = baseline - metrics.xHeight() / 2 - size / 2;
        m_decorations.append({Decoration::Kind::Bullet, place(8 * scale, size, y, size), {}, depth, false});
    } else {
        const qreal size = std::round(13 * scale);
        const QRectF rect = place(6 * scale, size, std::round(cell.center().y() - size / 2), size);
        m_decorations.append({Decoration::Kind::CheckBox, rect, {}, depth, kind == MarkerKind::Checked});
    }
}

} // namespace throughline::markdown
