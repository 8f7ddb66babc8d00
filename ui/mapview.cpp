#include "ui/mapview.h"

#include "ui/mapaccessible.h"
#include "ui/plaintooltip.h"
#include "ui/textpaint.h"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>
#include <utility>

namespace throughline::ui {

using workspace::MapStep;

namespace {

constexpr double zoomStep = 1.2;
constexpr double smallestReadable = 0.6;
constexpr double wheelStep = 120; ///< eighths of a degree

} // namespace

MapView::MapView(const Appearance &appearance, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_appearance(appearance)
{
    installMapAccessibility();
    setAccessibleName(tr("Map"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&appearance, &Appearance::changed, this, &MapView::rebuild);
}

void MapView::setMap(const workspace::DecisionMap &map)
{
    const QString before = selectedId();
    m_picture = MapPicture(map, m_appearance.theme(), layoutDirection());
    m_emphasis = {};
    for (int node = 0; node < map.nodes.size() && !before.isEmpty(); ++node) {
        if (map.nodes.at(node).signal.id == before)
            m_emphasis.selected = node;
    }
    placeBars();
    viewport()->update();
    Q_EMIT selectionChanged();
}

void MapView::rebuild()
{
    setMap(workspace::DecisionMap(m_picture.map()));
}

QString MapView::selectedId() const
{
    const int node = m_emphasis.selected;
    return node < 0 ? QString() : m_picture.map().nodes.at(node).signal.id;
}

void MapView::placeBars()
{
    const QSizeF size = m_picture.layout().size * m_zoom;
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setPageStep(viewport()->height());
    horizontalScrollBar()->setSingleStep(24);
    verticalScrollBar()->setSingleStep(24);
    horizontalScrollBar()->setRange(0, std::max(0, int(std::ceil(size.width())) - viewport()->width()));
    verticalScrollBar()->setRange(0, std::max(0, int(std::ceil(size.height())) - viewport()->height()));
}

QPointF MapView::origin() const
{
    // What has room stands in the middle.
    const QSizeF size = m_picture.layout().size * m_zoom;
    const double x = std::max(0.0, (viewport()->width() - size.width()) / 2) - horizontalScrollBar()->value();
    const double y = std::max(0.0, (viewport()->height() - size.height()) / 2) - verticalScrollBar()->value();
    return {std::round(x), std::round(y)};
}

void MapView::zoomAt(const QPointF &fixed, double zoom)
{
    m_keepsReadable = false;
    zoom = std::clamp(zoom, smallestZoom, largestZoom);
    if (qFuzzyCompare(zoom, m_zoom))
        return;
    const QPointF there = (fixed - origin()) / m_zoom;
    m_zoom = zoom;
    placeBars();
    const QPointF moved = origin() + there * m_zoom - fixed;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
    viewport()->update();
    Q_EMIT zoomChanged();
}

void MapView::setZoom(double zoom)
{
    zoomAt(QRectF(viewport()->rect()).center(), zoom);
}

void MapView::zoomBy(int steps)
{
    setZoom(m_zoom * std::pow(zoomStep, steps));
}

void MapView::fit()
{
    const QSizeF size = m_picture.layout().size;
    if (size.isEmpty())
        return;
    // Without the room that scroll bars take now.
    const QSize room = maximumViewportSize();
    setZoom(std::min({1.0, room.width() / size.width(), room.height() / size.height()}));
}

void MapView::readable()
{
    const QSizeF size = m_picture.layout().size;
    if (size.isEmpty())
        return;
    // Beside the bar, if it needs one.
    const QSize room = maximumViewportSize();
    double zoom = std::clamp(room.width() / size.width(), smallestReadable, 1.0);
    if (size.height() * zoom > room.height())
        zoom = std::clamp(
            (room.width() - verticalScrollBar()->sizeHint().width()) / size.width(), smallestReadable, 1.0);
    setZoom(zoom);
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(
        layoutDirection() == Qt::RightToLeft ? horizontalScrollBar()->maximum() : 0);
    m_keepsReadable = true;
}

QRect MapView::nodeRect(int node) const
{
    const QRectF rect = m_picture.layout().nodes.value(node);
    return QRectF(origin() + rect.topLeft() * m_zoom, rect.size() * m_zoom).toAlignedRect();
}

int MapView::nodeAt(const QPoint &position) const
{
    const QPointF there = (position - origin()) / m_zoom;
    const QList<QRectF> &nodes = m_picture.layout().nodes;
    const auto found = std::find_if(
        nodes.cbegin(), nodes.cend(), [there](const QRectF &node) { return node.contains(there); });
    return found == nodes.cend() ? -1 : int(found - nodes.cbegin());
}

void MapView::select(int node)
{
    if (node >= m_picture.layout().nodes.size())
        return;
    const bool isNews = std::exchange(m_emphasis.selected, node) != node;
    if (node >= 0) {
        const QRect wanted = nodeRect(node).adjusted(-space::M, -space::M, space::M, space::M);
        const QRect room = viewport()->rect();
        const auto bring = [](QScrollBar *bar, int before, int after) {
            if (before < 0)
                bar->setValue(bar->value() + before);
            else if (after > 0)
                bar->setValue(bar->value() + std::min(after, before));
        };
        bring(verticalScrollBar(), wanted.top(), wanted.bottom() - room.bottom());
        bring(horizontalScrollBar(), wanted.left(), wanted.right() - room.right());
    }
    viewport()->update();
    if (!isNews)
        return;
    if (node >= 0)
        announceMapNode(this, node);
    Q_EMIT selectionChanged();
}

void MapView::activate(int node)
{
    if (node >= 0 && node < m_picture.map().nodes.size())
        Q_EMIT activated(m_picture.map().nodes.at(node).signal.id);
}

void MapView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_appearance.theme().colors.window);
    painter.save();
    painter.translate(origin());
    painter.scale(m_zoom, m_zoom);
    const QRectF exposed(
        (event->rect().topLeft() - origin()) / m_zoom, QSizeF(event->rect().size()) / m_zoom);
    m_picture.paint(painter, exposed, m_emphasis);
    painter.restore();
}

void MapView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    placeBars();
    if (m_keepsReadable)
        readable();
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_grabbed = event->position().toPoint();
    m_dragged = false;
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    if (!m_grabbed) {
        hover(at);
        return;
    }
    const QPoint moved = at - *m_grabbed;
    if (!m_dragged && moved.manhattanLength() < QApplication::startDragDistance())
        return;
    m_dragged = true;
    m_grabbed = at;
    viewport()->setCursor(Qt::ClosedHandCursor);
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - moved.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - moved.y());
}

