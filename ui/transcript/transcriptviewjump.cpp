#include "ui/transcript/transcriptview.h"

#include <algorithm>

// Jumping to a message or to words of one, and marking them.

namespace throughline::ui {

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
}

} // namespace throughline::ui
