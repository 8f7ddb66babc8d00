#include "windowbench.h"

using namespace throughline;
using protocol::ApiError;
using test::allQuery;
using test::endQuery;
using test::FakeAnswer;
using test::WindowBench;
using workspace::Conversation;
using workspace::RowState;
using LoadState = Conversation::LoadState;

/// What waits until all of a conversation is known of which only the end is, and what happens meanwhile.
class ConversationRestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsHeldStaysBehindAllAndGoesOutWhenAllIsKnown()
    {
        WindowBench bench({QStringLiteral("resume"), QStringLiteral("idempotency")});
        bench.store(60);
        bench.conversation->restoreOutbox(test::outboxOf({QStringLiteral("First")}));
        QVERIFY(bench.showEnd());
        bench.conversation->send(QStringLiteral("Second"));
        const QStringList held{QStringLiteral("First"), QStringLiteral("Second")};
        QCOMPARE(bench.texts(), bench.storedTexts().mid(10) + held);
        QCOMPARE(bench.conversation->heldCount(), 2);
        QCOMPARE(bench.posts(), 0);
        bench.store(2); // from elsewhere, since the end was read

        bench.transport.once("POST", test::streamPath, FakeAnswer::hold());
        bench.answerRest();
        QVERIFY(bench.loaded());
        QCOMPARE(bench.texts().mid(0, 63), bench.storedTexts() + QStringList(held.first()));
        QCOMPARE(bench.texts().last(), held.last());
        QCOMPARE(bench.row(62).state, RowState::Sending);
        QCOMPARE(bench.posts(), 1);
        QVERIFY(bench.conversation->outbox().contains(held.first()));
        QVERIFY(bench.conversation->outbox().contains(held.last()));
    }

    void whatIsTypedMeanwhileSaysWhatItWaitsFor()
    {
        WindowBench bench({QStringLiteral("resume")});
        bench.store(60);
        bench.conversation->restoreOutbox(test::outboxOf({QStringLiteral("First")}));
        QVERIFY(bench.row(0).waiting.isEmpty() && bench.row(0).canRetry); // nobody reads it yet
        QVERIFY(bench.showEnd());
        bench.conversation->send(QStringLiteral("Second"));
        const auto waitsForTheRest = [&](int row) {
            return bench.row(row).state == RowState::Held && !bench.row(row).waiting.isEmpty() &&
                   !bench.row(row).canRetry;
        };
        const auto waitsForTheServer = [&](int row) {
            return bench.row(row).state == RowState::Held && bench.row(row).waiting.isEmpty();
        };
        QVERIFY(waitsForTheRest(50) && waitsForTheRest(51));

        bench.conversation->setReachable(false);
        QVERIFY(waitsForTheServer(50) && waitsForTheServer(51));
        bench.transport.once("GET", test::listPath + allQuery, FakeAnswer::hold());
        bench.conversation->setReachable(true); // reads again
        QVERIFY(waitsForTheRest(50) && waitsForTheRest(51));

        QVERIFY(QTest::qWaitFor([&] { return bench.transport.open().size() == 1; }));
        bench.transport.last()->fail(ApiError::Kind::Network);
        QTRY_COMPARE(bench.conversation->loadState(), LoadState::Failed);
        QVERIFY(waitsForTheServer(50) && bench.row(50).canRetry);

        bench.transport.once("POST", test::streamPath, FakeAnswer::hold());
        QVERIFY(bench.load());
        QCOMPARE(bench.row(60).state, RowState::Sending);
        QVERIFY(bench.row(60).waiting.isEmpty());
    }

    void whatIsHeldWhenItHasBeenReadOffersToBeSent()
    {
        WindowBench bench;
        bench.store(60);
        QVERIFY(bench.showEnd());
        bench.conversation->send(test::why);
        bench.conversation->setPaused(true);
        bench.answerRest();
        QVERIFY(bench.loaded());
        QCOMPARE(bench.row(60).state, RowState::Held);
        QVERIFY(bench.row(60).waiting.isEmpty() && bench.row(60).canRetry);
    }

    void aReplyInProgressIsTakenUpWhenAllIsKnown()
    {
        WindowBench bench({QStringLiteral("resume")});
        bench.store(59);
        bench.stored.append(
            test::reply(QStringLiteral("a1"), QStringLiteral("Be"), QStringLiteral("streaming")));
        const QString following = QStringLiteral("/api/chat/messages/a1/stream/");
        bench.transport.once("GET", following,
            FakeAnswer::stream({test::sse("chunk", test::chunkData(QStringLiteral("cause.")), "a1:8"),
                test::sse("done", test::doneData(QStringLiteral("a1")))}));
        QVERIFY(bench.showEnd());
        QCOMPARE(bench.row(49).state, RowState::Streaming);
        QVERIFY(!bench.conversation->isStreaming());
        QCOMPARE(bench.transport.requests("GET", following).size(), 0);
        bench.answerRest();
        QVERIFY(bench.conversation->isStreaming());
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(59).message.content, QStringLiteral("Because."));
    }

    void aReplyInProgressIsNotSaidToArriveWhenTheRestCannotBeRead_data()
    {
        QTest::addColumn<QString>("arrived");
        QTest::newRow("some of it is there") << QStringLiteral("Be");
        QTest::newRow("nothing of it is there") << QString();
    }
    void aReplyInProgressIsNotSaidToArriveWhenTheRestCannotBeRead()
    {
        QFETCH(QString, arrived);
        WindowBench bench({QStringLiteral("resume"), QStringLiteral("regenerate")});
        bench.store(59);
        bench.stored.append(test::reply(QStringLiteral("a1"), arrived, QStringLiteral("streaming")));
        bench.stored.last().metadata.insert(QStringLiteral("reasoning"), QStringLiteral("Hm."));
        QVERIFY(bench.showEnd());
        bench.transport.last()->fail(ApiError::Kind::Network);
        QTRY_COMPARE(bench.conversation->loadState(), LoadState::Failed);
        QCOMPARE(bench.row(49).state, RowState::Interrupted);
        QVERIFY(!bench.row(49).notice.isEmpty());
        QVERIFY(!bench.row(49).isThinking);
        QVERIFY(!bench.row(49).canRetry && !bench.row(49).canContinue && !bench.row(49).canRegenerate);
        QVERIFY(!bench.conversation->isStreaming());

        bench.transport.once("GET", QStringLiteral("/api/chat/messages/a1/stream/"), FakeAnswer::hold());
        QVERIFY(bench.load());
        QVERIFY(bench.conversation->isStreaming());
        QCOMPARE(bench.row(59).state, arrived.isEmpty() ? RowState::Waiting : RowState::Streaming);
        QCOMPARE(bench.row(59).message.content, arrived);
        QVERIFY(bench.row(59).notice.isEmpty());
    }

    void aRestThatChangesInMidReadIsReadOnceMore_data()
    {
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("what comes next is not known any more") << true;
        QTest::newRow("what comes is not what comes next") << false;
    }
    void aRestThatChangesInMidReadIsReadOnceMore()
    {
        QFETCH(bool, isRefused);
        WindowBench bench;
        bench.store(1'201);
        const QString next = allQuery + QStringLiteral("&after=m00499");
        const QUrl all(QStringLiteral("http://server.example") + test::listPath + allQuery);
        bench.transport.once(
            "GET", test::listPath + allQuery, FakeAnswer::json(200, test::slice(bench.stored, all)));
        if (isRefused)
            bench.transport.once("GET", test::listPath + next,
                FakeAnswer::json(400, "{\"after\": [\"Not on this branch.\"]}"));
        else
            bench.stored.remove(10, 3);
        QVERIFY(bench.load());
        QCOMPARE(bench.texts(), bench.storedTexts());
        const QString last = bench.stored.at(499).id;
        QCOMPARE(bench.queries().mid(0, 5),
            QStringList({endQuery, allQuery, next, allQuery, allQuery + QStringLiteral("&after=") + last}));
        QCOMPARE(bench.queries().size(), 6);
    }

    void aRestThatDoesNotBeginAtTheStartIsReadOnceMore()
    {
        WindowBench bench;
        bench.store(60);
        const QUrl later(QStringLiteral("http://server.example") + test::listPath + allQuery +
                         QStringLiteral("&after=m00002"));
        bench.transport.once(
            "GET", test::listPath + allQuery, FakeAnswer::json(200, test::slice(bench.stored, later)));
        QVERIFY(bench.load());
        QCOMPARE(bench.texts(), bench.storedTexts());
        QCOMPARE(bench.queries(), QStringList({endQuery, allQuery, allQuery}));
    }

    void aRestThatNeverFitsIsSaidNotToBeReadable_data()
    {
        QTest::addColumn<bool>("isRefused");
        QTest::newRow("what comes next is not known") << true;
        QTest::newRow("what comes is not what comes next") << false;
    }
    void aRestThatNeverFitsIsSaidNotToBeReadable()
    {
        QFETCH(bool, isRefused);
        WindowBench bench;
        bench.store(1'201);
        const QString next = allQuery + QStringLiteral("&after=m00499");
        const QUrl url(QStringLiteral("http://server.example") + test::listPath + next);
        const QByteArray other = test::slice(bench.stored.mid(3), url);
        for (int i = 0; i < 2; ++i) {
            bench.transport.once("GET", test::listPath + next,
                isRefused ? FakeAnswer::json(404, "{}") : FakeAnswer::json(200, other));
        }
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), LoadState::Failed);
        QVERIFY(!bench.conversation->loadError().isEmpty());
        QCOMPARE(bench.queries(), QStringList({endQuery, allQuery, next, allQuery, next}));
        QCOMPARE(bench.texts(), bench.storedTexts().mid(1'151));
    }
};

QTEST_GUILESS_MAIN(ConversationRestTest)
#include "tst_conversationrest.moc"
