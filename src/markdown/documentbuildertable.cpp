#include "markdown/documentbuilder.h"

#include <QTextTable>
#include <QVariant>

#include <algorithm>

// Tables.

namespace throughline::markdown {

void DocumentBuilder::addTable(const Block &table, Context &context, qsizetype first)
{
    if (table.children.isEmpty() || table.children[0].children.isEmpty()) {
        startTextBlock(context, m_style.lineHeight);
        return;
    }
    m_tables += first == 0 ? 1 : 0;
    for (qsizetype row = first; row < table.children.size(); row += RowsInGrid) {
        noteStart(table, context);
        addGrid(table, row, context);
        context.spacing = 0;
    }
    m_marker = {};
    context.spacing = qRound(12 * m_style.scale);
}

/// Grids that follow each other have an empty text block between them, of which Qt makes no line.
void DocumentBuilder::addGrid(const Block &table, qsizetype first, Context &context)
{
    const auto rows = static_cast<int>(std::min(RowsInGrid, table.children.size() - first));
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellSpacing(0);
    format.setCellPadding(0);
    format.setLeftMargin(m_rightToLeft ? 0 : context.leading);
    format.setRightMargin(m_rightToLeft ? context.leading : 0);
    format.setTopMargin(m_empty ? 0 : context.spacing);
    format.setBottomMargin(0);
    format.setLayoutDirection(m_rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    format.setProperty(TableProperty, m_tables);
    setQuoteBars(format, context);
    QTextTable *grid =
        m_cursor.insertTable(rows, static_cast<int>(table.children[0].children.size()), format);
    for (int row = 0; row < rows; ++row) {
        fillRow(grid, row, table.children[first + row]);
    }
    m_cursor.movePosition(QTextCursor::End);
    m_empty = false;
    m_reuseTextBlock = true; // Qt keeps an empty text block after a table
}

void DocumentBuilder::fillRow(QTextTable *grid, int row, const Block &source)
{
    QTextTableCellFormat cellFormat;
    cellFormat.setLeftPadding(10 * m_style.scale);
    cellFormat.setRightPadding(10 * m_style.scale);
    cellFormat.setTopPadding(6 * m_style.scale);
    cellFormat.setBottomPadding(6 * m_style.scale);
    cellFormat.setBottomBorder(1);
    cellFormat.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    cellFormat.setBottomBorderBrush(m_style.border);
    QTextCharFormat base = baseFormat();
    const qreal factor = source.header ? 12.5 / 15.0 : 14.0 / 15.0;
    base.setFont(resized(m_style.body, factor));
    if (source.header) {
        base.setFontWeight(QFont::DemiBold);
        base.setForeground(m_style.muted);
    }
    for (int column = 0; column < grid->columns(); ++column) {
        QTextTableCell cell = grid->cellAt(row, column);
        cell.setFormat(cellFormat);
        if (column >= source.children.size()) {
            continue;
        }
        const Block &content = source.children[column];
        QTextBlockFormat block;
        block.setLineHeight(qRound(m_style.lineHeight * factor), QTextBlockFormat::FixedHeight);
        block.setAlignment(content.alignment == CellAlignment::Right    ? Qt::AlignRight
                           : content.alignment == CellAlignment::Center ? Qt::AlignHCenter
                                                                        : Qt::AlignLeft);
        block.setLayoutDirection(m_rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        m_cursor = cell.firstCursorPosition();
        m_cursor.setBlockFormat(block);
        insertRuns(content.runs, base);
    }
}

} // namespace throughline::markdown
