#pragma once

class QApplication;

namespace throughline::bench {

/// One program that is started to be measured: it says on standard output when its window has been painted
/// and when one can type and send ("painted" and "usable", each with the nanoseconds of monotonicNow()), and
/// then goes on until it is killed.
int runBareWindow(QApplication &application);
int runThroughline(QApplication &application, const char *dataDir);

/// The clock that every process of this machine shares.
long long monotonicNow();

} // namespace throughline::bench
