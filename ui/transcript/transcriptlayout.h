#pragma once

#include "ui/transcript/heightindex.h"
#include "ui/transcript/messageitem.h"

#include <QHash>
#include <QSet>

#include <memory>
#include <optional>

namespace throughline::ui {

/// Where everything in the transcript is, and what the reader looks at. Rows near the viewport are laid out,
/// all others have an estimated height; when an estimate is corrected, what the reader looks at stays where
/// it is, to the pixel.
///
/// It follows the tail only while the reader is at the end. Whatever arrives otherwise moves nothing. No
/// widget and no painting in here. Vertical coordinates: pixels from the top of the conversation. GUI thread.
class TranscriptLayout
{
public:
    struct VisibleRow
    {
        int row = 0;
        int y = 0; ///< in the viewport
        MessageItem *item = nullptr;
    };

    TranscriptLayout();
    ~TranscriptLayout();
    TranscriptLayout(const TranscriptLayout &) = delete;
    TranscriptLayout &operator=(const TranscriptLayout &) = delete;

    /// Whether code breaks its long lines; one choice for all of it.
    void setCodeWrapped(bool wraps);
    bool isCodeWrapped() const { return m_wrapsCode; }

    /// The line above what came while nobody looked stands above this message; empty: nowhere.
    void setFirstNew(const QString &messageId);

    /// Shows a picture below the blocks that name \a url, until another model is set; a null one: no longer.
    void setPicture(const QUrl &url, const QImage &image);
    const ShownPictures &pictures() const { return m_pictures; }

    /// The model is only read; the owner reports its changes with the functions below.
    void setModel(const workspace::TranscriptModel *model);
    void setStyle(const TranscriptStyle &style);
    const TranscriptStyle &style() const { return m_style; }
    void setViewport(int columnWidth, int height, bool mirrored);

    void reset();
    void insertRows(int first, int last);
    void removeRows(int first, int last);
    void changeRow(int row); ///< cheap: read at the next update()

    qint64 top() const { return m_top; } ///< of the viewport
    qint64 maximum() const;              ///< the largest top()
    bool isFollowing() const { return m_following; }
    /// How many messages have come in since the reader left the end.
    int newCount() const;

    void scrollTo(qint64 top); ///< what the reader does; decides whether to follow
    void scrollToEnd();
    /// Brings the row coordinate \a yInRow to \a viewportY. The row need not be laid out.
    void scrollToRow(int row, int yInRow, int viewportY);
    /// The same for a place in a part, wherever the parts above it turn out to end.
    void scrollToPart(int row, int part, int yInPart, int viewportY);

    /// After a jump: at the end is at the end.
    void followIfAtEnd();

    /// What of the viewport looks different: from one y to another; what is above only \c scrolled.
    struct Difference
    {
        int from = 0;
        int to = 0;
        int scrolled = 0; ///< pixels, downwards
        bool isAll = false;
    };
    /// Reads what changed, lays out what is to be seen, settles where the viewport is. Call once a frame and
    /// after scrolling.
    Difference update();
    bool needsUpdate() const { return m_stale || !m_changed.isEmpty(); }

    QList<VisibleRow> visibleRows() const;
    QList<int> rowsWithItems() const { return m_items.keys(); } ///< in any order
    /// Null unless the row is near the viewport.
    MessageItem *item(int row) const;
    int rowAt(int viewportY) const; ///< -1 when there is no row
    int rowY(int row) const;        ///< in the viewport
    int rowHeight(int row) const { return m_heights.height(row); }
    int rowCount() const { return m_heights.count(); }
    int columnWidth() const { return m_columnWidth; }

private:
    struct Anchor
    {
        int row = 0;
        int part = -1;    ///< of the message
        int thought = -1; ///< piece of its thoughts; neither: the row itself
        int below = 0;    ///< how far the viewport's top is below the top of it
    };

    /// The line at the viewport's top, as text: what stays there while the width changes, however often.
    struct Reading
    {
        Anchor anchor; ///< a part or a piece
        int position = 0;
        int below = 0; ///< of the line's top
    };

    /// Null: the row itself, or what it stood on is gone.
    static const MessageItem::Part *partOf(const MessageItem *item, const Anchor &anchor);
    void findReading();
    void applyReading();
    qint64 rowTop(int row) const;
    qint64 anchorTop() const;
    void setAnchorAt(qint64 top);
    MessageItem *ensureItem(int row);
    bool layOutAround(qint64 top);
    void dropFarItems();
    void estimateAll();
    /// Of the rows near the viewport.
    struct Change
    {
        int row = -1;    ///< the last of them
        int from = 0;    ///< in the row
        int yBefore = 0; ///< in the viewport, as it was painted
        int heightBefore = 0;
        int count = 0;
    };
    Change readChanges();
    Difference differenceOf(const Change &change) const;
    int estimate(int row) const;
    RowHead headOf(int row) const { return rowHead(*m_model, row, m_firstNew); }

    const workspace::TranscriptModel *m_model = nullptr;
    TranscriptStyle m_style;
    QString m_firstNew;
    ShownPictures m_pictures;
    HeightIndex m_heights;
    QHash<int, std::shared_ptr<MessageItem>> m_items;
    QSet<int> m_changed;
    /// By message, what its row's estimate was when it was last laid out: while it is, the height stays.
    QHash<QString, int> m_measuredAs;
    Anchor m_anchor;
    std::optional<Reading> m_reading; ///< from the first change of width until the reader scrolls
    qint64 m_top = 0;
    int m_columnWidth = 1;
    int m_viewportHeight = 1;
    int m_seenRows = 0;
    bool m_mirrored = false;
    bool m_wrapsCode = false;
    bool m_following = true;
    bool m_stale = true;
};

} // namespace throughline::ui
