#include "app/teamhub.h"
#include "client/contractjson.h"
#include "client/fakesecretstore.h"
#include "client/tokens.h"
#include "support/scriptedserver.h"
#include "workspace/threadlistmodel.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using app::TeamHub;
using test::Script;
using test::ServedRequest;
using workspace::TeamServer;
using workspace::TeamServers;
using Connection = workspace::Workspace::Connection;

namespace {

const QString ada = QStringLiteral("ada@example.org");
const QString bo = QStringLiteral("bo@example.org");
const QString password = QStringLiteral("correct horse");

QString field(const ServedRequest &request, const char *name)
{
    return QJsonDocument::fromJson(request.body).object().value(QLatin1StringView(name)).toString();
}

/// A team server with two accounts, each with a conversation of its own. Tokens are "access ada@…".
struct Team
{
    Team()
    {
        wire.always("GET", "/api/", Script().json(404, "{}"));
        wire.always("GET", "/api/signals/", Script().json(200, test::page<protocol::Signal>({})));
        wire.always("GET", "/api/chat/messages/", Script().json(200, test::page<protocol::Message>({})));
        wire.always("POST", "/api/auth/token/", [](const ServedRequest &request) {
            const QByteArray email = field(request, "email").toLower().toUtf8();
            return field(request, "password") == password
                       ? Script().json(200, test::tokens("access-" + email, "refresh-" + email))
                       : Script().json(400, "{\"non_field_errors\": [\"No such account.\"]}");
        });
        wire.always("POST", "/api/auth/token/refresh/", [](const ServedRequest &request) {
            const QByteArray refresh = field(request, "refresh").toUtf8();
            return refresh.startsWith("refresh-")
                       ? Script().json(200, test::tokens("access-" + refresh.mid(qstrlen("refresh-"))))
                       : Script().json(401, "{}");
        });
        wire.always("GET", "/api/chat/threads/", [](const ServedRequest &request) {
            const QByteArray bearer = request.header("Authorization");
            if (!bearer.startsWith("Bearer access-"))
                return Script().json(401, "{}");
            const QString who = QString::fromLatin1(bearer.mid(qstrlen("Bearer access-")));
            return Script().json(200, test::page<protocol::Thread>({test::thread(
                                          QStringLiteral("of ") + who, QStringLiteral("Plans of ") + who)}));
        });
    }
    TeamServer account(const QString &email) const
    {
        return {.id = workspace::teamServerId(wire.url(QString()), email),
            .address = wire.url(QString()),
            .email = email};
    }
    /// Whose token the newest request for conversations was sent with.
    QByteArray lastBearer() const
    {
        return wire.requests("GET", "/api/chat/threads/").last().header("Authorization");
    }

    test::ScriptedServer wire;
};

} // namespace

class TeamHubTest : public QObject
{
    Q_OBJECT

    struct Bench
    {
        Bench() { make(); }
        void make()
        {
            hub.reset();
            hub = std::make_unique<TeamHub>(store, clock, folder.path());
        }
        bool signIn(const QString &email)
        {
            const QSignalSpy signedIn(hub.get(), &TeamServers::signedIn);
            hub->signIn(team.account(email), password);
            return QTest::qWaitFor([&] { return signedIn.size() == 1; }) &&
                   QTest::qWaitFor([&] { return !hub->isWriting(); });
        }
        QString id(const QString &email) const { return team.account(email).id; }
        workspace::Workspace &workspace(const QString &email) const
        {
            return hub->connection(id(email))->workspace();
        }
        bool open(const QString &email) const
        {
            hub->open(id(email));
            return QTest::qWaitFor([&] { return workspace(email).connection() == Connection::Online; });
        }
        QStringList titles(const QString &email) const
        {
            QStringList list;
            const workspace::ThreadListModel &model = workspace(email).threads();
            for (int i = 0; i < model.rowCount(); ++i)
                list.append(model.index(i).data(workspace::ThreadListModel::TitleRole).toString());
            return list;
        }

