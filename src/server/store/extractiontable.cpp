#include "server/store/extractiontable.h"

#include "server/store/database.h"

namespace throughline::server::store {

namespace {

using protocol::Message;

Message readPending(const Row &row)
{
    return {.id = row.text(0),
        .threadId = row.text(1),
        .role = protocol::roleFromName(row.text(2)),
        .content = row.text(3),
        .metadata = {},
        .createdAt = row.date(4),
        .eventId = {}};
}

} // namespace

protocol::Expected<QList<Message>> ExtractionTable::pending(const QString &threadId) const
{
    return m_database.rows(
        QStringLiteral("SELECT id, thread_id, role, content, created_at FROM messages WHERE thread_id = ? "
                       "AND role = 'user' AND seq > coalesce((SELECT extracted_seq FROM extractions "
                       "WHERE thread_id = ?), 0) ORDER BY seq"),
        {bound(threadId), bound(threadId)}, readPending);
}

protocol::Expected<QStringList> ExtractionTable::threadsPending() const
{
    return m_database
        .rows(QStringLiteral(
                  "SELECT t.id FROM threads t LEFT JOIN extractions e ON e.thread_id = t.id "
                  "WHERE EXISTS (SELECT 1 FROM messages m WHERE m.thread_id = t.id AND m.role = 'user' "
                  "AND m.seq > coalesce(e.extracted_seq, 0)) ORDER BY t.seq"),
            {}, [](const Row &row) { return row.text(0); })
        .map([](const QList<QString> &ids) { return QStringList(ids); });
}

protocol::Expected<void> ExtractionTable::markRead(const QString &messageId)
{
    return m_database
        .run(QStringLiteral("INSERT INTO extractions (thread_id, extracted_seq) "
                            "SELECT thread_id, seq FROM messages WHERE id = ? "
                            "ON CONFLICT (thread_id) DO UPDATE SET extracted_seq = "
                            "max(extracted_seq, excluded.extracted_seq), failures = 0, retry_at = NULL, "
                            "problem = ''"),
            {bound(messageId)})
        .map([](int) {});
}

protocol::Expected<std::optional<ExtractionTable::Failure>> ExtractionTable::failure(
    const QString &threadId) const
{
    return m_database.first(QStringLiteral("SELECT failures, retry_at, problem FROM extractions "
                                           "WHERE thread_id = ? AND failures > 0"),
        {bound(threadId)}, [](const Row &row) {
            return Failure{
                .count = static_cast<int>(row.integer(0)), .retryAt = row.date(1), .problem = row.text(2)};
        });
}

protocol::Expected<void> ExtractionTable::setFailure(const QString &threadId, const Failure &failure)
{
    return m_database
        .run(QStringLiteral("INSERT INTO extractions (thread_id, extracted_seq, failures, retry_at, problem) "
                            "VALUES (?, 0, ?, ?, ?) ON CONFLICT (thread_id) DO UPDATE SET "
                            "failures = excluded.failures, retry_at = excluded.retry_at, "
                            "problem = excluded.problem"),
            {bound(threadId), failure.count, bound(failure.retryAt), bound(failure.problem)})
        .map([](int) {});
}

protocol::Expected<void> ExtractionTable::forgetFailures()
{
    return m_database
        .run(QStringLiteral(
            "UPDATE extractions SET failures = 0, retry_at = NULL, problem = '' WHERE failures > 0"))
        .map([](int) {});
}

} // namespace throughline::server::store
