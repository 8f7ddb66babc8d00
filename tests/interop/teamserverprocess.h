#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

namespace throughline::test {

/// A real team server (serve.py) on a port of its own, with its database in a temporary folder and one
/// account.
class TeamServerProcess
{
public:
    inline static const QString email = QStringLiteral("ada@example.org");
    inline static const QString password = QStringLiteral("correct horse battery");

    ~TeamServerProcess() { stop(); }

    /// A Python that has what the server needs; empty when there is none. Distributions put their packages in
    /// reach of their own Python, which need not be the first one in the path.
    static QString python()
    {
        static const QString found = [] {
            const QString first = QStandardPaths::findExecutable(QStringLiteral("python3"));
            for (const QString &candidate : {QStringLiteral("/usr/bin/python3"), first}) {
                QProcess process;
                process.start(candidate,
                    {QStringLiteral("-c"),
                        QStringLiteral("import django, rest_framework, rest_framework_simplejwt")});
                const bool ended = process.waitForFinished(30'000);
                // One that takes long is there: a busy machine is no reason to skip the test.
                if (ended ? process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
                          : process.error() == QProcess::Timedout)
                    return candidate;
            }
            return QString();
        }();
        return found;
    }

    bool start(const QString &streaming, const QStringList &more = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PYTHONDONTWRITEBYTECODE"), QStringLiteral("1"));
        m_process.setProcessEnvironment(environment);
        m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
        m_process.start(python(),
            QStringList{QStringLiteral(THROUGHLINE_SOURCE_DIR "/tests/interop/serve.py"),
                QStringLiteral("--folder"), m_folder.path(), QStringLiteral("--streaming"), streaming} +
                more);
        m_process.write(password.toUtf8() + '\n');
        m_process.closeWriteChannel();
        QByteArray line;
        const bool listens = QTest::qWaitFor(
            [&] {
                line += m_process.readAllStandardOutput();
                return line.endsWith('\n') || m_process.state() == QProcess::NotRunning;
            },
            30'000);
        m_url = QUrl(QString::fromLatin1(line.mid(line.indexOf("http")).trimmed()));
        return listens && m_url.isValid() && m_url.port() > 0;
    }
    /// The same server at the same address with the same data, behaving differently from now on.
    bool startAgain(const QString &streaming)
    {
        stop();
        return start(streaming, {QStringLiteral("--port"), QString::number(m_url.port())});
    }
    /// Waits until a reply is stored, whoever reads it.
    bool waitForReply()
    {
        QByteArray lines;
        return QTest::qWaitFor(
            [&] {
                lines += m_process.readAllStandardOutput();
                return lines.contains("Replied\n");
            },
            60'000);
    }
    void stop()
    {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }

    const QUrl &url() const { return m_url; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QUrl m_url;
};

} // namespace throughline::test
