#include "markdown/texboxes.h"

#include <QPainterPathStroker>
#include <QPen>

#include <algorithm>

namespace throughline::markdown {

QFont sized(QFont font, qreal factor)
{
    if (font.pixelSize() > 0) {
        font.setPixelSize(std::max(1, qRound(font.pixelSize() * factor)));
    } else {
        font.setPointSizeF(std::max(1.0, font.pointSizeF() * factor));
    }
    return font;
}

/// Puts \a part into \a whole with its origin at \a at.
void place(TexBox &whole, const TexBox &part, const QPointF &at)
{
    for (TexBox::Glyphs text : part.texts) {
        text.at += at;
        whole.texts.append(text);
    }
    for (const QRectF &bar : part.bars) {
        whole.bars.append(bar.translated(at));
    }
    for (const QPainterPath &shape : part.shapes) {
        whole.shapes.append(shape.translated(at));
    }
    whole.width = std::max(whole.width, at.x() + part.width);
    whole.ascent = std::max(whole.ascent, part.ascent - at.y());
    whole.descent = std::max(whole.descent, part.descent + at.y());
}

TexBox stacked(const QList<QList<TexBox>> &cells, const QList<qreal> &widths, const QString &columns,
    const TexMeasure &measure)
{
    const bool isAligned = columns == u"rl";
    TexBox stack; // from its top
    qreal y = 0;
    qreal width = 0;
    for (const QList<TexBox> &boxes : cells) {
        qreal ascent = measure.capHeight;
        qreal descent = measure.em * 0.2;
        for (const TexBox &cell : boxes) {
            ascent = std::max(ascent, cell.ascent);
            descent = std::max(descent, cell.descent);
        }
        y += ascent;
        qreal x = 0;
        for (qsizetype i = 0; i < boxes.size(); ++i) {
            const qreal free = widths[i] - boxes[i].width;
            const QChar stands = columns[i % columns.size()];
            place(stack, boxes[i], {x + (stands == u'r' ? free : stands == u'c' ? free / 2 : 0), y});
            const qreal between = !isAligned ? 0.9 : i % 2 == 0 ? 0.26 : 1.2;
            x += widths[i] + (i + 1 < widths.size() ? between * measure.em : 0);
        }
        width = std::max(width, x);
        y += descent + measure.em * 0.28;
    }
    y -= measure.em * 0.28;
    stack.ascent = 0;
    stack.descent = y;
    stack.width = width;
    TexBox whole;
    place(whole, stack, {0, -y / 2 - measure.axis});
    whole.ascent = y / 2 + measure.axis;
    return whole;
}

QPainterPath rootSign(const QRectF &rect, qreal hook, qreal thick, qreal serif)
{
    const qreal left = rect.left();
    const qreal middle = rect.bottom() - rect.height() * 0.45;
    const qreal top = rect.top() + thick / 2;
    QPainterPath path;
    path.moveTo(left, middle + serif);
    path.lineTo(left + hook * 0.28, middle);
    path.lineTo(left + hook * 0.55, rect.bottom());
    path.lineTo(left + hook, top);
    path.lineTo(rect.right(), top);
    const QPainterPathStroker stroker(
        QPen(Qt::black, thick * 1.1, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    return stroker.createStroke(path);
}

} // namespace throughline::markdown
