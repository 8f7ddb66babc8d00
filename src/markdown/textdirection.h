#pragma once

#include "markdown/block.h"

namespace throughline::markdown {

/// Whether the first letter of \a block that has a direction is written from right to left; what list markers
/// say does not count. Looks no further than that letter, so that a block that grows can be asked often.
bool startsRightToLeft(const Block &block);

} // namespace throughline::markdown
