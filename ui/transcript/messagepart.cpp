#include "ui/transcript/messagepart.h"

namespace throughline::ui {

using markdown::BlockLayout;
using markdown::MarkdownStyle;

namespace {

bool touches(const MessagePart &part, int from, int to)
{
    return part.top + part.height >= from && part.top <= to;
}

} // namespace

void ensureLayout(MessagePart &part, const MarkdownStyle &style, int width)
{
    if (!part.layout) {
        part.layout = std::make_unique<BlockLayout>(part.block, style);
        part.layout->setWrapped(part.wraps);
        part.layout->setWidth(width);
        part.layout->setScroll(part.scroll);
    }
}

void layOutPart(MessagePart &part, const MarkdownStyle &style, int width)
{
    ensureLayout(part, style, width);
    part.height = static_cast<int>(part.layout->height());
    part.measured = true;
}

bool layOutParts(MessageParts &parts, const MarkdownStyle &style, int width, int from, int to)
{
    bool corrected = false;
    for (MessagePart &part : parts) {
        if (touches(part, from, to)) {
            const int before = part.height;
            layOutPart(part, style, width);
            corrected = corrected || part.height != before;
        }
    }
    return corrected;
}

void dropLayoutsOutside(MessageParts &parts, int from, int to)
{
    for (MessagePart &part : parts) {
        if (!touches(part, from, to)) {
            part.layout.reset();
        }
    }
}

void setWidth(MessageParts &parts, const MarkdownStyle &style, int width)
{
    for (MessagePart &part : parts) {
        if (part.layout) {
            part.layout->setWidth(width);
            part.height = static_cast<int>(part.layout->height());
        } else {
            part.height = BlockLayout::estimatedHeight(part.block, style, width);
        }
        part.measured = part.layout != nullptr;
    }
}

} // namespace throughline::ui