        QTemporaryDir folder;
        polling::SystemClock clock;
        test::FakeSecretStore store;
        Team team;
        std::unique_ptr<TeamHub> hub;
    };

private Q_SLOTS:
    void whoCouldNotBeSignedInWasNeverThere()
    {
        Bench bench;
        QSignalSpy failed(bench.hub.get(), &TeamServers::failed);
        bench.hub->signIn(bench.team.account(ada), QStringLiteral("wrong"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().toString(), bench.id(ada));
        QCOMPARE(failed.first().at(1).toString(), QStringLiteral("No such account."));
        QTRY_VERIFY(!bench.hub->connection(bench.id(ada)));
        QVERIFY(bench.hub->servers().isEmpty());
        QVERIFY(bench.store.secrets.isEmpty());
    }

    void twoAccountsOnOneServerStandSideBySide()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        QVERIFY(bench.signIn(bo));
        QCOMPARE(bench.hub->servers().size(), 2);
        QVERIFY(bench.open(ada));
        QVERIFY(bench.open(bo));
        QCOMPARE(bench.titles(ada), QStringList{QStringLiteral("Plans of ada@example.org")});
        QCOMPARE(bench.titles(bo), QStringList{QStringLiteral("Plans of bo@example.org")});
        QCOMPARE(bench.store.secrets.size(), 2);

        bench.workspace(ada).drafts().set(QStringLiteral("t1"), QStringLiteral("what Ada types"));
        QCOMPARE(bench.workspace(bo).drafts().draft(QStringLiteral("t1")), QString());
        bench.workspace(bo).drafts().set(QStringLiteral("t1"), QStringLiteral("what Bo types"));
        bench.hub->flush();
        QCOMPARE(QDir(bench.folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 2);
    }

    void signingOutOfOneLeavesTheOther()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        QVERIFY(bench.signIn(bo));
        QVERIFY(bench.open(ada));
        QVERIFY(bench.open(bo));
        bench.hub->signOut(bench.id(ada));
        QTRY_COMPARE(bench.workspace(ada).connection(), Connection::SignInNeeded);
        QCOMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::SignedOut);
        QCOMPARE(bench.hub->state(bench.id(bo)), TeamServers::State::SignedIn);
        QCOMPARE(bench.store.secrets.size(), 1);
        QVERIFY(bench.store.secrets.cbegin().value().contains("refresh-bo@"));

        const qsizetype asked = bench.team.wire.requests("GET", "/api/chat/threads/").size();
        bench.workspace(bo).reconnect();
        QTRY_VERIFY(bench.team.wire.requests("GET", "/api/chat/threads/").size() > asked);
        QCOMPARE(bench.team.lastBearer(), "Bearer access-bo@example.org");
        QTRY_COMPARE(bench.workspace(bo).connection(), Connection::Online);

