#include "server/store/messagetable.h"

#include "server/store/database.h"

#include <QJsonDocument>

#include <algorithm>

namespace throughline::server::store {

namespace {

using protocol::Message;

const QLatin1StringView statusKey("status");

QString selectMessages()
{
    return QStringLiteral(
        "SELECT m.id, m.thread_id, m.role, m.content, m.status, m.metadata, m.created_at FROM messages m ");
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
    return message;
}

QVariant boundMetadata(QJsonObject metadata)
{
    metadata.remove(statusKey);
    return bound(QString::fromUtf8(QJsonDocument(metadata).toJson(QJsonDocument::Compact)));
}

} // namespace

protocol::Expected<void> MessageTable::insert(const Message &message, const QString &replyTo)
{
    return m_database
        .run(QStringLiteral("INSERT INTO messages (id, thread_id, role, content, status, reply_to, metadata, "
                            "created_at) VALUES (?, ?, ?, CAST(? AS TEXT), ?, nullif(?, ''), ?, ?)"),
            {bound(message.id), bound(message.threadId), bound(protocol::roleName(message.role)),
                boundExactly(message.content), bound(protocol::messageStatusName(message.status())),
                bound(replyTo), boundMetadata(message.metadata), bound(message.createdAt)})
        .map([](int) {});
}

protocol::Expected<std::optional<Message>> MessageTable::find(const QString &id) const
{
    return m_database.first(selectMessages() + QStringLiteral("WHERE m.id = ?"), {bound(id)}, readMessage);
}

protocol::Expected<int> MessageTable::count(const QString &threadId) const
{
    return m_database
        .first(QStringLiteral("SELECT count(*) FROM messages WHERE thread_id = ?"), {bound(threadId)},
            [](const Row &row) { return static_cast<int>(row.integer(0)); })
        .map([](const std::optional<int> &count) { return count.value_or(0); });
}

protocol::Expected<QList<Message>> MessageTable::list(const QString &threadId, int offset, int limit) const
{
    return m_database.rows(
        selectMessages() + QStringLiteral("WHERE m.thread_id = ? ORDER BY m.seq LIMIT ? OFFSET ?"),
        {bound(threadId), limit, offset}, readMessage);
}

protocol::Expected<std::optional<Message>> MessageTable::replyTo(const QString &userMessageId) const
{
    return m_database.first(
        selectMessages() + QStringLiteral("WHERE m.reply_to = ? ORDER BY m.seq DESC LIMIT 1"),
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
    return m_database
        .rows(selectMessages() + QStringLiteral(
                                     "JOIN messages last ON last.id = ? WHERE m.thread_id = last.thread_id "
                                     "AND m.seq <= last.seq ORDER BY m.seq DESC LIMIT ?"),
            {bound(messageId), limit}, readMessage)
        .map([](QList<Message> messages) {
            std::reverse(messages.begin(), messages.end());
            return messages;
        });
}

protocol::Expected<bool> MessageTable::append(const QString &id, const QString &text)
{
    return m_database
        .run(QStringLiteral("UPDATE messages SET content = content || CAST(? AS TEXT) WHERE id = ? AND "
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

protocol::Expected<int> MessageTable::interruptStreaming()
{
    return m_database.run(
        QStringLiteral("UPDATE messages SET status = 'interrupted' WHERE status = 'streaming'"));
}

} // namespace throughline::server::store
