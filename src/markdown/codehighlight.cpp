#include "markdown/codehighlight.h"

#include "markdown/documentbuilder.h"

#include <QAbstractTextDocumentLayout>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>

namespace throughline::markdown {

namespace {

/// A longer line is data; it stays plain.
constexpr qsizetype LongestLine = 20000;

int codeBoxOf(const QTextBlock &block)
{
    return block.blockFormat().intProperty(CodeTextProperty);
}

} // namespace

CodeHighlight::CodeHighlight(QTextDocument *document, const MarkdownStyle &style)
    : m_document(document)
    , m_colors(style.codeColors)
{}

void CodeHighlight::changedFrom(int first)
{
    m_lines.resize(std::min<qsizetype>(m_lines.size(), first));
}

CodeState CodeHighlight::stateBefore(const QTextBlock &block) const
{
    const QTextBlock previous = block.previous();
    const bool continues = previous.isValid() && codeBoxOf(previous) == codeBoxOf(block);
    return continues ? m_lines[previous.blockNumber()].after : CodeState();
}

void CodeHighlight::readUpTo(int last)
{
    const auto first = static_cast<int>(m_lines.size());
    int box = 0;
    CodeLexer lexer(u"");
    QList<CodeSpan> spans;
    for (QTextBlock block = m_document->findBlockByNumber(first);
         block.isValid() && block.blockNumber() <= last; block = block.next()) {
        Line line;
        if (const int own = codeBoxOf(block); own > 0) {
            if (own != box) {
                lexer = CodeLexer(block.blockFormat().stringProperty(CodeLanguageProperty));
                box = own;
            }
            line.after = stateBefore(block);
            if (lexer.isKnown() && block.length() <= LongestLine) {
                spans.clear();
                line.after = lexer.read(block.text(), line.after, spans);
                ++m_linesRead;
            }
        }
        m_lines.append(line);
    }
}

void CodeHighlight::colorLine(const QTextBlock &block)
{
    Line &line = m_lines[block.blockNumber()];
    line.isColored = true;
    if (codeBoxOf(block) == 0 || block.length() > LongestLine) {
        return;
    }
    const CodeLexer lexer(block.blockFormat().stringProperty(CodeLanguageProperty));
    QList<CodeSpan> spans;
    lexer.read(block.text(), stateBefore(block), spans);
    QList<QTextLayout::FormatRange> ranges;
    ranges.reserve(spans.size());
    for (const CodeSpan &span : std::as_const(spans)) {
        const QColor color = colorOf(span.token);
        if (color.isValid()) {
            QTextLayout::FormatRange range{span.start, span.end - span.start, {}};
            range.format.setForeground(color);
            ranges.append(range);
        }
    }
    block.layout()->setFormats(ranges);
    ++m_linesColored;
}

void CodeHighlight::color(const QRectF &area)
{
    const auto blockAt = [this](qreal y) {
        const QAbstractTextDocumentLayout *layout = m_document->documentLayout();
        return m_document->findBlock(std::max(0, layout->hitTest(QPointF(0, y), Qt::FuzzyHit)));
    };
    const QTextBlock first = blockAt(area.top());
    const QTextBlock last = blockAt(area.bottom());
    readUpTo(last.blockNumber());
    int from = -1;
    int to = -1;
    for (QTextBlock block = first; block.isValid() && block.blockNumber() <= last.blockNumber();
         block = block.next()) {
        if (!m_lines[block.blockNumber()].isColored) {
            colorLine(block);
            from = from < 0 ? block.position() : from;
            to = block.position() + block.length();
        }
    }
    if (from >= 0) {
        m_document->markContentsDirty(from, to - from);
    }
}

QColor CodeHighlight::colorOf(CodeToken token) const
{
    switch (token) {
    case CodeToken::Comment:
        return m_colors.comment;
    case CodeToken::String:
        return m_colors.string;
    case CodeToken::Number:
        return m_colors.number;
    case CodeToken::Keyword:
        return m_colors.keyword;
    case CodeToken::Type:
        return m_colors.type;
    case CodeToken::Meta:
        return m_colors.meta;
    case CodeToken::Added:
        return m_colors.added;
    case CodeToken::Removed:
        return m_colors.removed;
    }
    return {};
}

} // namespace throughline::markdown
