#include "crash/rounds.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

#include <cstdio>

using namespace throughline::crash;

/// throughline-crash: kills the server and the client again and again; fails when anything was lost or
/// doubled. With --write it puts the figures between the markers of a document.
int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption rounds(QStringLiteral("rounds"), QStringLiteral("Kills of each."),
        QStringLiteral("number"), QStringLiteral("15"));
    const QCommandLineOption seed(QStringLiteral("seed"), QStringLiteral("Decides the moments."),
        QStringLiteral("number"), QStringLiteral("20260301"));
    const QCommandLineOption write(
        QStringLiteral("write"), QStringLiteral("The document for the figures."), QStringLiteral("file"));
    parser.addHelpOption();
    parser.addOptions({rounds, seed, write});
    parser.process(app);

    const QDir programs(QCoreApplication::applicationDirPath());
    Rounds killing({.server = programs.filePath(QStringLiteral("throughline-server")),
                       .client = programs.filePath(QStringLiteral("throughline-crash-client"))},
        parser.value(seed).toUInt());
    const int wanted = parser.value(rounds).toInt();
    const Figures server = killing.run(Victim::Server, wanted);
    const Figures client = killing.run(Victim::Client, wanted);
    const QString date = QLocale::c().toString(QDate::currentDate(), QStringLiteral("d MMMM yyyy"));
    const QString table = tableOf(server, client, parser.value(seed).toUInt(), date);
    std::printf("%s", table.toUtf8().constData());
    if (parser.isSet(write) && !writeTable(parser.value(write), table)) {
        std::fprintf(stderr, "%s could not be written, or has no markers\n", qPrintable(parser.value(write)));
        return 1;
    }
    const bool isWhole = server.kills == wanted && client.kills == wanted && wanted > 0;
    return isWhole && server.isClean() && client.isClean() ? 0 : 1;
}
