#include "app/application.h"
#include "app/crashfiles.h"
#include "app/firstinstance.h"
#include "app/opening.h"
#include "app/programname.h"
#include "app/quitsignals.h"
#include "app/translations.h"
#include "ui/icons.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QGuiApplication>
#include <QLocale>

#include <cstdio>
#include <optional>

namespace {

/// Qt ends the process with a crash report where there is no display; a sentence is better, and --help and
/// --version need no display at all.
bool isDisplayMissing()
{
#ifdef Q_OS_LINUX
    return !qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY") &&
           !qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return false;
#endif
}

/// Says where the program is that has the folder already; nothing: there is none, and this one goes on.
std::optional<int> endOfSecondStart(throughline::app::FirstInstance::Claim claim)
{
    using Claim = throughline::app::FirstInstance::Claim;
    if (claim == Claim::Ours)
        return std::nullopt;
    if (claim == Claim::Shown) {
        std::fputs(qPrintable(QApplication::translate(
                       "main", "Throughline is open already with this folder; here is its window.\n")),
            stdout);
        return 0;
    }
    std::fputs(qPrintable(QApplication::translate("main",
                   "Throughline is open already with this folder and does not answer. Wait a moment "
                   "and start it again.\n")),
        stderr);
    return 1;
}

} // namespace

int main(int argc, char *argv[])
{
    throughline::app::leaveNoCrashFiles();
    const bool hasDisplay = !isDisplayMissing();
    if (!hasDisplay)
        qputenv("QT_QPA_PLATFORM", "minimal");
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName(throughline::app::programName());
    QApplication::setApplicationDisplayName(QStringLiteral("Throughline"));
    QApplication::setApplicationVersion(QStringLiteral(THROUGHLINE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.throughline.Throughline"));
    const throughline::app::Translations translations(application, QLocale::system().uiLanguages());
    QApplication::setWindowIcon(throughline::ui::applicationIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate(
        "main", "Think with an AI assistant and keep the structure of what you said."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption dataDir(QStringLiteral("data-dir"),
        QApplication::translate("main", "Keep conversations, drafts and settings in <folder>."),
        QApplication::translate("main", "folder"));
    parser.addOption(dataDir);
    parser.addPositionalArgument(QStringLiteral("file"),
        QApplication::translate("main",
            "Begin a message in a new conversation with the text of this file, or of an address "
            "throughline:new?text=…; nothing is sent."),
        QStringLiteral("[file]"));
    parser.process(application);
    if (!hasDisplay) {
        std::fputs(qPrintable(QApplication::translate(
                       "main", "There is no display to show a window on. throughline-server needs none.\n")),
            stderr);
        return 1;
    }
    const QStringList toOpen = parser.positionalArguments();
    if (toOpen.size() > 1) {
        std::fputs(
            qPrintable(QApplication::translate("main", "One file or address at a time. Try --help.\n")),
            stderr);
        return 2;
    }
    // Why it cannot be opened is shown in the window, too: who starts this from a file manager sees nothing
    // else.
    const throughline::app::Opening opening =
        toOpen.isEmpty() ? throughline::app::Opening() : throughline::app::Opening::of(toOpen.first());
    if (!opening.problem.isEmpty())
        std::fputs(qPrintable(opening.problem + u'\n'), stderr);

    const QString folder = parser.isSet(dataDir) ? QDir::current().absoluteFilePath(parser.value(dataDir))
                                                 : throughline::app::Application::defaultDataDir();
    // Before the settings are read, and until all is written.
    throughline::app::FirstInstance firstInstance(folder);
    if (const std::optional<int> code = endOfSecondStart(firstInstance.claim(opening.toMessage())))
        return *code;
    throughline::app::Application program(application, {.dataDir = folder});
    QObject::connect(&firstInstance, &throughline::app::FirstInstance::called, &program,
        [&program](const QString &message) {
            program.comeForward();
            program.open(throughline::app::Opening::fromMessage(message));
        });
    QObject::connect(&program, &throughline::app::Application::ending, &firstInstance,
        &throughline::app::FirstInstance::stop);
    const throughline::app::QuitSignals quitSignals;
    QObject::connect(&quitSignals, &throughline::app::QuitSignals::asked, &program,
        [&program] { program.window().close(); });
    program.start();
    program.open(opening);
    return QApplication::exec();
}
