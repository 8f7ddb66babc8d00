#include "net/activitylog.h"
#include "net/networktransport.h"
#include "server/embeddedserver.h"
#include "workspace/workspace.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using server::EmbeddedServer;
using workspace::Conversation;
using workspace::RowState;
using workspace::TranscriptModel;
using workspace::Workspace;

namespace {

constexpr int longest = 20'000; ///< ms that anything may take here

const QString leaseOrBuy = QStringLiteral("Should we lease or buy the machine? We have two years.");
const QString rentOrMove = QStringLiteral("Should we rent or move? The budget is 900 a month.");

/// A client of a real server, which can be ended and started again behind its back.
struct Bench
{
    explicit Bench(double pace)
    {
        options.dataDir = folder.filePath(QStringLiteral("server"));
        options.guidePace = pace;
        options.token = EmbeddedServer::newToken();
    }

    bool startServer()
    {
        server = std::make_unique<EmbeddedServer>(options);
        QSignalSpy started(server.get(), &EmbeddedServer::started);
        server->start();
        if (!started.wait(longest))
            return false;
        options.port = static_cast<quint16>(server->url().port());
        return true;
    }
    bool startClient()
    {
        client.setAddress({.baseUrl = server->url(), .bearer = server->token()});
        workspace = std::make_unique<Workspace>(Workspace::Parts{.client = client,
            .activity = log,
            .clock = clock,
            .draftsFolder = folder.filePath(QStringLiteral("drafts"))});
        workspace->start({});
        return waitFor([this] { return workspace->current() != nullptr && isLoaded(); });
    }

    Conversation &conversation() { return *workspace->current(); }
    const TranscriptModel &transcript() { return conversation().transcript(); }
    const TranscriptModel::Row &row(int index) { return transcript().row(index); }
    bool isLoaded() { return conversation().loadState() == Conversation::LoadState::Loaded; }
    QStringList texts()
    {
        QStringList list;
        for (int i = 0; i < transcript().rowCount(); ++i)
            list.append(row(i).message.content);
        return list;
    }
    template <typename Condition>
    static bool waitFor(Condition condition)
    {
        return QTest::qWaitFor(condition, longest);
    }
    bool quiet()
    {
        return waitFor([this] { return !conversation().isStreaming(); });
    }
    /// The branches are read again after a reply.
    bool showsBranch(int rowIndex, int index, int count)
    {
        return waitFor([=, this] {
            return rowIndex < transcript().rowCount() && row(rowIndex).branchIndex() == index &&
                   row(rowIndex).branchCount() == count;
        });
    }
    /// What the server has, read by somebody else.
    QList<protocol::Message> stored()
    {
        QList<protocol::Message> list;
        bool answered = false;
        client.listMessages(&client, conversation().threadId(), [&](const auto &messages) {
            answered = true;
            if (messages)
                list = *messages;
        });
        [[maybe_unused]] const bool inTime = waitFor([&] { return answered; });
        return list;
    }
    bool agreesWithTheServer()
    {
        const QList<protocol::Message> all = stored();
        if (all.size() != transcript().rowCount())
            return false;
        for (int i = 0; i < all.size(); ++i) {
            const protocol::Message &shown = row(i).message;
            if (shown.id != all.at(i).id || shown.content != all.at(i).content)
                return false;
        }
        return true;
    }

    QTemporaryDir folder;
    EmbeddedServer::Options options;
    std::unique_ptr<EmbeddedServer> server;
    polling::SystemClock clock;
    net::ActivityLog log{clock};
    net::NetworkTransport transport{&log};
    client::ApiClient client{transport, {}};
    std::unique_ptr<Workspace> workspace;
};

} // namespace

