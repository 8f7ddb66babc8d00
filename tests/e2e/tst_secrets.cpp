#include "app/crashfiles.h"
#include "e2e/leakingprogram.h"
#include "e2e/watchedprocess.h"
#include "server/http/rawclient.h"
#include "support/secretscan.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace throughline;
using namespace throughline::test;

/// Whoever looks through what the program leaves, shows, logs and is started with finds no secret.
class SecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theProgramGivesNothingAway_data();
    void theProgramGivesNothingAway();
    void theServerGivesNothingAway();
    void theTerminalClientGivesNothingAway();
    void noProgramLeavesItsMemoryBehind_data();
    void noProgramLeavesItsMemoryBehind();

private:
    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    QByteArray order(const QJsonObject &more = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    Secrets m_secrets;
    SecretScan m_scan;
    std::unique_ptr<ScriptedServer> m_site;
    std::unique_ptr<ScriptedServer> m_team;
};

void SecretsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets = {};
    m_scan = {};
    for (const auto &[name, secret] : m_secrets.all())
        m_scan.lookFor(name, *secret);
    m_site = std::make_unique<ScriptedServer>();
    m_team = std::make_unique<ScriptedServer>();
    leakModel(*m_site, m_secrets);
    leakTeam(*m_team, m_secrets);
}

/// What the child is told, over its standard input, where nobody sees it.
QByteArray SecretsTest::order(const QJsonObject &more)
{
    QJsonObject object = more;
    for (const auto &[name, secret] : m_secrets.all())
        object.insert(name, QString::fromLatin1(*secret));
    object.insert(QStringLiteral("site"), m_site->url(QStringLiteral("/v1")).toString());
    object.insert(QStringLiteral("team"), m_team->url(QString()).toString());
    return compact(object) + '\n';
}

void SecretsTest::theProgramGivesNothingAway_data()
{
    QTest::addColumn<int>("ending");
    QTest::newRow("killed") << SIGKILL;
    QTest::newRow("crashed") << SIGABRT;
}

void SecretsTest::theProgramGivesNothingAway()
{
    QFETCH(int, ending);
    QByteArray output;
    QStringList found;
    for (const bool isFirst : {true, false}) {
        QProcess process;
        prepare(process, m_folder->path());
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--child"), path("data")});
        process.write(order(isFirst ? QJsonObject() : QJsonObject{{QStringLiteral("again"), true}}));
        QVERIFY2(waitFor(process, "\nready\n", output), output.right(2'000));
        found += m_scan.inProcess(process.processId()) + m_scan.inFolder(m_folder->path());
        if (isFirst)
            end(process, ending);
        else
            QVERIFY(process.waitForFinished(20'000));
        output += process.readAll() + '\n';
        found += m_scan.inFolder(m_folder->path());
    }
    found += m_scan.in(output);
    found.removeDuplicates();
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QCOMPARE(crashFiles(m_folder->path()), QStringList());

    // The servers were told the secrets, and there was something to look into.
    QVERIFY(m_site->requests("POST", "/v1/chat/completions").size() > modelFailures);
    QCOMPARE(m_team->unscripted(), 0);
    QVERIFY(m_team->requests("POST", "/api/chat/threads/t1/messages/").size() >= 4);
    QVERIFY(!m_team->requests("POST", "/api/auth/token/refresh/").isEmpty());
    const QString all = m_scan.files().join(u'\n');
    for (const char *file : {"data/settings.ini", "data/throughline.db\n", "data/throughline.db-wal",
             "data/drafts/", "data/servers/", "backup"})
        QVERIFY2(all.contains(QLatin1StringView(file)), qPrintable(all));
    QVERIFY(output.contains("said: ") && output.contains("refused: ") && output.contains("tested: "));
    QVERIFY(output.contains("***"));
}

void SecretsTest::theServerGivesNothingAway()
{
    QFile key(path("site.key"));
    QVERIFY(key.open(QIODevice::WriteOnly));
    key.write(m_secrets.key + '\n');
    key.close();
    QFile config(path("models.json"));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(R"({"providers": [{"id": "site", "url": ")" +
                 m_site->url(QStringLiteral("/v1")).toEncoded() + R"(", "key_file": "site.key"}]})");
    config.close();

    QProcess process;
    prepare(process, m_folder->path());
    process.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline-server"),
        {QStringLiteral("--data-dir"), path("data"), QStringLiteral("--provider-config"),
            path("models.json")});
    QByteArray output;
    QVERIFY(waitFor(process, " with the token in ", output));
    const auto port = QRegularExpression(QStringLiteral("127\\.0\\.0\\.1:(\\d+)/"))
                          .match(QString::fromUtf8(output))
                          .captured(1)
                          .toUShort();
    QFile tokenFile(path("data/server-token"));
    QVERIFY(tokenFile.open(QIODevice::ReadOnly));
    const QByteArray token = tokenFile.readAll().trimmed();
    m_scan.lookFor(QStringLiteral("token"), token);
    const auto ask = [&](const QByteArray &method, const QByteArray &target, const QByteArray &body,
                         const QByteArray &bearer) {
        tests::RawClient client(port, tests::RawClient::Waiting::RunsEvents);
        client.send(method + " /api/" + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) +
                    "\r\nAuthorization: Bearer " + bearer +
                    "\r\nContent-Type: application/json\r\nContent-Length: " +
                    QByteArray::number(body.size()) + "\r\n\r\n" + body);
        const QByteArray answer = client.answer().body;
        output += answer;
        return QJsonDocument::fromJson(answer).object();
    };
    const QByteArray thread =
        ask("POST", "chat/threads/", "{}", token).value(QStringLiteral("id")).toString().toUtf8();
    QVERIFY(!thread.isEmpty());
    const auto statuses = [&] {
        QStringList list;
        const QJsonArray messages = ask("GET", "chat/messages/?thread=" + thread, {}, token)
                                        .value(QStringLiteral("results"))
                                        .toArray();
        for (const QJsonValue &each : messages)
            list.append(each[QStringLiteral("metadata")][QStringLiteral("status")].toString());
        list.removeAll(QString());
        return list;
    };
    for (int i = 1; i <= modelFailures + 1; ++i) {
        ask("POST", "chat/threads/" + thread + "/messages/", R"({"content": "What is it?"})", token);
        QTRY_VERIFY_WITH_TIMEOUT(
            statuses().size() == i && !statuses().contains(QStringLiteral("streaming")), 20'000);
    }
    QCOMPARE(statuses().count(QStringLiteral("failed")), modelFailures);
    QCOMPARE(statuses().last(), QStringLiteral("complete"));
    ask("GET", "chat/threads/?token=" + token, {}, m_secrets.access);
    ask("POST", "chat/threads/", "{\"title\"", token);

    QStringList found = m_scan.inProcess(process.processId());
    end(process, SIGABRT);
    output += process.readAll();
    found += m_scan.in(output);
    found += m_scan.inFolder(m_folder->path(), {path("site.key"), path("data/server-token")});
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QCOMPARE(crashFiles(m_folder->path()), QStringList());
    QVERIFY(output.contains("throughline.server.api")); // everything was logged
}

