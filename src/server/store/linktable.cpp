#include "server/store/linktable.h"

#include "server/store/database.h"

namespace throughline::server::store {

namespace {

protocol::Expected<bool> anyChanged(const protocol::Expected<int> &changed)
{
    return changed.map([](int rows) { return rows > 0; });
}

QString firstColumn(const Row &row)
{
    return row.text(0);
}

QStringList asStrings(const QList<QString> &ids)
{
    return QStringList(ids);
}

} // namespace

protocol::Expected<bool> LinkTable::addContradiction(const QString &earlierId, const QString &laterId)
{
    return anyChanged(m_database.run(
        QStringLiteral("INSERT INTO contradictions (signal_id, other_id) SELECT ?, ? WHERE NOT EXISTS "
                       "(SELECT 1 FROM contradictions WHERE signal_id = ? AND other_id = ?) "
                       "ON CONFLICT DO NOTHING"),
        {bound(earlierId), bound(laterId), bound(laterId), bound(earlierId)}));
}

protocol::Expected<bool> LinkTable::setSettled(const QString &id, const QString &otherId, bool settled)
{
    return anyChanged(m_database.run(
        QStringLiteral("UPDATE contradictions SET settled = ? WHERE settled <> ? AND "
                       "((signal_id = ? AND other_id = ?) OR (signal_id = ? AND other_id = ?))"),
        {settled ? 1 : 0, settled ? 1 : 0, bound(id), bound(otherId), bound(otherId), bound(id)}));
}

protocol::Expected<bool> LinkTable::settle(const QString &id, const QString &otherId)
{
    return setSettled(id, otherId, true);
}

protocol::Expected<bool> LinkTable::unsettle(const QString &id, const QString &otherId)
{
    return setSettled(id, otherId, false);
}

protocol::Expected<void> LinkTable::forgetContradictions(const QString &id)
{
    return m_database
        .run(QStringLiteral(
                 "DELETE FROM contradictions WHERE settled = 0 AND (signal_id = ? OR other_id = ?)"),
            {bound(id), bound(id)})
        .map([](int) {});
}

protocol::Expected<QStringList> LinkTable::contradicting(const QString &id) const
{
    return m_database
        .rows(QStringLiteral("SELECT s.id FROM signals s JOIN (SELECT other_id AS id FROM contradictions "
                             "WHERE signal_id = ? AND settled = 0 UNION SELECT signal_id FROM contradictions "
                             "WHERE other_id = ? AND settled = 0) c ON c.id = s.id "
                             "WHERE s.dismissed_at IS NULL ORDER BY s.sequence_index"),
            {bound(id), bound(id)}, firstColumn)
        .map(asStrings);
}

protocol::Expected<bool> LinkTable::addEvidence(const QString &id, const QString &evidenceId)
{
    return anyChanged(m_database.run(
        QStringLiteral("INSERT INTO evidence (signal_id, evidence_id) VALUES (?, ?) ON CONFLICT DO NOTHING"),
        {bound(id), bound(evidenceId)}));
}

protocol::Expected<bool> LinkTable::removeEvidence(const QString &id, const QString &evidenceId)
{
    return anyChanged(
        m_database.run(QStringLiteral("DELETE FROM evidence WHERE signal_id = ? AND evidence_id = ?"),
            {bound(id), bound(evidenceId)}));
}

protocol::Expected<QStringList> LinkTable::evidenceOf(const QString &id) const
{
    return m_database
        .rows(QStringLiteral("SELECT s.id FROM evidence e JOIN signals s ON s.id = e.evidence_id "
                             "WHERE e.signal_id = ? AND s.dismissed_at IS NULL ORDER BY s.sequence_index"),
            {bound(id)}, firstColumn)
        .map(asStrings);
}

protocol::Expected<bool> LinkTable::hasEvidenceNear(const QString &id) const
{
    return m_database
        .first(QStringLiteral("SELECT 1 FROM places p JOIN places q ON q.message_id = p.message_id "
                              "JOIN signals s ON s.id = q.signal_id WHERE p.signal_id = ? "
                              "AND s.type = 'EvidenceMention' AND s.dismissed_at IS NULL "
                              "AND s.status <> 'rejected' LIMIT 1"),
            {bound(id)}, [](const Row &) { return true; })
        .map([](const std::optional<bool> &found) { return found.has_value(); });
}

} // namespace throughline::server::store
