#include "workspace/outbox.h"

#include "workspace/transcriptrows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace throughline::workspace {

namespace {

constexpr QLatin1StringView contentKey("content");
constexpr QLatin1StringView idempotencyKeyKey("key");

} // namespace

void Outbox::add(const OutboxEntry &entry)
{
    m_entries.append(entry);
}

void Outbox::remove(const QString &rowId)
{
    m_entries.removeIf([&](const OutboxEntry &entry) { return entry.rowId == rowId; });
}

void Outbox::markAttempted(const QString &rowId)
{
    for (OutboxEntry &entry : m_entries) {
        if (entry.rowId == rowId)
            entry.maybeStored = true;
    }
}

const OutboxEntry *Outbox::find(const QString &rowId) const
{
    for (const OutboxEntry &entry : m_entries) {
        if (entry.rowId == rowId)
            return &entry;
    }
    return nullptr;
}

QString Outbox::toText() const
{
    if (m_entries.isEmpty())
        return {};
    QJsonArray array;
    for (const OutboxEntry &entry : m_entries) {
        array.append(QJsonObject{
            {contentKey, entry.content}, {idempotencyKeyKey, QString::fromLatin1(entry.idempotencyKey)}});
    }
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

Outbox Outbox::fromText(const QString &text)
{
    Outbox outbox;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto &value : array) {
        const QString content = value.toObject().value(contentKey).toString();
        if (content.isEmpty())
            continue;
        outbox.add({.rowId = newLocalId(),
            .content = content,
            .idempotencyKey = value.toObject().value(idempotencyKeyKey).toString().toLatin1(),
            .maybeStored = true});
    }
    return outbox;
}

} // namespace throughline::workspace
