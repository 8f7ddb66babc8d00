#include "app/modelgateway.h"
#include "client/fakesecretstore.h"
#include "support/scriptedserver.h"

#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using app::ModelGateway;
using test::Script;
using test::ScriptedServer;
using test::ServedRequest;
using workspace::FoundServer;
using workspace::ModelCheck;
using workspace::ModelServer;

namespace {

const QByteArray key = "sk-very-secret-0123456789";
const QByteArray twoModels = R"({"data": [{"id": "nomic-embed-text"}, {"id": "qwen2.5:7b"}]})";

Script word()
{
    return Script()
        .streamHead()
        .chunk("data: {\"choices\": [{\"delta\": {\"content\": \"OK\"}}]}\n\n")
        .chunk("data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\ndata: [DONE]\n\n")
        .lastChunk();
}

struct Bench
{
    Bench()
    {
        site.always("GET", "/v1/models", Script().json(200, twoModels));
        site.always("POST", "/v1/chat/completions", word());
    }

    ModelServer server(bool hasKey = false) const
    {
        return {.id = QStringLiteral("site"),
            .name = QStringLiteral("Site"),
            .address = site.url(QString()),
            .hasKey = hasKey};
    }
    ModelCheck test(const ModelServer &tested, const std::optional<QByteArray> &used = std::nullopt)
    {
        return wait([&](auto done) { gateway.test(tested, used, &context, done); });
    }
    ModelCheck wait(const std::function<void(workspace::ModelConnector::Checked)> &ask)
    {
        std::optional<ModelCheck> said;
        ask([&](const ModelCheck &check) { said = check; });
        [[maybe_unused]] const bool inTime = QTest::qWaitFor([&] { return said.has_value(); }, 10'000);
        return said.value_or(
            ModelCheck{.works = false, .sentence = QStringLiteral("(nothing)"), .models = {}});
    }
    QByteArray lastKey() const { return site.requests().last().header("Authorization"); }

    QTemporaryDir folder;
    polling::SystemClock clock;
    test::FakeSecretStore secrets;
    ScriptedServer site;
    ScriptedServer otherThing;
    server::EmbeddedServer embedded{{.dataDir = folder.path(), .token = {}}};
    QObject context;
    ModelGateway gateway{embedded, secrets, clock};
};

} // namespace

class TestModelGateway : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheModelServersThatRunHereInTheUsualOrder();
    void whoAnswersIsCalledByWhatItSaysWhereItsPortSaysNothing_data();
    void whoAnswersIsCalledByWhatItSaysWhereItsPortSaysNothing();
    void findsNothingWhereNothingRuns();
    void aTestHasAModelAnswer();
    void aTestAsksTheModelThatIsNamed();
    void aTestUsesTheKeyThatIsTypedElseTheOneThatIsKept();
    void aWrongKeyIsASentenceWithoutTheKey();
    void aServerThatDoesNotRunSaysHowToStartIt();
    void aServerThatListsNothingIsAskedAllTheSame();
    void aServerWithoutAModelSaysSo();
    void aKeyThatCannotBeReadIsSaidAndNothingIsAsked();
    void aLookAsksForTheListOnly();
    void aKeychainThatFailsKeepsTheKeyForThisSession();
};

void TestModelGateway::findsTheModelServersThatRunHereInTheUsualOrder()
{
    Bench bench;
    bench.otherThing.always("GET", "/v1/models", Script().answer(200, "text/html", "<h1>Hello</h1>"));
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    ScriptedServer second;
    second.always("GET", "/v1/models", Script().delay(std::chrono::milliseconds(30)).json(200, twoModels));
    ScriptedServer empty;
    empty.always("GET", "/v1/models", Script().json(200, R"({"data": []})"));
    ModelGateway gateway(bench.embedded, bench.secrets, bench.clock,
        {{QStringLiteral("Second"), second.port()}, {QStringLiteral("Other"), bench.otherThing.port()},
            {QStringLiteral("Silent"), silent.serverPort()}, {QStringLiteral("Empty"), empty.port()},
            {QStringLiteral("Site"), bench.site.port()}});
    std::optional<QList<FoundServer>> found;
    gateway.discover(&bench.context, [&](const QList<FoundServer> &list) { found = list; });
    QVERIFY(!found);
    QTRY_VERIFY(found.has_value());
    QCOMPARE(found->size(), 2);
    QCOMPARE(found->at(0).name, QStringLiteral("Second"));
    QCOMPARE(found->at(1).name, QStringLiteral("Site"));
    QCOMPARE(found->at(1).address.port(), int(bench.site.port()));
    QCOMPARE(
        found->at(1).models, (QStringList{QStringLiteral("nomic-embed-text"), QStringLiteral("qwen2.5:7b")}));
}

