#include "markdown/blocklayout.h"

#include "markdown/documentbuilder.h"
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
constexpr int CodeInset = 10;
constexpr int HeaderHeight = 30;

/// Where QTextDocument puts the baseline of a line of fixed height, less where CSS puts it.
qreal baselineCorrection(const QFont &font, int lineHeight)
{
    const QFontMetricsF metrics(font);
    const qreal wanted = (lineHeight - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent();
    return std::round(lineHeight * 0.8 - wanted);
}

/// Translates from a text block's own layout to the document. (Qt moves the rectangle's corner to the
/// layout's position, whatever its lines' offsets are.)
QPointF originOf(const QTextBlock &block)
{
    return block.document()->documentLayout()->blockBoundingRect(block).topLeft();
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
    DocumentBuilder(m_document.get(), style).build(block);
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
}

bool BlockLayout::grow(const Block &from, const Block &to)
{
    if (!m_code || to.kind != BlockKind::Code || to.language != from.language ||
        !to.literal.startsWith(from.literal)) {
        return false;
    }
    const QStringList lines = safeText(to.literal.sliced(from.literal.size())).split(u'\n');
    QTextCursor cursor(m_document.get());
    cursor.movePosition(QTextCursor::End);
    const QTextCharFormat characters = cursor.blockCharFormat();
    QTextCharFormat code = cursor.charFormat();
    code.setFont(m_style.code);
    code.setForeground(m_style.text);
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

void BlockLayout::collectDecorations()
{
    m_decorations.clear();
    const QPointF offset = documentOffset();
    const QRectF whole(0, 0, m_width, m_height);
    if (m_code) {
        m_decorations.append({Decoration::Kind::CodeBox, whole, {}, 0, false});
        return;
    }
    QHash<int, qsizetype> boxes;
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        const QTextBlockFormat format = block.blockFormat();
        if (block.layout()->lineCount() == 0) {
            continue;
        }
        const QRectF line = block.layout()->lineAt(0).rect().translated(originOf(block) + offset);
        const qreal pitch = format.lineHeight();
        // What CSS calls the line box, not the text in it.
        const QRectF cell(0, std::round(line.center().y() - pitch / 2), m_width, pitch);
        const bool rightToLeft = format.rightMargin() > format.leftMargin();
        const qreal blockBottom = cell.top() + pitch * block.layout()->lineCount();

        const QVariantList bars = format.property(QuoteBarsProperty).toList();
        for (qsizetype i = 0; i < bars.size(); ++i) {
            const qreal x = bars[i].toReal();
            const QRectF bar(rightToLeft ? m_width - x - 3 : x, cell.top(), 3, blockBottom - cell.top());
            const auto joins = [&](const Decoration &d) {
                return d.kind == Decoration::Kind::QuoteBar && d.rect.x() == bar.x() &&
                       d.depth == block.blockNumber() - 1;
            };
            const auto above = std::find_if(m_decorations.begin(), m_decorations.end(), joins);
            if (above != m_decorations.end()) {
                above->rect.setBottom(bar.bottom());
                above->depth = block.blockNumber();
            } else {
                m_decorations.append({Decoration::Kind::QuoteBar, bar, {}, block.blockNumber(), false});
            }
        }
        if (format.hasProperty(CodeBoxProperty)) {
            const qreal padding = CodeInset * m_style.scale;
            const QRectF box(QPointF(format.leftMargin() - padding, cell.top() - padding),
                QPointF(m_width - format.rightMargin() + padding, blockBottom + padding));
            const int id = format.property(CodeBoxProperty).toInt();
            if (boxes.contains(id)) {
                m_decorations[boxes[id]].rect.setBottom(box.bottom());
            } else {
                boxes.insert(id, m_decorations.size());
                m_decorations.append({Decoration::Kind::CodeBox, box, {}, 1, false});
            }
        }
        if (format.property(RuleProperty).toBool()) {
            const qreal y = std::round(cell.center().y());
            m_decorations.append({Decoration::Kind::Rule,
                QRectF(QPointF(format.leftMargin(), y), QPointF(m_width - format.rightMargin(), y + 1)), {},
                0, false});
        }
        addMarker(block, cell, line.top() + block.layout()->lineAt(0).ascent(), rightToLeft);
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (!fragment.charFormat().property(InlineCodeProperty).toBool()) {
                continue;
            }
            const QFontMetricsF metrics(m_style.code);
            const QList<LineRect> pieces =
                rectsOfRange(fragment.position(), fragment.position() + fragment.length());
            for (const LineRect &piece : pieces) {
                const QRectF rect(QPointF(piece.rect.left() - 3, piece.baseline - metrics.ascent() - 1),
                    QPointF(piece.rect.right() + 3, piece.baseline + metrics.descent() + 1));
                m_decorations.append({Decoration::Kind::InlineCode, rect, {}, 0, false});
            }
        }
    }
}

void BlockLayout::addMarker(const QTextBlock &block, const QRectF &cell, qreal baseline, bool rightToLeft)
{
    const QTextBlockFormat format = block.blockFormat();
    const auto kind = static_cast<MarkerKind>(format.intProperty(MarkerKindProperty));
    if (kind == MarkerKind::None) {
        return;
    }
    const qreal textEdge = format.doubleProperty(MarkerOffsetProperty);
    const qreal scale = m_style.scale;
    const auto place = [&](qreal gap, qreal width, qreal y, qreal height) {
        const qreal x = textEdge - gap - width;
        return QRectF(rightToLeft ? m_width - x - width : x, y, width, height);
    };
    const int depth = format.intProperty(MarkerDepthProperty);
    if (kind == MarkerKind::Number) {
        const QString text = format.stringProperty(MarkerTextProperty).section(u' ', -1);
        const QFontMetricsF metrics(m_style.body);
        const QRectF rect =
            place(5 * scale, metrics.horizontalAdvance(text), baseline - metrics.ascent(), metrics.height());
        m_decorations.append({Decoration::Kind::Marker, rect, text, depth, false});
    } else if (kind == MarkerKind::Bullet) {
        const qreal size = 5 * scale;
        const QFontMetricsF metrics(m_style.body);
        const qreal y = baseline - metrics.xHeight() / 2 - size / 2;
        m_decorations.append({Decoration::Kind::Bullet, place(8 * scale, size, y, size), {}, depth, false});
    } else {
        const qreal size = std::round(13 * scale);
        const QRectF rect = place(6 * scale, size, std::round(cell.center().y() - size / 2), size);
        m_decorations.append({Decoration::Kind::CheckBox, rect, {}, depth, kind == MarkerKind::Checked});
    }
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
            if (left < right && !fragment.charFormat().hasProperty(LabelProperty)) {
                text += QStringView(fragment.text()).mid(left - at, right - left);
            }
        }
    }
    return text.replace(QChar::LineSeparator, u'\n');
}

} // namespace throughline::markdown
