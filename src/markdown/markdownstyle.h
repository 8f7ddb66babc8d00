#pragma once

#include <QColor>
#include <QFont>

namespace throughline::markdown {

/// The colours of code, on the sunken ground.
struct CodeColors
{
    QColor comment;
    QColor string;
    QColor number;
    QColor keyword;
    QColor type;
    QColor meta;
    QColor added;
    QColor removed;

    bool operator==(const CodeColors &) const = default;
};

/// What laid out Markdown looks like. Filled by whoever owns the theme; this room knows no colour and no font
/// of its own. Lengths in device-independent pixels, multiplied by \c scale where they are used.
struct MarkdownStyle
{
    QFont body;
    QFont code;
    qreal bodyPixels = 15; ///< the size of body, however it was set
    qreal scale = 1.0; ///< 1.0…2.0, the user's text size; the fonts and line heights have it applied already
    int lineHeight = 23; ///< of a line of body text
    int codeLineHeight = 20;

    QColor text;
    QColor muted;
    QColor link;
    QColor sunken; ///< behind code
    QColor border;
    QColor accent; ///< ticked boxes
    QColor onAccent;
    CodeColors codeColors;

    bool operator==(const MarkdownStyle &) const = default;
};

} // namespace throughline::markdown
