#include "interop/teambench.h"

#include <QLoggingCategory>
#include <QTest>

using namespace throughline;
using test::TeamBench;
using test::TeamServerProcess;
using workspace::RowState;
using workspace::Workspace;

namespace {

const QString first = QStringLiteral("We must ship by May.");
const QString second = QStringLiteral("Größer, und mit 😀?");

/// Until a token that was issued a moment ago and is valid for so long has ended, on the server's clock,
/// which is this machine's.
bool outlive(int seconds)
{
    const QDateTime end = QDateTime::currentDateTimeUtc().addSecs(seconds + 1);
    return QTest::qWaitFor([&] { return QDateTime::currentDateTimeUtc() > end; }, 1000 * (seconds + 3));
}

} // namespace

/// The program below its window against a Django REST Framework server of the base contract.
class TestTeamServer : public QObject
{
    Q_OBJECT

    static void streamingRows()
    {
        QTest::addColumn<QString>("streaming");
        QTest::addColumn<bool>("streams");
        QTest::newRow("a renderer is declared") << QStringLiteral("declared") << true;
        QTest::newRow("no renderer is declared") << QStringLiteral("none") << true;
        QTest::newRow("no renderer at all for streams") << QStringLiteral("empty-stream") << false;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (TeamServerProcess::python().isEmpty())
            QSKIP("There is no Python with Django REST Framework and Simple JWT here.");
        QLoggingCategory::setFilterRules(QStringLiteral("throughline.*=false"));
    }

