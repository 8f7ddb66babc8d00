#include "server/api/streamclient.h"
#include "server/http/rawclient.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace throughline;
using tests::RawClient;
using tests::StreamClient;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QString programPath()
{
    return s(THROUGHLINE_BUILD_DIR "/bin/throughline-server");
}

/// The program, running.
class Program
{
public:
    explicit Program(const QStringList &arguments)
    {
        process.start(programPath(), arguments);
        while (line.isEmpty() && process.waitForReadyRead(10'000))
            line = QString::fromUtf8(process.readLine()).trimmed();
        static const QRegularExpression pattern(
            s("^Listening on http://127\\.0\\.0\\.1:(\\d+)/ with the token in (.+)$"));
        const auto match = pattern.match(line);
        port = match.captured(1).toUShort();
        tokenFile = match.captured(2);
        QFile file(tokenFile);
        if (file.open(QIODevice::ReadOnly))
            token = file.readAll().trimmed();
    }
    ~Program() { kill(); }
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    /// As in a power cut, but for the disk's caches.
    void kill()
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.kill();
        process.waitForFinished();
    }

    QByteArray bytes(const char *method, const QString &path, const QJsonObject &body = {},
        const QByteArray &key = {}) const
    {
        const QByteArray content = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson();
        return QByteArray(method) + " /api/" + path.toUtf8() +
               " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\nAuthorization: Bearer " +
               token + (key.isEmpty() ? QByteArray() : "\r\nIdempotency-Key: " + key) +
               "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(content.size()) +
               "\r\n\r\n" + content;
    }

    QJsonObject ask(const char *method, const QString &path, const QJsonObject &body = {}) const
    {
        RawClient client(port);
        client.send(bytes(method, path, body));
        return QJsonDocument::fromJson(client.answer().body).object();
    }

    QJsonArray messages(const QString &thread) const
    {
        return ask("GET", s("chat/messages/?thread=") + thread).value(s("results")).toArray();
    }

    QProcess process;
    QString line;
    quint16 port = 0;
    QString tokenFile;
    QByteArray token;
};

struct Ended
{
    int code = -1;
    QString out;
    QString err;
};

Ended run(const QStringList &arguments)
{
    QProcess process;
    process.start(programPath(), arguments);
    if (!process.waitForFinished(10'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError())};
}

const QJsonObject question{{s("content"),
    s("My goal is to move to Lisbon by May. I assume that rents will fall. Should I sell the flat?")}};

} // namespace

class ServerProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_data = m_dir->filePath(s("data"));
    }

    void itExplainsItself()
    {
        const Ended help = run({s("--help")});
        QCOMPARE(help.code, 0);
        for (const char *option : {"--data-dir", "--port", "--token-file", "--guide-pace", "--version"})
            QVERIFY2(help.out.contains(s(option)), qPrintable(help.out));
        const Ended version = run({s("--version")});
        QCOMPARE(version.code, 0);
        QVERIFY2(version.out.startsWith(s("Throughline ")), qPrintable(version.out));
    }

