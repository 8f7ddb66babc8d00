#include "client/contractjson.h"
#include "net/activitylog.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "workspace/workspace.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using test::FakeAnswer;
using workspace::Workspace;

namespace {

const QString threadsPath = QStringLiteral("/api/chat/threads/");
const QString modelsPath = QStringLiteral("/api/models/");
const QString t1 = QStringLiteral("t1");
const QString t2 = QStringLiteral("t2");
const QString qwen = QStringLiteral("ollama/qwen2.5:7b");
const QString guide = QStringLiteral("guide");

const QByteArray twoModels = R"({"results": [
    {"id": "ollama/qwen2.5:7b", "name": "qwen2.5:7b", "provider": "ollama", "default": true},
    {"id": "guide", "name": "Guide", "provider": "guide", "default": false}, {"name": "nobody"}]})";

} // namespace

class TestWorkspaceModels : public QObject
{
    Q_OBJECT

    struct Bench
    {
        explicit Bench(const QStringList &capabilities = {QStringLiteral("models")})
        {
            transport.always(
                "GET", QStringLiteral("/api/"), FakeAnswer::json(200, test::serverInfo(capabilities)));
            transport.always("GET", threadsPath,
                [this](const net::HttpRequest &) { return FakeAnswer::json(200, test::page(threads)); });
            transport.always("GET", QStringLiteral("/api/chat/messages/"),
                FakeAnswer::json(200, test::page<protocol::Message>({})));
            transport.always("GET", QStringLiteral("/api/signals/"),
                FakeAnswer::json(200, test::page<protocol::Signal>({})));
            transport.always("GET", modelsPath,
                [this](const net::HttpRequest &) { return FakeAnswer::json(200, listed); });
            threads = {test::thread(t1, QStringLiteral("One")), test::thread(t2, QStringLiteral("Two"))};
        }
        bool start()
        {
            workspace = std::make_unique<Workspace>(Workspace::Parts{
                .client = client, .activity = log, .clock = clock, .draftsFolder = folder.path()});
            workspace->start(t1);
            return QTest::qWaitFor([this] {
                return workspace->current() &&
                       (!workspace->supportsModels() || !workspace->models().isEmpty());
            });
        }

        QTemporaryDir folder;
        test::FakeClock clock;
        test::FakeTransport transport;
        net::ActivityLog log{clock};
        client::ApiClient client{transport, {.baseUrl = QUrl(QStringLiteral("http://s")), .bearer = "t"}};
        QList<protocol::Thread> threads;
        QByteArray listed = twoModels;
        std::unique_ptr<Workspace> workspace;
    };

private Q_SLOTS:
    void theModelsOfTheServerAreKnownOnceItIsThere();
    void aServerWithoutTheExtensionIsNotAsked();
    void aConversationThatChoseNobodyIsAnsweredByTheDefault();
    void aConversationHasAModelOfItsOwn();
    void aModelThatIsNotThereAnyMoreKeepsItsName();
    void choosingActsAtOnceAndAsksTheServer();
    void whatTheServerRefusesIsPutBackWithASentence();
    void settingsBelongToTheConversation();
    void anotherListIsNews();
};

void TestWorkspaceModels::theModelsOfTheServerAreKnownOnceItIsThere()
{
    Bench bench;
    QVERIFY(bench.start());
    QCOMPARE(bench.workspace->models().size(), 2);
    QCOMPARE(bench.workspace->models().first(), (protocol::Model{.id = qwen,
                                                    .name = QStringLiteral("qwen2.5:7b"),
                                                    .provider = QStringLiteral("ollama"),
                                                    .isDefault = true}));
}

void TestWorkspaceModels::aServerWithoutTheExtensionIsNotAsked()
{
    Bench bench(QStringList{});
    QVERIFY(bench.start());
    bench.workspace->refreshModels();
    bench.workspace->chooseModel(qwen);
    QTest::qWait(10);
    QVERIFY(bench.transport.requests("GET", modelsPath).isEmpty());
    QVERIFY(bench.transport.requests("PATCH", threadsPath + t1 + QLatin1Char('/')).isEmpty());
    QCOMPARE(bench.transport.unscripted(), 0);
}

