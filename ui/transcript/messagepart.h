#pragma once

#include "markdown/blocklayout.h"

#include <memory>
#include <vector>

namespace throughline::ui {

/// A stretch of a message that is laid out by itself, and only where it is on screen; elsewhere its height is
/// estimated. \c top is in the row's coordinates.
struct MessagePart
{
    markdown::Block block;
    std::unique_ptr<markdown::BlockLayout> layout; ///< null where it is not on screen
    int textStart = 0;                             ///< typed text: where it starts in the whole
    int top = 0;
    int height = 0;
    bool measured = false;
    bool wraps = false; ///< code: breaks its long lines
    double scroll = 0;  ///< code that does not: how far it has been scrolled sideways

    int bottom() const { return top + height; }
};

/// All in one style and of one width. GUI thread.
using MessageParts = std::vector<MessagePart>;

void ensureLayout(MessagePart &part, const markdown::MarkdownStyle &style, int width);
/// Also measures it.
void layOutPart(MessagePart &part, const markdown::MarkdownStyle &style, int width);
/// Lays out the parts that touch the range; true if a height was corrected, and tops have to be.
bool layOutParts(MessageParts &parts, const markdown::MarkdownStyle &style, int width, int from, int to);
void dropLayoutsOutside(MessageParts &parts, int from, int to);
void setWidth(MessageParts &parts, const markdown::MarkdownStyle &style, int width);

} // namespace throughline::ui
