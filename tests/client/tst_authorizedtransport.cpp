#include "client/authorizedtransport.h"
#include "client/chatstream.h"
#include "client/fakesecretstore.h"
#include "client/tokens.h"
#include "net/recorder.h"
#include "net/replystream.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace std::chrono_literals;
using client::Session;
using protocol::ApiError;
using test::FakeAnswer;
using test::Recorder;

namespace {

const QString refreshPath = QStringLiteral("/api/auth/token/refresh/");
const QString thingPath = QStringLiteral("/api/thing/");

QByteArray bearerOf(const net::HttpRequest &request)
{
    return net::headerValue(request.headers, "Authorization");
}

/// Takes one token and no other.
FakeAnswer ifBearer(const net::HttpRequest &request, const QByteArray &token, const FakeAnswer &answer)
{
    if (bearerOf(request) == "Bearer " + token)
        return answer;
    return FakeAnswer::json(401, R"({"detail":"Given token not valid for any token type"})");
}

} // namespace

class TestAuthorizedTransport : public QObject
{
    Q_OBJECT

    struct Bench
    {
        Bench()
        {
            network.always("POST", QStringLiteral("/api/auth/token/"),
                FakeAnswer::json(200, test::tokens("old", "refresh-1")));
            network.always("POST", refreshPath, [this](const net::HttpRequest &) { return renewal; });
            network.always("GET", thingPath, [this](const net::HttpRequest &request) {
                return ifBearer(request, valid, FakeAnswer::json(200, "[1]"));
            });
        }
        bool signIn()
        {
            session.signIn(QStringLiteral("ada@example.org"), QStringLiteral("pw"));
            return QTest::qWaitFor([this] { return session.state() == Session::State::SignedIn; });
        }
        std::unique_ptr<net::HttpExchange> get(
            const QString &url = QStringLiteral("https://team.example/api/thing/"))
        {
            net::HttpRequest request;
            request.url = QUrl(url);
            return transport.send(request);
        }
        int refreshes() const { return int(network.requests("POST", refreshPath).size()); }

