#include "markdown/tablecolumns.h"

#include "markdown/documentbuilder.h"

#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace throughline::markdown {

namespace {

using Need = ColumnNeed;

Need needOf(const QTextTableCell &cell)
{
    Need need;
    for (auto it = cell.begin(); !it.atEnd(); ++it) {
        const QTextBlock block = it.currentBlock();
        qreal line = 0;
        for (auto piece = block.begin(); !piece.atEnd(); ++piece) {
            const QTextFragment fragment = piece.fragment();
            if (fragment.charFormat().hasProperty(MathWidthProperty)) {
                const qreal formula = fragment.charFormat().doubleProperty(MathWidthProperty);
                need.word = std::max(need.word, formula);
                line += formula * fragment.length();
                continue;
            }
            const QFontMetricsF metrics(fragment.charFormat().font());
            const QStringList words = fragment.text().split(u' ');
            for (const QString &word : words) {
                need.word = std::max(need.word, metrics.horizontalAdvance(word));
            }
            line += metrics.horizontalAdvance(fragment.text());
        }
        need.line = std::max(need.line, line);
    }
    const QTextTableCellFormat format = cell.format().toTableCellFormat();
    const qreal padding = format.leftPadding() + format.rightPadding() + 2;
    return {std::ceil(need.word + padding), std::ceil(need.line + padding)};
}

/// The width to cut the widest columns to, so that all together have \a width and the narrow ones stay whole.
qreal capFor(const QList<Need> &needs, qreal width)
{
    QList<qreal> words;
    for (const Need &need : needs) {
        words.append(need.word);
    }
    std::sort(words.begin(), words.end());
    qreal left = width;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const qreal even = left / static_cast<qreal>(words.size() - i);
        if (words[i] >= even) {
            return even;
        }
        left -= words[i];
    }
    return width;
}

QList<Need> needsOf(const QTextTable *grid)
{
    QList<Need> needs(grid->columns());
    for (int row = 0; row < grid->rows(); ++row) {
        for (int column = 0; column < grid->columns(); ++column) {
            needs[column].widen(needOf(grid->cellAt(row, column)));
        }
    }
    return needs;
}

qreal total(const QList<Need> &needs, qreal Need::*member)
{
    return std::accumulate(needs.cbegin(), needs.cend(), 0.0,
        [member](qreal sum, const Need &need) { return sum + need.*member; });
}

/// What a long table needs, in steps: other widths lay out all of it, and a cell that is being written would
/// ask for them with each letter. Never so that less fits on a line than could.
QList<Need> inSteps(const QList<Need> &needs, qreal width)
{
    for (const qreal step : {64.0, 32.0, 16.0}) {
        QList<Need> stepped = needs;
        for (Need &need : stepped) {
            need.word = std::ceil(need.word / step) * step;
            need.line = std::ceil(need.line / step) * step;
        }
        const auto fitAlike = [&](qreal Need::*member) {
            return (total(stepped, member) <= width) == (total(needs, member) <= width);
        };
        if (fitAlike(&Need::line) && fitAlike(&Need::word)) {
            return stepped;
        }
    }
    return needs;
}

QList<QTextLength> constraintsFor(const QList<Need> &needs, qreal width)
{
    const qreal lines = total(needs, &Need::line);
    const qreal words = total(needs, &Need::word);
    const qreal cap = words > width ? capFor(needs, width) : width;
    QList<QTextLength> constraints;
    for (const Need &need : needs) {
        qreal share = 0;
        if (lines <= width) {
            share = need.line * width / lines;
        } else if (words <= width) {
            share = need.word + (width - words) * (need.line - need.word) / std::max(1.0, lines - words);
        } else {
            share = std::min(need.word, cap);
        }
        constraints.append(QTextLength(QTextLength::FixedLength, std::floor(share)));
    }
    return constraints;
}

/// Whether they are others than before.
bool fitGrid(QTextTable *grid, const QList<Need> &needs, qreal width, bool isLong)
{
    QTextTableFormat format = grid->format();
    const qreal room = width - format.leftMargin() - format.rightMargin();
    format.setWidth(QTextLength(QTextLength::FixedLength, room));
    format.setColumnWidthConstraints(constraintsFor(isLong ? inSteps(needs, room) : needs, room));
    if (format == grid->format()) {
        return false;
    }
    grid->setFormat(format); // which lays all of it out
    return true;
}

int tableOf(const QTextTable *grid)
{
    return grid->format().intProperty(TableProperty);
}

} // namespace

void ColumnNeed::widen(const ColumnNeed &other)
{
    word = std::max(word, other.word);
    line = std::max(line, other.line);
}

bool TableColumns::fit(QTextDocument *document, qreal width, int from)
{
    QList<QTextTable *> grids;
    const QList<QTextFrame *> frames = document->rootFrame()->childFrames();
    for (QTextFrame *frame : frames) {
        if (auto *grid = qobject_cast<QTextTable *>(frame)) {
            grids.append(grid);
        }
    }
    const auto isOld = [&](qsizetype i) { return i < grids.size() && grids[i]->lastPosition() < from; };
    while (!m_needs.isEmpty() && !isOld(m_needs.size() - 1)) {
        m_needs.removeLast();
    }
    const qsizetype old = m_needs.size();
    for (qsizetype i = old; i < grids.size(); ++i) {
        m_needs.append(needsOf(grids[i]));
    }
    bool moved = false;
    QTextCursor edit(document);
    edit.beginEditBlock();
    for (qsizetype first = 0, end = 0; first < grids.size(); first = end) {
        QList<Need> needs = m_needs[first];
        for (end = first + 1; end < grids.size() && tableOf(grids[end]) == tableOf(grids[first]); ++end) {
            for (qsizetype column = 0; column < needs.size(); ++column) {
                needs[column].widen(m_needs[end][column]);
            }
        }
        for (qsizetype i = first; i < end; ++i) {
            moved = (fitGrid(grids[i], needs, width, end - first > 1) && i < old) || moved;
        }
    }
    edit.endEditBlock();
    return moved;
}

} // namespace throughline::markdown
