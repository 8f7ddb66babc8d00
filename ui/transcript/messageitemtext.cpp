#include "ui/transcript/messageitem.h"

#include <algorithm>

// The text of a message: places in it, what is copied of it, ranges of what was typed.

namespace throughline::ui {

using markdown::BlockLayout;

TextPlace MessageItem::placeAt(const QPointF &point) const
{
    const int index = partAt(static_cast<int>(point.y()));
    if (index < 0) {
        return {};
    }
    const Part &p = part(index);
    if (!p.layout) {
        return {index, 0};
    }
    return {index, p.layout->positionAt(point - QPointF(textLeft(), p.top))};
}

TextPlace MessageItem::lastPlace()
{
    if (m_parts.empty()) {
        return {};
    }
    Part &last = m_parts.back();
    const bool had = last.layout != nullptr;
    ensureLayout(last, markdownStyle(), partWidth());
    const TextPlace place{partCount() - 1, last.layout->lastPosition()};
    if (!had) {
        last.layout.reset();
    }
    return place;
}

QString MessageItem::textBetween(const TextPlace &from, const TextPlace &to) const
{
    QString text;
    for (int i = std::max(0, from.part); i <= std::min(to.part, partCount() - 1); ++i) {
        const Part &p = part(i);
        if (i > from.part) {
            text += isUser() ? QStringLiteral("\n") : QStringLiteral("\n\n");
        }
        const bool whole = (i > from.part || from.position == 0) && i < to.part;
        if (whole) {
            text += markdown::plainText(p.block);
            continue;
        }
        std::unique_ptr<BlockLayout> temporary;
        const BlockLayout *layout = p.layout.get();
        if (!layout) {
            temporary = std::make_unique<BlockLayout>(p.block, markdownStyle());
            layout = temporary.get();
        }
        const int start = i == from.part ? from.position : 0;
        const int end = i == to.part ? std::min(to.position, layout->lastPosition()) : layout->lastPosition();
        text += start == 0 && end == layout->lastPosition() ? markdown::plainText(p.block)
                                                            : layout->textOfRange(start, end);
    }
    return text;
}

QList<markdown::LineRect> MessageItem::rectsOfContent(int start, int end) const
{
    QList<markdown::LineRect> rects;
    if (!isUser()) {
        return rects;
    }
    for (const Part &p : m_parts) {
        const int first = std::max(0, start - p.textStart);
        const int last = std::min(static_cast<int>(p.block.literal.size()), end - p.textStart);
        if (!p.layout || first >= last) {
            continue;
        }
        const QList<markdown::LineRect> lines = p.layout->rectsOfRange(first, last);
        for (const markdown::LineRect &line : lines) {
            rects.append({line.rect.translated(textLeft(), p.top), line.cell.translated(textLeft(), p.top),
                line.baseline + p.top});
        }
    }
    return rects;
}

int MessageItem::yOfContent(int position) const
{
    for (const Part &p : m_parts) {
        const int inPart = position - p.textStart;
        const auto size = static_cast<int>(p.block.literal.size());
        if (!isUser() || inPart > size) {
            continue;
        }
        if (p.layout) {
            return p.top + static_cast<int>(p.layout->cursorRect(inPart).top());
        }
        return p.top + (size > 0 ? p.height * inPart / size : 0);
    }
    return 0;
}

} // namespace throughline::ui
