#pragma once

#include "protocol/apierror.h"

#include <QDateTime>

#include <optional>

namespace throughline::server::store {

class Database;

/// Which message a request with this Idempotency-Key stored (docs/http-contract.md, `idempotency`).
class IdempotencyTable
{
public:
    struct Use
    {
        QString messageId;
        QString purpose; ///< what was asked for, beyond posting a message; empty: nothing
    };

    explicit IdempotencyTable(Database &database)
        : m_database(database)
    {}

    /// What \a key was used for, if it was within the 24 hours before \a now.
    protocol::Expected<std::optional<Use>> find(const QString &key, const QDateTime &now) const;
    protocol::Expected<void> insert(const QString &key, const Use &use, const QDateTime &now);
    /// Forgets what is older than 24 hours.
    protocol::Expected<int> purge(const QDateTime &now);

private:
    Database &m_database;
};

} // namespace throughline::server::store
