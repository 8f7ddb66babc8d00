#include "client/contractjson.h"
#include "net/activitylog.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>
#include <QUuid>

using namespace throughline;
using protocol::ApiError;
using test::FakeAnswer;
using workspace::RowState;
using workspace::Workspace;

namespace {

const QString apiPath = QStringLiteral("/api/");
const QString t1 = QStringLiteral("t1");
const QString t2 = QStringLiteral("t2");

QString postPath(const QString &thread)
{
    return QStringLiteral("/api/chat/threads/%1/messages/").arg(thread);
}

FakeAnswer away()
{
    return FakeAnswer::failure(ApiError::Kind::Network);
}

} // namespace

/// A workspace, its drafts on a disk, and a server that stores and answers, and is away at times.
class TestWorkspaceOutbox : public QObject
{
    Q_OBJECT

    /// What becomes of a post.
    enum class Fate {
        Answered,
        Unheard, ///< stored, but the answer is lost
        Lost,    ///< before it arrived
    };

    struct Bench
    {
        explicit Bench(
            const QStringList &capabilities = {QStringLiteral("idempotency"), QStringLiteral("resume")})
            : knowsKeys(!capabilities.isEmpty())
        {
            always("GET", apiPath, [capabilities](const net::HttpRequest &) {
                return FakeAnswer::json(200, test::serverInfo(capabilities));
            });
            always("GET", QStringLiteral("/api/chat/threads/"), [](const net::HttpRequest &) {
                QList<protocol::Thread> list{
                    test::thread(t1, QStringLiteral("One")), test::thread(t2, QStringLiteral("Two"))};
                list[0].updatedAt = list.at(0).createdAt.addSecs(60);
                return FakeAnswer::json(200, test::page(list));
            });
            always("GET", QStringLiteral("/api/chat/messages/"), [this](const net::HttpRequest &request) {
                const QString thread = QUrlQuery(request.url).queryItemValue(QStringLiteral("thread"));
                return FakeAnswer::json(200, test::page(stored.value(thread)));
            });
            always("GET", QStringLiteral("/api/signals/"), [](const net::HttpRequest &) {
                return FakeAnswer::json(200, test::page<protocol::Signal>({}));
            });
            for (const QString &thread : {t1, t2}) {
                always("POST", postPath(thread),
                    [this, thread](const net::HttpRequest &request) { return answer(thread, request); });
                always("GET", QStringLiteral("/api/chat/threads/%1/").arg(thread),
                    [thread](const net::HttpRequest &) {
                        return FakeAnswer::json(
                            200, test::compact(protocol::toJson(test::thread(thread, thread))));
                    });
            }
            make();
        }

        void always(const char *method, const QString &path,
            const std::function<FakeAnswer(const net::HttpRequest &)> &answer)
        {
            transport.always(method, path, [this, answer](const net::HttpRequest &request) {
                return isAway ? away() : answer(request);
            });
        }

        FakeAnswer answer(const QString &thread, const net::HttpRequest &request)
        {
            outboxAtPost.append(workspace::Drafts(folder.path()).draft(QStringLiteral("outbox:") + thread));
            const QByteArray key = net::headerValue(request.headers, "Idempotency-Key");
            const Fate fate = nextFate ? nextFate() : Fate::Answered;
            if (fate == Fate::Lost)
                return away();
            if (!knowsKeys || !replies.contains(key))
                replies.insert(key, store(thread, request));
            if (fate == Fate::Unheard)
                return away();
            return FakeAnswer::stream(
                {"event: done\ndata: {\"message_id\":\"" + replies.value(key).toUtf8() + "\"}\n\n"});
        }
        QString store(const QString &thread, const net::HttpRequest &request)
        {
            const QString content =
                QJsonDocument::fromJson(request.body).object().value(QLatin1StringView("content")).toString();
            QList<protocol::Message> &messages = stored[thread];
            const QString reply = QStringLiteral("%1-a%2").arg(thread).arg(messages.size());
            messages.append(
                test::userMessage(QStringLiteral("%1-u%2").arg(thread).arg(messages.size()), content));
            messages.append(test::reply(
                reply, QStringLiteral("Yes"), knowsKeys ? QStringLiteral("complete") : QString()));
            posted.append(content);
            return reply;
        }

