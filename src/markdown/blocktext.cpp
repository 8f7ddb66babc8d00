#include "markdown/blocklayout.h"
#include "markdown/documentbuilder.h"
#include "markdown/paragraphseams.h"
#include "markdown/textdirection.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextLayout>
#include <QTextTable>

#include <algorithm>
#include <cmath>

// The text of a laid out block: where it is, and what is where.

namespace throughline::markdown {

namespace {

struct Stretch
{
    qreal left = 0;
    qreal right = 0;
};

/// Where the characters of a line are, from left to right.
QList<Stretch> stretchesOf(const QTextLine &line, int first, int last, bool turns)
{
    const auto between = [&](int a, int b, QTextLine::Edge edge) {
        const qreal one = line.cursorToX(a);
        const qreal other = line.cursorToX(b, edge);
        return Stretch{std::min(one, other), std::max(one, other)};
    };
    if (!turns) {
        return {between(first, last, QTextLine::Leading)};
    }
    QList<Stretch> characters;
    for (int i = first; i < last; ++i) {
        characters.append(between(i, i, QTextLine::Trailing));
    }
    std::sort(characters.begin(), characters.end(),
        [](const Stretch &a, const Stretch &b) { return a.left < b.left; });
    QList<Stretch> joined;
    for (const Stretch &next : std::as_const(characters)) {
        if (!joined.isEmpty() && next.left <= joined.last().right + 0.5) {
            joined.last().right = std::max(joined.last().right, next.right);
        } else {
            joined.append(next);
        }
    }
    return joined;
}

/// The line that the character at \a position is in.
int lineOf(const QTextLayout &layout, int position)
{
    int first = 0;
    int count = layout.lineCount();
    while (count > 1) {
        const int half = count / 2;
        if (layout.lineAt(first + half).textStart() <= position) {
            first += half;
            count -= half;
        } else {
            count = half;
        }
    }
    return first;
}

} // namespace

QList<LineRect> BlockLayout::rectsOfRange(int from, int to) const
{
    QList<LineRect> rects;
    for (QTextBlock block = m_document->findBlock(from); block.isValid() && block.position() < to;
         block = block.next()) {
        const QString text = block.text();
        addRects({block, text, turnsAround(text)}, std::max(0, from - block.position()),
            std::min(block.length() - 1, to - block.position()), rects);
    }
    return rects;
}

void BlockLayout::addInlineCode(const QTextBlock &block)
{
    const QFontMetricsF metrics(m_style.code);
    std::optional<ReadBlock> read;
    QList<LineRect> pieces;
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        const QTextFragment fragment = it.fragment();
        if (!fragment.charFormat().property(InlineCodeProperty).toBool()) {
            continue;
        }
        if (!read) {
            const QString text = block.text();
            read = {block, text, turnsAround(text)};
        }
        const int start = fragment.position() - block.position();
        addRects(*read, start, start + fragment.length(), pieces);
    }
    for (const LineRect &piece : std::as_const(pieces)) {
        const QRectF rect(QPointF(piece.rect.left() - 3, piece.baseline - metrics.ascent() - 1),
            QPointF(piece.rect.right() + 3, piece.baseline + metrics.descent() + 1));
        m_decorations.append({Decoration::Kind::InlineCode, rect, {}, 0, false, block.blockNumber()});
    }
}

void BlockLayout::addRects(const ReadBlock &read, int start, int end, QList<LineRect> &rects) const
{
    const auto &[block, text, turns] = read;
    const QPointF origin = originOf(block) + documentOffset();
    const qreal pitch = block.blockFormat().lineHeight();
    const QTextLayout &layout = *block.layout();
    for (int i = lineOf(layout, start); i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        if (line.textStart() >= end) {
            break;
        }
        const int first = std::max(start, line.textStart());
        int last = std::min(end, line.textStart() + line.textLength());
        if (i + 1 < layout.lineCount() && last == line.textStart() + line.textLength()) {
            while (last > first && text.at(last - 1).isSpace()) {
                --last; // the space a line was broken at is not drawn
            }
        }
        if (first >= last) {
            continue;
        }
        const qreal baseline = origin.y() + line.y() + line.ascent();
        const QList<Stretch> stretches = stretchesOf(line, first, last, turns);
        for (const Stretch &stretch : stretches) {
            const QRectF rect(QPointF(origin.x() + stretch.left, baseline - line.ascent()),
                QPointF(origin.x() + stretch.right, baseline + line.descent()));
            const QRectF cell(rect.left(), std::round(rect.center().y() - pitch / 2), rect.width(), pitch);
            rects.append({rect, cell, baseline});
        }
    }
}

QList<ShownLine> BlockLayout::linesBetween(qreal top, qreal bottom) const
{
    QList<ShownLine> lines;
    const qreal offset = documentOffset().y();
    const QAbstractTextDocumentLayout *layout = m_document->documentLayout();
    for (QTextBlock first = m_document->begin(), next; first.isValid(); first = next) {
        QRectF area = layout->blockBoundingRect(first);
        for (next = first.next(); continuesAbove(next); next = next.next()) {
            area |= layout->blockBoundingRect(next);
        }
        area.translate(0, offset);
        if (first.length() > 1 && area.bottom() >= top && area.top() <= bottom) {
            QString text = first.text();
            for (QTextBlock block = first.next(); continuesAbove(block); block = block.next()) {
                text += u' ' + block.text();
            }
            lines.append({first.position(), text});
        }
    }
    return lines;
}

std::pair<int, int> BlockLayout::lineAround(int position) const
{
    QTextBlock first = m_document->findBlock(std::clamp(position, 0, lastPosition()));
    QTextBlock last = first;
    while (continuesAbove(first)) {
        first = first.previous();
    }
    while (continuesAbove(last.next())) {
        last = last.next();
    }
    return {first.position(), last.position() + last.length() - 1};
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

QString BlockLayout::imageAt(const QPointF &point) const
{
    return m_document->documentLayout()
        ->formatAt(point - documentOffset())
        .stringProperty(ImageSourceProperty);
}

QString BlockLayout::formulaAt(const QPointF &point) const
{
    return m_document->documentLayout()
        ->formatAt(point - documentOffset())
        .stringProperty(MathSourceProperty);
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
            const bool isNextCell = table && table == previousTable && row == previousRow;
            text += isNextCell ? u'\t' : continuesAbove(block) ? u' ' : u'\n';
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
