#include "markdown/html.h"
#include "ui/plaintooltip.h"
#include "ui/transcript/transcripthittest.h"
#include "ui/transcript/transcriptview.h"
#include "workspace/picturedownload.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cstdlib>
#include <utility>

// What the pointer and the keyboard do to a transcript.

namespace throughline::ui {

TranscriptHit TranscriptView::hitAt(const QPoint &viewportPoint) const
{
    return hitTest(m_layout, m_state, viewportPoint - QPoint(columnLeft(), 0));
}

void TranscriptView::setHover(const TranscriptHit &hit, int row)
{
    if (hit == m_state.hover && row == m_state.hoverRow) {
        return;
    }
    const bool wasLink = m_state.hover.kind == TranscriptHit::Kind::Link;
    const bool isLink = hit.kind == TranscriptHit::Kind::Link;
    if (wasLink || isLink) {
        Q_EMIT linkHovered(isLink ? hit.target : QString());
    }
    const bool looksDifferent = hit.kind != m_state.hover.kind || row != m_state.hoverRow ||
                                hit.target != m_state.hover.target || hit.action != m_state.hover.action ||
                                hit.place.part != m_state.hover.place.part;
    m_state.hover = hit;
    m_state.hoverRow = row;
    if (looksDifferent) {
        viewport()->update();
    }
}

void TranscriptView::updateHover(const QPoint &viewportPoint)
{
    using Kind = TranscriptHit::Kind;
    m_pointer = viewport()->rect().contains(viewportPoint) ? std::optional(viewportPoint) : std::nullopt;
    const TranscriptHit hit = hitAt(viewportPoint);
    const bool over = hit.kind == Kind::Button ||
                      (hit.row >= 0 && rowRect(hit.row).contains(columnLeft(), viewportPoint.y()));
    setHover(hit, over ? hit.row : -1);
    const bool press =
        hit.kind == Kind::Mark || hit.kind == Kind::CodeCopy || hit.kind == Kind::CodeWrap ||
        hit.kind == Kind::Button || (hit.kind == Kind::Link && markdown::isOpenable(hit.target)) ||
        (hit.kind == Kind::Image && workspace::PictureDownload::mayFetch(QUrl(hit.target, QUrl::StrictMode)));
    const bool text = hit.kind == Kind::Text || hit.kind == Kind::Link || hit.kind == Kind::Image;
    viewport()->setCursor(press ? Qt::PointingHandCursor : text ? Qt::IBeamCursor : Qt::ArrowCursor);
}

bool TranscriptView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        m_pointer.reset();
        setHover({}, -1);
    } else if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const TranscriptHit hit = hitAt(help->pos());
        QString text;
        if (hit.kind == TranscriptHit::Kind::Link) {
            text = markdown::isOpenable(hit.target) ? hit.target
                                                    : tr("%1 (not opened from here)").arg(hit.target);
        } else if (hit.kind == TranscriptHit::Kind::Image) {
            const QUrl url(hit.target, QUrl::StrictMode);
            text = !m_layout.pictures().image(url).isNull()    ? tr("%1 (click to hide the picture)")
                   : workspace::PictureDownload::mayFetch(url) ? tr("%1 (not loaded; click to see more)")
                                                               : tr("%1 (not loaded from here)");
            text = text.arg(hit.target);
        } else if (hit.kind == TranscriptHit::Kind::Button) {
            text = rowActionToolTip(hit.action, m_model->row(hit.row), layoutDirection());
        }
        QToolTip::showText(help->globalPos(), plainToolTip(markdown::visibleText(text)), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TranscriptView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_model) {
        return;
    }
    m_keyboardFocus = false;
    const QPoint point = event->position().toPoint();
    const TranscriptHit hit = hitAt(point);
    m_pressed = hit;
    m_pressPoint = point;
    m_dragPoint = point;
    m_dragged = false;
    if (m_clock.now() < m_tripleClickUntil && hit.row >= 0) {
        m_tripleClickUntil = -1;
        selectAround(hit, QTextCursor::BlockUnderCursor);
        m_pressed = {};
        return;
    }
    using Kind = TranscriptHit::Kind;
    if (hit.kind == Kind::CodeCopy || hit.kind == Kind::CodeWrap || hit.kind == Kind::Button || hit.row < 0) {
        return;
    }
    m_mayDrag = !event->modifiers().testFlag(Qt::ShiftModifier) && isSelected(hit);
    if (m_mayDrag) {
        return; // it is decided when the pointer moves or lets go
    }
    m_selecting = true;
    if (event->modifiers().testFlag(Qt::ShiftModifier) && !m_selection.isEmpty()) {
        m_dragged = true;
        extendSelection(point);
    } else {
        m_selection.start(m_model->index(hit.row), hit.place);
    }
    viewport()->update();
}

