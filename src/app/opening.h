#pragma once

#include <QString>

namespace throughline::app {

/// What the program was asked to open: a file with text, or an address `throughline:new?text=…`, of which
/// other programs may make links. Either becomes the beginning of a message in a new conversation, for its
/// author to go on with: nothing is sent.
struct Opening
{
    QString text;
    QString problem; ///< a sentence; empty: there is none

    /// \a argument as it stands on a command line; a file's name may be relative to the current folder. Reads
    /// the file, blocking: for the beginning of a program, before there is a window. What is no
    /// workspace::TextFile is refused, and so are other addresses.
    static Opening of(const QString &argument);

    /// For another process of this program, which has the window.
    QString toMessage() const;
    static Opening fromMessage(const QString &message);
};

} // namespace throughline::app