        void make() { make(folder.path()); }
        void make(const QString &draftsFolder)
        {
            workspace.reset();
            workspace = std::make_unique<Workspace>(Workspace::Parts{.client = client,
                .activity = log,
                .clock = clock,
                .draftsFolder = draftsFolder,
                .sleepLook = sleepLook});
        }
        bool start(const QString &id = {})
        {
            workspace->start(id);
            return QTest::qWaitFor([this] { return workspace->current() != nullptr; });
        }
        bool goAway()
        {
            isAway = true;
            workspace->poller().refresh();
            return QTest::qWaitFor(
                [this] { return workspace->connection() == Workspace::Connection::Offline; });
        }
        bool comeBack()
        {
            isAway = false;
            workspace->reconnect();
            return QTest::qWaitFor(
                [this] { return workspace->connection() == Workspace::Connection::Online; });
        }
        QString written(const QString &thread)
        {
            return workspace->drafts().draft(QStringLiteral("outbox:") + thread);
        }
        bool waitsForNothing()
        {
            return QTest::qWaitFor([this] { return written(t1).isEmpty() && written(t2).isEmpty(); });
        }

        QTemporaryDir folder;
        test::FakeClock clock;
        net::ActivityLog log{clock};
        test::FakeTransport transport;
        client::ApiClient client{
            transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
        std::chrono::milliseconds sleepLook{std::chrono::hours(1)};
        bool isAway = false;
        QHash<QString, QList<protocol::Message>> stored;
        QStringList posted;
        QStringList outboxAtPost;           ///< what was on the disk when a post arrived
        QHash<QByteArray, QString> replies; ///< by the question's key
        std::function<Fate()> nextFate;     ///< of a post; answered without it
        const bool knowsKeys;
        std::unique_ptr<Workspace> workspace;
    };

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("throughline.signals=false")); }

    void aMessageIsOnTheDiskBeforeItLeaves()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        bench.workspace->current()->send(QStringLiteral("Do not lose me"));
        QTRY_COMPARE(bench.posted.size(), 1);
        QVERIFY2(bench.outboxAtPost.constFirst().contains(QStringLiteral("Do not lose me")),
            qPrintable(bench.outboxAtPost.constFirst()));
        QVERIFY(bench.waitsForNothing());
        bench.workspace->drafts().flush();
        QCOMPARE(workspace::Drafts(bench.folder.path()).keys(), QStringList());
    }

    void whatIsSentWhileOfflineGoesOutOnceWhenTheServerIsBack()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        QVERIFY(bench.goAway());
        bench.workspace->current()->send(QStringLiteral("1"));
        bench.workspace->current()->send(QStringLiteral("2"));
        bench.workspace->open(t2);
        bench.workspace->current()->send(QStringLiteral("3"));
        QCOMPARE(bench.workspace->current()->transcript().row(0).state, RowState::Held);
        QCOMPARE(bench.posted, QStringList());
        QVERIFY(bench.comeBack());
        QVERIFY(bench.waitsForNothing());
        QStringList posted = bench.posted;
        QVERIFY(posted.indexOf(QStringLiteral("1")) < posted.indexOf(QStringLiteral("2")));
        posted.sort();
        QCOMPARE(posted, (QStringList{QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}));
    }

    void whatWaitsInAnyConversationGoesOutAtTheNextStart()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        QVERIFY(bench.goAway());
        bench.workspace->open(t2);
        bench.workspace->current()->send(QStringLiteral("Wait for me"));
        bench.make();
        bench.isAway = false;
        QVERIFY(bench.start(t1)); // the other one is not opened
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, QStringList{QStringLiteral("Wait for me")});
        QCOMPARE(bench.workspace->current()->threadId(), t1);
        QTRY_VERIFY(
            bench.workspace->threads().indexOf(t2).data(workspace::ThreadListModel::UnreadRole).toBool());
    }

    void aStartWithoutTheServerShowsWhatWaits_data()
    {
        QTest::addColumn<QString>("last");
        QTest::newRow("the conversation of the last time") << t2;
        QTest::newRow("one with something to send") << QString();
    }
    void aStartWithoutTheServerShowsWhatWaits()
    {
        QFETCH(QString, last);
        Bench bench;
        QVERIFY(bench.start(t2));
        QVERIFY(bench.goAway());
        bench.workspace->current()->send(QStringLiteral("Wait for me"));
        bench.make();
        QVERIFY(bench.start(last));
        QCOMPARE(bench.workspace->connection(), Workspace::Connection::Offline);
        QCOMPARE(bench.workspace->current()->threadId(), t2);
        const workspace::TranscriptModel &transcript = bench.workspace->current()->transcript();
        QCOMPARE(transcript.rowCount(), 1);
        QCOMPARE(transcript.row(0).state, RowState::Held);
        QVERIFY(bench.comeBack());
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, QStringList{QStringLiteral("Wait for me")});
        QTRY_COMPARE(transcript.rowCount(), 2);
        QCOMPARE(bench.workspace->current()->threadId(), t2);
    }

    void aConversationThatIsNotThereAnyMoreGivesWayToOneThatIs()
    {
        Bench bench;
        bench.isAway = true;
        QVERIFY(bench.start(QStringLiteral("gone")));
        QCOMPARE(bench.workspace->current()->threadId(), QStringLiteral("gone"));
        QVERIFY(bench.comeBack());
        QTRY_COMPARE(bench.workspace->current()->threadId(), t1);
    }

    void aPostThatFindsNobodyMakesTheWorkspaceLookForTheServer()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        bench.transport.once("POST", postPath(t1), away());
        bench.workspace->current()->send(QStringLiteral("Once"));
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, QStringList{QStringLiteral("Once")});
    }

    void whatIsDeletedIsNotSent()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        QVERIFY(bench.goAway());
        bench.workspace->open(t2);
        bench.workspace->current()->send(QStringLiteral("Never mind"));
        bench.workspace->open(t1);
        bench.workspace->remove(t2);
        bench.make();
        bench.isAway = false;
        bench.transport.always("DELETE", QStringLiteral("/api/chat/threads/t2/"), FakeAnswer::json(204, {}));
        QVERIFY(bench.start(t1));
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, QStringList());
    }

    void whatWaitsInADeletedConversationStaysThereAndGoesOutWhenItIsBack()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        QVERIFY(bench.goAway());
        bench.workspace->open(t2);
        bench.workspace->current()->send(QStringLiteral("Never mind"));
        bench.workspace->open(t1);
        bench.workspace->remove(t2);
        QVERIFY(bench.comeBack());
        bench.workspace->current()->send(QStringLiteral("But this"));
        QTRY_VERIFY(bench.written(t1).isEmpty());
        QTRY_VERIFY(!bench.workspace->current()->isStreaming());
        QCOMPARE(bench.posted, QStringList{QStringLiteral("But this")});
        QVERIFY(!bench.workspace->threads().indexOf(t2).isValid());
        bench.workspace->undoDelete(t2);
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, (QStringList{QStringLiteral("But this"), QStringLiteral("Never mind")}));
    }

    void whatWaitsWhereTheServerDidNotDeleteGoesOut()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        QVERIFY(bench.goAway());
        bench.workspace->open(t2);
        bench.workspace->current()->send(QStringLiteral("Wait for me"));
        bench.workspace->open(t1);
        bench.workspace->remove(t2);
        bench.make();
        bench.isAway = false;
        bench.transport.always(
            "DELETE", QStringLiteral("/api/chat/threads/t2/"), FakeAnswer::json(500, "{}"));
        QVERIFY(bench.start(t1));
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, QStringList{QStringLiteral("Wait for me")});
    }

    void whatWaitsWhereNoConversationIsAnyMoreComesBackToWhereOneWrites()
    {
        Bench bench;
        workspace::Drafts &drafts = bench.workspace->drafts();
        const QString gone = QStringLiteral("outbox:gone");
        drafts.set(gone, QStringLiteral("[{\"content\":\"One\"},{\"content\":\"Two\"}]"));
        drafts.set(QStringLiteral("gone"), QStringLiteral("Three"));
        drafts.set(t1, QStringLiteral("Typed"));
        bench.transport.always("GET", QStringLiteral("/api/chat/threads/gone/"), FakeAnswer::json(404, "{}"));
        bench.transport.always("GET", QStringLiteral("/api/chat/messages/"),
            FakeAnswer::json(200, test::page<protocol::Message>({})));
        QSignalSpy back(bench.workspace.get(), &Workspace::textGivenBack);
        QSignalSpy said(bench.workspace.get(), &Workspace::problem);
        bench.isAway = true;
        QVERIFY(bench.start(QStringLiteral("gone"))); // it is even on screen
        QVERIFY(bench.comeBack());
        QTRY_COMPARE(back.size(), 1);
        QCOMPARE(bench.workspace->current()->threadId(), t1);
        QCOMPARE(drafts.draft(t1), QStringLiteral("One\n\nTwo\n\nThree\nTyped"));
        QVERIFY(drafts.draft(gone).isEmpty());
        QVERIFY(drafts.draft(QStringLiteral("gone")).isEmpty());
        QCOMPARE(said.size(), 1);
        QCOMPARE(bench.posted, QStringList());
    }

    void whatIsHeldOrTypedWhenTheDataIsReplacedIsNotLost()
    {
        Bench bench;
        const QString gone = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const QString edited = QUuid::createUuid().toString(QUuid::WithoutBraces);
        for (const QString &id : {gone, edited}) {
            bench.transport.always(
                "GET", QStringLiteral("/api/chat/threads/%1/").arg(id), FakeAnswer::json(404, "{}"));
        }
        QVERIFY(bench.start(t2));
        QVERIFY(bench.goAway());
        bench.workspace->current()->send(QStringLiteral("Wait for me"));
        workspace::Drafts &drafts = bench.workspace->drafts();
        drafts.set(gone, QStringLiteral("Half a thought"));
        drafts.set(workspace::Drafts::editKey(edited), QStringLiteral("m1\nChanged\ntwice"));
        bench.workspace->remove(t1);
        bench.workspace->leave();
        QVERIFY(!bench.workspace->current());
        QCOMPARE(bench.workspace->threads().rowCount(), 0);
        QCOMPARE(bench.workspace->connection(), Workspace::Connection::Connecting);
        QCOMPARE(bench.posted, QStringList());
        bench.isAway = false;
        QVERIFY(bench.start(t1));
        QCOMPARE(bench.workspace->current()->threadId(), t1); // not deleted: that was about other data
        QVERIFY(bench.waitsForNothing());
        QCOMPARE(bench.posted, QStringList{QStringLiteral("Wait for me")});
        QTRY_VERIFY(drafts.draft(t1).contains(QStringLiteral("Half a thought")) &&
                    drafts.draft(t1).contains(QStringLiteral("Changed\ntwice")));
        QVERIFY(drafts.draft(gone).isEmpty());
        QVERIFY(drafts.draft(workspace::Drafts::editKey(edited)).isEmpty());
    }

    void whatIsTypedWhenTheProgramEndsWhileTheDataIsReplacedIsNotLost()
    {
        Bench bench;
        const QString gone = QUuid::createUuid().toString(QUuid::WithoutBraces);
        bench.transport.always(
            "GET", QStringLiteral("/api/chat/threads/%1/").arg(gone), FakeAnswer::json(404, "{}"));
        QVERIFY(bench.start(t2));
        bench.workspace->drafts().set(gone, QStringLiteral("Half a thought"));
        bench.workspace->remove(t1);
        const QTemporaryDir atTheEnd;
        bool isLeft = false;
        bench.workspace->leave([&] {
            isLeft = true;
            for (const QFileInfo &file : QDir(bench.folder.path()).entryInfoList(QDir::Files))
                QVERIFY(QFile::copy(file.filePath(), atTheEnd.filePath(file.fileName())));
        });
        QTRY_VERIFY(isLeft);
        // As if killed just then: the next run has nothing but what was on the disk.
        bench.make(atTheEnd.path());
        QVERIFY(bench.start(t1));
        QCOMPARE(bench.workspace->current()->threadId(), t1);
        QTRY_COMPARE(bench.workspace->drafts().draft(t1), QStringLiteral("Half a thought"));
        QVERIFY(bench.workspace->drafts().draft(gone).isEmpty());
        QVERIFY(bench.transport.requests("DELETE", QStringLiteral("/api/chat/threads/t1/")).isEmpty());
        // And what was not answered is asked again, until there is nothing left to ask for.
        const QString path = QStringLiteral("/api/chat/threads/%1/").arg(gone);
        QCOMPARE(bench.transport.requests("GET", path).size(), 1);
        bench.workspace->drafts().set(gone, QStringLiteral("A quarter"));
        bench.transport.once("GET", path, away());
        QVERIFY(bench.comeBack());
        QTRY_COMPARE(bench.transport.requests("GET", path).size(), 2);
        QTRY_VERIFY(bench.workspace->connection() == Workspace::Connection::Offline);
        QVERIFY(bench.comeBack());
        QTRY_VERIFY(bench.workspace->drafts().draft(t1).contains(QStringLiteral("A quarter")));
    }

    void answersAboutTheFormerDataAreNotHeard()
    {
        Bench bench;
        const QString t3 = QStringLiteral("t3");
        const QString onT1 = QStringLiteral("/api/chat/threads/t1/");
        const QString onT3 = QStringLiteral("/api/chat/threads/t3/");
        bench.workspace->drafts().set(
            QStringLiteral("outbox:t3"), QStringLiteral("[{\"content\":\"One\",\"attempted\":false}]"));
        bench.transport.always("GET", onT3, FakeAnswer::json(404, "{}"));
        bench.transport.once("GET", onT3, FakeAnswer::hold());
        bench.transport.once("PATCH", onT1, FakeAnswer::hold());
        bench.transport.once("DELETE", QStringLiteral("/api/chat/threads/t2/"), FakeAnswer::hold());
        QVERIFY(bench.start(t1));
        QTRY_COMPARE(bench.transport.requests("GET", onT3).size(), 1);
        bench.workspace->rename(t1, QStringLiteral("Another name"));
        bench.workspace->remove(t2);
        bench.workspace->commitDeletes();
        QTRY_COMPARE(bench.transport.requests("PATCH", onT1).size(), 1);
        QList<QPointer<test::FakeExchange>> asked;
        for (test::FakeExchange *exchange : bench.transport.open())
            asked.append(exchange);
        QVERIFY(asked.size() >= 3);
        bench.workspace->leave();
        const qsizetype requests = bench.transport.requests().size();
        bench.workspace->newConversation();
        bench.workspace->reconnect();
        bench.workspace->wake();
        QCOMPARE(bench.transport.requests().size(), requests);
        QVERIFY(bench.start(t1));
        QTRY_COMPARE(bench.workspace->threads().rowCount(), 2);
        bench.workspace->remove(t2); // this time of the data that is here now
        for (const QPointer<test::FakeExchange> &exchange : std::as_const(asked)) {
            if (!exchange)
                continue;
            const QString path = exchange->request().url.path();
            const QString id = path == onT3 ? t3 : t1;
            const QByteArray thread =
                test::compact(protocol::toJson(test::thread(id, QStringLiteral("Another name"))));
            exchange->head(exchange->request().method == "DELETE" ? 204 : 200);
            if (exchange && exchange->request().method != "DELETE")
                exchange->body(thread);
            if (exchange)
                exchange->finish();
        }
        QCoreApplication::processEvents();
        QCOMPARE(bench.workspace->threads().thread(t1)->title, QStringLiteral("One"));
        QVERIFY(!bench.workspace->threads().thread(t3));
        bench.workspace->undoDelete(t2);
        QVERIFY(bench.workspace->threads().thread(t2));
    }

    void whatWaitsWhereOneMayNotWriteAnyMoreIsKeptAndSaidOnce()
    {
        Bench bench;
        workspace::Drafts &drafts = bench.workspace->drafts();
        const QString theirs = QStringLiteral("outbox:theirs");
        const QString waiting = QStringLiteral("[{\"content\":\"One\",\"attempted\":false}]");
        drafts.set(theirs, waiting);
        bench.transport.always("GET", QStringLiteral("/api/chat/threads/theirs/"),
            FakeAnswer::json(403, "{\"detail\":\"Not yours any more.\"}"));
        QSignalSpy back(bench.workspace.get(), &Workspace::textGivenBack);
        QSignalSpy said(bench.workspace.get(), &Workspace::problem);
        QVERIFY(bench.start(t1));
        QTRY_COMPARE(said.size(), 1);
        QVERIFY(said.first().first().toString().contains(QStringLiteral("Not yours any more.")));
        bench.workspace->reconnect();
        QTRY_COMPARE(bench.transport.requests("GET", QStringLiteral("/api/chat/threads/theirs/")).size(), 2);
        QCoreApplication::processEvents();
        QCOMPARE(said.size(), 1);
        QCOMPARE(back.size(), 0);
        QCOMPARE(drafts.draft(theirs), waiting);

        bench.transport.always("GET", QStringLiteral("/api/chat/threads/theirs/"),
            FakeAnswer::json(
                200, test::compact(protocol::toJson(test::thread(QStringLiteral("theirs"), t1)))));
        bench.transport.always("POST", postPath(QStringLiteral("theirs")),
            [&](const net::HttpRequest &request) { return bench.answer(QStringLiteral("theirs"), request); });
        bench.workspace->reconnect();
        QTRY_COMPARE(bench.posted, QStringList{QStringLiteral("One")});
    }

    void whatWaitsInAConversationThatIsOnlyNotListedGoesOut()
    {
        Bench bench;
        const QString t3 = QStringLiteral("t3");
        bench.workspace->drafts().set(
            QStringLiteral("outbox:t3"), QStringLiteral("[{\"content\":\"One\",\"attempted\":false}]"));
        bench.transport.always("GET", QStringLiteral("/api/chat/threads/t3/"),
            FakeAnswer::json(200, test::compact(protocol::toJson(test::thread(t3, t3)))));
        bench.transport.always(
            "POST", postPath(t3), [&](const net::HttpRequest &request) { return bench.answer(t3, request); });
        QVERIFY(bench.start(t1));
        QTRY_COMPARE(bench.posted, QStringList{QStringLiteral("One")});
        QTRY_VERIFY(bench.workspace->drafts().draft(QStringLiteral("outbox:t3")).isEmpty());
    }

    void whateverBreaksEachMessageIsStoredOnceAndInOrder_data()
    {
        QTest::addColumn<QStringList>("capabilities");
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed) {
            QTest::addRow("keys, %u", seed)
                << QStringList{QStringLiteral("idempotency"), QStringLiteral("resume")} << seed;
            QTest::addRow("no keys, %u", seed) << QStringList() << seed;
        }
    }
    void whateverBreaksEachMessageIsStoredOnceAndInOrder()
    {
        QFETCH(QStringList, capabilities);
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        Bench bench(capabilities);
        QVERIFY(bench.start(t1));
        bench.nextFate = [&] {
            const auto fate = static_cast<Fate>(random.bounded(3));
            // What breaks a request may break what comes after it.
            bench.isAway = bench.isAway || (fate != Fate::Answered && random.bounded(2) == 0);
            return fate;
        };
        QStringList sent;
        for (int i = 0; i < 10; ++i) {
            sent.append(QStringLiteral("%1?").arg(i));
            bench.workspace->current()->send(sent.last());
            switch (random.bounded(4)) {
            case 0:
                bench.isAway = !bench.isAway;
                break;
            case 1: // the program ends, in whatever state it is, and is started again
                bench.make();
                QVERIFY(bench.start(t1));
                break;
            case 2:
                bench.workspace->reconnect();
                break;
            default:
                break;
            }
            for (quint32 events = random.bounded(40U); events > 0; --events)
                QCoreApplication::processEvents();
        }
        bench.isAway = false;
        bench.nextFate = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((bench.workspace->reconnect(), bench.written(t1).isEmpty()), 20'000);
        QCOMPARE(bench.posted, sent);
    }

    void afterSleepAReplyThatIsArrivingIsTakenUpAnew_data()
    {
        QTest::addColumn<bool>("pollerRests");
        QTest::newRow("noticed by the poller") << false;
        QTest::newRow("noticed while nobody polls") << true;
    }
    void afterSleepAReplyThatIsArrivingIsTakenUpAnew()
    {
        QFETCH(bool, pollerRests);
        Bench bench;
        bench.sleepLook = pollerRests ? std::chrono::milliseconds(1) : std::chrono::hours(1);
        bench.make();
        QVERIFY(bench.start(t1));
        if (pollerRests)
            bench.workspace->poller().setWindowVisible(false, true);
        FakeAnswer held =
            FakeAnswer::stream({"event: start\nid: a1:0\n"
                                "data: {\"user_message_id\":\"u1\",\"message_id\":\"a1\"}\n\n"});
        held.holdEnd = true;
        bench.transport.once("POST", postPath(t1), held);
        bench.workspace->current()->send(QStringLiteral("Why?"));
        const workspace::TranscriptModel &transcript = bench.workspace->current()->transcript();
        QTRY_COMPARE(transcript.row(transcript.rowCount() - 1).message.id, QStringLiteral("a1"));
        const QString resumePath = QStringLiteral("/api/chat/messages/a1/stream/");
        bench.transport.always("GET", resumePath, held);
        bench.workspace->poller().mayHaveSlept();
        QCOMPARE(bench.transport.requests("GET", resumePath).size(), 0);
        bench.clock.sleep(std::chrono::hours(1));
        if (!pollerRests)
            bench.workspace->poller().mayHaveSlept();
        QTRY_COMPARE(bench.transport.requests("GET", resumePath).size(), 1);
        QVERIFY(bench.workspace->current()->isStreaming());
    }

    void aChangeOfTheNetworkTakesUpRepliesAndLooksForTheServer()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        FakeAnswer held =
            FakeAnswer::stream({"event: start\nid: a1:0\n"
                                "data: {\"user_message_id\":\"u1\",\"message_id\":\"a1\"}\n\n"});
        held.holdEnd = true;
        bench.transport.once("POST", postPath(t1), held);
        bench.workspace->current()->send(QStringLiteral("Why?"));
        const workspace::TranscriptModel &transcript = bench.workspace->current()->transcript();
        QTRY_COMPARE(transcript.row(transcript.rowCount() - 1).message.id, QStringLiteral("a1"));
        const QString resumePath = QStringLiteral("/api/chat/messages/a1/stream/");
        bench.transport.always("GET", resumePath, held);
        bench.workspace->wake();
        QCOMPARE(bench.transport.requests("GET", resumePath).size(), 1);

        QVERIFY(bench.goAway());
        bench.isAway = false;
        const qsizetype asked = bench.transport.requests("GET", apiPath).size();
        bench.workspace->wake();
        QCOMPARE(bench.transport.requests("GET", apiPath).size(), asked + 1);
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::Online);
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceOutbox)
#include "tst_workspaceoutbox.moc"
