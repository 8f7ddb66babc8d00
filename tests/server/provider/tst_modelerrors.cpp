#include "server/provider/modelerrors.h"
#include "server/provider/modellist.h"
#include "server/provider/modelsite.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;
using Kind = protocol::ApiError::Kind;

namespace {

constexpr const char *answered =
    R"({"choices":[{"message":{"content":"Yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}})";

constexpr const char *loading =
    R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})";

server::provider::ModelService withKey()
{
    server::provider::ModelService service;
    service.key = "sk-very-secret";
    return service;
}

} // namespace

/// What people are told when a model does not answer, and how often it is asked.
class TestModelErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErrorIsASentenceWithANextStep_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, int status, const char *body, Kind kind,
                             const QStringList &words) {
            QTest::newRow(name) << status << QByteArray(body) << int(kind) << words;
        };
        row("wrong key", 401, R"({"error":{"message":"Incorrect API key provided: sk-very-secret"}})",
            Kind::Unauthorized,
            {QStringLiteral("Site does not accept the key"), QStringLiteral("Check the key")});
        row("unknown model", 404,
            R"({"error":{"message":"model 'tiny' not found","code":"model_not_found"}})", Kind::NotFound,
            {QStringLiteral("no model “tiny”"), QStringLiteral("ollama pull tiny")});
        row("no such address", 404, "404 page not found", Kind::NotFound,
            {QStringLiteral("No model answers at"), QStringLiteral("/v1")});
        row("forbidden", 403, R"({"error":{"message":"not for you"}})", Kind::Forbidden,
            {QStringLiteral("does not let this key use"), QStringLiteral("not for you")});
        row("context too long", 400,
            R"json({"error":{"code":400,"message":"request (842 tokens) exceeds the available context size (512 tokens)","type":"exceed_context_size_error","n_prompt_tokens":842,"n_ctx":512}})json",
            Kind::Refused, {QStringLiteral("842"), QStringLiteral("512"), QStringLiteral("Try again")});
        row("context too long, without numbers", 400,
            R"({"error":{"message":"too long","code":"context_length_exceeded"}})", Kind::Refused,
            {QStringLiteral("too long"), QStringLiteral("Shorten it")});
        row("too many requests", 429, R"({"error":{"message":"slow down"}})", Kind::RateLimited,
            {QStringLiteral("no more requests"), QStringLiteral("slow down"), QStringLiteral("try again")});
        row("no credit", 429,
            R"({"error":{"message":"You exceeded your quota","code":"insufficient_quota"}})", Kind::Refused,
            {QStringLiteral("no credit"), QStringLiteral("Top it up")});
        row("payment required", 402, R"({"error":{"message":"Insufficient credits"}})", Kind::Refused,
            {QStringLiteral("no credit")});
        row("refused", 422, R"({"detail":[{"msg":"temperature is too high"}]})", Kind::Refused,
            {QStringLiteral("refused"), QStringLiteral("temperature is too high")});
        row("broken", 500, R"({"error":"boom"})", Kind::Server,
            {QStringLiteral("500"), QStringLiteral("boom"), QStringLiteral("Try again")});
        row("a page", 502, "<!DOCTYPE html><title>502</title>Ray ID: 7d1f0a2b3c4d5e6f", Kind::Server,
            {QStringLiteral("502"), QStringLiteral("Ray 7d1f0a2b3c4d5e6f")});
        row("sent elsewhere", 307, "", Kind::Refused, {QStringLiteral("another address")});
        row("not a model", 200, R"({"status":"ok"})", Kind::Malformed, {QStringLiteral("could not be read")});
        row("nothing", 200, R"({"choices":[{"message":{"content":""},"finish_reason":"stop"}]})",
            Kind::Malformed, {QStringLiteral("answered with nothing")});
        row("only thoughts", 200,
            R"({"choices":[{"message":{"content":"","reasoning":"hm"},"finish_reason":"length"}]})",
            Kind::Refused, {QStringLiteral("used all the tokens"), QStringLiteral("Allow it more")});
        row("withheld", 200, R"({"choices":[{"message":{"content":null},"finish_reason":"content_filter"}]})",
            Kind::Refused, {QStringLiteral("withheld")});
        row("a tool", 200,
            R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]})",
            Kind::Malformed, {QStringLiteral("wanted to use a tool")});
    }

    void anErrorIsASentenceWithANextStep()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        QFETCH(QStringList, words);
        ModelSite site(withKey());
        site.answer(Script().json(status, body));
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY(reply->error);
        QCOMPARE(protocol::kindName(reply->error->kind), protocol::kindName(Kind(kind)));
        for (const QString &each : words)
            QVERIFY2(reply->message().contains(each), qPrintable(reply->message()));
        QVERIFY(!reply->message().contains(QLatin1String("secret")));
        QVERIFY(!reply->message().contains(u'<'));
        QCOMPARE(site.asked(), 1);
        QCOMPARE(reply->text, QString());
    }

    void aKeyThatIsMissingIsAskedFor()
    {
        ModelSite site;
        site.answer(Script().json(401, R"({"error":{"message":"no key"}})"));
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY2(reply->message().contains(QLatin1String("needs a key, and none is set")),
            qPrintable(reply->message()));
    }

    void aServerThatDoesNotRunIsSaidHowToStart_data()
    {
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("command");
        QTest::newRow("Ollama") << 11434 << QStringLiteral("ollama serve");
        QTest::newRow("llama.cpp") << 8080 << QStringLiteral("llama-server -m model.gguf --port 8080");
        QTest::newRow("LM Studio") << 1234 << QStringLiteral("lms server start");
        QTest::newRow("another") << 9 << QStringLiteral("--port 9");
    }

    void aServerThatDoesNotRunIsSaidHowToStart()
    {
        QFETCH(int, port);
        QFETCH(QString, command);
        server::provider::ModelService service;
        service.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
        service.title = QStringLiteral("Site");
        const auto error = server::provider::errorFor(
            {.error = protocol::ApiError{}, .obstacle = net::HttpResult::Obstacle::Nobody}, service, false);
        QVERIFY2(error.message.contains(command), qPrintable(error.message));
        QCOMPARE(error.kind, Kind::Network);
    }

    void nobodyThereIsNoticedOverARealConnection()
    {
        ModelSite site;
        site.server.shutDown();
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY2(reply->message().contains(QLatin1String("No model server runs at 127.0.0.1")),
            qPrintable(reply->message()));
    }

    void whatAnswersButNotAsAModelServerIsNotSaidToBeMissing_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("said");
        const QByteArray refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
        const QString noTls =
            QStringLiteral("Something answers at %1, but not with TLS. Try the address http://%1/v1.");
        const QString closes = QStringLiteral("Something at %1 closes the connection without an answer.");
        QTest::newRow("no TLS there") << QStringLiteral("https") << refusal << noTls;
        QTest::newRow("perhaps TLS, but closed at once") << QStringLiteral("https") << QByteArray() << closes;
        QTest::newRow("TLS, but of another version")
            << QStringLiteral("https") << QByteArray::fromHex("15030300020246")
            << QStringLiteral("No secure connection");
        QTest::newRow("closed at once") << QStringLiteral("http") << QByteArray() << closes;
    }

    void whatAnswersButNotAsAModelServerIsNotSaidToBeMissing()
    {
        QFETCH(QString, scheme);
        QFETCH(QByteArray, answer);
        QFETCH(QString, said);
        QTcpServer other;
        connect(&other, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = other.nextPendingConnection();
            if (answer.isEmpty())
                return socket->close();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        QVERIFY(other.listen(QHostAddress::LocalHost));
        server::provider::ModelService service;
        service.title = QStringLiteral("Site");
        service.url = QUrl(QStringLiteral("%1://127.0.0.1:%2/v1").arg(scheme).arg(other.serverPort()));
        ModelSite site(service);
        const QString address = QStringLiteral("127.0.0.1:%1").arg(other.serverPort());
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY2(reply->message().contains(said.arg(address)), qPrintable(reply->message()));
        // The list of models is what a test in the settings begins with.
        QString listed;
        server::provider::ModelListRequest request(site.transport, service,
            [&](const auto &list) { listed = list ? QString() : list.error().message; });
        QTRY_COMPARE(listed, reply->message());
    }

    void whoTakesTheConnectionAndIsSilentIsNotSaidToBeMissing()
    {
        server::provider::ModelService service;
        service.url = QUrl(QStringLiteral("http://127.0.0.1:8080"));
        protocol::ApiError error;
        error.kind = Kind::Timeout;
        const auto told = server::provider::errorFor({.error = error}, service, false);
        QVERIFY2(told.message.contains(QLatin1String("does not answer")), qPrintable(told.message));
    }

    void aConnectionThatIsNotSecureIsSaid()
    {
        server::provider::ModelService service;
        service.url = QUrl(QStringLiteral("https://127.0.0.1:8080"));
        protocol::ApiError error;
        error.kind = Kind::Tls;
        error.message = QStringLiteral("The server's certificate is not accepted: it is self-signed");
        service.title = QStringLiteral("Site");
        const auto told = server::provider::errorFor({.error = error}, service, false);
        QVERIFY(told.message.contains(QLatin1String("self-signed")));
        QVERIFY(told.message.contains(QLatin1String("clock")));
    }

    void aProxyInTheWayIsNamed()
    {
        server::provider::ModelService service;
        service.url = QUrl(QStringLiteral("https://api.example.org/v1"));
        service.title = QStringLiteral("Example");
        protocol::ApiError error;
        error.kind = Kind::Network;
        error.message = QStringLiteral("The proxy on the way to the server does not let this through.");
        const auto told = server::provider::errorFor({.error = error}, service, false);
        QVERIFY(told.message.contains(QLatin1String("The proxy on the way")));
        QVERIFY(told.message.contains(QLatin1String("the system's proxy")));
    }

    void aWaitThatIsStatedIsWaitedFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("seconds") << 429 << QByteArray("Retry-After") << QByteArray("0");
        QTest::newRow("a fraction") << 429 << QByteArray("Retry-After") << QByteArray("0.02");
        QTest::newRow("milliseconds") << 429 << QByteArray("retry-after-ms") << QByteArray("20");
        QTest::newRow("a date that is past")
            << 429 << QByteArray("Retry-After") << QByteArray("Wed, 21 Oct 2015 07:28:00 GMT");
        QTest::newRow("unavailable") << 503 << QByteArray("Retry-After") << QByteArray("0");
    }

    void aWaitThatIsStatedIsWaitedFor()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        ModelSite site;
        site.server.once(
            "POST", chatPath, Script().json(status, R"({"error":{"message":"slow"}})", {{name, value}}));
        site.answer(Script().json(200, answered));
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY2(!reply->error, qPrintable(reply->message()));
        QCOMPARE(reply->text, QStringLiteral("Yes"));
        QCOMPARE(site.asked(), 2);
        QCOMPARE(reply->waits.size(), 2);
        QVERIFY(reply->waits.constFirst().contains(QLatin1String("Asking again in")));
        QCOMPARE(reply->waits.constLast(), QString());
    }

    void aWaitThatIsTooLongIsTold_data()
    {
        QTest::addColumn<net::HeaderList>("headers");
        QTest::addColumn<QString>("words");
        QTest::newRow("too long") << net::HeaderList{{"Retry-After", "600"}} << QStringLiteral("in 10 min");
        QTest::newRow("not to be repeated")
            << net::HeaderList{{"Retry-After", "1"}, {"x-should-retry", "false"}} << QStringLiteral("in 1 s");
        QTest::newRow("not stated") << net::HeaderList{} << QStringLiteral("Wait a little");
    }

    void aWaitThatIsTooLongIsTold()
    {
        QFETCH(net::HeaderList, headers);
        QFETCH(QString, words);
        ModelSite site;
        site.answer(Script().json(429, R"({"error":{"message":"slow"}})", headers));
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QCOMPARE(site.asked(), 1);
        QCOMPARE(reply->error->kind, Kind::RateLimited);
        QVERIFY2(reply->message().contains(words), qPrintable(reply->message()));
    }

    void aModelThatIsBeingLoadedIsWaitedFor()
    {
        ModelSite site;
        site.server.once("POST", chatPath, Script().json(503, loading));
        site.server.once("POST", chatPath, Script().json(503, loading));
        site.answer(Script().json(200, answered));
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY2(!reply->error, qPrintable(reply->message()));
        QCOMPARE(site.asked(), 3);
        QVERIFY(reply->waits.constFirst().contains(QLatin1String("is loading the model")));
        QCOMPARE(reply->facts[QLatin1String("prompt_tokens")].toInt(), 3);
    }

    void stoppingWhileItWaitsAsksNoMore()
    {
        ModelSite site;
        site.answer(Script().json(503, loading));
        const auto reply = site.ask();
        QVERIFY(QTest::qWaitFor([&] { return site.asked() == 2; }));
        reply->abort();
        const int asked = site.asked();
        QTest::qWait(80);
        QCOMPARE(site.asked(), asked);
        QCOMPARE(reply->endings, 0);
    }

    void whatHasBegunIsNeverAskedAgain()
    {
        ModelSite site;
        site.answer(Script()
                        .streamHead({{"Retry-After", "0"}})
                        .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n")
                        .reset());
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QCOMPARE(site.asked(), 1);
        QCOMPARE(reply->text, QStringLiteral("A"));
        QCOMPARE(reply->error->kind, Kind::Network);
        QVERIFY(reply->message().contains(QLatin1String("is kept")));
        // Whether it can be gone on with, or only asked again, is known where it is shown.
        QVERIFY(!reply->message().contains(QLatin1String("Continue")));
    }

    void stoppingClosesTheConnection()
    {
        ModelSite site;
        site.answer(
            Script().streamHead().chunk("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n").stall());
        const auto reply = site.ask();
        QVERIFY(QTest::qWaitFor([&] { return reply->text == QLatin1String("A"); }));
        reply->abort();
        QVERIFY(QTest::qWaitFor([&] { return site.server.openConnections() == 0; }));
        QCOMPARE(reply->endings, 0);
    }

    void aFinishedAnswerIsCompleteThoughTheConnectionStaysOpen()
    {
        ModelSite site;
        site.answer(Script()
                        .streamHead()
                        .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\ndata: [DONE]\n\n")
                        .stall());
        const auto reply = site.ask();
        QVERIFY(reply->wait());
        QVERIFY(!reply->error);
        QVERIFY(QTest::qWaitFor([&] { return site.server.openConnections() == 0; }));
    }

    void aModelThatIsSilentForTooLongIsGivenUp()
    {
        ModelSite site;
        site.timing.patience = {.silence = 60ms, .withoutWords = 10min};
        site.answer(
            Script().streamHead().chunk("data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n").stall());
        server::provider::ModelService service = site.provider->service();
        const server::provider::OpenAiProvider impatient(site.transport, site.clock, service, site.timing);
        GenerationRecorder reply(const_cast<server::provider::OpenAiProvider &>(impatient).generate(
            question(QStringLiteral("?"))));
        QVERIFY(reply.wait());
        QCOMPARE(reply.error->kind, Kind::Timeout);
        QCOMPARE(reply.text, QStringLiteral("A"));
        QVERIFY(reply.message().contains(QLatin1String("Nothing came from")));
    }

    void keepAlivesAloneAreNotEnough()
    {
        ModelSite site;
        site.timing.patience = {.silence = 10min, .withoutWords = 60ms};
        site.answer(Script().streamHead().sendInPieces(QByteArray("3\r\n:\n\n\r\n").repeated(1000), 8, 5ms));
        server::provider::OpenAiProvider impatient(
            site.transport, site.clock, site.provider->service(), site.timing);
        GenerationRecorder reply(impatient.generate(question(QStringLiteral("?"))));
        QVERIFY(reply.wait());
        QCOMPARE(reply.error->kind, Kind::Timeout);
        QVERIFY(reply.message().contains(QLatin1String("is connected, but said nothing")));
    }

    void theWindowOfAModelIsLearnedFromItsRefusal()
    {
        ModelSite site;
        site.server.once("POST", chatPath,
            Script().json(400,
                R"({"error":{"type":"exceed_context_size_error","message":"exceeds the available context size","n_prompt_tokens":842,"n_ctx":64}})"));
        site.answer(Script().json(200, answered));
        server::provider::GenerationRequest request = question(QStringLiteral("old ").repeated(60));
        protocol::Message reply;
        reply.role = protocol::Role::Assistant;
        reply.content = QStringLiteral("answer ").repeated(20);
        request.messages.append(reply);
        request.messages.append(question(QStringLiteral("new")).messages.constFirst());
        const auto first = site.ask(request);
        QVERIFY(first->wait());
        QVERIFY(first->error);
        const auto second = site.ask(request);
        QVERIFY(second->wait());
        QVERIFY2(!second->error, qPrintable(second->message()));
        QCOMPARE(second->facts[QLatin1String("context")][QLatin1String("messages_left_out")].toInt(), 2);
        QVERIFY(site.server.requests().constLast().body.contains("new"));
        QVERIFY(!site.server.requests().constLast().body.contains("old"));
    }
};

QTEST_GUILESS_MAIN(TestModelErrors)
#include "tst_modelerrors.moc"
