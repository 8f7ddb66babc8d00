#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/store/messagetree.h"

#include <QJsonObject>

#include <optional>

namespace throughline::server::store {

class Database;

/// Messages, in the order in which they were stored. A failure is always of kind Server; what is not there is
/// an empty optional. The status of a message is a column of its own and appears in its metadata when it is
/// read, for replies only; so do, where there are any, `reasoning`, `parent`, `siblings` and `branch`
/// (docs/http-contract.md, `regenerate`).
class MessageTable
{
public:
    MessageTable(Database &database, MessageTree &tree)
        : m_database(database)
        , m_tree(tree)
    {}

    /// Where a message is put.
    struct Position
    {
        QString replyTo;               ///< the user's message that it answers; may be empty
        std::optional<QString> parent; ///< that it follows: unset, the end of the active branch; empty, none
        bool isAside = false;          ///< the active branch stays as it is; else it ends with the message
    };
    protocol::Expected<void> insert(const protocol::Message &message, const Position &position);
    protocol::Expected<void> insert(const protocol::Message &message, const QString &replyTo = {});

    protocol::Expected<std::optional<protocol::Message>> find(const QString &id) const;
    /// How many there are on the active branch.
    protocol::Expected<int> count(const QString &threadId) const;
    /// The active branch, oldest first.
    protocol::Expected<QList<protocol::Message>> list(const QString &threadId, int offset, int limit) const;
    /// Where \a id is on the active branch of \a threadId; nothing when it is not there.
    struct Place
    {
        qint64 seq = 0;
        int index = 0;
    };
    protocol::Expected<std::optional<Place>> place(const QString &threadId, const QString &id) const;
    /// Of the active branch, oldest first: the first from \a seq on without \a offset of them, and the last
    /// before \a seq, likewise. What is beyond them is not looked at.
    protocol::Expected<QList<protocol::Message>> listFrom(
        const QString &threadId, qint64 seq, int offset, int limit) const;
    protocol::Expected<QList<protocol::Message>> listBefore(
        const QString &threadId, qint64 seq, int offset, int limit) const;
    /// Those of \a path that are given by \a offset and \a limit.
    protocol::Expected<QList<protocol::Message>> listPath(
        const QList<MessageTree::Node> &path, int offset, int limit) const;

    /// The first reply to \a userMessageId.
    protocol::Expected<std::optional<protocol::Message>> replyTo(const QString &userMessageId) const;
    /// The replies to \a userMessageId that are being streamed.
    protocol::Expected<QList<protocol::Message>> streamingRepliesTo(const QString &userMessageId) const;
    /// The id of the user's message that \a messageId answers; empty when it answers none.
    protocol::Expected<QString> repliesTo(const QString &messageId) const;
    /// The message and what it follows, oldest first, at most \a limit in all; without what surrounds them
    /// in the tree.
    protocol::Expected<QList<protocol::Message>> upTo(const QString &messageId, int limit) const;

    /// More text for a reply that is being streamed. False when it is not (deleted, ended).
    protocol::Expected<bool> append(const QString &id, const QString &text);
    /// The same for what the model thinks, which is read as `reasoning` in the metadata.
    protocol::Expected<bool> appendReasoning(const QString &id, const QString &text);
    /// Ends a streaming reply; \a metadata replaces what it had. False when it is not streaming.
    protocol::Expected<bool> end(
        const QString &id, protocol::MessageStatus status, const QJsonObject &metadata);
    /// Makes a reply that ended a streaming one again; \a metadata replaces what it had. False when it is
    /// streaming.
    protocol::Expected<bool> reopen(const QString &id, const QJsonObject &metadata);
    /// Marks replies that a previous run left streaming as interrupted, and says how many there were.
    protocol::Expected<int> interruptStreaming();

private:
    Database &m_database;
    MessageTree &m_tree;
};

} // namespace throughline::server::store
