#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

#include <optional>

namespace throughline::server::store {

class Database;

/// Conversations. A failure is always of kind Server; what is not there is an empty optional, not an error.
class ThreadTable
{
public:
    explicit ThreadTable(Database &database)
        : m_database(database)
    {}

    struct Filter
    {
        std::optional<bool> archived; ///< unset: both
        QString text;                 ///< every word, in the title or in one message; empty: all
    };

    /// What latestMessage and messageCount say is not stored: they follow from the messages.
    protocol::Expected<void> insert(const protocol::Thread &thread);
    protocol::Expected<std::optional<protocol::Thread>> find(const QString &id) const;
    protocol::Expected<int> count(const Filter &filter) const;
    /// Newest first, by their last change.
    protocol::Expected<QList<protocol::Thread>> list(const Filter &filter, int offset, int limit) const;

    /// Writes title, archived, pinnedAt, updatedAt, model and settings of the thread of that id.
    protocol::Expected<void> update(const protocol::Thread &thread);
    protocol::Expected<void> touch(const QString &id, const QDateTime &now);
    /// With its messages and signals. False when there was none.
    protocol::Expected<bool> remove(const QString &id);

private:
    Database &m_database;
};

} // namespace throughline::server::store
