#include "crash/crashclient.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QLoggingCategory>

/// throughline-crash-client: what throughline-crash kills (crashclient.h).
int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("throughline.*.info=false"));
    QCommandLineParser parser;
    const QCommandLineOption server(QStringLiteral("server"), {}, QStringLiteral("url"));
    const QCommandLineOption tokenFile(QStringLiteral("token-file"), {}, QStringLiteral("file"));
    const QCommandLineOption drafts(QStringLiteral("drafts"), {}, QStringLiteral("folder"));
    const QCommandLineOption thread(
        QStringLiteral("thread"), QStringLiteral("May be given several times."), QStringLiteral("id"));
    const QCommandLineOption seed(QStringLiteral("seed"), {}, QStringLiteral("number"));
    parser.addOptions({server, tokenFile, drafts, thread, seed});
    parser.process(app);

    QFile token(parser.value(tokenFile));
    if (!token.open(QIODevice::ReadOnly) || !parser.isSet(thread))
        return 1;
    const throughline::crash::CrashClient client(
        {.server = {.baseUrl = QUrl(parser.value(server)), .bearer = token.readAll().trimmed()},
            .draftsFolder = parser.value(drafts),
            .threadIds = parser.values(thread),
            .seed = parser.value(seed).toUInt()});
    return QCoreApplication::exec();
}
