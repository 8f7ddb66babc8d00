#include "e2e/driver.h"
#include "net/networktransport.h"
#include "support/scriptedserver.h"
#include "ui/appearance.h"
#include "ui/window/windowparts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;

namespace {

const QString question = QStringLiteral("Should we lease or buy?");
const QString answer = QStringLiteral("What would **two years** of each cost?");
const QByteArray postPath = "/api/chat/threads/t1/messages/";

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray page(const QJsonArray &results)
{
    return json({{QStringLiteral("count"), results.size()}, {QStringLiteral("next"), QJsonValue::Null},
        {QStringLiteral("previous"), QJsonValue::Null}, {QStringLiteral("results"), results}});
}

/// A server of the base contract, without any extension, whose streaming is what a test makes of it.
struct BaseServer
{
    ScriptedServer wire;
    QJsonArray stored;

    BaseServer()
    {
        protocol::Thread thread;
        thread.id = QStringLiteral("t1");
        thread.title = QStringLiteral("Lease or buy");
        thread.createdAt = thread.updatedAt = QDateTime::currentDateTimeUtc();
        wire.always("GET", "/api/", Script().json(404, "{\"detail\": \"Not found.\"}"));
        wire.always("GET", "/api/chat/threads/", Script().json(200, page({toJson(thread)})));
        wire.always("GET", "/api/signals/", Script().json(200, page({})));
        wire.always("GET", "/api/chat/messages/",
            [this](const ServedRequest &) { return Script().json(200, page(stored)); });
    }

    QJsonObject store(protocol::Role role, const QString &content)
    {
        protocol::Message message;
        message.id = QStringLiteral("m%1").arg(stored.size() + 1);
        message.threadId = QStringLiteral("t1");
        message.role = role;
        message.content = content;
        message.createdAt = QDateTime::currentDateTimeUtc();
        stored.append(toJson(message));
        return toJson(message);
    }

    qsizetype count(protocol::Role role) const
    {
        qsizetype found = 0;
        for (const QJsonValue &entry : stored) {
            if (entry.toObject().value(QStringLiteral("role")).toString() == roleName(role))
                ++found;
        }
        return found;
    }
};

struct Client
{
    explicit Client(const BaseServer &server)
        : activity(clock)
        , transport(&activity)
        , api(transport, {.baseUrl = server.wire.url(QString()), .bearer = "token"})
        , appearance(*qApp)
        , workspace({.client = api, .activity = activity, .clock = clock, .draftsFolder = folder.path()})
        , window(parts.of(workspace, transport, appearance))
        , user(window, workspace)
    {
        window.show();
        workspace.start({});
    }

    QTemporaryDir folder;
    polling::SystemClock clock;
    net::ActivityLog activity;
    net::NetworkTransport transport;
    client::ApiClient api;
    ui::Appearance appearance;
    workspace::Workspace workspace;
    WindowParts parts;
    ui::MainWindow window;
    Driver user;
};

} // namespace

/// The real window against a server that refuses, breaks and lies: no message lost, none doubled.
class BrokenLinksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStreamFromABaseServerIsShown();
    void aRefusedStreamFallsBackToPolling_data();
    void aRefusedStreamFallsBackToPolling();
    void aServerErrorAfterStoringDoesNotDoubleTheQuestion();
    void aCutStreamKeepsItsTextAndOffersRetry();
    void anApologyReplacesWhatWasStreamed();
    void anUnreachableServerKeepsTheQuestion();
};

void BrokenLinksTest::aStreamFromABaseServerIsShown()
{
    BaseServer server;
    server.wire.always("POST", postPath, [&](const ServedRequest &) {
        server.store(protocol::Role::User, question);
        server.store(protocol::Role::Assistant, answer);
        return Script()
            .streamHead()
            .event("chunk", json({{QStringLiteral("delta"), answer.left(7)}}))
            .delay(30ms)
            .event("chunk", json({{QStringLiteral("delta"), answer.mid(7)}}))
            .event("done", R"({"message_id": "m2"})")
            .lastChunk();
    });
    Client client(server);
    QVERIFY(client.user.waitForConversation());
    client.user.send(question);
    QVERIFY(client.user.waitForReply());
    QCOMPARE(client.user.texts(), QStringList({question, answer}));
    QCOMPARE(client.user.lastRow().state, workspace::RowState::Settled);
}

