#include "crash/processes.h"

#include "workspace/draftwriter.h"
#include "workspace/outbox.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <utility>

namespace throughline::crash {

namespace {

constexpr int patience = 60'000; ///< ms: far longer than anything takes, also on a busy machine

/// False when it was dead already, or something else than this ended it.
bool killed(QProcess &process)
{
    process.kill();
    process.waitForFinished();
    return process.exitStatus() == QProcess::CrashExit && process.exitCode() == SIGKILL;
}

} // namespace

ServerProcess::ServerProcess(QString program, QString dataFolder, double guidePace)
    : m_program(std::move(program))
    , m_dataFolder(std::move(dataFolder))
    , m_guidePace(guidePace)
{
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { readLine(); });
}

void ServerProcess::launch()
{
    m_listening = false;
    m_process.start(m_program,
        {QStringLiteral("--data-dir"), m_dataFolder, QStringLiteral("--port"), QString::number(m_port),
            QStringLiteral("--guide-pace"), QString::number(m_guidePace)});
}

void ServerProcess::readLine()
{
    static const QRegularExpression pattern(QStringLiteral("^Listening on http://127\\.0\\.0\\.1:(\\d+)/"));
    const auto match = pattern.match(QString::fromUtf8(m_process.readAllStandardOutput()));
    if (!match.hasMatch())
        return;
    m_port = match.captured(1).toUShort();
    m_listening = true;
}

bool ServerProcess::waitForStart()
{
    return QTest::qWaitFor(
               [this] { return m_listening || m_process.state() == QProcess::NotRunning; }, patience) &&
           m_listening;
}

bool ServerProcess::kill()
{
    m_listening = false;
    return killed(m_process);
}

QUrl ServerProcess::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

QString ServerProcess::tokenFile() const
{
    return m_dataFolder + QStringLiteral("/server-token");
}

QByteArray ServerProcess::problems()
{
    return m_process.readAllStandardError();
}

ClientProcess::ClientProcess(QString program, QString draftsFolder, Ledger &ledger)
    : m_program(std::move(program))
    , m_draftsFolder(std::move(draftsFolder))
    , m_ledger(ledger)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process,
        [this] { m_ledger.read(m_process.readAllStandardOutput()); });
}

void ClientProcess::launch(const ServerProcess &server, const QStringList &threadIds, quint32 seed)
{
    QStringList arguments{QStringLiteral("--server"), server.url().toString(), QStringLiteral("--token-file"),
        server.tokenFile(), QStringLiteral("--drafts"), m_draftsFolder, QStringLiteral("--seed"),
        QString::number(seed)};
    for (const QString &threadId : threadIds)
        arguments += {QStringLiteral("--thread"), threadId};
    m_process.start(m_program, arguments);
}

bool ClientProcess::kill()
{
    const bool wasAlive = killed(m_process);
    m_ledger.read(m_process.readAllStandardOutput());
    m_ledger.clientGone();
    return wasAlive;
}

bool ClientProcess::waitForEnd()
{
    m_process.closeWriteChannel();
    const bool ended = QTest::qWaitFor([this] { return !isRunning(); }, patience);
    m_ledger.read(m_process.readAllStandardOutput());
    return ended && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0 &&
           m_ledger.isOver();
}

LeftBehind ClientProcess::leftBehind(const QStringList &threadIds) const
{
    const QHash<QString, QString> files = workspace::DraftWriter::readAll(m_draftsFolder);
    LeftBehind left;
    for (const QString &threadId : threadIds) {
        if (const QString draft = files.value(threadId); !draft.isEmpty())
            left.drafts.append(draft);
        const auto outbox = workspace::Outbox::fromText(files.value(QStringLiteral("outbox:") + threadId));
        for (const workspace::OutboxEntry &entry : outbox.entries())
            left.outbox.append(entry.content);
    }
    return left;
}

} // namespace throughline::crash
