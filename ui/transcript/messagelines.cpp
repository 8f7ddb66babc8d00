#include "ui/transcript/messagelines.h"

#include "markdown/parser.h"
#include "markdown/safedocument.h"
#include "markdown/showntext.h"

#include <algorithm>
#include <utility>

namespace throughline::ui {

namespace {
constexpr qsizetype Piece = qsizetype(48) * 1024; ///< UTF-16 units; 3 ms
}

std::optional<QStringList> MessageLines::of(const workspace::TranscriptModel::Row &row, const QString &words)
{
    const QString &text = row.message.content;
    if (row.message.role == protocol::Role::User) {
        return markdown::safeText(text).split(u'\n', Qt::SkipEmptyParts);
    }
    const bool continues = row.message.id == m_id && text.startsWith(m_markdown.text());
    if (!continues && !markdown::mayShow(text, words)) {
        return QStringList();
    }
    using workspace::RowState;
    const bool grows = row.state == RowState::Streaming || row.state == RowState::Reconnecting;
    if (continues || grows || text.size() > Piece) {
        return ofReply(row, grows);
    }
    QStringList lines;
    const QList<markdown::Block> blocks = markdown::parse(text);
    for (const markdown::Block &block : blocks) {
        lines += markdown::shownLines(block);
    }
    return lines;
}

std::optional<QStringList> MessageLines::ofReply(const workspace::TranscriptModel::Row &row, bool grows)
{
    const QString &text = row.message.content;
    if (row.message.id != m_id || !text.startsWith(m_markdown.text())) {
        m_id = row.message.id;
        m_markdown = {};
    }
    m_markdown.append(QStringView(text).sliced(m_markdown.text().size()).left(Piece));
    const bool isEnd = !grows && m_markdown.text().size() == text.size();
    const qsizetype changed = isEnd ? m_markdown.updateAsFinished() : m_markdown.update();
    const QList<markdown::Block> &blocks = m_markdown.blocks();
    m_lines.resize(std::min(changed, m_lines.size()));
    while (m_lines.size() < blocks.size()) {
        m_lines.append(markdown::shownLines(blocks[m_lines.size()]));
    }
    if (m_markdown.text().size() < text.size()) {
        return std::nullopt;
    }
    QStringList all;
    for (const QStringList &lines : std::as_const(m_lines)) {
        all += lines;
    }
    return all;
}

} // namespace throughline::ui