void TestModelGateway::whoAnswersIsCalledByWhatItSaysWhereItsPortSaysNothing_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QString>("name");
    QTest::newRow("the one") << QByteArray(R"({"data": [{"id": "tiny", "owned_by": "llamacpp"}]})")
                             << QStringLiteral("llama.cpp");
    QTest::newRow("another one") << QByteArray(R"({"data": [{"id": "tiny", "owned_by": "vllm"}]})")
                                 << QStringLiteral("vLLM");
    QTest::newRow("a stranger") << QByteArray(R"({"data": [{"id": "tiny", "owned_by": "me"}]})")
                                << QStringLiteral("127.0.0.1:%1");
    QTest::newRow("it does not say") << QByteArray(R"({"data": [{"id": "tiny"}]})")
                                     << QStringLiteral("127.0.0.1:%1");
}

void TestModelGateway::whoAnswersIsCalledByWhatItSaysWhereItsPortSaysNothing()
{
    QFETCH(QByteArray, list);
    QFETCH(QString, name);
    Bench bench;
    ScriptedServer site;
    site.always("GET", "/v1/models", Script().json(200, list));
    ModelGateway gateway(bench.embedded, bench.secrets, bench.clock,
        {{QStringLiteral("llama.cpp"), site.port(), QStringLiteral("llamacpp")}});
    QList<FoundServer> found;
    gateway.discover(&bench.context, [&](const QList<FoundServer> &all) { found = all; });
    QTRY_COMPARE(found.size(), 1);
    QCOMPARE(found.first().name, name.contains(u'%') ? name.arg(site.port()) : name);
}

void TestModelGateway::findsNothingWhereNothingRuns()
{
    Bench bench;
    quint16 closed = 0;
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        closed = gone.serverPort();
    }
    for (const QList<ModelGateway::Place> &places :
        {QList<ModelGateway::Place>{}, QList<ModelGateway::Place>{{QStringLiteral("Gone"), closed}}}) {
        ModelGateway gateway(bench.embedded, bench.secrets, bench.clock, places);
        std::optional<QList<FoundServer>> found;
        gateway.discover(&bench.context, [&](const QList<FoundServer> &list) { found = list; });
        QTRY_VERIFY(found.has_value());
        QVERIFY(found->isEmpty());
    }
}

void TestModelGateway::aTestHasAModelAnswer()
{
    Bench bench;
    const ModelCheck check = bench.test(bench.server());
    QVERIFY2(check.works, qPrintable(check.sentence));
    QVERIFY2(check.sentence.startsWith(QStringLiteral("Answered in ")), qPrintable(check.sentence));
    QVERIFY2(check.sentence.endsWith(QStringLiteral("· 2 models")), qPrintable(check.sentence));
    const QList<ServedRequest> asked = bench.site.requests("POST", "/v1/chat/completions");
    QCOMPARE(asked.size(), 1);
    QVERIFY(asked.first().body.contains("\"stream\":true"));
    QVERIFY(asked.first().body.contains("qwen2.5:7b"));
}

void TestModelGateway::aTestAsksTheModelThatIsNamed()
{
    Bench bench;
    ModelServer server = bench.server();
    server.model = QStringLiteral("llama3.2:3b");
    QVERIFY(bench.test(server).works);
    QVERIFY(bench.site.requests().last().body.contains("llama3.2:3b"));
}

void TestModelGateway::aTestUsesTheKeyThatIsTypedElseTheOneThatIsKept()
{
    Bench bench;
    bench.secrets.secrets.insert(ModelGateway::secretName(QStringLiteral("site")), "kept");
    QVERIFY(bench.test(bench.server(true), key).works);
    QCOMPARE(bench.lastKey(), "Bearer " + key);
    QVERIFY(bench.test(bench.server(true)).works);
    QCOMPARE(bench.lastKey(), QByteArray("Bearer kept"));
    QVERIFY(bench.test(bench.server(false)).works);
    QCOMPARE(bench.lastKey(), QByteArray());
}

