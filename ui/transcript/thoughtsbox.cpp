#include "ui/transcript/thoughtsbox.h"

#include "ui/transcript/replyfacts.h"

#include <QFontMetrics>

#include <algorithm>

namespace throughline::ui {

using markdown::BlockKind;
using markdown::BlockLayout;
using workspace::TranscriptModel;

namespace {

// At a text size of 1; scaled with it.
constexpr int ThoughtLineHeight = 26;
constexpr int LineGap = 6;    ///< below the line, while it is closed
constexpr int TextGap = 2;    ///< below the line, while it is open
constexpr int AnswerGap = 14; ///< below the text
constexpr int Indent = 18;    ///< of the text: as far as the words of the line
constexpr int RuleWidth = 2;
constexpr int RuleInset = 6;
constexpr int HitPadding = 6;

// UTF-16 units. The last piece is laid out anew whenever it grows.
constexpr qsizetype UsualPiece = 1000;
constexpr qsizetype LargestPiece = 2000;

/// Where the piece that begins at \a start ends. Depends on nothing behind its largest size, so that pieces
/// stay as they are while the text grows.
qsizetype endOfPiece(QStringView text, qsizetype start)
{
    if (text.size() - start <= LargestPiece) {
        return text.size();
    }
    const QStringView most = text.sliced(start, LargestPiece);
    if (const qsizetype line = most.indexOf(u'\n', UsualPiece); line >= 0) {
        return start + line;
    }
    if (const qsizetype blank = most.lastIndexOf(u' '); blank > 0) {
        return start + blank;
    }
    return start + (most.back().isHighSurrogate() ? LargestPiece - 1 : LargestPiece);
}

} // namespace

ThoughtsBox::ThoughtsBox(const TranscriptStyle &style)
    : m_style(style)
{}

std::optional<int> ThoughtsBox::setRow(const TranscriptModel::Row &row)
{
    const QString title = row.hasThoughts() ? thoughtsTitle(row, std::nullopt) : QString();
    const bool isOpen = !title.isEmpty() && row.showsThoughts;
    const bool same = title == m_title && isOpen == m_isOpen && row.isThinking == m_isThinking;
    m_title = title;
    m_isOpen = isOpen;
    m_isThinking = row.isThinking;
    const QStringView text = isOpen ? QStringView(row.thoughts).trimmed() : QStringView();
    if (text == m_text) {
        return same ? std::nullopt : std::optional(0);
    }
    const int from = takeText(text);
    return same ? from : 0;
}

int ThoughtsBox::takeText(QStringView text)
{
    if (m_pieces.empty() || !text.startsWith(m_text)) {
        m_pieces.clear();
    }
    qsizetype start = 0;
    int from = 0;
    if (!m_pieces.empty()) {
        start = m_pieces.back().textStart;
        from = m_pieces.back().top;
        m_pieces.pop_back();
    }
    while (start < text.size()) {
        const qsizetype end = endOfPiece(text, start);
        MessagePart piece;
        piece.block.kind = BlockKind::Typed;
        piece.block.literal = text.sliced(start, end - start).toString();
        piece.textStart = static_cast<int>(start);
        piece.height = BlockLayout::estimatedHeight(piece.block, m_style.thoughts, textWidth());
        m_pieces.push_back(std::move(piece));
        // The line break or blank between two pieces belongs to neither.
        start = end < text.size() && text.at(end).isSpace() ? end + 1 : end;
    }
    m_text = text.toString();
    return from;
}

int ThoughtsBox::textWidth() const
{
    return std::max(1, m_columnWidth - m_style.scaled(Indent));
}

void ThoughtsBox::setColumnWidth(int width)
{
    m_columnWidth = width;
    setWidth(m_pieces, m_style.thoughts, textWidth());
}

int ThoughtsBox::arrange(bool mirrored, int top)
{
    m_line = {.action = RowAction::ToggleThoughts, .rect = {}};
    m_rule = {};
    m_textLeft = mirrored ? 0 : m_style.scaled(Indent);
    if (isEmpty()) {
        return top;
    }
    const QFontMetrics metrics(m_style.caption);
    int words = metrics.horizontalAdvance(m_title);
    if (m_isThinking) { // the time that passes has its room
        words = metrics.horizontalAdvance(thinkingTitle(std::chrono::seconds(59 * 60 + 59)));
    }
    const int hit = m_style.scaled(HitPadding);
    const int width = std::min(m_columnWidth + hit, m_style.scaled(Indent) + words + 2 * hit);
    m_line.rect =
        QRect(mirrored ? m_columnWidth - width + hit : -hit, top, width, m_style.scaled(ThoughtLineHeight));
    int y = top + m_line.rect.height();
    if (m_pieces.empty()) {
        return y + m_style.scaled(LineGap);
    }
    y += m_style.scaled(TextGap);
    const int textTop = y;
    for (MessagePart &piece : m_pieces) {
        piece.top = y;
        y += piece.height;
    }
    const int rule = m_style.scaled(RuleInset);
    m_rule = QRect(mirrored ? m_columnWidth - rule - RuleWidth : rule, textTop, RuleWidth, y - textTop);
    return y + m_style.scaled(AnswerGap);
}

int ThoughtsBox::estimatedHeight(
    const TranscriptModel::Row &row, const TranscriptStyle &style, int columnWidth)
{
    if (!row.hasThoughts()) {
        return 0;
    }
    if (!row.showsThoughts) {
        return style.scaled(ThoughtLineHeight + LineGap);
    }
    const int perLine = std::max(8, static_cast<int>(columnWidth / (style.thoughts.bodyPixels * 0.5)));
    const auto lines = static_cast<int>(row.thoughts.size() / perLine + row.thoughts.count(u'\n') + 1);
    return lines * style.thoughts.lineHeight + style.scaled(ThoughtLineHeight + TextGap + AnswerGap);
}

bool ThoughtsBox::layOut(int from, int to)
{
    return layOutParts(m_pieces, m_style.thoughts, textWidth(), from, to);
}

void ThoughtsBox::layOutPiece(int index)
{
    if (index >= 0 && index < pieceCount()) {
        layOutPart(m_pieces[static_cast<size_t>(index)], m_style.thoughts, textWidth());
    }
}

void ThoughtsBox::dropLayoutsOutside(int from, int to)
{
    ui::dropLayoutsOutside(m_pieces, from, to);
}

int ThoughtsBox::pieceAt(int y) const
{
    for (int i = 0; i < pieceCount(); ++i) {
        if (y >= piece(i).top && y < piece(i).top + piece(i).height) {
            return i;
        }
    }
    return -1;
}

} // namespace throughline::ui
