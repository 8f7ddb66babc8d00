#pragma once

#include "markdown/codelexer.h"
#include "markdown/markdownstyle.h"

#include <QRectF>

class QTextBlock;
class QTextDocument;

namespace throughline::markdown {

/// Colours the code in a document where it is looked at: lines are read up to what is shown, each once, and
/// get their colours when they are shown. Text, positions and sizes of the document stay as they are.
/// GUI thread only.
class CodeHighlight
{
public:
    /// The document has to outlive it. \a style: the colours; one that is not valid is not used.
    CodeHighlight(QTextDocument *document, const MarkdownStyle &style);

    /// The text of these text blocks, \a first and those after it, is another one or new.
    void changedFrom(int first);
    /// Colours what is in \a area, in the document's coordinates.
    void color(const QRectF &area);
    /// How many lines were read and how many coloured since it was made; the tests promise a bound.
    int linesRead() const { return m_linesRead; }
    int linesColored() const { return m_linesColored; }

private:
    struct Line
    {
        CodeState after;
        bool isColored = false;
    };
    void readUpTo(int last);
    void colorLine(const QTextBlock &block);
    CodeState stateBefore(const QTextBlock &block) const;
    QColor colorOf(CodeToken token) const;

    QTextDocument *m_document;
    CodeColors m_colors;
    QList<Line> m_lines; ///< of the document's text blocks, as far as they were read
    int m_linesRead = 0;
    int m_linesColored = 0;
};

} // namespace throughline::markdown
