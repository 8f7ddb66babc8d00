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
    explicit IdempotencyTable(Database &database)
        : m_database(database)
    {}

    /// The id of the message, if \a key was used within the 24 hours before \a now.
    protocol::Expected<std::optional<QString>> find(const QString &key, const QDateTime &now) const;
    protocol::Expected<void> insert(const QString &key, const QString &messageId, const QDateTime &now);
    /// Forgets what is older than 24 hours.
    protocol::Expected<int> purge(const QDateTime &now);

private:
    Database &m_database;
};

} // namespace throughline::server::store
