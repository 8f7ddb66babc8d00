#include "server/store/idempotencytable.h"

#include "server/store/database.h"

namespace throughline::server::store {

namespace {

QVariant oldestKept(const QDateTime &now)
{
    return bound(now.addDays(-1));
}

} // namespace

protocol::Expected<std::optional<IdempotencyTable::Use>> IdempotencyTable::find(
    const QString &key, const QDateTime &now) const
{
    return m_database.first(
        QStringLiteral("SELECT message_id, purpose FROM idempotency_keys WHERE key = ? AND created_at >= ?"),
        {bound(key), oldestKept(now)},
        [](const Row &row) { return Use{.messageId = row.text(0), .purpose = row.text(1)}; });
}

protocol::Expected<void> IdempotencyTable::insert(const QString &key, const Use &use, const QDateTime &now)
{
    return m_database
        .run(QStringLiteral(
                 "INSERT INTO idempotency_keys (key, message_id, purpose, created_at) VALUES (?, ?, ?, ?) "
                 "ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, "
                 "purpose = excluded.purpose, created_at = excluded.created_at"),
            {bound(key), bound(use.messageId), bound(use.purpose), bound(now)})
        .map([](int) {});
}

protocol::Expected<int> IdempotencyTable::purge(const QDateTime &now)
{
    return m_database.run(
        QStringLiteral("DELETE FROM idempotency_keys WHERE created_at < ?"), {oldestKept(now)});
}

} // namespace throughline::server::store
