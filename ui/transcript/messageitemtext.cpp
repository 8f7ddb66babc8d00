#include "markdown/html.h"
#include "markdown/plainmarkdown.h"
#include "markdown/showntext.h"
#include "ui/transcript/messageitem.h"
#include "workspace/transcriptsearch.h"

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

std::optional<QString> MessageItem::pieceBetween(int index, const TextPlace &from, const TextPlace &to) const
{
    const bool whole = (index > from.part || from.position == 0) && index < to.part;
    if (whole) {
        return std::nullopt;
    }
    const Part &p = part(index);
    std::unique_ptr<BlockLayout> temporary;
    const BlockLayout *layout = p.layout.get();
    if (!layout) {
        temporary = std::make_unique<BlockLayout>(p.block, markdownStyle());
        layout = temporary.get();
    }
    const int start = index == from.part ? from.position : 0;
    const int end = index == to.part ? std::min(to.position, layout->lastPosition()) : layout->lastPosition();
    return start == 0 && end == layout->lastPosition() ? std::nullopt
                                                       : std::optional(layout->textOfRange(start, end));
}

QString MessageItem::textBetween(const TextPlace &from, const TextPlace &to) const
{
    QString text;
    for (int i = std::max(0, from.part); i <= std::min(to.part, partCount() - 1); ++i) {
        if (i > from.part) {
            text += isUser() ? QStringLiteral("\n") : QStringLiteral("\n\n");
        }
        const std::optional<QString> piece = pieceBetween(i, from, to);
        text += piece ? *piece : markdown::plainText(part(i).block);
    }
    return text;
}

QString MessageItem::markdownBetween(const TextPlace &from, const TextPlace &to) const
{
    if (isUser()) {
        return markdown::asMarkdown(textBetween(from, to));
    }
    QStringList blocks;
    qsizetype written = 0; // a footnote may be written inside another block
    for (int i = std::max(0, from.part); i <= std::min(to.part, partCount() - 1); ++i) {
        const markdown::SourceRange source = part(i).block.source;
        const std::optional<QString> piece = pieceBetween(i, from, to);
        if (piece) {
            blocks.append(markdown::asMarkdown(*piece));
        } else if (source.end > written) {
            QString block = m_row.message.content.mid(source.start, source.end - source.start);
            while (block.endsWith(u'\n') || block.endsWith(u'\r')) {
                block.chop(1);
            }
            blocks.append(block);
            written = source.end;
        }
    }
    return blocks.join(QStringLiteral("\n\n"));
}

QString MessageItem::htmlBetween(const TextPlace &from, const TextPlace &to) const
{
    QString html;
    for (int i = std::max(0, from.part); i <= std::min(to.part, partCount() - 1); ++i) {
        const std::optional<QString> piece = isUser() ? part(i).block.literal : pieceBetween(i, from, to);
        if (piece) {
            const QString text = pieceBetween(i, from, to).value_or(*piece);
            html += QStringLiteral("<p>") + markdown::htmlText(text).replace(u'\n', QStringLiteral("<br/>")) +
                    QStringLiteral("</p>");
        } else {
            html += markdown::toHtml({part(i).block}, QString());
        }
    }
    return html;
}

MessageItem::FoundWords MessageItem::find(const QString &words, int index)
{
    for (int i = 0; i < partCount(); ++i) {
        const QStringList lines = markdown::shownLines(part(i).block);
        for (qsizetype line = 0; line < lines.size(); ++line) {
            const QList<int> places = workspace::wordsIn(lines[line], words);
            if (index >= places.size()) {
                index -= static_cast<int>(places.size());
                continue;
            }
            layOutPart(i);
            const BlockLayout &layout = *part(i).layout;
            const int start = layout.linesBetween(0, layout.height()).value(line).position + places[index];
            return {i, start, start + static_cast<int>(words.size())};
        }
    }
    return {};
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
