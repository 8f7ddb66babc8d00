#include "workspace/findings.h"
#include "workspace/maplayout.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace throughline;
using protocol::SignalType;
using test::finding;
using workspace::DecisionMap;
using workspace::decisionMapOf;
using workspace::layOut;
using workspace::MapLayout;
using workspace::MapLinkKind;
using workspace::MapStep;

namespace {

const QString m1 = QStringLiteral("m1");

/// Two decisions; the first rests on a goal and on a claim with two sources, and has one of its own.
DecisionMap smallMap()
{
    protocol::Signal decision = finding(QStringLiteral("d1"), SignalType::DecisionIntent, m1);
    decision.evidence = {QStringLiteral("e3")};
    protocol::Signal claim = finding(QStringLiteral("c"), SignalType::Claim, m1);
    claim.evidence = {QStringLiteral("e1"), QStringLiteral("e2")};
    protocol::Signal second = finding(QStringLiteral("d2"), SignalType::DecisionIntent);
    second.contradicts = {QStringLiteral("d1")};
    return decisionMapOf({decision, second, finding(QStringLiteral("g"), SignalType::Goal, m1), claim,
        finding(QStringLiteral("e1"), SignalType::EvidenceMention),
        finding(QStringLiteral("e2"), SignalType::EvidenceMention),
        finding(QStringLiteral("e3"), SignalType::EvidenceMention)});
}

int numberOf(const DecisionMap &map, const char *id)
{
    for (int node = 0; node < map.nodes.size(); ++node) {
        if (map.nodes.at(node).signal.id == QLatin1StringView(id))
            return node;
    }
    return -1;
}

QRectF rectOf(const DecisionMap &map, const MapLayout &layout, const char *id)
{
    return layout.nodes.value(numberOf(map, id));
}

DecisionMap randomMap(QRandomGenerator &random, int count)
{
    QList<protocol::Signal> all;
    for (int i = 0; i < count; ++i) {
        protocol::Signal signal = finding(QStringLiteral("s%1").arg(i), SignalType(random.bounded(8)),
            QStringLiteral("m%1").arg(random.bounded(count / 4 + 1)), random.bounded(500));
        if (random.bounded(4) == 0)
            signal.evidence.append(QStringLiteral("s%1").arg(random.bounded(count)));
        if (random.bounded(6) == 0)
            signal.contradicts.append(QStringLiteral("s%1").arg(random.bounded(count)));
        if (random.bounded(5) == 0)
            signal.places = {{.span = signal.span},
                {.span = {QStringLiteral("m%1").arg(random.bounded(count / 4 + 1)), 3, 9}}};
        all.append(signal);
    }
    return decisionMapOf(all);
}

QList<double> randomHeights(QRandomGenerator &random, const DecisionMap &map)
{
    QList<double> heights;
    for (int i = 0; i < map.nodes.size(); ++i)
        heights.append(44 + 18 * random.bounded(3));
    return heights;
}

/// What of a route lies in \a node, but for touching it.
bool crosses(const QList<QPointF> &route, const QRectF &node)
{
    const QRectF inside = node.adjusted(0.5, 0.5, -0.5, -0.5);
    for (qsizetype i = 1; i < route.size(); ++i) {
        const QRectF piece = QRectF(route.at(i - 1), route.at(i)).normalized().adjusted(-0.1, -0.1, 0.1, 0.1);
        if (piece.intersects(inside))
            return true;
    }
    return false;
}

bool isOnEdge(const QPointF &point, const QRectF &node)
{
    const bool isAtSide = qFuzzyCompare(point.x(), node.left()) || qFuzzyCompare(point.x(), node.right());
    return isAtSide && point.y() > node.top() && point.y() < node.bottom();
}

} // namespace

class TestMapLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingTakesNoRoom() { QCOMPARE(layOut({}, {}), MapLayout()); }

    void layersAreColumnsAndRowsBeginTogether()
    {
        const DecisionMap map = smallMap();
        const MapLayout layout = layOut(map, QList<double>(map.nodes.size(), 50));
        const auto at = [&](const char *id) { return rectOf(map, layout, id); };
        QVERIFY(at("d1").right() < at("g").left());
        QCOMPARE(at("g").left(), at("c").left());
        QVERIFY(at("c").right() < at("e1").left());
        QCOMPARE(at("d1").top(), at("g").top());
        QCOMPARE(at("c").top(), at("e1").top());
        QVERIFY(at("e2").top() > at("e1").bottom());
        QVERIFY2(at("e3").top() > at("e2").bottom(), "a source of the decision's own is a row of its own");
        QVERIFY(at("d2").top() > at("e3").bottom());
    }

    void onlyColumnsThatAreUsedTakeRoom()
    {
        protocol::Signal claim = finding(QStringLiteral("c"), SignalType::Claim);
        claim.evidence = {QStringLiteral("e")};
        const DecisionMap map =
            decisionMapOf({claim, finding(QStringLiteral("e"), SignalType::EvidenceMention)});
        const workspace::MapMetrics metrics;
        const MapLayout layout = layOut(map, {50, 50}, metrics);
        QCOMPARE(layout.nodes.at(0).left(), metrics.margin);
        QCOMPARE(layout.size.width(), 2 * metrics.margin + 2 * metrics.nodeWidth + metrics.columnGap);
        QCOMPARE(layout.routes, QList<QList<QPointF>>({{{256, 42}, {340, 42}}}));
    }

    void whatContradictsIsAdjacentAndItsLinkGoesBeside()
    {
        protocol::Signal one = finding(QStringLiteral("a"), SignalType::Constraint, m1);
        one.contradicts = {QStringLiteral("z")};
        const DecisionMap map = decisionMapOf({finding(QStringLiteral("d"), SignalType::DecisionIntent, m1),
            one, finding(QStringLiteral("b"), SignalType::Constraint, m1),
            finding(QStringLiteral("z"), SignalType::Constraint)});
        const MapLayout layout = layOut(map, QList<double>(4, 50));
        const double gap = workspace::MapMetrics().rowGap;
        QCOMPARE(rectOf(map, layout, "z").top(), rectOf(map, layout, "a").bottom() + gap);
        QCOMPARE(rectOf(map, layout, "b").top(), rectOf(map, layout, "z").bottom() + gap);
    }

    void anyMapIsInOrder_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {1, 4, 12, 40, 150})
            QTest::addRow("%d signals", count) << count;
    }

    void anyMapIsInOrder()
    {
        QFETCH(int, count);
        QRandomGenerator random(count);
        for (int round = 0; round < 40; ++round) {
            const DecisionMap map = randomMap(random, count);
            const QList<double> heights = randomHeights(random, map);
            const MapLayout layout = layOut(map, heights);
            QCOMPARE(layOut(map, heights), layout);
            QCOMPARE(layout.nodes.size(), map.nodes.size());
            QCOMPARE(layout.routes.size(), map.links.size());
            const QRectF all(QPointF(), layout.size);
            for (int a = 0; a < layout.nodes.size(); ++a) {
                QVERIFY(all.contains(layout.nodes.at(a)));
                QCOMPARE(layout.nodes.at(a).height(), heights.at(a));
                for (int b = 0; b < a; ++b)
                    QVERIFY(!layout.nodes.at(a).intersects(layout.nodes.at(b)));
            }
            for (int link = 0; link < map.links.size(); ++link) {
                const QList<QPointF> &route = layout.routes.at(link);
                QVERIFY(isOnEdge(route.constFirst(), layout.nodes.at(map.links.at(link).from)));
                QVERIFY(isOnEdge(route.constLast(), layout.nodes.at(map.links.at(link).to)));
                for (const QPointF &point : route)
                    QVERIFY(all.contains(point));
                for (int node = 0; node < layout.nodes.size(); ++node)
                    QVERIFY2(!crosses(route, layout.nodes.at(node)),
                        qPrintable(QStringLiteral("link %1 goes through node %2").arg(link).arg(node)));
            }
        }
    }

    void mirroredTwiceIsAsItWas()
    {
        const DecisionMap map = smallMap();
        const MapLayout layout = layOut(map, QList<double>(map.nodes.size(), 50));
        const MapLayout turned = workspace::mirrored(layout);
        QVERIFY(turned.nodes.at(0).left() > turned.nodes.at(2).left());
        QCOMPARE(workspace::mirrored(turned), layout);
    }

    void keysLeadFromNodeToNode()
    {
        const DecisionMap map = smallMap();
        const MapLayout layout = layOut(map, QList<double>(map.nodes.size(), 50));
        const auto to = [&](const char *from, MapStep step) {
            const auto next = workspace::neighbour(map, layout, numberOf(map, from), step);
            return next ? map.nodes.at(*next).signal.id : QString();
        };
        QCOMPARE(to("d1", MapStep::Down), QStringLiteral("d2"));
        QCOMPARE(to("d2", MapStep::Up), QStringLiteral("d1"));
        QCOMPARE(to("d1", MapStep::Up), QString());
        QCOMPARE(to("d1", MapStep::Right), QStringLiteral("g"));
        QCOMPARE(to("c", MapStep::Right), QStringLiteral("e1"));
        QCOMPARE(to("e2", MapStep::Left), QStringLiteral("c"));
        QCOMPARE(to("e1", MapStep::Right), QString());
        QCOMPARE(to("d2", MapStep::Right), QStringLiteral("c")); // nobody is linked: who is level with it
        QVERIFY(!workspace::neighbour(map, layout, -1, MapStep::Down));
    }

    void everybodyIsReachedByKeys()
    {
        QRandomGenerator random(3);
        const DecisionMap map = randomMap(random, 80);
        const MapLayout layout = layOut(map, randomHeights(random, map));
        QSet<int> reached{0};
        QList<int> open{0};
        while (!open.isEmpty()) {
            const int from = open.takeFirst();
            for (const MapStep step : {MapStep::Up, MapStep::Down, MapStep::Left, MapStep::Right}) {
                const auto next = workspace::neighbour(map, layout, from, step);
                if (next && !reached.contains(*next)) {
                    reached.insert(*next);
                    open.append(*next);
                }
            }
        }
        QCOMPARE(reached.size(), map.nodes.size());
    }
};

QTEST_GUILESS_MAIN(TestMapLayout)
#include "tst_maplayout.moc"
