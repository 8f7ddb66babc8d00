#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

namespace throughline::server::store {

class Database;

/// How far each thread has been read by the extractor. What is pending follows from the messages themselves,
/// so that nothing is forgotten when the program ends between storing a message and reading it.
class ExtractionTable
{
public:
    explicit ExtractionTable(Database &database)
        : m_database(database)
    {}

    /// The user's messages that have not been read yet, oldest first.
    protocol::Expected<QList<protocol::Message>> pending(const QString &threadId) const;
    /// The threads that have pending messages.
    protocol::Expected<QStringList> threadsPending() const;
    /// Everything up to \a messageId has been read.
    protocol::Expected<void> markRead(const QString &messageId);

private:
    Database &m_database;
};

} // namespace throughline::server::store
