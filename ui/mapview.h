#pragma once

#include "ui/appearance.h"
#include "ui/mappicture.h"

#include <QAbstractScrollArea>

#include <optional>

namespace throughline::ui {

/// A decision map one moves about in: zoomed by Ctrl and the wheel or by keys, moved by dragging, the wheel
/// or the scroll bars; nodes selected by a click or the arrows and opened by a double click or Enter. Changes
/// nothing.
class MapView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    static constexpr double smallestZoom = 0.05;
    static constexpr double largestZoom = 2.5;

    MapView(const Appearance &appearance, QWidget *parent);

    /// Who was selected stays so while it is there; the zoom stays.
    void setMap(const workspace::DecisionMap &map);
    const MapPicture &picture() const { return m_picture; }

    double zoom() const { return m_zoom; }
    void setZoom(double zoom); ///< what is in the middle stays there
    void zoomBy(int steps);
    void fit(); ///< all of it
    /// As wide as there is room for, from the top; also in other room, until somebody zooms.
    void readable();

    int selected() const { return m_emphasis.selected; } ///< -1: none
    QString selectedId() const;
    void select(int node); ///< and brings it into view; -1: none
    void activate(int node);
    QRect nodeRect(int node) const;           ///< in the viewport
    int nodeAt(const QPoint &position) const; ///< in the viewport; -1: none

Q_SIGNALS:
    void selectionChanged();
    void zoomChanged();
    void activated(const QString &signalId);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void rebuild();
    void placeBars();
    void zoomAt(const QPointF &fixed, double zoom);
    QPointF origin() const; ///< of the picture, in the viewport
    bool step(int key);
    void hover(const QPoint &position);

    const Appearance &m_appearance;
    MapPicture m_picture;
    MapPicture::Emphasis m_emphasis;
    double m_zoom = 1;
    bool m_keepsReadable = false;
    std::optional<QPoint> m_grabbed; ///< where it was dragged to last
    bool m_dragged = false;
};

} // namespace throughline::ui
