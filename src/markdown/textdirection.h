#pragma once

#include "markdown/block.h"

namespace throughline::markdown {

/// Whether the first letter of \a block that has a direction is written from right to left; what list markers
/// say does not count. Looks no further than that letter, so that a block that grows can be asked often.
bool startsRightToLeft(const Block &block);

/// Whether some of \a text may be drawn in another order than it is written in.
bool turnsAround(QStringView text);

} // namespace throughline::markdown
