#include "client/fakesecretstore.h"
#include "client/session.h"
#include "client/tokens.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace std::chrono_literals;
using client::Session;
using protocol::ApiError;
using test::FakeAnswer;

namespace {

const QString tokenPath = QStringLiteral("/api/auth/token/");
const QString refreshPath = QStringLiteral("/api/auth/token/refresh/");
const QString secretName = QStringLiteral("team server https://team.example:443");
const QString ada = QStringLiteral("ada@example.org");
const QString password = QStringLiteral("correct horse");

QByteArray storedSession(const QByteArray &refresh)
{
    return test::compact(
        {{QLatin1StringView("email"), ada}, {QLatin1StringView("refresh"), QString::fromLatin1(refresh)}});
}

QByteArray field(const QByteArray &body, const char *name)
{
    return QJsonDocument::fromJson(body).object().value(QLatin1StringView(name)).toString().toUtf8();
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

    struct Bench
    {
        explicit Bench(const QString &server = QStringLiteral("https://team.example"))
            : session(transport, store, clock, {.server = QUrl(server)})
        {
            transport.always("POST", tokenPath, FakeAnswer::json(200, test::tokens("access-1", "refresh-1")));
        }

        bool signIn()
        {
            session.signIn(ada, password);
            return QTest::qWaitFor([this] { return session.state() == Session::State::SignedIn; }) &&
                   QTest::qWaitFor([this] { return remembered.count() > 0; });
        }
        /// Asks for a renewal and counts what comes of it.
        void renew(const QByteArray &rejected)
        {
            session.renew(rejected, &context, [this](const std::optional<ApiError> &error) {
                renewals.append(error ? protocol::kindName(error->kind) : QStringLiteral("ok"));
            });
        }
        static void settle()
        {
            for (int i = 0; i < 20; ++i)
                QCoreApplication::processEvents();
        }

        test::FakeTransport transport;
        test::FakeSecretStore store;
        test::FakeClock clock;
        Session session;
        QObject context;
        QStringList renewals;
        QSignalSpy signedIn{&session, &Session::signedIn};
        QSignalSpy signedOut{&session, &Session::signedOut};
        QSignalSpy remembered{&session, &Session::remembered};
        QSignalSpy signInNeeded{&session, &Session::signInNeeded};
        QSignalSpy failed{&session, &Session::failed};
    };

private Q_SLOTS:
    void signingInSendsEmailAndPasswordOnceAndKeepsTheRefreshToken()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        QCOMPARE(bench.signedIn.count(), 1);
        QCOMPARE(bench.session.email(), ada);
        QCOMPARE(bench.session.accessToken(), "access-1");
        const auto requests = bench.transport.requests("POST", tokenPath);
        QCOMPARE(requests.size(), 1);
        QCOMPARE(field(requests.first().body, "email"), ada.toUtf8());
        QCOMPARE(field(requests.first().body, "password"), password.toUtf8());
        QCOMPARE(bench.store.secrets.keys(), QStringList{secretName});
        QCOMPARE(bench.store.secrets.value(secretName), storedSession("refresh-1"));
        QCOMPARE(bench.remembered.first().at(0).toBool(), true);
    }

