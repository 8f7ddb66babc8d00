#include "client/idempotencykey.h"
#include "conversationbench.h"
#include "workspace/outbox.h"
#include "workspace/transcriptrows.h"

#include <QSignalSpy>

using namespace throughline;
using protocol::ApiError;
using test::FakeAnswer;
using workspace::Conversation;
using workspace::RowState;
using LoadState = Conversation::LoadState;

namespace {

const QString endQuery = QStringLiteral("?thread=t1&limit=50&last=1");
const QString allQuery = QStringLiteral("?thread=t1&limit=500");

struct WindowBench : test::ConversationBench
{
    explicit WindowBench(const QStringList &more = {})
        : ConversationBench(QStringList{QStringLiteral("window")} + more)
    {
        transport.always("GET", test::listPath, [this](const net::HttpRequest &request) {
            return FakeAnswer::json(200, test::slice(stored, request.url));
        });
    }

    void store(int count)
    {
        for (int i = int(stored.size()); count-- > 0; ++i) {
            const QString id = QStringLiteral("m%1").arg(i, 5, 10, QLatin1Char('0'));
            const QString text = QStringLiteral("Message %1").arg(i);
            stored.append(
                i % 2 == 0 ? test::userMessage(id, text) : test::reply(id, text, QStringLiteral("complete")));
        }
    }
    QStringList storedTexts() const
    {
        QStringList texts;
        for (const protocol::Message &message : stored)
            texts.append(message.content);
        return texts;
    }
    QStringList queries() const
    {
        QStringList queries;
        for (const net::HttpRequest &request : transport.requests("GET", test::listPath))
            queries.append(u'?' + request.url.query());
        return queries;
    }
    /// Shows the end and leaves the rest to be answered by hand.
    bool showEnd()
    {
        transport.once("GET", test::listPath + allQuery, FakeAnswer::hold());
        conversation->load();
        return QTest::qWaitFor([this] { return rows() > conversation->heldCount(); });
    }
    void answerRest()
    {
        test::FakeExchange *exchange = transport.last();
        const QByteArray body = test::slice(stored, exchange->request().url);
        exchange->head(200, {{"Content-Type", "application/json"}});
        exchange->body(body);
        exchange->finish();
    }
    bool loaded()
    {
        return QTest::qWaitFor([this] { return conversation->loadState() == LoadState::Loaded; });
    }
};

QString outboxOf(const QStringList &texts)
{
    workspace::Outbox outbox;
    for (const QString &text : texts) {
        outbox.add({.rowId = workspace::newLocalId(),
            .content = text,
            .idempotencyKey = client::newIdempotencyKey(),
            .maybeStored = false,
            .createdAt = QDateTime(QDate(2026, 3, 10), QTime(10, 0), Qt::UTC)});
    }
    return outbox.toText();
}

} // namespace

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

    void whatIsHeldStaysBehindAllAndGoesOutWhenAllIsKnown()
    {
        WindowBench bench({QStringLiteral("resume"), QStringLiteral("idempotency")});
        bench.store(60);
        bench.conversation->restoreOutbox(outboxOf({QStringLiteral("First")}));
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