void TestWorkspaceModels::aConversationThatChoseNobodyIsAnsweredByTheDefault()
{
    Bench bench;
    QVERIFY(bench.start());
    QCOMPARE(bench.workspace->modelName(), QStringLiteral("qwen2.5:7b"));
    QCOMPARE(bench.workspace->modelId(), qwen);
}

void TestWorkspaceModels::aConversationHasAModelOfItsOwn()
{
    Bench bench;
    bench.threads[1].model = guide;
    QVERIFY(bench.start());
    QSignalSpy changed(bench.workspace.get(), &Workspace::modelsChanged);
    bench.workspace->open(t2);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(bench.workspace->modelName(), QStringLiteral("Guide"));
    QCOMPARE(bench.workspace->modelId(), guide);
}

void TestWorkspaceModels::aModelThatIsNotThereAnyMoreKeepsItsName()
{
    Bench bench;
    bench.threads[0].model = QStringLiteral("work/vendor/large");
    QVERIFY(bench.start());
    QCOMPARE(bench.workspace->modelName(), QStringLiteral("vendor/large"));
    QCOMPARE(bench.workspace->modelId(), QStringLiteral("work/vendor/large"));
}

void TestWorkspaceModels::choosingActsAtOnceAndAsksTheServer()
{
    Bench bench;
    QVERIFY(bench.start());
    protocol::Thread changed = bench.threads[0];
    changed.model = guide;
    bench.transport.always("PATCH", threadsPath + t1 + QLatin1Char('/'),
        FakeAnswer::json(200, test::compact(protocol::toJson(changed))));
    QSignalSpy said(bench.workspace.get(), &Workspace::modelsChanged);
    bench.workspace->chooseModel(guide);
    QCOMPARE(bench.workspace->modelName(), QStringLiteral("Guide"));
    QCOMPARE(said.size(), 1);
    QTRY_COMPARE(bench.transport.requests("PATCH", threadsPath + t1 + QLatin1Char('/')).size(), 1);
    QCOMPARE(bench.transport.requests().last().body, QByteArray(R"({"model":"guide"})"));
    bench.workspace->chooseModel(guide);
    QCOMPARE(bench.transport.requests("PATCH", threadsPath + t1 + QLatin1Char('/')).size(), 1);
}

void TestWorkspaceModels::whatTheServerRefusesIsPutBackWithASentence()
{
    Bench bench;
    QVERIFY(bench.start());
    bench.transport.always("PATCH", threadsPath + t1 + QLatin1Char('/'),
        FakeAnswer::json(400, R"({"model": ["Not a valid string."]})"));
    QSignalSpy problem(bench.workspace.get(), &Workspace::problem);
    bench.workspace->chooseModel(guide);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(bench.workspace->modelName(), QStringLiteral("qwen2.5:7b"));
}

void TestWorkspaceModels::settingsBelongToTheConversation()
{
    Bench bench;
    QVERIFY(bench.start());
    const QJsonObject settings{{QStringLiteral("temperature"), 0.2}};
    protocol::Thread changed = bench.threads[0];
    changed.settings = settings;
    bench.transport.always("PATCH", threadsPath + t1 + QLatin1Char('/'),
        FakeAnswer::json(200, test::compact(protocol::toJson(changed))));
    bench.workspace->setGenerationSettings(settings);
    QCOMPARE(bench.workspace->generationSettings(), settings);
    QTRY_COMPARE(bench.transport.requests().last().body, QByteArray(R"({"settings":{"temperature":0.2}})"));
    bench.workspace->open(t2);
    QCOMPARE(bench.workspace->generationSettings(), QJsonObject());
}

void TestWorkspaceModels::anotherListIsNews()
{
    Bench bench;
    QVERIFY(bench.start());
    QSignalSpy changed(bench.workspace.get(), &Workspace::modelsChanged);
    bench.workspace->refreshModels();
    QTRY_COMPARE(bench.transport.requests("GET", modelsPath).size(), 2);
    bench.listed = R"({"results": [{"id": "guide", "name": "Guide", "provider": "guide", "default": true}]})";
    bench.workspace->refreshModels();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(bench.workspace->modelName(), QStringLiteral("Guide"));
}

QTEST_GUILESS_MAIN(TestWorkspaceModels)
#include "tst_workspacemodels.moc"
