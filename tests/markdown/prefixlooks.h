#pragma once

#include "markdown/block.h"

namespace throughline::test {

/// Whether \a shown, the blocks of a text that has come as far as \a prefix, are what parse() says but for
/// the last one. A last line that consists of marks may be missing. Empty when they are; otherwise what
/// differs. Knows nothing of how they were found.
QString strayBlocks(const QList<markdown::Block> &shown, const QString &prefix);

/// The same, and whether the words of the last block are what parse() says, with nothing added: only marks
/// and the address of a link that goes on may be missing. For texts in which an open mark means what it
/// usually means: "[a`](b)" is a link if no other "`" comes, and looks like code until then.
QString strayLooks(const QList<markdown::Block> &shown, const QString &prefix);

} // namespace throughline::test
