#include "server/api/streamclient.h"
#include "server/embeddedserver.h"
#include "server/http/rawclient.h"
#include "server/store/storefixture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using server::EmbeddedServer;
using tests::RawClient;
using tests::StreamClient;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QByteArray bytes(
    const EmbeddedServer &server, const char *method, const QString &path, const QJsonObject &body = {})
{
    const QByteArray content = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson();
    return QByteArray(method) + " /api/" + path.toUtf8() +
           " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server.url().port()) +
           "\r\nAuthorization: Bearer " + server.token() +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(content.size()) +
           "\r\n\r\n" + content;
}

QJsonObject ask(
    const EmbeddedServer &server, const char *method, const QString &path, const QJsonObject &body = {})
{
    RawClient client(static_cast<quint16>(server.url().port()));
    client.send(bytes(server, method, path, body));
    return QJsonDocument::fromJson(client.answer().body).object();
}

bool started(EmbeddedServer &server)
{
    QSignalSpy spy(&server, &EmbeddedServer::started);
    server.start();
    return spy.wait(5000);
}

QString failure(EmbeddedServer &server)
{
    QSignalSpy spy(&server, &EmbeddedServer::failed);
    server.start();
    return spy.wait(5000) ? spy.first().first().toString() : QString();
}

} // namespace

class EmbeddedServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.dataDir = m_dir->filePath(s("data"));
        m_options.guidePace = 0;
    }

    void itAnswersOnTheLoopbackBehindARandomToken()
    {
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        QCOMPARE(server.url().host(), s("127.0.0.1"));
        QVERIFY(server.url().port() > 0);
        QCOMPARE(server.token().size(), 64);
        QCOMPARE(server.notice(), QString());
        QCOMPARE(ask(server, "GET", QString()).value(s("service")).toString(), s("throughline"));
        QVERIFY(!ask(server, "GET", QString()).value(s("model")).toString().isEmpty());
        const EmbeddedServer other(m_options);
        QVERIFY(other.token() != server.token());
#ifdef Q_OS_UNIX
        constexpr QFile::Permissions others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther |
                                              QFile::ExeOther | QFile::WriteGroup | QFile::WriteOther;
        QCOMPARE(QFile::permissions(m_options.dataDir) & others, QFile::Permissions());
#endif
    }

    void aTokenThatIsGivenIsUsed()
    {
        m_options.token = "my-own-token-my-own-token-my-own";
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        QCOMPARE(server.token(), m_options.token);
        QCOMPARE(ask(server, "GET", s("auth/me/")).value(s("id")).toInt(), 1);
    }

    void aReplyStreamsAndSignalsAppear()
    {
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        const QString thread = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();
        StreamClient stream(static_cast<quint16>(server.url().port()),
            bytes(server, "POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
                {{s("content"), s("My goal is to move to Lisbon. I assume that rents will fall.")}}),
            RawClient::Waiting::Blocks);
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.names().first(), s("start"));
        QCOMPARE(stream.names().last(), s("done"));
        QVERIFY(!stream.text().trimmed().isEmpty());
        const QJsonArray found =
            ask(server, "GET", s("signals/?thread_id=") + thread).value(s("results")).toArray();
        QVERIFY(!found.isEmpty());
        const QJsonArray messages =
            ask(server, "GET", s("chat/messages/?thread=") + thread).value(s("results")).toArray();
        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages.last().toObject().value(s("content")).toString(), stream.text());
    }

    void everythingIsStillThereAfterARestart()
    {
        QString thread;
        {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
            thread =
                ask(server, "POST", s("chat/threads/"), {{s("title"), s("Kept")}}).value(s("id")).toString();
        }
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        QCOMPARE(
            ask(server, "GET", s("chat/threads/%1/").arg(thread)).value(s("title")).toString(), s("Kept"));
    }

    void stoppingInTheMiddleOfAReplyKeepsItsText()
    {
        m_options.guidePace = 0.5;
        QString shown;
        QString reply;
        {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
            const QString thread = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();
            StreamClient stream(static_cast<quint16>(server.url().port()),
                bytes(server, "POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
                    {{s("content"), s("My goal is to move to Lisbon by May. Should I?")}}),
                RawClient::Waiting::Blocks);
            QVERIFY(stream.waitForEvents(4));
            shown = stream.text();
            reply = stream.start().messageId;
            QVERIFY(!stream.names().contains(s("done")));
        }
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        const QJsonObject stored = ask(server, "GET", s("chat/messages/%1/").arg(reply));
        QVERIFY2(stored.value(s("content")).toString().startsWith(shown),
            qPrintable(stored.value(s("content")).toString()));
        QCOMPARE(stored.value(s("metadata")).toObject().value(s("status")).toString(), s("interrupted"));
    }

    void aReplyThatEveryClosingInterruptsIsWholeInTheEnd()
    {
        m_options.guidePace = 0.5;
        QString reply;
        QString shown;
        for (int round = 0; round < 3; ++round) {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
            QString path = s("chat/messages/%1/continue/?stream=true").arg(reply);
            QJsonObject body;
            if (round == 0) {
                const QString thread = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();
                path = s("chat/threads/%1/messages/?stream=true").arg(thread);
                body = {{s("content"), s("My goal is to move to Lisbon by May. Should I?")}};
            }
            StreamClient stream(static_cast<quint16>(server.url().port()), bytes(server, "POST", path, body),
                RawClient::Waiting::Blocks);
            QVERIFY(stream.waitForEvents(4));
            reply = stream.start().messageId;
            QVERIFY2(stream.text().startsWith(shown), qPrintable(stream.text()));
            shown = stream.text();
        }
        m_options.guidePace = 0;
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        StreamClient rest(static_cast<quint16>(server.url().port()),
            bytes(server, "POST", s("chat/messages/%1/continue/?stream=true").arg(reply)),
            RawClient::Waiting::Blocks);
        QVERIFY(rest.waitForEnd());
        QVERIFY(rest.text().startsWith(shown));
        StreamClient another(static_cast<quint16>(server.url().port()),
            bytes(server, "POST", s("chat/messages/%1/regenerate/?stream=true").arg(reply)),
            RawClient::Waiting::Blocks);
        QVERIFY(another.waitForEnd());
        QVERIFY(another.start().messageId != reply);
        QCOMPARE(rest.text(), another.text());
    }

    void twoServersNeverShareTheirData()
    {
        EmbeddedServer first(m_options);
        QVERIFY(started(first));
        EmbeddedServer second(m_options);
        const QString sentence = failure(second);
        QVERIFY2(sentence.size() > 10, qPrintable(sentence));
        QCOMPARE(ask(first, "GET", s("auth/me/")).value(s("id")).toInt(), 1);
    }

    void aPortInUseIsSaidInASentence()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        m_options.port = taken.serverPort();
        EmbeddedServer server(m_options);
        const QString sentence = failure(server);
        QVERIFY2(sentence.contains(QString::number(taken.serverPort())), qPrintable(sentence));
    }

    void aFolderThatCannotBeIsSaidInASentence()
    {
        QFile file(m_dir->filePath(s("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        m_options.dataDir = m_dir->filePath(s("file/data"));
        EmbeddedServer server(m_options);
        QVERIFY(failure(server).size() > 10);
    }

    void stoppingAtOnceIsSafe()
    {
        {
            const EmbeddedServer never(m_options);
        }
        for (int i = 0; i < 5; ++i) {
            EmbeddedServer server(m_options);
            QSignalSpy spy(&server, &EmbeddedServer::started);
            server.start();
            if (i % 2 == 1)
                spy.wait(5000);
        }
    }

    void aBackupIsRestoredWhileItStands()
    {
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        const QByteArray token = server.token();
        const QString kept = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();
        const QString backup = backUp(server);
        const QString gone = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();

        QSignalSpy refused(&server, &EmbeddedServer::restoreRefused);
        server.restore(m_options.dataDir + s("/none.db"));
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(!ask(server, "GET", s("chat/threads/%1/").arg(gone)).value(s("id")).isUndefined());

        QSignalSpy restoring(&server, &EmbeddedServer::restoring);
        QSignalSpy again(&server, &EmbeddedServer::started);
        server.restore(backup);
        QVERIFY(restoring.wait(10'000));
        // Until that is agreed to everything goes on.
        QVERIFY(!ask(server, "GET", s("chat/threads/%1/").arg(gone)).value(s("id")).isUndefined());
        server.agreeToRestore();
        server.agreeToRestore(); // once is enough
        QVERIFY(again.wait(10'000));
        QCOMPARE(restoring.size(), 1);
        QCOMPARE(server.restoreProblem(), QString());
        QVERIFY2(server.notice().contains(s("throughline-before-restore-")), qPrintable(server.notice()));
        QCOMPARE(server.token(), token);
        QCOMPARE(ask(server, "GET", s("chat/threads/%1/").arg(kept)).value(s("id")).toString(), kept);
        QVERIFY(ask(server, "GET", s("chat/threads/%1/").arg(gone)).value(s("id")).isUndefined());
    }

    void aBackupThatWasNotAgreedToIsNotRestoredLater()
    {
        QString gone;
        {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
            const QString backup = backUp(server);
            gone = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();
            QSignalSpy restoring(&server, &EmbeddedServer::restoring);
            server.restore(backup);
            QVERIFY(restoring.wait(10'000));
        }
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        QCOMPARE(server.notice(), QString());
        QCOMPARE(ask(server, "GET", s("chat/threads/%1/").arg(gone)).value(s("id")).toString(), gone);
    }

    void aBackupThatCouldNotTakeItsPlaceIsSaidAndTheNextOneCan()
    {
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        const QString backup = backUp(server);
        const QString gone = ask(server, "POST", s("chat/threads/")).value(s("id")).toString();
        QSignalSpy again(&server, &EmbeddedServer::started);
        connect(&server, &EmbeddedServer::restoring, this, [&] {
            if (again.isEmpty())
                QVERIFY(QFile::remove(m_options.dataDir + s("/throughline-readied.db")));
            server.agreeToRestore();
        });
        server.restore(backup);
        QVERIFY(again.wait(10'000));
        QVERIFY(!server.restoreProblem().isEmpty());
        QCOMPARE(ask(server, "GET", s("chat/threads/%1/").arg(gone)).value(s("id")).toString(), gone);
        server.restore(backup);
        QVERIFY(again.wait(10'000));
        QCOMPARE(server.restoreProblem(), QString());
        QVERIFY(ask(server, "GET", s("chat/threads/%1/").arg(gone)).value(s("id")).isUndefined());
    }

    void stoppingWhileABackupIsRestoredIsSafe()
    {
        QString backup;
        for (int i = 0; i < 4; ++i) {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
            if (backup.isEmpty())
                backup = backUp(server);
            QSignalSpy restoring(&server, &EmbeddedServer::restoring);
            server.restore(backup);
            if (i % 2 == 1) {
                QVERIFY(restoring.wait(10'000));
                server.agreeToRestore();
            }
        }
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
    }

    void endingWhileABackupIsMadeWaitsForNone()
    {
        const QDir backups(m_options.dataDir + s("/backups"));
        {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
        }
        QVERIFY(server::store::test::weighDown(m_options.dataDir + s("/throughline.db")));
        QElapsedTimer ending;
        {
            EmbeddedServer server(m_options);
            QVERIFY(started(server));
            QSignalSpy backedUp(&server, &EmbeddedServer::backedUp);
            server.backUp();
            QVERIFY(QTest::qWaitFor(
                [&] {
                    return !backedUp.isEmpty() || !backups.entryList({s("*.part")}, QDir::Files).isEmpty();
                },
                20'000));
            if (!backedUp.isEmpty())
                QSKIP("The backup was made before anybody saw it being made.");
            ending.start();
        }
        QVERIFY2(ending.elapsed() < 10'000, "The end waited for the backup.");
        QCOMPARE(backups.entryList(QDir::Files), QStringList());
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        QVERIFY(!backUp(server).isEmpty());
    }

    void oneThingAtATimeIsDoneWithTheWholeOfTheData()
    {
        EmbeddedServer server(m_options);
        QVERIFY(started(server));
        const QString backup = backUp(server);
        QSignalSpy backedUp(&server, &EmbeddedServer::backedUp);
        QSignalSpy refused(&server, &EmbeddedServer::restoreRefused);
        QSignalSpy rejected(&server, &EmbeddedServer::rejected);
        server.backUp();
        server.restore(backup);
        server.backUp();
        QTRY_COMPARE(backedUp.size(), 1);
        QCOMPARE(backedUp.first().first().toString(), QString());
        QCOMPARE(rejected.size(), 2);
        QVERIFY2(rejected.first().first().toString().contains(s("is being made or restored")),
            qPrintable(rejected.first().first().toString()));
        QCOMPARE(refused.size(), 0);

        server.restore(m_options.dataDir + s("/none.db"));
        server.restore(backup);
        server.backUp();
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY2(refused.first().first().toString().contains(s("none.db")),
            qPrintable(refused.first().first().toString()));
        QCOMPARE(rejected.size(), 4);
        QCOMPARE(backedUp.size(), 1);
    }

    void beforeTheDataIsOpenNoBackupIsMadeOrRestored()
    {
        EmbeddedServer server(m_options);
        QSignalSpy backedUp(&server, &EmbeddedServer::backedUp);
        QSignalSpy refused(&server, &EmbeddedServer::restoreRefused);
        server.backUp();
        server.restore(s("any.db"));
        QTRY_COMPARE(backedUp.size(), 1);
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(backedUp.first().first().toString().contains(s("not open")));
        QVERIFY(refused.first().first().toString().contains(s("not open")));
    }

private:
    /// Where the backup is.
    QString backUp(EmbeddedServer &server) const
    {
        QSignalSpy backedUp(&server, &EmbeddedServer::backedUp);
        server.backUp();
        const QDir backups(m_options.dataDir + s("/backups"));
        return backedUp.wait(30'000) ? backups.filePath(backups.entryList(QDir::Files).value(0)) : QString();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    EmbeddedServer::Options m_options;
};

QTEST_GUILESS_MAIN(EmbeddedServerTest)
#include "tst_embeddedserver.moc"