void BrokenLinksTest::aRefusedStreamFallsBackToPolling_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {404, 405, 406, 415, 501})
        QTest::addRow("%d, nothing stored", status) << status;
    QTest::newRow("500, nothing stored") << 500;
    QTest::newRow("201 JSON, stored") << 201;
    QTest::newRow("200 JSON, stored") << 200;
}

void BrokenLinksTest::aRefusedStreamFallsBackToPolling()
{
    QFETCH(int, status);
    BaseServer server;
    server.wire.always("POST", postPath, [&](const ServedRequest &request) {
        const bool streaming = request.target.contains("stream=true");
        if (streaming && status >= 400)
            return Script().answer(status, "text/html", "<h1>No</h1>");
        const QJsonObject stored = server.store(protocol::Role::User, question);
        server.store(protocol::Role::Assistant, answer);
        return Script().json(status < 400 ? status : 201, json(stored));
    });
    Client client(server);
    QVERIFY(client.user.waitForConversation());
    QSignalSpy refused(&client.workspace, &workspace::Workspace::streamingRefused);
    client.user.send(question);
    QVERIFY(client.user.waitForReply());
    QCOMPARE(client.user.texts(), QStringList({question, answer}));
    QCOMPARE(server.count(protocol::Role::User), 1);
    QCOMPARE(refused.size(), 1);
}

void BrokenLinksTest::aServerErrorAfterStoringDoesNotDoubleTheQuestion()
{
    BaseServer server;
    server.wire.always("POST", postPath, [&](const ServedRequest &) {
        server.store(protocol::Role::User, question);
        server.store(protocol::Role::Assistant, answer);
        return Script().answer(500, "text/html", "<h1>Server Error (500)</h1>");
    });
    Client client(server);
    QVERIFY(client.user.waitForConversation());
    client.user.send(question);
    QVERIFY(client.user.waitForReply());
    QCOMPARE(client.user.texts(), QStringList({question, answer}));
    QCOMPARE(server.count(protocol::Role::User), 1);
}

void BrokenLinksTest::aCutStreamKeepsItsTextAndOffersRetry()
{
    BaseServer server;
    server.wire.always("POST", postPath, [&](const ServedRequest &) {
        server.store(protocol::Role::User, question);
        return Script()
            .streamHead()
            .event("chunk", json({{QStringLiteral("delta"), answer.left(12)}}))
            .delay(50ms)
            .reset();
    });
    Client client(server);
    QVERIFY(client.user.waitForConversation());
    client.user.send(question);
    QVERIFY(client.user.waitForReply());
    QCOMPARE(client.user.texts(), QStringList({question, answer.left(12)}));
    QCOMPARE(client.user.lastRow().state, workspace::RowState::Interrupted);
    QVERIFY(client.user.lastRow().canRetry);
    QVERIFY(!client.user.lastRow().notice.isEmpty());
    QCOMPARE(server.count(protocol::Role::User), 1);
}

void BrokenLinksTest::anApologyReplacesWhatWasStreamed()
{
    const QString apology = QStringLiteral("Sorry, something went wrong.");
    BaseServer server;
    server.wire.always("POST", postPath, [&](const ServedRequest &) {
        server.store(protocol::Role::User, question);
        server.store(protocol::Role::Assistant, apology);
        return Script()
            .streamHead()
            .event("chunk", json({{QStringLiteral("delta"), answer.left(12)}}))
            .event("chunk", json({{QStringLiteral("delta"), apology}}))
            .event("done", R"({"message_id": "m2"})")
            .lastChunk();
    });
    Client client(server);
    QVERIFY(client.user.waitForConversation());
    client.user.send(question);
    QVERIFY(client.user.waitForReply());
    QTRY_COMPARE(client.user.texts(), QStringList({question, apology}));
}

void BrokenLinksTest::anUnreachableServerKeepsTheQuestion()
{
    BaseServer server;
    Client client(server);
    QVERIFY(client.user.waitForConversation());
    server.wire.shutDown();
    client.user.send(question);
    QVERIFY(QTest::qWaitFor([&] { return !client.user.conversation().isStreaming(); }, 20'000));
    QCOMPARE(client.user.rows().row(0).message.content, question);
    bool canRetry = false;
    for (int row = 0; row < client.user.rows().rowCount(); ++row)
        canRetry = canRetry || client.user.rows().row(row).canRetry;
    QVERIFY(canRetry);
}

QTEST_MAIN(BrokenLinksTest)
#include "tst_brokenlinks.moc"
