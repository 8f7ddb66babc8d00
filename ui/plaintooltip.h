#pragma once

#include <QString>

#include <algorithm>

namespace throughline::ui {

/// For setToolTip() and QToolTip, which take text for rich text when it looks like it: what comes from the
/// network must not be, or it could name a file that is opened. Lines that are too long are broken. Empty for
/// an empty \a text, so that there is no tool tip.
inline QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    // Qt makes rich text as narrow as half a dozen words, also where that breaks a line in two for nothing.
    constexpr qsizetype longestWhole = 60;
    const QStringList lines = text.split(u'\n');
    const bool isShort = std::all_of(
        lines.cbegin(), lines.cend(), [](const QString &line) { return line.size() <= longestWhole; });
    return QStringLiteral("<p style=\"white-space:%1\">%2</p>")
        .arg(isShort ? QStringLiteral("pre") : QStringLiteral("pre-wrap"), text.toHtmlEscaped());
}

} // namespace throughline::ui
