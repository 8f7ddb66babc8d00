#pragma once

#include "protocol/values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <algorithm>

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

/// The part of \a stored that is asked for: capability "window".
inline QByteArray slice(const QList<protocol::Message> &stored, const QUrl &url)
{
    const QUrlQuery query(url);
    const auto limit = query.queryItemValue(QStringLiteral("limit")).toInt();
    const QString after = query.queryItemValue(QStringLiteral("after"));
    qsizetype index = 0;
    if (query.hasQueryItem(QStringLiteral("last")))
        index = std::max<qsizetype>(0, stored.size() - limit);
    while (!after.isEmpty() && stored.at(index++).id != after) {
    }
    const QList<protocol::Message> part = stored.mid(index, limit);
    const auto link = [&](const QString &place, const QString &id) {
        QUrl there = url;
        there.setQuery({{QStringLiteral("thread"), query.queryItemValue(QStringLiteral("thread"))},
            {QStringLiteral("limit"), QString::number(limit)}, {place, id}});
        return there.toString();
    };
    QJsonObject object = QJsonDocument::fromJson(page(part, {}, static_cast<int>(stored.size()))).object();
    object.insert(QLatin1StringView("total"), stored.size());
    object.insert(QLatin1StringView("index"), index);
    if (index + part.size() < stored.size())
        object.insert(QLatin1StringView("next"), link(QStringLiteral("after"), part.last().id));
    if (index > 0)
        object.insert(QLatin1StringView("previous"), link(QStringLiteral("before"), part.first().id));
    return compact(object);
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
