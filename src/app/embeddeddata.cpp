#include "app/embeddeddata.h"

#include <QDir>
#include <QFileInfo>

#include <utility>

namespace throughline::app {

EmbeddedData::EmbeddedData(const QString &dataDir, QObject *parent)
    : DataKeeper(parent)
    , m_dataDir(dataDir)
{}

void EmbeddedData::connectTo(server::EmbeddedServer &server)
{
    m_server = &server;
    connect(&server, &server::EmbeddedServer::backedUp, this, [this](const QString &problem) {
        m_busy = false;
        Q_EMIT backedUp(problem);
    });
    connect(&server, &server::EmbeddedServer::restoreRefused, this,
        [this](const QString &problem) { endRestore(Outcome::NotRestored, problem); });
    connect(&server, &server::EmbeddedServer::failed, this,
        [this](const QString &problem) { endRestore(Outcome::NotOpened, problem); });
    connect(&server, &server::EmbeddedServer::started, this, [this] {
        if (const QString problem = m_server->restoreProblem(); !problem.isEmpty())
            endRestore(Outcome::NotRestored, problem);
        else
            endRestore(Outcome::Restored, m_server->notice());
    });
}

std::optional<QDateTime> EmbeddedData::newestBackup() const
{
    const QDir backups(QDir(m_dataDir).filePath(QStringLiteral("backups")));
    const QFileInfoList files =
        backups.entryInfoList({QStringLiteral("throughline-*.db")}, QDir::Files, QDir::Time);
    return files.isEmpty() ? std::nullopt : std::optional(files.first().lastModified().toUTC());
}

void EmbeddedData::backUp()
{
    if (m_server && !std::exchange(m_busy, true))
        m_server->backUp();
}

void EmbeddedData::restore(const QString &file)
{
    if (!m_server || std::exchange(m_busy, true))
        return;
    m_isRestoring = true;
    m_server->restore(file);
}

void EmbeddedData::endRestore(Outcome outcome, const QString &sentence)
{
    if (!std::exchange(m_isRestoring, false))
        return;
    m_busy = false;
    Q_EMIT restored(outcome, sentence);
}

} // namespace throughline::app
