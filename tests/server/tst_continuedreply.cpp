#include "client/apiclient.h"
#include "net/networktransport.h"
#include "polling/clock.h"
#include "server/embeddedserver.h"
#include "workspace/conversation.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using workspace::Conversation;
using workspace::RowState;

namespace {

/// What is written before, so that the Guide has something to say.
const QStringList before{
    QStringLiteral(
        "I want to make the build faster. It has to stay under two euros a day. I think most of the "
        "time is spent linking."),
    QStringLiteral("We can't change the compiler. Where do these numbers come from? I decided to use mold."),
};

} // namespace

/// A reply of the Guide that is stopped and continued, over the real server, reads as if it had not been.
class TestContinuedReply : public QObject
{
    Q_OBJECT

    struct Site
    {
        bool start()
        {
            server.reset(); // ends what it is doing
            server = std::make_unique<server::EmbeddedServer>(server::EmbeddedServer::Options{
                .dataDir = folder.path(), .port = 0, .token = {}, .guidePace = 20});
            QSignalSpy started(server.get(), &server::EmbeddedServer::started);
            server->start();
            if (!started.wait(20'000))
                return false;
            client.setAddress({.baseUrl = server->url(), .bearer = server->token()});
            bool known = false;
            client.fetchServerInfo(&client, [&](const auto &info) { known = info.has_value(); });
            return QTest::qWaitFor([&] { return known; }, 20'000);
        }
        std::unique_ptr<Conversation> converse()
        {
            QString id;
            client.createThread(
                &client, {}, [&](const auto &thread) { id = thread ? thread->id : QString(); });
            if (!QTest::qWaitFor([&] { return !id.isEmpty(); }, 20'000))
                return nullptr;
            auto opened = std::make_unique<Conversation>(client, clock, id);
            opened->load();
            const bool loaded = QTest::qWaitFor(
                [&] { return opened->loadState() == Conversation::LoadState::Loaded; }, 20'000);
            return loaded ? std::move(opened) : nullptr;
        }

        QTemporaryDir folder;
        polling::SystemClock clock;
        net::NetworkTransport transport;
        client::ApiClient client{transport, {}};
        std::unique_ptr<server::EmbeddedServer> server;
    };

    static int last(Conversation &conversation) { return conversation.transcript().rowCount() - 1; }
    static workspace::TranscriptModel::Row reply(Conversation &conversation)
    {
        return conversation.transcript().row(last(conversation));
    }
    static bool quiet(Conversation &conversation)
    {
        return QTest::qWaitFor([&] { return !conversation.isStreaming(); }, 30'000);
    }
    static bool say(Conversation &conversation, const QStringList &messages)
    {
        for (const QString &message : messages) {
            conversation.send(message);
            if (!quiet(conversation) || reply(conversation).state != RowState::Settled)
                return false;
        }
        return true;
    }

private Q_SLOTS:
    void itReadsAsIfItHadNotBeenStopped_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<bool>("serverEnds");
        const QString sumUp = QStringLiteral("Sum up.");
        QTest::newRow("a question, stopped") << before.last() << false;
        QTest::newRow("a summary, stopped") << sumUp << false;
        QTest::newRow("a question, the server ended") << before.last() << true;
        QTest::newRow("a summary, the server ended") << sumUp << true;
    }
    void itReadsAsIfItHadNotBeenStopped()
    {
        QFETCH(QString, asked);
        QFETCH(bool, serverEnds);
        const QStringList first = asked == before.last() ? before.first(1) : before;
        Site site;
        QVERIFY(site.start());
        const auto whole = site.converse();
        QVERIFY(whole);
        QVERIFY(say(*whole, first));
        QVERIFY(say(*whole, {asked}));
        const QString wanted = reply(*whole).message.content;
        QVERIFY2(wanted.size() > 60, qPrintable(wanted));

        int continued = 0;
        const int cuts = serverEnds ? 4 : 12;
        for (qsizetype cut = 0; cut < wanted.size(); cut += wanted.size() / cuts) {
            const auto conversation = site.converse();
            QVERIFY(conversation);
            QVERIFY(say(*conversation, first));
            conversation->send(asked);
            // Again and again, each time a little later.
            for (qsizetype at = cut; reply(*conversation).state != RowState::Settled;
                 at += wanted.size() / 5 + 1) {
                QVERIFY(QTest::qWaitFor(
                    [&] {
                        return reply(*conversation).message.content.size() > at ||
                               !conversation->isStreaming();
                    },
                    30'000));
                if (serverEnds) {
                    QVERIFY(site.start());
                    conversation->wake();
                } else {
                    conversation->stop();
                }
                QVERIFY(quiet(*conversation));
                const auto stopped = reply(*conversation);
                QVERIFY2(wanted.startsWith(stopped.message.content), qPrintable(stopped.message.content));
                if (!stopped.canContinue)
                    break;
                ++continued;
                conversation->continueReply(last(*conversation));
            }
            QVERIFY(quiet(*conversation));
            QCOMPARE(reply(*conversation).state, RowState::Settled);
            QCOMPARE(reply(*conversation).message.content, wanted);
            conversation->load();
            QSignalSpy read(conversation.get(), &Conversation::loadStateChanged);
            QVERIFY(read.wait(20'000));
            QCOMPARE(reply(*conversation).message.content, wanted);
        }
        QVERIFY(continued > 0);
    }
};

QTEST_GUILESS_MAIN(TestContinuedReply)
#include "tst_continuedreply.moc"
