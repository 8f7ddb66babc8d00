#include "server/store/store.h"

#include "server/store/database.h"
#include "server/store/errors.h"
#include "server/store/ids.h"
#include "server/store/migrations.h"
#include "server/store/safekeeping.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace throughline::server::store {

namespace {

protocol::Expected<void> makeDataDir(const QString &dataDir)
{
    const bool existed = QFileInfo(dataDir).isDir();
    if (!QDir().mkpath(dataDir)) {
        return tl::unexpected(serverError(
            Sentences::tr("The data folder %1 cannot be made.").arg(QDir::toNativeSeparators(dataDir))));
    }
    if (!existed)
        QFile::setPermissions(dataDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

protocol::Expected<std::unique_ptr<QLockFile>> lockDataDir(const QString &dataDir)
{
    auto lock = std::make_unique<QLockFile>(dataDir + QStringLiteral("/throughline.lock"));
    // Never stale by age: a program may run for weeks. Whether its owner still lives is checked by process
    // id.
    lock->setStaleLockTime(0);
    if (lock->tryLock(0))
        return lock;
    if (lock->error() == QLockFile::LockFailedError) {
        return tl::unexpected(refusal(Sentences::tr("Another Throughline is using the data folder %1.")
                                          .arg(QDir::toNativeSeparators(dataDir))));
    }
    return tl::unexpected(serverError(
        Sentences::tr("The data folder %1 cannot be written to.").arg(QDir::toNativeSeparators(dataDir))));
}

protocol::Expected<bool> hasThreads(Database &database)
{
    return database
        .first(QStringLiteral("SELECT 1 FROM threads LIMIT 1"), {}, [](const Row &) { return true; })
        .map([](const std::optional<bool> &found) { return found.value_or(false); });
}

} // namespace

Store::Store(std::unique_ptr<QLockFile> lock, std::unique_ptr<Database> database, const Now &now)
    : m_lock(std::move(lock))
    , m_database(std::move(database))
    , m_now(now)
    , m_threads(*m_database)
    , m_tree(*m_database)
    , m_messages(*m_database, m_tree)
    , m_signals(*m_database)
    , m_idempotencyKeys(*m_database)
    , m_extractions(*m_database)
    , m_readings(*m_database)
    , m_links(*m_database)
{}

Store::~Store() = default;

protocol::Expected<std::unique_ptr<Store>> Store::open(
    const QString &dataDir, const Now &now, Interruption *ending)
{
    if (const auto made = makeDataDir(dataDir); !made)
        return tl::unexpected(made.error());
    auto lock = lockDataDir(dataDir);
    if (!lock)
        return tl::unexpected(lock.error());
    const Safekeeping safekeeping(dataDir, now(), Safekeeping::renameFile, ending);
    const auto restored = safekeeping.completeRestore();
    if (!restored)
        return tl::unexpected(restored.error());
    QString said = restored->done;
    if (!restored->problem.isEmpty())
        said = Sentences::tr("The backup was not restored. %1").arg(restored->problem);
    auto store = openData(std::move(*lock), safekeeping, now);
    if (!store) {
        // Also then one has to know what is in the place of what.
        protocol::ApiError error = store.error();
        error.message = (said + u' ' + error.message).trimmed();
        return tl::unexpected(error);
    }
    (*store)->m_restoreProblem = restored->problem;
    (*store)->m_notice = (said + u' ' + (*store)->m_notice).trimmed();
    return store;
}

protocol::Expected<std::unique_ptr<Store>> Store::openData(
    std::unique_ptr<QLockFile> lock, const Safekeeping &safekeeping, const Now &now)
{
    auto opened = safekeeping.open();
    if (!opened)
        return tl::unexpected(opened.error());
    std::unique_ptr<Store> store(new Store(std::move(lock), std::move(opened->database), now));
    QStringList notices;
    if (!opened->notice.isEmpty())
        notices.append(opened->notice);

    // A data file that has never been migrated holds nothing to back up.
    const auto version = schemaVersion(*store->m_database);
    if (!version)
        return tl::unexpected(version.error());
    const bool isOld = *version > 0 && *version < newestSchemaVersion();
    // What was just restored is a backup. Another may be cut short, and what was said would be lost.
    if (isOld && opened->notice.isEmpty()) {
        // Without the backup the old version could not be gone back to, so no migration without it.
        if (const auto kept = safekeeping.backUp(); !kept)
            return tl::unexpected(kept.error());
    }
    if (const auto prepared = store->prepare(); !prepared)
        return tl::unexpected(prepared.error());
    if (!isOld && *version > 0 && safekeeping.isBackupDue()) {
        const auto worthIt = hasThreads(*store->m_database);
        if (worthIt && *worthIt && !safekeeping.backUp())
            notices.append(Sentences::tr("No backup could be made; is the disk full?"));
    }
    store->m_notice = notices.join(u' ');
    return store;
}

protocol::Expected<void> Store::prepare()
{
    for (const char *pragma :
        {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON",
            "PRAGMA cell_size_check = ON", "PRAGMA journal_size_limit = 16777216"}) {
        if (const auto set = m_database->run(QLatin1StringView(pragma)); !set)
            return tl::unexpected(set.error());
    }
    if (auto migrated = migrate(*m_database); !migrated)
        return migrated;
    if (const auto interrupted = m_messages.interruptStreaming(); !interrupted)
        return tl::unexpected(interrupted.error());
    return m_idempotencyKeys.purge(now()).map([](int) {});
}

QString Store::newId() const
{
    return store::newId(now());
}

} // namespace throughline::server::store
