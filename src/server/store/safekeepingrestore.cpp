// Restoring a backup.
#include "server/store/companions.h"
#include "server/store/database.h"
#include "server/store/errors.h"
#include "server/store/migrations.h"
#include "server/store/safekeeping.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <algorithm>

namespace throughline::server::store {

using protocol::ApiError;

namespace {

const QString beforeName = QStringLiteral("throughline-before-restore-");

protocol::Expected<QStringList> schemaOf(Database &database)
{
    return database.rows(
        QStringLiteral("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"), {},
        [](const Row &row) {
            return QStringList{row.text(0), row.text(1), row.text(2), row.text(3)}.join(u'\n');
        });
}

protocol::Expected<QStringList> ourSchema()
{
    const auto fresh = Database::open(QStringLiteral(":memory:"));
    if (!fresh)
        return tl::unexpected(fresh.error());
    if (const auto migrated = migrate(**fresh); !migrated)
        return tl::unexpected(migrated.error());
    return schemaOf(**fresh);
}

/// \a name is the file's, for the sentence.
ApiError damaged(const QString &name)
{
    return refusal(Sentences::tr("%1 is damaged. Choose another backup.").arg(name));
}

ApiError notOurs(const QString &name)
{
    return refusal(Sentences::tr("%1 is not a backup of Throughline.").arg(name));
}

ApiError unwanted()
{
    return serverError(Sentences::tr("The backup was not restored: the program ends."));
}

/// SQLite would put a log beside a file that has none, and leave it there.
Database::Access accessTo(const QString &path)
{
    const bool isAlone = std::none_of(companionSuffixes.begin(), companionSuffixes.end(),
        [&path](QLatin1StringView suffix) { return QFileInfo::exists(path + suffix); });
    return isAlone ? Database::Access::Immutable : Database::Access::ReadOnly;
}

} // namespace

QString Safekeeping::readiedFile() const
{
    return m_dataDir + QStringLiteral("/throughline-readied.db");
}

QString Safekeeping::restoreFile() const
{
    return m_dataDir + QStringLiteral("/throughline-restore.db");
}

protocol::Expected<void> Safekeeping::prepareRestore(const QString &path) const
{
    const auto readied = readyRestore(path);
    // What was cut short looks like any damage.
    return readied || !isUnwanted() ? readied : tl::unexpected(unwanted());
}

protocol::Expected<void> Safekeeping::readyRestore(const QString &path) const
{
    const QString name = QFileInfo(path).fileName();
    // A pipe would be waited for until somebody writes.
    if (!QFileInfo(path).isFile())
        return tl::unexpected(
            refusal(Sentences::tr("There is no file %1.").arg(QDir::toNativeSeparators(path))));
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return tl::unexpected(
                refusal(Sentences::tr("%1 cannot be read: %2.").arg(name, file.errorString())));
        if (!file.read(16).startsWith("SQLite format 3"))
            return tl::unexpected(notOurs(name));
    }
    const QString copy = readiedFile() + QStringLiteral(".part");
    removeWithCompanions(copy);
    const auto cleanUp = qScopeGuard([&copy] { removeWithCompanions(copy); });
    {
        // Through SQLite and not byte by byte: the file may have a log beside it that belongs to it.
        const auto source = Database::open(path, accessTo(path), m_interruption);
        if (!source)
            return tl::unexpected(
                refusal(Sentences::tr("%1 cannot be read. Check that the file is yours.").arg(name)));
        const auto version = schemaVersion(**source);
        if (version && *version > newestSchemaVersion()) {
            return tl::unexpected(refusal(Sentences::tr("%1 was made by a newer version of Throughline. Only "
                                                        "that version, or a later one, can restore it.")
                                              .arg(name)));
        }
        if (version && *version < 1)
            return tl::unexpected(notOurs(name));
        makePrivate(copy);
        const auto copied = (*source)->run(QStringLiteral("VACUUM INTO ?"), {bound(copy)});
        if ((*source)->isDamaged())
            return tl::unexpected(damaged(name));
        if (!copied)
            return tl::unexpected(copied.error());
    }
    if (const auto checked = checkRestored(copy, name); !checked)
        return checked;
    if (!copyWhole(copy, readiedFile()))
        return tl::unexpected(
            serverError(Sentences::tr("The backup could not be copied; is the disk full?")));
    return {};
}

