#include "workspace/signalmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using protocol::SignalType;
using workspace::SignalModel;

namespace {

protocol::Signal signalOf(const QString &id, SignalType type, qint64 sequence = 0)
{
    protocol::Signal signal;
    signal.id = id;
    signal.type = type;
    signal.typeName = protocol::signalTypeName(type);
    signal.text = id;
    signal.sequenceIndex = sequence;
    return signal;
}

QStringList ids(const SignalModel &model)
{
    QStringList list;
    for (int i = 0; i < model.rowCount(); ++i)
        list.append(model.index(i).data(SignalModel::IdRole).toString());
    return list;
}

} // namespace

class TestSignalModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groupsComeInTheOrderOfTheDesign()
    {
        SignalModel model;
        const QAbstractItemModelTester tester(&model);
        protocol::Signal risk = signalOf(QStringLiteral("risk"), SignalType::Unknown);
        risk.typeName = QStringLiteral("Risk");
        model.setList({risk, signalOf(QStringLiteral("evidence"), SignalType::EvidenceMention),
                          signalOf(QStringLiteral("claim"), SignalType::Claim),
                          signalOf(QStringLiteral("question"), SignalType::Question),
                          signalOf(QStringLiteral("assumption"), SignalType::Assumption),
                          signalOf(QStringLiteral("constraint"), SignalType::Constraint),
                          signalOf(QStringLiteral("goal"), SignalType::Goal),
                          signalOf(QStringLiteral("decision"), SignalType::DecisionIntent)},
            false);
        QCOMPARE(ids(model),
            (QStringList{QStringLiteral("decision"), QStringLiteral("goal"), QStringLiteral("constraint"),
                QStringLiteral("assumption"), QStringLiteral("question"), QStringLiteral("claim"),
                QStringLiteral("evidence"), QStringLiteral("risk")}));
        QCOMPARE(model.index(7).data(SignalModel::TypeNameRole).toString(), QStringLiteral("Risk"));
    }

    void whatBindsThemIsRead()
    {
        SignalModel model;
        protocol::Signal free = signalOf(QStringLiteral("free"), SignalType::Assumption, 1);
        protocol::Signal paid = signalOf(QStringLiteral("paid"), SignalType::Assumption, 2);
        free.contradicts = {paid.id};
        free.isUngrounded = true;
        free.places = {{.span = {}}, {.span = {}}, {.span = {}, .isActive = false}};
        model.setList({free, paid}, false);
        const QModelIndex index = model.index(0);
        QCOMPARE(index.data(SignalModel::ContradictsIdRole).toString(), paid.id);
        QCOMPARE(index.data(SignalModel::ContradictsTextRole).toString(), paid.text);
        QCOMPARE(index.data(SignalModel::PlaceCountRole).toInt(), 2);
        QVERIFY(index.data(SignalModel::UngroundedRole).toBool());
        QVERIFY(model.index(1).data(SignalModel::ContradictsIdRole).toString().isEmpty());
        for (const auto status : {protocol::SignalStatus::Rejected, protocol::SignalStatus::Confirmed}) {
            paid.status = status;
            model.setList({free, paid}, false);
            QCOMPARE(model.index(0).data(SignalModel::ContradictsIdRole).toString().isEmpty(),
                status == protocol::SignalStatus::Rejected);
        }
        paid.dismissedAt = QDateTime::currentDateTimeUtc();
        model.setList({free, paid}, false);
        QVERIFY(model.index(0).data(SignalModel::ContradictsIdRole).toString().isEmpty());
    }

    void withinAGroupPinnedComeFirstThenTheOrderTheyWereSaidIn()
    {
        SignalModel model;
        const QAbstractItemModelTester tester(&model);
        protocol::Signal third = signalOf(QStringLiteral("third"), SignalType::Goal, 3);
        model.setList({signalOf(QStringLiteral("second"), SignalType::Goal, 2),
                          signalOf(QStringLiteral("first"), SignalType::Goal, 1), third},
            false);
        QCOMPARE(ids(model),
            (QStringList{QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("third")}));
        third.pinnedAt = QDateTime::fromSecsSinceEpoch(1, Qt::UTC);
        model.upsert(third);
        QCOMPARE(ids(model),
            (QStringList{QStringLiteral("third"), QStringLiteral("first"), QStringLiteral("second")}));
    }

    void withoutASequenceTheServersOrderStays()
    {
        SignalModel model;
        const QAbstractItemModelTester tester(&model);
        model.setList(
            {signalOf(QStringLiteral("b"), SignalType::Goal), signalOf(QStringLiteral("a"), SignalType::Goal),
                signalOf(QStringLiteral("c"), SignalType::Goal)},
            false);
        protocol::Signal edited = signalOf(QStringLiteral("b"), SignalType::Goal);
        edited.text = QStringLiteral("edited");
        model.upsert(edited);
        QCOMPARE(ids(model), (QStringList{QStringLiteral("b"), QStringLiteral("a"), QStringLiteral("c")}));
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("edited"));
    }

    void anEqualListChangesNothing()
    {
        SignalModel model;
        const QList<protocol::Signal> list{signalOf(QStringLiteral("a"), SignalType::Goal),
            signalOf(QStringLiteral("b"), SignalType::Claim)};
        model.setList(list, false);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.setList(list, true);
        QCOMPARE(changed.size() + inserted.size() + removed.size(), 0);
        QCOMPARE(model.newCount(), 0);
    }

    void anEditedTextRepaintsItsRow()
    {
        SignalModel model;
        protocol::Signal signal = signalOf(QStringLiteral("a"), SignalType::Goal);
        model.setList({signal}, false);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        signal.text = QStringLiteral("better");
        model.setList({signal}, true);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("better"));
        QCOMPARE(model.newCount(), 0);
    }

    void rowsThatWereNotThereBeforeAreNewUntilSeen()
    {
        SignalModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy counts(&model, &SignalModel::newCountChanged);
        model.setList({signalOf(QStringLiteral("a"), SignalType::Goal)}, false);
        QCOMPARE(counts.size(), 0);
        model.setList({signalOf(QStringLiteral("a"), SignalType::Goal),
                          signalOf(QStringLiteral("b"), SignalType::Claim)},
            true);
        QCOMPARE(model.newCount(), 1);
        QVERIFY(!model.indexOf(QStringLiteral("a")).data(SignalModel::NewRole).toBool());
        QVERIFY(model.indexOf(QStringLiteral("b")).data(SignalModel::NewRole).toBool());
        model.markSeen();
        QVERIFY(!model.indexOf(QStringLiteral("b")).data(SignalModel::NewRole).toBool());
        QCOMPARE(counts.size(), 2);
    }

    void aNewRowThatGoesIsNoLongerCounted()
    {
        SignalModel model;
        model.setList({signalOf(QStringLiteral("a"), SignalType::Goal)}, true);
        QCOMPARE(model.newCount(), 1);
        model.setList({}, true);
        QCOMPARE(model.newCount(), 0);
    }

    void aDismissedSignalIsNoRowButCanBeFoundAndComesBackNotNew()
    {
        SignalModel model;
        const QAbstractItemModelTester tester(&model);
        protocol::Signal signal = signalOf(QStringLiteral("a"), SignalType::Goal);
        model.setList({signal}, false);
        signal.dismissedAt = QDateTime::fromSecsSinceEpoch(1, Qt::UTC);
        model.upsert(signal);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.find(QStringLiteral("a")));
        QVERIFY(model.find(QStringLiteral("a"))->isDismissed());
        signal.dismissedAt.reset();
        model.setList({signal}, true);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.newCount(), 0);
    }

    void clearForgetsEverything()
    {
        SignalModel model;
        const QAbstractItemModelTester tester(&model);
        model.setList({signalOf(QStringLiteral("a"), SignalType::Goal)}, true);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.newCount(), 0);
        QVERIFY(!model.find(QStringLiteral("a")));
    }
};

QTEST_GUILESS_MAIN(TestSignalModel)
#include "tst_signalmodel.moc"
