#include "server/store/signaltable.h"

#include "server/store/database.h"

namespace throughline::server::store {

namespace {

using protocol::Signal;

/// Signals `s`, each with its first place `p` for which \a isHere holds of the message `m` that it is in.
QString selectSignals(const QString &isHere)
{
    return QStringLiteral(
        "SELECT s.id, s.thread_id, s.sequence_index, s.type, s.text, s.normalized_text, s.dedupe_key, "
        "s.confidence, s.status, s.elevated, "
        "s.stale OR (p.seq IS NOT NULL AND NOT (SELECT %1 FROM messages m WHERE m.id = p.message_id)), "
        "s.dismissed_at, s.pinned_at, s.created_at, "
        "p.message_id, p.span_start, p.span_end, p.quote, p.alignment FROM signals s "
        "LEFT JOIN places p ON p.seq = (SELECT f.seq FROM places f JOIN messages m "
        "ON m.id = f.message_id WHERE f.signal_id = s.id ORDER BY %1 DESC, m.seq, f.seq LIMIT 1) ")
        .arg(isHere);
}

QString selectSignals()
{
    return selectSignals(QStringLiteral("m.active"));
}

Signal readSignal(const Row &row)
{
    Signal signal;
    signal.id = row.text(0);
    signal.threadId = row.text(1);
    signal.sequenceIndex = row.integer(2);
    signal.typeName = row.text(3);
    signal.type = protocol::signalTypeFromName(signal.typeName);
    signal.text = row.text(4);
    signal.normalizedText = row.text(5);
    signal.dedupeKey = row.text(6);
    signal.confidence = row.real(7);
    signal.status = protocol::signalStatusFromName(row.text(8));
    signal.isElevated = row.flag(9);
    signal.stale = row.flag(10);
    signal.dismissedAt = row.optionalDate(11);
    signal.pinnedAt = row.optionalDate(12);
    signal.createdAt = row.date(13);
    if (row.isNull(14)) {
        signal.alignment = protocol::Alignment::None;
        return signal;
    }
    signal.span = {.messageId = row.text(14),
        .start = static_cast<int>(row.integer(15)),
        .end = static_cast<int>(row.integer(16))};
    signal.quote = row.text(17);
    signal.alignment = protocol::alignmentFromName(row.text(18));
    return signal;
}

QString filterSql()
{
    return QStringLiteral(
        "WHERE s.thread_id = ? AND (? = '' OR s.type = ?) AND (? OR s.dismissed_at IS NULL) ");
}

QVariantList filterValues(const SignalTable::Filter &filter)
{
    return {bound(filter.threadId), bound(filter.type), bound(filter.type), filter.includeDismissed ? 1 : 0};
}

} // namespace

protocol::Expected<void> SignalTable::insert(const Signal &signal)
{
    const QString type = signal.typeName.isEmpty() ? protocol::signalTypeName(signal.type) : signal.typeName;
    return m_database
        .run(QStringLiteral("INSERT INTO signals (id, thread_id, sequence_index, type, text, "
                            "normalized_text, dedupe_key, "
                            "confidence, status, elevated, stale, dismissed_at, pinned_at, created_at) "
                            "VALUES (?, ?, (SELECT coalesce(max(sequence_index) + 1, 0) FROM signals WHERE "
                            "thread_id = ?), "
                            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {bound(signal.id), bound(signal.threadId), bound(signal.threadId), bound(type),
                bound(signal.text), bound(signal.normalizedText), bound(signal.dedupeKey), signal.confidence,
                bound(protocol::signalStatusName(signal.status)), signal.isElevated ? 1 : 0,
                signal.stale ? 1 : 0, bound(signal.dismissedAt), bound(signal.pinnedAt),
                bound(signal.createdAt)})
        .map([](int) {});
}

protocol::Expected<bool> SignalTable::addPlace(const QString &signalId, const Place &place)
{
    return m_database
        .run(QStringLiteral(
                 "INSERT INTO places (signal_id, message_id, span_start, span_end, quote, alignment) "
                 "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
            {bound(signalId), bound(place.span.messageId), place.span.start, place.span.end,
                bound(place.quote), bound(protocol::alignmentName(place.alignment))})
        .map([](int added) { return added > 0; });
}

protocol::Expected<QList<Place>> SignalTable::places(const QString &signalId) const
{
    return m_database.rows(
        QStringLiteral("SELECT p.message_id, p.span_start, p.span_end, p.quote, p.alignment, m.active "
                       "FROM places p JOIN messages m ON m.id = p.message_id "
                       "WHERE p.signal_id = ? ORDER BY p.seq"),
        {bound(signalId)}, [](const Row &row) {
            return Place{.span = {.messageId = row.text(0),
                             .start = static_cast<int>(row.integer(1)),
                             .end = static_cast<int>(row.integer(2))},
                .quote = row.text(3),
                .alignment = protocol::alignmentFromName(row.text(4)),
                .isActive = row.flag(5)};
        });
}

protocol::Expected<std::optional<Signal>> SignalTable::find(const QString &id) const
{
    return m_database.first(selectSignals() + QStringLiteral("WHERE s.id = ?"), {bound(id)}, readSignal);
}

protocol::Expected<std::optional<Signal>> SignalTable::findSame(const QString &threadId,
    const QString &dedupeKey, const QString &typeName, const QString &normalizedText) const
{
    return m_database.first(
        selectSignals() +
            QStringLiteral("WHERE s.thread_id = ? AND (s.dedupe_key = ? OR "
                           "(s.type = ? AND s.normalized_text = ?)) ORDER BY s.dedupe_key = ? DESC LIMIT 1"),
        {bound(threadId), bound(dedupeKey), bound(typeName), bound(normalizedText), bound(dedupeKey)},
        readSignal);
}

protocol::Expected<int> SignalTable::count(const Filter &filter) const
{
    return m_database
        .first(QStringLiteral("SELECT count(*) FROM signals s ") + filterSql(), filterValues(filter),
            [](const Row &row) { return static_cast<int>(row.integer(0)); })
        .map([](const std::optional<int> &count) { return count.value_or(0); });
}

protocol::Expected<QList<Signal>> SignalTable::list(const Filter &filter, int offset, int limit) const
{
    return m_database.rows(
        selectSignals() + filterSql() + QStringLiteral("ORDER BY s.sequence_index LIMIT ? OFFSET ?"),
        filterValues(filter) << limit << offset, readSignal);
}

protocol::Expected<QList<Signal>> SignalTable::onPathTo(const QString &messageId, int limit) const
{
    // What is above the message up to the active branch, and the active branch from there up.
    const QString path =
        QStringLiteral("WITH RECURSIVE up (seq, id, active, parent_id) AS ("
                       "SELECT seq, id, active, parent_id FROM messages WHERE id = ? "
                       "UNION ALL SELECT a.seq, a.id, a.active, a.parent_id FROM up JOIN messages a "
                       "ON a.id = up.parent_id WHERE NOT up.active) ");
    const QString isOnPath =
        QStringLiteral("(m.seq IN (SELECT seq FROM up) OR "
                       "(m.active AND m.seq < coalesce((SELECT seq FROM up WHERE active), 0)))");
    return m_database.rows(
        path + selectSignals(isOnPath) +
            QStringLiteral("WHERE s.thread_id = (SELECT thread_id FROM messages WHERE id = ?) "
                           "AND s.dismissed_at IS NULL "
                           "AND (p.seq IS NULL OR (SELECT %1 FROM messages m WHERE m.id = p.message_id)) "
                           "ORDER BY s.sequence_index LIMIT ?")
                .arg(isOnPath),
        {bound(messageId), bound(messageId), limit}, readSignal);
}

protocol::Expected<void> SignalTable::update(const Signal &signal)
{
    return m_database
        .run(QStringLiteral("UPDATE signals SET text = ?, normalized_text = ?, confidence = ?, status = ?, "
                            "dismissed_at = ?, pinned_at = ? WHERE id = ?"),
            {bound(signal.text), bound(signal.normalizedText), signal.confidence,
                bound(protocol::signalStatusName(signal.status)), bound(signal.dismissedAt),
                bound(signal.pinnedAt), bound(signal.id)})
        .map([](int) {});
}

} // namespace throughline::server::store
