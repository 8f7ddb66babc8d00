#include "markdown/blocklayout.h"
#include "markdown/documentbuilder.h"
#include "markdown/mathobject.h"

#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

// A block that grows.

namespace throughline::markdown {

std::optional<qreal> BlockLayout::grow(const Block &from, const Block &to)
{
    if (m_code) {
        return growCode(from, to);
    }
    const qreal lastLine = lineAbove(lastPosition());
    const int lastTextBlock = m_document->blockCount() - 1;
    const std::optional<int> start = m_builder->rebuild(from, to);
    if (!start) {
        return std::nullopt;
    }
    if (m_builder->hasMath()) {
        MathObject::fit(m_document.get(), m_width);
    }
    const bool moved = m_columns.fit(m_document.get(), room(), *start);
    // A paragraph may have been split above it.
    const int textBlock = std::min(lastTextBlock, m_document->findBlock(*start).blockNumber());
    if (m_highlight) {
        m_highlight->changedFrom(textBlock);
    } else if (m_builder->hasCode()) {
        m_highlight = std::make_unique<CodeHighlight>(m_document.get(), m_style);
    }
    measure(moved ? 0 : textBlock);
    const qreal above = std::ceil(CodeInset * m_style.scale) + 1; // a box reaches so far
    return moved ? 0 : std::max(0.0, std::min(lastLine, lineAbove(*start)) - above);
}

/// The top of the line before the one that \a position is in: in that one a word may find room again.
qreal BlockLayout::lineAbove(int position) const
{
    const QTextBlock block = m_document->findBlock(position);
    const QTextLine line = block.layout()->lineForTextPosition(position - block.position());
    const qreal top = originOf(block).y() + documentOffset().y();
    const int number = line.isValid() ? line.lineNumber() : 0;
    return number == 0 ? top : top + block.layout()->lineAt(number - 1).y();
}

std::optional<qreal> BlockLayout::growCode(const Block &from, const Block &to)
{
    if (to.kind != BlockKind::Code || to.language != from.language || !to.literal.startsWith(from.literal)) {
        return std::nullopt;
    }
    const QStringList lines = visibleText(to.literal.sliced(from.literal.size())).split(u'\n');
    QTextCursor cursor(m_document.get());
    cursor.movePosition(QTextCursor::End);
    const bool hadLongLines = hasLongLines();
    const int last = cursor.blockNumber();
    const qreal top = cursorRect(cursor.block().position()).top();
    const QTextCharFormat characters = cursor.blockCharFormat();
    QTextCharFormat code = cursor.charFormat();
    code.setFont(m_style.code);
    code.setForeground(m_style.text);
    m_highlight->changedFrom(last);
    cursor.beginEditBlock();
    cursor.insertText(lines[0], code);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        cursor.insertBlock(cursor.blockFormat(), characters);
        cursor.insertText(lines[i], code);
    }
    cursor.endEditBlock();
    measure(last);
    return hasLongLines() == hadLongLines ? top : 0; // the header offers to break them
}

} // namespace throughline::markdown
