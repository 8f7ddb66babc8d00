#include "client/contractjson.h"
#include "workspace/outbox.h"
#include "workspace/transcriptrows.h"

#include <QTest>

using namespace throughline;
using workspace::mergedRows;
using workspace::Outbox;
using workspace::rowsFromMessages;
using workspace::RowState;
using Row = workspace::TranscriptModel::Row;

namespace {

const QString question = QStringLiteral("Why?");

Row localRow(const QString &id, protocol::Role role, const QString &text, RowState state)
{
    Row row;
    row.message = test::message(QStringLiteral("local:") + id, role, text);
    row.state = state;
    return row;
}

QStringList ids(const QList<Row> &rows)
{
    QStringList list;
    for (const Row &row : rows)
        list.append(row.message.id);
    return list;
}

} // namespace

class TestTranscriptRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheServerNotedAboutAReplyIsItsState_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("text");
        QTest::addColumn<RowState>("state");
        QTest::addColumn<bool>("canRetry");
        const QString text = QStringLiteral("Because");
        QTest::newRow("nothing") << QString() << text << RowState::Settled << false;
        QTest::newRow("complete") << QStringLiteral("complete") << text << RowState::Settled << false;
        QTest::newRow("streaming") << QStringLiteral("streaming") << text << RowState::Streaming << false;
        QTest::newRow("not begun") << QStringLiteral("streaming") << QString() << RowState::Waiting << false;
        QTest::newRow("stopped") << QStringLiteral("stopped") << text << RowState::Stopped << true;
        QTest::newRow("interrupted") << QStringLiteral("interrupted") << text << RowState::Interrupted
                                     << true;
        QTest::newRow("failed") << QStringLiteral("failed") << text << RowState::Failed << true;
    }
    void whatTheServerNotedAboutAReplyIsItsState()
    {
        QFETCH(QString, status);
        QFETCH(QString, text);
        QFETCH(RowState, state);
        QFETCH(bool, canRetry);
        const QList<Row> rows = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), text, status)});
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows.at(1).state, state);
        QCOMPARE(rows.at(1).canRetry, canRetry);
        QCOMPARE(rows.at(1).notice.isEmpty(), !canRetry);
        QCOMPARE(rows.at(0).state, RowState::Settled);
    }

    void onlyTheLastReplyCanBeRetried()
    {
        const QList<Row> rows = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), {}, QStringLiteral("failed")),
            test::userMessage(QStringLiteral("u2"), question),
            test::reply(QStringLiteral("a2"), QStringLiteral("x"))});
        QVERIFY(!rows.at(1).canRetry);
        QVERIFY(!rows.at(1).notice.isEmpty());
    }

    void aQuestionWithoutAReplyOffersToLookForIt()
    {
        const QList<Row> rows = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question)});
        QVERIFY(rows.first().canRetry);
    }

    void systemMessagesAreNotShown()
    {
        QVERIFY(rowsFromMessages({test::message(QStringLiteral("s"), protocol::Role::System, question)})
                    .isEmpty());
    }

    void readingAgainKeepsWhatTheServerDoesNotHave()
    {
        const QList<Row> stored = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because")),
            test::userMessage(QStringLiteral("u2"), question),
            test::reply(QStringLiteral("a2"), QStringLiteral("Because"))});
        QList<Row> current = stored.mid(0, 2);
        current.append(
            localRow(QStringLiteral("1"), protocol::Role::User, QStringLiteral("Typed"), RowState::Unsent));
        current.append(
            localRow(QStringLiteral("2"), protocol::Role::User, QStringLiteral("Too"), RowState::Queued));
        const QList<Row> merged = mergedRows(stored, current, {});
        QCOMPARE(
            ids(merged), (QStringList{QStringLiteral("u1"), QStringLiteral("a1"), QStringLiteral("local:1"),
                             QStringLiteral("local:2"), QStringLiteral("u2"), QStringLiteral("a2")}));
    }

    void readingAgainDoesNotTouchTheReplyThatIsArriving()
    {
        const QList<Row> stored = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), QStringLiteral("Be"), QStringLiteral("streaming"))});
        QList<Row> current = stored;
        current[1].message.content = QStringLiteral("Becau");
        current[1].state = RowState::Reconnecting;
        const QList<Row> merged = mergedRows(stored, current, {QStringLiteral("a1")});
        QCOMPARE(merged.at(1).message.content, QStringLiteral("Becau"));
        QCOMPARE(merged.at(1).state, RowState::Reconnecting);
    }

    void aPartOfAReplyGivesWayToTheWholeOne()
    {
        const QList<Row> stored = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because."))});
        const auto part = [](const char *text) {
            return localRow(QStringLiteral("r"), protocol::Role::Assistant, QString::fromLatin1(text),
                RowState::Interrupted);
        };
        QCOMPARE(ids(mergedRows(stored, {stored.at(0), part("Becau")}, {})),
            (QStringList{QStringLiteral("u1"), QStringLiteral("a1")}));
        QCOMPARE(ids(mergedRows(stored, {stored.at(0), part("Another text")}, {})),
            (QStringList{QStringLiteral("u1"), QStringLiteral("local:r"), QStringLiteral("a1")}));
    }

    void aQuestionOfWhichOnlyThatItIsStoredIsKnownIsTheOneThatTheServerHas()
    {
        const QList<Row> stored = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), QStringLiteral("Because.")),
            test::userMessage(QStringLiteral("u2"), question),
            test::reply(QStringLiteral("a2"), QStringLiteral("Still because."))});
        const Row asked = localRow(QStringLiteral("q"), protocol::Role::User, question, RowState::Settled);
        const Row answer = localRow(
            QStringLiteral("r"), protocol::Role::Assistant, QStringLiteral("Still"), RowState::Interrupted);
        const QStringList all{
            QStringLiteral("u1"), QStringLiteral("a1"), QStringLiteral("u2"), QStringLiteral("a2")};
        QCOMPARE(ids(mergedRows(stored, {stored.at(0), stored.at(1), asked, answer}, {})), all);
        QCOMPARE(ids(mergedRows(stored, {stored.at(0), stored.at(1), asked, stored.at(3)}, {})), all);
        QCOMPARE(ids(mergedRows(stored.mid(0, 2), {asked, stored.at(1)}, {})), all.mid(0, 2));
        // What is known to be another one, what is not stored, and what is under way are not.
        QCOMPARE(mergedRows(stored, stored + QList<Row>{asked}, {}).size(), 5);
        QCOMPARE(mergedRows(stored, {stored.at(0), stored.at(1), asked}, {asked.message.id}).size(), 5);
        Row unsent = asked;
        unsent.state = RowState::Unsent;
        QCOMPARE(mergedRows(stored, {stored.at(0), stored.at(1), unsent}, {}).size(), 5);
    }

    void aQuestionWhoseReplyIsOnlyHereDoesNotOfferToLookForIt()
    {
        const QList<Row> stored = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question)});
        QVERIFY(stored.first().canRetry);
        const QList<Row> merged = mergedRows(stored,
            {stored.first(), localRow(QStringLiteral("r"), protocol::Role::Assistant, QStringLiteral("Beca"),
                                 RowState::Interrupted)},
            {});
        QCOMPARE(merged.size(), 2);
        QVERIFY(!merged.at(0).canRetry);
        QVERIFY(merged.at(0).notice.isEmpty());
    }

    void anOutboxSurvivesBeingWrittenDown()
    {
        Outbox outbox;
        QVERIFY(outbox.toText().isEmpty());
        const QDateTime typed(QDate(2025, 3, 14), QTime(9, 26, 53), Qt::UTC);
        outbox.add({.rowId = QStringLiteral("local:1"),
            .content = QStringLiteral("One\n\"two\""),
            .idempotencyKey = "k1",
            .maybeStored = false,
            .createdAt = typed,
            .replaces = QStringLiteral("u1")});
        outbox.add({.rowId = QStringLiteral("local:2"),
            .content = QStringLiteral("Three"),
            .idempotencyKey = "k2",
            .maybeStored = false});
        outbox.markAttempted(QStringLiteral("local:1"), QStringLiteral("a1"));
        outbox.markAttempted(QStringLiteral("local:1"), QStringLiteral("a7")); // the first one counts
        outbox.setRefusal(QStringLiteral("local:2"), QStringLiteral("Too long."));
        outbox.remove(QStringLiteral("local:9"));
        const Outbox read = Outbox::fromText(outbox.toText());
        QCOMPARE(read.entries().size(), 2);
        for (qsizetype i = 0; i < read.entries().size(); ++i) {
            QVERIFY(workspace::isLocalId(read.entries().at(i).rowId));
            workspace::OutboxEntry expected = outbox.entries().at(i);
            expected.rowId = read.entries().at(i).rowId;
            QCOMPARE(read.entries().at(i), expected);
        }
        QCOMPARE(read.entries().at(0).after, QStringLiteral("a1"));
        QCOMPARE(Outbox::fromText(QStringLiteral("not json")), Outbox());
    }

    void anOutboxThatDoesNotSayWhetherThereWasAnAttemptMayHaveHadOne()
    {
        const Outbox read = Outbox::fromText(QStringLiteral("[{\"content\":\"One\",\"key\":\"k1\"}]"));
        QCOMPARE(read.entries().size(), 1);
        QVERIFY(read.entries().constFirst().maybeStored);
    }

    void whatARowOffersFollowsFromTheServerAndFromWhatItIs()
    {
        QList<Row> rows = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), QStringLiteral("x"), QStringLiteral("interrupted")),
            test::userMessage(QStringLiteral("u2"), question),
            test::reply(QStringLiteral("a2"), QStringLiteral("x"), QStringLiteral("stopped"))});
        rows.append(
            localRow(QStringLiteral("1"), protocol::Role::User, QStringLiteral("Typed"), RowState::Held));
        workspace::setOffers(rows, {.regenerates = true, .continues = true, .busy = false});
        QVERIFY(rows.at(0).canEdit && !rows.at(0).canRegenerate);
        QVERIFY(rows.at(1).canRegenerate && !rows.at(1).canContinue && !rows.at(1).canEdit);
        QVERIFY(rows.at(3).canRegenerate && rows.at(3).canContinue);
        QVERIFY(!rows.at(4).canEdit);

        workspace::setOffers(rows, {.regenerates = true, .continues = true, .busy = true});
        QVERIFY(rows.at(0).canEdit && !rows.at(1).canRegenerate && !rows.at(3).canContinue);
        workspace::setOffers(rows, {});
        QVERIFY(rows.at(0).canEdit && !rows.at(1).canRegenerate && !rows.at(3).canContinue);
    }

    void aReplyThatNeverBeganIsRetriedAndNotContinued()
    {
        QList<Row> rows = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), {}, QStringLiteral("failed"))});
        workspace::setOffers(rows, {.regenerates = true, .continues = true, .busy = false});
        QVERIFY(rows.at(1).canRetry && !rows.at(1).canContinue);
    }

    void onlyACompleteReplyThatReachedItsLengthCanGoOn()
    {
        QList<Row> rows = rowsFromMessages({test::userMessage(QStringLiteral("u1"), question),
            test::reply(QStringLiteral("a1"), QStringLiteral("x"), QStringLiteral("complete"))});
        workspace::setOffers(rows, {.regenerates = true, .continues = true, .busy = false});
        QVERIFY(!rows.at(1).canContinue);
        rows[1].message.metadata.insert(QLatin1StringView("finish_reason"), QStringLiteral("length"));
        workspace::setOffers(rows, {.regenerates = true, .continues = true, .busy = false});
        QVERIFY(rows.at(1).canContinue);
    }
};

QTEST_GUILESS_MAIN(TestTranscriptRows)
#include "tst_transcriptrows.moc"
