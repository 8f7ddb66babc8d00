#pragma once

#include "markdown/block.h"

#include <QStringView>

namespace throughline::markdown {

/// Markdown that grows. Deltas go in; settled top-level blocks come out and are not parsed again; only the
/// open tail is, once for each update() and not for each delta.
///
/// After update(), blocks() equals parseUnfinished(text()): for every document, every way of cutting it into
/// deltas, and every prefix of it (source ranges included). A definition of a link reference or a footnote
/// may change blocks that stand before it; from the first line that could be one, update() parses the whole
/// text, and still reports only what changed. So a prefix looks like the parse of that prefix without any
/// exception: a reference is text until its definition has arrived. After finish() they equal parse(text()).
/// Not thread-safe; never fails.
class StreamingMarkdown
{
public:
    void append(QStringView delta);
    /// Starts anew unless \a text continues what is there already.
    void setText(const QString &text);

    /// Parses what has arrived since the last time. Returns the index of the first block that is new or
    /// differs; blocks before it compare equal to what they were. If nothing changed: the number of blocks.
    qsizetype update();
    /// The same for the last time: nothing more is to come, so that marks which are open stay what they are.
    qsizetype updateAsFinished();
    /// The reply is complete: one parse of the whole has the last word (of its open tail, if it is very
    /// long). Returns as update() does, and needs none before it.
    qsizetype finish();

    const QString &text() const { return m_text; }
    const QList<Block> &blocks() const { return m_blocks; }
    /// How many leading blocks can only be changed by a link definition that arrives later.
    qsizetype settledCount() const { return m_settled; }
    bool isUpToDate() const { return !m_dirty; }

private:
    qsizetype readTail(bool isFinished);
    qsizetype replaceFrom(qsizetype base, const QList<Block> &fresh);
    void settle(qsizetype base, const QList<Block> &fresh);
    bool seesDefinition();

    QString m_text;
    QList<Block> m_blocks;
    qsizetype m_settled = 0;
    qsizetype m_tailStart = 0;      ///< where the first block that is not settled starts
    qsizetype m_settledUpTo = 0;    ///< complete lines up to here were considered for settling
    qsizetype m_definitionScan = 0; ///< the line from which to look for definitions
    bool m_whole = false;           ///< a definition was seen: parse all
    bool m_dirty = false;
    bool m_isPlain = true; ///< the blocks are those of parse()
};

} // namespace throughline::markdown
