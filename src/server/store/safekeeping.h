#pragma once

#include "protocol/apierror.h"

#include <QDateTime>
#include <QString>

#include <memory>

namespace throughline::server::store {

class Database;

/// Keeps the data file from being lost: checks it, sets a damaged one aside, restores and makes backups.
/// Never deletes a data file; of the backups it keeps the last three. Files are named after the time, UTC:
/// `throughline-damaged-2026-03-01T12-00-00.db` beside the data file,
/// `backups/throughline-2026-03-01T12-00-00.db`.
class Safekeeping
{
public:
    static constexpr int backupsKept = 3;
    static constexpr int daysBetweenBackups = 1;

    Safekeeping(const QString &dataDir, const QDateTime &now);

    QString dataFile() const;

    struct Opened
    {
        std::unique_ptr<Database> database;
        QString notice; ///< what was set aside and restored; empty when all was well
    };
    /// Opens a sound data file: the one that is there, else the newest sound backup, else a new one. A file
    /// written by a newer version of the program is an error (Refused) and is left as it is.
    protocol::Expected<Opened> open() const;

    bool isBackupDue() const;
    /// A copy of \a database as it is now, complete or not there at all; then the oldest beyond three go.
    protocol::Expected<void> backUp(Database &database) const;

    /// Newest first.
    QStringList backups() const;

private:
    enum class State { Sound, Damaged };
    protocol::Expected<State> stateOf(Database &database) const;
    protocol::Expected<State> stateOf(const QString &path) const;
    protocol::Expected<Opened> openForUse(const QString &notice) const;
    QString setAside() const;
    bool restore(const QString &backup) const;
    QString stamp() const;

    QString m_dataDir;
    QDateTime m_now;
};

} // namespace throughline::server::store
