#include "app/crashfiles.h"
#include "app/extractcommand.h"
#include "app/programname.h"
#include "app/quitsignals.h"
#include "app/tokenfile.h"
#include "server/embeddedserver.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <tl/expected.hpp>

namespace {

namespace provider = throughline::server::provider;
using throughline::server::EmbeddedServer;
using throughline::server::extraction::ExtractionSettings;

constexpr int exitFailed = 1;
constexpr int exitUsage = 2;

/// One line an entry on stderr: for journald with the priority in front, else with the time.
void writeLog(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    static const bool toJournal = qEnvironmentVariableIsSet("JOURNAL_STREAM");
    const char *priority = "<6>";
    if (type == QtDebugMsg)
        priority = "<7>";
    else if (type == QtWarningMsg)
        priority = "<4>";
    else if (type == QtCriticalMsg || type == QtFatalMsg)
        priority = "<3>";
    const QByteArray front =
        toJournal ? QByteArray(priority)
                  : QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ';
    QByteArray line = text.toUtf8();
    line.replace('\n', ' ');
    std::fprintf(stderr, "%s%s: %s\n", front.constData(), context.category, line.constData());
}

void say(FILE *stream, const QString &line)
{
    std::fprintf(stream, "%s\n", line.toUtf8().constData());
    std::fflush(stream);
}

QString tr(const char *text)
{
    return QCoreApplication::translate("throughline-server", text);
}

/// The error is a sentence.
tl::expected<ExtractionSettings, QString> extractionFrom(
    const provider::ProviderConfig::Extraction &wanted, const provider::ProviderConfig &providers)
{
    auto settings =
        ExtractionSettings::fromText(wanted.when.isEmpty() ? QStringLiteral("always") : wanted.when);
    if (!settings)
        return tl::unexpected(tr("This does not say when to look for signals: %1").arg(wanted.when));
    if (wanted.model.isEmpty())
        return *settings;
    const auto isItsService = [&](const provider::ModelService &service) {
        return service.id == wanted.model.section(QLatin1Char('/'), 0, 0);
    };
    const bool isThere = std::any_of(providers.services.cbegin(), providers.services.cend(), isItsService);
    if (!ExtractionSettings::isModel(wanted.model) || !isThere) {
        return tl::unexpected(tr("The model that is to look for signals is not set up: %1 (expected is "
                                 "<provider>/<model>, of the providers that are configured).")
                                  .arg(wanted.model));
    }
    settings->model = wanted.model;
    return *settings;
}

} // namespace

