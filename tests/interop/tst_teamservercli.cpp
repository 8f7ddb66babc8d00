#include "interop/teamserverprocess.h"
#include "support/privatebus.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace throughline;
using test::PrivateBus;
using test::TeamServerProcess;

namespace {

const QString question = QStringLiteral("We must ship by May.");
const QString answer =
    QStringLiteral("You said: We must ship by May.\n\nThat is **20** characters. Größe: ✓\n");

struct Result
{
    int code = -1;
    QString out;
    QString err;
};

bool outlive(int seconds)
{
    const QDateTime end = QDateTime::currentDateTimeUtc().addSecs(seconds + 1);
    return QTest::qWaitFor([&] { return QDateTime::currentDateTimeUtc() > end; }, 1000 * (seconds + 3));
}

} // namespace

/// The terminal client against a Django REST Framework server of the base contract: signing in, and every
/// command afterwards. Nothing here can reach the keychain of whoever runs it.
class TestTeamServerCli : public QObject
{
    Q_OBJECT

    /// One user of the client: an environment, and the server it talks to.
    struct Shell
    {
        const QProcessEnvironment environment;
        const TeamServerProcess &server;
        QStringList more = {};

        Result operator()(const QStringList &arguments, const QByteArray &input = {}) const
        {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(QStringLiteral(THROUGHLINE_CLI),
                QStringList{QStringLiteral("--server"), server.url().toString()} + more + arguments);
            process.write(input);
            process.closeWriteChannel();
            if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 40'000))
                process.kill();
            return {.code = process.exitCode(),
                .out = QString::fromUtf8(process.readAllStandardOutput()),
                .err = QString::fromUtf8(process.readAllStandardError())};
        }
        Result login(const QString &password = TeamServerProcess::password) const
        {
            return (*this)({QStringLiteral("login"), QStringLiteral("--email"), TeamServerProcess::email},
                password.toUtf8() + '\n');
        }
        Result send(const QString &text) const { return (*this)({QStringLiteral("send"), text}); }
        Result threads() const { return (*this)({QStringLiteral("threads")}); }
    };

    static QStringList inFile(const QString &path) { return {QStringLiteral("--token-file"), path}; }

private Q_SLOTS:
    void initTestCase()
    {
        if (TeamServerProcess::python().isEmpty())
            QSKIP("There is no Python with Django REST Framework and Simple JWT here.");
    }

    void afterLoginEveryCommandWorksUntilLogout()
    {
        if (const QString missing = PrivateBus::missing(); !missing.isEmpty())
            QSKIP(qPrintable(QStringLiteral("There is no %1 here.").arg(missing)));
        PrivateBus bus;
        QVERIFY(bus.start());
        QVERIFY(bus.startKeychain("keychain"));
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        const Shell shell{bus.environment(), server};

        const Result before = shell.threads();
        QCOMPARE(before.code, 5);
        QVERIFY2(before.err.contains(QStringLiteral("throughline-cli login")), qPrintable(before.err));

        const Result login = shell.login();
        QVERIFY2(login.code == 0, qPrintable(login.err));
        QVERIFY2(login.err.contains(TeamServerProcess::email), qPrintable(login.err));
        QCOMPARE(login.out, QString());

        const Result sent = shell.send(question);
        QVERIFY2(sent.code == 0, qPrintable(sent.err));
        QCOMPARE(sent.out, answer);
        const Result threads = shell.threads();
        const QString id = threads.out.section(QLatin1Char('\t'), 0, 0);
        QVERIFY2(threads.code == 0 && !id.isEmpty(), qPrintable(threads.err));
        const QStringList thread{QStringLiteral("--thread"), id};
        const Result messages =
            shell(QStringList{QStringLiteral("messages"), QStringLiteral("--json")} + thread);
        QCOMPARE(messages.out.count(QLatin1Char('\n')), 2);
        const Result found = shell(QStringList{QStringLiteral("signals")} + thread);
        QVERIFY2(found.out.contains(QStringLiteral("Constraint")), qPrintable(found.err));

        const Result logout = shell({QStringLiteral("logout")});
        QVERIFY2(logout.code == 0, qPrintable(logout.err));
        QCOMPARE(shell.threads().code, 5);
    }

