#pragma once

#include "ui/transcript/messageitem.h"

#include <QAccessible>
#include <QPersistentModelIndex>
#include <QPointer>

namespace throughline::ui {

class TranscriptView;

/// A message's text for assistive technology: what people read of it, line by line, with a caret that can go
/// everywhere in it and a selection, which is the view's own. A formula is one object character.
class MessageText final : public QAccessibleTextInterface
{
public:
    MessageText(TranscriptView *view, const QPersistentModelIndex &message);

    int characterCount() const override;
    QString text(int startOffset, int endOffset) const override;
    int cursorPosition() const override { return m_caret; }
    /// Brings it on screen.
    void setCursorPosition(int position) override;

    int selectionCount() const override;
    void selection(int selectionIndex, int *startOffset, int *endOffset) const override;
    void addSelection(int startOffset, int endOffset) override;
    void setSelection(int selectionIndex, int startOffset, int endOffset) override;
    void removeSelection(int selectionIndex) override;

    /// On screen; empty where the message is not.
    QRect characterRect(int offset) const override;
    int offsetAtPoint(const QPoint &point) const override;
    void scrollToSubstring(int startIndex, int endIndex) override;
    /// None, for all of the text.
    QString attributes(int offset, int *startOffset, int *endOffset) const override;

private:
    struct Line
    {
        int offset = 0; ///< where it starts in the text
        int part = 0;
        int index = 0; ///< among the lines of its part
        int size = 0;
    };

    void read() const; ///< again where the message has changed
    MessageItem *item() const;
    /// Lays out the part that it is in; part -1 where it cannot be.
    TextPlace placeOf(int offset) const;
    int offsetOf(const TextPlace &place) const;

    QPointer<TranscriptView> m_view;
    QPersistentModelIndex m_message;
    int m_caret = 0;
    mutable QString m_source; ///< of which the following is
    mutable QString m_text;
    mutable QList<Line> m_lines;
};

} // namespace throughline::ui
