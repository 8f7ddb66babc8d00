#pragma once

#include "protocol/apierror.h"

#include <QDateTime>
#include <QFile>
#include <QString>

#include <functional>
#include <memory>

namespace throughline::server::store {

class Database;
class Interruption;

/// Keeps the data file from being lost: checks it, sets a damaged one aside, restores and makes backups.
/// Never deletes a data file; of the backups it keeps the last three. Files are named after the time, UTC:
/// `throughline-damaged-2026-03-01T12-00-00.db` beside the data file,
/// `backups/throughline-2026-03-01T12-00-00.db`, and with `_02` for the second in that second.
class Safekeeping
{
public:
    static constexpr int backupsKept = 3;
    static constexpr int daysBetweenBackups = 1;

    /// Whether it was done; \a to is not there before. A parameter so that a test can be a disk that refuses.
    using Rename = std::function<bool(const QString &from, const QString &to)>;
    static bool renameFile(const QString &from, const QString &to) { return QFile::rename(from, to); }

    /// \a interruption, if given, ends what takes long (checks, copies) with an error, and must outlive this.
    Safekeeping(const QString &dataDir, const QDateTime &now, Rename rename = renameFile,
        Interruption *interruption = nullptr);

    QString dataFile() const;

    struct Opened
    {
        std::unique_ptr<Database> database;
        QString notice; ///< what was set aside and restored; empty when all was well
    };
    /// Opens a sound data file: the one that is there, else the newest sound backup, else a new one. A file
    /// written by a newer version of the program is an error (Refused) and is left as it is.
    protocol::Expected<Opened> open() const;

    // A backup is restored in three steps, so that whoever shows the data can let go of it between the first
    // and the second: prepareRestore(), agreeToRestore(), and completeRestore() at the next opening.

    /// Readies the backup \a path: checks that it is a whole data file of ours, not newer than this program,
    /// and brings a copy of it to the newest version. The data in use stays in use, also when the program
    /// ends now. An error says what is wrong and leaves all as it was, also beside \a path. Any thread, also
    /// while the data is open.
    protocol::Expected<void> prepareRestore(const QString &path) const;
    /// From here on what is readied is what open() opens next, whenever that is. An error: nothing has
    /// changed.
    protocol::Expected<void> agreeToRestore() const;

    struct Restored
    {
        QString done{};    ///< what was done, for people
        QString problem{}; ///< why it was not; the data is as it was and nothing is to be restored any more
    };
    /// Puts what was agreed to in the place of the data in use, which it keeps beside it as
    /// `throughline-before-restore-<time>.db`; what was only readied goes. Killed in the middle, it goes on
    /// from there the next time. The data must be closed. Both sentences are empty when there was nothing to
    /// do. An error: the disk refused half-way, also the way back; the data must not be opened, and the next
    /// time goes on.
    protocol::Expected<Restored> completeRestore() const;

    bool isBackupDue() const;
    /// A copy of the data as it is now, complete and on the disk or not there at all; then the oldest beyond
    /// three go. Any thread, also while the data is open, one at a time.
    protocol::Expected<void> backUp() const;

    /// Newest first.
    QStringList backups() const;

private:
    enum class State { Sound, Damaged };
    protocol::Expected<State> stateOf(Database &database) const;
    protocol::Expected<State> stateOf(const QString &path) const;
    /// Of backups, \a candidates, instead of what is damaged or gone. Cut short it changes nothing.
    protocol::Expected<Opened> openRescued(const QStringList &candidates) const;
    protocol::Expected<Opened> openForUse(const QString &notice) const;
    QString setAside() const;
    QString freePath(const QString &name) const;
    QString freeBackupPath(const QString &dir) const;
    QString readiedFile() const;
    QString restoreFile() const;
    bool moveBack(const QString &before) const;
    protocol::Expected<void> readyRestore(const QString &path) const;
    protocol::Expected<void> checkRestored(const QString &copy, const QString &name) const;
    /// \a to is the whole of \a from, on the disk, or as it was.
    bool copyWhole(const QString &from, const QString &to) const;
    bool isUnwanted() const;
    QString stamp() const;

    QString m_dataDir;
    QDateTime m_now;
    Rename m_rename;
    Interruption *m_interruption;
};

} // namespace throughline::server::store
