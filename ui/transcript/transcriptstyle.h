#pragma once

#include "markdown/markdownstyle.h"
#include "ui/theme.h"

namespace throughline::ui {

/// What the transcript takes from the theme, computed once for each theme.
struct TranscriptStyle
{
    Theme theme;
    markdown::MarkdownStyle reply;
    markdown::MarkdownStyle user;     ///< the same fonts on the tinted ground
    markdown::MarkdownStyle thoughts; ///< what a model thought: smaller, and muted
    QFont caption;
    QFont noticeTitle;
    QFont noticeText;
    QFont headline;

    int scaled(double pixels) const { return theme.scaled(pixels); }
    int bubbleX() const { return scaled(theme.rows().bubbleX); }
    int bubbleY() const { return scaled(theme.rows().bubbleY); }
    int rowGap() const { return scaled(theme.rows().message); }

    static TranscriptStyle from(const Theme &theme);
};

namespace transcript {
// At a text size of 1; scaled with it.
inline constexpr int ColumnWidth = 760;
inline constexpr int SideMargin = 38;
inline constexpr int TopMargin = 20;
inline constexpr int ActionsHeight = 28;
inline constexpr double BubbleShare = 0.8; ///< of the column
} // namespace transcript

} // namespace throughline::ui