void MapView::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_grabbed)
        return;
    m_grabbed.reset();
    const QPoint at = event->position().toPoint();
    if (!std::exchange(m_dragged, false) && event->button() == Qt::LeftButton)
        select(nodeAt(at));
    hover(at);
}

void MapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        activate(nodeAt(event->position().toPoint()));
}

void MapView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    zoomAt(event->position(), m_zoom * std::pow(zoomStep, event->angleDelta().y() / wheelStep));
    event->accept();
}

bool MapView::step(int key)
{
    static constexpr std::pair<int, MapStep> steps[]{{Qt::Key_Up, MapStep::Up}, {Qt::Key_K, MapStep::Up},
        {Qt::Key_Down, MapStep::Down}, {Qt::Key_J, MapStep::Down}, {Qt::Key_Left, MapStep::Left},
        {Qt::Key_Right, MapStep::Right}};
    const auto wanted = std::find_if(
        std::begin(steps), std::end(steps), [key](const auto &each) { return each.first == key; });
    if (wanted == std::end(steps))
        return false;
    if (selected() < 0)
        select(m_picture.map().nodes.isEmpty() ? -1 : 0);
    else if (const auto next =
                 workspace::neighbour(m_picture.map(), m_picture.layout(), selected(), wanted->second))
        select(*next);
    return true;
}

void MapView::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const int last = int(m_picture.map().nodes.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(1);
        return;
    case Qt::Key_Minus:
        zoomBy(-1);
        return;
    case Qt::Key_0:
        fit();
        return;
    case Qt::Key_1:
        setZoom(1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activate(selected());
        return;
    case Qt::Key_Home:
        select(std::min(0, last));
        return;
    case Qt::Key_End:
        select(last);
        return;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp
                                               ? QAbstractSlider::SliderPageStepSub
                                               : QAbstractSlider::SliderPageStepAdd);
        return;
    default:
        break;
    }
    if (isPlain && step(event->key()))
        return;
    if (isPlain && event->key() == Qt::Key_Escape && selected() >= 0) {
        select(-1);
        return;
    }
    event->ignore(); // Escape closes what this lies in
}

void MapView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    // Whoever comes by keyboard must see where they are.
    const bool byKeyboard =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKeyboard && selected() < 0 && !m_picture.map().nodes.isEmpty())
        select(0);
}

void MapView::hover(const QPoint &position)
{
    const int node = nodeAt(position);
    viewport()->setCursor(node >= 0 ? Qt::PointingHandCursor : Qt::OpenHandCursor);
    if (std::exchange(m_emphasis.hovered, node) != node)
        viewport()->update();
}

bool MapView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        hover(QPoint(-1, -1));
    } else if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int node = nodeAt(help->pos());
        const QString words = node < 0 ? QString() : m_picture.nameOf(node) + u'\n' + m_picture.linksOf(node);
        QToolTip::showText(help->globalPos(), plainToolTip(words), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace throughline::ui
