#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

#include <QDateTime>

#include <optional>

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
    /// Everything up to \a messageId has been read, so nothing has failed any more.
    protocol::Expected<void> markRead(const QString &messageId);

    /// Why what is pending could not be read, and when it may be tried again.
    struct Failure
    {
        int count = 0; ///< in a row
        QDateTime retryAt;
        QString problem; ///< a sentence
        bool operator==(const Failure &) const = default;
    };
    protocol::Expected<std::optional<Failure>> failure(const QString &threadId) const;
    protocol::Expected<void> setFailure(const QString &threadId, const Failure &failure);
    /// Of all threads: whoever reads from here on has not failed yet.
    protocol::Expected<void> forgetFailures();

private:
    Database &m_database;
};

} // namespace throughline::server::store
