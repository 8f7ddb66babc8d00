#pragma once

#include <QList>

#include <limits>

class QTextDocument;

namespace throughline::markdown {

/// What a column needs, in pixels with the space around it.
struct ColumnNeed
{
    qreal word = 0; ///< the longest word
    qreal line = 0; ///< all of it on one line
    void widen(const ColumnNeed &other);
};

/// Divides a width among the columns of every table of a document the way browsers do: what fits on one line
/// stays on one line, the rest is shared by need, and no column is narrower than its longest word unless all
/// must be. Remembers the needs, so that the rows of a table that grows are measured once. Belongs to one
/// document.
class TableColumns
{
public:
    /// \a from: the document's position from which its text is new since the last time. Not inside an edit
    /// block: Qt learns at its end which tables there are. Whether columns before \a from have other widths.
    bool fit(QTextDocument *document, qreal width, int from = std::numeric_limits<int>::max());

private:
    QList<QList<ColumnNeed>> m_needs; ///< of the document's grids, in order
};

} // namespace throughline::markdown
