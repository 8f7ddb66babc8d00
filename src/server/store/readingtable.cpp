#include "server/store/readingtable.h"

#include "server/store/database.h"

namespace throughline::server::store {

namespace {

/// Names no thread and no message yet; the number is the row's.
std::pair<qint64, Reading> readReading(const Row &row)
{
    Reading reading;
    reading.provider = row.text(1);
    reading.model = row.text(2);
    reading.calls = static_cast<int>(row.integer(3));
    reading.promptTokens = row.integer(4);
    reading.completionTokens = row.integer(5);
    reading.found = static_cast<int>(row.integer(6));
    reading.problem = row.text(7);
    reading.createdAt = row.date(8);
    return {row.integer(0), reading};
}

} // namespace

protocol::Expected<void> ReadingTable::record(const Reading &reading)
{
    return m_database.inTransaction([&]() -> protocol::Expected<void> {
        const auto recorded = m_database.run(
            QStringLiteral(
                "INSERT INTO readings (thread_id, provider, model, calls, prompt_tokens, "
                "completion_tokens, found, problem, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {bound(reading.threadId), bound(reading.provider), bound(reading.model), reading.calls,
                reading.promptTokens, reading.completionTokens, reading.found, bound(reading.problem),
                bound(reading.createdAt)});
        if (!recorded)
            return tl::unexpected(recorded.error());
        for (const QString &id : reading.messageIds) {
            const auto named =
                m_database.run(QStringLiteral("INSERT INTO read_messages (reading_seq, message_id) "
                                              "VALUES ((SELECT max(seq) FROM readings), ?)"),
                    {bound(id)});
            if (!named)
                return tl::unexpected(named.error());
        }
        return {};
    });
}

protocol::Expected<QList<Reading>> ReadingTable::list(const QString &threadId, int limit) const
{
    const auto rows = m_database.rows(
        QStringLiteral(
            "SELECT seq, provider, model, calls, prompt_tokens, completion_tokens, found, problem, "
            "created_at FROM readings WHERE thread_id = ? ORDER BY seq DESC LIMIT ?"),
        {bound(threadId), limit}, readReading);
    if (!rows)
        return tl::unexpected(rows.error());
    QList<Reading> readings;
    for (const auto &[seq, row] : *rows) {
        const auto ids = m_database.rows(
            QStringLiteral("SELECT r.message_id FROM read_messages r JOIN messages m ON m.id = r.message_id "
                           "WHERE r.reading_seq = ? ORDER BY m.seq"),
            {seq}, [](const Row &named) { return named.text(0); });
        if (!ids)
            return tl::unexpected(ids.error());
        Reading reading = row;
        reading.threadId = threadId;
        reading.messageIds = *ids;
        readings.append(reading);
    }
    return readings;
}

protocol::Expected<ReadingTable::Totals> ReadingTable::totals(const QString &threadId) const
{
    return m_database
        .first(QStringLiteral("SELECT count(*), coalesce(sum(prompt_tokens), 0), "
                              "coalesce(sum(completion_tokens), 0) FROM readings WHERE thread_id = ?"),
            {bound(threadId)},
            [](const Row &row) {
                return Totals{.readings = static_cast<int>(row.integer(0)),
                    .promptTokens = row.integer(1),
                    .completionTokens = row.integer(2)};
            })
        .map([](const std::optional<Totals> &totals) { return totals.value_or(Totals{}); });
}

} // namespace throughline::server::store
