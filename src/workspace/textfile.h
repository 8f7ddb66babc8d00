#pragma once

#include <QString>

namespace throughline::workspace {

/// A file with text as it stands in a message: its name, and below it prose as it is and everything else as
/// code. Other files than text of at most mostBytes, in UTF-8, are refused.
struct TextFile
{
    QString text;
    QString problem; ///< a sentence; empty: there is none

    /// Reads it, blocking. Any thread.
    static TextFile read(const QString &path);

    static constexpr qsizetype mostBytes = qsizetype(256) * 1024;
};

} // namespace throughline::workspace