        QByteArray valid = "old";
        FakeAnswer renewal = FakeAnswer::json(200, test::tokens("new"));
        test::FakeTransport network;
        test::FakeSecretStore store;
        test::FakeClock clock;
        Session session{network, store, clock, {.server = QUrl(QStringLiteral("https://team.example"))}};
        client::AuthorizedTransport transport{network, session};
        QSignalSpy signInNeeded{&session, &Session::signInNeeded};
    };

private Q_SLOTS:
    void everyRequestCarriesTheToken()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(recorder.body, "[1]");
        QCOMPARE(bearerOf(bench.network.requests("GET", thingPath).first()), "Bearer old");
    }

    void anotherOriginNeverSeesTheToken_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("host") << QStringLiteral("https://other.example/api/thing/");
        QTest::newRow("port") << QStringLiteral("https://team.example:444/api/thing/");
        QTest::newRow("scheme") << QStringLiteral("http://team.example/api/thing/");
    }
    void anotherOriginNeverSeesTheToken()
    {
        QFETCH(QString, url);
        Bench bench;
        QVERIFY(bench.signIn());
        Recorder recorder(bench.get(url));
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 401);
        const auto requests = bench.network.requests("GET", thingPath);
        QCOMPARE(requests.size(), 1);
        QCOMPARE(bearerOf(requests.first()), QByteArray());
        QCOMPARE(bench.refreshes(), 0);
    }

    void aRefusalThatRepeatsTheTokenIsPassedOnWithoutIt_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {302, 400, 403, 500})
            QTest::addRow("%d", status) << status;
        QTest::newRow("401 for good") << 401;
    }
    void aRefusalThatRepeatsTheTokenIsPassedOnWithoutIt()
    {
        QFETCH(int, status);
        Bench bench;
        const QByteArray token = "eyJ0eXAi.c2lnbmF0.dXJlQ";
        bench.network.always("POST", QStringLiteral("/api/auth/token/"),
            FakeAnswer::json(200, test::tokens(token, "refresh-1")));
        bench.renewal = FakeAnswer::json(401, "{}");
        bench.network.always(
            "GET", thingPath, FakeAnswer::json(status, "{\"detail\":\"Not with " + token + "\"}"));
        QVERIFY(bench.signIn());
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, status);
        QCOMPARE(recorder.body, R"({"detail":"Not with ***"})");
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
    }

    void aWebSocketIsOpenedWithARenewedTokenAndNotCutByAnother()
    {
        Bench bench;
        bench.valid = "new"; // the old one has expired
        FakeAnswer agreed;
        agreed.status = 101;
        agreed.pieces = {"one"};
        agreed.holdEnd = true;
        bench.network.always("GET", thingPath, [&](const net::HttpRequest &request) {
            return request.webSocket ? ifBearer(request, bench.valid, agreed) : FakeAnswer::hold();
        });
        QVERIFY(bench.signIn());
        net::HttpRequest request{
            .url = QUrl(QStringLiteral("https://team.example/api/thing/")), .webSocket = true};
        Recorder recorder(bench.transport.send(request));
        QTRY_COMPARE(recorder.body, QByteArray("one"));
        QCOMPARE(recorder.head.status, 101);
        QCOMPARE(recorder.heads, 1);
        QCOMPARE(bench.refreshes(), 1);
        bench.session.signIn(QStringLiteral("ada@example.org"), QStringLiteral("pw"));
        bench.network.open().constFirst()->body("two");
        QCOMPARE(recorder.body, QByteArray("onetwo"));
        QCOMPARE(recorder.endings, 0);
    }

    void anErrorInAStreamThatRepeatsTheTokenIsTakenWithoutIt()
    {
        Bench bench;
        const QByteArray token = "eyJ0eXAi.c2lnbmF0.dXJlQ";
        bench.network.always("POST", QStringLiteral("/api/auth/token/"),
            FakeAnswer::json(200, test::tokens(token, "refresh-1")));
        QVERIFY(bench.signIn());
        bench.network.always("GET", thingPath,
            FakeAnswer::stream({"event: error\ndata: {\"code\": \"x\", \"message\": \"Not with " + token +
                                "\", \"retryable\": true}\n\n"}));
        net::ReplyStream stream(
            bench.transport, nullptr, {.url = QUrl(QStringLiteral("https://team.example/api/thing/"))});
        QList<protocol::StreamEvent> events;
        connect(&stream, &net::ReplyStream::eventReceived, this,
            [&](const protocol::StreamEvent &event) { events.append(event); });
        QTRY_COMPARE(events.size(), 1);
        const auto *error = std::get_if<protocol::StreamError>(&events.first());
        QVERIFY(error);
        QCOMPARE(error->message, QStringLiteral("Not with ***"));
    }

    void anExpiredTokenIsRenewedAndTheRequestRepeated()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.heads, 1);
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(recorder.body, "[1]");
        QCOMPARE(bench.refreshes(), 1);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 2);
    }

    void allThatWaitAreRepeatedAfterOneRenewal()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        std::vector<std::unique_ptr<Recorder>> recorders;
        for (int i = 0; i < 6; ++i)
            recorders.push_back(std::make_unique<Recorder>(bench.get()));
        for (const auto &recorder : recorders) {
            QVERIFY(recorder->wait());
            QCOMPARE(recorder->head.status, 200);
        }
        QCOMPARE(bench.refreshes(), 1);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 12);
    }

    void aTokenThatIsRefusedAgainIsTheAnswer()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "none of them";
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 401);
        QCOMPARE(recorder.heads, 1);
        QVERIFY(recorder.body.contains("not valid"));
        QCOMPARE(bench.refreshes(), 1);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 2);
    }

    void whenRenewalFailsForGoodTheServersOwnWordsArrive()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        bench.renewal = FakeAnswer::json(401, R"({"code":"token_not_valid"})");
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.ending(), QStringLiteral("ok"));
        QCOMPARE(recorder.head.status, 401);
        QVERIFY(recorder.body.contains("not valid"));
        QCOMPARE(bench.signInNeeded.count(), 1);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 1);
    }

    void whenTheServerCannotBeAskedThatIsTheError()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        bench.renewal = FakeAnswer::failure(ApiError::Kind::Network);
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.errorKind(), std::optional(ApiError::Kind::Network));
        QCOMPARE(recorder.heads, 0);
        QCOMPARE(bench.signInNeeded.count(), 0);
    }

    void aRequestWaitsForTheSessionOfTheLastTime()
    {
        Bench bench;
        bench.valid = "new";
        bench.store.secrets.insert(QStringLiteral("team server https://team.example:443"),
            R"({"email":"ada@example.org","refresh":"refresh-0"})");
        bench.store.hold(true);
        bench.session.restore();
        Recorder recorder(bench.get());
        QCoreApplication::processEvents();
        QCOMPARE(bench.network.requests().size(), 0);
        bench.store.hold(false);
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 1);
    }

    void aTokenAboutToExpireIsRenewedBeforehand()
    {
        Bench bench;
        bench.network.always("POST", QStringLiteral("/api/auth/token/"),
            FakeAnswer::json(200, test::tokens(test::webToken(300), "refresh-1")));
        QVERIFY(bench.signIn());
        bench.valid = "new";
        bench.clock.advance(290s);
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 200);
        QCOMPARE(bench.refreshes(), 1);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 1);
    }

    void signedOutTheServerSaysNo()
    {
        Bench bench;
        Recorder recorder(bench.get());
        QVERIFY(recorder.wait());
        QCOMPARE(recorder.head.status, 401);
        QCOMPARE(bearerOf(bench.network.requests("GET", thingPath).first()), QByteArray());
        QCOMPARE(bench.refreshes(), 0);
    }

    void anExchangeThatIsGivenUpWhileItWaitsIsNotRepeated()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        bench.renewal = FakeAnswer::hold();
        Recorder recorder(bench.get());
        QTRY_COMPARE(bench.refreshes(), 1);
        recorder.abort();
        test::FakeExchange *refresh = bench.network.last();
        refresh->head(200);
        refresh->body(test::tokens("new"));
        refresh->finish();
        QCoreApplication::processEvents();
        QCOMPARE(recorder.endings, 0);
        QCOMPARE(bench.network.requests("GET", thingPath).size(), 1);
    }

    void aStreamIsOpenedAgainWithTheSameKeyAndNotCutWhenTheTokenEnds()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        const QString messages = QStringLiteral("/api/chat/threads/t1/messages/");
        FakeAnswer stream = FakeAnswer::stream({"event: chunk\ndata: {\"delta\":\"Hel\"}\n\n"});
        stream.holdEnd = true;
        bench.network.always("POST", messages,
            [&](const net::HttpRequest &request) { return ifBearer(request, bench.valid, stream); });
        bench.network.always(
            "GET", QStringLiteral("/api/chat/messages/"), [&](const net::HttpRequest &request) {
                return ifBearer(request, bench.valid,
                    FakeAnswer::json(
                        200, test::page<protocol::Message>(
                                 {test::userMessage(QStringLiteral("u1"), QStringLiteral("Hi")),
                                     test::reply(QStringLiteral("a1"), QStringLiteral("Hello"))})));
            });
        client::ApiClient api(
            bench.transport, {.baseUrl = QUrl(QStringLiteral("https://team.example")), .bearer = {}});
        client::ChatStream chat(api, bench.clock, {});
        QString text;
        QList<client::ReplyEnding> endings;
        QObject::connect(
            &chat, &client::ChatStream::deltaReceived, &chat, [&](const QString &d) { text += d; });
        QObject::connect(&chat, &client::ChatStream::ended, &chat, [&](const auto &e) { endings.append(e); });
        chat.send({.threadId = QStringLiteral("t1"),
            .content = QStringLiteral("Hi"),
            .idempotencyKey = "key-1",
            .knownIds = {}});
        QTRY_COMPARE(text, QStringLiteral("Hel"));
        const auto posts = bench.network.requests("POST", messages);
        QCOMPARE(posts.size(), 2);
        QCOMPARE(net::headerValue(posts.at(0).headers, "Idempotency-Key"), "key-1");
        QCOMPARE(net::headerValue(posts.at(1).headers, "Idempotency-Key"), "key-1");
        QCOMPARE(posts.at(1).body, posts.at(0).body);
        QVERIFY(posts.at(1).stream);

        // The token ends while the reply arrives; what is read afterwards needs a newer one.
        bench.valid = "newest";
        bench.renewal = FakeAnswer::json(200, test::tokens("newest"));
        test::FakeExchange *open = bench.network.last();
        open->body("event: chunk\ndata: {\"delta\":\"lo\"}\n\n");
        open->body("event: done\ndata: {\"message_id\":\"a1\"}\n\n");
        QTRY_COMPARE(endings.size(), 1);
        QVERIFY(std::holds_alternative<client::ReplyCompleted>(endings.first()));
        QCOMPARE(text, QStringLiteral("Hello"));
        QCOMPARE(bench.refreshes(), 2);
        QCOMPARE(bench.network.requests("POST", messages).size(), 2);
    }

    void aQuestionThatCannotBeSentIsNotStored()
    {
        Bench bench;
        QVERIFY(bench.signIn());
        bench.valid = "new";
        bench.renewal = FakeAnswer::json(401, R"({"code":"token_not_valid"})");
        bench.network.always(
            "POST", QStringLiteral("/api/chat/threads/t1/messages/"), [&](const net::HttpRequest &request) {
                return ifBearer(request, bench.valid, FakeAnswer::json(201, "{}"));
            });
        client::ApiClient api(
            bench.transport, {.baseUrl = QUrl(QStringLiteral("https://team.example")), .bearer = {}});
        const QSignalSpy asks(&api, &client::ApiClient::signInNeeded);
        client::ChatStream chat(api, bench.clock, {});
        QList<client::ReplyEnding> endings;
        QObject::connect(&chat, &client::ChatStream::ended, &chat, [&](const auto &e) { endings.append(e); });
        chat.send({.threadId = QStringLiteral("t1"),
            .content = QStringLiteral("Hi"),
            .idempotencyKey = "k",
            .knownIds = {}});
        QTRY_COMPARE(endings.size(), 1);
        const auto *failed = std::get_if<client::ReplyFailed>(&endings.first());
        QVERIFY(failed);
        QCOMPARE(failed->error.kind, ApiError::Kind::Unauthorized);
        QVERIFY(!failed->questionStored);
        QCOMPARE(asks.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestAuthorizedTransport)
#include "tst_authorizedtransport.moc"
