#include "ui/transcript/transcriptview.h"

#include <algorithm>

// Jumping to a message or to words of one, and marking them.

namespace throughline::ui {

namespace {
constexpr int ClearAbove = 12;
constexpr int ClearBelow = 40;
} // namespace

bool TranscriptView::showSpan(const QString &messageId, int start, int end, const QColor &color)
{
    const int row = m_model ? m_model->indexOfId(messageId) : -1;
    if (row < 0 || start < 0 || end <= start || end > m_model->row(row).message.content.size()) {
        return false;
    }
    m_state.tint = {messageId, start, end, color};
    const int height = viewport()->height();
    const auto isComfortable = [&] {
        const MessageItem *item = m_layout.item(row);
        const int y = item ? m_layout.rowY(row) + item->yOfContent(start) : -1;
        return item && y >= 0 && y < height - m_layout.style().scaled(60);
    };
    if (!isComfortable()) {
        m_layout.scrollToRow(row, 0, height / 3);
        sync(); // now it is laid out, and known where the words are
        if (const MessageItem *item = m_layout.item(row)) {
            m_layout.scrollToRow(row, item->yOfContent(start), height / 3);
        }
        m_layout.followIfAtEnd();
    }
    sync();
    viewport()->update();
    return true;
}

void TranscriptView::clearSpan()
{
    m_state.tint = {};
    viewport()->update();
}

void TranscriptView::setSpanMarks(const QList<SpanMark> &marks)
{
    m_state.marks.clear();
    for (const SpanMark &mark : marks) {
        m_state.marks[mark.messageId].append(mark);
    }
    viewport()->update();
}

void TranscriptView::select(int row, const TextPlace &from, const TextPlace &to)
{
    if (m_model && row >= 0 && row < m_model->rowCount()) {
        const QModelIndex index = m_model->index(row);
        m_selection.set(index, from, index, to);
        viewport()->update();
    }
}

void TranscriptView::showPlace(int row, const TextPlace &place)
{
    if (!m_model || row < 0 || row >= m_model->rowCount()) {
        return;
    }
    stopAwaiting();
    if (!m_layout.item(row)) {
        m_layout.scrollToRow(row, 0, viewport()->height() / 3);
        sync(); // now there is an item
    }
    MessageItem *item = m_layout.item(row);
    if (!item || place.part < 0 || place.part >= item->partCount()) {
        return;
    }
    item->layOutPart(place.part);
    item->scrollCodeTo(place.part, place.position);
    const MessageItem::Part &part = item->part(place.part);
    const QRectF line = part.layout->cursorRect(place.position);
    const double y = m_layout.rowY(row) + part.top + line.top();
    const TranscriptStyle &style = m_layout.style();
    const bool isSeen =
        y >= style.scaled(ClearAbove) && y + line.height() <= viewport()->height() - style.scaled(ClearBelow);
    if (!isSeen) {
        m_layout.scrollToPart(row, place.part, static_cast<int>(line.top()), viewport()->height() / 3);
        sync();
        m_layout.followIfAtEnd();
    }
    sync();
    viewport()->update();
}

void TranscriptView::setFirstNew(const QString &messageId)
{
    m_layout.setFirstNew(messageId);
    m_clock.requestFrame();
}

void TranscriptView::setCurrentRow(int row)
{
    if (!m_model || m_model->rowCount() == 0) {
        return;
    }
    m_state.currentRow = std::clamp(row, 0, m_model->rowCount() - 1);
    m_keyboardFocus = true;
    const QRect area = rowRect(m_state.currentRow);
    const bool tall = area.height() > viewport()->height();
    if (area.top() < 0 || (tall && area.top() > viewport()->height() / 2)) {
        m_layout.scrollToRow(m_state.currentRow, 0, m_layout.style().scaled(transcript::TopMargin));
    } else if (area.bottom() > viewport()->height() && !tall) {
        m_layout.scrollToRow(m_state.currentRow, area.height(), viewport()->height());
    }
    sync();
    m_layout.followIfAtEnd();
    viewport()->update();
    Q_EMIT placeChosen();
}

} // namespace throughline::ui
