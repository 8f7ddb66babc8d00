#include "client/contractjson.h"
#include "net/networktransport.h"
#include "reliability/cuttingproxy.h"
#include "server/embeddedserver.h"
#include "support/scriptedserver.h"
#include "support/waituntil.h"
#include "workspace/conversation.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using protocol::Role;
using test::CuttingProxy;
using test::Script;
using workspace::Conversation;
using workspace::RowState;
using workspace::TranscriptModel;
using Cut = CuttingProxy::Cut;

namespace {

constexpr int attempts = 120;

/// Somewhere in a request or in its answer, at the first byte more often than elsewhere.
Cut randomCut(QRandomGenerator &random)
{
    constexpr int longest = 1'200;
    const auto way = random.bounded(2) == 0 ? Cut::Way::Request : Cut::Way::Answer;
    const qint64 after = random.bounded(3) == 0 ? 0 : random.bounded(longest);
    return {.way = way, .after = after, .torn = random.bounded(2) == 0};
}

QList<Cut> randomCuts(QRandomGenerator &random, int most)
{
    QList<Cut> cuts;
    for (int left = random.bounded(most + 1); left > 0; --left)
        cuts.append(randomCut(random));
    return cuts;
}

/// A person with patience: sends once, and presses *Retry* wherever it is offered.
class Person
{
public:
    Person(const QUrl &server, const QByteArray &token, const QString &threadId)
        : m_client(m_transport, {.baseUrl = server, .bearer = token})
        , m_conversation(m_client, m_clock, threadId, nullptr, timing())
    {}

    bool learnsCapabilities()
    {
        bool known = false;
        m_client.fetchServerInfo(&m_client, [&](const auto &) { known = true; });
        return test::waitUntil([&] { return known; });
    }

    bool sends(const QString &text)
    {
        m_conversation.send(text);
        if (m_conversation.loadState() != Conversation::LoadState::Loaded)
            m_conversation.load(); // nothing is sent before
        constexpr int mostRetries = 30;
        for (int retries = 0; retries < mostRetries; ++retries) {
            if (!test::waitUntil([this] {
                    return !m_conversation.isStreaming() &&
                           m_conversation.loadState() != Conversation::LoadState::Loading;
                }))
                return false;
            if (isSettled())
                return true;
            m_conversation.setReachable(false);
            m_conversation.setReachable(true);
            for (int row = 0; row < rows().rowCount(); ++row)
                m_conversation.retry(row);
        }
        return false;
    }

    QStringList shown()
    {
        QStringList texts;
        for (int row = 0; row < rows().rowCount(); ++row)
            texts.append(rows().row(row).message.content);
        return texts;
    }

private:
    static client::ChatStream::Timing timing()
    {
        client::ChatStream::Timing timing;
        timing.firstResumeDelay = timing.longestResumeDelay = std::chrono::milliseconds(2);
        timing.firstFallbackPoll = timing.longestFallbackPoll = std::chrono::milliseconds(2);
        timing.awaitLimit = std::chrono::milliseconds(50);
        timing.resumeAttempts = 2;
        // Qt does not notice an end within the size of a chunk: it is silence that ends those.
        timing.silenceLimit = timing.baseSilenceLimit = std::chrono::seconds(1);
        return timing;
    }

    TranscriptModel &rows() { return m_conversation.transcript(); }
    bool isSettled()
    {
        for (int row = 0; row < rows().rowCount(); ++row) {
            if (rows().row(row).state != RowState::Settled)
                return false;
        }
        return rows().rowCount() >= 2;
    }

    polling::SystemClock m_clock;
    net::NetworkTransport m_transport;
    client::ApiClient m_client;
    Conversation m_conversation;
};

/// The base contract: no keys, no resuming. What is posted is stored as often as it is posted.
struct BaseServer
{
    test::ScriptedServer wire;
    QList<protocol::Message> stored;

