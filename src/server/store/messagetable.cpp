#include "server/store/messagetable.h"

#include "server/store/database.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace throughline::server::store {

namespace {

using protocol::Message;

// What metadata says and other columns hold.
const QLatin1StringView statusKey("status");
const QLatin1StringView parentKey("parent");
const QLatin1StringView siblingsKey("siblings");
const QLatin1StringView branchKey("branch");
const QLatin1StringView reasoningKey("reasoning");

QString selectMessages()
{
    return QStringLiteral("SELECT m.id, m.thread_id, m.role, m.content, m.status, m.metadata, m.created_at, "
                          "m.parent_id, m.forked, m.reasoning FROM messages m ");
}

Message readMessage(const Row &row)
{
    Message message{.id = row.text(0),
        .threadId = row.text(1),
        .role = protocol::roleFromName(row.text(2)),
        .content = row.text(3),
        .metadata = QJsonDocument::fromJson(row.text(5).toUtf8()).object(),
        .createdAt = row.date(6),
        .eventId = {}};
    if (message.role == protocol::Role::Assistant)
        message.metadata.insert(statusKey, row.text(4));
    if (const QString reasoning = row.text(9); !reasoning.isEmpty())
        message.metadata.insert(reasoningKey, reasoning);
    if (!row.isNull(7))
        message.metadata.insert(parentKey, row.text(7));
    return message;
}

struct Placed
{
    Message message;
    bool hasSiblings = false;
};

Placed readPlaced(const Row &row)
{
    return {.message = readMessage(row), .hasSiblings = row.flag(8)};
}

/// \a consecutive messages of one path, with what they say about the tree around them.
protocol::Expected<QList<Message>> inTree(
    const MessageTree &tree, const protocol::Expected<QList<Placed>> &consecutive)
{
    if (!consecutive)
        return tl::unexpected(consecutive.error());
    QList<Message> messages;
    if (consecutive->isEmpty())
        return messages;
    auto branch = tree.branchOf(consecutive->first().message.id);
    if (!branch)
        return tl::unexpected(branch.error());
    for (Placed placed : *consecutive) {
        if (placed.hasSiblings) {
            const auto siblings = tree.siblings(placed.message.id);
            if (!siblings)
                return tl::unexpected(siblings.error());
            placed.message.metadata.insert(siblingsKey, QJsonArray::fromStringList(*siblings));
            branch = placed.message.id;
        }
        if (!branch->isEmpty())
            placed.message.metadata.insert(branchKey, *branch);
        messages.append(placed.message);
    }
    return messages;
}

QVariant boundMetadata(QJsonObject metadata)
{
    for (const QLatin1StringView key : {statusKey, parentKey, siblingsKey, branchKey, reasoningKey})
        metadata.remove(key);
    return bound(QString::fromUtf8(QJsonDocument(metadata).toJson(QJsonDocument::Compact)));
}

} // namespace

protocol::Expected<void> MessageTable::insert(const Message &message, const Position &position)
{
    return m_database.inTransaction([&]() -> protocol::Expected<void> {
        QString parent = position.parent.value_or(QString());
        if (!position.parent) {
            const auto end = m_tree.end(message.threadId);
            if (!end)
                return tl::unexpected(end.error());
            parent = *end;
        } else if (!position.isAside) {
            if (auto ended = m_tree.endWith(message.threadId, parent); !ended)
                return ended;
        }
        const auto stored = m_database.run(
            QStringLiteral("INSERT INTO messages (id, thread_id, role, content, status, reply_to, parent_id, "
                           "active, activated, metadata, created_at) "
                           "VALUES (?, ?, ?, CAST(? AS TEXT), ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, ?)"),
            {bound(message.id), bound(message.threadId), bound(protocol::roleName(message.role)),
                boundExactly(message.content), bound(protocol::messageStatusName(message.status())),
                bound(position.replyTo), bound(parent), position.isAside ? 0 : 1, position.isAside ? 0 : 1,
                boundMetadata(message.metadata), bound(message.createdAt)});
        return stored ? m_tree.joined(message.id) : tl::unexpected(stored.error());
    });
}

protocol::Expected<void> MessageTable::insert(const Message &message, const QString &replyTo)
{
    return insert(message, Position{.replyTo = replyTo, .parent = {}, .isAside = false});
}

protocol::Expected<std::optional<Message>> MessageTable::find(const QString &id) const
{
    return inTree(
        m_tree, m_database.rows(selectMessages() + QStringLiteral("WHERE m.id = ?"), {bound(id)}, readPlaced))
        .map([](const QList<Message> &found) {
            return found.isEmpty() ? std::nullopt : std::optional(found.first());
        });
}

protocol::Expected<int> MessageTable::count(const QString &threadId) const
{
    return m_database
        .first(QStringLiteral("SELECT count(*) FROM messages WHERE thread_id = ? AND active = 1"),
            {bound(threadId)}, [](const Row &row) { return static_cast<int>(row.integer(0)); })
        .map([](const std::optional<int> &count) { return count.value_or(0); });
}

protocol::Expected<QList<Message>> MessageTable::list(const QString &threadId, int offset, int limit) const
{
    return inTree(
        m_tree, m_database.rows(selectMessages() + QStringLiteral("WHERE m.thread_id = ? AND m.active = 1 "
                                                                  "ORDER BY m.seq LIMIT ? OFFSET ?"),
                    {bound(threadId), limit, offset}, readPlaced));
}

