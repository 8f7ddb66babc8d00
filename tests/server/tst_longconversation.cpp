#include "client/apiclient.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "server/embeddedserver.h"
#include "server/store/store.h"
#include "workspace/conversation.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using workspace::Conversation;

namespace {

constexpr int all = 1'234;

QString textOf(int number)
{
    return QStringLiteral("Message %1").arg(number);
}

/// The id of a thread of so many messages; empty when it could not be written.
QString fill(const QString &folder)
{
    const auto opened = server::store::Store::open(folder);
    if (!opened)
        return {};
    server::store::Store &store = **opened;
    protocol::Thread thread;
    thread.id = store.newId();
    thread.createdAt = thread.updatedAt = store.now();
    const auto done = store.inTransaction([&]() -> protocol::Expected<void> {
        if (const auto kept = store.threads().insert(thread); !kept)
            return kept;
        for (int i = 0; i < all; ++i) {
            protocol::Message message;
            message.id = store.newId();
            message.threadId = thread.id;
            message.content = textOf(i);
            message.createdAt = store.now();
            if (const auto kept = store.messages().insert(message); !kept)
                return kept;
        }
        return {};
    });
    return done ? thread.id : QString();
}

} // namespace

/// Opened over the real server.
class TestLongConversation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsEndIsThereFirstAndThenAllOfIt()
    {
        const QTemporaryDir folder;
        const QString thread = fill(folder.path());
        QVERIFY(!thread.isEmpty());
        server::EmbeddedServer server({.dataDir = folder.path(), .port = 0, .token = {}});
        QSignalSpy started(&server, &server::EmbeddedServer::started);
        server.start();
        QVERIFY(started.wait(20'000));
        net::NetworkTransport transport;
        client::ApiClient client(transport, {.baseUrl = server.url(), .bearer = server.token()});
        bool known = false;
        client.fetchServerInfo(&client, [&](const auto &info) { known = info.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(known, 20'000);

        const polling::SystemClock clock;
        Conversation conversation(client, clock, thread);
        const workspace::TranscriptModel &rows = conversation.transcript();
        QStringList first;
        connect(&conversation, &Conversation::endShown, this, [&] {
            for (int row = 0; row < rows.rowCount(); ++row)
                first.append(rows.row(row).message.content);
        });
        conversation.load();
        QTRY_COMPARE_WITH_TIMEOUT(conversation.loadState(), Conversation::LoadState::Loaded, 20'000);
        QCOMPARE(first.size(), 50);
        QCOMPARE(first.first(), textOf(all - 50));
        QCOMPARE(first.last(), textOf(all - 1));
        QCOMPARE(rows.rowCount(), all);
        for (int row = 0; row < all; ++row)
            QCOMPARE(rows.row(row).message.content, textOf(row));
    }
};

QTEST_GUILESS_MAIN(TestLongConversation)
#include "tst_longconversation.moc"
