#pragma once

#include <QString>

namespace throughline::ui {

/// For setToolTip() and QToolTip, which take text for rich text when it looks like it: what comes from the
/// network must not be, or it could name a file that is opened. Lines that are too long are broken. Empty for
/// an empty \a text, so that there is no tool tip.
inline QString plainToolTip(const QString &text)
{
    return text.isEmpty()
               ? QString()
               : QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(text.toHtmlEscaped());
}

} // namespace throughline::ui
