#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "net/certificates.h"
#include "support/scriptedserver.h"
#include "ui/signallistview.h"
#include "ui/threadlistview.h"
#include "ui/transcript/transcriptview.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSslServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace throughline;
using namespace throughline::test;

namespace {

const QByteArray modelList = R"({"data": [{"id": "tiny"}]})";
/// What a model server says about its models and a team server to who signs in.
const QByteArray secureAnswer =
    R"({"data": [{"id": "tiny"}], "access": "access-ada", "refresh": "refresh-ada"})";

/// The program as it is started, and what a person does with its settings.
struct Program
{
    Program(const QString &folder, FakeSecretStore &secrets)
        : application(*qApp, {.dataDir = folder, .guidePace = 0, .secrets = &secrets, .modelPlaces = {}})
        , user(application.window(), application.workspace())
    {
        application.window().resize(1280, 800);
        application.start();
    }
    QStringList titles()
    {
        QStringList list;
        for (const protocol::Thread &thread : threads())
            list.append(thread.title);
        return list;
    }
    QList<protocol::Thread> threads()
    {
        QList<protocol::Thread> list;
        workspace::ThreadListModel &model = application.workspace().threads();
        for (int row = 0; row < model.rowCount(); ++row) {
            const QString id = model.index(row).data(workspace::ThreadListModel::IdRole).toString();
            if (const protocol::Thread *thread = model.thread(id))
                list.append(*thread);
        }
        return list;
    }
    bool backUp()
    {
        QSignalSpy done(&application.data(), &workspace::DataKeeper::backedUp);
        application.data().backUp();
        return QTest::qWaitFor([&] { return done.size() == 1; }) && done.first().first().toString().isEmpty();
    }
    using Outcome = workspace::DataKeeper::Outcome;
    /// What came of it, and what was said.
    std::pair<Outcome, QString> restore(const QString &file)
    {
        QSignalSpy done(&application.data(), &workspace::DataKeeper::restored);
        application.data().restore(file);
        // Not qWaitFor(), which sleeps between two looks.
        if (!done.wait(15'000))
            return {Outcome::NotOpened, {}};
        return {done.first().at(0).value<Outcome>(), done.first().at(1).toString()};
    }

    app::Application application;
    Driver user;
};

/// A model server and a team server behind TLS.
class TlsServer : public QSslServer
{
public:
    explicit TlsServer(const QSslConfiguration &configuration)
    {
        setSslConfiguration(configuration);
        connect(this, &QSslServer::pendingConnectionAvailable, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                    const QByteArray piece = socket->readAll();
                    received += piece;
                    if (piece.contains("\r\n\r\n"))
                        socket->write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                            QByteArray::number(secureAnswer.size()) + "\r\n\r\n" + secureAnswer);
                });
            }
        });
        listen(QHostAddress::LocalHost);
    }
    QByteArray received;
};

} // namespace

/// The whole program: a setting is changed, takes effect at once, and is there after a restart.
class SettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void modelsAreAskedThroughTheProxyThatWasChosen();
    void anAuthorityThatIsAddedIsBelieved();
    void savedTeamServersOutliveASignInWhileTheKeychainIsAsked();
    void structureIsLookedForWhenTheSettingsSay();
    void compactRowsAreCloserAtOnceAndAfterARestart();
    void aBackupIsRestoredBehindTheWindow();
    void aBadFileIsSaidAndNothingHappens();
    void aRestoreThatTheDiskRefusesIsSaidAndIsNotDoneLater();

