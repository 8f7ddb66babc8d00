#include "bench/startupchild.h"

#include "app/application.h"
#include "ui/composer.h"
#include "ui/icons.h"
#include "ui/transcript/transcriptview.h"
#include "workspace/conversation.h"

#include <QApplication>
#include <QMainWindow>
#include <QTextEdit>
#include <QTimer>

#include <cstdio>
#include <ctime>

namespace throughline::bench {

namespace {

using namespace std::chrono_literals;

void report(const char *what)
{
    std::printf("%s %lld\n", what, monotonicNow());
    std::fflush(stdout);
}

/// Reports when the first window has been painted.
class FirstPaint : public QObject
{
public:
    explicit FirstPaint(QApplication &application) { application.installEventFilter(this); }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        auto *widget = event->type() == QEvent::Paint ? qobject_cast<QMainWindow *>(watched) : nullptr;
        if (widget) {
            qApp->removeEventFilter(this);
            // The rest of the window is painted, and what was painted is handed to the system, before the
            // event loop comes to this.
            QMetaObject::invokeMethod(
                this, [] { report("painted"); }, Qt::QueuedConnection);
        }
        return false;
    }
};

template <typename T>
T *findInWindows()
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (const QWidget *window : windows) {
        if (T *found = window->findChild<T *>())
            return found;
    }
    return nullptr;
}

/// What is typed now is written into the composer, and kept, whether there is a conversation yet or not. A
/// display without a window manager gives the keyboard to no window: then it would go there.
bool isTakingText()
{
    const auto *composer = findInWindows<ui::Composer>();
    const auto *field = composer ? composer->findChild<QTextEdit *>() : nullptr;
    return field && field->isVisible() && field->isEnabled() && !field->isReadOnly() &&
           field->window()->focusWidget() == field;
}

/// The end of the conversation is there, or that it is empty is known.
bool isShown(const workspace::Conversation *conversation)
{
    return conversation && (conversation->transcript().rowCount() > 0 ||
                               conversation->loadState() == workspace::Conversation::LoadState::Loaded);
}

} // namespace

long long monotonicNow()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

int runBareWindow(QApplication &application)
{
    const FirstPaint firstPaint(application);
    QMainWindow window;
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}

int runThroughline(QApplication &application, const char *dataDir)
{
    const FirstPaint firstPaint(application);
    QApplication::setApplicationName(QStringLiteral("Throughline"));
    QApplication::setWindowIcon(ui::applicationIcon());
    // Nobody else is asked: what runs on this machine is not what is measured.
    app::Application program(
        application, {.dataDir = QString::fromLocal8Bit(dataDir), .secrets = nullptr, .modelPlaces = {}});
    program.start();
    QTimer look;
    bool takesText = false;
    QObject::connect(&look, &QTimer::timeout, &program, [&] {
        if (!takesText && isTakingText()) {
            takesText = true;
            report("usable");
        }
        const auto *transcript = findInWindows<ui::TranscriptView>();
        if (!takesText || !transcript || !isShown(program.workspace().current()))
            return;
        look.stop();
        transcript->viewport()->repaint(); // what is reported has been seen
        report("shown");
    });
    look.start(1ms);
    return QApplication::exec();
}

} // namespace throughline::bench
