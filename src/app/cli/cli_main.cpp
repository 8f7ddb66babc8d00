#include "app/cli/cliconnection.h"
#include "app/cli/clioutput.h"
#include "app/cli/listcommands.h"
#include "app/cli/sendcommand.h"
#include "app/cli/watchcommand.h"
#include "app/quitsignals.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>
#include <QTextStream>

namespace {

using namespace throughline;

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
        "  watch --thread ID       polls for signals as the program does, until Ctrl+C\n\n"
        "Exit codes:\n"
        "  0 done   1 failed   2 wrong command line   3 the link broke, what arrived was printed\n"
        "  4 stopped (Ctrl+C)   5 the token is missing, wrong or too old");
}

struct Options
{
    QString command;
    QString text;
    QString threadId;
    bool stream = true;
    cli::Format format = cli::Format::Text;
    QUrl server;
    QByteArray token;
    QString dataDir;
};

int usage(const QString &sentence)
{
    cli::note(sentence);
    cli::note(tr("throughline-cli --help says how it is used."));
    return cli::ExitUsage;
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
        return usage(tr("No passwords on the command line: use --token-file."));
    if (!parser.isSet(QStringLiteral("token-file")))
        return std::nullopt;
    QFile file(parser.value(QStringLiteral("token-file")));
    if (!file.open(QIODevice::ReadOnly)) {
        cli::note(tr("The token file cannot be read: %1").arg(file.errorString()));
        return cli::ExitSignIn;
    }
    constexpr qint64 longestToken = 16'384;
    options.token = file.read(longestToken).trimmed();
    return std::nullopt;
}

std::optional<int> readCommand(const QCommandLineParser &parser, Options &options)
{
    const QStringList arguments = parser.positionalArguments();
    options.command = arguments.value(0);
    const QStringList commands{QStringLiteral("threads"), QStringLiteral("send"), QStringLiteral("messages"),
        QStringLiteral("signals"), QStringLiteral("watch")};
    if (!commands.contains(options.command))
        return usage(options.command.isEmpty() ? tr("Name a command.")
                                               : tr("Unknown command: %1").arg(options.command));
    options.threadId = parser.value(QStringLiteral("thread"));
    options.stream = !parser.isSet(QStringLiteral("no-stream"));
    options.format = parser.isSet(QStringLiteral("json")) ? cli::Format::Json : cli::Format::Text;

    const bool sends = options.command == QLatin1StringView("send");
    const bool needsThread = !sends && options.command != QLatin1StringView("threads");
    if (needsThread && options.threadId.isEmpty())
        return usage(tr("%1 needs --thread.").arg(options.command));
    if (arguments.size() != (sends ? 2 : 1))
        return usage(sends ? tr("send wants one text.") : tr("%1 takes no text.").arg(options.command));
    options.text = arguments.value(1);
    if (sends && options.text == QLatin1StringView("-"))
        options.text = QTextStream(stdin).readAll();
    if (sends && options.text.trimmed().isEmpty())
        return usage(tr("There is nothing to send."));
    return std::nullopt;
}

std::optional<int> read(const QCoreApplication &app, Options &options)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(helpText());
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("command"), tr("What to do; see above."));
    parser.addPositionalArgument(QStringLiteral("text"), tr("What to send."), QStringLiteral("[text]"));
    parser.addOptions({{QStringLiteral("server"), tr("The server's address."), tr("url")},
        {QStringLiteral("token-file"), tr("The file that holds the server's token."), tr("file")},
        {QStringLiteral("data-dir"), tr("Run the embedded server on this folder instead."), tr("folder")},
        {QStringLiteral("thread"), tr("The conversation."), tr("id")},
        {QStringLiteral("no-stream"), tr("send: post plainly and wait for the whole reply.")},
        {QStringLiteral("json"), tr("threads, messages, signals: one JSON object a line.")}});
    parser.process(app);
    if (const auto code = readCommand(parser, options))
        return code;
    return readServer(parser, options);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("throughline-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(THROUGHLINE_VERSION));
    // watch prints the decisions itself; warnings are for everybody.
    QLoggingCategory::setFilterRules(QStringLiteral("throughline.*.info=false\nthroughline.*.debug=false"));

    Options options;
    if (const auto code = read(app, options))
        return *code;

    const auto exit = [](int code) { QCoreApplication::exit(code); };
    cli::Connection connection;
    std::unique_ptr<cli::SendCommand> send;
    std::unique_ptr<cli::WatchCommand> watch;
    QObject::connect(&connection, &cli::Connection::failed, &app,
        [exit](const protocol::ApiError &error) { exit(cli::fail(error)); });
    QObject::connect(&connection, &cli::Connection::ready, &app, [&] {
        client::ApiClient &client = connection.client();
        if (options.command == QLatin1StringView("threads")) {
            cli::listThreads(client, &app, options.format, exit);
        } else if (options.command == QLatin1StringView("messages")) {
            cli::listMessages(client, &app, options.threadId, options.format, exit);
        } else if (options.command == QLatin1StringView("signals")) {
            cli::listSignals(client, &app, options.threadId, options.format, exit);
        } else if (options.command == QLatin1StringView("watch")) {
            watch = std::make_unique<cli::WatchCommand>(client, connection.activity(), connection.clock());
            // Nothing more will come of a conversation that is not there, or without a valid token.
            QObject::connect(&watch->poller(), &client::SignalPoller::statusChanged, &app, [&watch, exit] {
                const client::PollStatus status = watch->poller().status();
                const auto *stopped = std::get_if<client::PollStopped>(&status);
                if (!stopped || stopped->reason == client::PollStopped::Reason::NoSignals)
                    return;
                watch->sumUp();
                const bool signIn = stopped->reason == client::PollStopped::Reason::SignIn;
                exit(signIn ? cli::ExitSignIn : cli::ExitFailed);
            });
            watch->run(options.threadId);
        } else {
            send = std::make_unique<cli::SendCommand>(client, connection.clock(), exit);
            send->run(options.threadId, options.text, options.stream);
        }
    });
    const app::QuitSignals quitSignals;
    QObject::connect(&quitSignals, &app::QuitSignals::asked, &app, [&] {
        if (watch)
            watch->sumUp();
        if (send)
            send->stop();
        else
            exit(watch ? cli::ExitDone : cli::ExitStopped);
    });

    if (options.dataDir.isEmpty())
        connection.openServer(options.server, options.token);
    else
        connection.openFolder(options.dataDir);
    return QCoreApplication::exec();
}
