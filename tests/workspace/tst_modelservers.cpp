#include "fakemodelconnector.h"
#include "workspace/modelservers.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using test::FakeModelConnector;
using workspace::FoundServer;
using workspace::ModelCheck;
using workspace::ModelServer;
using workspace::ModelServers;

namespace {

const QByteArray key = "sk-secret";

ModelServer work()
{
    return {.id = {},
        .name = QStringLiteral("Work account"),
        .address = QUrl(QStringLiteral("https://models.example.com/v1"))};
}

FoundServer ollama()
{
    return {.name = QStringLiteral("Ollama"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:11434")),
        .models = {QStringLiteral("qwen2.5:7b"), QStringLiteral("llama3.2:3b")}};
}

} // namespace

class TestModelServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListComesBackFromItsFileAsItWas();
    void whatIsNoServerIsLeftOutOfTheList();
    void anAddressCanBeTypedAsPeopleDo_data();
    void anAddressCanBeTypedAsPeopleDo();
    void aModelForEmbeddingsIsNotTheOneToTalkTo();
    void aServerGetsAnIdOfItsOwnWhateverItIsCalled();
    void theKeyIsKeptBeforeTheServerIsAsked();
    void whatWasSetUpBeforeIsAppliedAndNotCalledAChange();
    void aKeyIsNotSentToAnotherAddress();
    void aKeyStaysWhereOnlyTheNameChanges();
    void anEmptyKeyRemovesTheOneThatWasKept();
    void removingAServerForgetsItsKey();
    void aKeychainThatFailsIsSaidAndChangesNothingElse();
    void theDefaultIsTheFirstOfTheList();
    void whatIsSetUpIsNotFoundAgain();
    void whatATestSaidIsRemembered();
    void whatIsLearntAboutAnOldAddressIsDropped();

private:
    /// Lets everything that is due happen.
    static void settle()
    {
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
    }
};

void TestModelServers::aListComesBackFromItsFileAsItWas()
{
    ModelServer one = work();
    one.id = QStringLiteral("work");
    one.hasKey = true;
    ModelServer two{.id = QStringLiteral("ollama"),
        .name = QStringLiteral("Ollama"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:11434")),
        .model = QStringLiteral("qwen2.5:7b")};
    const QList<ModelServer> list{one, two};
    QCOMPARE(workspace::modelServersFromJson(workspace::toJson(list)), list);
}

void TestModelServers::whatIsNoServerIsLeftOutOfTheList()
{
    QCOMPARE(workspace::modelServersFromJson("not json"), QList<ModelServer>());
    const QList<ModelServer> list = workspace::modelServersFromJson(
        R"([{"id": "", "address": "http://a"}, {"id": "x", "address": "file:///etc/passwd"}, 7,
            {"id": "a", "address": "http://a:1"}, {"id": "a", "address": "http://b:1"}])");
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first().address, QUrl(QStringLiteral("http://a:1")));
}

void TestModelServers::anAddressCanBeTypedAsPeopleDo_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    QTest::newRow("whole") << " https://models.example.com/v1 "
                           << "https://models.example.com/v1";
    QTest::newRow("here") << "localhost:8080"
                          << "http://localhost:8080";
    QTest::newRow("loopback") << "127.0.0.1:11434/v1"
                              << "http://127.0.0.1:11434/v1";
    QTest::newRow("elsewhere") << "models.example.com"
                               << "https://models.example.com";
    QTest::newRow("another scheme") << "ftp://models.example.com"
                                    << "";
    QTest::newRow("a password inside") << "https://me:secret@models.example.com"
                                       << "";
    QTest::newRow("no host") << "https://"
                             << "";
    QTest::newRow("nothing") << "  "
                             << "";
}

void TestModelServers::anAddressCanBeTypedAsPeopleDo()
{
    QFETCH(QString, typed);
    QFETCH(QString, address);
    QCOMPARE(workspace::modelAddress(typed).toString(), address);
}

void TestModelServers::aModelForEmbeddingsIsNotTheOneToTalkTo()
{
    const QString words = QStringLiteral("nomic-embed-text:latest");
    QCOMPARE(workspace::likelyModel({words, QStringLiteral("qwen2.5:7b")}), QStringLiteral("qwen2.5:7b"));
    QCOMPARE(workspace::likelyModel({words}), words);
    QCOMPARE(workspace::likelyModel({}), QString());
}

void TestModelServers::aServerGetsAnIdOfItsOwnWhateverItIsCalled()
{
    FakeModelConnector world;
    ModelServers servers(world);
    ModelServer server = work();
    QCOMPARE(servers.add(server, {}), QStringLiteral("work-account"));
    QCOMPARE(servers.add(server, {}), QStringLiteral("work-account-2"));
    server.name = QStringLiteral("Guide");
    QCOMPARE(servers.add(server, {}), QStringLiteral("guide-2"));
    server.name = QStringLiteral("模型");
    QCOMPARE(servers.add(server, {}), QStringLiteral("server"));
    server.name.clear();
    QCOMPARE(servers.add(server, {}), QStringLiteral("models-example-com"));
}

void TestModelServers::theKeyIsKeptBeforeTheServerIsAsked()
{
    FakeModelConnector world;
    ModelServers servers(world);
    QSignalSpy changed(&servers, &ModelServers::changed);
    QSignalSpy applied(&servers, &ModelServers::applied);
    const QString id = servers.add(work(), key);
    settle();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(applied.size(), 1);
    QCOMPARE(world.applied.size(), 1);
    QCOMPARE(world.keysWhenApplied.first().value(id), key);
    QVERIFY(servers.find(id)->hasKey);
    QVERIFY(!workspace::toJson(servers.servers()).contains(key));
}

