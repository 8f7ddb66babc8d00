#pragma once

#include "ui/transcript/transcriptlayout.h"
#include "ui/transcript/transcriptselection.h"

#include <QColor>
#include <QHash>
#include <QList>

class QPainter;

namespace throughline::ui {

/// Where in the user's words a signal was said: a thin line under them.
struct SpanMark
{
    QString messageId;
    int start = 0; ///< UTF-16 units of the content, half open
    int end = 0;
    QString signalId;
    QColor color;
    bool operator==(const SpanMark &) const = default;
};

/// The exact words that are pointed out now.
struct SpanTint
{
    QString messageId;
    int start = 0;
    int end = 0;
    QColor color;
};

/// What is under the pointer.
struct TranscriptHit
{
    enum class Kind { Nothing, Text, Link, Image, Mark, CodeCopy, CodeWrap, Button };
    Kind kind = Kind::Nothing;
    int row = -1;
    TextPlace place;
    QString target;                     ///< Link, Image: as written; Mark: the signal's id
    RowAction action = RowAction::Copy; ///< Button
    QString formula{};                  ///< Text: the TeX of the one that is there; empty for none
    bool operator==(const TranscriptHit &) const = default;
};

/// The words that were looked for, where they are shown now.
struct FoundPlace
{
    int row = -1; ///< -1: nowhere
    MessageItem::FoundWords words;
};

/// All that decides how the rows look beyond what they say.
struct TranscriptPaintState
{
    const TranscriptSelection *selection = nullptr;
    QHash<QString, QList<SpanMark>> marks; ///< by message
    SpanTint tint;
    QString words; ///< that are looked for; empty: none
    FoundPlace found;
    TranscriptHit hover;
    int hoverRow = -1;
    int currentRow = -1; ///< has the keyboard
    bool hasFocus = false;
    bool isActive = true; ///< the window; an inactive one shows a grey selection
    bool caretShown = true;
    int copiedRow = -1; ///< says "Copied" for a moment
    int copiedPart = -1;
    QDateTime wall;                               ///< not valid: not known; by which is told which day it is
    std::optional<std::chrono::milliseconds> now; ///< by which is told how long a model has been thinking
    QString editedId;                             ///< the message that is being edited elsewhere
};

/// Paints rows. Keeps nothing.
class TranscriptPainter
{
public:
    TranscriptPainter(QPainter *painter, const TranscriptStyle &style, const TranscriptPaintState &state,
        Qt::LayoutDirection direction);

    /// \a origin is where the row's top leading corner goes.
    void paintRow(const MessageItem &item, int row, const QPoint &origin, const QRect &clip);
    void paintEmpty(const QRect &area, const QString &title, const QString &text);
    void paintSkeleton(const QRect &column);
    /// One quiet line above the first row.
    void paintAbove(const QRect &area, const QString &text);

private:
    void paintHead(const MessageItem &item, const QPoint &origin);
    void paintBubble(const MessageItem &item, const QPoint &origin);
    void paintTints(const MessageItem &item, const QPoint &origin);
    void paintMarks(const MessageItem &item, int row, const QPoint &origin);
    void paintThoughts(const MessageItem &item, int row, const QPoint &origin, const QRect &clip);
    void paintWaiting(const MessageItem &item, const QPoint &origin);
    void paintParts(const MessageItem &item, int row, const QPoint &origin, const QRect &clip);
    QList<markdown::TextHighlight> highlights(
        const MessageItem &item, int row, int part, double top, double bottom) const;
    void paintCodeHeader(const MessageItem &item, int row, int part, const QPoint &origin);
    void paintNotice(const MessageItem &item, int row, const QPoint &origin);
    void paintFoot(const MessageItem &item, int row, const QPoint &origin);
    void paintState(const MessageItem &item, const QPoint &origin);
    void paintEdited(const MessageItem &item, const QPoint &origin);
    void paintButton(const MessageItem &item, int row, const MessageButton &button, const QPoint &origin);
    bool isEdited(const MessageItem &item) const;
    /// The sides of text, for drawText(). Absolute: a painter that goes from right to left mirrors the
    /// others.
    Qt::Alignment leading() const;
    Qt::Alignment trailing() const;
    void paintFocus(const MessageItem &item, const QPoint &origin);

    QPainter *m_painter;
    const TranscriptStyle &m_style;
    const TranscriptPaintState &m_state;
    Qt::LayoutDirection m_direction;
};

} // namespace throughline::ui
