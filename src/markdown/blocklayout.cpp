#include "markdown/blocklayout.h"

#include "markdown/documentbuilder.h"
#include "markdown/mathobject.h"
#include "markdown/tablecolumns.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextLayout>
#include <QTextTable>

#include <algorithm>
#include <cmath>

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
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(QFontMetricsF(style.code).horizontalAdvance(u' ') * 4);
    m_document->setDefaultTextOption(option);
    DocumentBuilder builder(m_document.get(), style);
    builder.build(block);
    m_math = builder.hasMath();
    if (m_math) {
        new MathObject(m_document.get()); // owned by it
    }
    if (builder.hasCode()) {
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
        m_decorations = {{Decoration::Kind::Rule, QRectF(0, 0, width, 1), {}, 0, false}};
        return;
    }
    const qreal inset = m_code ? 2 * (CodePadding * m_style.scale + 1) : 0;
    if (m_math) {
        MathObject::fit(m_document.get(), width);
    }
    fitTableColumns(m_document.get(), width - inset);
    m_document->setTextWidth(std::max(1.0, width - inset));
    measure();
}

void BlockLayout::measure()
{
    m_height = std::ceil(m_document->size().height());
    if (m_code) {
        m_height += headerRect().height() + 2 * std::round(CodeInset * m_style.scale) + 2;
    }
    collectDecorations();
    for (const Decoration &decoration : std::as_const(m_decorations)) {
        m_height = std::max(m_height, decoration.rect.bottom()); // a box reaches further than its last line
    }
}

bool BlockLayout::grow(const Block &from, const Block &to)
{
    if (!m_code || to.kind != BlockKind::Code || to.language != from.language ||
        !to.literal.startsWith(from.literal)) {
        return false;
    }
    const QStringList lines = visibleText(to.literal.sliced(from.literal.size())).split(u'\n');
    QTextCursor cursor(m_document.get());
    cursor.movePosition(QTextCursor::End);
    const QTextCharFormat characters = cursor.blockCharFormat();
    QTextCharFormat code = cursor.charFormat();
    code.setFont(m_style.code);
    code.setForeground(m_style.text);
    m_highlight->changedFrom(cursor.blockNumber());
    cursor.beginEditBlock();
    cursor.insertText(lines[0], code);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        cursor.insertBlock(cursor.blockFormat(), characters);
        cursor.insertText(lines[i], code);
    }
    cursor.endEditBlock();
    measure();
    return true;
}

qreal BlockLayout::naturalWidth()
{
    m_width = 0;
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
        return {
            1 + CodePadding * m_style.scale, y - baselineCorrection(m_style.code, m_style.codeLineHeight)};
    }
    return {0, -baselineCorrection(m_style.body, m_style.lineHeight)};
}

QList<LineRect> BlockLayout::rectsOfRange(int from, int to) const
{
    QList<LineRect> rects;
    for (QTextBlock block = m_document->findBlock(from); block.isValid() && block.position() < to;
         block = block.next()) {
        const QPointF origin = originOf(block) + documentOffset();
        const int start = std::max(0, from - block.position());
        const int end = std::min(block.length() - 1, to - block.position());
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            const QTextLine line = block.layout()->lineAt(i);
            const int first = std::max(start, line.textStart());
            int last = std::min(end, line.textStart() + line.textLength());
            if (i + 1 < block.layout()->lineCount() && last == line.textStart() + line.textLength()) {
                while (last > first && block.text().at(last - 1).isSpace()) {
                    --last; // the space a line was broken at is not drawn
                }
            }
            if (first >= last) {
                continue;
            }
            const qreal a = line.cursorToX(first);
            const qreal b = line.cursorToX(last);
            const qreal baseline = origin.y() + line.y() + line.ascent();
            const QRectF rect(QPointF(origin.x() + std::min(a, b), baseline - line.ascent()),
                QPointF(origin.x() + std::max(a, b), baseline + line.descent()));
            const qreal pitch = block.blockFormat().lineHeight();
            const QRectF cell(rect.left(), std::round(rect.center().y() - pitch / 2), rect.width(), pitch);
            rects.append({rect, cell, baseline});
        }
    }
    return rects;
}

int BlockLayout::positionAt(const QPointF &point) const
{
    const int position = m_document->documentLayout()->hitTest(point - documentOffset(), Qt::FuzzyHit);
    return std::clamp(position, 0, lastPosition());
}

bool BlockLayout::isOverText(const QPointF &point) const
{
    return m_document->documentLayout()->hitTest(point - documentOffset(), Qt::ExactHit) >= 0;
}

QString BlockLayout::linkAt(const QPointF &point) const
{
    return m_document->documentLayout()->anchorAt(point - documentOffset());
}

QRectF BlockLayout::cursorRect(int position) const
{
    const QTextBlock block = m_document->findBlock(std::clamp(position, 0, lastPosition()));
    const QTextLine line = block.layout()->lineForTextPosition(position - block.position());
    if (!line.isValid()) {
        return QRectF(documentOffset(), QSizeF(0, m_style.lineHeight));
    }
    const QPointF origin = originOf(block) + documentOffset();
    return {
        origin.x() + line.cursorToX(position - block.position()), origin.y() + line.y(), 0, line.height()};
}

int BlockLayout::lastPosition() const
{
    return m_document->characterCount() - 1;
}

int BlockLayout::endOfText() const
{
    QTextBlock block = m_document->lastBlock();
    while (block.previous().isValid() && block.length() == 1 && !QTextCursor(block).currentTable() &&
           QTextCursor(block.previous()).currentTable()) {
        block = block.previous();
    }
    return block.position() + block.length() - 1;
}

QString BlockLayout::textOfRange(int from, int to) const
{
    QString text;
    const QTextTable *previousTable = nullptr;
    int previousRow = -1;
    bool first = true;
    for (QTextBlock block = m_document->findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        QTextCursor cursor(block);
        const QTextTable *table = cursor.currentTable();
        const bool besideTable =
            !table && block.length() == 1 &&
            ((block.next().isValid() && QTextCursor(block.next()).currentTable()) ||
                (block.previous().isValid() && QTextCursor(block.previous()).currentTable()));
        if (besideTable && !block.blockFormat().hasProperty(MarkerKindProperty)) {
            continue; // an empty text block of Qt's, not of the document
        }
        const int row = table ? table->cellAt(cursor).row() : -1;
        if (!first) {
            text += table && table == previousTable && row == previousRow ? u'\t' : u'\n';
        }
        first = false;
        previousTable = table;
        previousRow = row;
        const int start = std::max(0, from - block.position());
        const int end = std::min(block.length() - 1, to - block.position());
        if (start == 0 && end >= 0 && block.blockFormat().hasProperty(MarkerTextProperty)) {
            text += block.blockFormat().stringProperty(MarkerTextProperty) + u' ';
        }
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const int at = fragment.position() - block.position();
            const int left = std::max(start, at);
            const int right = std::min(end, at + fragment.length());
            const QString formula = fragment.charFormat().stringProperty(MathSourceProperty);
            if (left < right && !formula.isEmpty()) {
                text += formula.repeated(right - left);
            } else if (left < right && !fragment.charFormat().hasProperty(LabelProperty)) {
                text += QStringView(fragment.text()).mid(left - at, right - left);
            }
        }
    }
    return text.replace(QChar::LineSeparator, u'\n');
}

} // namespace throughline::markdown
