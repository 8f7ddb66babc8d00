#pragma once

#include "markdown/streamingmarkdown.h"
#include "ui/transcript/messagefoot.h"
#include "ui/transcript/messagepart.h"
#include "ui/transcript/noticebox.h"
#include "ui/transcript/rowhead.h"
#include "ui/transcript/shownpictures.h"
#include "ui/transcript/thoughtsbox.h"
#include "ui/transcript/transcriptstyle.h"
#include "workspace/transcriptmodel.h"

#include <optional>

namespace throughline::ui {

/// A place in a message's text: which part, and which position of that part's document.
struct TextPlace
{
    int part = 0;
    int position = 0;
    bool operator==(const TextPlace &) const = default;
    bool operator<(const TextPlace &other) const
    {
        return part != other.part ? part < other.part : position < other.position;
    }
};

/// One message on or near the screen: its parts (Markdown blocks of a reply, stretches of typed text of the
/// user), laid out only where asked for; the rest has estimated heights. What a model thought is no part of
/// it: thoughts(). Coordinates are the row's own: x
/// from the column's leading edge, y from the row's top. Paints nothing. GUI thread.
class MessageItem
{
public:
    using Part = MessagePart;

    explicit MessageItem(const TranscriptStyle &style);
    ~MessageItem();

    /// Takes over what changed; parts that stayed equal keep their layouts. Returns the row coordinate from
    /// which on something looks different.
    int setRow(const workspace::TranscriptModel::Row &row);
    void setHead(const RowHead &head);
    void setColumnWidth(int width);
    /// What is in \a pictures stands below the blocks that name it; call it again when they change. They must
    /// outlive this.
    void setPictures(const ShownPictures &pictures);
    void setMirrored(bool mirrored) { m_mirrored = mirrored; }

    const workspace::TranscriptModel::Row &row() const { return m_row; }
    const RowHead &head() const { return m_head; }
    int headHeight() const { return m_head.height(m_style); }
    bool isUser() const { return m_row.message.role == protocol::Role::User; }
    bool isGrowing() const; ///< shows a caret
    bool isFinishedReply() const;

    /// Lays out the parts that touch the range; true if a height was corrected.
    bool layOut(int from, int to);
    void layOutPart(int index);
    void layOutThought(int piece);
    void dropLayoutsOutside(int from, int to);
    /// A guess at a row's height without making an item.
    static int estimatedHeight(
        const workspace::TranscriptModel::Row &row, const TranscriptStyle &style, int columnWidth);

    int height() const { return m_height; }
    int columnWidth() const { return m_columnWidth; }
    int partCount() const { return static_cast<int>(m_parts.size()); }
    const Part &part(int index) const { return m_parts[static_cast<size_t>(index)]; }
    /// The part at \a y, or the nearest one; -1 when there is none.
    int partAt(int y) const;
    int textLeft() const; ///< of all parts
    QRect bubble() const; ///< user messages
    const QList<PlacedPicture> &pictures() const { return m_pictures; }
    const ThoughtsBox &thoughts() const { return m_thoughts; }
    /// Where it says why nothing comes yet, in the place of the first token; empty when it does not.
    QRect waitingRect() const { return m_waiting; }
    const NoticeBox &notice() const { return m_notice; }
    const MessageFoot &foot() const { return m_foot; }
    /// Null when there is none; those that are shown on demand count as well.
    const MessageButton *buttonAt(const QPoint &point) const;
    QRect codeCopyRect(int part) const; ///< empty unless it is a code block
    QRect codeWrapRect(int part) const; ///< empty unless it is one with long lines
    QString codeWrapText(int part) const;
    /// Whether code breaks its long lines.
    void setCodeWrapped(bool wraps);
    /// How far it went; 0: it is no code, or it has come to its end.
    double scrollCode(int part, double distance);
    /// Sideways, no further than needed.
    void scrollCodeTo(int part, int position);
    /// When it was said and, of a reply, how it came about. \a now says which day it is.
    QString facts(const QDateTime &now) const;
    QString stateText() const { return isUser() ? userStateText(m_row) : QString(); }
    QRectF caretRect() const; ///< empty unless growing

    TextPlace placeAt(const QPointF &point) const;
    TextPlace firstPlace() const { return {}; }
    TextPlace lastPlace();
    /// What is copied of the text between two places; parts that are not laid out are laid out for it.
    QString textBetween(const TextPlace &from, const TextPlace &to) const;
    /// The same as Markdown and as HTML: blocks that are whole as they were written, of others what they say.
    QString markdownBetween(const TextPlace &from, const TextPlace &to) const;
    QString htmlBetween(const TextPlace &from, const TextPlace &to) const;
    /// Where the \a index-th of \a words is, of all that are in the message. Lays the part out that it is in.
    struct FoundWords
    {
        int part = -1; ///< -1: it is not there
        int start = 0;
        int end = 0;
        bool operator==(const FoundWords &) const = default;
    };
    FoundWords find(const QString &words, int index);
    /// A range of a user message's content (UTF-16), as line rectangles; only of what is laid out.
    QList<markdown::LineRect> rectsOfContent(int start, int end) const;
    /// The row coordinate at which the content position is or, not laid out, may be.
    int yOfContent(int position) const;

private:
    void setUserParts();
    int setReplyParts();
    void arrange(); ///< tops and height from the parts' heights
    int arrangeWaiting(int bottom);
    int arrangePictures(const markdown::Block &block, int bottom); ///< where the last of them ends
    int partWidth() const;
    const markdown::MarkdownStyle &markdownStyle() const;
    /// A part's share of the text between two places; empty where that is all of it.
    std::optional<QString> pieceBetween(int part, const TextPlace &from, const TextPlace &to) const;

    const TranscriptStyle &m_style;
    workspace::TranscriptModel::Row m_row;
    markdown::StreamingMarkdown m_markdown;
    const ShownPictures *m_known = nullptr;
    QList<PlacedPicture> m_pictures;
    RowHead m_head;
    MessageParts m_parts;
    ThoughtsBox m_thoughts;
    QRect m_waiting;
    NoticeBox m_notice;
    MessageFoot m_foot;
    int m_columnWidth = 0;
    int m_bubbleTextWidth = 0;
    int m_textTop = 0;
    int m_partsBottom = 0;
    int m_height = 0;
    bool m_mirrored = false;
    bool m_wrapsCode = false;
};

} // namespace throughline::ui
