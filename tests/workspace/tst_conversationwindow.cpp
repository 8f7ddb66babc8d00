#include "windowbench.h"

#include <QSignalSpy>

using namespace throughline;
using protocol::ApiError;
using test::allQuery;
using test::endQuery;
using test::FakeAnswer;
using test::WindowBench;
using workspace::Conversation;
using workspace::RowState;
using LoadState = Conversation::LoadState;

/// A conversation that is opened at its end.
class ConversationWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEndIsShownWhileTheRestIsRead()
    {
        WindowBench bench({QStringLiteral("regenerate"), QStringLiteral("continue")});
        bench.store(1'201); // the last is a question without a reply
        QSignalSpy endShown(bench.conversation.get(), &Conversation::endShown);
        QVERIFY(bench.showEnd());
        QCOMPARE(endShown.size(), 1);
        QCOMPARE(bench.conversation->loadState(), LoadState::Loading);
        QCOMPARE(bench.texts(), bench.storedTexts().mid(1'151));
        for (int i = 0; i < bench.rows(); ++i) {
            const auto &row = bench.row(i);
            QVERIFY(!row.canEdit && !row.canRegenerate && !row.canContinue && !row.canRetry);
        }
        QPersistentModelIndex seen(bench.conversation->transcript().index(10));
        QSignalSpy reset(&bench.conversation->transcript(), &QAbstractItemModel::modelReset);
        QSignalSpy removed(&bench.conversation->transcript(), &QAbstractItemModel::rowsRemoved);

        bench.answerRest();
        QVERIFY(bench.loaded());
        QCOMPARE(bench.texts(), bench.storedTexts());
        QCOMPARE(seen.row(), 1'161);
        QCOMPARE(reset.size() + removed.size(), 0);
        QVERIFY(bench.row(0).canEdit);
        QVERIFY(bench.row(1'199).canRegenerate);
        QVERIFY(bench.row(1'200).canRetry);
        QCOMPARE(bench.queries(), QStringList({endQuery, allQuery, allQuery + QStringLiteral("&after=m00499"),
                                      allQuery + QStringLiteral("&after=m00999")}));
        QCOMPARE(endShown.size(), 1);
    }

    void whatIsAllNeedsNoSecondRequest_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("nothing") << 0;
        QTest::newRow("a few") << 3;
        QTest::newRow("just as many") << 50;
    }
    void whatIsAllNeedsNoSecondRequest()
    {
        QFETCH(int, count);
        WindowBench bench;
        bench.store(count);
        QSignalSpy endShown(bench.conversation.get(), &Conversation::endShown);
        QVERIFY(bench.load());
        QCOMPARE(bench.texts(), bench.storedTexts());
        QCOMPARE(bench.queries(), QStringList{endQuery});
        QCOMPARE(endShown.size(), 0);
    }

    void whoHasReadItAllReadsItWithoutTheEndFirst()
    {
        WindowBench bench;
        bench.store(60);
        QVERIFY(bench.load());
        bench.store(2);
        bench.conversation->load();
        QTRY_COMPARE(bench.rows(), 62);
        QCOMPARE(bench.queries(), QStringList({endQuery, allQuery, allQuery}));
    }

    void aServerWithoutWindowsIsReadAsEver()
    {
        test::ConversationBench bench({QStringLiteral("resume")});
        bench.stored = {test::userMessage(QStringLiteral("u1"), test::why)};
        QVERIFY(bench.load());
        const auto requests = bench.transport.requests("GET", test::listPath);
        QCOMPARE(requests.size(), 1);
        QCOMPARE(requests.first().url.query(), QStringLiteral("thread=t1"));
    }

    void aServerThatAnswersWithAPageIsReadPageByPage()
    {
        WindowBench bench;
        bench.store(120);
        const auto page = [&](int number) {
            const QString next = number < 3
                                     ? QStringLiteral("/api/chat/messages/?thread=t1&page=%1").arg(number + 1)
                                     : QString();
            return FakeAnswer::json(200, test::page(bench.stored.mid((number - 1) * 50, 50), next, 120));
        };
        bench.transport.once("GET", test::listPath + endQuery, page(1));
        for (int number : {2, 3}) {
            bench.transport.once(
                "GET", test::listPath + QStringLiteral("?thread=t1&page=%1").arg(number), page(number));
        }
        QSignalSpy endShown(bench.conversation.get(), &Conversation::endShown);
        QVERIFY(bench.load());
        QCOMPARE(bench.texts(), bench.storedTexts());
        QCOMPARE(bench.queries().size(), 3);
        QCOMPARE(endShown.size(), 0);
    }

    void whenTheEndCannotBeReadThatIsSaid()
    {
        WindowBench bench;
        bench.store(60);
        bench.transport.once("GET", test::listPath + endQuery, FakeAnswer::json(500, "<h1>x</h1>"));
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), LoadState::Failed);
        QVERIFY(!bench.conversation->loadError().isEmpty());
        QCOMPARE(bench.rows(), 0);
        QVERIFY(bench.load());
        QCOMPARE(bench.texts(), bench.storedTexts());
        QCOMPARE(bench.queries(), QStringList({endQuery, endQuery, allQuery}));
    }

    void whenTheRestCannotBeReadTheEndStaysAndChangesNothing()
    {
        WindowBench bench({QStringLiteral("regenerate")});
        bench.store(60);
        QVERIFY(bench.showEnd());
        bench.transport.last()->fail(ApiError::Kind::Network);
        QTRY_COMPARE(bench.conversation->loadState(), LoadState::Failed);
        QCOMPARE(bench.texts(), bench.storedTexts().mid(10));
        bench.conversation->send(test::why);
        QCOMPARE(bench.row(50).state, RowState::Held);
        bench.conversation->editAndResend(0, QStringLiteral("Changed"));
        bench.conversation->regenerate(1);
        QCOMPARE(bench.rows(), 51);
        QCOMPARE(bench.posts(), 0);

        bench.transport.once("POST", test::streamPath, FakeAnswer::hold());
        QVERIFY(bench.load());
        QCOMPARE(bench.texts().mid(0, 61), bench.storedTexts() + QStringList(test::why));
        QCOMPARE(bench.row(60).state, RowState::Sending);
        QCOMPARE(bench.queries(), QStringList({endQuery, allQuery, allQuery}));
    }

    void anotherVersionIsNotOpenedBeforeAllIsKnown()
    {
        WindowBench bench({QStringLiteral("regenerate")});
        bench.store(60);
        bench.stored.last().metadata.insert(
            QStringLiteral("siblings"), QJsonArray{QStringLiteral("x"), bench.stored.last().id});
        QVERIFY(bench.showEnd());
        QSignalSpy problem(bench.conversation.get(), &Conversation::problem);
        bench.conversation->showSibling(49, -1);
        QCOMPARE(problem.size(), 1);
        QVERIFY(bench.transport.requests("POST", QStringLiteral("/api/chat/messages/x/activate/")).isEmpty());
    }

    void openedThoughtsStayOpen()
    {
        WindowBench bench;
        bench.store(60);
        bench.stored.last().metadata.insert(QStringLiteral("reasoning"), QStringLiteral("Hm."));
        QVERIFY(bench.showEnd());
        bench.conversation->transcript().showThoughts(49, true);
        bench.answerRest();
        QVERIFY(bench.loaded());
        QVERIFY(bench.row(59).showsThoughts);
    }

    void readingCanBeGivenUpAtAnyTime_data()
    {
        QTest::addColumn<bool>("atEnd");
        QTest::newRow("before the end is there") << true;
        QTest::newRow("before the rest is") << false;
    }
    void readingCanBeGivenUpAtAnyTime()
    {
        QFETCH(bool, atEnd);
        WindowBench bench;
        bench.store(60);
        if (atEnd) {
            bench.transport.once("GET", test::listPath + endQuery, FakeAnswer::hold());
            bench.conversation->load();
        } else {
            QVERIFY(bench.showEnd());
        }
        QCOMPARE(bench.transport.open().size(), 1);
        bench.conversation->setReachable(false);
        bench.conversation->setReachable(true); // reads again
        QCOMPARE(bench.transport.aborted(), 1);
        QVERIFY(bench.loaded());
        QCOMPARE(bench.texts(), bench.storedTexts());

        bench.transport.once("GET", test::listPath + allQuery, FakeAnswer::hold());
        bench.conversation->load();
        bench.tester.reset();
        bench.conversation.reset();
        QCOMPARE(bench.transport.aborted(), 2);
    }

    void aRestThatLeadsElsewhereIsNotFollowed_data()
    {
        QTest::addColumn<QString>("next");
        QTest::newRow("to another server") << QStringLiteral("http://evil.example/api/chat/messages/?page=2");
        QTest::newRow("in a circle") << test::listPath + allQuery;
        QTest::newRow("back to the end") << test::listPath + endQuery;
    }
    void aRestThatLeadsElsewhereIsNotFollowed()
    {
        QFETCH(QString, next);
        WindowBench bench;
        bench.store(60);
        bench.transport.once("GET", test::listPath + allQuery,
            FakeAnswer::json(200, test::page(bench.stored.mid(0, 50), next, 60)));
        bench.conversation->load();
        QTRY_COMPARE(bench.conversation->loadState(), LoadState::Failed);
        QCOMPARE(bench.queries(), QStringList({endQuery, allQuery}));
        QCOMPARE(bench.texts(), bench.storedTexts().mid(10));
    }
};

QTEST_GUILESS_MAIN(ConversationWindowTest)
#include "tst_conversationwindow.moc"
