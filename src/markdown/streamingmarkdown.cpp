#include "markdown/streamingmarkdown.h"

#include "markdown/parser.h"

#include <algorithm>

namespace throughline::markdown {

namespace {

constexpr qsizetype LongestLabel = 1000; // CommonMark 6.6: at most 999 characters

/// UTF-16 units of a text that is read again as a whole when it is finished, which takes 15 ms for this much
/// and says the same. What is longer would make the window stall for it.
constexpr qsizetype LongestWhole = qsizetype(256) * 1024;

/// The end of the last complete line. A "\r" at the very end may yet become "\r\n".
qsizetype completeLinesEnd(QStringView text)
{
    for (qsizetype i = text.size(); i > 0; --i) {
        if (text[i - 1] == u'\n' || (text[i - 1] == u'\r' && i < text.size())) {
            return i;
        }
    }
    return 0;
}

enum class Candidate { No, Yes, Undecided };

/// Whether what starts with "[^" at \a at could define a footnote: in its name only spaces and "]" end it.
Candidate footnoteAt(QStringView text, qsizetype at)
{
    for (qsizetype i = at + 2; i < text.size(); ++i) {
        if (text[i] == u' ' || text[i] == u'\t' || text[i] == u'\n' || text[i] == u'\r') {
            return Candidate::No;
        }
        if (text[i] == u']') {
            const bool isLast = i + 1 == text.size();
            return isLast ? Candidate::Undecided : text[i + 1] == u':' ? Candidate::Yes : Candidate::No;
        }
    }
    return Candidate::Undecided;
}

/// Whether the line that starts at \a at could be a link reference or footnote definition, in any container.
Candidate definitionAt(QStringView text, qsizetype at)
{
    static constexpr QStringView containers = u" \t>-+*.)0123456789";
    while (at < text.size() && containers.contains(text[at])) {
        ++at;
    }
    if (at == text.size()) {
        return Candidate::Undecided;
    }
    if (text[at] != u'[') {
        return Candidate::No;
    }
    if (at + 1 < text.size() && text[at + 1] == u'^') {
        const Candidate footnote = footnoteAt(text, at);
        if (footnote != Candidate::No) {
            return footnote;
        }
    }
    const qsizetype limit = std::min(text.size(), at + 1 + LongestLabel);
    for (qsizetype i = at + 1; i < limit; ++i) {
        if (text[i] == u'\\') {
            ++i;
        } else if (text[i] == u'[') {
            return Candidate::No;
        } else if (text[i] == u']') {
            if (i + 1 == text.size()) {
                return Candidate::Undecided;
            }
            return text[i + 1] == u':' ? Candidate::Yes : Candidate::No;
        }
    }
    return limit == text.size() ? Candidate::Undecided : Candidate::No;
}

/// Where a later parse may start: a table that was split from a paragraph must be seen together with it, and
/// cmark skips a byte order mark at the start of a text only.
bool mayStartAt(const QList<Block> &blocks, qsizetype index, const QString &text)
{
    const bool splitTable =
        blocks[index].kind == BlockKind::Table && index > 0 && blocks[index - 1].kind == BlockKind::Paragraph;
    return !splitTable && text.at(blocks[index].source.start) != QChar::ByteOrderMark;
}

} // namespace

void StreamingMarkdown::append(QStringView delta)
{
    if (!delta.isEmpty()) {
        m_text += delta;
        m_dirty = true;
    }
}

void StreamingMarkdown::setText(const QString &text)
{
    if (text.startsWith(m_text)) {
        append(QStringView(text).sliced(m_text.size()));
        return;
    }
    m_text = text;
    m_settled = 0;
    m_tailStart = 0;
    m_settledUpTo = 0;
    m_definitionScan = 0;
    m_whole = false;
    m_dirty = true;
}

bool StreamingMarkdown::seesDefinition()
{
    while (m_definitionScan < m_text.size()) {
        const Candidate candidate = definitionAt(m_text, m_definitionScan);
        if (candidate != Candidate::No) {
            if (candidate == Candidate::Yes) {
                return true;
            }
            // Wait for the end of a label, but not forever: a line that ended in its container prefix is
            // none.
            const qsizetype next = m_text.indexOf(u'\n', m_definitionScan);
            const qsizetype bracket = m_text.indexOf(u'[', m_definitionScan);
            if (next < 0 || (bracket >= 0 && bracket < next)) {
                return false;
            }
        }
        qsizetype end = m_definitionScan;
        while (end < m_text.size() && m_text[end] != u'\n' && m_text[end] != u'\r') {
            ++end;
        }
        if (end == m_text.size()) {
            return false;
        }
        m_definitionScan = end + 1;
    }
    return false;
}

qsizetype StreamingMarkdown::replaceFrom(qsizetype base, const QList<Block> &fresh)
{
    qsizetype same = 0;
    while (same < fresh.size() && base + same < m_blocks.size() && m_blocks[base + same] == fresh[same]) {
        ++same;
    }
    const qsizetype first = base + same;
    if (same == fresh.size() && first == m_blocks.size()) {
        return m_blocks.size();
    }
    m_blocks.remove(first, m_blocks.size() - first);
    m_blocks.append(fresh.sliced(same));
    return first;
}

void StreamingMarkdown::settle(qsizetype base, const QList<Block> &fresh)
{
    if (fresh.size() < 2) {
        return; // what is missing in the last line makes no second block of one
    }
    // Blocks are settled by complete lines only: the last, incomplete one can still turn out to belong to the
    // block before it ("#" starts a heading, "#x" continues a paragraph).
    const qsizetype complete = completeLinesEnd(m_text);
    if (complete <= m_settledUpTo) {
        return;
    }
    m_settledUpTo = complete;
    const QList<Block> closed =
        complete == m_text.size() && m_isPlain
            ? fresh
            : parse(QStringView(m_text).sliced(m_tailStart, complete - m_tailStart), m_tailStart);
    for (qsizetype last = closed.size() - 1; last > 0; --last) {
        if (mayStartAt(closed, last, m_text)) {
            m_settled = base + last;
            m_tailStart = closed[last].source.start;
            return;
        }
    }
}

qsizetype StreamingMarkdown::update()
{
    return m_dirty ? readTail(false) : m_blocks.size();
}

qsizetype StreamingMarkdown::readTail(bool isFinished)
{
    m_dirty = false;
    if (!m_whole && seesDefinition()) {
        m_whole = true;
        m_tailStart = 0;
    }
    const qsizetype base = m_whole ? 0 : m_settled;
    const QStringView tail = QStringView(m_text).sliced(m_tailStart);
    m_isPlain = true;
    const QList<Block> fresh =
        isFinished ? parse(tail, m_tailStart) : parseUnfinished(tail, m_tailStart, &m_isPlain);
    const qsizetype first = replaceFrom(base, fresh);
    if (!m_whole) {
        settle(base, fresh);
    }
    return first;
}

qsizetype StreamingMarkdown::updateAsFinished()
{
    return m_dirty || !m_isPlain ? readTail(true) : m_blocks.size();
}

qsizetype StreamingMarkdown::finish()
{
    const bool isLong = m_text.size() > LongestWhole;
    const qsizetype first = isLong ? updateAsFinished() : replaceFrom(0, parse(m_text));
    m_dirty = false;
    m_isPlain = true;
    m_settled = m_blocks.size();
    m_whole = true; // whatever is appended to a finished text is no longer a delta
    m_tailStart = 0;
    return first;
}

} // namespace throughline::markdown
