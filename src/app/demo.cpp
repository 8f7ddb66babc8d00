// Shows the program to someone who has no screen: opens the real window in whatever X server it is given,
// types a message with real key events, waits for the streamed reply and the signals, and saves what is on
// the screen.
#include "app/application.h"
#include "app/programname.h"
#include "ui/composer.h"
#include "ui/window/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QScreen>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>

#include <cstdio>

using namespace throughline;

namespace {

void say(const QString &line)
{
    std::fprintf(stdout, "%s\n", qPrintable(line));
    std::fflush(stdout);
}

int fail(const QString &line)
{
    std::fprintf(stderr, "%s\n", qPrintable(line));
    return 1;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(app::programName());
    if (argc != 2)
        return fail(QStringLiteral("usage: throughline-demo PICTURE.png"));
    const QString picture = QString::fromLocal8Bit(argv[1]);

    const QTemporaryDir folder;
    app::Application program(application, {.dataDir = folder.path()});
    program.start();
    ui::MainWindow &window = program.window();
    window.resize(1280, 800);
    window.move(0, 0);
    if (!QTest::qWaitForWindowExposed(&window))
        return fail(QStringLiteral("The window did not appear."));

    workspace::Workspace &workspace = program.workspace();
    if (!QTest::qWaitFor([&] { return workspace.current() != nullptr; }, 15'000))
        return fail(QStringLiteral("The embedded server did not start."));

    auto *editor = window.findChild<ui::Composer *>()->findChild<QTextEdit *>();
    editor->setFocus();
    workspace::Conversation &conversation = *workspace.current();
    workspace::TranscriptModel &transcript = conversation.transcript();

    int deltas = 0;
    qint64 firstDelta = -1;
    QElapsedTimer timer;
    QObject::connect(&transcript, &workspace::TranscriptModel::textAppended, &application, [&] {
        if (deltas++ == 0)
            firstDelta = timer.elapsed();
    });

    const QString message =
        QStringLiteral("I'm leaning towards SQLite until we need a second node. It has to run on a 4 GB "
                       "machine, and I assume writes "
                       "will stay under 200 a second in the first year. We want to launch in six weeks.");
    say(QStringLiteral("Typing: %1").arg(message));
    QTest::keyClicks(editor, message);
    timer.start();
    QTest::keyClick(editor, Qt::Key_Return);

    const auto replied = [&] { return deltas > 0 && !conversation.isStreaming(); };
    if (!QTest::qWaitFor(replied, 60'000))
        return fail(QStringLiteral("No reply was streamed (%1 pieces arrived).").arg(deltas));
    const qint64 finished = timer.elapsed();
    if (!QTest::qWaitFor([&] { return conversation.signalModel().rowCount() > 0; }, 20'000))
        return fail(QStringLiteral("The sidebar stayed empty."));
    // One more moment, so that the picture shows the window at rest.
    QTest::qWait(500);

    const workspace::TranscriptModel::Row reply = transcript.row(transcript.rowCount() - 1);
    say(QStringLiteral("The reply came in %1 pieces, the first after %2 ms, the last after %3 ms:")
            .arg(deltas)
            .arg(firstDelta)
            .arg(finished));
    say(reply.message.content);
    say(QStringLiteral("Signals in the sidebar: %1").arg(conversation.signalModel().rowCount()));
    for (int row = 0; row < conversation.signalModel().rowCount(); ++row) {
        const protocol::Signal &signal = conversation.signalModel().at(row);
        say(QStringLiteral("  %1: %2").arg(protocol::signalTypeName(signal.type), signal.text));
    }
    const client::PollStatus status = workspace.poller().status();
    if (!std::holds_alternative<client::PollWaiting>(status) &&
        !std::holds_alternative<client::PollLive>(status))
        return fail(QStringLiteral("The sidebar has stopped looking for signals."));

    if (!window.screen()
             ->grabWindow(0, window.x(), window.y(), window.width(), window.height())
             .save(picture))
        return fail(QStringLiteral("The picture could not be written to %1.").arg(picture));
    say(QStringLiteral("Picture: %1").arg(picture));
    if (deltas < 2)
        return fail(QStringLiteral("The reply came in one piece: it did not stream."));
    window.close();
    return 0;
}
