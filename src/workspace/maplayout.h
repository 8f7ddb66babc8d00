#pragma once

#include "workspace/decisionmap.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>

/// Where the nodes of a decision map stand and which way its links go: numbers, no pixels are drawn here.
/// Pure functions; any thread.
namespace throughline::workspace {

/// In the unit of the picture.
struct MapMetrics
{
    double nodeWidth = 232;
    double columnGap = 84;
    double rowGap = 10;   ///< between nodes that belong to one decision
    double blockGap = 28; ///< between decisions
    double margin = 24;
    double port = 18; ///< below the top of a node: where a link arrives; lower ones at half the height
    double lane = 6;  ///< between links that run side by side
};

struct MapLayout
{
    QList<QRectF> nodes;          ///< of the map's nodes, none over another
    QList<QList<QPointF>> routes; ///< of the map's links: horizontal and vertical pieces that cross no node
    QSizeF size;                  ///< margins included; all else is inside
    bool operator==(const MapLayout &) const = default;
};

/// A column for each layer, left to right; each decision at the top of what it rests on, and that at the top
/// of its evidence. \a heights are those of the nodes. Equal input gives equal output.
MapLayout layOut(const DecisionMap &map, const QList<double> &heights, const MapMetrics &metrics = {});

/// For right-to-left: the first column at the right.
MapLayout mirrored(const MapLayout &layout);

enum class MapStep { Up, Down, Left, Right };

/// Where a key leads from node \a from: up and down in its column, to the sides to what it is linked with
/// there, else to whoever is level with it. nullopt: nowhere.
std::optional<int> neighbour(const DecisionMap &map, const MapLayout &layout, int from, MapStep step);

/// Who is linked with \a node, itself among them.
QList<int> linkedWith(const DecisionMap &map, int node);

} // namespace throughline::workspace
