#include "workspace/outbox.h"

#include "protocol/values.h"
#include "workspace/transcriptrows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

constexpr QLatin1StringView contentKey("content");
constexpr QLatin1StringView idempotencyKeyKey("key");
constexpr QLatin1StringView createdAtKey("created_at");
constexpr QLatin1StringView replacesKey("replaces");
constexpr QLatin1StringView attemptedKey("attempted");
constexpr QLatin1StringView afterKey("after");
constexpr QLatin1StringView refusalKey("refusal");

QJsonObject toJson(const OutboxEntry &entry)
{
    QJsonObject object{{contentKey, entry.content},
        {idempotencyKeyKey, QString::fromLatin1(entry.idempotencyKey)}, {attemptedKey, entry.maybeStored}};
    const auto insert = [&](QLatin1StringView key, const QString &value) {
        if (!value.isEmpty())
            object.insert(key, value);
    };
    if (entry.createdAt.isValid())
        insert(createdAtKey, protocol::toContractDate(entry.createdAt));
    insert(replacesKey, entry.replaces);
    insert(afterKey, entry.after);
    insert(refusalKey, entry.refusal);
    return object;
}

OutboxEntry entryFromJson(const QJsonObject &object)
{
    return {.rowId = newLocalId(),
        .content = object.value(contentKey).toString(),
        .idempotencyKey = object.value(idempotencyKeyKey).toString().toLatin1(),
        .maybeStored = object.value(attemptedKey).toBool(true),
        .createdAt = protocol::fromContractDate(object.value(createdAtKey).toString()),
        .replaces = object.value(replacesKey).toString(),
        .after = object.value(afterKey).toString(),
        .refusal = object.value(refusalKey).toString()};
}

} // namespace

void Outbox::add(const OutboxEntry &entry)
{
    m_entries.append(entry);
}

void Outbox::remove(const QString &rowId)
{
    m_entries.removeIf([&](const OutboxEntry &entry) { return entry.rowId == rowId; });
}

OutboxEntry *Outbox::entry(const QString &rowId)
{
    const auto found = std::find_if(
        m_entries.begin(), m_entries.end(), [&](const OutboxEntry &each) { return each.rowId == rowId; });
    return found == m_entries.end() ? nullptr : &*found;
}

const OutboxEntry *Outbox::find(const QString &rowId) const
{
    const auto found = std::find_if(
        m_entries.cbegin(), m_entries.cend(), [&](const OutboxEntry &each) { return each.rowId == rowId; });
    return found == m_entries.cend() ? nullptr : &*found;
}

void Outbox::markAttempted(const QString &rowId, const QString &after)
{
    OutboxEntry *attempted = entry(rowId);
    if (!attempted)
        return;
    if (!std::exchange(attempted->maybeStored, true))
        attempted->after = after;
    attempted->refusal.clear();
}

void Outbox::setRefusal(const QString &rowId, const QString &sentence)
{
    if (OutboxEntry *refused = entry(rowId))
        refused->refusal = sentence;
}

QString Outbox::toText() const
{
    if (m_entries.isEmpty())
        return {};
    QJsonArray array;
    for (const OutboxEntry &entry : m_entries)
        array.append(toJson(entry));
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

Outbox Outbox::fromText(const QString &text)
{
    Outbox outbox;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto &value : array) {
        const OutboxEntry entry = entryFromJson(value.toObject());
        if (!entry.content.isEmpty())
            outbox.add(entry);
    }
    return outbox;
}

} // namespace throughline::workspace