    void wrongArgumentsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("option") << QStringList{s("--no-such-option")};
        QTest::newRow("port") << QStringList{s("--port"), s("x")};
        QTest::newRow("port too large") << QStringList{s("--port"), s("70000")};
        QTest::newRow("pace") << QStringList{s("--guide-pace"), s("slow")};
        QTest::newRow("pace below nothing") << QStringList{s("--guide-pace=-1")};
        QTest::newRow("more") << QStringList{s("more")};
        QTest::newRow("no time to look for signals") << QStringList{s("--extract"), s("sometimes")};
    }

    void wrongArgumentsAreRefused()
    {
        QFETCH(QStringList, arguments);
        const Ended ended = run(arguments);
        QCOMPARE(ended.code, 2);
        QVERIFY(!ended.err.isEmpty());
    }

    void whenItLooksForSignalsCanBeSaid()
    {
        const Program program(
            {s("--data-dir"), m_data, s("--guide-pace"), s("0"), s("--extract"), s("never")});
        QVERIFY2(program.port > 0, qPrintable(program.line));
        const QString thread = program.ask("POST", s("chat/threads/")).value(s("id")).toString();
        const auto found = [&] {
            return program.ask("GET", s("signals/?thread_id=") + thread).value(s("results")).toArray().size();
        };
        program.ask("POST", s("chat/threads/%1/messages/").arg(thread), question);
        QCOMPARE(found(), 0);
        program.ask("POST", s("chat/threads/%1/extract/").arg(thread));
        QTRY_VERIFY(found() > 0);
    }

    void itSaysWhereItListensAndNeverTheToken()
    {
        Program program({s("--data-dir"), m_data});
        QVERIFY2(program.port != 0, qPrintable(program.line));
        QCOMPARE(program.tokenFile, m_data + s("/server-token"));
        QCOMPARE(program.token.size(), 64);
#ifdef Q_OS_UNIX
        QCOMPARE(QFile::permissions(program.tokenFile) &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
#endif
        QCOMPARE(program.ask("GET", s("auth/me/")).value(s("id")).toInt(), 1);
        program.kill();
        const QByteArray said = program.process.readAllStandardOutput() +
                                program.process.readAllStandardError() + program.line.toUtf8();
        QVERIFY(!said.contains(program.token));
    }

    void theTokenIsKeptUnlessOthersCouldReadIt()
    {
        const QString file = m_dir->filePath(s("elsewhere/token"));
        const QStringList arguments{s("--data-dir"), m_data, s("--token-file"), file};
        const QByteArray first = Program(arguments).token;
        QVERIFY(!first.isEmpty());
        QCOMPARE(Program(arguments).token, first);
#ifdef Q_OS_UNIX
        QVERIFY(QFile::setPermissions(
            file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
        const QByteArray second = Program(arguments).token;
        QVERIFY(!second.isEmpty() && second != first);
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
#endif
    }

    void aTokenFileThatCannotBeWrittenIsSaid()
    {
        const Ended ended = run({s("--data-dir"), m_data, s("--token-file"), m_dir->path()});
        QCOMPARE(ended.code, 1);
        QVERIFY2(ended.err.contains(m_dir->path()), qPrintable(ended.err));
    }

    void oneServerHasTheData()
    {
        Program first({s("--data-dir"), m_data});
        QVERIFY(first.port != 0);
        const Ended second = run({s("--data-dir"), m_data});
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.size() > 10, qPrintable(second.err));
        // Nor does it leave anything of its own there.
        const QString token = m_dir->filePath(s("data-of-the-second/token"));
        QCOMPARE(run({s("--data-dir"), m_data, s("--token-file"), token}).code, 1);
        QVERIFY(!QFile::exists(token));
    }

#ifdef Q_OS_UNIX
    void itEndsWhenAsked_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void itEndsWhenAsked()
    {
        QFETCH(int, number);
        QString shown;
        QString reply;
        {
            Program program({s("--data-dir"), m_data});
            const QString thread = program.ask("POST", s("chat/threads/")).value(s("id")).toString();
            StreamClient stream(program.port,
                program.bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread), question),
                RawClient::Waiting::Blocks);
            QVERIFY(stream.waitForEvents(3));
            shown = stream.text();
            reply = stream.start().messageId;
            ::kill(static_cast<pid_t>(program.process.processId()), number);
            QVERIFY(program.process.waitForFinished(5000));
            QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
            QCOMPARE(program.process.exitCode(), 0);
        }
        Program again({s("--data-dir"), m_data});
        const QJsonObject stored = again.ask("GET", s("chat/messages/%1/").arg(reply));
        QCOMPARE(stored.value(s("metadata")).toObject().value(s("status")).toString(), s("interrupted"));
        QVERIFY(stored.value(s("content")).toString().startsWith(shown));
    }
