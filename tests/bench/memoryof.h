#pragma once

#include <QtGlobal>

namespace throughline::bench {

/// The memory that \a pid and what it started have, in megabytes of a million bytes: their proportional set
/// size, in which what processes share counts once. 0 where Linux does not say.
double memoryOf(qint64 pid);

} // namespace throughline::bench
