#pragma once

#include "protocol/apierror.h"

#include <QDateTime>
#include <QList>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <memory>
#include <optional>
#include <type_traits>
#include <unordered_map>

struct sqlite3;

namespace throughline::server::store {

class Interruption;

/// One row of a result, read by column number. Valid only inside the reader it is given to.
class Row
{
public:
    explicit Row(const QSqlQuery &query)
        : m_query(query)
    {}

    bool isNull(int column) const;
    QString text(int column) const;
    qint64 integer(int column) const;
    double real(int column) const;
    bool flag(int column) const;
    QDateTime date(int column) const; ///< UTC, from milliseconds
    std::optional<QDateTime> optionalDate(int column) const;

private:
    const QSqlQuery &m_query;
};

// What can be bound to a statement. Text is never NULL, and is valid Unicode: SQLite would let half of a
// surrogate pair swallow the character after it.
QVariant bound(const QString &text);
/// The same for text whose every character matters: goes with `CAST (? AS TEXT)`. SQLite takes a byte order
/// mark off the front of the UTF-16 that Qt binds, so this binds bytes.
QVariant boundExactly(const QString &text);
QVariant bound(const QDateTime &date);
QVariant bound(const std::optional<QDateTime> &date);

/// One connection to one SQLite file: prepared statements, transactions, errors as sentences. Knows no table.
/// Lives and dies on one thread. Write-ahead log, synchronous=NORMAL, foreign keys on.
class Database
{
public:
    enum class Access {
        ReadWrite, ///< creating the file when it is not there
        ReadOnly,  ///< neither it nor its log is ever changed
        /// ReadOnly, of a file that nobody has open and that has no log: nothing is put beside it either.
        Immutable,
    };

    /// Opens \a path. \a interruption: who may cut short what is done over this connection.
    static protocol::Expected<std::unique_ptr<Database>> open(
        const QString &path, Access access = Access::ReadWrite, Interruption *interruption = nullptr);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Runs one statement and says how many rows it changed.
    protocol::Expected<int> run(const QString &sql, const QVariantList &values = {});

    /// Every row of the result, through \a read(const Row &).
    template <typename Read>
    auto rows(const QString &sql, const QVariantList &values, Read read)
        -> protocol::Expected<QList<std::invoke_result_t<Read, const Row &>>>
    {
        const auto query = execute(sql, values);
        if (!query)
            return tl::unexpected(query.error());
        QList<std::invoke_result_t<Read, const Row &>> result;
        while ((*query)->next())
            result.append(read(Row(**query)));
        if (const auto finished = finish(**query); !finished)
            return tl::unexpected(finished.error());
        return result;
    }

    /// The first row of the result, if there is one.
    template <typename Read>
    auto first(const QString &sql, const QVariantList &values, Read read)
        -> protocol::Expected<std::optional<std::invoke_result_t<Read, const Row &>>>
    {
        const auto query = execute(sql, values);
        if (!query)
            return tl::unexpected(query.error());
        std::optional<std::invoke_result_t<Read, const Row &>> result;
        if ((*query)->next())
            result = read(Row(**query));
        if (const auto finished = finish(**query); !finished)
            return tl::unexpected(finished.error());
        return result;
    }

    /// Runs \a work, which returns an Expected, in a transaction: all of it is kept or, on an error, nothing.
    /// Inside another transaction it is part of that one.
    template <typename Work>
    auto inTransaction(Work work) -> std::invoke_result_t<Work>
    {
        if (m_inTransaction)
            return work();
        if (const auto begun = begin(); !begun)
            return tl::unexpected(begun.error());
        auto result = work();
        if (!result) {
            rollback();
            return result;
        }
        if (const auto committed = commit(); !committed)
            return tl::unexpected(committed.error());
        return result;
    }

    /// SQLite has said that this file is damaged or no database at all.
    bool isDamaged() const { return m_damaged; }
    /// Something has failed for want of a disk that does as it is told (full, read-only, busy, failing), not
    /// because of what was asked or is in the file.
    bool hasDiskFailed() const { return m_diskFailed; }

private:
    explicit Database(const QString &connection);
    void watch(Interruption &interruption);
    protocol::Expected<QSqlQuery *> execute(const QString &sql, const QVariantList &values);
    protocol::Expected<void> finish(QSqlQuery &query);
    protocol::Expected<void> begin();
    protocol::Expected<void> commit();
    void rollback();
    protocol::ApiError failure(const QSqlError &error);

    QString m_connection;
    Interruption *m_interruption = nullptr; ///< that knows m_watched
    sqlite3 *m_watched = nullptr;
    std::unordered_map<QString, QSqlQuery> m_prepared;
    bool m_inTransaction = false;
    bool m_damaged = false;
    bool m_diskFailed = false;
};

} // namespace throughline::server::store
