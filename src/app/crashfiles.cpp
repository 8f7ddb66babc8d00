#include "app/crashfiles.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace throughline::app {

void leaveNoCrashFiles()
{
#ifdef Q_OS_UNIX
    // Files of the kernel are bounded by it, and systemd-coredump keeps to it. PR_SET_DUMPABLE would do more
    // than is wanted: portals and debuggers could no longer look at the process.
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#endif
}

} // namespace throughline::app
