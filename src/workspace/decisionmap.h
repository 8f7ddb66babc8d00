#pragma once

#include "protocol/values.h"

#include <QList>
#include <QString>

/// What a conversation has come to as a graph: decisions, what they rest on, and what speaks against what.
/// Pure functions; any thread.
namespace throughline::workspace {

/// Where a node stands: decisions first, then what they rest on, then what that is shown by.
enum class MapLayer { Decision, Ground, Evidence };

struct MapNode
{
    protocol::Signal signal;
    MapLayer layer = MapLayer::Ground;
    bool operator==(const MapNode &) const = default;
};

enum class MapLinkKind {
    Together,     ///< said in the same message
    Evidence,     ///< linked as evidence by a person
    Contradiction ///< the two seem to contradict each other
};

/// Between two nodes, by index. What is \a from rests on what is \a to; of a contradiction it is only the
/// order.
struct MapLink
{
    int from = 0;
    int to = 0;
    MapLinkKind kind = MapLinkKind::Together;
    bool operator==(const MapLink &) const = default;
};

struct DecisionMap
{
    QList<MapNode> nodes;  ///< decisions, grounds, evidence; each as it was said, pinned ones first
    QList<MapLink> links;  ///< no two between the same nodes
    int unlinkedCount = 0; ///< of those that have no link and so are no node
    bool operator==(const DecisionMap &) const = default;
};

/// Dismissed and rejected ones are left out. Linked are: evidence, as people linked it; pairs that seem to
/// contradict each other; a goal, constraint, assumption or claim with the nearest decision of a message in
/// which both were said; and evidence with the nearest claim or assumption there, or else decision. Messages
/// that are not on the active branch link nothing. The same \a findings in any order give the same map.
DecisionMap decisionMapOf(const QList<protocol::Signal> &findings);

} // namespace throughline::workspace
