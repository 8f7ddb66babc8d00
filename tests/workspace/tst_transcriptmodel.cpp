#include "workspace/transcriptmodel.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
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

/// About 1 KB of text each, and some thoughts.
QList<TranscriptModel::Row> longConversation(int count)
{
    QList<TranscriptModel::Row> rows;
    for (int i = 0; i < count; ++i) {
        rows.append(row(QStringLiteral("m%1").arg(i),
            QStringLiteral("%1: \u4F60\u597D ").arg(i) + QStringLiteral("words and words ").repeated(30)));
        rows.last().thoughts = QStringLiteral("thought %1").arg(i);
    }
    return rows;
}

constexpr qint64 Most = 20'000; ///< bytes

bool settles(const TranscriptModel &model)
{
    return QTest::qWaitFor([&model] { return model.bytesInMemory() <= Most; });
}

/// A disk that fails when it is told to.
class FailingStore final : public workspace::TextStore
{
public:
    std::optional<Place> write(const QString &text) override
    {
        ++asked;
        return isFull ? std::nullopt : TextStore::write(text);
    }
    std::optional<QString> read(const Place &place) override
    {
        return isBroken ? std::nullopt : TextStore::read(place);
    }
    bool isFull = false;
    bool isBroken = false;
    int asked = 0; ///< to write
};

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

    void textsThatNobodyLooksAtAreNotInMemory()
    {
        TranscriptModel model;
        model.keepTextsIn(std::make_unique<workspace::TextStore>(), Most);
        const QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QVERIFY(model.bytesInMemory() > 4 * Most);
        QVERIFY(settles(model));
        QVERIFY(model.facts(0).message.content.isEmpty());
        QVERIFY(model.hasText(0));
        QCOMPARE(model.facts(0).message.id, QStringLiteral("m0"));
        for (int i = 0; i < model.rowCount(); ++i)
            QCOMPARE(model.row(i), all.at(i));
        QVERIFY(settles(model)); // out again
        QCOMPARE(model.index(3).data(TranscriptModel::TextRole).toString(), all.at(3).message.content);
        QCOMPARE(model.index(4).data(TranscriptModel::ThoughtsRole).toString(), all.at(4).thoughts);
    }

    void aShortConversationNeverLeavesMemory()
    {
        const QTemporaryDir folder;
        const QString texts = folder.filePath(QStringLiteral("texts"));
        TranscriptModel model;
        model.keepTextsIn(std::make_unique<workspace::TextStore>(texts), Most);
        model.setRows(longConversation(10));
        QTest::qWait(120);
        QVERIFY(!model.facts(0).message.content.isEmpty());
        QVERIFY(!QDir(texts).exists());
    }

    void theFileIsGoneWithTheConversation()
    {
        const QTemporaryDir folder;
        {
            TranscriptModel model;
            model.keepTextsIn(std::make_unique<workspace::TextStore>(folder.path()), Most);
            model.setRows(longConversation(100));
            QVERIFY(settles(model));
#ifdef Q_OS_LINUX
            QVERIFY(QDir(folder.path()).isEmpty()); // it has no name
#endif
        }
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    /// What is not stored by the server is nowhere else.
    void whatIsOnItsWayStaysInMemory_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<RowState>("state");
        const QString local = QStringLiteral("local:1");
        const QString stored = QStringLiteral("x");
        QTest::newRow("sending") << local << RowState::Sending;
        QTest::newRow("queued") << local << RowState::Queued;
        QTest::newRow("held") << local << RowState::Held;
        QTest::newRow("unsent") << local << RowState::Unsent;
        QTest::newRow("settled, its id not known") << local << RowState::Settled;
        QTest::newRow("streaming") << stored << RowState::Streaming;
        QTest::newRow("reconnecting") << stored << RowState::Reconnecting;
        QTest::newRow("stopped") << stored << RowState::Stopped;
        QTest::newRow("interrupted") << stored << RowState::Interrupted;
        QTest::newRow("failed") << stored << RowState::Failed;
    }
    void whatIsOnItsWayStaysInMemory()
    {
        QFETCH(QString, id);
        QFETCH(RowState, state);
        TranscriptModel model;
        model.keepTextsIn(std::make_unique<workspace::TextStore>(), Most);
        const QString text = QStringLiteral("typed ").repeated(100);
        QList<TranscriptModel::Row> rows = longConversation(100);
        rows.prepend(row(id, text, state));
        model.setRows(rows);
        QVERIFY(settles(model));
        QCOMPARE(model.facts(0).message.content, text);
        QVERIFY(model.facts(1).message.content.isEmpty());
    }

    void whatComesToATextThatWasOutIsKept()
    {
        TranscriptModel model;
        model.keepTextsIn(std::make_unique<workspace::TextStore>(), Most);
        QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QVERIFY(settles(model));
        model.appendText(0, QStringLiteral("more"));
        all[0].message.content += QStringLiteral("more");
        QCOMPARE(model.row(0), all.at(0));
        QVERIFY(settles(model));
        for (int i = 1; i < model.rowCount(); ++i)
            QCOMPARE(model.row(i), all.at(i));
        QVERIFY(settles(model));
        QCOMPARE(model.row(0), all.at(0)); // not what was written before
    }

    void aListThatSaysTheSameChangesNothing()
    {
        TranscriptModel model;
        const QAbstractItemModelTester tester(&model);
        model.keepTextsIn(std::make_unique<workspace::TextStore>(), Most);
        QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QVERIFY(settles(model));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(all);
        QCOMPARE(changed.size(), 0);
        all[7].message.content += u'!';
        QVERIFY(settles(model));
        model.setRows(all);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.row(7), all.at(7));
    }

    void offersAreChangedWithoutReadingTexts()
    {
        TranscriptModel model;
        model.keepTextsIn(std::make_unique<workspace::TextStore>(), Most);
        model.setRows(longConversation(100));
        QVERIFY(settles(model));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QList<workspace::RowOffers> offers(100);
        offers[10].canRegenerate = true;
        offers[90].canRegenerate = true;
        model.setOffers(offers);
        model.setOffers(offers);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 10);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 90);
        QCOMPARE(changed.first().at(2).value<QList<int>>(), TranscriptModel::offerRoles());
        QVERIFY(model.facts(10).canRegenerate);
        QVERIFY(model.facts(10).message.content.isEmpty());
    }

    void aFullDiskLeavesEverythingInMemory()
    {
        TranscriptModel model;
        auto made = std::make_unique<FailingStore>();
        FailingStore &store = *made;
        store.isFull = true;
        model.keepTextsIn(std::move(made), Most);
        const QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QTRY_VERIFY(store.asked > 0);
        for (int i = 0; i < model.rowCount(); ++i)
            QCOMPARE(model.facts(i), all.at(i));
    }

    void aReloadComparesWhatIsOutWithoutReadingIt()
    {
        TranscriptModel model;
        auto made = std::make_unique<FailingStore>();
        FailingStore &store = *made;
        model.keepTextsIn(std::move(made), Most);
        QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QVERIFY(settles(model));
        store.isBroken = true; // nothing can be read now
        QSignalSpy changed(&model, &TranscriptModel::dataChanged);
        model.setRows(all);
        QVERIFY(model.facts(0).message.content.isEmpty());
        QCOMPARE(changed.size(), 0);
        QVERIFY(model.bytesInMemory() <= Most);
        all[0].message.content[3] = u'X';
        all[1].notice = QStringLiteral("new");
        model.setRows(all);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(model.row(0), all.at(0));
        QCOMPARE(model.row(1), all.at(1));
    }

    void thoughtsStayInMemory()
    {
        TranscriptModel model;
        model.keepTextsIn(std::make_unique<workspace::TextStore>(), Most);
        const QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QVERIFY(settles(model));
        QVERIFY(model.facts(0).message.content.isEmpty());
        QCOMPARE(model.facts(0).thoughts, all.at(0).thoughts);
    }

    void aTextThatCannotBeReadBackIsAskedForAgain()
    {
        TranscriptModel model;
        auto made = std::make_unique<FailingStore>();
        FailingStore &store = *made;
        model.keepTextsIn(std::move(made), Most);
        const QList<TranscriptModel::Row> all = longConversation(100);
        model.setRows(all);
        QVERIFY(settles(model));
        QSignalSpy lost(&model, &TranscriptModel::textLost);
        store.isBroken = true;
        QVERIFY(model.row(0).message.content.isEmpty()); // nothing that could be sent or copied as its text
        QVERIFY(lost.isEmpty());                         // not in the middle of somebody's question
        QTRY_COMPARE(lost.size(), 1);
        model.setRows(all); // as it is fetched
        for (int i = 0; i < model.rowCount(); ++i)
            QCOMPARE(model.row(i), all.at(i));
        QTest::qWait(200);
        QCOMPARE(model.facts(0), all.at(0)); // and stays
        QCOMPARE(lost.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTranscriptModel)
#include "tst_transcriptmodel.moc"
