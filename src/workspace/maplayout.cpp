#include "workspace/maplayout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace throughline::workspace {

namespace {

constexpr int lanes = 4; ///< then they begin again

class Arranger
{
public:
    Arranger(const DecisionMap &map, const QList<double> &heights, const MapMetrics &metrics)
        : m_map(map)
        , m_heights(heights)
        , m_metrics(metrics)
        , m_isPlaced(map.nodes.size(), false)
        , m_rowTops(map.nodes.size(), 0)
        , m_isBeside(map.nodes.size(), false)
    {
        m_layout.nodes.resize(map.nodes.size());
    }

    MapLayout arrange()
    {
        if (m_map.nodes.isEmpty())
            return {};
        placeColumns();
        m_y = m_metrics.margin;
        placeDecisions();
        placeOthers(MapLayer::Ground);
        placeOthers(MapLayer::Evidence);
        for (int link = 0; link < m_map.links.size(); ++link)
            m_layout.routes.append(route(m_map.links.at(link), link));
        const double right = m_lefts.back() + m_metrics.nodeWidth + (m_bracketsAtEnd ? room() : 0);
        m_layout.size = {right + m_metrics.margin, m_y - m_metrics.blockGap + m_metrics.margin};
        return m_layout;
    }

private:
    MapLayer layer(int node) const { return m_map.nodes.at(node).layer; }
    /// For links that run beside a column.
    double room() const { return (lanes + 1) * m_metrics.lane; }
    double lane(int number) const { return (number % lanes) * m_metrics.lane; }

    double port(const QRectF &node) const { return node.top() + std::min(node.height() / 2, m_metrics.port); }

    /// Of the layers that somebody is in.
    void placeColumns()
    {
        std::array<bool, 3> isUsed{};
        for (const MapNode &node : m_map.nodes)
            isUsed.at(size_t(node.layer)) = true;
        int column = 0;
        double left = m_metrics.margin;
        for (const MapLink &link : m_map.links) {
            if (layer(link.from) == layer(link.to) && layer(link.from) == MapLayer::Decision)
                left = m_metrics.margin + room();
        }
        for (size_t each = 0; each < isUsed.size(); ++each) {
            if (!isUsed.at(each))
                continue;
            m_columns.at(each) = column++;
            m_lefts.append(left);
            left += m_metrics.nodeWidth + m_metrics.columnGap;
        }
        m_bracketsAtEnd = std::any_of(m_map.links.cbegin(), m_map.links.cend(), [this](const MapLink &link) {
            return columnOf(link.from) == columnOf(link.to) && layer(link.from) != MapLayer::Decision &&
                   columnOf(link.from) == m_lefts.size() - 1;
        });
    }

    int columnOf(int node) const { return m_columns.at(size_t(layer(node))); }

    void put(int node, double top)
    {
        m_isPlaced[node] = true;
        m_layout.nodes[node] =
            QRectF(m_lefts.at(columnOf(node)), top, m_metrics.nodeWidth, m_heights.value(node));
    }

