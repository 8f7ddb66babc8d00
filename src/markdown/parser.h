#pragma once

#include "markdown/block.h"

#include <QStringView>

namespace throughline::markdown {

/// Parses \a text whole. \a offset is where it starts in the message; the source ranges count from there.
///
/// Never fails: every text is some Markdown. Containers nested deeper than 24 are flattened to their text, so
/// that hostile input cannot exhaust the stack. Thread-safe.
QList<Block> parse(QStringView text, qsizetype offset = 0);

/// How \a text looks while more is to come: parse() of it with the marks closed that are open at its end
/// (openmarks.h). The source ranges are those in \a text. \a isPlain, if not null: whether there were none,
/// so that it is what parse() says.
QList<Block> parseUnfinished(QStringView text, qsizetype offset = 0, bool *isPlain = nullptr);

} // namespace throughline::markdown