void TranscriptView::extendSelection(const QPoint &viewportPoint)
{
    const QPoint inside(viewportPoint.x(), std::clamp(viewportPoint.y(), 0, viewport()->height() - 1));
    const TranscriptHit hit = hitAt(inside);
    if (hit.row >= 0) {
        m_selection.extend(m_model->index(hit.row), hit.place);
        viewport()->update();
    }
}

void TranscriptView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (m_mayDrag) {
        if ((point - m_pressPoint).manhattanLength() >= QApplication::startDragDistance()) {
            m_mayDrag = false;
            m_pressed = {};
            dragSelection();
        }
        return;
    }
    if (!m_selecting) {
        updateHover(point);
        return;
    }
    m_dragPoint = point;
    if (!m_dragged && (point - m_pressPoint).manhattanLength() < QApplication::startDragDistance() / 2) {
        return;
    }
    m_dragged = true;
    extendSelection(point);
    if (!viewport()->rect().contains(point)) {
        m_clock.requestFrame();
    }
}

/// Only an address that can be fetched is asked about; nothing is fetched here.
void TranscriptView::requestImage(const TranscriptHit &hit)
{
    const QUrl url(hit.target, QUrl::StrictMode);
    if (!m_layout.pictures().image(url).isNull()) {
        showPicture(url, {});
    } else if (workspace::PictureDownload::mayFetch(url)) {
        Q_EMIT imageRequested(url);
    }
}

/// What stands at the top of the view stays there, unless the end is followed.
void TranscriptView::showPicture(const QUrl &url, const QImage &image)
{
    m_layout.setPicture(url, image);
    sync();
    viewport()->update();
}

void TranscriptView::setCodeWrapped(bool wraps)
{
    m_layout.setCodeWrapped(wraps);
    sync();
    viewport()->update();
}

/// The block whose switch was pressed stays where it is.
void TranscriptView::switchCodeWrap(int row, int part)
{
    const int y = m_layout.rowY(row) + m_layout.item(row)->part(part).top;
    const bool wraps = !m_layout.isCodeWrapped();
    m_layout.setCodeWrapped(wraps);
    m_layout.scrollToPart(row, part, 0, y);
    m_layout.update();
    m_layout.followIfAtEnd();
    sync();
    viewport()->update();
    Q_EMIT codeWrapChosen(wraps);
}