    explicit BaseServer(bool streams)
    {
        wire.always("GET", "/api/", Script().json(404, "{}"));
        wire.always("GET", "/api/chat/messages/",
            [this](const test::ServedRequest &) { return Script().json(200, test::page(stored)); });
        wire.always("POST", "/api/chat/threads/t1/messages/", [=, this](const test::ServedRequest &request) {
            if (!streams && request.target.contains("stream=true"))
                return Script().json(406, R"({"detail": "Not acceptable."})");
            const QString content =
                QJsonDocument::fromJson(request.body).object().value(QStringLiteral("content")).toString();
            stored.append(test::userMessage(QStringLiteral("u%1").arg(stored.size()), content));
            const QByteArray question = test::compact(protocol::toJson(stored.constLast()));
            stored.append(test::reply(
                QStringLiteral("a%1").arg(stored.size()), QStringLiteral("It depends on the years.")));
            if (!streams)
                return Script().json(201, question);
            return Script()
                .streamHead()
                .event("chunk", R"({"delta": "It depends "})")
                .event("chunk", R"({"delta": "on the years."})")
                .event("done", test::compact({{QStringLiteral("message_id"), stored.constLast().id}}))
                .lastChunk();
        });
    }
};

} // namespace

/// The connection is cut before, in and after a message on its way, and in the answer, also several times:
/// the server has the message once, and one reply to it.
class DroppedPostsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<server::EmbeddedServer>(server::EmbeddedServer::Options{
            .dataDir = m_folder.filePath(QStringLiteral("data")), .port = 0, .token = {}, .guidePace = 0});
        QSignalSpy started(m_server.get(), &server::EmbeddedServer::started);
        m_server->start();
        QVERIFY(started.wait(60'000)); // a busy machine's disk
    }

    void ourServerHasTheMessageOnce()
    {
        net::NetworkTransport transport;
        client::ApiClient witness(transport, {.baseUrl = m_server->url(), .bearer = m_server->token()});
        int cuts = 0;
        for (quint32 seed = 1; seed <= attempts; ++seed) {
            const QByteArray where = "seed " + QByteArray::number(seed);
            QRandomGenerator random(seed);
            QString threadId;
            witness.createThread(this, {}, [&](const auto &thread) { threadId = thread.value().id; });
            QVERIFY(test::waitUntil([&] { return !threadId.isEmpty(); }));

            CuttingProxy proxy(quint16(m_server->url().port()));
            Person person(proxy.url(), m_server->token(), threadId);
            QVERIFY(person.learnsCapabilities());
            proxy.cutNext("POST", randomCuts(random, 4));
            proxy.cutNext("GET", randomCuts(random, 3));
            const QString text = QStringLiteral("My goal is to decide %1. Lease or buy?").arg(seed);
            QVERIFY2(person.sends(text), where);
            cuts += proxy.cutCount();

            std::optional<QList<protocol::Message>> stored;
            witness.listMessages(this, threadId, [&](const auto &messages) { stored = messages.value(); });
            QVERIFY(test::waitUntil([&] { return stored.has_value(); }));
            QStringList texts;
            for (const protocol::Message &message : *stored)
                texts.append(message.content);
            QVERIFY2(texts.size() == 2, where + ": " + texts.join(u'\n').toUtf8());
            QCOMPARE(texts.constFirst(), text);
            QCOMPARE(stored->constLast().status(), protocol::MessageStatus::Complete);
            QCOMPARE(person.shown(), texts);
        }
        QVERIFY(cuts > attempts);
    }

    void aServerOfTheBaseContractHasTheMessageOnce_data()
    {
        QTest::addColumn<bool>("streams");
        QTest::newRow("that streams") << true;
        QTest::newRow("that does not stream") << false;
    }

    void aServerOfTheBaseContractHasTheMessageOnce()
    {
        QFETCH(bool, streams);
        int cuts = 0;
        for (quint32 seed = 1; seed <= attempts; ++seed) {
            const QByteArray where = "seed " + QByteArray::number(seed);
            QRandomGenerator random(seed);
            BaseServer server(streams);
            CuttingProxy proxy(server.wire.port());
            Person person(proxy.url(), "token", QStringLiteral("t1"));
            QVERIFY(person.learnsCapabilities());
            proxy.cutNext("POST", randomCuts(random, 4));
            proxy.cutNext("GET", randomCuts(random, 3));
            const QString text = QStringLiteral("Lease or buy %1?").arg(seed);
            QVERIFY2(person.sends(text), where);
            cuts += proxy.cutCount();
            QVERIFY2(
                server.stored.size() == 2, where + ": stored " + QByteArray::number(server.stored.size()));
            const QStringList wanted{text, server.stored.constLast().content};
            QVERIFY2(person.shown() == wanted, where + ", shown: " + person.shown().join(u'\n').toUtf8());
        }
        QVERIFY(cuts > attempts);
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<server::EmbeddedServer> m_server;
};

QTEST_GUILESS_MAIN(DroppedPostsTest)
#include "tst_droppedposts.moc"