    void aWrongPasswordIsASentence_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("wrong password")
            << 400 << QByteArray(R"({"non_field_errors":["No active account with these credentials."]})")
            << QStringLiteral("No active account with these credentials.");
        QTest::newRow("as some servers say it") << 401 << QByteArray(R"({"detail":"No active account."})")
                                                << QStringLiteral("No active account.");
        QTest::newRow("one that repeats it")
            << 400 << QByteArray(R"({"password":["“correct horse” is not the password."]})")
            << QStringLiteral("“***” is not the password.");
        QTest::newRow("not a team server")
            << 404 << QByteArray("<html>Not found</html>")
            << QStringLiteral("There is no sign-in at this address. Check the team server's address.");
        QTest::newRow("something else")
            << 200 << QByteArray(R"({"access":"a"})")
            << QStringLiteral("What answers at this address is not a team server.");
    }
    void aWrongPasswordIsASentence()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, sentence);
        Bench bench;
        bench.transport.always("POST", tokenPath, FakeAnswer::json(status, body));
        bench.session.signIn(ada, password);
        QCOMPARE(bench.session.state(), Session::State::SigningIn);
        QTRY_COMPARE(bench.failed.count(), 1);
        QCOMPARE(bench.failed.first().at(0).toString(), sentence);
        QCOMPARE(bench.session.state(), Session::State::SignedOut);
        QCOMPARE(bench.signedIn.count(), 0);
        QCOMPARE(bench.store.writes, 0);
    }

    void tokensThatCannotBeSentAreNotTaken()
    {
        Bench bench;
        bench.transport.always(
            "POST", tokenPath, FakeAnswer::json(200, R"({"access":"a\r\nX-Other: b","refresh":"r"})"));
        bench.session.signIn(ada, password);
        QTRY_COMPARE(bench.failed.count(), 1);
        QCOMPARE(bench.session.accessToken(), QByteArray());
    }

    void aPasswordDoesNotTravelUnprotectedToAnotherMachine()
    {
        Bench bench(QStringLiteral("http://team.example"));
        bench.session.signIn(ada, password);
        QTRY_COMPARE(bench.failed.count(), 1);
        QVERIFY(bench.failed.first().at(0).toString().contains(QStringLiteral("unprotected")));
        QVERIFY(bench.transport.requests().isEmpty());

        Bench local(QStringLiteral("http://127.0.0.1:8000"));
        QVERIFY(local.signIn());
    }

    void theSessionOfTheLastTimeIsTakenUp()
    {
        Bench bench;
        bench.store.secrets.insert(secretName, storedSession("refresh-0"));
        bench.session.restore();
        QCOMPARE(bench.session.state(), Session::State::Restoring);
        QTRY_COMPARE(bench.signedIn.count(), 1);
        QCOMPARE(bench.session.email(), ada);
        QVERIFY(bench.session.needsRenewal());

        bench.transport.always("POST", refreshPath, FakeAnswer::json(200, test::tokens("access-2")));
        bench.renew({});
        QTRY_COMPARE(bench.renewals, QStringList{QStringLiteral("ok")});
        QCOMPARE(field(bench.transport.requests("POST", refreshPath).first().body, "refresh"), "refresh-0");
        QCOMPARE(bench.session.accessToken(), "access-2");
    }

    void withoutOneThePersonIsAsked()
    {
        Bench bench;
        bench.session.restore();
        QTRY_COMPARE(bench.signInNeeded.count(), 1);
        QCOMPARE(bench.failed.count(), 0);
        QCOMPARE(bench.session.state(), Session::State::SignedOut);
    }

    void aStoreThatCannotSayIsNotTakenForAnEmptyOne()
    {
        Bench bench;
        bench.store.secrets.insert(secretName, storedSession("refresh-0"));
        bench.store.error = secrets::SecretError{
            .kind = secrets::SecretError::Kind::Denied, .message = QStringLiteral("The keychain is locked.")};
        bench.session.restore();
        QTRY_COMPARE(bench.signInNeeded.count(), 1);
        QCOMPARE(bench.failed.first().at(0).toString(), QStringLiteral("The keychain is locked."));
        QCOMPARE(bench.store.secrets.value(secretName), storedSession("refresh-0"));
        QCOMPARE(bench.store.writes + bench.store.removals, 0);
    }

    void whatWillNotOutliveTheProgramIsSaid()
    {
        Bench bench;
        bench.store.error = secrets::SecretError{.kind = secrets::SecretError::Kind::Unavailable,
            .message = QStringLiteral("There is no keychain.")};
        QVERIFY(bench.signIn());
        QCOMPARE(bench.remembered.first().at(0).toBool(), false);
        QCOMPARE(bench.remembered.first().at(1).toString(), QStringLiteral("There is no keychain."));
    }

    void theTokenIsRenewedOnceForAllWhoWait()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.transport.always("POST", refreshPath, FakeAnswer::hold());
        for (int i = 0; i < 5; ++i)
            bench.renew("access-1");
        Bench::settle();
        QCOMPARE(bench.transport.requests("POST", refreshPath).size(), 1);
        test::FakeExchange *refresh = bench.transport.last();
        refresh->head(200);
        refresh->body(test::tokens("access-2"));
        refresh->finish();
        QTRY_COMPARE(bench.renewals.size(), 5);
        QCOMPARE(bench.renewals.count(QStringLiteral("ok")), 5);
        // Who comes late with the old one needs no other.
        bench.renew("access-1");
        QTRY_COMPARE(bench.renewals.size(), 6);
        QCOMPARE(bench.transport.requests("POST", refreshPath).size(), 1);
        QCOMPARE(bench.session.accessToken(), "access-2");
    }

    void aNewRefreshTokenReplacesTheOldOne()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.transport.once(
            "POST", refreshPath, FakeAnswer::json(200, test::tokens("access-2", "refresh-2")));
        bench.transport.once("POST", refreshPath, FakeAnswer::json(200, test::tokens("access-3")));
        bench.renew("access-1");
        QTRY_COMPARE(bench.renewals.size(), 1);
        QTRY_COMPARE(bench.store.secrets.value(secretName), storedSession("refresh-2"));
        bench.renew("access-2");
        QTRY_COMPARE(bench.renewals.size(), 2);
        QCOMPARE(field(bench.transport.requests("POST", refreshPath).last().body, "refresh"), "refresh-2");
    }

    void anEndedRefreshTokenAsksToSignInAndDeletesNothing()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.transport.always("POST", refreshPath,
            FakeAnswer::json(401, R"({"detail":"Token is invalid or expired","code":"token_not_valid"})"));
        bench.renew("access-1");
        bench.renew("access-1");
        QTRY_COMPARE(bench.renewals.size(), 2);
        QCOMPARE(bench.renewals.count(protocol::kindName(ApiError::Kind::Unauthorized)), 2);
        QCOMPARE(bench.signInNeeded.count(), 1);
        QCOMPARE(bench.session.state(), Session::State::SignedOut);
        QCOMPARE(bench.session.email(), ada);
        QVERIFY(!bench.session.canRenew());
        QCOMPARE(bench.store.secrets.value(secretName), storedSession("refresh-1"));
        QCOMPARE(bench.transport.requests("POST", refreshPath).size(), 1);
    }

    void whatAnotherProgramRenewedIsUsed()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.store.secrets.insert(secretName, storedSession("refresh-of-the-other"));
        bench.transport.always("POST", refreshPath, [](const net::HttpRequest &request) {
            return field(request.body, "refresh") == "refresh-of-the-other"
                       ? FakeAnswer::json(200, test::tokens("access-2"))
                       : FakeAnswer::json(401, R"({"code":"token_not_valid"})");
        });
        bench.renew("access-1");
        QTRY_COMPARE(bench.renewals, QStringList{QStringLiteral("ok")});
        QCOMPARE(bench.signInNeeded.count(), 0);
    }

    void aServerThatCannotBeAskedEndsNoSession_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("no connection") << 0;
        QTest::newRow("broken") << 500;
        QTest::newRow("away") << 503;
        QTest::newRow("busy") << 429;
    }
    void aServerThatCannotBeAskedEndsNoSession()
    {
        QFETCH(int, status);
        Bench bench;
        QVERIFY(bench.signIn());
        bench.transport.once("POST", refreshPath,
            status == 0 ? FakeAnswer::failure(ApiError::Kind::Network) : FakeAnswer::json(status, "{}"));
        bench.renew("access-1");
        QTRY_COMPARE(bench.renewals.size(), 1);
        QVERIFY(bench.renewals.first() != QStringLiteral("ok"));
        QVERIFY(bench.renewals.first() != protocol::kindName(ApiError::Kind::Unauthorized));
        QCOMPARE(bench.signInNeeded.count(), 0);
        QCOMPARE(bench.session.state(), Session::State::SignedIn);

        bench.transport.once("POST", refreshPath, FakeAnswer::json(200, test::tokens("access-2")));
        bench.renew("access-1");
        QTRY_COMPARE(bench.renewals.size(), 2);
        QCOMPARE(bench.renewals.last(), QStringLiteral("ok"));
    }

    void aTokenThatSaysWhenItEndsIsRenewedShortlyBefore()
    {
        Bench bench;
        bench.transport.always(
            "POST", tokenPath, FakeAnswer::json(200, test::tokens(test::webToken(300), "refresh-1")));
        QVERIFY(bench.signIn());
        QVERIFY(!bench.session.needsRenewal());
        bench.clock.advance(284s);
        QVERIFY(!bench.session.needsRenewal());
        bench.clock.advance(1s);
        QVERIFY(bench.session.needsRenewal());
    }

    void signingOutForgetsTheTokensHereAndInTheStore()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.transport.always("POST", refreshPath, FakeAnswer::hold());
        bench.renew("access-1");
        bench.session.signOut();
        QCOMPARE(bench.session.state(), Session::State::SignedOut);
        QCOMPARE(bench.session.accessToken(), QByteArray());
        QVERIFY(!bench.session.canRenew());
        QCOMPARE(bench.renewals, QStringList{protocol::kindName(ApiError::Kind::Unauthorized)});
        QTRY_COMPARE(bench.signedOut.count(), 1);
        QVERIFY(bench.store.secrets.isEmpty());
        QCOMPARE(bench.signInNeeded.count(), 0);
        QCOMPARE(bench.transport.aborted(), 1);
    }

    void signingOutSaysWhenTheStoreKeptTheToken()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.store.error = secrets::SecretError{
            .kind = secrets::SecretError::Kind::Denied, .message = QStringLiteral("The keychain is locked.")};
        bench.session.signOut();
        QTRY_COMPARE(bench.signedOut.count(), 1);
        QVERIFY2(
            bench.failed.value(0).value(0).toString().startsWith(QStringLiteral("The keychain is locked.")),
            "said why");
    }

    void whoWaitsWhileSigningInGoesOnAfterwards()
    {
        Bench bench;
        bench.session.signIn(ada, password);
        bench.renew({});
        QTRY_COMPARE(bench.renewals, QStringList{QStringLiteral("ok")});
        QCOMPARE(bench.transport.requests("POST", refreshPath).size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
