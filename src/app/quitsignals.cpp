#include "app/quitsignals.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#else
#include <windows.h>
#endif

namespace throughline::app {

#ifdef Q_OS_UNIX

namespace {

// What a signal handler may do is nearly nothing: it writes one byte into a pipe.
int writeEnd = -1;

void onSignal(int)
{
    const int before = errno;
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
    errno = before;
}

void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

} // namespace

class QuitSignals::Private
{
public:
    std::array<int, 2> pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> notifier;
};

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    if (::pipe(d->pipe.data()) != 0)
        return;
    for (const int end : d->pipe) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    writeEnd = d->pipe[1];
    d->notifier = std::make_unique<QSocketNotifier>(d->pipe[0], QSocketNotifier::Read);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(d->pipe[0], &byte, 1) > 0) {
        }
        Q_EMIT asked();
    });
    // SA_RESETHAND: the second signal does what it does by default.
    handle(SIGINT, onSignal, SA_RESTART | static_cast<int>(SA_RESETHAND));
    handle(SIGTERM, onSignal, SA_RESTART | static_cast<int>(SA_RESETHAND));
}

QuitSignals::~QuitSignals()
{
    handle(SIGINT, SIG_DFL, 0);
    handle(SIGTERM, SIG_DFL, 0);
    writeEnd = -1;
    for (const int end : d->pipe) {
        if (end >= 0)
            ::close(end);
    }
}

#else

namespace {

QuitSignals *current = nullptr;

// Called on a thread of its own.
BOOL WINAPI onConsoleEvent(DWORD)
{
    static bool asked = false;
    if (asked || !current)
        return FALSE;
    asked = true;
    QMetaObject::invokeMethod(current, &QuitSignals::asked, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

class QuitSignals::Private
{};

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    current = this;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

QuitSignals::~QuitSignals()
{
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    current = nullptr;
}

#endif

} // namespace throughline::app
