#include "app/cli/cliconnection.h"
#include "app/cli/clioptions.h"
#include "app/cli/clioutput.h"
#include "app/cli/listcommands.h"
#include "app/cli/logincommand.h"
#include "app/cli/passwordprompt.h"
#include "app/cli/sendcommand.h"
#include "app/cli/watchcommand.h"
#include "app/crashfiles.h"
#include "app/quitsignals.h"

#include <QCoreApplication>
#include <QLoggingCategory>

using namespace throughline;

int main(int argc, char *argv[])
{
    throughline::app::leaveNoCrashFiles();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("throughline-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(THROUGHLINE_VERSION));
    // watch prints the decisions itself; warnings are for everybody.
    QLoggingCategory::setFilterRules(QStringLiteral("throughline.*.info=false\nthroughline.*.debug=false"));

    cli::Options options;
    if (const auto code = cli::readOptions(app, options))
        return *code;

    cli::Connection connection(options.network);
    const auto exit = [&connection](int code) {
        if (code == cli::ExitSignIn && !connection.signInHint().isEmpty())
            cli::note(connection.signInHint());
        connection.end(code);
    };
    std::unique_ptr<cli::LoginCommand> login;
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

    if (options.isLogin() || options.isLogout()) {
        client::Session &session = connection.session(options.server, options.sessionFile, options.allowHttp);
        login = std::make_unique<cli::LoginCommand>(session, !options.sessionFile.isEmpty(), exit);
        if (options.isLogin())
            login->logIn(options.email, cli::readPassword());
        else
            login->logOut();
    } else if (!options.dataDir.isEmpty()) {
        connection.openFolder(options.dataDir);
    } else if (!options.token.isEmpty()) {
        connection.openServer(options.server, options.token);
    } else {
        connection.openTeamServer(options.server, options.sessionFile);
    }
    return QCoreApplication::exec();
}