/// The workspace against the real server: other ways, goings-on, and a server that ends meanwhile.
class TestOtherWays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWayThatWasTakenIsKept()
    {
        Bench bench(0);
        QVERIFY(bench.startServer() && bench.startClient());
        bench.conversation().send(leaseOrBuy);
        QVERIFY(bench.quiet());
        const QString first = bench.row(1).message.id;
        QVERIFY(bench.row(1).canRegenerate);

        bench.conversation().regenerate(1);
        QVERIFY(bench.quiet());
        QVERIFY(bench.showsBranch(1, 1, 2));
        const QString second = bench.row(1).message.id;
        QVERIFY(second != first);
        QVERIFY(bench.agreesWithTheServer());

        bench.conversation().send(QStringLiteral("And the insurance?"));
        QVERIFY(bench.quiet());
        bench.conversation().showSibling(1, -1);
        QVERIFY(bench.showsBranch(1, 0, 2));
        QCOMPARE(bench.row(1).message.id, first);
        QCOMPARE(bench.transcript().rowCount(), 2);
        bench.conversation().showSibling(1, +1);
        QVERIFY(bench.showsBranch(1, 1, 2));
        QVERIFY(bench.waitFor([&] { return bench.transcript().rowCount() == 4; }));
        QCOMPARE(bench.row(2).message.content, QStringLiteral("And the insurance?"));

        bench.conversation().editAndResend(0, rentOrMove);
        QVERIFY(bench.quiet());
        QVERIFY(bench.showsBranch(0, 1, 2));
        QCOMPARE(bench.row(0).message.content, rentOrMove);
        QVERIFY(bench.waitFor([&] { return bench.transcript().rowCount() == 2; }));
        QVERIFY(bench.agreesWithTheServer());
        bench.conversation().showSibling(0, -1);
        QVERIFY(bench.waitFor([&] { return bench.transcript().rowCount() == 4; }));
        QCOMPARE(bench.row(0).message.content, leaseOrBuy);
        QCOMPARE(bench.row(1).message.id, second);
        QVERIFY(bench.agreesWithTheServer());
    }

    void theSameTextSentAgainIsAnotherWayToo()
    {
        Bench bench(0);
        QVERIFY(bench.startServer() && bench.startClient());
        bench.conversation().send(leaseOrBuy);
        QVERIFY(bench.quiet());
        const QString before = bench.row(0).message.id;
        bench.conversation().editAndResend(0, leaseOrBuy);
        QVERIFY(bench.quiet());
        QVERIFY(bench.showsBranch(0, 1, 2));
        QVERIFY(bench.row(0).message.id != before);
        QVERIFY(bench.agreesWithTheServer());
    }

    void aStoppedReplyGoesOnWhereItEnded()
    {
        Bench bench(1);
        QVERIFY(bench.startServer() && bench.startClient());
        bench.conversation().send(leaseOrBuy);
        QVERIFY(bench.waitFor([&] { return bench.row(1).message.content.size() > 20; }));
        bench.conversation().stop();
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Stopped);
        QVERIFY(bench.row(1).canContinue && bench.row(1).canRetry);
        const QString id = bench.row(1).message.id;
        const QString begun = bench.row(1).message.content;
        bench.conversation().continueReply(1);
        QVERIFY(bench.conversation().isStreaming());
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QCOMPARE(bench.row(1).message.id, id);
        QVERIFY(bench.row(1).message.content.startsWith(begun));
        QVERIFY(bench.row(1).message.content.size() > begun.size());
        QVERIFY(!bench.row(1).canContinue);
        QVERIFY(bench.agreesWithTheServer());
    }

    void aReplyThatIsLeftGoesOnAndIsTakenUpOnComingBack()
    {
        Bench bench(1);
        QVERIFY(bench.startServer() && bench.startClient());
        bench.conversation().send(leaseOrBuy);
        QVERIFY(bench.waitFor([&] { return bench.row(1).message.content.size() > 5; }));
        const QString left = bench.row(1).message.id;
        bench.conversation().editAndResend(0, rentOrMove);
        QCOMPARE(bench.texts().constFirst(), rentOrMove);
        QVERIFY(bench.waitFor([&] { return bench.row(1).message.content.size() > 5; }));
        bench.conversation().showSibling(0, -1);
        QVERIFY(bench.waitFor(
            [&] { return bench.transcript().rowCount() == 2 && bench.row(1).message.id == left; }));
        QVERIFY(bench.quiet());
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QVERIFY(bench.agreesWithTheServer());
        bench.conversation().showSibling(0, +1);
        QVERIFY(bench.showsBranch(0, 1, 2));
        QVERIFY(bench.quiet());
        QVERIFY(bench.waitFor([&] { return bench.transcript().rowCount() == 2; }));
        QCOMPARE(bench.row(1).state, RowState::Settled);
        QVERIFY(bench.agreesWithTheServer());
    }

    void aServerThatEndsInTheMiddleLosesNothingAndIsAskedForNothingTwice()
    {
        Bench bench(1);
        QVERIFY(bench.startServer() && bench.startClient());
        bench.conversation().send(leaseOrBuy);
        QVERIFY(bench.waitFor([&] { return bench.row(1).message.content.size() > 20; }));
        bench.server.reset();
        const QString shown = bench.row(1).message.content;
        QVERIFY(
            bench.waitFor([&] { return bench.workspace->connection() == Workspace::Connection::Offline; }));
        bench.conversation().send(rentOrMove); // behind the reply, whatever becomes of that
        bench.options.guidePace = 0;
        QVERIFY(bench.startServer());
        QVERIFY(bench.waitFor([&] {
            return bench.transcript().rowCount() == 4 && bench.row(2).state == RowState::Settled &&
                   bench.row(3).state == RowState::Settled && !bench.conversation().isStreaming();
        }));
        QCOMPARE(bench.row(1).state, RowState::Interrupted);
        QVERIFY(bench.row(1).message.content.startsWith(shown));
        QCOMPARE(bench.row(2).message.content, rentOrMove);
        QVERIFY(bench.agreesWithTheServer());
        QVERIFY(bench.conversation().outbox().isEmpty());
    }

    void whatIsSentWithoutAServerIsAnsweredWhenThereIsOne()
    {
        Bench bench(0);
        QVERIFY(bench.startServer() && bench.startClient());
        bench.conversation().send(leaseOrBuy);
        QVERIFY(bench.quiet());
        bench.server.reset();
        bench.conversation().send(rentOrMove);
        QVERIFY(
            bench.waitFor([&] { return bench.workspace->connection() == Workspace::Connection::Offline; }));
        bench.workspace.reset(); // the program ends as well
        QVERIFY(bench.startServer() && bench.startClient());
        QVERIFY(bench.waitFor(
            [&] { return bench.transcript().rowCount() == 4 && !bench.conversation().isStreaming(); }));
        QCOMPARE(bench.row(2).message.content, rentOrMove);
        QVERIFY(bench.agreesWithTheServer());
    }
};

QTEST_GUILESS_MAIN(TestOtherWays)
#include "tst_otherways.moc"