    void everyMessageIsStoredOnceAndItsReplyShown_data() { streamingRows(); }
    void everyMessageIsStoredOnceAndItsReplyShown()
    {
        QFETCH(QString, streaming);
        QFETCH(bool, streams);
        TeamServerProcess server;
        QVERIFY(server.start(streaming));
        TeamBench bench(server);
        const QSignalSpy refused(&bench.workspace, &Workspace::streamingRefused);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        QCOMPARE(bench.workspace.connection(), Workspace::Connection::Online);

        QVERIFY(bench.ask(first));
        QCOMPARE(bench.shown(), TeamBench::exchange(first));
        QVERIFY(bench.ask(second));
        const QStringList all = TeamBench::exchange(first) + TeamBench::exchange(second);
        QCOMPARE(bench.shown(), all);
        QCOMPARE(bench.stored(), all);
        for (int i = 0; i < bench.rows().rowCount(); ++i)
            QCOMPARE(bench.rows().row(i).state, RowState::Settled);
        QCOMPARE(refused.count(), streams ? 0 : 1);
        QCOMPARE(bench.workspace.current()->outbox(), QString());

        // The polls that follow a message have brought its signal; the second's would take their time.
        QTRY_VERIFY_WITH_TIMEOUT(bench.workspace.current()->signalModel().rowCount() > 0, 30'000);
        bench.workspace.poller().refresh();
        QTRY_COMPARE_WITH_TIMEOUT(bench.workspace.current()->signalModel().rowCount(), 2, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(
            std::holds_alternative<client::PollWaiting>(bench.workspace.poller().status()), 10'000);
    }

    void whereEveryPostFailsNothingIsLostAndNothingDoubled()
    {
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("empty")));
        TeamBench bench(server);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        QVERIFY(bench.ask(first));
        QCOMPARE(bench.shown().first(), QStringLiteral("user: ") + first);
        QVERIFY(bench.rows().row(0).canRetry || bench.lastRow().canRetry);
        QVERIFY(!bench.rows().row(0).notice.isEmpty() || !bench.lastRow().notice.isEmpty());
        QVERIFY2(bench.workspace.current()->outbox().contains(first),
            qPrintable(bench.workspace.current()->outbox()));
        QCOMPARE(bench.stored(), QStringList());
        QCOMPARE(bench.workspace.connection(), Workspace::Connection::Online);
        QTRY_VERIFY_WITH_TIMEOUT(
            std::holds_alternative<client::PollWaiting>(bench.workspace.poller().status()), 10'000);
    }

    void tokensThatEndBetweenAndDuringRepliesLoseNothing_data() { streamingRows(); }
    void tokensThatEndBetweenAndDuringRepliesLoseNothing()
    {
        QFETCH(QString, streaming);
        TeamServerProcess server;
        // A reply takes about 3 s, a token lasts 2.
        QVERIFY(
            server.start(streaming, {QStringLiteral("--access-lifetime=2"), QStringLiteral("--pace=0.2")}));
        TeamBench bench(server);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        bench.workspace.drafts().set(bench.workspace.current()->threadId(), second);
        QVERIFY(bench.ask(first));
        QCOMPARE(bench.shown(), TeamBench::exchange(first));
        QVERIFY(outlive(2));
        QCOMPARE(bench.workspace.drafts().draft(bench.workspace.current()->threadId()), second);
        QVERIFY(bench.ask(second));
        const QStringList all = TeamBench::exchange(first) + TeamBench::exchange(second);
        QCOMPARE(bench.shown(), all);
        QCOMPARE(bench.stored(), all);
        QCOMPARE(bench.workspace.connection(), Workspace::Connection::Online);
        QVERIFY(bench.refusedForTheToken() > 0);
        QVERIFY(bench.requests("POST", QStringLiteral("/auth/token/refresh/"), 200) > 1);
        QCOMPARE(bench.requests("POST", QStringLiteral("/auth/token/")),
            bench.requests("POST", QStringLiteral("/auth/token/refresh/")) + 1);
    }

    void manyRequestsThatFindTheTokenEndedRenewItOnce()
    {
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared"), {QStringLiteral("--access-lifetime=2")}));
        TeamBench bench(server);
        QVERIFY(bench.signIn());
        QVERIFY(outlive(2));
        int answers = 0;
        QObject context;
        for (int i = 0; i < 12; ++i) {
            bench.api.listThreads(&context, client::ApiClient::Archived::All, {},
                [&](const auto &list) { answers += list.has_value() ? 1 : 100; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers, 12, 20'000);
        QCOMPARE(bench.requests("POST", QStringLiteral("/auth/token/refresh/")), 1);
        QCOMPARE(bench.refusedForTheToken(), 12);
    }

    void whenTheSessionHasEndedTheMessageWaitsForSigningIn()
    {
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared"),
            {QStringLiteral("--access-lifetime=2"), QStringLiteral("--refresh-lifetime=2")}));
        TeamBench bench(server);
        const QSignalSpy signInNeeded(&bench.session, &client::Session::signInNeeded);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        QVERIFY(outlive(2));
        QVERIFY(bench.ask(first));
        QVERIFY(signInNeeded.count() > 0);
        QCOMPARE(bench.workspace.connection(), Workspace::Connection::SignInNeeded);
        QCOMPARE(bench.shown().first(), QStringLiteral("user: ") + first);
        QVERIFY(bench.workspace.current()->outbox().contains(first));

        QVERIFY(bench.signIn());
        bench.workspace.reconnect();
        QTRY_COMPARE_WITH_TIMEOUT(bench.workspace.connection(), Workspace::Connection::Online, 10'000);
        // What waited goes out by itself.
        QTRY_COMPARE_WITH_TIMEOUT(bench.shown(), TeamBench::exchange(first), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(bench.lastRow().state, RowState::Settled, 20'000);
        QCOMPARE(bench.stored(), TeamBench::exchange(first));
    }

    void aSessionThatEndsWhileAReplyIsWrittenLosesNothing_data() { streamingRows(); }
    void aSessionThatEndsWhileAReplyIsWrittenLosesNothing()
    {
        QFETCH(QString, streaming);
        TeamServerProcess server;
        // A reply takes about 3 s; both tokens last 2.
        QVERIFY(server.start(
            streaming, {QStringLiteral("--access-lifetime=2"), QStringLiteral("--refresh-lifetime=2"),
                           QStringLiteral("--pace=0.2")}));
        TeamBench bench(server);
        const QSignalSpy signInNeeded(&bench.session, &client::Session::signInNeeded);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        const QString thread = bench.workspace.current()->threadId();
        bench.workspace.drafts().set(thread, second);
        QVERIFY(bench.ask(first));
        QTRY_VERIFY_WITH_TIMEOUT(signInNeeded.count() > 0, 10'000);
        QCOMPARE(bench.shown().first(), QStringLiteral("user: ") + first);
        QCOMPARE(bench.workspace.drafts().draft(thread), second);

        QVERIFY(outlive(3)); // the reply is whole by now, whoever reads it
        QVERIFY(bench.signIn());
        bench.workspace.reconnect();
        QTRY_COMPARE_WITH_TIMEOUT(bench.shown(), TeamBench::exchange(first), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(bench.lastRow().state, RowState::Settled, 20'000);
        QCOMPARE(bench.stored(), TeamBench::exchange(first));
        QCOMPARE(bench.workspace.current()->outbox(), QString());
        QCOMPARE(bench.workspace.drafts().draft(thread), second);
    }

    void aRefreshTokenThatIsGoodForOneUseIsReplacedEachTime()
    {
        TeamServerProcess server;
        QVERIFY(server.start(
            QStringLiteral("declared"), {QStringLiteral("--access-lifetime=2"), QStringLiteral("--rotate")}));
        TeamBench bench(server);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        for (const QString &question : {first, second}) {
            QVERIFY(outlive(2));
            QVERIFY(bench.ask(question));
        }
        QCOMPARE(bench.stored(), TeamBench::exchange(first) + TeamBench::exchange(second));
        QVERIFY(bench.requests("POST", QStringLiteral("/auth/token/refresh/"), 200) >= 2);

        // Another program of the same user, with what is kept by now.
        client::Session other(bench.network, bench.store, bench.sessionClock, {.server = server.url()});
        const QSignalSpy restored(&other, &client::Session::signedIn);
        other.restore();
        QTRY_COMPARE(restored.count(), 1);
        std::optional<bool> renewed;
        QObject context;
        other.renew({}, &context, [&](const auto &error) { renewed = !error; });
        QTRY_VERIFY_WITH_TIMEOUT(renewed.has_value(), 10'000);
        QVERIFY(*renewed);
        // The first one's refresh token has ended with that; it finds the new one in the store.
        QVERIFY(outlive(2));
        QCOMPARE(bench.stored().size(), 4);
        QCOMPARE(bench.session.state(), client::Session::State::SignedIn);
    }

    void aWrongPasswordIsTheServersSentence()
    {
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        TeamBench bench(server);
        const QSignalSpy failed(&bench.session, &client::Session::failed);
        bench.session.signIn(TeamServerProcess::email, QStringLiteral("wrong"));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 10'000);
        QCOMPARE(
            failed.first().at(0).toString(), QStringLiteral("Unable to log in with provided credentials."));
        QCOMPARE(bench.session.state(), client::Session::State::SignedOut);
        // Asking without having signed in: to be signed in is what is missing, and said.
        bench.workspace.start({});
        QTRY_COMPARE_WITH_TIMEOUT(bench.workspace.connection(), Workspace::Connection::SignInNeeded, 10'000);
    }

    void signedOutNothingIsAnswered()
    {
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        TeamBench bench(server);
        QVERIFY(bench.signIn());
        QVERIFY(bench.open());
        const QSignalSpy signedOut(&bench.session, &client::Session::signedOut);
        bench.session.signOut();
        QTRY_COMPARE(signedOut.count(), 1);
        bench.workspace.reconnect();
        QTRY_COMPARE_WITH_TIMEOUT(bench.workspace.connection(), Workspace::Connection::SignInNeeded, 10'000);
    }

    void noSecretIsInTheActivityLog()
    {
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared"), {QStringLiteral("--access-lifetime=2")}));
        TeamBench bench(server);
        QVERIFY(bench.signIn());
        QSet<QByteArray> secrets{TeamServerProcess::password.toUtf8(), bench.session.accessToken()};
        QVERIFY(bench.open());
        QVERIFY(outlive(2));
        QVERIFY(bench.ask(first));
        secrets.insert(bench.session.accessToken());
        QCOMPARE(secrets.size(), 3);
        QVERIFY(bench.log.records().size() > 5);
        for (const net::ActivityRecord &record : bench.log.records()) {
            QByteArray everything = record.url.toEncoded() + record.requestBody + record.error.toUtf8();
            for (const auto &[name, value] : record.requestHeaders + record.responseHeaders)
                everything += name + value + '\n';
            for (const net::ActivityEvent &event : record.events)
                everything += event.data.toUtf8();
            for (const QByteArray &secret : std::as_const(secrets))
                QVERIFY2(!everything.contains(secret), everything.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestTeamServer)
#include "tst_teamserver.moc"
