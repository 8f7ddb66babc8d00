#include "markdown/parser.h"

#include "markdown/cmarktree.h"
#include "markdown/mathsyntax.h"
#include "markdown/openmarks.h"

#include <algorithm>
#include <cmark-gfm-core-extensions.h>
#include <cstring>
#include <mutex>
#include <optional>

namespace throughline::markdown {

namespace {

constexpr int MaximumDepth = 24;

QString stringOf(const char *text)
{
    return text ? unmarkMath(QString::fromUtf8(text), false) : QString();
}

QString literalOf(cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    return text ? unmarkMath(QString::fromUtf8(text), cmark_node_get_type(node) != CMARK_NODE_TEXT)
                : QString();
}

/// Whether a formula by itself is next to the line break \a node.
bool isBesideDisplay(cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);
    return mathKind(cmark_node_previous(node)) == MathKind::Display || mathKind(next) == MathKind::Display ||
           mathKind(next) == MathKind::Open;
}

void addRun(QList<Run> &runs, const QString &text, RunStyles styles, const QString &href,
    const QString &imageSource = {})
{
    if (text.isEmpty()) {
        return;
    }
    if (!runs.isEmpty() && runs.last().styles == styles && runs.last().href == href &&
        !styles.testAnyFlags(RunStyle::Image | RunStyle::Note | RunStyle::Math)) {
        runs.last().text += text;
    } else {
        runs.append({text, styles, href, imageSource});
    }
}

/// The text of a subtree, walked without recursion.
QString textOf(cmark_node *root)
{
    QString text;
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event = cmark_iter_next(iterator); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator)) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (event == CMARK_EVENT_EXIT) {
            if (node != root && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
                text += u'\n';
            }
            continue;
        }
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            text += u' ';
        } else if (mathKind(node) != MathKind::None) {
            text += mathSource(node);
        } else {
            text += literalOf(node);
        }
    }
    cmark_iter_free(iterator);
    while (text.endsWith(u'\n')) {
        text.chop(1);
    }
    return text;
}

void readRuns(cmark_node *parent, QList<Run> &runs, RunStyles styles, const QString &href, int depth)
{
    if (depth > MaximumDepth) {
        addRun(runs, textOf(parent), styles, href);
        return;
    }
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT) {
            addRun(runs, literalOf(node), styles, href);
        } else if (type == CMARK_NODE_SOFTBREAK) {
            addRun(runs, isBesideDisplay(node) ? QStringLiteral("\n") : QStringLiteral(" "), styles, href);
        } else if (type == CMARK_NODE_LINEBREAK) {
            addRun(runs, QStringLiteral("\n"), styles, href);
        } else if (type == CMARK_NODE_CODE) {
            addRun(runs, literalOf(node), styles | RunStyle::Code, href);
        } else if (const MathKind kind = mathKind(node); kind != MathKind::None) {
            RunStyles math = styles | RunStyle::Math;
            math.setFlag(RunStyle::Display, depth == 0 && kind == MathKind::Display);
            math.setFlag(RunStyle::Code, kind == MathKind::Open);
            addRun(runs, mathSource(node), math, href);
        } else if (type == CMARK_NODE_HTML_INLINE) {
            addRun(runs, literalOf(node), styles | RunStyle::Html, href);
        } else if (type == CMARK_NODE_EMPH) {
            readRuns(node, runs, styles | RunStyle::Emphasis, href, depth + 1);
        } else if (type == CMARK_NODE_STRONG) {
            readRuns(node, runs, styles | RunStyle::Strong, href, depth + 1);
        } else if (isType(node, "strikethrough")) {
            readRuns(node, runs, styles | RunStyle::Strike, href, depth + 1);
        } else if (type == CMARK_NODE_LINK) {
            readRuns(node, runs, styles, stringOf(cmark_node_get_url(node)), depth + 1);
        } else if (type == CMARK_NODE_IMAGE) {
            const QString source = stringOf(cmark_node_get_url(node));
            const QString description = textOf(node);
            addRun(runs, description.isEmpty() ? source : description, styles | RunStyle::Image,
                href.isEmpty() ? source : href, source);
        } else if (type == CMARK_NODE_FOOTNOTE_REFERENCE) {
            const int number = stringOf(cmark_node_get_literal(node)).toInt();
            addRun(runs, footnoteText(number), styles | RunStyle::Note, href);
        } else {
            readRuns(node, runs, styles, href, depth + 1);
        }
    }
}

CellAlignment alignmentOf(uint8_t letter)
{
    switch (letter) {
    case 'l':
        return CellAlignment::Left;
    case 'c':
        return CellAlignment::Center;
    case 'r':
        return CellAlignment::Right;
    default:
        return CellAlignment::None;
    }
}

QString withoutFinalLineBreak(QString text)
{
    if (text.endsWith(u'\n')) {
        text.chop(1);
    }
    return text;
}

Block readTable(cmark_node *node)
{
    Block table;
    table.kind = BlockKind::Table;
    const uint16_t columns = cmark_gfm_extensions_get_table_columns(node);
    const uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(node);
    for (cmark_node *rowNode = cmark_node_first_child(node); rowNode; rowNode = cmark_node_next(rowNode)) {
        Block row;
        row.kind = BlockKind::Row;
        row.header = cmark_gfm_extensions_get_table_row_is_header(rowNode) != 0;
        int column = 0;
        for (cmark_node *cellNode = cmark_node_first_child(rowNode); cellNode && column < columns;
             cellNode = cmark_node_next(cellNode), ++column) {
            Block cell;
            cell.kind = BlockKind::Cell;
            cell.alignment = alignments ? alignmentOf(alignments[column]) : CellAlignment::None;
            readRuns(cellNode, cell.runs, RunStyle::Plain, {}, 0);
            row.children.append(cell);
        }
        table.children.append(row);
    }
    return table;
}