void SecretsTest::theTerminalClientGivesNothingAway()
{
    const QString session = path("session");
    QByteArray output;
    QStringList found;
    int looks = 0;
    const auto options = [&](const QStringList &command) {
        return QStringList{QStringLiteral("--server"), m_team->url(QString()).toString(),
                   QStringLiteral("--token-file"), session} +
               command;
    };
    const auto run = [&](const QStringList &command, const QByteArray &input, int code) {
        QProcess process;
        prepare(process, m_folder->path());
        // While it signs in, and with every request: the secrets are in its memory then.
        const auto looked = connect(m_team.get(), &ScriptedServer::requestReceived, this, [&] {
            found += m_scan.inProcess(process.processId()) + m_scan.inFolder(m_folder->path(), {session});
            ++looks;
        });
        process.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline-cli"), options(command));
        process.write(input);
        process.closeWriteChannel();
        const bool hasEnded =
            QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 40'000);
        disconnect(looked);
        output += process.readAll();
        return hasEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == code;
    };
    const QStringList login{QStringLiteral("login"), QStringLiteral("--email"), email};
    const QStringList thread{QStringLiteral("--thread"), QStringLiteral("t1")};
    const QStringList send{QStringLiteral("send"), QStringLiteral("What is it?")};
    QVERIFY2(run(login, m_secrets.wrongPassword + '\n', 1), output);
    QVERIFY2(run(login, m_secrets.password + '\n', 0), output);
    QVERIFY2(run({QStringLiteral("threads")}, {}, 0), output);
    QVERIFY2(run(QStringList{QStringLiteral("messages")} + thread, {}, 0), output);
    QVERIFY2(run(QStringList{QStringLiteral("signals")} + thread, {}, 1), output);
    for (int i = 0; i < 4; ++i)
        run(send + thread, {}, 1);
    QFile kept(session);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().contains(m_secrets.refresh));

    // It dies with the password in its memory.
    QProcess dying;
    prepare(dying, m_folder->path());
    connect(m_team.get(), &ScriptedServer::requestReceived, &dying, [&dying] {
        if (dying.state() == QProcess::Running)
            ::kill(static_cast<pid_t>(dying.processId()), SIGABRT);
    });
    dying.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline-cli"), options(login));
    dying.write(m_secrets.password + '\n');
    QTRY_COMPARE_WITH_TIMEOUT(dying.state(), QProcess::NotRunning, 40'000);
    QCOMPARE(dying.exitStatus(), QProcess::CrashExit);
    output += dying.readAll();
    QCOMPARE(crashFiles(m_folder->path()), QStringList());

    QVERIFY2(run({QStringLiteral("logout")}, {}, 0), output);
    found += m_scan.in(output);
    found += m_scan.inFolder(m_folder->path());
    found.removeDuplicates();
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QVERIFY(looks > 10 && m_scan.files().contains(QStringLiteral("environ")));
    QVERIFY(output.contains("***"));
}

void SecretsTest::noProgramLeavesItsMemoryBehind_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("throughline") << QStringLiteral("throughline")
                                 << QStringList{QStringLiteral("--data-dir"), QStringLiteral("data")};
    QTest::newRow("throughline-server") << QStringLiteral("throughline-server")
                                        << QStringList{QStringLiteral("--data-dir"), QStringLiteral("data")};
}

void SecretsTest::noProgramLeavesItsMemoryBehind()
{
    QFETCH(QString, program);
    QFETCH(QStringList, arguments);
    arguments.last() = path("data");
    QProcess process;
    prepare(process, m_folder->path());
    process.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/") + program, arguments);
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(
        !QDir(path("data")).entryList({QStringLiteral("throughline.db")}).isEmpty(), 20'000);
    end(process, SIGABRT);
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(crashFiles(m_folder->path()), QStringList());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("throughline"));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == QStringLiteral("--child")) {
        app::leaveNoCrashFiles();
        return LeakingProgram(arguments.at(2)).run();
    }
    SecretsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_secrets.moc"
