#pragma once

namespace throughline::app {

/// A crash of this process leaves no copy of its memory on the disk: keys, tokens and what people typed are
/// in it. For main(), first. The system's report that it crashed, and where, is as before.
void leaveNoCrashFiles();

} // namespace throughline::app
