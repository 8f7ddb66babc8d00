#pragma once

#include "markdown/block.h"

#include <QStringView>

namespace throughline::markdown {

/// Parses \a text whole. \a offset is where it starts in the message; the source ranges count from there.
///
/// Never fails: every text is some Markdown. Containers nested deeper than 24 are flattened to their text, so
/// that hostile input cannot exhaust the stack. Thread-safe.
QList<Block> parse(QStringView text, qsizetype offset = 0);

} // namespace throughline::markdown
