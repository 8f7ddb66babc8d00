#include "workspace/decisionmap.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace throughline::workspace {

namespace {

using protocol::Signal;
using protocol::SignalType;

MapLayer layerOf(SignalType type)
{
    if (type == SignalType::DecisionIntent)
        return MapLayer::Decision;
    return type == SignalType::EvidenceMention ? MapLayer::Evidence : MapLayer::Ground;
}

/// A decision rests on none that is only asked, nor on what this program does not know.
bool isGround(SignalType type)
{
    return type == SignalType::Goal || type == SignalType::Constraint || type == SignalType::Assumption ||
           type == SignalType::Claim;
}

bool isToBeShown(SignalType type)
{
    return type == SignalType::Claim || type == SignalType::Assumption;
}

/// Goals, constraints, assumptions, claims, then the others: as one weighs a decision.
int rankOf(SignalType type)
{
    switch (type) {
    case SignalType::Goal:
        return 0;
    case SignalType::Constraint:
        return 1;
    case SignalType::Assumption:
        return 2;
    case SignalType::Claim:
        return 3;
    case SignalType::Question:
        return 4;
    default:
        return 5;
    }
}

bool standsBefore(const Signal &a, const Signal &b)
{
    const auto key = [](const Signal &each) {
        return std::tuple(int(layerOf(each.type)), rankOf(each.type), !each.pinnedAt.has_value(),
            each.sequenceIndex, each.createdAt);
    };
    const auto left = key(a);
    const auto right = key(b);
    return left == right ? a.id < b.id : left < right;
}

struct Saying
{
    int node;
    int start; ///< in its message
};

/// Who was said in which message of the active branch.
QMap<QString, QList<Saying>> sayingsOf(const QList<Signal> &findings)
{
    QMap<QString, QList<Saying>> sayings;
    for (int node = 0; node < findings.size(); ++node) {
        const Signal &signal = findings.at(node);
        if (signal.places.isEmpty() && !signal.stale && !signal.span.messageId.isEmpty())
            sayings[signal.span.messageId].append({.node = node, .start = signal.span.start});
        for (const protocol::SignalPlace &place : signal.places) {
            if (place.isActive && !place.span.messageId.isEmpty())
                sayings[place.span.messageId].append({.node = node, .start = place.span.start});
        }
    }
    return sayings;
}

class Linker
{
public:
    explicit Linker(const QList<Signal> &findings)
        : m_findings(findings)
    {
        for (int node = 0; node < findings.size(); ++node)
            m_nodes.insert(findings.at(node).id, node);
    }

    QList<MapLink> links()
    {
        // What people said comes before what only stood together.
        for (int node = 0; node < m_findings.size(); ++node) {
            for (const QString &id : m_findings.at(node).evidence) {
                const int evidence = m_nodes.value(id, -1);
                if (evidence >= 0 && m_findings.at(evidence).type == SignalType::EvidenceMention)
                    link(node, evidence, MapLinkKind::Evidence);
            }
            for (const QString &id : m_findings.at(node).contradicts)
                link(node, m_nodes.value(id, -1), MapLinkKind::Contradiction);
        }
        const QMap<QString, QList<Saying>> sayings = sayingsOf(m_findings);
        for (const QList<Saying> &message : sayings)
            linkTogether(message);
        std::sort(m_links.begin(), m_links.end(), [](const MapLink &a, const MapLink &b) {
            return std::pair(a.from, a.to) < std::pair(b.from, b.to);
        });
        return m_links;
    }

private:
    SignalType typeOf(const Saying &saying) const { return m_findings.at(saying.node).type; }

    void link(int from, int to, MapLinkKind kind)
    {
        const std::pair pair(std::min(from, to), std::max(from, to));
        if (from < 0 || to < 0 || from == to || m_pairs.contains(pair))
            return;
        m_pairs.insert(pair);
        if (kind == MapLinkKind::Contradiction)
            m_links.append({.from = pair.first, .to = pair.second, .kind = kind});
        else
            m_links.append({.from = from, .to = to, .kind = kind});
    }

    void linkTogether(const QList<Saying> &message)
    {
        for (const Saying &each : message) {
            if (isGround(typeOf(each)))
                linkNearest(
                    message, each, [](SignalType type) { return type == SignalType::DecisionIntent; });
            else if (typeOf(each) == SignalType::EvidenceMention && !linkNearest(message, each, isToBeShown))
                linkNearest(
                    message, each, [](SignalType type) { return type == SignalType::DecisionIntent; });
        }
    }

    /// False: nobody there could rest on it.
    bool linkNearest(const QList<Saying> &message, const Saying &ground, bool (*canRest)(SignalType))
    {
        const Saying *nearest = nullptr;
        const auto distance = [&ground](const Saying &other) {
            return std::pair(std::abs(other.start - ground.start), other.node);
        };
        for (const Saying &other : message) {
            if (other.node != ground.node && canRest(typeOf(other)) &&
                (!nearest || distance(other) < distance(*nearest)))
                nearest = &other;
        }
        if (nearest)
            link(nearest->node, ground.node, MapLinkKind::Together);
        return nearest != nullptr;
    }

    const QList<Signal> &m_findings;
    QHash<QString, int> m_nodes;
    QSet<std::pair<int, int>> m_pairs;
    QList<MapLink> m_links;
};

} // namespace

DecisionMap decisionMapOf(const QList<Signal> &findings)
{
    QList<Signal> shown;
    std::copy_if(findings.cbegin(), findings.cend(), std::back_inserter(shown), [](const Signal &signal) {
        return !signal.isDismissed() && signal.status != protocol::SignalStatus::Rejected;
    });
    std::sort(shown.begin(), shown.end(), standsBefore);

    DecisionMap map{.nodes = {}, .links = Linker(shown).links()};
    QList<int> numbers(shown.size(), -1);
    for (const MapLink &link : std::as_const(map.links))
        numbers[link.from] = numbers[link.to] = 0;
    for (int i = 0; i < shown.size(); ++i) {
        if (numbers.at(i) < 0) {
            ++map.unlinkedCount;
            continue;
        }
        numbers[i] = static_cast<int>(map.nodes.size());
        map.nodes.append({.signal = shown.at(i), .layer = layerOf(shown.at(i).type)});
    }
    for (MapLink &link : map.links) {
        link.from = numbers.at(link.from);
        link.to = numbers.at(link.to);
    }
    return map;
}

} // namespace throughline::workspace
