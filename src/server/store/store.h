#pragma once

#include "protocol/apierror.h"
#include "server/store/database.h"
#include "server/store/extractiontable.h"
#include "server/store/idempotencytable.h"
#include "server/store/linktable.h"
#include "server/store/messagetable.h"
#include "server/store/messagetree.h"
#include "server/store/readingtable.h"
#include "server/store/signaltable.h"
#include "server/store/threadtable.h"

#include <QDateTime>
#include <QLockFile>
#include <QString>

#include <functional>
#include <memory>
#include <type_traits>

namespace throughline::server::store {

class Interruption;
class Safekeeping;

/// Everything the server keeps, in one SQLite file (docs/storage.md). Promises: what a call reported as
/// stored is still there after the process is killed; a damaged file is set aside and never deleted; a file
/// of a newer version is never touched. One process at a time has a data folder. Opened, used and destroyed
/// on one thread, the service thread; several stores may live in one process.
class Store
{
public:
    using Now = std::function<QDateTime()>;

    /// Makes \a dataDir (mode 0700) and the file in it when needed, migrates, backs up, and marks replies
    /// that a previous run left unfinished as interrupted. Errors: Refused (newer data, folder in use),
    /// Server (disk). \a ending, if given, cuts the opening short, never what is stored later.
    static protocol::Expected<std::unique_ptr<Store>> open(const QString &dataDir,
        const Now &now = QDateTime::currentDateTimeUtc, Interruption *ending = nullptr);
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    /// What happened to the data at the start, in sentences for people; empty when nothing did.
    QString notice() const { return m_notice; }
    /// Why a backup that was to be restored was not, which notice() says as well; empty: there was none, or
    /// it was.
    QString restoreProblem() const { return m_restoreProblem; }

    QDateTime now() const { return m_now(); }
    /// Ids made later sort later.
    QString newId() const;

    ThreadTable &threads() { return m_threads; }
    MessageTable &messages() { return m_messages; }
    MessageTree &tree() { return m_tree; }
    SignalTable &foundSignals() { return m_signals; }
    IdempotencyTable &idempotencyKeys() { return m_idempotencyKeys; }
    ExtractionTable &extractions() { return m_extractions; }
    ReadingTable &readings() { return m_readings; }
    LinkTable &links() { return m_links; }

    /// Several changes that are kept together or not at all; see Database::inTransaction().
    template <typename Work>
    auto inTransaction(Work work) -> std::invoke_result_t<Work>
    {
        return m_database->inTransaction(std::move(work));
    }

    Database &database() { return *m_database; }

private:
    Store(std::unique_ptr<QLockFile> lock, std::unique_ptr<Database> database, const Now &now);
    static protocol::Expected<std::unique_ptr<Store>> openData(
        std::unique_ptr<QLockFile> lock, const Safekeeping &safekeeping, const Now &now);
    protocol::Expected<void> prepare();

    std::unique_ptr<QLockFile> m_lock; ///< released after the file is closed
    std::unique_ptr<Database> m_database;
    Now m_now;
    QString m_notice;
    QString m_restoreProblem;
    ThreadTable m_threads;
    MessageTree m_tree;
    MessageTable m_messages;
    SignalTable m_signals;
    IdempotencyTable m_idempotencyKeys;
    ExtractionTable m_extractions;
    ReadingTable m_readings;
    LinkTable m_links;
};

} // namespace throughline::server::store