void TestModelGateway::aWrongKeyIsASentenceWithoutTheKey()
{
    Bench bench;
    ScriptedServer strict;
    const QByteArray no = R"({"error": {"message": "Incorrect API key provided: )" + key + R"("}})";
    strict.always("GET", "/v1/models", Script().json(401, no));
    strict.always("POST", "/v1/chat/completions", Script().json(401, no));
    ModelServer server = bench.server();
    server.address = strict.url(QString());
    for (const QString &model : {QString(), QStringLiteral("gpt-4o")}) {
        server.model = model;
        const ModelCheck check = bench.test(server, key);
        QVERIFY(!check.works);
        QVERIFY2(check.sentence.contains(QStringLiteral("key")), qPrintable(check.sentence));
        QVERIFY2(!check.sentence.contains(QString::fromLatin1(key)), qPrintable(check.sentence));
    }
}

void TestModelGateway::aServerThatDoesNotRunSaysHowToStartIt()
{
    Bench bench;
    ModelServer server = bench.server();
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        server.address.setPort(gone.serverPort());
    }
    const ModelCheck check = bench.test(server);
    QVERIFY(!check.works);
    QVERIFY2(check.sentence.contains(QStringLiteral("llama-server")), qPrintable(check.sentence));
}

void TestModelGateway::aServerThatListsNothingIsAskedAllTheSame()
{
    Bench bench;
    ScriptedServer plain;
    plain.always("GET", "/v1/models", Script().json(404, "{}"));
    plain.always("POST", "/v1/chat/completions", word());
    ModelServer server = bench.server();
    server.address = plain.url(QString());
    server.model = QStringLiteral("only");
    const ModelCheck check = bench.test(server);
    QVERIFY2(check.works, qPrintable(check.sentence));
    QVERIFY(!check.sentence.contains(QStringLiteral("·")));
}

void TestModelGateway::aServerWithoutAModelSaysSo()
{
    Bench bench;
    ScriptedServer empty;
    empty.always("GET", "/v1/models", Script().json(200, R"({"data": []})"));
    ModelServer server = bench.server();
    server.address = empty.url(QString());
    const ModelCheck check = bench.test(server);
    QVERIFY(!check.works);
    QVERIFY2(check.sentence.contains(QStringLiteral("no model yet")), qPrintable(check.sentence));
}

void TestModelGateway::aKeyThatCannotBeReadIsSaidAndNothingIsAsked()
{
    Bench bench;
    bench.secrets.error = secrets::SecretError{
        .kind = secrets::SecretError::Kind::Denied, .message = QStringLiteral("The keychain is locked.")};
    const ModelCheck check = bench.test(bench.server(true));
    QVERIFY(!check.works);
    QVERIFY2(check.sentence.contains(QStringLiteral("The keychain is locked.")), qPrintable(check.sentence));
    QVERIFY(bench.site.requests().isEmpty());
    QCOMPARE(bench.secrets.removals, 0);
    QCOMPARE(bench.secrets.writes, 0);
}

void TestModelGateway::aLookAsksForTheListOnly()
{
    Bench bench;
    const ModelCheck check =
        bench.wait([&](auto done) { bench.gateway.look(bench.server(), &bench.context, done); });
    QVERIFY(check.works);
    QCOMPARE(check.models.size(), 2);
    QVERIFY(bench.site.requests("POST", "/v1/chat/completions").isEmpty());
}

void TestModelGateway::aKeychainThatFailsKeepsTheKeyForThisSession()
{
    Bench bench;
    bench.secrets.error = secrets::SecretError{
        .kind = secrets::SecretError::Kind::Unavailable, .message = QStringLiteral("There is no keychain.")};
    std::optional<QString> said;
    bench.gateway.keepKey(
        QStringLiteral("site"), key, &bench.context, [&](const QString &sentence) { said = sentence; });
    QTRY_VERIFY(said.has_value());
    QCOMPARE(*said, QStringLiteral("The key is kept for this session only. There is no keychain."));
    bench.secrets.error.reset();
    said.reset();
    bench.gateway.keepKey(
        QStringLiteral("site"), key, &bench.context, [&](const QString &sentence) { said = sentence; });
    QTRY_VERIFY(said.has_value());
    QCOMPARE(*said, QString());
}

QTEST_GUILESS_MAIN(TestModelGateway)
#include "tst_modelgateway.moc"
