#pragma once

#include "ui/transcript/messagepart.h"
#include "ui/transcript/rowaction.h"
#include "ui/transcript/transcriptstyle.h"

#include <optional>

namespace throughline::ui {

/// What the model thought, above its answer: a line that opens and closes it and, while it is open, the text.
/// Where everything is, not how it looks; the row's coordinates. While it is closed the text is not looked
/// at, however fast it grows. Empty where nothing was thought. GUI thread.
class ThoughtsBox
{
public:
    explicit ThoughtsBox(const TranscriptStyle &style);

    /// Takes over what changed. Returns the row coordinate from which on something looks different; nothing
    /// when it all looks as before.
    std::optional<int> setRow(const workspace::TranscriptModel::Row &row);
    void setColumnWidth(int width);
    /// \a top is where the message begins. Returns where the answer does.
    int arrange(bool mirrored, int top);
    static int estimatedHeight(
        const workspace::TranscriptModel::Row &row, const TranscriptStyle &style, int columnWidth);

    bool layOut(int from, int to); ///< as MessageItem's
    void layOutPiece(int index);
    void dropLayoutsOutside(int from, int to);

    bool isEmpty() const { return m_title.isEmpty(); }
    bool isOpen() const { return m_isOpen; }
    const MessageButton &line() const { return m_line; }
    QRect rule() const { return m_rule; } ///< along the text; empty while it is closed
    int textLeft() const { return m_textLeft; }
    int pieceCount() const { return static_cast<int>(m_pieces.size()); }
    const MessagePart &piece(int index) const { return m_pieces[static_cast<size_t>(index)]; }
    /// -1 where there is no text of it.
    int pieceAt(int y) const;

private:
    int takeText(QStringView text);
    int textWidth() const;

    const TranscriptStyle &m_style;
    QString m_title; ///< without the time that passes
    bool m_isThinking = false;
    bool m_isOpen = false;
    QString m_text; ///< empty while it is closed
    MessageParts m_pieces;
    MessageButton m_line;
    QRect m_rule;
    int m_columnWidth = 0;
    int m_textLeft = 0;
};

} // namespace throughline::ui
