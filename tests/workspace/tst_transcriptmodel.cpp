#include "workspace/transcriptmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

TranscriptModel::Row row(const QString &id, const QString &text, RowState state = RowState::Settled)
{
    TranscriptModel::Row row;
    row.message.id = id;
    row.message.role = protocol::Role::Assistant;
    row.message.content = text;
    row.state = state;
    return row;
}

} // namespace

class TestTranscriptModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appendedTextIsAnnouncedAsADeltaAndNotAsAChange()
    {
        TranscriptModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(row(QStringLiteral("a"), QStringLiteral("Hel"), RowState::Streaming));
        QSignalSpy appended(&model, &TranscriptModel::textAppended);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.appendText(0, QStringLiteral("lo"));
        model.appendText(0, QString());
        QCOMPARE(appended.size(), 1);
        QCOMPARE(appended.first().at(0).toInt(), 0);
        QCOMPARE(appended.first().at(1).toString(), QStringLiteral("lo"));
        QCOMPARE(changed.size(), 0);
        QCOMPARE(model.index(0).data(TranscriptModel::TextRole).toString(), QStringLiteral("Hello"));
    }

    void aReloadedTranscriptChangesOnlyWhatIsDifferent()
    {
        TranscriptModel model;
        const QAbstractItemModelTester tester(&model);
        model.setRows(
            {row(QStringLiteral("a"), QStringLiteral("1")), row(QStringLiteral("b"), QStringLiteral("2"))});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setRows({row(QStringLiteral("a"), QStringLiteral("1")),
            row(QStringLiteral("b"), QStringLiteral("2!")), row(QStringLiteral("c"), QStringLiteral("3"))});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.indexOfId(QStringLiteral("c")), 2);
        QCOMPARE(model.indexOfId(QStringLiteral("x")), -1);
    }

    void aRowTakesTheServersIdInPlace()
    {
        TranscriptModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(row(QStringLiteral("local:1"), QStringLiteral("question"), RowState::Sending));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.update(0, row(QStringLiteral("m1"), QStringLiteral("question")));
        model.update(0, row(QStringLiteral("m1"), QStringLiteral("question")));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(0).data(TranscriptModel::IdRole).toString(), QStringLiteral("m1"));
    }

    void removingARowLeavesTheOthers()
    {
        TranscriptModel model;
        const QAbstractItemModelTester tester(&model);
        model.setRows(
            {row(QStringLiteral("a"), {}), row(QStringLiteral("b"), {}), row(QStringLiteral("c"), {})});
        model.removeRow(1);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(1).message.id, QStringLiteral("c"));
    }
};

QTEST_GUILESS_MAIN(TestTranscriptModel)
#include "tst_transcriptmodel.moc"
