#include "workspace/threadlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using workspace::ThreadListModel;
using Group = ThreadListModel::Group;

namespace {

const QDate today(2026, 3, 10);

protocol::Thread threadAt(const QString &id, const QDate &day, int minute = 0)
{
    protocol::Thread thread;
    thread.id = id;
    thread.title = id;
    thread.updatedAt = QDateTime(day, QTime(12, minute), Qt::UTC);
    return thread;
}

QStringList ids(const ThreadListModel &model)
{
    QStringList list;
    for (int i = 0; i < model.rowCount(); ++i)
        list.append(model.index(i).data(ThreadListModel::IdRole).toString());
    return list;
}

} // namespace

class TestThreadListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreGroupedByDay_data()
    {
        QTest::addColumn<int>("daysAgo");
        QTest::addColumn<Group>("group");
        QTest::newRow("tomorrow, by a server's clock") << -1 << Group::Today;
        QTest::newRow("today") << 0 << Group::Today;
        QTest::newRow("yesterday") << 1 << Group::Yesterday;
        QTest::newRow("two days") << 2 << Group::Previous7Days;
        QTest::newRow("seven days") << 7 << Group::Previous7Days;
        QTest::newRow("eight days") << 8 << Group::Older;
    }
    void rowsAreGroupedByDay()
    {
        QFETCH(int, daysAgo);
        QFETCH(Group, group);
        ThreadListModel model([] { return today; });
        model.setThreads({threadAt(QStringLiteral("a"), today.addDays(-daysAgo))});
        QCOMPARE(static_cast<Group>(model.index(0).data(ThreadListModel::GroupRole).toInt()), group);
    }

    void pinnedComeFirstAndArchivedLast()
    {
        ThreadListModel model([] { return today; });
        const QAbstractItemModelTester tester(&model);
        protocol::Thread pinned = threadAt(QStringLiteral("pinned"), today.addDays(-30));
        pinned.pinnedAt = pinned.updatedAt;
        protocol::Thread archived = threadAt(QStringLiteral("archived"), today);
        archived.archived = true;
        model.setThreads({archived, threadAt(QStringLiteral("old"), today.addDays(-20)),
            threadAt(QStringLiteral("early"), today, 1), pinned, threadAt(QStringLiteral("late"), today, 2)});
        QCOMPARE(
            ids(model), (QStringList{QStringLiteral("pinned"), QStringLiteral("late"),
                            QStringLiteral("early"), QStringLiteral("old"), QStringLiteral("archived")}));
    }

    void whatGoesOnInAConversationIsKnownWhileASearchHidesIt()
    {
        ThreadListModel model([] { return today; });
        const protocol::Thread a = threadAt(QStringLiteral("a"), today, 2);
        const protocol::Thread b = threadAt(QStringLiteral("b"), today, 1);
        const auto is = [&](const protocol::Thread &thread, ThreadListModel::Role role) {
            return model.indexOf(thread.id).data(role).toBool();
        };
        model.setThreads({a, b});
        model.setStreaming(a.id, true);
        model.setStreaming(b.id, true);
        model.setThreads({});
        model.setStreaming(b.id, false);
        model.setUnread(b.id, true);
        model.setThreads({a, b});
        QVERIFY(is(a, ThreadListModel::StreamingRole) && !is(a, ThreadListModel::UnreadRole));
        QVERIFY(!is(b, ThreadListModel::StreamingRole) && is(b, ThreadListModel::UnreadRole));
    }

    void aNewListKeepsRowsByTheirIdWithoutAReset()
    {
        ThreadListModel model([] { return today; });
        const QAbstractItemModelTester tester(&model);
        model.setThreads({threadAt(QStringLiteral("a"), today, 3), threadAt(QStringLiteral("b"), today, 2),
            threadAt(QStringLiteral("c"), today, 1)});
        const QPersistentModelIndex c(model.indexOf(QStringLiteral("c")));
        const QPersistentModelIndex a(model.indexOf(QStringLiteral("a")));
        model.setStreaming(QStringLiteral("c"), true);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);

        model.setThreads({threadAt(QStringLiteral("d"), today, 5), threadAt(QStringLiteral("c"), today, 9),
            threadAt(QStringLiteral("b"), today, 2), threadAt(QStringLiteral("e"), today, 1)});

        QCOMPARE(ids(model), (QStringList{QStringLiteral("c"), QStringLiteral("d"), QStringLiteral("b"),
                                 QStringLiteral("e")}));
        QCOMPARE(c.row(), 0);
        QVERIFY(c.data(ThreadListModel::StreamingRole).toBool());
        QVERIFY(!a.isValid());
        QCOMPARE(resets.size(), 0);
    }

    void anEqualListChangesNothing()
    {
        ThreadListModel model([] { return today; });
        const QList<protocol::Thread> list{
            threadAt(QStringLiteral("a"), today, 3), threadAt(QStringLiteral("b"), today, 2)};
        model.setThreads(list);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
        model.setThreads(list);
        QCOMPARE(changes.size() + moves.size(), 0);
    }

    void aRowThatAServerRepeatsIsShownOnce()
    {
        ThreadListModel model([] { return today; });
        const QAbstractItemModelTester tester(&model);
        const protocol::Thread thread = threadAt(QStringLiteral("a"), today);
        model.setThreads({thread, thread, threadAt(QStringLiteral("b"), today, 1), thread});
        QCOMPARE(model.rowCount(), 2);
        model.setThreads({thread, thread});
        QCOMPARE(ids(model), QStringList{QStringLiteral("a")});
    }

    void newActivityMovesARowUp()
    {
        ThreadListModel model([] { return today; });
        const QAbstractItemModelTester tester(&model);
        model.setThreads({threadAt(QStringLiteral("a"), today, 3), threadAt(QStringLiteral("b"), today, 2)});
        QSignalSpy moves(&model, &QAbstractItemModel::rowsMoved);
        model.upsert(threadAt(QStringLiteral("b"), today, 9));
        QCOMPARE(ids(model), (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
        QCOMPARE(moves.size(), 1);
        model.remove(QStringLiteral("b"));
        QCOMPARE(ids(model), QStringList{QStringLiteral("a")});
    }

    void midnightMovesRowsToTheirNewGroup()
    {
        QDate now = today;
        ThreadListModel model([&now] { return now; });
        const QAbstractItemModelTester tester(&model);
        model.setThreads({threadAt(QStringLiteral("a"), today)});
        now = now.addDays(1);
        model.regroup();
        QCOMPARE(
            static_cast<Group>(model.index(0).data(ThreadListModel::GroupRole).toInt()), Group::Yesterday);
    }

    void anUnnamedConversationHasAName()
    {
        ThreadListModel model([] { return today; });
        protocol::Thread thread = threadAt(QStringLiteral("a"), today);
        for (const QString &title : {QStringLiteral("New Chat"), QString(), QStringLiteral("  \n ")}) {
            thread.title = title;
            model.upsert(thread);
            QCOMPARE(model.index(0).data(ThreadListModel::TitleRole).toString(),
                QStringLiteral("New conversation"));
        }
        thread.title = QStringLiteral("Two\nlines");
        model.upsert(thread);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Two lines"));
    }

    void unreadAndStreamingAreKeptWhenTheThreadChanges()
    {
        ThreadListModel model([] { return today; });
        model.setThreads({threadAt(QStringLiteral("a"), today)});
        model.setUnread(QStringLiteral("a"), true);
        model.setStreaming(QStringLiteral("a"), true);
        model.upsert(threadAt(QStringLiteral("a"), today, 7));
        QVERIFY(model.index(0).data(ThreadListModel::UnreadRole).toBool());
        QVERIFY(model.index(0).data(ThreadListModel::StreamingRole).toBool());
    }
};

QTEST_GUILESS_MAIN(TestThreadListModel)
#include "tst_threadlistmodel.moc"
