#pragma once

#include "app/cli/listcommands.h"
#include "net/networkoptions.h"

#include <QString>
#include <QUrl>

#include <optional>

class QCoreApplication;

namespace throughline::cli {

/// What the command line asks for.
struct Options
{
    QString command;
    QString text;
    QString threadId;
    bool stream = true;
    Format format = Format::Text;

    QUrl server;         ///< empty: the embedded one on dataDir
    QString dataDir;     ///< absolute
    QByteArray token;    ///< a server's own, from the file
    QString sessionFile; ///< the file that keeps a team server's session; empty: the keychain does
    QString email;
    bool allowHttp = false;
    net::NetworkOptions network;

    bool isLogin() const { return command == QLatin1StringView("login"); }
    bool isLogout() const { return command == QLatin1StringView("logout"); }
};

/// Reads the command line of \a app, the token's file, and with `send -` standard input. The exit code, when
/// the program is to end here; what is wrong has been said then.
std::optional<int> readOptions(const QCoreApplication &app, Options &options);

} // namespace throughline::cli
