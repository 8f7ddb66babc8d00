#include "client/threadserver.h"
#include "support/scriptedserver.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace throughline;
using test::Script;

namespace {

const QByteArray secret = "0123456789abcdef-secret";

struct Result
{
    int code = -1;
    QString out;
    QString err;
};

} // namespace

Q_DECLARE_METATYPE(throughline::test::Script)

/// The terminal client as its user meets it: a process, its output and its exit code.
class TestCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString tokenFile() const { return m_folder.filePath(QStringLiteral("token")); }

    Result run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral(THROUGHLINE_CLI), arguments);
        [[maybe_unused]] const bool ended =
            QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 20'000);
        return {.code = process.exitCode(),
            .out = QString::fromUtf8(process.readAllStandardOutput()),
            .err = QString::fromUtf8(process.readAllStandardError())};
    }
    QStringList to(const test::ScriptedServer &server, const QStringList &arguments)
    {
        return QStringList{QStringLiteral("--server"), server.url(QString()).toString(),
                   QStringLiteral("--token-file"), tokenFile()} +
               arguments;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(tokenFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(secret + "\n");
    }

    void aWrongCommandLineIsExplained_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString server = QStringLiteral("--server=http://127.0.0.1:9");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("no server") << QStringList{QStringLiteral("threads")};
        QTest::newRow("two servers") << QStringList{
            server, QStringLiteral("--data-dir=x"), QStringLiteral("threads")};
        QTest::newRow("no address") << QStringList{
            QStringLiteral("--server=here"), QStringLiteral("threads")};
        QTest::newRow("a password") << QStringList{
            QStringLiteral("--server=http://me:pass@host"), QStringLiteral("threads")};
        QTest::newRow("unknown command") << QStringList{server, QStringLiteral("dance")};
        QTest::newRow("no thread") << QStringList{server, QStringLiteral("messages")};
        QTest::newRow("nothing to send") << QStringList{server, QStringLiteral("send"), QStringLiteral("  ")};
        QTest::newRow("login without an address") << QStringList{server, QStringLiteral("login")};
        QTest::newRow("login without a server") << QStringList{
            QStringLiteral("--data-dir=x"), QStringLiteral("login"), QStringLiteral("--email=a@b.example")};
        QTest::newRow("login with a password") << QStringList{
            server, QStringLiteral("login"), QStringLiteral("--email=a@b.example"), QStringLiteral("secret")};
        QTest::newRow("logout without a server")
            << QStringList{QStringLiteral("--data-dir=x"), QStringLiteral("logout")};
        QTest::newRow("two texts") << QStringList{
            server, QStringLiteral("send"), QStringLiteral("a"), QStringLiteral("b")};
    }
    void aWrongCommandLineIsExplained()
    {
        QFETCH(QStringList, arguments);
        const Result result = run(arguments);
        QCOMPARE(result.code, 2);
        QVERIFY(result.err.contains(QStringLiteral("--help")));
        QCOMPARE(result.out, QString());
    }

    void theExitCodesAreInTheHelp()
    {
        const Result result = run({QStringLiteral("--help")});
        QCOMPARE(result.code, 0);
        QVERIFY2(result.out.contains(QStringLiteral("Exit codes")), qPrintable(result.out));
    }

    void anAuthorityThatCannotBeReadIsSaid()
    {
        const Result result = run({QStringLiteral("--server=https://127.0.0.1:9"),
            QStringLiteral("--authority=/nowhere/authority.pem"), QStringLiteral("threads")});
        QCOMPARE(result.code, 1);
        QVERIFY2(result.err.contains(QStringLiteral("/nowhere/authority.pem")), qPrintable(result.err));
    }

    void threadsAreOneJsonObjectALine()
    {
        test::ScriptedServer server;
        server.always("GET", "/api/", Script().json(404, "{}"));
        server.always("GET", "/api/chat/threads/",
            Script().json(200,
                test::page<protocol::Thread>({test::thread(QStringLiteral("t1"), QStringLiteral("Pricing")),
                    test::thread(QStringLiteral("t2"), QStringLiteral("Hiring"))})));
        const Result result = run(to(server, {QStringLiteral("--json"), QStringLiteral("threads")}));
        QCOMPARE(result.code, 0);
        const QStringList lines = result.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(QJsonDocument::fromJson(lines.at(1).toUtf8())
                     .object()
                     .value(QLatin1StringView("title"))
                     .toString(),
            QStringLiteral("Hiring"));
        QCOMPARE(server.requests().last().header("Authorization"), "Bearer " + secret);
        QVERIFY(!result.err.contains(QString::fromLatin1(secret)));
    }

    void aReplyGoesToStdoutAndItsEndingIsTheExitCode_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("out");
        const QByteArray hello = test::chunkData(QStringLiteral("Hello"));
        QTest::newRow("complete") << Script()
                                         .streamHead()
                                         .event("chunk", hello)
                                         .event("done", test::doneData(QStringLiteral("a1")))
                                         .lastChunk()
                                  << 0 << QStringLiteral("Hello\n");
        QTest::newRow("interrupted") << Script().streamHead().event("chunk", hello).reset() << 3
                                     << QStringLiteral("Hello\n");
        QTest::newRow("failed") << Script()
                                       .streamHead()
                                       .event("chunk", hello)
                                       .event("error", "{\"message\":\"No model.\"}")
                                       .event("done", test::doneData({}))
                                       .lastChunk()
                                << 1 << QStringLiteral("Hello\n");
        QTest::newRow("refused") << Script().json(400, "{\"content\":[\"Too long.\"]}") << 1 << QString();
        QTest::newRow("sign in") << Script().json(401, "{}") << 5 << QString();
    }
    void aReplyGoesToStdoutAndItsEndingIsTheExitCode()
    {
        QFETCH(Script, script);
        QFETCH(int, code);
        QFETCH(QString, out);
        test::ScriptedServer server;
        test::ThreadServer thread(server);
        server.always("GET", "/api/", Script().json(404, "{}"));
        thread.streams(script);
        const Result result = run(to(server, {QStringLiteral("send"), QStringLiteral("--thread"),
                                                 QStringLiteral("t1"), QStringLiteral("Hi")}));
        QVERIFY2(result.code == code, qPrintable(result.err));
        QCOMPARE(result.out, out);
        QVERIFY(!result.err.isEmpty());
        QVERIFY(!result.err.contains(QString::fromLatin1(secret)));
    }

    void withoutStreamingTheWholeReplyIsWaitedFor()
    {
        test::ScriptedServer server;
        test::ThreadServer thread(server);
        server.always("GET", "/api/", Script().json(404, "{}"));
        server.always("POST", "/api/chat/threads/",
            Script().json(201, test::compact(protocol::toJson(test::thread(QStringLiteral("t1"), {})))));
        thread.acceptPlainPosts();
        thread.onList = [&] {
            if (thread.stored.size() == 1)
                thread.store(test::reply(QStringLiteral("a1"), QStringLiteral("Hello")));
        };
        const Result result =
            run(to(server, {QStringLiteral("send"), QStringLiteral("--no-stream"), QStringLiteral("Hi")}));
        QVERIFY2(result.code == 0, qPrintable(result.err));
        QCOMPARE(result.out, QStringLiteral("Hello\n"));
        QVERIFY(result.err.contains(QStringLiteral("conversation t1")));
        QCOMPARE(thread.streamingPosts(), 0);
    }

    void interruptingStopsTheReply()
    {
#ifdef Q_OS_UNIX
        test::ScriptedServer server;
        test::ThreadServer thread(server);
        server.always("GET", "/api/", Script().json(404, "{}"));
        thread.streams(Script().streamHead().event("chunk", test::chunkData(QStringLiteral("Hel"))).stall());
        QProcess process;
        process.start(
            QStringLiteral(THROUGHLINE_CLI), to(server, {QStringLiteral("send"), QStringLiteral("--thread"),
                                                            QStringLiteral("t1"), QStringLiteral("Hi")}));
        QByteArray out;
        QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).contains("Hel"), 10'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 10'000);
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 4);
#else
        QSKIP("Needs SIGINT");
