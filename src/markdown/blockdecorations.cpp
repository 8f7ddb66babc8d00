#include "markdown/blocklayout.h"
#include "markdown/documentbuilder.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextFrame>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

// What is drawn around and behind the text of a block: where it goes.

namespace throughline::markdown {

QPointF BlockLayout::originOf(const QTextBlock &block)
{
    return block.document()->documentLayout()->blockBoundingRect(block).topLeft();
}

void BlockLayout::collectDecorations(int firstTextBlock)
{
    if (m_code) {
        m_decorations = {{Decoration::Kind::CodeBox, QRectF(0, 0, m_width, m_height)}};
        return;
    }
    while (!m_decorations.isEmpty() && m_decorations.last().textBlock >= firstTextBlock) {
        m_decorations.removeLast();
    }
    for (QTextBlock block = m_document->findBlockByNumber(firstTextBlock); block.isValid();
         block = block.next()) {
        addBlockDecorations(block);
    }
    collectQuoteBars();
}

void BlockLayout::addBlockDecorations(const QTextBlock &block)
{
    if (block.layout()->lineCount() == 0) {
        return;
    }
    const QTextBlockFormat format = block.blockFormat();
    const QTextLine first = block.layout()->lineAt(0);
    const QRectF line = first.rect().translated(originOf(block) + documentOffset());
    const QRectF lines = lineBoxes(block);
    const QRectF cell(0, lines.top(), m_width, format.lineHeight());
    if (format.hasProperty(CodeBoxProperty)) {
        addCodeBox(block, lines);
    }
    if (format.property(RuleProperty).toBool()) {
        const qreal y = std::round(cell.center().y());
        const QRectF rule(QPointF(format.leftMargin(), y), QPointF(m_width - format.rightMargin(), y + 1));
        m_decorations.append({Decoration::Kind::Rule, rule, {}, 0, false, block.blockNumber()});
    }
    addMarker(block, cell, line.top() + first.ascent());
    addInlineCode(block);
}

/// The lines of \a block: what CSS calls their boxes, not the text in them.
QRectF BlockLayout::lineBoxes(const QTextBlock &block) const
{
    const QRectF first = block.layout()->lineAt(0).rect().translated(originOf(block) + documentOffset());
    const qreal pitch = block.blockFormat().lineHeight();
    return {0, std::round(first.center().y() - pitch / 2), m_width, pitch * block.layout()->lineCount()};
}

void BlockLayout::addCodeBox(const QTextBlock &block, const QRectF &lines)
{
    const QTextBlockFormat format = block.blockFormat();
    const qreal padding = CodeInset * m_style.scale;
    const QRectF box(QPointF(format.leftMargin() - padding, lines.top() - padding),
        QPointF(m_width - format.rightMargin() + padding, lines.bottom() + padding));
    const int id = format.intProperty(CodeBoxProperty);
    const auto isBox = [](const Decoration &d) { return d.kind == Decoration::Kind::CodeBox; };
    const auto above = std::find_if(m_decorations.rbegin(), m_decorations.rend(), isBox);
    if (above != m_decorations.rend() && block.previous().blockFormat().intProperty(CodeBoxProperty) == id) {
        above->rect.setBottom(box.bottom());
    } else {
        m_decorations.append({Decoration::Kind::CodeBox, box, {}, 1, false, block.blockNumber()});
    }
}

/// One bar beside all that stands in a quote one after the other, text and tables.
void BlockLayout::collectQuoteBars()
{
    m_quoteBars.clear();
    if (!m_builder->hasQuotes()) {
        return;
    }
    QList<qsizetype> open; // those that reach to what came last, by their depth
    QTextFrame *tableAbove = nullptr;
    QTextFrame *root = m_document->rootFrame();
    for (auto it = root->begin(); !it.atEnd(); ++it) {
        QTextFrame *table = it.currentFrame();
        auto next = it;
        QTextFrame *tableBelow = (++next).currentFrame();
        const bool isQts = !table && it.currentBlock().length() == 1 && (tableAbove || tableBelow) &&
                           !it.currentBlock().blockFormat().hasProperty(MarkerKindProperty);
        tableAbove = table;
        if (isQts) {
            continue; // an empty text block beside a table
        }
        const QTextFormat format =
            table ? QTextFormat(table->frameFormat()) : QTextFormat(it.currentBlock().blockFormat());
        const QRectF area = table ? tableBox(table) : lineBoxes(it.currentBlock());
        const QVariantList bars = format.property(QuoteBarsProperty).toList();
        for (qsizetype depth = 0; depth < bars.size(); ++depth) {
            const qreal leading = bars[depth].toReal();
            const qreal x = m_builder->isRightToLeft() ? m_width - leading - 3 : leading;
            if (depth < open.size() && m_quoteBars[open[depth]].rect.x() == x) {
                m_quoteBars[open[depth]].rect.setBottom(area.bottom());
            } else {
                open.resize(depth);
                open.append(m_quoteBars.size());
                m_quoteBars.append({Decoration::Kind::QuoteBar, QRectF(x, area.top(), 3, area.height())});
            }
        }
        open.resize(bars.size());
    }
}

QRectF BlockLayout::tableBox(QTextFrame *table) const
{
    const QRectF area = m_document->documentLayout()->frameBoundingRect(table);
    return area.adjusted(0, table->frameFormat().topMargin(), 0, 0).translated(documentOffset());
}

void BlockLayout::addMarker(const QTextBlock &block, const QRectF &cell, qreal baseline)
{
    const QTextBlockFormat format = block.blockFormat();
    const auto kind = static_cast<MarkerKind>(format.intProperty(MarkerKindProperty));
    if (kind == MarkerKind::None) {
        return;
    }
    const bool rightToLeft = m_builder->isRightToLeft();
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
        m_decorations.append({Decoration::Kind::Marker, rect, text, depth, false, block.blockNumber(),
            rightToLeft ? Qt::RightToLeft : Qt::LeftToRight});
    } else if (kind == MarkerKind::Bullet) {
        const qreal size = 5 * scale;
        const QFontMetricsF metrics(m_style.body);
        const qreal y = baseline - metrics.xHeight() / 2 - size / 2;
        m_decorations.append({Decoration::Kind::Bullet, place(8 * scale, size, y, size), {}, depth, false,
            block.blockNumber()});
    } else {
        const qreal size = std::round(13 * scale);
        const QRectF rect = place(6 * scale, size, std::round(cell.center().y() - size / 2), size);
        m_decorations.append(
            {Decoration::Kind::CheckBox, rect, {}, depth, kind == MarkerKind::Checked, block.blockNumber()});
    }
}

} // namespace throughline::markdown
