#pragma once

class QTextBlock;
class QTextDocument;

/// Qt shapes all of a text block when one letter of it changes. So a very long paragraph that grows is
/// several text blocks, one right below the other, which look like one: the lines that stay as they are, and
/// those that are still open. Between two of them, at the end of a line, the break stands for the space
/// there, so that every position stays what it was. Only of documents that are one paragraph.
namespace throughline::markdown {

/// Whether \a block continues the paragraph of the text block above it, from the line on that it begins with.
bool continuesAbove(const QTextBlock &block);

/// Prepares the last text block of \a document for a change of its end, from \a position on: joins what may
/// be broken into other lines now, and where it is very long splits off the lines that will not. Has to be
/// laid out.
void openFrom(QTextDocument *document, int position);

/// Makes the paragraph one text block again.
void joinParagraphs(QTextDocument *document);

} // namespace throughline::markdown
