#include "ui/transcript/transcriptview.h"

#include "ui/transcript/transcriptaccessible.h"

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <limits>

namespace throughline::ui {

using workspace::TranscriptModel;

namespace {

constexpr int BlinkMs = 530;
constexpr int SkeletonMs = 150;

} // namespace

TranscriptView::TranscriptView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_pill(this)
{
    installTranscriptAccessibility();
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Conversation"));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_state.selection = &m_selection;
    m_pill.hide();
    connect(&m_pill, &QAbstractButton::clicked, this, &TranscriptView::scrollToLatest);
    connect(this, &TranscriptView::replyStarted, this,
        [this](int row) { announceReply(this, row, ReplyEvent::Started); });
    connect(this, &TranscriptView::replyFinished, this,
        [this](int row) { announceReply(this, row, ReplyEvent::Finished); });
    connect(&m_clock, &FrameClock::frame, this, &TranscriptView::onFrame);
    connectSearch();
    setTheme(Theme::light());
}

TranscriptView::~TranscriptView()
{
    if (m_model) {
        m_model->disconnect(this);
    }
}

void TranscriptView::setModel(TranscriptModel *model)
{
    if (m_model) {
        m_model->disconnect(this);
    }
    m_model = model;
    m_selection.clear();
    m_growing.clear();
    m_state.hover = {};
    m_state.hoverRow = -1;
    m_state.currentRow = -1;
    m_state.copiedRow = -1;
    m_state.tint = {};
    stopAwaiting();
    m_state.found = {};
    m_layout.setModel(model);
    if (m_model) {
        connectModel();
        noteReplyStates(0, m_model->rowCount() - 1);
    }
    m_search.setModel(model); // is told of changes after the layout
    applyGeometry();
    viewport()->update();
}

void TranscriptView::setTheme(const Theme &theme)
{
    m_layout.setStyle(TranscriptStyle::from(theme));
    m_pill.setStyle(m_layout.style());
    applyGeometry();
    viewport()->update();
}

void TranscriptView::setEmptyText(const QString &title, const QString &text)
{
    m_emptyTitle = title;
    m_emptyText = text;
    viewport()->update();
}

void TranscriptView::setLoading(bool loading)
{
    m_loading = loading;
    m_skeletonShown = false;
    m_skeletonDue = m_clock.now() + SkeletonMs;
    setAccessibleDescription(loading ? restText() : QString());
    scheduleNext();
    viewport()->update();
}

void TranscriptView::setMotionEnabled(bool enabled)
{
    m_motion = enabled;
    m_state.caretShown = m_caretEnabled;
    viewport()->update();
}

void TranscriptView::setCaretEnabled(bool enabled)
{
    m_caretEnabled = enabled;
    m_state.caretShown = enabled;
    viewport()->update();
}

int TranscriptView::columnLeft() const
{
    // Centred in the whole pane, so that a scroll bar that comes or goes moves nothing.
    return (width() - m_layout.columnWidth()) / 2 - viewport()->x();
}

void TranscriptView::applyGeometry()
{
    const TranscriptStyle &style = m_layout.style();
    const int column =
        std::clamp(width() - 2 * transcript::SideMargin, 1, style.scaled(transcript::ColumnWidth));
    m_layout.setViewport(column, viewport()->height(), layoutDirection() == Qt::RightToLeft);
    sync();
}

void TranscriptView::setTopRoom(int pixels)
{
    const int more = pixels - viewportMargins().top();
    if (more == 0) {
        return;
    }
    const bool following = m_layout.isFollowing();
    const qint64 top = m_layout.top();
    setViewportMargins(0, pixels, 0, 0);
    if (!following) {
        m_layout.scrollTo(top + more);
    }
    applyGeometry();
}

void TranscriptView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    applyGeometry();
}

