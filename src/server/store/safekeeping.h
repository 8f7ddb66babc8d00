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

    /// Readies the backup \a path to be what open() opens next: checks that it is a whole data file of ours,
    /// not newer than this program, and brings a copy of it to the newest version. Until completeRestore()
    /// the present data stays in force; an error says what is wrong and leaves all as it was. Any thread,
    /// also while the data is open.
    protocol::Expected<void> prepareRestore(const QString &path) const;
    /// Puts what prepareRestore() has readied in the place of the present data, which it keeps beside it as
    /// `throughline-before-restore-<time>.db`. Killed in the middle, it goes on from there the next time. The
    /// data must be closed. Returns what was done, for people; empty: there was nothing to do.
    protocol::Expected<QString> completeRestore() const;

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
    QString freePath(const QString &name) const;
    QString restoreFile() const;
    protocol::Expected<void> checkRestored(const QString &copy, const QString &name) const;
    bool restore(const QString &backup) const;
    /// \a to is the whole of \a from, on the disk, or as it was.
    static bool copyWhole(const QString &from, const QString &to);
    QString stamp() const;

    QString m_dataDir;
    QDateTime m_now;
};

} // namespace throughline::server::store
