#include "app/cli/clioptions.h"

#include "app/cli/clioutput.h"
#include "app/cli/filesecretstore.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTextStream>

namespace throughline::cli {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("throughline-cli", text);
}

QString helpText()
{
    return tr(
        "Talks to a Throughline server from a terminal.\n\n"
        "Commands:\n"
        "  threads                 every conversation: id, time, messages, archived, title\n"
        "  send [--thread ID] TEXT asks, and prints the reply as it arrives; \"-\" reads TEXT from stdin\n"
        "  messages --thread ID    every message, oldest first\n"
        "  signals --thread ID     every signal: type, state, id, text\n"
        "  watch --thread ID       polls for signals as the program does, until Ctrl+C\n"
        "  login --email ADDRESS   signs in to a team server; the password is the first line of stdin\n"
        "  logout                  forgets that session\n\n"
        "The session is kept in the system's keychain, or in a file with --token-file.\n\n"
        "Exit codes:\n"
        "  0 done   1 failed   2 wrong command line   3 the link broke, what arrived was printed\n"
        "  4 stopped (Ctrl+C)   5 the token is missing, wrong or too old");
}

int usage(const QString &sentence)
{
    note(sentence);
    note(tr("throughline-cli --help says how it is used."));
    return ExitUsage;
}

std::optional<int> readAuthority(const QCommandLineParser &parser, Options &options)
{
    const QString path = parser.value(QStringLiteral("authority"));
    if (path.isEmpty())
        return std::nullopt;
    const auto authorities = net::authoritiesFromFile(path);
    if (!authorities) {
        note(authorities.error().message);
        return ExitFailed;
    }
    options.network.authorities = *authorities;
    return std::nullopt;
}

/// The file holds a server's own token, or the session of a team server.
std::optional<int> readTokenFile(const QCommandLineParser &parser, Options &options)
{
    const QString path = parser.value(QStringLiteral("token-file"));
    if (path.isEmpty())
        return std::nullopt;
    if (options.isLogin() || options.isLogout()) {
        options.sessionFile = path;
        return std::nullopt;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        note(tr("The token file cannot be read: %1").arg(file.errorString()));
        return ExitSignIn;
    }
    constexpr qint64 longestFile = qint64(64) * 1024;
    const QByteArray content = file.read(longestFile);
    if (FileSecretStore::isSuchAFile(content))
        options.sessionFile = path;
    else
        options.token = content.trimmed();
    return std::nullopt;
}

/// The exit code when the program is to end here.
std::optional<int> readServer(const QCommandLineParser &parser, Options &options)
{
    const bool remote = parser.isSet(QStringLiteral("server"));
    if (remote == parser.isSet(QStringLiteral("data-dir")))
        return usage(tr("Name a server with --server, or a folder with --data-dir."));
    if (!remote) {
        options.dataDir = QDir(parser.value(QStringLiteral("data-dir"))).absolutePath();
        return std::nullopt;
    }
    options.server = QUrl(parser.value(QStringLiteral("server")), QUrl::StrictMode);
    const bool isHttp = options.server.scheme() == QLatin1StringView("http") ||
                        options.server.scheme() == QLatin1StringView("https");
    if (!isHttp || options.server.host().isEmpty())
        return usage(tr("--server wants an address like http://127.0.0.1:40123."));
    if (!options.server.userInfo().isEmpty())
        return usage(tr("No passwords on the command line: use --token-file, or login."));
    if (const auto code = readAuthority(parser, options))
        return code;
    return readTokenFile(parser, options);
}

std::optional<int> readCommand(const QCommandLineParser &parser, Options &options)
{
    const QStringList arguments = parser.positionalArguments();
    options.command = arguments.value(0);
    const QStringList commands{QStringLiteral("threads"), QStringLiteral("send"), QStringLiteral("messages"),
        QStringLiteral("signals"), QStringLiteral("watch"), QStringLiteral("login"),
        QStringLiteral("logout")};
    if (!commands.contains(options.command))
        return usage(options.command.isEmpty() ? tr("Name a command.")
                                               : tr("Unknown command: %1").arg(options.command));
    options.threadId = parser.value(QStringLiteral("thread"));
    options.stream = !parser.isSet(QStringLiteral("no-stream"));
    options.format = parser.isSet(QStringLiteral("json")) ? Format::Json : Format::Text;

    const bool sends = options.command == QLatin1StringView("send");
    const bool isAboutSession = options.isLogin() || options.isLogout();
    const bool needsThread = !sends && !isAboutSession && options.command != QLatin1StringView("threads");
    if (needsThread && options.threadId.isEmpty())
        return usage(tr("%1 needs --thread.").arg(options.command));
    if (arguments.size() != (sends ? 2 : 1))
        return usage(sends ? tr("send wants one text.") : tr("%1 takes no text.").arg(options.command));
    if (isAboutSession && !parser.isSet(QStringLiteral("server")))
        return usage(tr("%1 needs --server.").arg(options.command));
    options.email = parser.value(QStringLiteral("email"));
    options.allowHttp = parser.isSet(QStringLiteral("allow-http"));
    if (options.isLogin() && options.email.isEmpty())
        return usage(tr("login needs --email."));
    options.text = arguments.value(1);
    if (sends && options.text == QLatin1StringView("-"))
        options.text = QTextStream(stdin).readAll();
    if (sends && options.text.trimmed().isEmpty())
        return usage(tr("There is nothing to send."));
    return std::nullopt;
}

} // namespace

std::optional<int> readOptions(const QCoreApplication &app, Options &options)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(helpText());
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("command"), tr("What to do; see above."));
    parser.addPositionalArgument(QStringLiteral("text"), tr("What to send."), QStringLiteral("[text]"));
    parser.addOptions({{QStringLiteral("server"), tr("The server's address."), tr("url")},
        {QStringLiteral("token-file"),
            tr("The file that holds the server's token, or a team server's session."), tr("file")},
        {QStringLiteral("authority"), tr("A certificate authority to trust besides the system's."),
            tr("file")},
        {QStringLiteral("email"), tr("login: whose account it is."), tr("address")},
        {QStringLiteral("allow-http"), tr("login: send the password over http to another machine.")},
        {QStringLiteral("data-dir"), tr("Run the embedded server on this folder instead."), tr("folder")},
        {QStringLiteral("thread"), tr("The conversation."), tr("id")},
        {QStringLiteral("no-stream"), tr("send: post plainly and wait for the whole reply.")},
        {QStringLiteral("json"), tr("threads, messages, signals: one JSON object a line.")}});
    parser.process(app);
    if (const auto code = readCommand(parser, options))
        return code;
    return readServer(parser, options);
}

} // namespace throughline::cli
