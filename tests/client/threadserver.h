#pragma once

#include "client/contractjson.h"
#include "support/scriptedserver.h"

namespace throughline::test {

/// The thread "t1" of a scripted server: what is stored in it, listed and posted to as the contract says.
/// Tests script the streaming POST; what it stores they store().
class ThreadServer
{
public:
    explicit ThreadServer(ScriptedServer &server)
        : m_server(server)
    {
        server.always("GET", "/api/chat/messages/", [this](const ServedRequest &) {
            ++lists;
            if (onList)
                onList();
            return Script().json(200, page(stored));
        });
    }

    void store(const protocol::Message &message) { stored.append(message); }

    /// Answers plain POSTs: stores and answers 201.
    void acceptPlainPosts()
    {
        m_server.always("POST", plainPath, [this](const ServedRequest &request) {
            const QString content =
                QJsonDocument::fromJson(request.body).object().value(QLatin1StringView("content")).toString();
            store(userMessage(QStringLiteral("u%1").arg(stored.size() + 1), content));
            return Script().json(201, compact(protocol::toJson(stored.last())));
        });
    }

    void streams(const Script &script) { m_server.once("POST", streamPath, script); }

    qsizetype streamingPosts() const { return m_server.requests("POST", streamPath).size(); }
    qsizetype plainPosts() const { return m_server.requests("POST", plainPath).size() - streamingPosts(); }
    qsizetype count(protocol::Role role) const
    {
        return std::count_if(
            stored.cbegin(), stored.cend(), [&](const auto &message) { return message.role == role; });
    }

    static constexpr const char *streamPath = "/api/chat/threads/t1/messages/?stream=true";
    static constexpr const char *plainPath = "/api/chat/threads/t1/messages/";

    QList<protocol::Message> stored;
    int lists = 0;
    std::function<void()> onList;

private:
    ScriptedServer &m_server;
};

inline QByteArray chunkData(const QString &text)
{
    return compact({{QLatin1StringView("delta"), text}});
}

inline QByteArray doneData(const QString &id)
{
    return compact(
        {{QLatin1StringView("message_id"), id.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(id)}});
}

inline QByteArray startData(const QString &questionId, const QString &replyId)
{
    return compact(
        {{QLatin1StringView("user_message_id"), questionId}, {QLatin1StringView("message_id"), replyId}});
}

} // namespace throughline::test