/// Of the copy, not of what it was made from: what is checked is what will be used.
protocol::Expected<void> Safekeeping::checkRestored(const QString &copy, const QString &name) const
{
    const auto database = Database::open(copy, Database::Access::ReadWrite, m_interruption);
    if (!database)
        return tl::unexpected(database.error());
    const auto report = (*database)->rows(
        QStringLiteral("PRAGMA integrity_check(5)"), {}, [](const Row &row) { return row.text(0); });
    if (!report)
        return tl::unexpected((*database)->isDamaged() ? damaged(name) : report.error());
    if (*report != QStringList{QStringLiteral("ok")})
        return tl::unexpected(damaged(name));
    // As it will be written to, so that nothing is left to be changed about the file once it is in its place.
    if (const auto set = (*database)->run(QStringLiteral("PRAGMA journal_mode = WAL")); !set)
        return tl::unexpected(set.error());
    const auto expected = ourSchema();
    if (!expected)
        return tl::unexpected(expected.error());
    // What is not made of our tables, and of nothing else, may do anything when it is written to.
    const auto migrated = migrate(**database);
    if (!migrated)
        return tl::unexpected((*database)->hasDiskFailed() ? migrated.error() : notOurs(name));
    const auto found = schemaOf(**database);
    if (!found)
        return tl::unexpected(found.error());
    if (*found != *expected)
        return tl::unexpected(notOurs(name));
    return {};
}

protocol::Expected<void> Safekeeping::agreeToRestore() const
{
    if (m_rename(readiedFile(), restoreFile()))
        return {};
    return tl::unexpected(serverError(Sentences::tr("The disk refused to put the backup in its place.")));
}

/// Undoes what completeRestore() has moved.
bool Safekeeping::moveBack(const QString &before) const
{
    if (before.isEmpty())
        return true;
    // The data last: without it the next start knows that it is in the middle.
    for (const QLatin1StringView suffix : companionSuffixes) {
        if (QFileInfo::exists(before + suffix) && !m_rename(before + suffix, dataFile() + suffix))
            return false;
    }
    return m_rename(before, dataFile());
}

protocol::Expected<Safekeeping::Restored> Safekeeping::completeRestore() const
{
    removeWithCompanions(readiedFile());
    removeWithCompanions(readiedFile() + QStringLiteral(".part"));
    if (!QFileInfo::exists(restoreFile()))
        return Restored{};
    const QDir folder(m_dataDir);
    // Killed after the data in use was moved, it is the newest of those that were.
    const QString newest =
        folder.entryList({beforeName + QStringLiteral("*.db")}, QDir::Files, QDir::Name | QDir::Reversed)
            .value(0);
    QString before = newest.isEmpty() ? QString() : folder.filePath(newest);
    if (QFileInfo::exists(dataFile())) {
        before = freePath(beforeName);
        if (!m_rename(dataFile(), before)) {
            QFile::remove(restoreFile());
            return Restored{.problem = Sentences::tr("What is here could not be set aside.")};
        }
    }
    // A log of the former data must neither be lost nor be read into the restored.
    bool isClear = true;
    for (const QLatin1StringView suffix : companionSuffixes) {
        const QString log = dataFile() + suffix;
        if (QFileInfo::exists(log) && (before.isEmpty() || !m_rename(log, before + suffix)) &&
            !m_rename(log, freePath(QStringLiteral("throughline-log-")) + suffix))
            isClear = false;
    }
    if (!isClear || !m_rename(restoreFile(), dataFile())) {
        if (!moveBack(before)) {
            return tl::unexpected(serverError(
                Sentences::tr("The disk refused while a backup was restored. What was here before is kept as "
                              "%1. The next start tries again.")
                    .arg(QDir::toNativeSeparators(before))));
        }
        // What was refused must not happen by surprise at a later start.
        QFile::remove(restoreFile());
        return Restored{.problem = Sentences::tr("The disk refused to put the backup in its place.")};
    }
    if (before.isEmpty())
        return Restored{.done = Sentences::tr("The backup was restored.")};
    return Restored{.done = Sentences::tr("The backup was restored. What was here before is kept as %1.")
                                .arg(QDir::toNativeSeparators(before))};
}

} // namespace throughline::server::store
