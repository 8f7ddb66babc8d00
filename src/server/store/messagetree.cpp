#include "server/store/messagetree.h"

#include "server/store/database.h"

#include <algorithm>
#include <utility>

namespace throughline::server::store {

namespace {

using Node = MessageTree::Node;

struct Ancestor
{
    qint64 seq = 0;
    QString id;
    bool isForked = false;
    bool isActive = false;
    QString threadId;
};

Node readNode(const Row &row)
{
    return {.seq = row.integer(0), .id = row.text(1), .isForked = row.flag(2)};
}

/// \a messageId and what is above it up to the nearest message on the active branch, from below. That one is
/// the last, unless not even the first message of this path is on it.
protocol::Expected<QList<Ancestor>> upToActive(Database &database, const QString &messageId)
{
    return database.rows(
        QStringLiteral("WITH RECURSIVE up (seq, id, forked, active, thread_id, parent_id) AS ("
                       "SELECT seq, id, forked, active, thread_id, parent_id FROM messages WHERE id = ? "
                       "UNION ALL SELECT p.seq, p.id, p.forked, p.active, p.thread_id, p.parent_id "
                       "FROM up JOIN messages p ON p.id = up.parent_id WHERE NOT up.active) "
                       "SELECT seq, id, forked, active, thread_id FROM up ORDER BY seq DESC"),
        {bound(messageId)}, [](const Row &row) {
            return Ancestor{.seq = row.integer(0),
                .id = row.text(1),
                .isForked = row.flag(2),
                .isActive = row.flag(3),
                .threadId = row.text(4)};
        });
}

/// The rows `down` of what is below the message of that id, which is to be bound, and itself: at each fork
/// what was on the active branch last, else the newest.
QString downFrom()
{
    return QStringLiteral("WITH RECURSIVE down (seq, id, forked, thread_id) AS ("
                          "SELECT seq, id, forked, thread_id FROM messages WHERE id = ? "
                          "UNION ALL SELECT c.seq, c.id, c.forked, c.thread_id FROM down JOIN messages c "
                          "ON c.seq = (SELECT seq FROM messages WHERE thread_id = down.thread_id "
                          "AND parent_id = down.id ORDER BY activated DESC, seq DESC LIMIT 1)) ");
}

/// The active branch up to and including \a lastSeq.
protocol::Expected<QList<Node>> activeUpTo(Database &database, const QString &threadId, qint64 lastSeq)
{
    return database.rows(QStringLiteral("SELECT seq, id, forked FROM messages WHERE thread_id = ? "
                                        "AND active = 1 AND seq <= ? ORDER BY seq"),
        {bound(threadId), lastSeq}, readNode);
}

/// One more than any of the siblings of the row that is being updated.
QString chosenLast()
{
    return QStringLiteral("(SELECT max(s.activated) + 1 FROM messages s INDEXED BY messages_following WHERE "
                          "s.thread_id = messages.thread_id AND s.parent_id IS messages.parent_id)");
}

} // namespace

protocol::Expected<QString> MessageTree::end(const QString &threadId) const
{
    return m_database
        .first(QStringLiteral("SELECT id FROM messages WHERE thread_id = ? AND active = 1 "
                              "ORDER BY seq DESC LIMIT 1"),
            {bound(threadId)}, [](const Row &row) { return row.text(0); })
        .map([](const std::optional<QString> &id) { return id.value_or(QString()); });
}

protocol::Expected<QStringList> MessageTree::siblings(const QString &messageId) const
{
    return m_database
        .rows(QStringLiteral("SELECT s.id FROM messages m JOIN messages s INDEXED BY messages_following ON "
                             "s.thread_id = m.thread_id "
                             "AND s.parent_id IS m.parent_id WHERE m.id = ? ORDER BY s.seq"),
            {bound(messageId)}, [](const Row &row) { return row.text(0); })
        .map([](const QList<QString> &ids) { return QStringList(ids); });
}

protocol::Expected<QString> MessageTree::branchOf(const QString &messageId) const
{
    const auto above = upToActive(m_database, messageId);
    if (!above)
        return tl::unexpected(above.error());
    for (const Ancestor &ancestor : *above) {
        if (ancestor.isForked)
            return ancestor.id;
    }
    if (above->isEmpty() || !above->last().isActive)
        return QString();
    return m_database
        // Without statistics SQLite would take the index of the whole branch, and read all of it.
        .first(QStringLiteral("SELECT id FROM messages INDEXED BY messages_forked "
                              "WHERE thread_id = ? AND forked = 1 AND active = 1 "
                              "AND seq <= ? ORDER BY seq DESC LIMIT 1"),
            {bound(above->last().threadId), above->last().seq}, [](const Row &row) { return row.text(0); })
        .map([](const std::optional<QString> &id) { return id.value_or(QString()); });
}

protocol::Expected<QList<Node>> MessageTree::path(const QString &messageId) const
{
    const auto above = upToActive(m_database, messageId);
    if (!above)
        return tl::unexpected(above.error());
    if (above->isEmpty())
        return QList<Node>();
    const bool joins = above->last().isActive;
    auto nodes = activeUpTo(m_database, above->first().threadId, joins ? above->last().seq : 0);
    if (!nodes)
        return nodes;
    for (auto ancestor = above->rbegin(); ancestor != above->rend(); ++ancestor) {
        if (!ancestor->isActive)
            nodes->append({.seq = ancestor->seq, .id = ancestor->id, .isForked = ancestor->isForked});
    }
    return m_database
        .rows(downFrom() + QStringLiteral("SELECT seq, id, forked FROM down WHERE id <> ? ORDER BY seq"),
            {bound(messageId), bound(messageId)}, readNode)
        .map([&nodes](const QList<Node> &below) { return *nodes + below; });
}

protocol::Expected<void> MessageTree::endWith(const QString &threadId, const QString &messageId)
{
    return m_database.inTransaction([&]() -> protocol::Expected<void> {
        const auto above = upToActive(m_database, messageId);
        if (!above)
            return tl::unexpected(above.error());
        const qint64 joint = !above->isEmpty() && above->last().isActive ? above->last().seq : 0;
        if (const auto left = m_database.run(QStringLiteral("UPDATE messages SET active = 0 "
                                                            "WHERE thread_id = ? AND active = 1 AND seq > ?"),
                {bound(threadId), joint});
            !left)
            return tl::unexpected(left.error());
        for (const Ancestor &ancestor : *above) {
            if (ancestor.isActive)
                continue;
            if (const auto come =
                    m_database.run(QStringLiteral("UPDATE messages SET active = 1, activated = ") +
                                       chosenLast() + QStringLiteral(" WHERE seq = ?"),
                        {ancestor.seq});
                !come)
                return tl::unexpected(come.error());
        }
        return {};
    });
}

protocol::Expected<void> MessageTree::activate(const QString &messageId)
{
    return m_database.inTransaction([&]() -> protocol::Expected<void> {
        const auto above = upToActive(m_database, messageId);
        if (!above)
            return tl::unexpected(above.error());
        if (above->isEmpty() || above->first().isActive)
            return {};
        if (auto ended = endWith(above->first().threadId, messageId); !ended)
            return ended;
        return m_database
            .run(downFrom() + QStringLiteral("UPDATE messages SET active = 1, activated = max(activated, 1) "
                                             "WHERE seq IN (SELECT seq FROM down) AND active = 0"),
                {bound(messageId)})
            .map([](int) {});
    });
}

protocol::Expected<void> MessageTree::joined(const QString &messageId)
{
    const auto all = siblings(messageId);
    if (!all)
        return tl::unexpected(all.error());
    if (all->size() < 2)
        return {};
    return m_database.inTransaction([&]() -> protocol::Expected<void> {
        // All but the first two are marked when they come.
        for (const QString &id : all->size() == 2 ? *all : QStringList{messageId}) {
            if (const auto marked = m_database.run(
                    QStringLiteral("UPDATE messages SET forked = 1 WHERE id = ?"), {bound(id)});
                !marked)
                return tl::unexpected(marked.error());
        }
        return m_database
            .run(QStringLiteral("UPDATE messages SET activated = ") + chosenLast() +
                     QStringLiteral(" WHERE id = ? AND active = 1"),
                {bound(messageId)})
            .map([](int) {});
    });
}

} // namespace throughline::server::store
