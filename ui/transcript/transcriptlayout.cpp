#include "ui/transcript/transcriptlayout.h"

#include <algorithm>
#include <utility>

namespace throughline::ui {

namespace {

constexpr int AtTheEnd = 2;         ///< pixels
constexpr int EstimatedRows = 1000; ///< before and after the reader, each by itself

} // namespace

TranscriptLayout::TranscriptLayout()
    : m_style(TranscriptStyle::from(Theme::light()))
{}

TranscriptLayout::~TranscriptLayout() = default;

void TranscriptLayout::setModel(const workspace::TranscriptModel *model)
{
    m_model = model;
    m_pictures.clear();
    reset();
}

void TranscriptLayout::setStyle(const TranscriptStyle &style)
{
    findReading();
    m_items.clear(); // they refer to the style
    m_style = style;
    m_stale = true;
    estimateAll();
    if (m_reading) {
        MessageItem *read = ensureItem(m_reading->anchor.row);
        if (m_reading->anchor.thought >= 0) {
            read->layOutThought(m_reading->anchor.thought);
        } else {
            read->layOutPart(m_reading->anchor.part);
        }
        applyReading();
    }
}

void TranscriptLayout::reset()
{
    m_reading.reset();
    m_items.clear();
    m_changed.clear();
    m_anchor = {};
    m_top = 0;
    m_following = true;
    estimateAll();
    m_seenRows = rowCount();
    m_stale = true;
}

void TranscriptLayout::setCodeWrapped(bool wraps)
{
    if (wraps == m_wrapsCode) {
        return;
    }
    m_wrapsCode = wraps;
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        it.value()->setCodeWrapped(wraps);
        m_heights.set(it.key(), it.value()->height());
    }
    m_stale = true;
}

void TranscriptLayout::setFirstNew(const QString &messageId)
{
    if (messageId == m_firstNew) {
        return;
    }
    const QString before = std::exchange(m_firstNew, messageId);
    for (const QString &id : {before, messageId}) {
        const int row = m_model && !id.isEmpty() ? m_model->indexOfId(id) : -1;
        if (row >= 0) {
            changeRow(row);
        }
    }
}

void TranscriptLayout::setPicture(const QUrl &url, const QImage &image)
{
    m_pictures.remove(url);
    if (!image.isNull()) {
        m_pictures.add(url, image);
    }
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        it.value()->setPictures(m_pictures);
        m_heights.set(it.key(), it.value()->height());
    }
    m_stale = true;
}

/// Without its head: to ask for the days of all messages takes longer than all the rest.
int TranscriptLayout::estimate(int row) const
{
    return MessageItem::estimatedHeight(m_model->row(row), m_style, m_columnWidth);
}

void TranscriptLayout::estimateAll()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    // To read all of 100,000 rows takes longer than to show a screenful of them. Rows that are far from where
    // the reader is have the mean of those that are near.
    const int reader = m_following ? rows : m_anchor.row;
    const int from = std::clamp(reader - EstimatedRows, 0, rows);
    const int to = std::clamp(reader + EstimatedRows, from, rows);
    qint64 sum = 0;
    QList<int> known;
    known.reserve(to - from);
    for (int row = from; row < to; ++row) {
        known.append(estimate(row));
        sum += known.constLast();
    }
    QList<int> heights(rows, known.isEmpty() ? 0 : int(sum / known.size()));
    std::copy(known.cbegin(), known.cend(), heights.begin() + from);
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        if (it.key() < rows) {
            heights[it.key()] = it.value()->height();
        }
    }
    m_heights.reset(heights);
    m_measuredAs.clear();
}

void TranscriptLayout::setViewport(int columnWidth, int height, bool mirrored)
{
    m_stale = m_stale || height != m_viewportHeight;
    m_viewportHeight = height;
    if (columnWidth == m_columnWidth && mirrored == m_mirrored) {
        return;
    }
    m_stale = true;
    m_columnWidth = columnWidth;
    m_mirrored = mirrored;

    findReading();
    for (const auto &live : std::as_const(m_items)) {
        live->setMirrored(mirrored);
        live->setColumnWidth(columnWidth);
    }
    applyReading();
    estimateAll();
}

void TranscriptLayout::insertRows(int first, int last)
{
    const int count = last - first + 1;
    QList<int> heights;
    for (int row = first; row <= last; ++row) {
        heights.append(estimate(row));
    }
    const bool atEnd = first == rowCount();
    m_heights.insert(first, heights);
    m_stale = true;
    if (atEnd) {
        return;
    }
    m_reading.reset();
    QHash<int, std::shared_ptr<MessageItem>> moved;
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        moved.insert(it.key() >= first ? it.key() + count : it.key(), it.value());
    }
    m_items = moved;
    QSet<int> changed;
    for (const int row : std::as_const(m_changed)) {
        changed.insert(row >= first ? row + count : row);
    }
    m_changed = changed;
    if (m_anchor.row >= first) {
        m_anchor.row += count;
    }
    m_seenRows += count;
    changeRow(last + 1); // it has another one before it
}