    void aWrongPasswordIsTheServersSentence()
    {
        const PrivateBus bus;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("session"));
        const Result login = Shell{bus.environment(), server, inFile(file)}.login(QStringLiteral("wrong"));
        QCOMPARE(login.code, 1);
        QCOMPARE(login.err, QStringLiteral("Unable to log in with provided credentials.\n"));
        QVERIFY(!QFile::exists(file));
    }

    void withoutAKeychainAFileIsOffered()
    {
        const PrivateBus bus;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        const Shell shell{bus.environment(), server};
        const Result refused = shell.login();
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains(QStringLiteral("There is no system keychain here.")) &&
                     refused.err.contains(QStringLiteral("--token-file")),
            qPrintable(refused.err));
        const Result asked = shell.threads();
        QCOMPARE(asked.code, 5);
        QVERIFY2(
            asked.err.contains(QStringLiteral("There is no system keychain here.")), qPrintable(asked.err));

        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("session"));
        const Shell withFile{bus.environment(), server, inFile(file)};
        const Result login = withFile.login();
        QVERIFY2(login.code == 0, qPrintable(login.err));
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther |
                                                QFile::WriteOther | QFile::ExeOwner),
            QFile::Permissions());
        QCOMPARE(withFile.send(question).out, answer);
        QCOMPARE(withFile({QStringLiteral("logout")}).code, 0);
        QCOMPARE(withFile.threads().code, 5);
    }

    void aFileThatIsSomethingElseIsLeftAlone()
    {
        const PrivateBus bus;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("server-token")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a server's own token\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const Shell shell{bus.environment(), server, inFile(file.fileName())};
        const Result login = shell.login();
        QCOMPARE(login.code, 1);
        QVERIFY2(login.err.contains(QStringLiteral("something else")), qPrintable(login.err));
        QCOMPARE(shell({QStringLiteral("logout")}).code, 1);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "a server's own token\n");
    }

    void aFileThatOthersCanReadIsNotUsed()
    {
        const PrivateBus bus;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("session"));
        const Shell shell{bus.environment(), server, inFile(file)};
        QCOMPARE(shell.login().code, 0);
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        const Result threads = shell.threads();
        QCOMPARE(threads.code, 5);
        QVERIFY2(threads.err.contains(QStringLiteral("Others can read the file")), qPrintable(threads.err));
    }

    void aReplyIsShownOnceHoweverTheServerAnswersStreams_data()
    {
        QTest::addColumn<QString>("streaming");
        QTest::newRow("a renderer is declared") << QStringLiteral("declared");
        QTest::newRow("no renderer is declared") << QStringLiteral("none");
        QTest::newRow("no renderer at all for streams") << QStringLiteral("empty-stream");
    }
    void aReplyIsShownOnceHoweverTheServerAnswersStreams()
    {
        QFETCH(QString, streaming);
        const PrivateBus bus;
        TeamServerProcess server;
        // A reply takes longer than a token lasts, and each refresh token is good for one use.
        QVERIFY(server.start(streaming, {QStringLiteral("--access-lifetime=2"), QStringLiteral("--pace=0.2"),
                                            QStringLiteral("--rotate")}));
        QTemporaryDir folder;
        const Shell shell{bus.environment(), server, inFile(folder.filePath(QStringLiteral("session")))};
        QCOMPARE(shell.login().code, 0);
        QVERIFY(outlive(2));
        const Result sent = shell.send(question);
        QVERIFY2(sent.code == 0, qPrintable(sent.err));
        QCOMPARE(sent.out, answer);
        const QString id = shell.threads().out.section(QLatin1Char('\t'), 0, 0);
        const Result messages =
            shell({QStringLiteral("messages"), QStringLiteral("--json"), QStringLiteral("--thread"), id});
        const QStringList lines = messages.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY2(lines.size() == 2, qPrintable(messages.out + messages.err));
        const auto content = [&](int line) {
            return QJsonDocument::fromJson(lines.at(line).toUtf8())
                .object()
                .value(QLatin1StringView("content"))
                .toString();
        };
        QCOMPARE(content(0), question);
        QCOMPARE(content(1) + QLatin1Char('\n'), answer);
    }

    void whereEveryPostFailsTheMessageIsSaidNotToBeStored()
    {
        const PrivateBus bus;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("empty")));
        QTemporaryDir folder;
        const Shell shell{bus.environment(), server, inFile(folder.filePath(QStringLiteral("session")))};
        QCOMPARE(shell.login().code, 0);
        const Result sent = shell.send(question);
        QCOMPARE(sent.code, 1);
        QVERIFY2(sent.err.contains(QStringLiteral("not known to be on the server")), qPrintable(sent.err));
        QCOMPARE(sent.out, QString());
    }
};

QTEST_GUILESS_MAIN(TestTeamServerCli)
#include "tst_teamservercli.moc"
