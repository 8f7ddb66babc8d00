#pragma once

#include <QString>

namespace throughline::cli {

/// The first line of standard input; on a terminal it is asked for, and not shown as it is typed. Blocks
/// until it is there. Empty when there is none.
QString readPassword();

} // namespace throughline::cli