void TranscriptView::sync()
{
    settleSibling();
    const TranscriptLayout::Difference difference = m_layout.update();
    updateScrollBar();
    updatePill();
    showDifference(difference);
    if (m_pointer && !m_selecting) {
        updateHover(*m_pointer);
    }
    // A caret that was painted stays in the pixels of a block that is settled by now.
    viewport()->update(m_paintedCarets);
    if (m_layout.isFollowing() != m_wasFollowing) {
        m_wasFollowing = m_layout.isFollowing();
        Q_EMIT followingChanged(m_wasFollowing);
    }
    scheduleNext();
}

/// Only the strip that looks different; what the reply pushes up as it grows is moved as it is.
void TranscriptView::showDifference(const TranscriptLayout::Difference &difference)
{
    const QRect all = viewport()->rect();
    const double pixels = devicePixelRatioF();
    const bool wholePixels = pixels == std::floor(pixels);
    if (difference.isAll || (difference.scrolled != 0 && !wholePixels)) {
        viewport()->update();
        return;
    }
    if (difference.scrolled != 0) {
        // Where it was and where it comes to: only what is in the rectangle is moved or painted.
        const int bottom = std::max(difference.from, difference.from - difference.scrolled);
        const QRect moved = QRect(0, 0, all.width(), bottom) & all;
        if (!moved.isEmpty()) {
            viewport()->scroll(0, difference.scrolled, moved);
        }
        m_paintedCarets.translate(0, difference.scrolled);
    }
    viewport()->update(QRect(0, difference.from, all.width(), difference.to - difference.from) & all);
}

void TranscriptView::updateScrollBar()
{
    m_syncing = true;
    constexpr qint64 most = std::numeric_limits<int>::max() / 2;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_layout.style().reply.lineHeight * 2);
    verticalScrollBar()->setRange(0, static_cast<int>(std::min(most, m_layout.maximum())));
    verticalScrollBar()->setValue(static_cast<int>(std::min(most, m_layout.top())));
    m_syncing = false;
}

void TranscriptView::scrollContentsBy(int dx, int dy)
{
    Q_UNUSED(dx)
    Q_UNUSED(dy)
    if (!m_syncing) {
        stopAwaiting(); // who scrolls decides what is to be seen
        m_layout.scrollTo(verticalScrollBar()->value());
        sync();
        Q_EMIT placeChosen();
    }
}

void TranscriptView::updatePill()
{
    const bool away =
        !m_layout.isFollowing() && m_layout.maximum() - m_layout.top() > m_layout.style().scaled(24);
    m_pill.setNewCount(m_layout.newCount());
    const QSize size = m_pill.sizeHint();
    const int bottom = viewport()->geometry().bottom() - m_layout.style().scaled(18);
    m_pill.setGeometry((width() - size.width()) / 2, bottom - size.height() + LatestPill::Shadow,
        size.width(), size.height());
    m_pill.setVisible(away);
}

void TranscriptView::scrollToLatest()
{
    m_layout.scrollToEnd();
    sync();
    Q_EMIT placeChosen();
}

bool TranscriptView::isGrowingVisible() const
{
    const QList<TranscriptLayout::VisibleRow> rows = m_layout.visibleRows();
    return std::any_of(rows.cbegin(), rows.cend(),
        [](const TranscriptLayout::VisibleRow &row) { return row.item->isGrowing(); });
}

QRect TranscriptView::caretArea(const TranscriptLayout::VisibleRow &row) const
{
    const QRectF caret = row.item->caretRect();
    return caret.isEmpty() ? QRect()
                           : caret.translated(columnLeft(), row.y).toAlignedRect().adjusted(-1, -1, 1, 1);
}

bool TranscriptView::blinks() const
{
    return m_motion && m_caretEnabled && isVisible() && isActiveWindow() && isGrowingVisible();
}

void TranscriptView::scheduleNext()
{
    if (blinks()) {
        m_clock.requestIn(m_caretDue - m_clock.now());
    }
    scheduleThinking();
    if (m_copiedUntil > 0) {
        m_clock.requestIn(m_copiedUntil - m_clock.now());
    }
    if (m_frozenUntil > 0) {
        m_clock.requestIn(m_frozenUntil - m_clock.now());
    }
    if (m_loading && !m_skeletonShown) {
        m_clock.requestIn(m_skeletonDue - m_clock.now());
    }
}

