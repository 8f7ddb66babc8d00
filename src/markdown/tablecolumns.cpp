#include "markdown/tablecolumns.h"

#include "markdown/documentbuilder.h"

#include <QFontMetricsF>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextTable>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace throughline::markdown {

namespace {

struct Need
{
    qreal word = 0; ///< the longest word
    qreal line = 0; ///< all of it on one line
};

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

void fit(QTextTable *table, qreal width)
{
    const int columns = table->columns();
    QList<Need> needs(columns);
    for (int row = 0; row < table->rows(); ++row) {
        for (int column = 0; column < columns; ++column) {
            const Need need = needOf(table->cellAt(row, column));
            needs[column].word = std::max(needs[column].word, need.word);
            needs[column].line = std::max(needs[column].line, need.line);
        }
    }
    const auto total = [&](qreal Need::*member) {
        return std::accumulate(needs.cbegin(), needs.cend(), 0.0,
            [member](qreal sum, const Need &need) { return sum + need.*member; });
    };
    const qreal lines = total(&Need::line);
    const qreal words = total(&Need::word);
    const qreal cap = words > width ? capFor(needs, width) : width;
    QList<QTextLength> constraints;
    for (const Need &need : std::as_const(needs)) {
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
    QTextTableFormat format = table->format();
    format.setWidth(QTextLength(QTextLength::FixedLength, width));
    format.setColumnWidthConstraints(constraints);
    table->setFormat(format);
}

} // namespace

void fitTableColumns(QTextDocument *document, qreal width)
{
    const QList<QTextFrame *> frames = document->rootFrame()->childFrames();
    for (QTextFrame *frame : frames) {
        if (auto *table = qobject_cast<QTextTable *>(frame)) {
            const QTextFrameFormat format = table->frameFormat();
            fit(table, width - format.leftMargin() - format.rightMargin());
        }
    }
}

} // namespace throughline::markdown