    /// Who is linked with \a node, is in \a wanted and has no place yet.
    QList<int> waiting(int node, MapLayer wanted, bool contradicting) const
    {
        QList<int> found;
        for (const MapLink &link : m_map.links) {
            const int other = link.from == node ? link.to : link.to == node ? link.from : -1;
            if (other >= 0 && (link.kind == MapLinkKind::Contradiction) == contradicting &&
                layer(other) == wanted && !m_isPlaced.at(other) && !found.contains(other))
                found.append(other);
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    bool hasDecision(int node) const
    {
        return std::any_of(m_map.links.cbegin(), m_map.links.cend(), [this, node](const MapLink &link) {
            return link.kind != MapLinkKind::Contradiction && link.to == node &&
                   layer(link.from) == MapLayer::Decision;
        });
    }

    /// Beside what they speak against.
    QList<int> withOpponents(const QList<int> &nodes) const
    {
        QList<int> ordered;
        for (const int node : nodes) {
            if (!ordered.contains(node))
                ordered.append(node);
            const QList<int> opponents = waiting(node, layer(node), true);
            for (const int opponent : opponents) {
                if (!ordered.contains(opponent) && (nodes.contains(opponent) || !hasDecision(opponent)))
                    ordered.append(opponent);
            }
        }
        return ordered;
    }

    QList<int> ofLayer(MapLayer wanted) const
    {
        QList<int> found;
        for (int node = 0; node < m_map.nodes.size(); ++node) {
            if (layer(node) == wanted && !m_isPlaced.at(node))
                found.append(node);
        }
        return found;
    }

    void placeDecisions()
    {
        const QList<int> decisions = withOpponents(ofLayer(MapLayer::Decision));
        for (const int decision : decisions) {
            const double top = m_y;
            put(decision, top);
            const QList<int> grounds = withOpponents(waiting(decision, MapLayer::Ground, false));
            for (const int ground : grounds)
                placeRow(ground);
            const QList<int> evidence = waiting(decision, MapLayer::Evidence, false);
            for (const int each : evidence)
                placeRow(each);
            m_y = std::max(m_y - m_metrics.rowGap, top + m_heights.value(decision)) + m_metrics.blockGap;
        }
    }

    /// What no decision rests on.
    void placeOthers(MapLayer wanted)
    {
        const QList<int> all = withOpponents(ofLayer(wanted));
        for (const int node : all) {
            if (!m_isPlaced.at(node))
                placeRow(node);
        }
        if (!all.isEmpty())
            m_y += m_metrics.blockGap - m_metrics.rowGap;
    }

    /// \a node, and at its side the evidence for it.
    void placeRow(int node)
    {
        const double top = m_y;
        put(node, top);
        m_rowTops[node] = top;
        const double below = top + m_heights.value(node) + m_metrics.rowGap;
        double y = top;
        if (layer(node) == MapLayer::Ground) {
            const QList<int> evidence = waiting(node, MapLayer::Evidence, false);
            for (const int each : evidence) {
                put(each, y);
                m_rowTops[each] = top;
                m_isBeside[each] = true;
                y += m_heights.value(each) + m_metrics.rowGap;
            }
        }
        m_y = std::max(below, y);
    }

    QList<QPointF> route(const MapLink &link, int number) const
    {
        const QRectF from = m_layout.nodes.at(link.from);
        const QRectF to = m_layout.nodes.at(link.to);
        const double start = port(from);
        const double end = port(to);
        const int columns = columnOf(link.to) - columnOf(link.from);
        if (columns == 0)
            return bracket(link, number);
        const double turn = from.right() + m_metrics.columnGap / 2 + lane(link.from) - m_metrics.lane;
        if (columns == 1 || !m_isBeside.at(link.to)) {
            if (std::abs(start - end) < 1)
                return {{from.right(), start}, {to.left(), start}};
            return {{from.right(), start}, {turn, start}, {turn, end}, {to.left(), end}};
        }
        // Past the column between, above the row.
        const double over = m_rowTops.at(link.to) - m_metrics.rowGap / 2;
        const double last = to.left() - 2 * m_metrics.lane;
        return {
            {from.right(), start}, {turn, start}, {turn, over}, {last, over}, {last, end}, {to.left(), end}};
    }

    /// Between two of one column: beside it, and of decisions at the free side.
    QList<QPointF> bracket(const MapLink &link, int number) const
    {
        const QRectF from = m_layout.nodes.at(link.from);
        const QRectF to = m_layout.nodes.at(link.to);
        const bool atStart = layer(link.from) == MapLayer::Decision;
        const double out = 2 * m_metrics.lane + lane(number);
        const double edge = atStart ? from.left() : from.right();
        const double x = atStart ? edge - out : edge + out;
        // Near the other end of the side, where no other links arrive.
        const double start = from.bottom() - std::min(from.height() / 3, m_metrics.port);
        const double end = to.bottom() - std::min(to.height() / 3, m_metrics.port);
        return {{edge, start}, {x, start}, {x, end}, {edge, end}};
    }

    const DecisionMap &m_map;
    const QList<double> &m_heights;
    const MapMetrics &m_metrics;
    QList<bool> m_isPlaced;
    QList<double> m_rowTops; ///< of the row a node is in
    QList<bool> m_isBeside;  ///< of a ground: the row does not begin with this one
    std::array<int, 3> m_columns{};
    QList<double> m_lefts; ///< of the columns
    bool m_bracketsAtEnd = false;
    double m_y = 0;
    MapLayout m_layout;
};

} // namespace

MapLayout layOut(const DecisionMap &map, const QList<double> &heights, const MapMetrics &metrics)
{
    return Arranger(map, heights, metrics).arrange();
}

MapLayout mirrored(const MapLayout &layout)
{
    MapLayout result = layout;
    const double width = layout.size.width();
    for (QRectF &node : result.nodes)
        node.moveLeft(width - node.right());
    for (QList<QPointF> &route : result.routes) {
        for (QPointF &point : route)
            point.setX(width - point.x());
    }
    return result;
}

QList<int> linkedWith(const DecisionMap &map, int node)
{
    QList<int> found{node};
    for (const MapLink &link : map.links) {
        if (link.from == node)
            found.append(link.to);
        else if (link.to == node)
            found.append(link.from);
    }
    return found;
}

std::optional<int> neighbour(const DecisionMap &map, const MapLayout &layout, int from, MapStep step)
{
    if (from < 0 || from >= layout.nodes.size())
        return std::nullopt;
    const QPointF here = layout.nodes.at(from).center();
    const bool isSideways = step == MapStep::Left || step == MapStep::Right;
    const double sign = step == MapStep::Up || step == MapStep::Left ? -1 : 1;
    const QList<int> linked = linkedWith(map, from);
    std::optional<int> best;
    std::tuple<double, bool, double> least;
    for (int node = 0; node < layout.nodes.size(); ++node) {
        const QPointF way = layout.nodes.at(node).center() - here;
        const double along = sign * (isSideways ? way.x() : way.y());
        const double across = std::abs(isSideways ? way.y() : way.x());
        if (along < 1 || (!isSideways && across >= 1))
            continue;
        // The nearest column; there whoever is linked, and of these the nearest.
        const auto cost =
            isSideways ? std::tuple(along, !linked.contains(node), across) : std::tuple(along, false, across);
        if (!best || cost < least) {
            best = node;
            least = cost;
        }
    }
    return best;
}

} // namespace throughline::workspace
