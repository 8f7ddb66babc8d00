#pragma once

#include <QColor>
#include <QFont>

namespace throughline::markdown {

/// What laid out Markdown looks like. Filled by whoever owns the theme; this room knows no colour and no font
/// of its own. Lengths in device-independent pixels, multiplied by \c scale where they are used.
struct MarkdownStyle
{
    QFont body;
    QFont code;
    qreal scale = 1.0;          ///< 1.0…2.0, the user's text size; the fonts have it applied already
    qreal lineHeight = 1.55;    ///< of the font's pixel size
    qreal codeLineHeight = 1.5; ///< of the code font's pixel size

    QColor text;
    QColor muted;
    QColor link;
    QColor sunken; ///< behind code
    QColor border;
    QColor accent; ///< ticked boxes
    QColor onAccent;

    bool operator==(const MarkdownStyle &) const = default;
};

} // namespace throughline::markdown
