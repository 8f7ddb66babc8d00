#include "markdown/paragraphseams.h"

#include "markdown/documentbuilder.h"
#include "markdown/textdirection.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>

namespace throughline::markdown {

namespace {

constexpr int LongParagraph = 2000; ///< characters that are shaped again and again

void joinWithAbove(const QTextBlock &block)
{
    QTextCursor cursor(block);
    const QTextCharFormat space = cursor.blockCharFormat();
    cursor.deletePreviousChar();
    cursor.insertText(QStringLiteral(" "), space);
}

/// A letter that is written one beside the other from left to right, whatever stands before it.
bool isPlainLetter(QChar c)
{
    const QChar::Script script = c.script();
    return c.isLetter() && (script == QChar::Script_Latin || script == QChar::Script_Greek ||
                               script == QChar::Script_Cyrillic);
}

/// Whether the break between two lines, of which the lower one starts at \a next, may be that of text blocks.
bool isSeam(const QTextBlock &block, const QString &text, int next)
{
    const bool isOneSpace =
        next > 1 && next < text.size() && text[next - 1] == u' ' && !text[next - 2].isSpace();
    if (!isOneSpace || !isPlainLetter(text[next])) {
        return false;
    }
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + next);
    return !cursor.charFormat().hasProperty(LabelProperty); // of the space
}

void splitAt(const QTextBlock &block, int next)
{
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + next);
    const QTextCharFormat space = cursor.charFormat();
    cursor.deletePreviousChar();
    QTextBlockFormat format = block.blockFormat();
    format.setTopMargin(0);
    format.setProperty(ContinuesProperty, true);
    cursor.insertBlock(format, space);
}

/// Once a line has not fitted by a hair, Qt (6.4) no longer breaks the words of a text block that are too
/// long for their lines.
bool isTooWide(const QTextBlock &block, const QTextLine &line)
{
    constexpr qreal rounding = 1.0 / 32;
    return line.width() > block.document()->textWidth() + rounding;
}

/// Splits off the lines above the one that \a position is in, but for the last of them: it may take in words
/// of the next.
void splitAbove(const QTextBlock &block, int position)
{
    if (block.length() < LongParagraph) {
        return;
    }
    const QTextLayout &layout = *block.layout();
    const QString text = block.text();
    if (turnsAround(text)) {
        return;
    }
    const QTextLine changed = layout.lineForTextPosition(position - block.position());
    int seam = 0;
    for (int i = 1; changed.isValid() && i < changed.lineNumber() && !isTooWide(block, layout.lineAt(i - 1));
         ++i) {
        const int next = layout.lineAt(i).textStart();
        seam = isSeam(block, text, next) ? next : seam;
    }
    if (seam > 0) {
        splitAt(block, seam);
    }
}

} // namespace

bool continuesAbove(const QTextBlock &block)
{
    return block.blockFormat().hasProperty(ContinuesProperty);
}

void openFrom(QTextDocument *document, int position)
{
    const QTextBlock last = document->lastBlock();
    int joins = 0;
    for (QTextBlock block = last; continuesAbove(block); block = block.previous()) {
        // The word that it begins with may find room in the line above.
        const QTextLine first = block.layout()->lineAt(0);
        if (first.isValid() && position > block.position() + first.textLength()) {
            break;
        }
        ++joins;
    }
    if (joins == 0) {
        splitAbove(last, position);
    }
    for (; joins > 0; --joins) {
        joinWithAbove(document->lastBlock());
    }
}

void joinParagraphs(QTextDocument *document)
{
    if (!continuesAbove(document->lastBlock())) {
        return;
    }
    QTextCursor edit(document);
    edit.beginEditBlock();
    while (continuesAbove(document->lastBlock())) {
        joinWithAbove(document->lastBlock());
    }
    edit.endEditBlock();
}

} // namespace throughline::markdown