private:
    QString backup() const
    {
        const QDir backups(m_folder->filePath(QStringLiteral("backups")));
        return backups.filePath(backups.entryList(QDir::Files, QDir::Name).value(0));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SettingsTest::modelsAreAskedThroughTheProxyThatWasChosen()
{
    // A proxy is asked for whole addresses; the name exists nowhere else.
    ScriptedServer proxy;
    proxy.always("GET", "http://models.invalid/v1/models", Script().json(200, modelList));
    proxy.always("POST", "http://models.invalid/v1/chat/completions",
        Script()
            .streamHead()
            .chunk("data: {\"choices\": [{\"delta\": {\"content\": \"Forty-two.\"}, \"finish_reason\": "
                   "\"stop\"}]}\n\ndata: [DONE]\n\n")
            .lastChunk());
    FakeSecretStore secrets;
    for (const bool isFirst : {true, false}) {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        if (isFirst) {
            QSignalSpy applied(&program.application.modelServers(), &workspace::ModelServers::applied);
            program.application.modelServers().add(
                {.id = {},
                    .name = QStringLiteral("Far"),
                    .address = QUrl(QStringLiteral("http://models.invalid/v1")),
                    .model = QStringLiteral("tiny")},
                {});
            QTRY_COMPARE(applied.size(), 1);
            program.user.send(QStringLiteral("What is it?"));
            QTRY_COMPARE_WITH_TIMEOUT(program.user.lastRow().state, workspace::RowState::Failed, 20'000);
            program.application.network().setProxy({.kind = workspace::ProxyChoice::Kind::Http,
                                                       .host = QStringLiteral("127.0.0.1"),
                                                       .port = proxy.port(),
                                                       .user = QStringLiteral("ada")},
                QByteArray("correct horse"));
            program.user.conversation().retry(program.user.rows().rowCount() - 1);
        } else {
            QTRY_VERIFY(program.application.network().isReady());
            program.user.send(QStringLiteral("And now?"));
        }
        QTRY_COMPARE_WITH_TIMEOUT(
            program.user.lastRow().message.content, QStringLiteral("Forty-two."), 20'000);
        QVERIFY(program.user.waitForReply());
        QCOMPARE(proxy.requests().last().header("Proxy-Authorization"),
            "Basic " + QByteArray("ada:correct horse").toBase64());
    }
    QFile settings(m_folder->filePath(QStringLiteral("settings.ini")));
    QVERIFY(settings.open(QIODevice::ReadOnly));
    QVERIFY(!settings.readAll().contains("horse"));
}

void SettingsTest::anAuthorityThatIsAddedIsBelieved()
{
    if (!QSslSocket::supportsSsl() || !Certificates::missing().isEmpty())
        QSKIP("There is no TLS or no openssl here.");
    Certificates certificates;
    TlsServer models(certificates.server("IP:127.0.0.1"));
    QVERIFY2(certificates.isMade(), certificates.problem().constData());
    workspace::ModelServer server{.id = {},
        .name = QStringLiteral("Works"),
        .address = QUrl(QStringLiteral("https://127.0.0.1:%1/v1").arg(models.serverPort()))};
    workspace::TeamServer team{.id = {},
        .address = QUrl(QStringLiteral("https://127.0.0.1:%1").arg(models.serverPort())),
        .email = QStringLiteral("ada@example.org")};
    FakeSecretStore secrets;
    for (const bool isFirst : {true, false}) {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        app::TeamHub &hub = program.application.teamServers();
        const QSignalSpy signedIn(&hub, &workspace::TeamServers::signedIn);
        const QSignalSpy failed(&hub, &workspace::TeamServers::failed);
        workspace::NetworkSettings &network = program.application.network();
        const auto look = [&] {
            std::optional<workspace::ModelCheck> check;
            program.application.modelConnector().look(
                server, this, [&](const workspace::ModelCheck &found) { check = found; });
            return QTest::qWaitFor([&] { return check.has_value(); }, 10'000) ? *check
                                                                              : workspace::ModelCheck();
        };
        if (isFirst) {
            const workspace::ModelCheck before = look();
            QVERIFY(!before.works);
            QVERIFY2(before.sentence.contains(QStringLiteral("Team_Example_Authority")),
                qPrintable(before.sentence));
            hub.signIn(team, QStringLiteral("a password"));
            QTRY_COMPARE(failed.size(), 1);
            QCOMPARE(models.received, QByteArray());
            QSignalSpy added(&network, &workspace::NetworkSettings::authoritiesAdded);
            network.addAuthorities(certificates.authorityFile());
            QTRY_COMPARE(added.size(), 1);
        }
        QTRY_VERIFY(network.isReady());
        const workspace::ModelCheck after = look();
        QVERIFY2(after.works, qPrintable(after.sentence));
        QCOMPARE(after.models, QStringList{QStringLiteral("tiny")});
        hub.signIn(team, QStringLiteral("a password"));
        QTRY_COMPARE(signedIn.size(), 1);
    }
}

void SettingsTest::savedTeamServersOutliveASignInWhileTheKeychainIsAsked()
{
    const QString settingsFile = m_folder->filePath(QStringLiteral("settings.ini"));
    const auto account = [](const QString &host) {
        const QUrl address(QStringLiteral("http://%1.invalid").arg(host));
        const QString email = QStringLiteral("ada@example.org");
        return workspace::TeamServer{.id = workspace::teamServerId(address, email),
            .address = address,
            .email = email,
            .allowPlainHttp = true};
    };
    const auto kept = [&] { return app::Settings(settingsFile).teamServers(); };
    // Names that exist nowhere: whatever arrives came through the proxy.
    ScriptedServer proxy;
    proxy.always("POST", "http://new.invalid/api/auth/token/",
        Script().json(200, R"({"access": "access-ada", "refresh": "refresh-ada"})"));
    for (const QByteArray host : {"old", "older", "new"}) {
        proxy.always("POST", "http://" + host + ".invalid/api/auth/token/refresh/", Script().json(503, "{}"));
        proxy.always("GET", "http://" + host + ".invalid/api/", Script().json(503, "{}"));
    }
    const workspace::ProxyChoice choice{.kind = workspace::ProxyChoice::Kind::Http,
        .host = QStringLiteral("127.0.0.1"),
        .port = proxy.port(),
        .user = QStringLiteral("ada"),
        .hasPassword = true};
    FakeSecretStore secrets;
    secrets.secrets.insert(workspace::NetworkSettings::secretName(choice), "correct horse");
    {
        workspace::NetworkSettings network(secrets);
        network.setProxy(choice, QByteArray("correct horse"));
        app::Settings settings(settingsFile);
        settings.setNetwork(network.toJson());
        settings.setTeamServers({account(QStringLiteral("old")), account(QStringLiteral("older"))});
    }
    {
        secrets.hold(true);
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        app::TeamHub &hub = program.application.teamServers();
        QVERIFY(!program.application.network().isReady());
        QCOMPARE(hub.servers().size(), 2);
        const QSignalSpy signedIn(&hub, &workspace::TeamServers::signedIn);
        hub.signIn(account(QStringLiteral("new")), QStringLiteral("a password"));
        QTRY_COMPARE(signedIn.size(), 1);
        QCOMPARE(kept().size(), 3);
        // Nobody else is asked for anything before the proxy has its password.
        for (const ServedRequest &request : proxy.requests())
            QVERIFY2(request.target.contains("//new.invalid"), request.target.constData());
        secrets.hold(false);
        QTRY_VERIFY(program.application.network().isReady());
        hub.open(account(QStringLiteral("new")).id);
        QTRY_VERIFY(!proxy.requests().isEmpty() && proxy.requests().last().header("Proxy-Authorization") ==
                                                       "Basic " + QByteArray("ada:correct horse").toBase64());
        program.application.window().close();
    }
    QCOMPARE(kept().size(), 3);
}

void SettingsTest::structureIsLookedForWhenTheSettingsSay()
{
    using workspace::StructureChoice;
    FakeSecretStore secrets;
    for (const bool isFirst : {true, false}) {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        workspace::StructureSettings &structure = program.application.structure();
        const auto poller = [&]() -> client::SignalPoller & {
            return program.application.workspace().poller();
        };
        // Our own server pushes, so that the table would be waited by only if it did not.
        const auto isSparing = [&] { return poller().schedule() == polling::Schedule::sparing(); };
        if (isFirst)
            structure.setChoice(
                {.finder = StructureChoice::Finder::Off, .asking = StructureChoice::Asking::Sparing});
        program.user.send(QStringLiteral("We want to launch in six weeks."));
        QTRY_COMPARE(program.user.rows().rowCount(), isFirst ? 2 : 4);
        QVERIFY(program.user.waitForReply());
        QTRY_VERIFY(isSparing());
        poller().refresh();
        QTRY_VERIFY(!std::holds_alternative<client::PollChecking>(poller().status()));
        QCOMPARE(program.user.conversation().signalModel().rowCount(), 0);
        if (!isFirst) {
            structure.setChoice({.finder = StructureChoice::Finder::Off});
            QVERIFY(poller().schedule() == polling::Schedule()); // at once
            structure.setChoice({});
            poller().refresh();
            QVERIFY(program.user.waitForSignals(1));
        }
        program.application.window().close();
    }
}

void SettingsTest::compactRowsAreCloserAtOnceAndAfterARestart()
{
    FakeSecretStore secrets;
    const auto heights = [](Program &program) {
        ui::MainWindow &window = program.application.window();
        const auto *threads = window.findChild<ui::ThreadListView *>();
        const auto *found = window.findChild<ui::SignalListView *>();
        const auto *transcript = window.findChild<ui::TranscriptView *>();
        return QList<int>{threads->visualRect(threads->model()->index(0, 0)).height(),
            found->visualRect(found->model()->index(0, 0)).height(),
            transcript->rowRect(1).top() - transcript->rowRect(0).top()};
    };
    QList<int> comfortable;
    QList<int> compact;
    {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        program.user.send(QStringLiteral("We want to launch in six weeks."));
        QVERIFY(program.user.waitForReply());
        QVERIFY(program.user.waitForSignals(1));
        comfortable = heights(program);
        program.application.appearance().setDensity(ui::Density::Compact);
        QTRY_VERIFY(heights(program).at(2) < comfortable.at(2));
        compact = heights(program);
        for (qsizetype i = 0; i < compact.size(); ++i)
            QVERIFY2(compact.at(i) < comfortable.at(i), qPrintable(QString::number(i)));
        program.application.window().close();
    }
    Program again(m_folder->path(), secrets);
    QVERIFY(again.user.waitForConversation());
    QVERIFY(again.user.waitForSignals(1));
    QTRY_COMPARE(heights(again), compact);
}

void SettingsTest::aBackupIsRestoredBehindTheWindow()
{
    FakeSecretStore secrets;
    QStringList before;
    {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        program.user.send(QStringLiteral("Where shall we meet?"));
        QVERIFY(program.user.waitForReply());
        QVERIFY(program.backUp());
        const QString kept = program.user.conversation().threadId();
        const QStringList asKept = program.user.texts();
        program.user.send(QStringLiteral("It has to be in Lisbon."));
        QTRY_COMPARE(program.user.rows().rowCount(), 4);
        QVERIFY(program.user.waitForReply());
        program.user.type(QStringLiteral("half a thought"));
        program.application.workspace().newConversation();
        QTRY_VERIFY(program.user.conversation().threadId() != kept);
        QVERIFY(program.user.waitForConversation());
        program.user.send(QStringLiteral("Something new"));
        QVERIFY(program.user.waitForReply());
        program.user.type(QStringLiteral("another half"));
        QCOMPARE(program.threads().size(), 2);

        // The window is alive all the while.
        QElapsedTimer since;
        qint64 longest = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] { longest = qMax(longest, since.restart()); });
        since.start();
        beat.start(1);
        const auto [outcome, said] = program.restore(backup());
        beat.stop();
        // Loosely: a busy machine takes its time, but what waits for a restore waits longer.
        QVERIFY2(longest < 1'000, qPrintable(QString::number(longest)));
        QCOMPARE(outcome, workspace::DataKeeper::Outcome::Restored);
        QVERIFY2(said.contains(QStringLiteral("throughline-before-restore-")), qPrintable(said));
        QVERIFY(program.user.waitForConversation());
        QTRY_COMPARE(program.threads().size(), 1);
        QCOMPARE(program.user.conversation().threadId(), kept);
        QTRY_COMPARE(program.user.texts(), asKept);
        // What was typed is there, also what belongs to a conversation that is not there any more.
        QTRY_VERIFY(program.user.editor().toPlainText().contains(QStringLiteral("another half")));
        QVERIFY(program.user.editor().toPlainText().contains(QStringLiteral("half a thought")));
        // And it goes on.
        program.user.editor().clear();
        program.user.send(QStringLiteral("It has to be in Porto."));
        QTRY_COMPARE(program.user.rows().rowCount(), 4);
        QVERIFY(program.user.waitForReply());
        before = program.user.texts();
        program.application.window().close();
    }
    Program again(m_folder->path(), secrets);
    QVERIFY(again.user.waitForConversation());
    QCOMPARE(again.user.texts(), before);
    QCOMPARE(again.threads().size(), 1);
}

void SettingsTest::aBadFileIsSaidAndNothingHappens()
{
    FakeSecretStore secrets;
    Program program(m_folder->path(), secrets);
    QVERIFY(program.user.waitForConversation());
    program.user.send(QStringLiteral("Where shall we meet?"));
    QVERIFY(program.user.waitForReply());
    const QStringList before = program.user.texts();
    const QString bad = m_folder->filePath(QStringLiteral("settings.ini"));
    const auto [outcome, said] = program.restore(bad);
    QCOMPARE(outcome, workspace::DataKeeper::Outcome::NotRestored);
    QVERIFY2(said.contains(QStringLiteral("is not a backup of Throughline")), qPrintable(said));
    QCOMPARE(program.user.texts(), before);
    QCOMPARE(program.application.workspace().connection(), workspace::Workspace::Connection::Online);
    QVERIFY(program.backUp());
}

void SettingsTest::aRestoreThatTheDiskRefusesIsSaidAndIsNotDoneLater()
{
    FakeSecretStore secrets;
    QStringList titles;
    QString kept;
    {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        QVERIFY(program.backUp());
        program.user.send(QStringLiteral("Where shall we meet?"));
        QVERIFY(program.user.waitForReply());
        kept = program.user.conversation().threadId();
        program.user.type(QStringLiteral("half a thought"));
        // What is here cannot be set aside: the names for it are free and cannot be made, for a minute.
        const QDateTime now = QDateTime::currentDateTimeUtc();
        for (int second = 0; second < 60; ++second) {
            const QString name = now.addSecs(second).toString(QStringLiteral("yyyy-MM-ddTHH-mm-ss"));
            QVERIFY(QFile::link(QStringLiteral("/nowhere/at/all"),
                m_folder->filePath(QStringLiteral("throughline-before-restore-%1.db").arg(name))));
        }
        const auto [outcome, said] = program.restore(backup());
        QCOMPARE(outcome, workspace::DataKeeper::Outcome::NotRestored);
        QVERIFY2(!said.isEmpty() && !said.contains(QStringLiteral("was restored")), qPrintable(said));
        QVERIFY(program.user.waitForConversation());
        QTRY_COMPARE(program.user.conversation().threadId(), kept);
        QTRY_COMPARE(program.user.rows().rowCount(), 2);
        QTRY_COMPARE(program.user.editor().toPlainText(), QStringLiteral("half a thought"));
        titles = program.titles();
        program.application.window().close();
    }
    Program again(m_folder->path(), secrets);
    QVERIFY(again.user.waitForConversation());
    QTRY_COMPARE(again.titles(), titles);
    QTRY_COMPARE(again.user.rows().rowCount(), 2);
}

QTEST_MAIN(SettingsTest)
#include "tst_settings.moc"
