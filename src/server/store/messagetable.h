#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

#include <QJsonObject>

#include <optional>

namespace throughline::server::store {

class Database;

/// Messages, in the order in which they were stored. A failure is always of kind Server; what is not there is
/// an empty optional. The status of a message is a column of its own and appears in its metadata when it is
/// read, for replies only.
class MessageTable
{
public:
    explicit MessageTable(Database &database)
        : m_database(database)
    {}

    /// \a replyTo: the id of the user's message that this one answers; may be empty.
    protocol::Expected<void> insert(const protocol::Message &message, const QString &replyTo = {});
    protocol::Expected<std::optional<protocol::Message>> find(const QString &id) const;
    protocol::Expected<int> count(const QString &threadId) const;
    /// Oldest first.
    protocol::Expected<QList<protocol::Message>> list(const QString &threadId, int offset, int limit) const;

    /// The newest reply to \a userMessageId.
    protocol::Expected<std::optional<protocol::Message>> replyTo(const QString &userMessageId) const;
    /// The id of the user's message that \a messageId answers; empty when it answers none.
    protocol::Expected<QString> repliesTo(const QString &messageId) const;
    /// The message and what came before it, oldest first, at most \a limit in all.
    protocol::Expected<QList<protocol::Message>> upTo(const QString &messageId, int limit) const;

    /// More text for a reply that is being streamed. False when it is not (deleted, ended).
    protocol::Expected<bool> append(const QString &id, const QString &text);
    /// Ends a streaming reply; \a metadata replaces what it had. False when it is not streaming.
    protocol::Expected<bool> end(
        const QString &id, protocol::MessageStatus status, const QJsonObject &metadata);
    /// Marks replies that a previous run left streaming as interrupted, and says how many there were.
    protocol::Expected<int> interruptStreaming();

private:
    Database &m_database;
};

} // namespace throughline::server::store
