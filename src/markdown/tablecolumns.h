#pragma once

#include <QtGlobal>

class QTextDocument;

namespace throughline::markdown {

/// Divides \a width among the columns of every table of \a document the way browsers do: what fits on one
/// line stays on one line, the rest is shared by need, and no column is narrower than its longest word unless
/// all must be.
void fitTableColumns(QTextDocument *document, qreal width);

} // namespace throughline::markdown
