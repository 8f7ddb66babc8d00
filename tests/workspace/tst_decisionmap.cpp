#include "workspace/decisionmap.h"
#include "workspace/findings.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace throughline;
using protocol::SignalStatus;
using protocol::SignalType;
using test::finding;
using workspace::DecisionMap;
using workspace::decisionMapOf;
using workspace::MapLayer;
using workspace::MapLink;
using workspace::MapLinkKind;

namespace {

const QString m1 = QStringLiteral("m1");
const QString m2 = QStringLiteral("m2");

QStringList ids(const DecisionMap &map)
{
    QStringList list;
    for (const workspace::MapNode &node : map.nodes)
        list.append(node.signal.id);
    return list;
}

/// "d -> c together"
QStringList links(const DecisionMap &map)
{
    QStringList list;
    for (const MapLink &link : map.links) {
        const QString kind = link.kind == MapLinkKind::Together   ? QStringLiteral("together")
                             : link.kind == MapLinkKind::Evidence ? QStringLiteral("evidence")
                                                                  : QStringLiteral("contradiction");
        list.append(QStringLiteral("%1 -> %2 %3")
                        .arg(map.nodes.at(link.from).signal.id, map.nodes.at(link.to).signal.id, kind));
    }
    return list;
}

protocol::Signal decision(const QString &id = QStringLiteral("d"), const QString &message = m1, int start = 0)
{
    return finding(id, SignalType::DecisionIntent, message, start);
}

} // namespace

class TestDecisionMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingGivesNothing() { QCOMPARE(decisionMapOf({}), DecisionMap()); }

    void aDecisionRestsOnWhatWasSaidInItsMessage()
    {
        const DecisionMap map = decisionMapOf({finding(QStringLiteral("c"), SignalType::Constraint, m1, 40),
            decision(), finding(QStringLiteral("g"), SignalType::Goal, m1, 80),
            finding(QStringLiteral("other"), SignalType::Goal, m2)});
        QCOMPARE(ids(map), QStringList({QStringLiteral("d"), QStringLiteral("g"), QStringLiteral("c")}));
        QCOMPARE(
            links(map), QStringList({QStringLiteral("d -> g together"), QStringLiteral("d -> c together")}));
        QCOMPARE(map.unlinkedCount, 1);
        QCOMPARE(map.nodes.at(0).layer, MapLayer::Decision);
        QCOMPARE(map.nodes.at(1).layer, MapLayer::Ground);
    }

    void ofTwoDecisionsItIsTheNearerOne()
    {
        const DecisionMap map =
            decisionMapOf({decision(QStringLiteral("a"), m1, 0), decision(QStringLiteral("b"), m1, 100),
                finding(QStringLiteral("c"), SignalType::Constraint, m1, 70)});
        QCOMPARE(links(map), QStringList({QStringLiteral("b -> c together")}));
        QCOMPARE(map.unlinkedCount, 1);
    }

    void whatIsSaidInTwoMessagesCarriesBothDecisions()
    {
        protocol::Signal constraint = finding(QStringLiteral("c"), SignalType::Constraint);
        constraint.places = {{.span = {m1, 10, 20}}, {.span = {m2, 10, 20}}};
        const DecisionMap map =
            decisionMapOf({decision(QStringLiteral("a"), m1), decision(QStringLiteral("b"), m2), constraint});
        QCOMPARE(
            links(map), QStringList({QStringLiteral("a -> c together"), QStringLiteral("b -> c together")}));
    }

    void aMessageThatIsNotOnTheBranchLinksNothing()
    {
        protocol::Signal constraint = finding(QStringLiteral("c"), SignalType::Constraint, m1);
        constraint.places = {{.span = {m1, 10, 20}, .isActive = false}};
        QCOMPARE(decisionMapOf({decision(), constraint}).unlinkedCount, 2);
        constraint.places.clear();
        QCOMPARE(decisionMapOf({decision(), constraint}).unlinkedCount, 0);
        constraint.stale = true;
        QCOMPARE(decisionMapOf({decision(), constraint}).unlinkedCount, 2);
    }

    void evidenceIsOfAClaimNearItOrElseOfTheDecision()
    {
        const protocol::Signal evidence = finding(QStringLiteral("e"), SignalType::EvidenceMention, m1, 90);
        const protocol::Signal claim = finding(QStringLiteral("c"), SignalType::Claim, m1, 30);
        QCOMPARE(
            links(decisionMapOf({decision(), evidence})), QStringList({QStringLiteral("d -> e together")}));
        QCOMPARE(links(decisionMapOf({decision(), claim, evidence})),
            QStringList({QStringLiteral("d -> c together"), QStringLiteral("c -> e together")}));
    }

    void whatPeopleLinkedCounts()
    {
        protocol::Signal goal = finding(QStringLiteral("g"), SignalType::Goal, m1);
        goal.evidence = {QStringLiteral("e"), QStringLiteral("gone")};
        const DecisionMap map =
            decisionMapOf({goal, finding(QStringLiteral("e"), SignalType::EvidenceMention, m2)});
        QCOMPARE(links(map), QStringList({QStringLiteral("g -> e evidence")}));
        // Whatever a server says: evidence is evidence.
        goal.evidence = {QStringLiteral("d")};
        QCOMPARE(decisionMapOf({goal, decision(QStringLiteral("d"), m2)}).unlinkedCount, 2);
        // Also where the two stand together.
        protocol::Signal claim = finding(QStringLiteral("c"), SignalType::Claim, m1);
        claim.evidence = {QStringLiteral("e")};
        QCOMPARE(links(decisionMapOf({claim, finding(QStringLiteral("e"), SignalType::EvidenceMention, m1)})),
            QStringList({QStringLiteral("c -> e evidence")}));
    }

    void aContradictionIsOneLinkWhoeverNamesIt()
    {
        protocol::Signal one = finding(QStringLiteral("a"), SignalType::Constraint, m1);
        protocol::Signal other = finding(QStringLiteral("b"), SignalType::Constraint, m2);
        one.contradicts = {other.id, one.id};
        other.contradicts = {one.id};
        const QStringList expected{QStringLiteral("a -> b contradiction")};
        QCOMPARE(links(decisionMapOf({one, other})), expected);
        one.contradicts.clear();
        QCOMPARE(links(decisionMapOf({other, one})), expected);
    }

    void whatIsRejectedOrDismissedIsNotThere()
    {
        protocol::Signal rejected = finding(QStringLiteral("r"), SignalType::Goal, m1);
        rejected.status = SignalStatus::Rejected;
        protocol::Signal dismissed = finding(QStringLiteral("x"), SignalType::Goal, m1);
        dismissed.dismissedAt = QDateTime(QDate(2026, 3, 10), QTime(10, 0), Qt::UTC);
        const DecisionMap map = decisionMapOf({decision(), rejected, dismissed});
        QVERIFY(map.nodes.isEmpty());
        QCOMPARE(map.unlinkedCount, 1);
    }

    void aQuestionCarriesNothing()
    {
        QCOMPARE(
            decisionMapOf({decision(), finding(QStringLiteral("q"), SignalType::Question, m1)}).unlinkedCount,
            2);
    }

    void theOrderOfTheListDoesNotMatter()
    {
        QList<protocol::Signal> all;
        for (int i = 0; i < 60; ++i)
            all.append(finding(QStringLiteral("s%1").arg(i), SignalType(i % 8), i % 3 ? m1 : m2, i * 7 % 50));
        const DecisionMap map = decisionMapOf(all);
        QVERIFY(map.links.size() > 20);
        QRandomGenerator random(6);
        for (int round = 0; round < 20; ++round) {
            std::shuffle(all.begin(), all.end(), random);
            QCOMPARE(decisionMapOf(all), map);
        }
    }
};

QTEST_GUILESS_MAIN(TestDecisionMap)
#include "tst_decisionmap.moc"
