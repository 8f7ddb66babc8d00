#pragma once

#include "server/store/database.h"
#include "server/store/store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

/// What the store's tests share: a data folder that goes away, a clock that stands still, and sample rows.
namespace throughline::server::store::test {

inline QDateTime noon()
{
    return {QDate(2026, 3, 1), QTime(12, 0), QTimeZone::utc()};
}

/// Opens the store or, after a failure, returns null; the sentence is then in \a error.
inline std::unique_ptr<Store> openStore(
    const QString &dataDir, QString *error = nullptr, const QDateTime &now = noon())
{
    auto store = Store::open(dataDir, [now] { return now; });
    if (!store) {
        if (error)
            *error = store.error().message;
        return nullptr;
    }
    return std::move(*store);
}

inline protocol::Thread sampleThread(const QString &id, const QString &title = QStringLiteral("Hosting"))
{
    return {.id = id,
        .title = title,
        .archived = false,
        .pinnedAt = {},
        .createdAt = noon(),
        .updatedAt = noon(),
        .messageCount = 0,
        .latestMessage = {}};
}

inline protocol::Message sampleMessage(const QString &id, const QString &threadId, const QString &content)
{
    return {.id = id,
        .threadId = threadId,
        .role = protocol::Role::User,
        .content = content,
        .metadata = {},
        .createdAt = noon(),
        .eventId = {}};
}

inline protocol::Message streamingReply(const QString &id, const QString &threadId)
{
    protocol::Message message = sampleMessage(id, threadId, QString());
    message.role = protocol::Role::Assistant;
    message.metadata = {{QStringLiteral("status"), QStringLiteral("streaming")},
        {QStringLiteral("model"), QStringLiteral("Guide")}};
    return message;
}

/// Makes the data file \a path so large that copying it takes a while.
inline bool weighDown(const QString &path)
{
    const auto database = Database::open(path);
    return database &&
           (*database)
               ->run(QStringLiteral("CREATE TABLE ballast AS WITH RECURSIVE n (x) AS (SELECT 1 UNION "
                                    "ALL SELECT x + 1 FROM n WHERE x < 150) "
                                    "SELECT zeroblob(1000000) AS weight FROM n"))
               .has_value();
}

/// The permissions that others than the owner have.
inline QFile::Permissions forOthers(const QString &path)
{
    return QFile::permissions(path) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                          QFile::ReadOther | QFile::WriteOther | QFile::ExeOther);
}

inline QStringList idsOf(const auto &items)
{
    QStringList ids;
    for (const auto &item : items)
        ids.append(item.id);
    return ids;
}

} // namespace throughline::server::store::test
