#include "markdown/blocklayout.h"

#include "markdown/documentbuilder.h"
#include "markdown/mathobject.h"
#include "markdown/paragraphseams.h"
#include "markdown/tablecolumns.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace throughline::markdown {

namespace {

constexpr int CodePadding = 12;
constexpr int HeaderHeight = 30;

/// Where QTextDocument puts the baseline of a line of fixed height, less where CSS puts it.
qreal baselineCorrection(const QFont &font, int lineHeight)
{
    const QFontMetricsF metrics(font);
    const qreal wanted = (lineHeight - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent();
    return std::round(lineHeight * 0.8 - wanted);
}

} // namespace

BlockLayout::BlockLayout(const Block &block, const MarkdownStyle &style)
    : m_style(style)
    , m_document(std::make_unique<SafeDocument>())
    , m_code(block.kind == BlockKind::Code)
    , m_rule(block.kind == BlockKind::Rule)
{
    m_document->setDefaultFont(m_code ? style.code : style.body);
    QTextOption option;
    option.setWrapMode(m_code ? QTextOption::NoWrap : QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(QFontMetricsF(style.code).horizontalAdvance(u' ') * 4);
    m_document->setDefaultTextOption(option);
    m_builder = std::make_unique<DocumentBuilder>(m_document.get(), style);
    m_builder->build(block);
    if (m_builder->hasCode()) {
        m_highlight = std::make_unique<CodeHighlight>(m_document.get(), style);
    }
}

BlockLayout::~BlockLayout() = default;

int BlockLayout::topMargin(const Block &block, const MarkdownStyle &style)
{
    const bool wide = block.kind == BlockKind::Heading || block.kind == BlockKind::Rule;
    return wide ? qRound(16 * style.scale) : 0;
}

int BlockLayout::bottomMargin(const Block &block, const MarkdownStyle &style)
{
    switch (block.kind) {
    case BlockKind::Heading:
        return qRound(8 * style.scale);
    case BlockKind::Rule:
        return qRound(16 * style.scale);
    case BlockKind::Code:
    case BlockKind::Table:
        return qRound(12 * style.scale);
    case BlockKind::Typed:
        return 0;
    default:
        return qRound(11 * style.scale);
    }
}

int BlockLayout::estimatedHeight(const Block &block, const MarkdownStyle &style, qreal width)
{
    const int line = style.lineHeight;
    switch (block.kind) {
    case BlockKind::Rule:
        return 1;
    case BlockKind::Code:
        return qRound((HeaderHeight + 1 + 2 * CodeInset + 2) * style.scale) +
               style.codeLineHeight * static_cast<int>(block.literal.count(u'\n') + 1);
    case BlockKind::Table:
        return static_cast<int>(block.children.size()) * (line + qRound(12 * style.scale));
    default:
        break;
    }
    const QString text = plainText(block);
    const auto perLine = std::max<qsizetype>(8, static_cast<qsizetype>(width / (style.bodyPixels * 0.48)));
    return line * static_cast<int>(text.count(u'\n') + 1 + text.size() / perLine);
}

void BlockLayout::setWidth(qreal width)
{
    if (width == m_width) {
        return;
    }
    m_width = width;
    if (m_rule) {
        m_height = 1;
        m_decorations = {{Decoration::Kind::Rule, QRectF(0, 0, width, 1)}};
        return;
    }
    joinParagraphs(m_document.get()); // they break into other lines now
    if (m_builder->hasMath()) {
        MathObject::fit(m_document.get(), width);
    }
    m_columns.fit(m_document.get(), room());
    m_document->setTextWidth(m_code && !m_wraps ? -1 : std::max(1.0, room()));
    measure();
}

qreal BlockLayout::room() const
{
    return m_code ? codeWidth() : m_width;
}

void BlockLayout::measure(int firstTextBlock)
{
    m_height = std::ceil(m_document->size().height());
    if (m_code) {
        m_contentWidth = std::ceil(m_document->idealWidth());
        setScroll(m_scroll);
        m_height += headerRect().height() + 2 * std::round(CodeInset * m_style.scale) + 2;
    }
    collectDecorations(firstTextBlock);
    for (const Decoration &decoration : std::as_const(m_decorations)) {
        m_height = std::max(m_height, decoration.rect.bottom()); // a box reaches further than its last line
    }
}

void BlockLayout::setWrapped(bool wraps)
{
    if (!m_code || wraps == m_wraps) {
        return;
    }
    m_wraps = wraps;
    QTextOption option = m_document->defaultTextOption();
    option.setWrapMode(wraps ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    m_document->setDefaultTextOption(option);
    const qreal width = std::exchange(m_width, 0);
    if (width > 0) {
        setWidth(width);
    }
}

qreal BlockLayout::codeWidth() const
{
    return m_width - 2 * (CodePadding * m_style.scale + 1);
}

bool BlockLayout::hasLongLines() const
{
    if (!m_code || !m_wraps) {
        return maximumScroll() > 0;
    }
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        if (block.layout()->lineCount() > 1) {
            return true;
        }
    }
    return false;
}

qreal BlockLayout::maximumScroll() const
{
    return m_code && !m_wraps ? std::max(0.0, m_contentWidth - codeWidth()) : 0;
}

void BlockLayout::setScroll(qreal x)
{
    m_scroll = std::clamp(std::round(x), 0.0, maximumScroll());
}

void BlockLayout::scrollTo(int position)
{
    if (maximumScroll() > 0) {
        const qreal x = cursorRect(position).x();
        const qreal left = CodePadding * m_style.scale + 1;
        const qreal room = codeWidth() / 4; // of what stands beside it
        if (x < left) {
            setScroll(m_scroll + x - left - room);
        } else if (x > left + codeWidth()) {
            setScroll(m_scroll + x - left - codeWidth() + room);
        }
    }
}

qreal BlockLayout::naturalWidth()
{
    m_width = 0;
    joinParagraphs(m_document.get());
    m_document->setTextWidth(-1);
    return std::ceil(m_document->idealWidth());
}

QRectF BlockLayout::headerRect() const
{
    return m_code ? QRectF(0, 0, m_width, std::round(HeaderHeight * m_style.scale) + 1) : QRectF();
}

QPointF BlockLayout::documentOffset() const
{
    if (m_code) {
        const qreal y = headerRect().height() + 1 + std::round(CodeInset * m_style.scale);
        return {1 + CodePadding * m_style.scale - m_scroll,
            y - baselineCorrection(m_style.code, m_style.codeLineHeight)};
    }
    return {0, -baselineCorrection(m_style.body, m_style.lineHeight)};
}

} // namespace throughline::markdown