/// A step of the wheel is an eighth of a right angle, in eighths of a degree.
void TranscriptView::wheelEvent(QWheelEvent *event)
{
    constexpr int Step = 120;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        m_zoomRest += event->angleDelta().y();
        const int steps = m_zoomRest / Step;
        m_zoomRest -= steps * Step;
        if (steps != 0) {
            Q_EMIT zoomRequested(steps);
        }
        event->accept();
        return;
    }
    const QPoint turned = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier);
    const int way = sideways && turned.x() == 0 ? turned.y() : turned.x();
    const TranscriptHit hit = hitAt(event->position().toPoint());
    MessageItem *item = hit.row < 0 ? nullptr : m_layout.item(hit.row);
    if (item && std::abs(way) > (sideways ? 0 : std::abs(turned.y())) &&
        item->scrollCode(hit.place.part, -way) != 0) {
        viewport()->update();
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void TranscriptView::dragScroll()
{
    const int below = m_dragPoint.y() - viewport()->height();
    const int beyond = m_dragPoint.y() < 0 ? m_dragPoint.y() : std::max(0, below);
    if (beyond == 0) {
        return;
    }
    verticalScrollBar()->setValue(verticalScrollBar()->value() + std::clamp(beyond / 2, -60, 60));
    extendSelection(m_dragPoint);
    m_clock.requestFrame();
}

void TranscriptView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_selecting = false;
    if (std::exchange(m_mayDrag, false)) { // a click into what is selected ends that
        m_selection.clear();
        viewport()->update();
    }
    const QPoint point = event->position().toPoint();
    const TranscriptHit hit = hitAt(point);
    const bool same = hit.kind == m_pressed.kind && hit.row == m_pressed.row &&
                      hit.target == m_pressed.target && hit.action == m_pressed.action &&
                      hit.place.part == m_pressed.place.part;
    if (!m_dragged && same) {
        activate(hit);
    }
    m_pressed = {};
    updateHover(point);
}

void TranscriptView::activate(const TranscriptHit &hit)
{
    const MessageItem *item = hit.row < 0 ? nullptr : m_layout.item(hit.row);
    if (!item) {
        return;
    }
    switch (hit.kind) {
    case TranscriptHit::Kind::Link:
        if (markdown::isOpenable(hit.target)) {
            Q_EMIT linkActivated(QUrl(hit.target, QUrl::StrictMode));
        }
        break;
    case TranscriptHit::Kind::Image:
        requestImage(hit);
        break;
    case TranscriptHit::Kind::Mark:
        Q_EMIT signalActivated(hit.target);
        break;
    case TranscriptHit::Kind::CodeCopy:
        copyText(item->part(hit.place.part).block.literal);
        showCopied(hit.row, hit.place.part);
        break;
    case TranscriptHit::Kind::CodeWrap:
        switchCodeWrap(hit.row, hit.place.part);
        break;
    case TranscriptHit::Kind::Button:
        perform(hit.action, hit.row);
        break;
    case TranscriptHit::Kind::Text:
    case TranscriptHit::Kind::Nothing:
        break;
    }
}

void TranscriptView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_model) {
        m_selecting = false;
        m_pressed = {};
        m_dragged = true;
        m_tripleClickUntil = m_clock.now() + QApplication::doubleClickInterval();
        selectAround(hitAt(event->position().toPoint()), QTextCursor::WordUnderCursor);
    }
}

void TranscriptView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->matches(QKeySequence::Copy) && hasSelection()) {
        copySelection();
        return;
    }
    if (performByKey(*event)) {
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int way = event->key() == Qt::Key_Up ? -1 : 1;
        if (control) {
            const int from =
                m_state.currentRow < 0 ? m_layout.rowAt(viewport()->height() - 1) - way : m_state.currentRow;
            setCurrentRow(from + way);
        } else {
            bar->setValue(bar->value() + way * bar->singleStep());
        }
        return;
    }
    case Qt::Key_PageUp:
        bar->triggerAction(QScrollBar::SliderPageStepSub);
        return;
    case Qt::Key_PageDown:
    case Qt::Key_Space:
        bar->triggerAction(QScrollBar::SliderPageStepAdd);
        return;
    case Qt::Key_Home:
        bar->setValue(0);
        return;
    case Qt::Key_End:
        scrollToLatest();
        return;
    case Qt::Key_Escape:
        if (hasSelection()) {
            m_selection.clear();
            viewport()->update();
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

void TranscriptView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason ||
                            event->reason() == Qt::BacktabFocusReason ||
                            event->reason() == Qt::ShortcutFocusReason;
    m_keyboardFocus = byKeyboard;
    if (byKeyboard && m_state.currentRow < 0 && m_layout.rowCount() > 0) {
        m_state.currentRow = m_layout.rowAt(viewport()->height() - 1);
    }
    viewport()->update();
}

void TranscriptView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace throughline::ui
