#include "server/store/threadtable.h"

#include "server/store/database.h"

#include <QRegularExpression>

#include <algorithm>

namespace throughline::server::store {

namespace {

using protocol::Thread;

QString selectThreads()
{
    return QStringLiteral(
        "SELECT t.id, t.title, t.archived, t.pinned_at, t.created_at, t.updated_at, t.message_count, "
        "m.id, m.role, substr(m.content, 1, 100), m.created_at FROM threads t "
        "LEFT JOIN messages m ON m.seq = "
        "(SELECT max(seq) FROM messages WHERE thread_id = t.id AND active = 1) ");
}

Thread readThread(const Row &row)
{
    Thread thread{.id = row.text(0),
        .title = row.text(1),
        .archived = row.flag(2),
        .pinnedAt = row.optionalDate(3),
        .createdAt = row.date(4),
        .updatedAt = row.date(5),
        .messageCount = static_cast<int>(row.integer(6)),
        .latestMessage = {}};
    if (!row.isNull(7)) {
        thread.latestMessage = protocol::MessagePreview{.id = row.text(7),
            .role = protocol::roleFromName(row.text(8)),
            .content = row.text(9),
            .createdAt = row.date(10)};
    }
    return thread;
}

/// The text for LIKE that finds \a text anywhere; with ESCAPE '\'.
QString likePattern(QString text)
{
    for (const QChar special : {u'\\', u'%', u'_'})
        text.replace(special, QString(u'\\') + special);
    return u'%' + text + u'%';
}

/// An FTS5 query that finds every word of \a text, also where it is only begun; empty when there is none.
QString wordQuery(const QString &text)
{
    static const QRegularExpression separators(
        QStringLiteral("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+"), QRegularExpression::UseUnicodePropertiesOption);
    QStringList terms;
    const QStringList words = text.split(separators, Qt::SkipEmptyParts);
    for (const QString &word : words)
        terms.append(u'"' + word + QStringLiteral("\"*"));
    return terms.join(u' ');
}

/// Scripts that put no spaces between words: there the index holds whole phrases, which a word is not found
/// in.
bool isWrittenWithoutSpaces(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    return std::any_of(characters.begin(), characters.end(), [](uint character) {
        switch (QChar::script(character)) {
        case QChar::Script_Han:
        case QChar::Script_Hiragana:
        case QChar::Script_Katakana:
        case QChar::Script_Thai:
        case QChar::Script_Lao:
        case QChar::Script_Khmer:
        case QChar::Script_Myanmar:
            return true;
        default:
            return false;
        }
    });
}

struct Where
{
    QString sql;
    QVariantList values;
};

Where whereOf(const ThreadTable::Filter &filter)
{
    QStringList all;
    QVariantList values;
    if (filter.archived) {
        all.append(QStringLiteral("t.archived = ?"));
        values.append(*filter.archived ? 1 : 0);
    }
    if (const QString text = filter.text.trimmed(); !text.isEmpty()) {
        QStringList any{QStringLiteral("t.title LIKE ? ESCAPE '\\'")};
        values.append(bound(likePattern(text)));
        if (const QString words = wordQuery(text); !words.isEmpty()) {
            any.append(
                QStringLiteral("t.seq IN (SELECT rowid FROM thread_search WHERE thread_search MATCH ?)"));
            any.append(QStringLiteral("t.id IN (SELECT thread_id FROM messages WHERE seq IN "
                                      "(SELECT rowid FROM message_search WHERE message_search MATCH ?))"));
            values << bound(words) << bound(words);
        }
        if (isWrittenWithoutSpaces(text)) {
            any.append(
                QStringLiteral("t.id IN (SELECT thread_id FROM messages WHERE content LIKE ? ESCAPE '\\')"));
            values.append(bound(likePattern(text)));
        }
        all.append(u'(' + any.join(QStringLiteral(" OR ")) + u')');
    }
    return {.sql = all.isEmpty() ? QString()
                                 : QStringLiteral("WHERE ") + all.join(QStringLiteral(" AND ")) + u' ',
        .values = values};
}

} // namespace

protocol::Expected<void> ThreadTable::insert(const Thread &thread)
{
    return m_database
        .run(QStringLiteral("INSERT INTO threads (id, title, archived, pinned_at, created_at, updated_at) "
                            "VALUES (?, ?, ?, ?, ?, ?)"),
            {bound(thread.id), bound(thread.title), thread.archived ? 1 : 0, bound(thread.pinnedAt),
                bound(thread.createdAt), bound(thread.updatedAt)})
        .map([](int) {});
}

protocol::Expected<std::optional<Thread>> ThreadTable::find(const QString &id) const
{
    return m_database.first(selectThreads() + QStringLiteral("WHERE t.id = ?"), {bound(id)}, readThread);
}

protocol::Expected<int> ThreadTable::count(const Filter &filter) const
{
    const Where where = whereOf(filter);
    return m_database
        .first(QStringLiteral("SELECT count(*) FROM threads t ") + where.sql, where.values,
            [](const Row &row) { return static_cast<int>(row.integer(0)); })
        .map([](const std::optional<int> &count) { return count.value_or(0); });
}

protocol::Expected<QList<Thread>> ThreadTable::list(const Filter &filter, int offset, int limit) const
{
    Where where = whereOf(filter);
    where.values << limit << offset;
    return m_database.rows(selectThreads() + where.sql +
                               QStringLiteral("ORDER BY t.updated_at DESC, t.seq DESC LIMIT ? OFFSET ?"),
        where.values, readThread);
}

protocol::Expected<void> ThreadTable::update(const Thread &thread)
{
    return m_database
        .run(QStringLiteral(
                 "UPDATE threads SET title = ?, archived = ?, pinned_at = ?, updated_at = ? WHERE id = ?"),
            {bound(thread.title), thread.archived ? 1 : 0, bound(thread.pinnedAt), bound(thread.updatedAt),
                bound(thread.id)})
        .map([](int) {});
}

protocol::Expected<void> ThreadTable::touch(const QString &id, const QDateTime &now)
{
    return m_database
        .run(QStringLiteral("UPDATE threads SET updated_at = ? WHERE id = ?"), {bound(now), bound(id)})
        .map([](int) {});
}

protocol::Expected<bool> ThreadTable::remove(const QString &id)
{
    return m_database.run(QStringLiteral("DELETE FROM threads WHERE id = ?"), {bound(id)})
        .map([](int removed) { return removed > 0; });
}

} // namespace throughline::server::store