#endif

    void nothingShownIsLostWhenItIsKilled()
    {
        constexpr int rounds = 8;
        QString thread;
        QStringList keys;
        QStringList shown;
        QStringList replies;
        QStringList questions;
        for (int round = 0; round < rounds; ++round) {
            Program program({s("--data-dir"), m_data});
            QVERIFY2(program.port != 0, qPrintable(program.line));
            if (thread.isEmpty())
                thread = program.ask("POST", s("chat/threads/")).value(s("id")).toString();
            keys += QUuid::createUuid().toString(QUuid::WithoutBraces);
            StreamClient stream(program.port,
                program.bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread), question,
                    keys.last().toLatin1()),
                RawClient::Waiting::Blocks);
            QVERIFY(stream.waitForEvents(1 + round));
            program.kill();
            stream.waitForEnd(200);
            QVERIFY(!stream.names().contains(s("done")));
            shown += stream.text();
            replies += stream.start().messageId;
            questions += stream.start().userMessageId;
        }

        Program program({s("--data-dir"), m_data});
        for (int round = 0; round < rounds; ++round) {
            const QJsonObject stored = program.ask("GET", s("chat/messages/%1/").arg(replies[round]));
            const QString text = stored.value(s("content")).toString();
            QVERIFY2(text.startsWith(shown[round]),
                qPrintable(
                    s("round %1: “%2” is not the beginning of “%3”").arg(round).arg(shown[round], text)));
            QCOMPARE(stored.value(s("metadata")).toObject().value(s("status")).toString(), s("interrupted"));
            // The same key finds the same question and reply; nothing is asked or stored again.
            StreamClient again(program.port,
                program.bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread), question,
                    keys[round].toLatin1()),
                RawClient::Waiting::Blocks);
            QVERIFY(again.waitForEnd());
            QCOMPARE(again.start().messageId, replies[round]);
            QCOMPARE(again.start().userMessageId, questions[round]);
            QCOMPARE(again.text(), text);
        }
        QCOMPARE(program.messages(thread).size(), 2 * rounds);
    }

    void aReplyThatIsMadeAgainAndContinuedSurvivesEveryKill()
    {
        constexpr int rounds = 5;
        QString thread;
        QString first;
        QString second;
        QString shown;
        // The first round makes it, the others continue it; each ends in a kill at another moment.
        for (int round = 0; round < rounds; ++round) {
            Program program({s("--data-dir"), m_data});
            QVERIFY2(program.port != 0, qPrintable(program.line));
            QString action = s("chat/messages/%1/continue/?stream=true").arg(second);
            if (round == 0) {
                thread = program.ask("POST", s("chat/threads/")).value(s("id")).toString();
                const QString post = s("chat/threads/%1/messages/").arg(thread);
                program.ask("POST", post, question);
                program.ask("POST", post, {{s("content"), s("Sum up.")}}); // a reply of some length
                first = program.messages(thread).last().toObject().value(s("id")).toString();
                program.ask("POST", s("chat/messages/%1/cancel/").arg(first));
                action = s("chat/messages/%1/regenerate/?stream=true").arg(first);
            }
            StreamClient stream(program.port, program.bytes("POST", action), RawClient::Waiting::Blocks);
            QVERIFY(stream.waitForEvents(2 + round % 3));
            program.kill();
            stream.waitForEnd(200);
            second = stream.start().messageId;
            const QString text = stream.text();
            QVERIFY2(text.startsWith(shown), qPrintable(s("“%1” lost of “%2”").arg(text, shown)));
            shown = text;
        }
        Program program({s("--data-dir"), m_data});
        const QJsonObject stored = program.ask("GET", s("chat/messages/%1/").arg(second));
        const QJsonObject metadata = stored.value(s("metadata")).toObject();
        QVERIFY(stored.value(s("content")).toString().startsWith(shown));
        QCOMPARE(metadata.value(s("status")).toString(), s("interrupted"));
        QCOMPARE(metadata.value(s("continued")).toInt(), rounds - 1);
        QCOMPARE(metadata.value(s("siblings")).toArray(), QJsonArray({first, second}));
        QCOMPARE(program.messages(thread).size(), 4);
        const QJsonObject sibling = program.ask("GET", s("chat/messages/%1/").arg(first));
        QCOMPARE(sibling.value(s("metadata")).toObject().value(s("status")).toString(), s("stopped"));
        // To the end: the text is the one that the Guide would have said at once.
        StreamClient rest(program.port,
            program.bytes("POST", s("chat/messages/%1/continue/?stream=true").arg(second)),
            RawClient::Waiting::Blocks);
        QVERIFY(rest.waitForEnd(20'000));
        StreamClient whole(program.port,
            program.bytes("POST", s("chat/messages/%1/regenerate/?stream=true").arg(first)),
            RawClient::Waiting::Blocks);
        QVERIFY(whole.waitForEnd(20'000));
        QVERIFY(whole.text().contains(s("Still open")));
        QCOMPARE(rest.text(), whole.text());
    }

    void whatWasAcknowledgedIsThereAfterAKill()
    {
        QString thread;
        QStringList acknowledged;
        for (int round = 0; round < 5; ++round) {
            Program program({s("--data-dir"), m_data});
            if (thread.isEmpty())
                thread = program.ask("POST", s("chat/threads/")).value(s("id")).toString();
            RawClient client(program.port);
            for (int i = 0; i < 3; ++i) {
                client.send(program.bytes("POST", s("chat/threads/%1/messages/").arg(thread), question));
                const auto answer = client.answer();
                QCOMPARE(answer.status, 201);
                acknowledged += QJsonDocument::fromJson(answer.body).object().value(s("id")).toString();
            }
            program.kill();
        }
        Program program({s("--data-dir"), m_data});
        QStringList stored;
        const QJsonArray messages = program.messages(thread);
        for (const QJsonValue &message : messages) {
            if (message.toObject().value(s("role")).toString() == s("user"))
                stored += message.toObject().value(s("id")).toString();
        }
        QCOMPARE(stored, acknowledged);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_data;
};

QTEST_GUILESS_MAIN(ServerProgramTest)
#include "tst_serverprogram.moc"