void TestModelServers::whatWasSetUpBeforeIsAppliedAndNotCalledAChange()
{
    FakeModelConnector world;
    ModelServers servers(world);
    QSignalSpy changed(&servers, &ModelServers::changed);
    ModelServer server = work();
    server.id = QStringLiteral("work");
    servers.restore({server});
    settle();
    QCOMPARE(world.applied, QList<QList<ModelServer>>{{server}});
    QCOMPARE(changed.size(), 0);
}

void TestModelServers::aKeyIsNotSentToAnotherAddress()
{
    FakeModelConnector world;
    ModelServers servers(world);
    const QString id = servers.add(work(), key);
    settle();
    ModelServer moved = *servers.find(id);
    moved.address = QUrl(QStringLiteral("https://elsewhere.example/v1"));
    servers.change(moved, std::nullopt);
    settle();
    QVERIFY(!servers.find(id)->hasKey);
    QVERIFY(!world.applied.last().first().hasKey);
    QCOMPARE(world.forgotten, QStringList{id});
}

void TestModelServers::aKeyStaysWhereOnlyTheNameChanges()
{
    FakeModelConnector world;
    ModelServers servers(world);
    const QString id = servers.add(work(), key);
    settle();
    ModelServer renamed = *servers.find(id);
    renamed.name = QStringLiteral("The firm's");
    renamed.address = QUrl(QStringLiteral("https://models.example.com:443/v2"));
    servers.change(renamed, std::nullopt);
    settle();
    QVERIFY(servers.find(id)->hasKey);
    QCOMPARE(world.keys.value(id), key);
    QCOMPARE(world.forgotten, QStringList());
}

void TestModelServers::anEmptyKeyRemovesTheOneThatWasKept()
{
    FakeModelConnector world;
    ModelServers servers(world);
    const QString id = servers.add(work(), key);
    settle();
    servers.change(*servers.find(id), QByteArray());
    settle();
    QVERIFY(!servers.find(id)->hasKey);
    QVERIFY(world.keys.isEmpty());
}

void TestModelServers::removingAServerForgetsItsKey()
{
    FakeModelConnector world;
    ModelServers servers(world);
    const QString id = servers.add(work(), key);
    settle();
    servers.remove(id);
    settle();
    QVERIFY(servers.servers().isEmpty());
    QVERIFY(world.keys.isEmpty());
    QVERIFY(world.applied.last().isEmpty());
}

void TestModelServers::aKeychainThatFailsIsSaidAndChangesNothingElse()
{
    FakeModelConnector world;
    world.keyProblem = QStringLiteral("The key is kept for this session only.");
    ModelServers servers(world);
    QSignalSpy problem(&servers, &ModelServers::problem);
    const QString id = servers.add(work(), key);
    settle();
    QCOMPARE(problem.size(), 1);
    QCOMPARE(problem.first().first().toString(), world.keyProblem);
    QVERIFY(servers.find(id));
    QCOMPARE(world.applied.size(), 1);
    servers.remove(id);
    settle();
    QCOMPARE(problem.size(), 2);
    QVERIFY(!servers.find(id));
}

void TestModelServers::theDefaultIsTheFirstOfTheList()
{
    FakeModelConnector world;
    ModelServers servers(world);
    servers.add(ollama(), QStringLiteral("qwen2.5:7b"));
    const QString id = servers.add(work(), {});
    settle();
    servers.makeDefault(id);
    settle();
    QCOMPARE(servers.servers().first().id, id);
    QCOMPARE(world.applied.last().first().id, id);
    QCOMPARE(world.applied.last().size(), 2);
}

void TestModelServers::whatIsSetUpIsNotFoundAgain()
{
    FakeModelConnector world;
    FoundServer other = ollama();
    other.name = QStringLiteral("LM Studio");
    other.address.setPort(1234);
    world.running = {ollama(), other};
    ModelServers servers(world);
    QSignalSpy discovered(&servers, &ModelServers::discovered);
    servers.discover();
    servers.discover();
    QVERIFY(servers.isDiscovering());
    settle();
    QVERIFY(!servers.isDiscovering());
    QCOMPARE(world.discoveries, 1);
    QCOMPARE(discovered.size(), 2);
    QCOMPARE(servers.found(), (QList<FoundServer>{ollama(), other}));
    servers.add({.id = {},
                    .name = QStringLiteral("Mine"),
                    .address = QUrl(QStringLiteral("http://localhost:11434/v1"))},
        {});
    QCOMPARE(servers.found(), QList<FoundServer>{other});
}

void TestModelServers::whatATestSaidIsRemembered()
{
    FakeModelConnector world;
    ModelServers servers(world);
    const QString id = servers.add(ollama(), QStringLiteral("qwen2.5:7b"));
    QVERIFY(servers.lastCheck(id)->works);
    world.check = {.works = false, .sentence = QStringLiteral("Start it."), .models = {}};
    ModelCheck said;
    servers.test(*servers.find(id), std::nullopt, this, [&](const ModelCheck &check) { said = check; });
    settle();
    QCOMPARE(said, world.check);
    QCOMPARE(servers.lastCheck(id), std::optional(world.check));
}

void TestModelServers::whatIsLearntAboutAnOldAddressIsDropped()
{
    FakeModelConnector world;
    ModelServers servers(world);
    const QString id = servers.add(work(), {});
    settle();
    servers.look();
    ModelServer moved = *servers.find(id);
    moved.address = QUrl(QStringLiteral("https://elsewhere.example/v1"));
    servers.change(moved, std::nullopt);
    settle();
    QVERIFY(!servers.lastCheck(id));
    servers.look();
    settle();
    QVERIFY(servers.lastCheck(id)->works);
}

QTEST_GUILESS_MAIN(TestModelServers)
#include "tst_modelservers.moc"
