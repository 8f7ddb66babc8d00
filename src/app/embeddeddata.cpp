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
        [this](const QString &problem) { endRestore(problem, {}); });
    connect(&server, &server::EmbeddedServer::failed, this,
        [this](const QString &problem) { endRestore(problem, {}); });
    connect(&server, &server::EmbeddedServer::started, this, [this] { endRestore({}, m_server->notice()); });
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

void EmbeddedData::endRestore(const QString &problem, const QString &done)
{
    if (!std::exchange(m_isRestoring, false))
        return;
    m_busy = false;
    Q_EMIT restored(problem, done);
}

} // namespace throughline::app
