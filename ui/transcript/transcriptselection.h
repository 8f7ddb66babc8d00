#pragma once

#include "ui/transcript/messageitem.h"

#include <QPersistentModelIndex>

#include <optional>

namespace throughline::ui {

/// What is selected, from one place in one message to another place in the same or another message. It
/// follows its messages when rows come and go before them, and survives that text is added to them.
class TranscriptSelection
{
public:
    struct Range
    {
        TextPlace from;
        TextPlace to;
    };

    void clear();
    void start(const QModelIndex &row, const TextPlace &place);
    void extend(const QModelIndex &row, const TextPlace &place);
    void set(const QModelIndex &first, const TextPlace &from, const QModelIndex &last, const TextPlace &to);
    void selectAll(const QAbstractItemModel &model);

    bool isEmpty() const;
    int firstRow() const; ///< -1 when empty
    int lastRow() const;
    /// The selected stretch of a row; nullopt when there is none in it.
    std::optional<Range> rangeIn(int row) const;
    /// The selected document positions of one part, half open; an empty pair when there are none.
    std::pair<int, int> positionsIn(int row, int part, int lastPosition) const;

private:
    struct End
    {
        QPersistentModelIndex row;
        TextPlace place;
        bool isBefore(const End &other) const;
    };
    const End &first() const { return m_head.isBefore(m_anchor) ? m_head : m_anchor; }
    const End &last() const { return m_head.isBefore(m_anchor) ? m_anchor : m_head; }

    End m_anchor;
    End m_head;
};

} // namespace throughline::ui
