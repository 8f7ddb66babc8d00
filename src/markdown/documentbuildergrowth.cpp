#include "markdown/documentbuilder.h"
#include "markdown/paragraphseams.h"
#include "markdown/textdirection.h"

#include <algorithm>

// A document that grows.

namespace throughline::markdown {

namespace {

template <typename T>
qsizetype sameFromStart(const T &a, const T &b)
{
    const qsizetype most = std::min(a.size(), b.size());
    qsizetype same = 0;
    while (same < most && a[same] == b[same]) {
        ++same;
    }
    return same;
}

bool isDisplay(const Run &run)
{
    return run.styles.testFlag(RunStyle::Display);
}

/// Whether \a b looks like \a a but for its text, which stands in the document letter by letter.
bool differsInText(const Run &a, const Run &b)
{
    return a.styles == b.styles && a.href == b.href &&
           !a.styles.testAnyFlags(RunStyle::Math | RunStyle::Image);
}

} // namespace

void DocumentBuilder::noteStart(const Block &parent, const Context &context)
{
    if (&parent == m_root) {
        m_starts.append({m_cursor.position(), context, m_cursor.blockFormat(), m_cursor.blockCharFormat(),
            m_codeBoxes, m_reuseTextBlock});
    }
}

void DocumentBuilder::goBackTo(const Start &start)
{
    m_cursor.setPosition(start.position);
    m_cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    m_cursor.removeSelectedText();
    // An empty text block takes over the format of the one that is joined with it.
    if (m_cursor.blockFormat() != start.format) {
        m_cursor.setBlockFormat(start.format);
    }
    if (m_cursor.blockCharFormat() != start.characters) {
        m_cursor.setBlockCharFormat(start.characters);
    }
    m_codeBoxes = start.codeBoxes;
    m_reuseTextBlock = start.reusesTextBlock;
    m_marker = {};
}

std::optional<int> DocumentBuilder::rebuild(const Block &from, const Block &to)
{
    if (to.kind != from.kind || startsRightToLeft(to) != m_rightToLeft) {
        return std::nullopt;
    }
    m_root = &to;
    m_cursor.beginEditBlock();
    const std::optional<int> start =
        to.kind == BlockKind::Paragraph ? rebuildText(from.runs, to.runs) : rebuildChildren(from, to);
    m_cursor.endEditBlock();
    m_root = nullptr;
    return start;
}

std::optional<int> DocumentBuilder::rebuildChildren(const Block &from, const Block &to)
{
    const bool isTable = to.kind == BlockKind::Table;
    const bool isList = to.kind == BlockKind::List;
    const bool sameList = isList && to.ordered == from.ordered && to.level == from.level &&
                          to.tight == from.tight && indentOf(to) == indentOf(from);
    const qsizetype same = sameFromStart(from.children, to.children);
    if ((!isTable && !sameList && to.kind != BlockKind::Quote) || same == to.children.size()) {
        return std::nullopt;
    }
    const qsizetype each = isTable ? RowsInGrid : 1;
    const qsizetype at = std::min(same / each, m_starts.size() - 1);
    if (at < 1) {
        return std::nullopt;
    }
    const Start start = m_starts[at];
    m_starts.resize(at);
    goBackTo(start);
    Context context = start.context;
    if (isTable) {
        addTable(to, context, at * each);
    } else if (isList) {
        addList(to, context, at);
    } else {
        addChildren(to, context, qRound(ParagraphGap * m_style.scale), at);
    }
    return start.position + (start.reusesTextBlock ? 0 : 1);
}

std::optional<int> DocumentBuilder::rebuildText(const QList<Run> &from, const QList<Run> &to)
{
    const bool hasFormula =
        std::any_of(from.cbegin(), from.cend(), isDisplay) || std::any_of(to.cbegin(), to.cend(), isDisplay);
    const qsizetype same = sameFromStart(from, to);
    if (hasFormula || from.isEmpty() || same == to.size()) {
        return std::nullopt;
    }
    const bool goesOn = same < from.size() && differsInText(from[same], to[same]);
    const qsizetype kept = goesOn ? sameFromStart(from[same].text, to[same].text) : 0;
    m_cursor.movePosition(QTextCursor::End);
    const int start = same < m_runStarts.size() ? m_runStarts[same] : m_cursor.position();
    const int changed = start + static_cast<int>(kept);
    openFrom(m_cursor.document(), changed);
    m_cursor.setPosition(changed);
    m_cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    m_cursor.removeSelectedText();
    m_runStarts.resize(std::min(same, m_runStarts.size()));
    m_runStarts.append(start);
    Run rest = to[same];
    rest.text.remove(0, kept);
    insertRun(rest, baseFormat());
    insertRuns(to.sliced(same + 1), baseFormat(), &m_runStarts);
    return changed;
}

} // namespace throughline::markdown
