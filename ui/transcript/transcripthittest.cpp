#include "ui/transcript/transcripthittest.h"

namespace throughline::ui {

namespace {

/// The row at \a point; the one above it where that one's buttons reach down.
int rowAt(const TranscriptLayout &layout, const QPoint &point)
{
    const int row = layout.rowAt(point.y());
    if (row <= 0 || point.y() - layout.rowY(row) >= MessageFoot::overhang(layout.style())) {
        return row;
    }
    const MessageItem *above = layout.item(row - 1);
    return above && above->buttonAt({point.x(), point.y() - layout.rowY(row - 1)}) ? row - 1 : row;
}

QString markAt(const MessageItem &item, const QList<SpanMark> &marks, const QPoint &point)
{
    QString found;
    int shortest = 0;
    for (const SpanMark &mark : marks) {
        const QList<markdown::LineRect> lines = item.rectsOfContent(mark.start, mark.end);
        for (const markdown::LineRect &line : lines) {
            const int length = mark.end - mark.start;
            if (line.rect.adjusted(0, -2, 0, 4).contains(point) && (found.isEmpty() || length < shortest)) {
                found = mark.signalId; // of marks inside each other, the inner one
                shortest = length;
            }
        }
    }
    return found;
}

} // namespace

TranscriptHit hitTest(const TranscriptLayout &layout, const TranscriptPaintState &state, const QPoint &point)
{
    using Kind = TranscriptHit::Kind;
    TranscriptHit hit;
    hit.row = rowAt(layout, point);
    const MessageItem *item = hit.row < 0 ? nullptr : layout.item(hit.row);
    if (!item) {
        return hit;
    }
    const QPoint inRow(point.x(), point.y() - layout.rowY(hit.row));
    hit.place = item->placeAt(inRow);
    if (const MessageButton *button = item->buttonAt(inRow)) {
        hit.kind = button->isEnabled ? Kind::Button : Kind::Nothing;
        hit.action = button->action;
        return hit;
    }
    if (hit.place.part >= item->partCount()) {
        return hit;
    }
    if (item->codeCopyRect(hit.place.part).contains(inRow)) {
        hit.kind = Kind::CodeCopy;
        return hit;
    }
    if (item->codeWrapRect(hit.place.part).contains(inRow)) {
        hit.kind = Kind::CodeWrap;
        return hit;
    }
    const MessageItem::Part &part = item->part(hit.place.part);
    if (!part.layout) {
        return hit;
    }
    const QPointF inPart = QPointF(inRow) - QPointF(item->textLeft(), part.top);
    if (item->isUser()) {
        hit.target = markAt(*item, state.marks.value(item->row().message.id), inRow);
        hit.kind = !hit.target.isEmpty()             ? Kind::Mark
                   : part.layout->isOverText(inPart) ? Kind::Text
                                                     : Kind::Nothing;
        return hit;
    }
    hit.target = part.layout->linkAt(inPart);
    if (!hit.target.isEmpty()) {
        hit.kind = Kind::Link;
    } else if (hit.target = part.layout->imageAt(inPart); !hit.target.isEmpty()) {
        hit.kind = Kind::Image;
    } else if (part.layout->isOverText(inPart)) {
        hit.kind = Kind::Text;
        hit.formula = part.layout->formulaAt(inPart);
    }
    return hit;
}

} // namespace throughline::ui