void TranscriptView::onFrame()
{
    const qint64 now = m_clock.now();
    if (m_layout.needsUpdate()) {
        m_state.caretShown = m_caretEnabled; // solid while text comes in
        m_caretDue = now + BlinkMs;
        sync();
    }
    if (m_selecting) {
        dragScroll();
    }
    if (now >= m_frozenUntil) {
        thaw();
    }
    if (!blinks()) {
        m_state.caretShown = m_caretEnabled;
    } else if (now >= m_caretDue) {
        m_state.caretShown = !m_state.caretShown;
        m_caretDue = now + BlinkMs;
        const QList<TranscriptLayout::VisibleRow> rows = m_layout.visibleRows();
        for (const TranscriptLayout::VisibleRow &row : rows) {
            viewport()->update(caretArea(row));
        }
    }
    updateThinking(now);
    searchOn();
    if (m_copiedUntil > 0 && now >= m_copiedUntil) {
        m_copiedUntil = 0;
        m_state.copiedRow = -1;
        viewport()->update();
    }
    if (m_loading && !m_skeletonShown && now >= m_skeletonDue) {
        m_skeletonShown = true;
        viewport()->update();
    }
    scheduleNext();
}

void TranscriptView::paintEvent(QPaintEvent *event)
{
    if (m_layout.needsUpdate()) {
        sync();
    }
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_layout.style().theme.colors.surface);
    m_state.hasFocus = hasFocus() && m_keyboardFocus;
    m_state.isActive = isActiveWindow();
    m_state.wall = m_time ? m_time->wall() : QDateTime();
    m_state.now = m_time ? std::optional(m_time->monotonic()) : std::nullopt;
    TranscriptPainter rows(&painter, m_layout.style(), m_state, layoutDirection());
    const int top = m_layout.style().scaled(transcript::TopMargin);
    if (m_layout.rowCount() == 0) {
        if (m_loading && m_skeletonShown) {
            rows.paintSkeleton(QRect(columnLeft(), top, m_layout.columnWidth(), viewport()->height()));
        } else if (!m_loading) {
            rows.paintEmpty(viewport()->rect(), m_emptyTitle, m_emptyText);
        }
        return;
    }
    m_paintedCarets = {};
    const QList<TranscriptLayout::VisibleRow> visible = m_layout.visibleRows();
    for (const TranscriptLayout::VisibleRow &row : visible) {
        const int below = MessageFoot::overhang(m_layout.style());
        const QRect area(0, row.y - 8, viewport()->width(), row.item->height() + 8 + below);
        if (area.intersects(event->rect())) {
            rows.paintRow(*row.item, row.row, QPoint(columnLeft(), row.y), event->rect());
        }
        m_paintedCarets += caretArea(row);
    }
    // In the margin, which is there anyway: it moves nothing when it comes or goes.
    if (m_loading && !visible.isEmpty() && visible.first().row == 0) {
        rows.paintAbove(
            QRect(columnLeft(), visible.first().y - top, m_layout.columnWidth(), top), restText());
    }
}

QString TranscriptView::restText()
{
    return tr("Earlier messages are being read\u2026");
}

void TranscriptView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        applyGeometry();
    }
}

bool TranscriptView::event(QEvent *event)
{
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::WindowDeactivate ||
        event->type() == QEvent::Show) {
        m_caretDue = m_clock.now() + BlinkMs;
        m_clock.requestFrame();
        viewport()->update();
    }
    return QAbstractScrollArea::event(event);
}

QRect TranscriptView::rowRect(int row) const
{
    return {columnLeft(), m_layout.rowY(row), m_layout.columnWidth(), m_layout.rowHeight(row)};
}

} // namespace throughline::ui
