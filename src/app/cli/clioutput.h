#pragma once

#include "protocol/apierror.h"

#include <QJsonObject>
#include <QString>

/// What the terminal client writes and how it ends. What was asked for goes to stdout, everything about it to
/// stderr.
namespace throughline::cli {

enum ExitCode {
    ExitDone = 0,        ///< the reply is complete, the list is whole
    ExitFailed = 1,      ///< the server or its model said no, or there was no server
    ExitUsage = 2,       ///< the command line
    ExitInterrupted = 3, ///< the link broke; what arrived was printed
    ExitStopped = 4,     ///< Ctrl+C
    ExitSignIn = 5,      ///< the token is missing, wrong or too old
};

/// To stdout, at once. On a terminal control characters (which a model or a server may send) become visible
/// instead of being obeyed; into a pipe or file everything goes as it is.
void writeText(const QString &text);
void writeLine(const QString &line);
void writeJsonLine(const QJsonObject &object);

/// To stderr, a line.
void note(const QString &line);
/// What went wrong, with what helps to find it in a server's log; returns the exit code.
int fail(const protocol::ApiError &error);

} // namespace throughline::cli
