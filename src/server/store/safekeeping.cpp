#include "server/store/safekeeping.h"

#include "server/store/companions.h"
#include "server/store/database.h"
#include "server/store/errors.h"
#include "server/store/interruption.h"
#include "server/store/migrations.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSaveFile>
#include <QScopeGuard>
#include <QTimeZone>

#include <utility>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace throughline::server::store {

using protocol::ApiError;

namespace {

Q_LOGGING_CATEGORY(backupLog, "throughline.store")

const QString stampFormat = QStringLiteral("yyyy-MM-ddTHH-mm-ss");

QString backupsDir(const QString &dataDir)
{
    return dataDir + QStringLiteral("/backups");
}

/// Whoever was killed in a change that no log was kept of, as when a new file is made, has left a journal
/// that takes it back. Who only reads cannot, and would take the file for one that may not be written.
void takeBackHalfAChange(const QString &path)
{
    if (!QFileInfo::exists(path + QStringLiteral("-journal")))
        return;
    if (const auto database = Database::open(path)) {
        const auto version = schemaVersion(**database);
        Q_UNUSED(version)
    }
}

/// Waits until the disk has the file, or the names in the folder, \a path.
bool syncToDisk(const QString &path)
{
#ifdef Q_OS_UNIX
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const auto close = qScopeGuard([file] { ::close(file); });
    return ::fsync(file) == 0;
#else
    Q_UNUSED(path) // SQLite has done it for the file, and folders have no such call
    return true;
#endif
}

ApiError notOpened()
{
    return serverError(Sentences::tr("The data was not opened: the program ends."));
}

} // namespace

Safekeeping::Safekeeping(
    const QString &dataDir, const QDateTime &now, Rename rename, Interruption *interruption)
    : m_dataDir(dataDir)
    , m_now(now.toUTC())
    , m_rename(std::move(rename))
    , m_interruption(interruption)
{}

bool Safekeeping::isUnwanted() const
{
    return m_interruption && m_interruption->isAsked();
}

QString Safekeeping::dataFile() const
{
    return m_dataDir + QStringLiteral("/throughline.db");
}

QString Safekeeping::stamp() const
{
    return m_now.toString(stampFormat);
}

QStringList Safekeeping::backups() const
{
    const QDir dir(backupsDir(m_dataDir));
    QStringList paths;
    const QStringList names =
        dir.entryList({QStringLiteral("throughline-*.db")}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QString &name : names)
        paths.append(dir.filePath(name));
    return paths;
}

protocol::Expected<Safekeeping::State> Safekeeping::stateOf(Database &database) const
{
    const auto version = schemaVersion(database);
    if (!version)
        return database.isDamaged() ? protocol::Expected<State>(State::Damaged)
                                    : tl::unexpected(version.error());
    if (*version > newestSchemaVersion()) {
        return tl::unexpected(
            refusal(Sentences::tr("The conversations in %1 were saved by a newer version of Throughline. "
                                  "Start that version, or choose another folder; nothing was changed.")
                        .arg(QDir::toNativeSeparators(m_dataDir))));
    }
    const auto report = database.rows(
        QStringLiteral("PRAGMA quick_check(5)"), {}, [](const Row &row) { return row.text(0); });
    // A check that was cut short takes what it has not seen for lost.
    if (isUnwanted())
        return tl::unexpected(notOpened());
    if (!report)
        return database.isDamaged() ? protocol::Expected<State>(State::Damaged)
                                    : tl::unexpected(report.error());
    if (*report == QStringList{QStringLiteral("ok")})
        return State::Sound;
    qCWarning(backupLog) << "The integrity check says" << *report;
    return State::Damaged;
}

protocol::Expected<Safekeeping::State> Safekeeping::stateOf(const QString &path) const
{
    // Only read: closing a connection that may write would fold the log of a damaged file into it, or drop
    // it.
    const auto database = Database::open(path, Database::Access::ReadOnly, m_interruption);
    return database ? stateOf(**database) : tl::unexpected(database.error());
}

protocol::Expected<Safekeeping::Opened> Safekeeping::open() const
{
    const QFileInfo file(dataFile());
    const QStringList candidates = backups();
    // An empty or missing file where backups exist was not emptied by us: it is what a crash or a full disk
    // leaves.
    bool isLost = (!file.exists() || file.size() == 0) && !candidates.isEmpty();
    if (!isLost && file.exists()) {
        takeBackHalfAChange(dataFile());
        const auto state = stateOf(dataFile());
        if (!state)
            return tl::unexpected(state.error());
        isLost = *state == State::Damaged;
    }
    if (!isLost)
        return openForUse({});

    return openRescued(candidates);
}

protocol::Expected<Safekeeping::Opened> Safekeeping::openRescued(const QStringList &candidates) const
{
    // What takes long, and may be cut short, comes before anything is moved.
    const QString rescued = m_dataDir + QStringLiteral("/throughline-rescued.db");
    const auto cleanUp = qScopeGuard([&rescued] { QFile::remove(rescued); });
    QString used;
    for (const QString &backup : candidates) {
        const auto state = stateOf(backup);
        if (state && *state == State::Sound && copyWhole(backup, rescued)) {
            used = backup;
            break;
        }
        if (!isUnwanted())
            qCWarning(backupLog) << "The backup" << backup << "cannot be used";
    }
    // Then nobody knows of all files whether they are good, and the next start looks again.
    if (isUnwanted())
        return tl::unexpected(notOpened());