void TranscriptLayout::removeRows(int first, int last)
{
    m_reading.reset();
    const int count = last - first + 1;
    m_heights.remove(first, count);
    m_stale = true;
    QHash<int, std::shared_ptr<MessageItem>> moved;
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        if (it.key() < first || it.key() > last) {
            moved.insert(it.key() > last ? it.key() - count : it.key(), it.value());
        }
    }
    m_items = moved;
    QSet<int> changed;
    for (const int row : std::as_const(m_changed)) {
        if (row < first || row > last) {
            changed.insert(row > last ? row - count : row);
        }
    }
    m_changed = changed;
    if (m_anchor.row > last) {
        m_anchor.row -= count;
    } else if (m_anchor.row >= first) {
        m_anchor = {.row = std::max(0, std::min(first, rowCount() - 1))};
    }
    if (first < m_seenRows) {
        m_seenRows = std::max(first, m_seenRows - count);
    }
    changeRow(first);
}

void TranscriptLayout::changeRow(int row)
{
    m_changed.insert(row);
    if (row + 1 < rowCount()) {
        m_changed.insert(row + 1); // whether it is another day depends on this one
    }
}

qint64 TranscriptLayout::rowTop(int row) const
{
    return m_style.scaled(transcript::TopMargin) + m_heights.top(row);
}

qint64 TranscriptLayout::maximum() const
{
    return std::max<qint64>(0, rowTop(rowCount()) - m_viewportHeight);
}

int TranscriptLayout::newCount() const
{
    return m_following ? 0 : std::max(0, rowCount() - m_seenRows);
}

void TranscriptLayout::scrollTo(qint64 top)
{
    m_reading.reset();
    top = std::clamp<qint64>(top, 0, maximum());
    const bool wasFollowing = m_following;
    m_following = top >= maximum() - AtTheEnd;
    if (wasFollowing && !m_following) {
        m_seenRows = rowCount();
    }
    // A short way is measured from what is on screen now, so that corrected estimates cannot make it jump.
    const qint64 way = top - m_top;
    if (std::abs(way) / 2 <= m_viewportHeight) {
        m_anchor.below += static_cast<int>(way);
    } else {
        setAnchorAt(top);
    }
    m_top = top;
    m_stale = true;
}

void TranscriptLayout::scrollToEnd()
{
    m_reading.reset();
    m_following = true;
    m_stale = true;
}

void TranscriptLayout::scrollToRow(int row, int yInRow, int viewportY)
{
    m_reading.reset();
    if (m_following) {
        m_seenRows = rowCount();
    }
    m_following = false;
    m_anchor = {.row = row, .below = yInRow - viewportY};
    m_stale = true;
}

void TranscriptLayout::scrollToPart(int row, int part, int yInPart, int viewportY)
{
    scrollToRow(row, yInPart, viewportY);
    m_anchor.part = part;
}

void TranscriptLayout::followIfAtEnd()
{
    m_following = m_following || std::min(anchorTop(), maximum()) >= maximum() - AtTheEnd;
}

MessageItem *TranscriptLayout::item(int row) const
{
    return m_items.value(row).get();
}

MessageItem *TranscriptLayout::ensureItem(int row)
{
    if (MessageItem *live = item(row)) {
        return live;
    }
    auto made = std::make_shared<MessageItem>(m_style);
    made->setMirrored(m_mirrored);
    made->setColumnWidth(m_columnWidth);
    made->setHead(headOf(row));
    made->setCodeWrapped(m_wrapsCode);
    made->setPictures(m_pictures);
    made->setRow(m_model->row(row));
    m_items.insert(row, made);
    m_heights.set(row, made->height());
    return made.get();
}

QList<TranscriptLayout::VisibleRow> TranscriptLayout::visibleRows() const
{
    QList<VisibleRow> rows;
    for (int row = std::max(0, rowAt(0)); row < rowCount(); ++row) {
        const int y = rowY(row);
        if (y >= m_viewportHeight) {
            break;
        }
        if (MessageItem *live = item(row)) {
            rows.append({row, y, live});
        }
    }
    return rows;
}

int TranscriptLayout::rowAt(int viewportY) const
{
    return m_heights.rowAt(m_top + viewportY - m_style.scaled(transcript::TopMargin));
}

int TranscriptLayout::rowY(int row) const
{
    return static_cast<int>(rowTop(row) - m_top);
}

} // namespace throughline::ui