        QVERIFY(bench.signIn(ada));
        QTRY_COMPARE(bench.workspace(ada).connection(), Connection::Online);
        QCOMPARE(bench.hub->servers().size(), 2);
        QCOMPARE(bench.titles(bo), QStringList{QStringLiteral("Plans of bo@example.org")});
    }

    void eachSessionOfTheLastTimeIsTakenUpAsItsOwn()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        QVERIFY(bench.signIn(bo));
        const QList<TeamServer> list =
            workspace::teamServersFromJson(workspace::toJson(bench.hub->servers()));
        bench.make();
        bench.hub->setServers(list);
        QCOMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::Busy);
        bench.hub->restoreSessions();
        for (const QString &email : {bo, ada}) {
            QTRY_COMPARE(bench.hub->state(bench.id(email)), TeamServers::State::SignedIn);
            QVERIFY(bench.open(email));
            QCOMPARE(bench.titles(email), QStringList{QStringLiteral("Plans of ") + email});
            QCOMPARE(bench.team.lastBearer(), "Bearer access-" + email.toLatin1());
        }
        QVERIFY(bench.team.wire.requests("POST", "/api/auth/token/").size() == 2); // as before
    }

    void whatIsDoneBeforeTheSessionsAreTakenUpIsDoneToTheWholeList()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        QVERIFY(bench.signIn(bo));
        const QList<TeamServer> list = bench.hub->servers();
        const QString cleo = QStringLiteral("cleo@example.org");
        bench.make();
        bench.hub->setServers(list);
        QSignalSpy listChanged(bench.hub.get(), &TeamHub::listChanged);
        QVERIFY(bench.signIn(cleo));
        QCOMPARE(listChanged.size(), 1);
        QCOMPARE(bench.hub->servers().size(), 3);
        // One that is removed leaves nothing in the keychain.
        bench.hub->remove(bench.id(bo));
        QTRY_COMPARE(bench.store.secrets.size(), 2);
        QTRY_VERIFY(!bench.hub->connection(bench.id(bo)));
        // One that was signed in to meanwhile is not asked for again.
        const qsizetype tokens = bench.team.wire.requests("POST", "/api/auth/token/").size();
        bench.hub->restoreSessions();
        QCOMPARE(bench.hub->state(bench.id(cleo)), TeamServers::State::SignedIn);
        QTRY_COMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::SignedIn);
        QVERIFY(!bench.hub->connection(bench.id(bo)));
        QCOMPARE(bench.team.wire.requests("POST", "/api/auth/token/").size(), tokens);
    }

    void whoSignsInBeforeTheSessionsAreTakenUpKeepsThatOne()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        const QList<TeamServer> list = bench.hub->servers();
        bench.make();
        bench.hub->setServers(list);
        QVERIFY(bench.signIn(ada));
        QCOMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::SignedIn);
        bench.hub->restoreSessions();
        QCOMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::SignedIn);
        QCOMPARE(bench.hub->servers(), list);
    }

    void whoIsSignedOutBeforeTheSessionsAreTakenUpStaysSignedOut()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        const QList<TeamServer> list = bench.hub->servers();
        bench.make();
        bench.hub->setServers(list);
        bench.hub->signOut(bench.id(ada));
        QTRY_VERIFY(bench.store.secrets.isEmpty());
        bench.hub->restoreSessions();
        QCOMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::SignedOut);
        QCOMPARE(bench.hub->servers(), list);
    }

    void eachIsAskedForSignalsAsOftenAsWasSaid()
    {
        Bench bench;
        // Without signals: every 3 to 5 s at first, or every 10 s.
        const auto wait = [&](const QString &email) -> std::optional<std::chrono::milliseconds> {
            const client::PollStatus status = bench.workspace(email).poller().status();
            const auto *waiting = std::get_if<client::PollWaiting>(&status);
            return waiting ? std::optional(waiting->due - bench.clock.monotonic()) : std::nullopt;
        };
        bench.hub->setSchedule(polling::Schedule::sparing());
        for (const QString &email : {ada, bo}) {
            QVERIFY(bench.signIn(email));
            QVERIFY(bench.open(email));
            bench.workspace(email).poller().setWindowVisible(true, false);
            bench.workspace(email).poller().setSidebarExpanded(true);
            QTRY_VERIFY(wait(email) > std::chrono::seconds(6));
        }
        bench.hub->setSchedule({});
        for (const QString &email : {ada, bo})
            QVERIFY(wait(email) && *wait(email) < std::chrono::seconds(6)); // at once: it gets shorter anyway
    }

    void theSameAccountInOtherLettersIsTheSame()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        QVERIFY(bench.signIn(QStringLiteral("Ada@Example.org")));
        QCOMPARE(bench.hub->servers().size(), 1);
        QCOMPARE(bench.store.secrets.size(), 1);
    }

    void whatIsRemovedIsSignedOutAndGoesAndItsDraftsStay()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        QVERIFY(bench.signIn(bo));
        bench.workspace(ada).drafts().set(QStringLiteral("t1"), QStringLiteral("half a thought"));
        QSignalSpy leaving(bench.hub.get(), &TeamHub::leaving);
        bench.hub->remove(bench.id(ada));
        QTRY_COMPARE(leaving.size(), 1);
        QVERIFY(!bench.hub->connection(bench.id(ada)));
        QCOMPARE(bench.hub->servers(), QList<TeamServer>{bench.team.account(bo)});
        QCOMPARE(bench.store.secrets.size(), 1);
        QCOMPARE(bench.hub->state(bench.id(bo)), TeamServers::State::SignedIn);
        QVERIFY(bench.signIn(ada));
        QCOMPARE(bench.workspace(ada).drafts().draft(QStringLiteral("t1")), QStringLiteral("half a thought"));
    }

    void whoeverSignsInAgainWhileItIsRemovedStays()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        bench.hub->remove(bench.id(ada));
        QVERIFY(bench.signIn(ada));
        QCOMPARE(bench.hub->servers().size(), 1);
        bench.hub->signOut(bench.id(ada));
        QTRY_COMPARE(bench.hub->state(bench.id(ada)), TeamServers::State::SignedOut);
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QVERIFY(bench.hub->connection(bench.id(ada))); // only signed out
    }

    void whetherHttpWillDoIsDecidedAnew()
    {
        Bench bench;
        QVERIFY(bench.signIn(ada));
        TeamServer plain = bench.team.account(ada);
        plain.allowPlainHttp = true;
        const QSignalSpy signedIn(bench.hub.get(), &TeamServers::signedIn);
        bench.hub->signOut(bench.id(ada));
        bench.hub->signIn(plain, password);
        QTRY_COMPARE(signedIn.size(), 1);
        QCOMPARE(bench.hub->servers(), QList<TeamServer>{plain});
        QVERIFY(bench.open(ada));
    }

    void whatWasTypedWhenThereWasOneFolderForAllIsTheFirstAccounts()
    {
        Bench bench;
        const QString origin = workspace::originOf(bench.team.wire.url(QString()));
        const QString before = bench.folder.filePath(
            QString::fromLatin1(QUrl::toPercentEncoding(origin)) + QStringLiteral("/drafts"));
        {
            workspace::Drafts drafts(before);
            drafts.set(QStringLiteral("t1"), QStringLiteral("half a thought"));
            drafts.flush();
        }
        bench.hub->setServers({bench.team.account(ada), bench.team.account(bo)});
        bench.hub->restoreSessions();
        QCOMPARE(bench.workspace(ada).drafts().draft(QStringLiteral("t1")), QStringLiteral("half a thought"));
        QCOMPARE(bench.workspace(bo).drafts().draft(QStringLiteral("t1")), QString());
        QVERIFY(!QDir().exists(before));
    }

    void anAddressTooLongForAFileNameHasAFolderAllTheSame()
    {
        Bench bench;
        const QString longest = QString(240, u'a') + QStringLiteral("@example.org");
        QVERIFY(bench.signIn(longest));
        bench.workspace(longest).drafts().set(QStringLiteral("t1"), QStringLiteral("x"));
        bench.hub->flush();
        const QStringList folders = QDir(bench.folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        QCOMPARE(folders.size(), 1);
        QVERIFY(!QDir(bench.folder.filePath(folders.first() + QStringLiteral("/drafts"))).isEmpty());
    }
};

QTEST_MAIN(TeamHubTest)
#include "tst_teamhub.moc"