    const bool wasThere = QFileInfo::exists(dataFile());
    const QString aside = setAside();
    if (wasThere && aside.isEmpty()) {
        return tl::unexpected(
            serverError(Sentences::tr("The data file %1 is damaged and could not be set aside.")
                            .arg(QDir::toNativeSeparators(dataFile()))));
    }
    if (!used.isEmpty() && !m_rename(rescued, dataFile())) {
        moveBack(aside);
        return tl::unexpected(serverError(Sentences::tr("The disk refused to put the backup in its place.")));
    }
    const QString lost = aside.isEmpty() ? Sentences::tr("The data file was missing.")
                                         : Sentences::tr("The data file was damaged and was set aside as %1.")
                                               .arg(QFileInfo(aside).fileName());
    return openForUse(
        lost + u' ' +
        (used.isEmpty() ? Sentences::tr("There was no backup to restore, so you start afresh.")
                        : Sentences::tr("The backup %1 was restored.").arg(QFileInfo(used).fileName())));
}

protocol::Expected<Safekeeping::Opened> Safekeeping::openForUse(const QString &notice) const
{
    makePrivate(dataFile());
    return Database::open(dataFile()).map([&notice](std::unique_ptr<Database> database) {
        return Opened{.database = std::move(database), .notice = notice};
    });
}

QString Safekeeping::freePath(const QString &name) const
{
    QString path;
    for (int n = 1; path.isEmpty() || QFileInfo::exists(path); ++n) {
        path = m_dataDir + u'/' + name + stamp() + (n == 1 ? QString() : QStringLiteral("-%1").arg(n)) +
               QStringLiteral(".db");
    }
    return path;
}

/// Renames the data file and its companions; returns the new path of the data file or, when there was none or
/// it would not move, nothing.
QString Safekeeping::setAside() const
{
    const QString path = freePath(QStringLiteral("throughline-damaged-"));
    const bool isMoved = m_rename(dataFile(), path);
    for (const QLatin1StringView suffix : companionSuffixes)
        m_rename(dataFile() + suffix, path + suffix);
    return isMoved ? path : QString();
}

bool Safekeeping::copyWhole(const QString &from, const QString &to) const
{
    QFile source(from);
    QSaveFile target(to);
    if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
        return false;
    target.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    constexpr qint64 pieceSize = 1 << 20;
    while (!source.atEnd()) {
        const QByteArray piece = source.read(pieceSize);
        if (isUnwanted() || piece.isEmpty() || target.write(piece) != piece.size())
            return false;
    }
    return target.commit();
}

bool Safekeeping::isBackupDue() const
{
    const QStringList existing = backups();
    if (existing.isEmpty())
        return true;
    const QString name = QFileInfo(existing.first()).completeBaseName();
    const QDateTime made =
        QDateTime::fromString(name.mid(name.indexOf(u'-') + 1, stamp().size()), stampFormat);
    return !made.isValid() ||
           QDateTime(made.date(), made.time(), QTimeZone::utc()).addDays(daysBetweenBackups) <= m_now;
}

/// Of several in one second the newest has the last name.
QString Safekeeping::freeBackupPath(const QString &dir) const
{
    const QString name = dir + QStringLiteral("/throughline-") + stamp();
    QString path = name + QStringLiteral(".db");
    for (int n = 2; QFileInfo::exists(path); ++n)
        path = name + QStringLiteral("_%1.db").arg(n, 2, 10, QLatin1Char('0'));
    return path;
}

protocol::Expected<void> Safekeeping::backUp() const
{
    const QString dir = backupsDir(m_dataDir);
    QDir().mkpath(dir);
    // What a run that was killed has left of its own.
    const QStringList left = QDir(dir).entryList({QStringLiteral("*.part*")}, QDir::Files);
    for (const QString &name : left)
        QFile::remove(QDir(dir).filePath(name));
    const QString path = freeBackupPath(dir);
    const QString unfinished = path + QStringLiteral(".part");
    const auto cleanUp = qScopeGuard([&unfinished] { removeWithCompanions(unfinished); });
    {
        // Of its own, so that nobody waits who uses the data meanwhile.
        const auto source = Database::open(dataFile(), Database::Access::ReadOnly, m_interruption);
        if (!source)
            return tl::unexpected(source.error());
        makePrivate(unfinished);
        const auto copied = (*source)->run(QStringLiteral("VACUUM INTO ?"), {bound(unfinished)});
        if (!copied)
            return tl::unexpected(copied.error());
    }
    // Older ones go only for one that the disk has.
    if (!syncToDisk(unfinished) || !QFile::rename(unfinished, path) || !syncToDisk(dir))
        return tl::unexpected(serverError(Sentences::tr("The backup could not be saved.")));
    const QStringList existing = backups();
    for (qsizetype i = backupsKept; i < existing.size(); ++i)
        QFile::remove(existing.at(i));
    return {};
}

} // namespace throughline::server::store
