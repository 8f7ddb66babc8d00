#include "client/contractjson.h"
#include "net/activitylog.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace throughline;
using protocol::ApiError;
using test::FakeAnswer;
using workspace::Conversation;
using workspace::ThreadListModel;
using workspace::Workspace;

namespace {

const QString threadsPath = QStringLiteral("/api/chat/threads/");
const QString t1 = QStringLiteral("t1");
const QString t2 = QStringLiteral("t2");

protocol::Thread threadAt(const QString &id, int minute, int messages = 2)
{
    protocol::Thread thread = test::thread(id, QStringLiteral("Title of ") + id);
    thread.updatedAt = thread.createdAt.addSecs(60 * minute);
    thread.messageCount = messages;
    return thread;
}

QString deletePath(const QString &id)
{
    return threadsPath + id + QLatin1Char('/');
}

FakeAnswer answer(int status, const protocol::Thread &thread)
{
    return FakeAnswer::json(status, test::compact(protocol::toJson(thread)));
}

} // namespace

class TestWorkspace : public QObject
{
    Q_OBJECT

    struct Bench
    {
        explicit Bench(const QStringList &capabilities = {})
        {
            transport.always(
                "GET", QStringLiteral("/api/"), FakeAnswer::json(200, test::serverInfo(capabilities)));
            transport.always("GET", threadsPath,
                [this](const net::HttpRequest &) { return FakeAnswer::json(200, test::page(threads)); });
            transport.always("GET", QStringLiteral("/api/chat/messages/"),
                FakeAnswer::json(200, test::page<protocol::Message>({})));
            transport.always("GET", QStringLiteral("/api/signals/"),
                FakeAnswer::json(200, test::page<protocol::Signal>({test::signalNamed(
                                          QStringLiteral("s1"), QStringLiteral("Ship it"))})));
            threads = {threadAt(t1, 10), threadAt(t2, 5)};
            make();
        }

        void make()
        {
            workspace.reset();
            workspace = std::make_unique<Workspace>(Workspace::Parts{.client = client,
                .activity = log,
                .clock = clock,
                .draftsFolder = folder.path(),
                .textsFolder = folder.filePath(QStringLiteral("texts"))});
        }
        bool start(const QString &id = {})
        {
            workspace->start(id);
            return QTest::qWaitFor([this] { return workspace->current() != nullptr; });
        }
        QStringList ids()
        {
            QStringList list;
            for (int i = 0; i < workspace->threads().rowCount(); ++i)
                list.append(workspace->threads().index(i).data(ThreadListModel::IdRole).toString());
            return list;
        }
        QString title(const QString &id)
        {
            return workspace->threads().indexOf(id).data(ThreadListModel::TitleRole).toString();
        }
        void settle()
        {
            for (int i = 0; i < 30; ++i)
                QCoreApplication::processEvents();
        }