protocol::Expected<std::optional<MessageTable::Place>> MessageTable::place(
    const QString &threadId, const QString &id) const
{
    return m_database.first(
        QStringLiteral("SELECT m.seq, (SELECT count(*) FROM messages b WHERE b.thread_id = m.thread_id "
                       "AND b.active = 1 AND b.seq < m.seq) "
                       "FROM messages m WHERE m.id = ? AND m.thread_id = ? AND m.active = 1"),
        {bound(id), bound(threadId)}, [](const Row &row) {
            return Place{.seq = row.integer(0), .index = static_cast<int>(row.integer(1))};
        });
}

protocol::Expected<QList<Message>> MessageTable::listFrom(
    const QString &threadId, qint64 seq, int offset, int limit) const
{
    return inTree(m_tree,
        m_database.rows(selectMessages() + QStringLiteral("WHERE m.thread_id = ? AND m.active = 1 AND "
                                                          "m.seq >= ? ORDER BY m.seq LIMIT ? OFFSET ?"),
            {bound(threadId), seq, limit, offset}, readPlaced));
}

protocol::Expected<QList<Message>> MessageTable::listBefore(
    const QString &threadId, qint64 seq, int offset, int limit) const
{
    auto last =
        m_database.rows(selectMessages() + QStringLiteral("WHERE m.thread_id = ? AND m.active = 1 AND "
                                                          "m.seq < ? ORDER BY m.seq DESC LIMIT ? OFFSET ?"),
            {bound(threadId), seq, limit, offset}, readPlaced);
    if (last)
        std::reverse(last->begin(), last->end());
    return inTree(m_tree, last);
}

protocol::Expected<QList<Message>> MessageTable::listPath(
    const QList<MessageTree::Node> &path, int offset, int limit) const
{
    QList<Placed> placed;
    const QList<MessageTree::Node> nodes = path.mid(offset, limit);
    for (const MessageTree::Node &node : nodes) {
        const auto message =
            m_database.first(selectMessages() + QStringLiteral("WHERE m.seq = ?"), {node.seq}, readPlaced);
        if (!message)
            return tl::unexpected(message.error());
        if (*message)
            placed.append(**message);
    }
    return inTree(m_tree, placed);
}

protocol::Expected<std::optional<Message>> MessageTable::replyTo(const QString &userMessageId) const
{
    return m_database.first(selectMessages() + QStringLiteral("WHERE m.reply_to = ? ORDER BY m.seq LIMIT 1"),
        {bound(userMessageId)}, readMessage);
}

protocol::Expected<QList<Message>> MessageTable::streamingRepliesTo(const QString &userMessageId) const
{
    return m_database.rows(
        selectMessages() + QStringLiteral("WHERE m.reply_to = ? AND m.status = 'streaming'"),
        {bound(userMessageId)}, readMessage);
}

protocol::Expected<QString> MessageTable::repliesTo(const QString &messageId) const
{
    return m_database
        .first(QStringLiteral("SELECT reply_to FROM messages WHERE id = ?"), {bound(messageId)},
            [](const Row &row) { return row.text(0); })
        .map([](const std::optional<QString> &id) { return id.value_or(QString()); });
}

protocol::Expected<QList<Message>> MessageTable::upTo(const QString &messageId, int limit) const
{
    return m_database.rows(
        QStringLiteral("WITH RECURSIVE up (seq, parent_id, number) AS ("
                       "SELECT seq, parent_id, 1 FROM messages WHERE id = ? "
                       "UNION ALL SELECT p.seq, p.parent_id, up.number + 1 "
                       "FROM up JOIN messages p ON p.id = up.parent_id WHERE up.number < ?) ") +
            selectMessages() + QStringLiteral("JOIN up ON up.seq = m.seq ORDER BY m.seq"),
        {bound(messageId), limit}, readMessage);
}

protocol::Expected<bool> MessageTable::append(const QString &id, const QString &text)
{
    return m_database
        .run(QStringLiteral("UPDATE messages SET content = content || CAST(? AS TEXT) WHERE id = ? AND "
                            "status = 'streaming'"),
            {boundExactly(text), bound(id)})
        .map([](int changed) { return changed > 0; });
}

protocol::Expected<bool> MessageTable::appendReasoning(const QString &id, const QString &text)
{
    return m_database
        .run(QStringLiteral("UPDATE messages SET reasoning = reasoning || CAST(? AS TEXT) WHERE id = ? AND "
                            "status = 'streaming'"),
            {boundExactly(text), bound(id)})
        .map([](int changed) { return changed > 0; });
}

protocol::Expected<bool> MessageTable::end(
    const QString &id, protocol::MessageStatus status, const QJsonObject &metadata)
{
    return m_database
        .run(QStringLiteral(
                 "UPDATE messages SET status = ?, metadata = ? WHERE id = ? AND status = 'streaming'"),
            {bound(protocol::messageStatusName(status)), boundMetadata(metadata), bound(id)})
        .map([](int changed) { return changed > 0; });
}

protocol::Expected<bool> MessageTable::reopen(const QString &id, const QJsonObject &metadata)
{
    return m_database
        .run(QStringLiteral("UPDATE messages SET status = 'streaming', metadata = ? WHERE id = ? AND "
                            "status <> 'streaming'"),
            {boundMetadata(metadata), bound(id)})
        .map([](int changed) { return changed > 0; });
}

protocol::Expected<int> MessageTable::interruptStreaming()
{
    return m_database.run(
        QStringLiteral("UPDATE messages SET status = 'interrupted' WHERE status = 'streaming'"));
}

} // namespace throughline::server::store
