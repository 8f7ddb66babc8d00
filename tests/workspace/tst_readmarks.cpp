#include "workspace/readmarks.h"

#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using workspace::ReadMarks;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

const QString Thread = QStringLiteral("t");

TranscriptModel::Row row(const QString &id, protocol::Role role, RowState state = RowState::Settled)
{
    TranscriptModel::Row row;
    row.message.id = id;
    row.message.role = role;
    row.message.content = QStringLiteral("x");
    row.state = state;
    return row;
}

} // namespace

class tst_ReadMarks : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    workspace::Drafts m_drafts{m_folder.path()};

private Q_SLOTS:
    void cleanup() { m_drafts.set(ReadMarks::key(Thread), {}); }

    void whatCameSinceBeginsWithAReply()
    {
        TranscriptModel model;
        model.setRows({row(QStringLiteral("a"), protocol::Role::User)});
        ReadMarks marks(m_drafts);
        QCOMPARE(marks.firstNew(Thread, model), QString()); // never looked away
        marks.lookAway(Thread, model);
        QCOMPARE(marks.firstNew(Thread, model), QString());
        model.append(row(QStringLiteral("b"), protocol::Role::User)); // from another window
        QCOMPARE(marks.firstNew(Thread, model), QString());
        model.append(row(QStringLiteral("c"), protocol::Role::Assistant));
        model.append(row(QStringLiteral("d"), protocol::Role::Assistant));
        QCOMPARE(marks.firstNew(Thread, model), QStringLiteral("c"));
        marks.lookAway(Thread, model);
        QCOMPARE(marks.firstNew(Thread, model), QString());
        QCOMPARE(marks.firstNew(QStringLiteral("other"), model), QString());
    }

    void aReplyThatIsBeingWrittenIsNew_data()
    {
        QTest::addColumn<RowState>("state");
        QTest::newRow("waiting") << RowState::Waiting;
        QTest::newRow("streaming") << RowState::Streaming;
        QTest::newRow("reconnecting") << RowState::Reconnecting;
    }

    void aReplyThatIsBeingWrittenIsNew()
    {
        QFETCH(RowState, state);
        TranscriptModel model;
        model.setRows({row(QStringLiteral("a"), protocol::Role::User),
            row(QStringLiteral("b"), protocol::Role::Assistant, state)});
        ReadMarks marks(m_drafts);
        marks.lookAway(Thread, model);
        QCOMPARE(marks.firstNew(Thread, model), QStringLiteral("b"));
    }

    void whenWhatWasReadIsGoneNothingIsCalledNew()
    {
        TranscriptModel model;
        model.setRows({row(QStringLiteral("a"), protocol::Role::User)});
        ReadMarks marks(m_drafts);
        marks.lookAway(Thread, model);
        model.setRows({row(QStringLiteral("z"), protocol::Role::Assistant)});
        QCOMPARE(marks.firstNew(Thread, model), QString());
    }

    void aMessageThatIsNotStoredYetIsNoMark()
    {
        TranscriptModel model;
        model.setRows({row(QStringLiteral("a"), protocol::Role::User),
            row(QStringLiteral("local:1"), protocol::Role::User, RowState::Sending)});
        ReadMarks marks(m_drafts);
        marks.lookAway(Thread, model);
        model.setRows(
            {row(QStringLiteral("a"), protocol::Role::User), row(QStringLiteral("b"), protocol::Role::User),
                row(QStringLiteral("c"), protocol::Role::Assistant)});
        QCOMPARE(marks.firstNew(Thread, model), QStringLiteral("c"));
    }

    void theNextStartKnowsHowFarItWasRead()
    {
        const QTemporaryDir folder;
        TranscriptModel model;
        model.setRows({row(QStringLiteral("a"), protocol::Role::User)});
        {
            workspace::Drafts drafts(folder.path());
            ReadMarks(drafts).lookAway(Thread, model);
        }
        model.append(row(QStringLiteral("b"), protocol::Role::Assistant));
        workspace::Drafts drafts(folder.path());
        QCOMPARE(ReadMarks(drafts).firstNew(Thread, model), QStringLiteral("b"));
    }
};

QTEST_GUILESS_MAIN(tst_ReadMarks)
#include "tst_readmarks.moc"
