// Going back to a backup.
#include "server/store/database.h"
#include "server/store/errors.h"
#include "server/store/migrations.h"
#include "server/store/safekeeping.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QScopeGuard>

#include <array>

namespace throughline::server::store {

namespace {

const QString beforeName = QStringLiteral("throughline-before-restore-");
const std::array logSuffixes{
    QLatin1StringView("-wal"), QLatin1StringView("-shm"), QLatin1StringView("-journal")};

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

void removeWithCompanions(const QString &path)
{
    for (const QLatin1StringView suffix : {QLatin1StringView(""), QLatin1StringView("-journal"),
             QLatin1StringView("-wal"), QLatin1StringView("-shm")})
        QFile::remove(path + suffix);
}

} // namespace

QString Safekeeping::restoreFile() const
{
    return m_dataDir + QStringLiteral("/throughline-restore.db");
}

protocol::Expected<void> Safekeeping::prepareRestore(const QString &path) const
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
            return tl::unexpected(refusal(Sentences::tr("%1 is not a backup of Throughline.").arg(name)));
    }
    const QString copy = restoreFile() + QStringLiteral(".part");
    removeWithCompanions(copy);
    const auto cleanUp = qScopeGuard([&copy] { removeWithCompanions(copy); });
    {
        // Through SQLite and not byte by byte: the file may have a log beside it that belongs to it.
        const auto source = Database::open(path, Database::Access::ReadOnly);
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
            return tl::unexpected(refusal(Sentences::tr("%1 is not a backup of Throughline.").arg(name)));
        const auto copied = (*source)->run(QStringLiteral("VACUUM INTO ?"), {bound(copy)});
        if ((*source)->isDamaged())
            return tl::unexpected(refusal(Sentences::tr("%1 is damaged. Choose another backup.").arg(name)));
        if (!copied)
            return tl::unexpected(copied.error());
    }
    if (const auto checked = checkRestored(copy, name); !checked)
        return checked;
    if (!copyWhole(copy, restoreFile()))
        return tl::unexpected(
            serverError(Sentences::tr("The backup could not be copied; is the disk full?")));
    return {};
}

/// Of the copy, not of what it was made from: what is checked is what will be used.
protocol::Expected<void> Safekeeping::checkRestored(const QString &copy, const QString &name) const
{
    const auto database = Database::open(copy);
    if (!database)
        return tl::unexpected(database.error());
    const auto report = (*database)->rows(
        QStringLiteral("PRAGMA integrity_check(5)"), {}, [](const Row &row) { return row.text(0); });
    if (!report || *report != QStringList{QStringLiteral("ok")})
        return tl::unexpected(refusal(Sentences::tr("%1 is damaged. Choose another backup.").arg(name)));
    // As it will be written to, so that nothing is left to be changed about the file once it is in its place.
    if (const auto set = (*database)->run(QStringLiteral("PRAGMA journal_mode = WAL")); !set)
        return tl::unexpected(set.error());
    const auto expected = ourSchema();
    if (!expected)
        return tl::unexpected(expected.error());
    // What is not made of our tables, and of nothing else, may do anything when it is written to.
    const auto migrated = migrate(**database);
    const auto found = schemaOf(**database);
    if (!migrated || !found || *found != *expected)
        return tl::unexpected(refusal(Sentences::tr("%1 is not a backup of Throughline.").arg(name)));
    return {};
}

protocol::Expected<QString> Safekeeping::completeRestore() const
{
    if (!QFileInfo::exists(restoreFile()))
        return QString();
    const QDir folder(m_dataDir);
    // Killed after the present data was moved, it is the newest of those that were.
    QString before =
        folder.entryList({beforeName + QStringLiteral("*.db")}, QDir::Files, QDir::Name | QDir::Reversed)
            .value(0);
    if (QFileInfo::exists(dataFile())) {
        const QString path = freePath(beforeName);
        if (!QFile::rename(dataFile(), path)) {
            QFile::remove(restoreFile());
            return tl::unexpected(serverError(
                Sentences::tr("The backup was not restored: what is here could not be set aside.")));
        }
        before = QFileInfo(path).fileName();
    }
    // A log of the former data must neither be lost nor be read into the restored.
    for (const QLatin1StringView suffix : logSuffixes) {
        const QString log = dataFile() + suffix;
        if (QFileInfo::exists(log) &&
            (before.isEmpty() || !QFile::rename(log, folder.filePath(before) + suffix)))
            QFile::rename(log, freePath(QStringLiteral("throughline-log-")) + suffix);
    }
    if (!QFile::rename(restoreFile(), dataFile())) {
        if (!before.isEmpty()) {
            for (const QLatin1StringView suffix : logSuffixes)
                QFile::rename(folder.filePath(before) + suffix, dataFile() + suffix);
            QFile::rename(folder.filePath(before), dataFile());
        }
        return tl::unexpected(serverError(Sentences::tr("The backup was not restored: the disk refused.")));
    }
    if (before.isEmpty())
        return Sentences::tr("The backup was restored.");
    return Sentences::tr("The backup was restored. What was here before is kept as %1.")
        .arg(QDir::toNativeSeparators(folder.filePath(before)));
}

} // namespace throughline::server::store