        QTemporaryDir folder;
        test::FakeClock clock;
        net::ActivityLog log{clock};
        test::FakeTransport transport;
        client::ApiClient client{
            transport, {.baseUrl = QUrl(QStringLiteral("http://server.example")), .bearer = {}}};
        QList<protocol::Thread> threads;
        std::unique_ptr<Workspace> workspace;
    };

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("throughline.signals=false")); }

    void theTextsOfALongConversationAreNotAllInMemory()
    {
        Bench bench;
        QList<protocol::Message> messages;
        for (int i = 0; i < 48; ++i)
            messages.append(
                test::reply(QStringLiteral("m%1").arg(i), QString(100'000, QChar(ushort(u'a' + i % 26)))));
        bench.transport.always("GET", QStringLiteral("/api/chat/messages/"),
            FakeAnswer::json(200, test::page<protocol::Message>(messages)));
        QVERIFY(bench.start(t2));
        const workspace::TranscriptModel &rows = bench.workspace->current()->transcript();
        QTRY_COMPARE(rows.rowCount(), 48);
        QTRY_VERIFY(rows.bytesInMemory() <= workspace::TranscriptModel::MostBytes);
        for (int i = 0; i < 48; ++i)
            QCOMPARE(rows.row(i).message.content, messages.at(i).content);
    }

    void textsThatAKilledProgramLeftAreRemoved()
    {
        Bench bench;
        const QString left = bench.folder.filePath(QStringLiteral("texts/texts-abc"));
        QVERIFY(QDir().mkpath(QFileInfo(left).path()));
        QFile file(left);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        bench.make();
        QVERIFY(!QFileInfo::exists(left));
    }

    void theConversationOfTheLastTimeIsOpened()
    {
        Bench bench;
        QVERIFY(bench.start(t2));
        QCOMPARE(bench.workspace->connection(), Workspace::Connection::Online);
        QCOMPARE(bench.workspace->current()->threadId(), t2);
        QCOMPARE(bench.workspace->currentTitle(), QStringLiteral("Title of t2"));
        QCOMPARE(bench.workspace->poller().threadId(), t2);
        QTRY_COMPARE(bench.workspace->current()->signalModel().rowCount(), 1);
    }

    void whatTheServerCannotKeepIsThereAfterARestart()
    {
        const QString signalId = QStringLiteral("s1");
        Bench bench;
        QVERIFY(bench.start(t2));
        QTRY_COMPARE(bench.workspace->current()->signalModel().rowCount(), 1);
        QVERIFY(bench.workspace->current()->keepsReviewHere());
        bench.workspace->current()->confirmSignal(signalId);
        bench.workspace->current()->setSignalPinned(signalId, true);

        const auto isReviewed = [&bench, &signalId] {
            const protocol::Signal *signal = bench.workspace->current()->signalModel().find(signalId);
            return signal && signal->pinnedAt && signal->status == protocol::SignalStatus::Confirmed;
        };
        bench.make();
        QVERIFY(bench.start(t2));
        QTRY_COMPARE(bench.workspace->current()->signalModel().rowCount(), 1);
        QVERIFY(isReviewed());
        // The same name in another conversation is another signal.
        bench.workspace->open(t1);
        QTRY_COMPARE(bench.workspace->current()->signalModel().rowCount(), 1);
        QVERIFY(!isReviewed());

        bench.transport.always(
            "GET", QStringLiteral("/api/signals/"), FakeAnswer::json(200, test::page<protocol::Signal>({})));
        bench.workspace->open(t2);
        QTRY_COMPARE(bench.workspace->current()->signalModel().rowCount(), 0);
        QVERIFY(!bench.workspace->drafts().keys().isEmpty()); // one list may be wrong
        bench.workspace->poller().refresh();
        QTRY_COMPARE(bench.workspace->drafts().keys(), QStringList());
    }

    void whatSomebodyElseTakesBackIsSeen()
    {
        Bench bench({QStringLiteral("review")});
        QVERIFY(bench.start(t1));
        const workspace::SignalModel &model = bench.workspace->current()->signalModel();
        QTRY_COMPARE(model.rowCount(), 1);
        protocol::Signal gone = model.at(0);
        gone.dismissedAt = bench.clock.wall();
        bench.transport.always("POST", QStringLiteral("/api/signals/s1/dismiss/"),
            FakeAnswer::json(200, test::compact(protocol::toJson(gone))));
        bench.workspace->current()->dismissSignal(QStringLiteral("s1"));
        bench.settle();
        // Before a poll came in between: the lists are as they always were.
        bench.workspace->poller().refresh();
        bench.settle();
        QCOMPARE(model.rowCount(), 0);
        bench.workspace->poller().refresh();
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void elseTheNewestIsOpened()
    {
        Bench bench;
        QVERIFY(bench.start(QStringLiteral("gone")));
        QCOMPARE(bench.workspace->current()->threadId(), t1);
    }

    void elseANewOneIsMade()
    {
        Bench bench;
        bench.threads.clear();
        bench.transport.once(
            "POST", threadsPath, answer(201, test::thread(QStringLiteral("t9"), QStringLiteral("New Chat"))));
        QVERIFY(bench.start());
        QCOMPARE(bench.workspace->current()->threadId(), QStringLiteral("t9"));
        QCOMPARE(bench.workspace->currentTitle(), QStringLiteral("New conversation"));
    }

    void aServerThatIsNotThereIsTriedAgain()
    {
        Bench bench;
        bench.transport.always("GET", QStringLiteral("/api/"), FakeAnswer::failure(ApiError::Kind::Network));
        QCOMPARE(bench.workspace->connection(), Workspace::Connection::Connecting);
        bench.workspace->start({});
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::Offline);
        QVERIFY(!bench.workspace->connectionProblem().isEmpty());
        bench.transport.always("GET", QStringLiteral("/api/"), FakeAnswer::json(200, test::serverInfo({})));
        QTRY_COMPARE_WITH_TIMEOUT(bench.workspace->connection(), Workspace::Connection::Online, 5'000);
        QTRY_VERIFY(bench.workspace->current());
    }

    void aServerThatDoesNotKnowUsAsksToSignIn()
    {
        Bench bench;
        bench.transport.always(
            "GET", QStringLiteral("/api/"), FakeAnswer::json(401, "{\"detail\":\"Token expired.\"}"));
        bench.workspace->start({});
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::SignInNeeded);
        bench.transport.always("GET", QStringLiteral("/api/"), FakeAnswer::json(200, test::serverInfo({})));
        bench.workspace->reconnect();
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::Online);
    }

    void aServerThatGoesAwayIsOfflineUntilItIsBack_data()
    {
        QTest::addColumn<bool>("byPoll");
        QTest::newRow("noticed by a poll") << true;
        QTest::newRow("noticed by what the user does") << false;
    }
    void aServerThatGoesAwayIsOfflineUntilItIsBack()
    {
        QFETCH(bool, byPoll);
        Bench bench;
        QVERIFY(bench.start());
        bench.settle();
        const auto gone = FakeAnswer::failure(ApiError::Kind::Network);
        if (byPoll) {
            bench.transport.once("GET", QStringLiteral("/api/signals/"), gone);
            bench.workspace->poller().refresh();
        } else {
            bench.transport.once("PATCH", QStringLiteral("/api/chat/threads/t1/"), gone);
            bench.workspace->rename(t1, QStringLiteral("Other"));
        }
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::Offline);
        QVERIFY(!bench.workspace->connectionProblem().isEmpty());
        bench.threads.append(threadAt(QStringLiteral("t3"), 1)); // made elsewhere meanwhile
        bench.workspace->poller().refresh();
        bench.settle(); // a poll that gets through ends the wait for the next try
        QCOMPARE(bench.workspace->connection(), Workspace::Connection::Online);
        QVERIFY(bench.ids().contains(QStringLiteral("t3")));
    }

    void tryingNowWhileItIsBeingTriedAsksOnce()
    {
        Bench bench;
        bench.transport.once("GET", QStringLiteral("/api/"), FakeAnswer::hold());
        bench.workspace->start({});
        bench.settle();
        bench.workspace->reconnect();
        bench.workspace->reconnect();
        bench.settle();
        QCOMPARE(bench.transport.requests("GET", QStringLiteral("/api/")).size(), 1);
        bench.transport.last()->fail(ApiError::Kind::Network);
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::Offline);
        bench.workspace->reconnect();
        QTRY_COMPARE(bench.workspace->connection(), Workspace::Connection::Online);
        QCOMPARE(bench.transport.requests("GET", QStringLiteral("/api/")).size(), 2);
        QCOMPARE(bench.transport.requests("GET", threadsPath).size(), 1);
    }

    void switchingMovesThePollerAndKeepsBothConversations()
    {
        Bench bench;
        QVERIFY(bench.start());
        Conversation *first = bench.workspace->current();
        QSignalSpy switched(bench.workspace.get(), &Workspace::currentChanged);
        bench.workspace->open(t2);
        bench.workspace->open(t2);
        QCOMPARE(switched.size(), 1);
        QCOMPARE(bench.workspace->poller().threadId(), t2);
        bench.workspace->open(t1);
        QCOMPARE(bench.workspace->current(), first);
    }

    void anEmptyConversationIsUsedBeforeANewOneIsMade()
    {
        Bench bench;
        bench.threads.append(threadAt(QStringLiteral("empty"), 20, 0));
        QVERIFY(bench.start(t2));
        bench.workspace->newConversation();
        QCOMPARE(bench.workspace->current()->threadId(), QStringLiteral("empty"));
        bench.workspace->newConversation();
        bench.settle();
        QCOMPARE(bench.transport.requests("POST", threadsPath).size(), 0);
    }

    void aTextThatWasHandedOverIsNotPutBeforeWhatIsBeingWritten()
    {
        const QString t9 = QStringLiteral("t9");
        Bench bench;
        bench.threads.append(threadAt(QStringLiteral("empty"), 20, 0));
        QVERIFY(bench.start(t2));
        bench.workspace->drafts().set(QStringLiteral("empty"), QStringLiteral("Not sent yet"));
        bench.transport.once("POST", threadsPath, answer(201, threadAt(t9, 30, 0)));
        bench.workspace->newConversation(QStringLiteral("Look at this"));
        QTRY_COMPARE(bench.workspace->current()->threadId(), t9);
        QCOMPARE(bench.workspace->drafts().draft(t9), QStringLiteral("Look at this"));
        QCOMPARE(bench.workspace->drafts().draft(QStringLiteral("empty")), QStringLiteral("Not sent yet"));
    }

    void whatWasFoundIsAskedForWithAnotherVersion()
    {
        Bench bench;
        QVERIFY(bench.start(t2));
        bench.settle();
        const auto polls = [&] {
            return bench.transport.requests("GET", QStringLiteral("/api/signals/")).size();
        };
        const auto before = polls();
        Q_EMIT bench.workspace->current()->branchShown();
        QTRY_COMPARE(polls(), before + 1);
    }

    void newConversationTwiceMakesOne()
    {
        Bench bench;
        QVERIFY(bench.start());
        bench.transport.once("POST", threadsPath, answer(201, threadAt(QStringLiteral("t9"), 30, 0)));
        bench.workspace->newConversation();
        bench.workspace->newConversation();
        QTRY_COMPARE(bench.workspace->current()->threadId(), QStringLiteral("t9"));
        QCOMPARE(bench.transport.requests("POST", threadsPath).size(), 1);
        QCOMPARE(bench.ids().first(), QStringLiteral("t9"));
    }

    void aTextThatWasHandedOverBeginsTheNewConversation()
    {
        const QString t9 = QStringLiteral("t9");
        Bench bench;
        QVERIFY(bench.start(t2));
        QSignalSpy problems(bench.workspace.get(), &Workspace::problem);
        bench.workspace->drafts().set(t2, QStringLiteral("Old"));
        bench.transport.once("POST", threadsPath, answer(201, threadAt(t9, 30, 0)));
        bench.workspace->newConversation(QStringLiteral("Look at this"));
        bench.workspace->newConversation(QStringLiteral("And this"));
        QTRY_COMPARE(bench.workspace->current()->threadId(), t9);
        QCOMPARE(bench.workspace->drafts().draft(t9), QStringLiteral("Look at this\n\nAnd this"));
        QCOMPARE(bench.workspace->drafts().keys().size(), 2);
        QCOMPARE(problems.size(), 0);
    }

    void aTextForWhichNoConversationCouldBeMadeIsWhereOneWrites()
    {
        Bench bench;
        QVERIFY(bench.start(t2));
        QSignalSpy problems(bench.workspace.get(), &Workspace::problem);
        QSignalSpy givenBack(bench.workspace.get(), &Workspace::textGivenBack);
        bench.workspace->drafts().set(t2, QStringLiteral("Old"));
        bench.transport.once("POST", threadsPath, FakeAnswer::json(500, "{}"));
        bench.workspace->newConversation(QStringLiteral("Look at this"));
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY(problems.first().first().toString().contains(QStringLiteral("where you write")));
        QCOMPARE(bench.workspace->drafts().draft(t2), QStringLiteral("Look at this\nOld"));
        QCOMPARE(givenBack.size(), 1);
        // And not in the one that is made next.
        const QString t9 = QStringLiteral("t9");
        bench.transport.once("POST", threadsPath, answer(201, threadAt(t9, 30, 0)));
        bench.workspace->newConversation();
        QTRY_COMPARE(bench.workspace->current()->threadId(), t9);
        QCOMPARE(bench.workspace->drafts().draft(t9), QString());
    }

    void aTextThatNobodyCanSeeYetWaitsForAConversationAlsoAfterARestart()
    {
        Bench bench;
        QVERIFY(bench.start(t2));
        bench.workspace->leave([] {});
        bench.workspace->newConversation(QStringLiteral("Look at this"));
        bench.settle();
        QCOMPARE(bench.transport.requests("POST", threadsPath).size(), 0);
        bench.make();
        QSignalSpy problems(bench.workspace.get(), &Workspace::problem);
        QVERIFY(bench.start(t2));
        QCOMPARE(bench.workspace->drafts().draft(t2), QStringLiteral("Look at this"));
        QCOMPARE(problems.size(), 1);
        bench.workspace->open(t1);
        QCOMPARE(bench.workspace->drafts().draft(t1), QString());
    }

    void aNewNameShowsAtOnceAndIsPutBackWhenItCannotBeSaved()
    {
        Bench bench;
        QVERIFY(bench.start());
        QSignalSpy problems(bench.workspace.get(), &Workspace::problem);
        bench.transport.once("PATCH", QStringLiteral("/api/chat/threads/t1/"),
            FakeAnswer::json(400, "{\"title\":[\"Too long.\"]}"));
        bench.workspace->rename(t1, QStringLiteral("  A better\nname "));
        QCOMPARE(bench.title(t1), QStringLiteral("A better name"));
        QCOMPARE(bench.workspace->currentTitle(), QStringLiteral("A better name"));
        QTRY_COMPARE(problems.size(), 1);
        QCOMPARE(bench.title(t1), QStringLiteral("Title of t1"));
        bench.workspace->rename(t1, QStringLiteral(" "));
        QCOMPARE(bench.transport.requests("PATCH", QStringLiteral("/api/chat/threads/t1/")).size(), 1);
    }

    void archivingMovesTheRowAndOffersToUndo()
    {
        Bench bench;
        QVERIFY(bench.start());
        QSignalSpy offered(bench.workspace.get(), &Workspace::archivedChanged);
        protocol::Thread archived = threadAt(t1, 10);
        archived.archived = true;
        bench.transport.once("PATCH", QStringLiteral("/api/chat/threads/t1/"), answer(200, archived));
        bench.workspace->setArchived(t1, true);
        QCOMPARE(bench.ids(), (QStringList{t2, t1}));
        QCOMPARE(offered.size(), 1);
        bench.settle();
        QCOMPARE(bench.transport.requests().last().body, QByteArray("{\"archived\":true}"));
        QCOMPARE(bench.transport.requests().last().url.query(), QStringLiteral("archived=all"));
    }

    void aDeletionWaitsUntilItIsCommittedAndCanBeUndone()
    {
        Bench bench;
        QVERIFY(bench.start());
        const QString path = QStringLiteral("/api/chat/threads/t1/");
        QSignalSpy offered(bench.workspace.get(), &Workspace::removed);
        bench.workspace->remove(t1);
        QCOMPARE(bench.ids(), QStringList{t2});
        QCOMPARE(bench.workspace->current()->threadId(), t2);
        QCOMPARE(offered.size(), 1);
        bench.workspace->undoDelete();
        QCOMPARE(bench.ids(), (QStringList{t1, t2}));
        QCOMPARE(bench.workspace->current()->threadId(), t1);
        bench.workspace->commitDeletes();
        bench.settle();
        QCOMPARE(bench.transport.requests("DELETE", path).size(), 0);

        bench.transport.once("DELETE", path, FakeAnswer::json(204, {}));
        bench.workspace->remove(t1);
        bench.workspace->commitDeletes();
        bench.settle();
        QCOMPARE(bench.transport.requests("DELETE", path).size(), 1);
        bench.workspace->undoDelete();
        QCOMPARE(bench.ids(), QStringList{t2});
    }

    void severalDeletionsWaitAndEachIsUndoneOrCommittedAlone()
    {
        Bench bench;
        bench.threads.append(threadAt(QStringLiteral("t3"), 1));
        QVERIFY(bench.start());
        bench.workspace->remove(t1);
        bench.workspace->remove(t2);
        bench.settle();
        QCOMPARE(bench.ids(), QStringList{QStringLiteral("t3")});
        QCOMPARE(bench.transport.requests("DELETE", deletePath(t1)).size(), 0);

        bench.workspace->undoDelete(t1);
        QCOMPARE(bench.ids(), (QStringList{t1, QStringLiteral("t3")}));
        bench.transport.once("DELETE", deletePath(t2), FakeAnswer::json(204, {}));
        bench.workspace->commitDelete(t1);
        bench.workspace->commitDelete(t2);
        bench.workspace->commitDelete(t2);
        bench.settle();
        QCOMPARE(bench.transport.requests("DELETE", deletePath(t1)).size(), 0);
        QCOMPARE(bench.transport.requests("DELETE", deletePath(t2)).size(), 1);
        QCOMPARE(bench.ids(), (QStringList{t1, QStringLiteral("t3")}));
    }

    void deletionsThatWereNotCommittedAreByTheNextStart()
    {
        Bench bench;
        bench.threads.append(threadAt(QStringLiteral("t3"), 1));
        QVERIFY(bench.start());
        bench.workspace->remove(t1);
        bench.workspace->remove(t2);
        bench.make();
        bench.transport.once("DELETE", deletePath(t1), FakeAnswer::json(204, {}));
        bench.transport.once("DELETE", deletePath(t2), FakeAnswer::json(204, {}));
        QVERIFY(bench.start());
        QTRY_COMPARE(bench.transport.requests("DELETE", deletePath(t1)).size(), 1);
        QTRY_COMPARE(bench.transport.requests("DELETE", deletePath(t2)).size(), 1);
        QCOMPARE(bench.ids(), QStringList{QStringLiteral("t3")});
    }

    void aDeletionThatIsNotAllowedComesBackAndSaysSo()
    {
        Bench bench;
        QVERIFY(bench.start(t1));
        bench.transport.always("DELETE", QStringLiteral("/api/chat/threads/t2/"),
            FakeAnswer::json(403, "{\"detail\":\"You may not delete this conversation.\"}"));
        bench.workspace->drafts().set(t2, QStringLiteral("half a thought"));
        QSignalSpy said(bench.workspace.get(), &Workspace::problem);
        bench.workspace->remove(t2);
        QVERIFY(!bench.workspace->threads().indexOf(t2).isValid());
        bench.workspace->commitDelete(t2);
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(),
            QStringLiteral("A conversation could not be deleted, so it is back. You may not delete this "
                           "conversation."));
        QVERIFY(bench.workspace->threads().indexOf(t2).isValid());
        QCOMPARE(bench.workspace->drafts().draft(t2), QStringLiteral("half a thought"));
    }

    void whatWasTypedInADeletedOneIsKeptUntilTheServerConfirms()
    {
        Bench bench;
        QVERIFY(bench.start());
        bench.workspace->drafts().set(t2, QStringLiteral("Half a thought"));
        bench.workspace->drafts().set(workspace::Drafts::editKey(t2), QStringLiteral("m1\nChanged"));
        QSignalSpy problems(bench.workspace.get(), &Workspace::problem);
        bench.transport.once("DELETE", deletePath(t2), FakeAnswer::failure(ApiError::Kind::Network));
        bench.workspace->remove(t2);
        bench.workspace->commitDelete(t2);
        QTRY_COMPARE(problems.size(), 1);
        QCOMPARE(bench.ids(), (QStringList{t1, t2}));
        QCOMPARE(bench.workspace->drafts().draft(t2), QStringLiteral("Half a thought"));

        bench.transport.once("DELETE", deletePath(t2), FakeAnswer::json(204, {}));
        bench.workspace->remove(t2);
        bench.workspace->commitDelete(t2);
        QTRY_COMPARE(bench.workspace->drafts().draft(t2), QString());
        QCOMPARE(bench.workspace->drafts().draft(workspace::Drafts::editKey(t2)), QString());
        QCOMPARE(bench.ids(), QStringList{t1});
    }

    void aDeletedOneIsNotTakenFromTheServerWhileItIsOnScreen()
    {
        Bench bench;
        bench.threads = {threadAt(t1, 10)};
        QVERIFY(bench.start());
        bench.workspace->drafts().set(t1, QStringLiteral("Old"));
        bench.transport.once("POST", threadsPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.workspace->remove(t1);
        bench.workspace->commitDelete(t1);
        bench.settle();
        QCOMPARE(bench.workspace->current()->threadId(), t1);
        QCOMPARE(bench.transport.requests("DELETE", deletePath(t1)).size(), 0);

        bench.workspace->drafts().set(t1, QStringLiteral("New"));
        const QString t9 = QStringLiteral("t9");
        bench.transport.once("POST", threadsPath, answer(201, threadAt(t9, 30, 0)));
        bench.transport.once("DELETE", deletePath(t1), FakeAnswer::hold());
        bench.workspace->newConversation();
        QTRY_COMPARE(bench.workspace->current()->threadId(), t9);
        QCOMPARE(bench.workspace->drafts().draft(t9), QStringLiteral("New"));
        QCOMPARE(bench.workspace->drafts().draft(t1), QStringLiteral("Old"));
        QTRY_COMPARE(bench.transport.requests("DELETE", deletePath(t1)).size(), 1);
    }

    void sendingInADeletedOneThatIsStillOnScreenBringsItBack()
    {
        Bench bench;
        bench.threads = {threadAt(t1, 10)};
        QVERIFY(bench.start());
        bench.transport.once("POST", threadsPath, FakeAnswer::failure(ApiError::Kind::Network));
        bench.transport.once("POST", QStringLiteral("/api/chat/threads/t1/messages/"), FakeAnswer::hold());
        bench.workspace->remove(t1);
        bench.workspace->commitDelete(t1);
        bench.settle();
        bench.workspace->current()->send(QStringLiteral("One more thing"));
        QCOMPARE(bench.ids(), QStringList{t1});
        bench.workspace->commitDeletes();
        bench.settle();
        QCOMPARE(bench.transport.requests("DELETE", deletePath(t1)).size(), 0);
    }

    void aSearchShowsWhatTheServerFoundAndThenAllAgain()
    {
        Bench bench;
        QVERIFY(bench.start());
        bench.transport.once("GET", QStringLiteral("/api/chat/threads/?archived=all&q=ship it"),
            FakeAnswer::json(200, test::page<protocol::Thread>({threadAt(t2, 5)})));
        bench.workspace->search(QStringLiteral(" ship it "));
        QTRY_COMPARE(bench.ids(), QStringList{t2});
        QCOMPARE(bench.workspace->searchQuery(), QStringLiteral("ship it"));
        QCOMPARE(bench.workspace->currentTitle(), QStringLiteral("Title of t1"));
        bench.workspace->search({});
        QCOMPARE(bench.ids(), (QStringList{t1, t2}));
    }

    void aNewConversationAndOneBroughtBackEndTheSearch()
    {
        Bench bench;
        QVERIFY(bench.start());
        const QString t9 = QStringLiteral("t9");
        bench.transport.always("GET", QStringLiteral("/api/chat/threads/?archived=all&q=s"),
            FakeAnswer::json(200, test::page<protocol::Thread>({threadAt(t2, 5)})));
        bench.transport.once("POST", threadsPath, answer(201, threadAt(t9, 30, 0)));
        QSignalSpy cleared(bench.workspace.get(), &Workspace::searchCleared);
        bench.workspace->search(QStringLiteral("s"));
        QTRY_COMPARE(bench.ids(), QStringList{t2});
        bench.workspace->newConversation();
        QCOMPARE(bench.workspace->searchQuery(), QString());
        QCOMPARE(cleared.size(), 1);
        QTRY_COMPARE(bench.ids(), (QStringList{t9, t1, t2}));

        bench.workspace->remove(t1);
        bench.workspace->search(QStringLiteral("s"));
        QTRY_COMPARE(bench.ids(), QStringList{t2});
        bench.workspace->undoDelete(t1);
        QCOMPARE(cleared.size(), 2);
        QCOMPARE(bench.ids(), (QStringList{t9, t1, t2}));
    }

    void onlyTheLastSearchCounts()
    {
        Bench bench;
        QVERIFY(bench.start());
        bench.transport.once(
            "GET", QStringLiteral("/api/chat/threads/?archived=all&q=s"), FakeAnswer::hold());
        bench.transport.once("GET", QStringLiteral("/api/chat/threads/?archived=all&q=sh"),
            FakeAnswer::json(200, test::page<protocol::Thread>({threadAt(t2, 5)})));
        bench.workspace->search(QStringLiteral("s"));
        bench.workspace->search(QStringLiteral("sh"));
        QTRY_COMPARE(bench.ids(), QStringList{t2});
        QVERIFY(bench.transport.aborted() >= 1);
    }

    void theFirstMessageNamesTheConversationAndMovesItUp()
    {
        Bench bench;
        bench.threads.append(test::thread(QStringLiteral("t9"), QStringLiteral("New Chat")));
        QVERIFY(bench.start(QStringLiteral("t9")));
        QCOMPARE(bench.ids().last(), QStringLiteral("t9"));
        FakeAnswer held = FakeAnswer::stream({"event: chunk\ndata: {\"delta\":\"Hi\"}\n\n"});
        held.holdEnd = true;
        bench.transport.once("POST", QStringLiteral("/api/chat/threads/t9/messages/"), held);
        protocol::Thread named = threadAt(QStringLiteral("t9"), 60);
        named.title = QStringLiteral("Pricing");
        bench.transport.always("GET", QStringLiteral("/api/chat/threads/t9/"), answer(200, named));
        const qsizetype pollsBefore = bench.transport.requests("GET", QStringLiteral("/api/signals/")).size();
        bench.workspace->current()->send(QStringLiteral("What should it cost?"));
        QTRY_COMPARE(bench.workspace->currentTitle(), QStringLiteral("Pricing"));
        QCOMPARE(bench.ids().first(), QStringLiteral("t9"));
        QVERIFY(bench.workspace->threads().index(0).data(ThreadListModel::StreamingRole).toBool());
        QVERIFY(bench.transport.requests("GET", QStringLiteral("/api/signals/")).size() > pollsBefore);

        bench.workspace->open(t1); // it goes on
        for (test::FakeExchange *exchange : bench.transport.open()) {
            if (exchange->request().stream)
                exchange->body("event: done\ndata: {\"message_id\":\"a1\"}\n\n");
        }
        QTRY_VERIFY(bench.workspace->threads()
                        .indexOf(QStringLiteral("t9"))
                        .data(ThreadListModel::UnreadRole)
                        .toBool());
        bench.workspace->open(QStringLiteral("t9"));
        QVERIFY(!bench.workspace->threads()
                     .indexOf(QStringLiteral("t9"))
                     .data(ThreadListModel::UnreadRole)
                     .toBool());
    }

    void whatWasNotSentIsThereAfterARestart()
    {
        Bench bench;
        QVERIFY(bench.start(t2));
        bench.transport.always("POST", QStringLiteral("/api/chat/threads/t2/messages/"), FakeAnswer::hold());
        bench.workspace->current()->send(QStringLiteral("Do not lose me"));
        bench.make();
        QVERIFY(bench.start(t2));
        bench.settle();
        const workspace::TranscriptModel &transcript = bench.workspace->current()->transcript();
        QCOMPARE(transcript.rowCount(), 2);
        QCOMPARE(transcript.row(0).message.content, QStringLiteral("Do not lose me"));
        QCOMPARE(transcript.row(0).state, workspace::RowState::Sending);
    }

    void aDraftThatWasSentWhenTheProgramEndedIsNotOfferedAgain()
    {
        const QString text = QStringLiteral("Say this once");
        Bench bench;
        QVERIFY(bench.start(t2));
        bench.transport.once("POST", QStringLiteral("/api/chat/threads/t2/messages/"), FakeAnswer::hold());
        bench.workspace->drafts().set(t2, text);
        bench.workspace->current()->send(text);
        bench.make(); // the message waits to be sent, and the draft was not removed yet
        QCOMPARE(bench.workspace->drafts().draft(t2), text);
        bench.transport.once("POST", QStringLiteral("/api/chat/threads/t2/messages/"), FakeAnswer::hold());
        QSignalSpy dropped(bench.workspace.get(), &Workspace::draftWasSent);
        QVERIFY(bench.start(t2));
        QTRY_COMPARE(dropped.size(), 1);
        QCOMPARE(bench.workspace->drafts().draft(t2), QString());

        // Said again on purpose it is a draft like any other.
        QTRY_COMPARE(bench.workspace->current()->loadState(), Conversation::LoadState::Loaded);
        bench.workspace->drafts().set(t2, text);
        bench.workspace->current()->load();
        bench.settle();
        QCOMPARE(bench.workspace->drafts().draft(t2), text);
    }

    void aDraftIsKept_data()
    {
        QTest::addColumn<QString>("draft");
        QTest::newRow("of something else") << QStringLiteral("Say this, too");
        QTest::newRow("that says again what is stored") << QStringLiteral("Say this");
    }
    void aDraftIsKept()
    {
        QFETCH(QString, draft);
        Bench bench;
        bench.workspace->drafts().set(t2, draft);
        bench.transport.always("GET", QStringLiteral("/api/chat/messages/"),
            FakeAnswer::json(200, test::page<protocol::Message>({test::userMessage(
                                      QStringLiteral("u1"), QStringLiteral("Say this"))})));
        QVERIFY(bench.start(t2));
        QTRY_COMPARE(bench.workspace->current()->loadState(), Conversation::LoadState::Loaded);
        QCOMPARE(bench.workspace->drafts().draft(t2), draft);
    }

    void pinningNeedsAServerThatCan()
    {
        Bench base;
        QVERIFY(base.start());
        QVERIFY(!base.workspace->supportsPinning());
        base.workspace->setPinned(t2, true);
        QCOMPARE(base.ids(), (QStringList{t1, t2}));

        Bench bench({QStringLiteral("pinning")});
        QVERIFY(bench.start());
        protocol::Thread pinned = threadAt(t2, 5);
        pinned.pinnedAt = pinned.updatedAt;
        bench.transport.once("PATCH", QStringLiteral("/api/chat/threads/t2/"), answer(200, pinned));
        bench.workspace->setPinned(t2, true);
        QCOMPARE(bench.ids(), (QStringList{t2, t1}));
        bench.settle();
        QCOMPARE(bench.transport.unscripted(), 0);
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
