#pragma once

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

/// Processes of the program that a test watches from outside (Unix).
namespace throughline::test {

/// Files of the memory of what crashes below here would be left behind, if the program allowed it.
inline void allowCrashFiles()
{
    rlimit limit{};
    getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_CORE, &limit);
}

/// A process whose home, temporary folder and working folder are below \a folder, and that logs everything.
inline void prepare(QProcess &process, const QString &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"}) {
        const QString path = QDir(folder).filePath(QString::fromLatin1(name).toLower());
        QDir().mkpath(path);
        environment.insert(QString::fromLatin1(name), path);
    }
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=true"));
    QDir().mkpath(QDir(folder).filePath(QStringLiteral("working")));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(QDir(folder).filePath(QStringLiteral("working")));
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setChildProcessModifier(allowCrashFiles);
}

inline QStringList crashFiles(const QString &folder)
{
    return QDir(QDir(folder).filePath(QStringLiteral("working"))).entryList(QDir::Files | QDir::Hidden);
}

/// Reads on until \a needle was said.
inline bool waitFor(QProcess &process, const QByteArray &needle, QByteArray &output, int timeout = 100'000)
{
    return QTest::qWaitFor(
               [&] {
                   output += process.readAll();
                   return output.contains(needle) || process.state() == QProcess::NotRunning;
               },
               timeout) &&
           output.contains(needle);
}

inline void end(QProcess &process, int how)
{
    ::kill(static_cast<pid_t>(process.processId()), how);
    process.waitForFinished(20'000);
}

} // namespace throughline::test
