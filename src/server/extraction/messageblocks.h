#pragma once

#include "server/extraction/sentencesplitter.h"

namespace throughline::server::extraction {

/// The prose of a message, block by block: what is left when fenced and indented code, quoted lines, tables,
/// rules, list markers and heading marks are taken away. A block is one paragraph, list item or heading;
/// lines that were wrapped by an editor stay together, other line breaks separate.
QList<TextRange> proseBlocks(QStringView message);

/// Replaces inline code, URLs and e-mail addresses in \a text by SplitText::blank, keeping its length.
void maskOpaque(QString &text, const QList<TextRange> &blocks);

} // namespace throughline::server::extraction
