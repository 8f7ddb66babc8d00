#include "ui/transcript/messagetext.h"

#include "markdown/showntext.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>

#include <algorithm>

namespace throughline::ui {

MessageText::MessageText(TranscriptView *view, const QPersistentModelIndex &message)
    : m_view(view)
    , m_message(message)
{}

MessageItem *MessageText::item() const
{
    return m_view && m_message.isValid() ? m_view->transcriptLayout().item(m_message.row()) : nullptr;
}

void MessageText::read() const
{
    const bool isThere = m_view && m_view->model() && m_message.isValid();
    const QString source = isThere ? m_view->model()->row(m_message.row()).message.content : QString();
    if (source == m_source) {
        return;
    }
    m_source = source;
    m_text.clear();
    m_lines.clear();
    if (!isThere) {
        return;
    }
    MessageItem temporary(m_view->transcriptLayout().style());
    const MessageItem *message = item();
    if (!message || message->row().message.content != source) {
        temporary.setRow(m_view->model()->row(m_message.row()));
        message = &temporary;
    }
    for (int part = 0; part < message->partCount(); ++part) {
        const QStringList lines = markdown::shownLines(message->part(part).block);
        for (qsizetype index = 0; index < lines.size(); ++index) {
            m_text += m_lines.isEmpty() ? QString() : QStringLiteral("\n");
            m_lines.append({static_cast<int>(m_text.size()), part, static_cast<int>(index),
                static_cast<int>(lines[index].size())});
            m_text += lines[index];
        }
    }
    m_text.replace(QChar(QChar::LineSeparator), u'\n');
}

int MessageText::characterCount() const
{
    read();
    return static_cast<int>(m_text.size());
}

QString MessageText::text(int startOffset, int endOffset) const
{
    read();
    const auto size = static_cast<int>(m_text.size());
    const int start = std::clamp(startOffset, 0, size);
    const int end = endOffset < 0 ? size : std::clamp(endOffset, start, size);
    return m_text.mid(start, end - start);
}

TextPlace MessageText::placeOf(int offset) const
{
    read();
    MessageItem *message = item();
    const auto after = std::upper_bound(m_lines.cbegin(), m_lines.cend(), offset,
        [](int wanted, const Line &line) { return wanted < line.offset; });
    if (!message || after == m_lines.cbegin()) {
        return {-1, 0};
    }
    const Line &line = *(after - 1);
    if (line.part >= message->partCount()) { // it has changed and has not been laid out yet
        return {-1, 0};
    }
    message->layOutPart(line.part);
    const markdown::BlockLayout &layout = *message->part(line.part).layout;
    const markdown::ShownLine shown = layout.linesBetween(0, layout.height()).value(line.index);
    return {line.part, shown.position + std::min(offset - line.offset, line.size)};
}

int MessageText::offsetOf(const TextPlace &place) const
{
    read();
    MessageItem *message = item();
    int offset = 0;
    for (const Line &line : std::as_const(m_lines)) {
        if (line.part > place.part || !message || line.part >= message->partCount()) {
            break;
        }
        if (line.part < place.part) {
            offset = line.offset + line.size;
            continue;
        }
        message->layOutPart(line.part);
        const markdown::BlockLayout &layout = *message->part(line.part).layout;
        const int position = layout.linesBetween(0, layout.height()).value(line.index).position;
        if (position > place.position) {
            break;
        }
        offset = line.offset + std::min(place.position - position, line.size);
    }
    return offset;
}

void MessageText::setCursorPosition(int position)
{
    const int caret = std::clamp(position, 0, characterCount());
    if (!m_view || !m_message.isValid()) {
        return;
    }
    m_caret = caret;
    scrollToSubstring(caret, caret);
    QAccessibleTextCursorEvent event(m_view, caret);
    event.setChild(m_message.row());
    QAccessible::updateAccessibility(&event);
}

int MessageText::selectionCount() const
{
    return m_view && m_message.isValid() && m_view->selection().rangeIn(m_message.row()) ? 1 : 0;
}

void MessageText::selection(int selectionIndex, int *startOffset, int *endOffset) const
{
    *startOffset = 0;
    *endOffset = 0;
    if (selectionIndex != 0 || selectionCount() == 0) {
        return;
    }
    const TranscriptSelection::Range range = *m_view->selection().rangeIn(m_message.row());
    *startOffset = offsetOf(range.from);
    *endOffset = offsetOf(range.to);
}

void MessageText::addSelection(int startOffset, int endOffset)
{
    setSelection(0, startOffset, endOffset);
}

void MessageText::setSelection(int selectionIndex, int startOffset, int endOffset)
{
    if (selectionIndex != 0 || !m_view || !m_message.isValid()) {
        return;
    }
    scrollToSubstring(startOffset, endOffset);
    const TextPlace from = placeOf(std::clamp(startOffset, 0, characterCount()));
    const TextPlace to = placeOf(std::clamp(endOffset, 0, characterCount()));
    if (from.part >= 0 && to.part >= 0) {
        m_view->select(m_message.row(), from, to);
    }
}

void MessageText::removeSelection(int selectionIndex)
{
    if (selectionIndex == 0 && selectionCount() > 0) {
        m_view->select(m_message.row(), {}, {});
    }
}

QRect MessageText::characterRect(int offset) const
{
    const TextPlace place = placeOf(offset);
    const MessageItem *message = item();
    if (place.part < 0) {
        return {};
    }
    const MessageItem::Part &part = message->part(place.part);
    const QList<markdown::LineRect> rects = part.layout->rectsOfRange(place.position, place.position + 1);
    const QRectF rect = rects.isEmpty() ? part.layout->cursorRect(place.position) : rects[0].rect;
    const QPointF corner = rect.topLeft() + QPointF(m_view->columnLeft() + message->textLeft(),
                                                m_view->rowRect(m_message.row()).top() + part.top);
    return {m_view->viewport()->mapToGlobal(corner.toPoint()), rect.size().toSize()};
}

int MessageText::offsetAtPoint(const QPoint &point) const
{
    MessageItem *message = item();
    if (!message) {
        return -1;
    }
    const QPoint inView = m_view->viewport()->mapFromGlobal(point);
    const QRect row = m_view->rowRect(m_message.row());
    return row.contains(inView) ? offsetOf(message->placeAt(inView - row.topLeft())) : -1;
}

void MessageText::scrollToSubstring(int startIndex, int endIndex)
{
    if (!m_view || !m_message.isValid()) {
        return;
    }
    Q_EMIT m_view->placeChosen();
    if (!item()) {
        m_view->showPlace(m_message.row(), {}); // now it has places
    }
    for (const int offset : {endIndex, startIndex}) {
        const TextPlace place = placeOf(offset);
        if (place.part >= 0) {
            m_view->showPlace(m_message.row(), place);
        }
    }
}

QString MessageText::attributes(int offset, int *startOffset, int *endOffset) const
{
    Q_UNUSED(offset)
    *startOffset = 0;
    *endOffset = characterCount();
    return {};
}

} // namespace throughline::ui