int main(int argc, char *argv[])
{
    throughline::app::leaveNoCrashFiles();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(throughline::app::programName());
    QCoreApplication::setApplicationVersion(QStringLiteral(THROUGHLINE_VERSION));
    qInstallMessageHandler(writeLog);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1StringView("extract")) {
        std::ios::sync_with_stdio(false); // before anything was written
        return throughline::app::runExtractCommand(arguments, std::cin, std::cout, std::cerr);
    }

    const QString defaultDataDir = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("The Throughline server without a window: conversations over HTTP on this machine.\n"
           "“throughline-server extract --help” tells how to find signals without a server."));
    const QCommandLineOption helpOption = parser.addHelpOption();
    const QCommandLineOption versionOption = parser.addVersionOption();
    const QCommandLineOption dataDirOption(QStringLiteral("data-dir"),
        tr("Where conversations are kept. Default: %1").arg(QDir::toNativeSeparators(defaultDataDir)),
        tr("folder"), defaultDataDir);
    const QCommandLineOption portOption(QStringLiteral("port"),
        tr("The port on 127.0.0.1. Default: one that is free."), tr("number"), QStringLiteral("0"));
    const QCommandLineOption tokenFileOption(QStringLiteral("token-file"),
        tr("Where the token that clients need is kept. Default: server-token in the data folder."),
        tr("file"));
    const QCommandLineOption providerOption(QStringLiteral("provider-config"),
        tr("The model services that answer besides the Guide, in JSON. Without it, what the environment "
           "names: THROUGHLINE_PROVIDER_URL, THROUGHLINE_PROVIDER_MODEL, THROUGHLINE_PROVIDER_KEY_FILE."),
        tr("file"));
    const QCommandLineOption guidePaceOption(QStringLiteral("guide-pace"),
        tr("How fast the Guide writes: 1 as people read, 2 twice as fast, 0 without pauses. Default: 1."),
        tr("factor"), QStringLiteral("1"));
    const QCommandLineOption extractOption(QStringLiteral("extract"),
        tr("When what is written is read for signals: always (after every message), never, or when so many "
           "characters or messages are new, as in 500,5. Default: what the configuration says, else always."),
        tr("when"));
    const QCommandLineOption extractModelOption(QStringLiteral("extract-model"),
        tr("The model that reads it, as <provider>/<model>; it is sent what people write, in batches. "
           "Default: what the configuration says, else none: it is read here, by rules."),
        tr("model"));
    parser.addOptions({dataDirOption, portOption, tokenFileOption, providerOption, guidePaceOption,
        extractOption, extractModelOption});
    QString wrong;
    if (!parser.parse(arguments))
        wrong = parser.errorText();
    else if (parser.isSet(helpOption))
        parser.showHelp();
    else if (parser.isSet(versionOption))
        parser.showVersion();
    else if (!parser.positionalArguments().isEmpty())
        wrong = tr("Unknown argument: %1").arg(parser.positionalArguments().constFirst());
    bool isPort = false;
    const ushort port = parser.value(portOption).toUShort(&isPort);
    if (wrong.isEmpty() && !isPort)
        wrong = tr("This is not a port: %1").arg(parser.value(portOption));
    bool isPace = false;
    const double guidePace = parser.value(guidePaceOption).toDouble(&isPace);
    if (wrong.isEmpty() && !(isPace && guidePace >= 0))
        wrong = tr("This is not a pace: %1").arg(parser.value(guidePaceOption));
    if (wrong.isEmpty() && parser.isSet(extractOption) &&
        !ExtractionSettings::fromText(parser.value(extractOption)))
        wrong = tr("This does not say when to look for signals: %1").arg(parser.value(extractOption));
    if (!wrong.isEmpty()) {
        say(stderr, wrong);
        return exitUsage;
    }

    const QString dataDir = QDir(parser.value(dataDirOption)).absolutePath();
    if (!QDir().exists(dataDir)) {
        QDir().mkpath(dataDir);
        QFile::setPermissions(dataDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const QString tokenFile = parser.isSet(tokenFileOption)
                                  ? QDir().absoluteFilePath(parser.value(tokenFileOption))
                                  : QDir(dataDir).filePath(QStringLiteral("server-token"));
    const std::optional<QByteArray> keptToken = throughline::app::tokenFromFile(tokenFile);

    const auto providers =
        parser.isSet(providerOption)
            ? provider::providerConfigFromFile(QDir().absoluteFilePath(parser.value(providerOption)))
            : provider::providerConfigFromEnvironment(QProcessEnvironment::systemEnvironment());
    if (!providers) {
        say(stderr, providers.error().message);
        return exitFailed;
    }

    auto wanted = providers->extraction;
    if (parser.isSet(extractOption))
        wanted.when = parser.value(extractOption);
    if (parser.isSet(extractModelOption))
        wanted.model = parser.value(extractModelOption);
    const auto extraction = extractionFrom(wanted, *providers);
    if (!extraction) {
        say(stderr, extraction.error());
        return exitFailed;
    }

    EmbeddedServer::Options options;
    options.providers = *providers;
    options.dataDir = dataDir;
    options.port = port;
    options.token = keptToken.value_or(EmbeddedServer::newToken());
    options.guidePace = guidePace;
    options.extraction = *extraction;
    EmbeddedServer server(options);
    QObject::connect(&server, &EmbeddedServer::started, &app, [&] {
        // Only now is the folder this program's: another one that uses it has a token of its own.
        const auto written = keptToken ? throughline::protocol::Expected<void>()
                                       : throughline::app::writeTokenFile(tokenFile, options.token);
        if (!written) {
            say(stderr, written.error().message);
            QCoreApplication::exit(exitFailed);
            return;
        }
        if (!server.notice().isEmpty())
            qWarning().noquote() << server.notice();
        say(stdout, tr("Listening on %1 with the token in %2")
                        .arg(server.url().toString(), QDir::toNativeSeparators(tokenFile)));
    });
    QObject::connect(&server, &EmbeddedServer::failed, &app, [](const QString &sentence) {
        say(stderr, sentence);
        QCoreApplication::exit(exitFailed);
    });
    const throughline::app::QuitSignals quitSignals;
    QObject::connect(&quitSignals, &throughline::app::QuitSignals::asked, &app, &QCoreApplication::quit);
    server.start();
    return QCoreApplication::exec();
}