#endif
    }

    void watchPrintsEachDecisionAndEachRequest()
    {
#ifdef Q_OS_UNIX
        test::ScriptedServer server;
        server.always("GET", "/api/", Script().json(404, "{}"));
        server.always("GET", "/api/signals/",
            Script().json(200, test::page<protocol::Signal>(
                                   {test::signalNamed(QStringLiteral("s1"), QStringLiteral("Ship it"))})));
        QProcess process;
        process.start(QStringLiteral(THROUGHLINE_CLI),
            to(server, {QStringLiteral("watch"), QStringLiteral("--thread"), QStringLiteral("t1")}));
        QByteArray out;
        QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).contains("Ship it"), 10'000);
        QVERIFY2(out.contains("[Signals] Checking"), out.constData());
        QVERIFY2(out.contains("[Signals] Next check in 15 s"), out.constData());
        QVERIFY2(out.contains("GET /api/signals/?thread_id=t1 200"), out.constData());
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 10'000);
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardError().contains("a fixed 3 s timer"));
#else
        QSKIP("Needs SIGINT");
#endif
    }

    void theEmbeddedServerAnswersFromAFolder()
    {
        const QStringList folder{QStringLiteral("--data-dir"), m_folder.filePath(QStringLiteral("data"))};
        const Result sent =
            run(folder + QStringList{QStringLiteral("send"), QStringLiteral("We must ship by May.")});
        QVERIFY2(sent.code == 0, qPrintable(sent.err));
        QVERIFY(!sent.out.trimmed().isEmpty());
        const Result threads = run(folder + QStringList{QStringLiteral("threads")});
        const QString id = threads.out.section(QLatin1Char('\t'), 0, 0);
        QVERIFY2(!id.isEmpty(), qPrintable(threads.err));
        const Result messages =
            run(folder + QStringList{QStringLiteral("messages"), QStringLiteral("--thread"), id});
        QVERIFY2(messages.out.contains(QStringLiteral("We must ship by May.")), qPrintable(messages.out));
        QVERIFY2(messages.out.contains(sent.out.trimmed()), qPrintable(messages.out));
        const Result signalList =
            run(folder + QStringList{QStringLiteral("signals"), QStringLiteral("--thread"), id});
        QVERIFY2(signalList.out.contains(QStringLiteral("Constraint")), qPrintable(signalList.out));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
