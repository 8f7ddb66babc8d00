#pragma once

#include "protocol/values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// Bodies as a server of the contract sends them.
namespace throughline::test {

inline QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

inline protocol::Message message(
    const QString &id, protocol::Role role, const QString &content, const QJsonObject &metadata = {})
{
    protocol::Message message;
    message.id = id;
    message.threadId = QStringLiteral("t1");
    message.role = role;
    message.content = content;
    message.metadata = metadata;
    message.createdAt = QDateTime(QDate(2026, 3, 10), QTime(9, 0), Qt::UTC);
    return message;
}

inline protocol::Message userMessage(const QString &id, const QString &content)
{
    return message(id, protocol::Role::User, content);
}

inline protocol::Message reply(const QString &id, const QString &content, const QString &status = {})
{
    QJsonObject metadata;
    if (!status.isEmpty())
        metadata.insert(QLatin1StringView("status"), status);
    return message(id, protocol::Role::Assistant, content, metadata);
}

inline protocol::Thread thread(const QString &id, const QString &title)
{
    protocol::Thread thread;
    thread.id = id;
    thread.title = title;
    thread.createdAt = QDateTime(QDate(2026, 3, 10), QTime(9, 0), Qt::UTC);
    thread.updatedAt = thread.createdAt;
    return thread;
}

inline protocol::Signal signalNamed(const QString &id, const QString &text)
{
    protocol::Signal signal;
    signal.id = id;
    signal.threadId = QStringLiteral("t1");
    signal.type = protocol::SignalType::Goal;
    signal.typeName = QStringLiteral("Goal");
    signal.text = text;
    signal.createdAt = QDateTime(QDate(2026, 3, 10), QTime(9, 0), Qt::UTC);
    return signal;
}

template <typename T>
QByteArray page(const QList<T> &values, const QString &next = {}, int count = -1)
{
    QJsonArray results;
    for (const T &value : values)
        results.append(protocol::toJson(value));
    return compact({{QLatin1StringView("count"), count < 0 ? int(values.size()) : count},
        {QLatin1StringView("next"), next.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(next)},
        {QLatin1StringView("previous"), QJsonValue::Null}, {QLatin1StringView("results"), results}});
}

/// What `GET /api/` says.
inline QByteArray serverInfo(const QStringList &capabilities)
{
    protocol::ServerInfo info;
    info.service = QStringLiteral("throughline");
    info.version = QStringLiteral("1");
    info.capabilities = capabilities;
    return compact(protocol::toJson(info));
}

} // namespace throughline::test
