#include "server/store/idempotencytable.h"

#include "server/store/database.h"

namespace throughline::server::store {

namespace {

QVariant oldestKept(const QDateTime &now)
{
    return bound(now.addDays(-1));
}

} // namespace

protocol::Expected<std::optional<QString>> IdempotencyTable::find(
    const QString &key, const QDateTime &now) const
{
    return m_database.first(
        QStringLiteral("SELECT message_id FROM idempotency_keys WHERE key = ? AND created_at >= ?"),
        {bound(key), oldestKept(now)}, [](const Row &row) { return row.text(0); });
}

protocol::Expected<void> IdempotencyTable::insert(
    const QString &key, const QString &messageId, const QDateTime &now)
{
    return m_database
        .run(QStringLiteral("INSERT INTO idempotency_keys (key, message_id, created_at) VALUES (?, ?, ?) "
                            "ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, "
                            "created_at = excluded.created_at"),
            {bound(key), bound(messageId), bound(now)})
        .map([](int) {});
}

protocol::Expected<int> IdempotencyTable::purge(const QDateTime &now)
{
    return m_database.run(
        QStringLiteral("DELETE FROM idempotency_keys WHERE created_at < ?"), {oldestKept(now)});
}

} // namespace throughline::server::store