Block readBlock(cmark_node *node, int depth);

void readChildren(cmark_node *node, Block &block, int depth)
{
    if (depth >= MaximumDepth) {
        Block flat;
        addRun(flat.runs, textOf(node), RunStyle::Plain, {});
        block.children.append(flat);
        return;
    }
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child)) {
        block.children.append(readBlock(child, depth + 1));
    }
}

Block readBlock(cmark_node *node, int depth)
{
    Block block;
    const cmark_node_type type = cmark_node_get_type(node);
    if (isType(node, "table")) {
        return readTable(node);
    }
    if (type == CMARK_NODE_HEADING) {
        block.kind = BlockKind::Heading;
        block.level = cmark_node_get_heading_level(node);
        readRuns(node, block.runs, RunStyle::Plain, {}, 0);
    } else if (type == CMARK_NODE_LIST) {
        block.kind = BlockKind::List;
        block.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
        block.level = block.ordered ? cmark_node_get_list_start(node) : 0;
        block.tight = cmark_node_get_list_tight(node) != 0;
        readChildren(node, block, depth);
        if (depth >= MaximumDepth) {
            block.kind = BlockKind::Quote; // its one child is no Item
        }
    } else if (type == CMARK_NODE_ITEM) { // a task list item has the type of its base, Item
        block.kind = BlockKind::Item;
        block.task = isType(node, "tasklist");
        block.checked = block.task && cmark_gfm_extensions_get_tasklist_item_checked(node);
        readChildren(node, block, depth);
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
        block.kind = BlockKind::Quote;
        readChildren(node, block, depth);
    } else if (type == CMARK_NODE_CODE_BLOCK) {
        block.kind = BlockKind::Code;
        block.language = stringOf(cmark_node_get_fence_info(node)).section(u' ', 0, 0);
        block.literal = withoutFinalLineBreak(literalOf(node));
    } else if (type == CMARK_NODE_HTML_BLOCK) {
        block.kind = BlockKind::Html;
        block.literal = withoutFinalLineBreak(literalOf(node));
    } else if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
        block.kind = BlockKind::Footnote;
        readChildren(node, block, depth);
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
        block.kind = BlockKind::Rule;
    } else {
        readRuns(node, block.runs, RunStyle::Plain, {}, 0);
    }
    return block;
}

/// cmark gives a table the first line of the paragraph it was split from, and that paragraph line 0.
int startLine(cmark_node *node)
{
    cmark_node *previous = cmark_node_previous(node);
    if (previous && cmark_node_get_start_line(previous) == 0) {
        cmark_node *firstRow = cmark_node_next(cmark_node_first_child(node));
        const int header =
            firstRow ? cmark_node_get_start_line(firstRow) - 2 : cmark_node_get_end_line(node) - 1;
        return std::max(header, cmark_node_get_start_line(node));
    }
    if (cmark_node_get_start_line(node) == 0 && cmark_node_next(node)) {
        return cmark_node_get_start_line(cmark_node_next(node));
    }
    return cmark_node_get_start_line(node);
}

void setEnds(QList<Block> &blocks, qsizetype end)
{
    QList<qsizetype> starts;
    for (const Block &block : std::as_const(blocks)) {
        starts.append(block.source.start);
    }
    std::sort(starts.begin(), starts.end());
    for (Block &block : blocks) {
        const auto next = std::upper_bound(starts.cbegin(), starts.cend(), block.source.start);
        block.source.end = next == starts.cend() ? end : *next;
    }
}

/// Of \a text, at \a offset in the message.
QList<Block> blocksOf(const CmarkTree &tree, QStringView text, qsizetype offset)
{
    const QList<qsizetype> starts = lineStarts(text);
    QList<Block> blocks;
    int footnotes = 0;
    for (cmark_node *node = cmark_node_first_child(tree.document.get()); node; node = cmark_node_next(node)) {
        Block block = readBlock(node, 0);
        const qsizetype line = std::clamp<qsizetype>(startLine(node) - 1, 0, starts.size() - 1);
        block.source.start = offset + starts[line];
        if (block.kind == BlockKind::Footnote) {
            block.level = ++footnotes; // cmark puts them in the order of their numbers
        }
        blocks.append(std::move(block));
    }
    return blocks;
}

} // namespace

QList<Block> parse(QStringView text, qsizetype offset)
{
    const std::scoped_lock lock(cmarkMutex());
    QList<Block> blocks = blocksOf(readTree(text), text, offset);
    setEnds(blocks, offset + text.size());
    return blocks;
}

QList<Block> parseUnfinished(QStringView text, qsizetype offset, bool *isPlain)
{
    const std::scoped_lock lock(cmarkMutex());
    const CmarkTree tree = readTree(text);
    OpenText open = openTextOf(tree, text);
    std::optional<ClosedText> closed = withMarksClosed(text, open);
    CmarkTree closedTree = closed ? readTree(closed->text) : CmarkTree();
    if (closed && closed->hasTable && openTextOf(closedTree, closed->text).kind != OpenText::Kind::Cell) {
        open.mayBeTable = false;
        closed = withMarksClosed(text, open);
        closedTree = closed ? readTree(closed->text) : CmarkTree();
    }
    if (isPlain) {
        *isPlain = !closed;
    }
    QList<Block> blocks = closed ? blocksOf(closedTree, closed->text, offset) : blocksOf(tree, text, offset);
    setEnds(blocks, offset + text.size());
    return blocks;
}

} // namespace throughline::markdown
