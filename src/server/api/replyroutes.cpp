#include "server/api/replyroutes.h"

#include "server/api/answers.h"

namespace throughline::server::api {

namespace {

using Answer = std::optional<http::Response>;

/// The offset that `Last-Event-ID: <message id>:<offset>` names; 0 when it speaks of another message or of
/// none: the client then gets everything.
qint64 heldOffset(const QString &lastEventId, const QString &messageId)
{
    const QString prefix = messageId + QLatin1Char(':');
    if (!lastEventId.startsWith(prefix))
        return 0;
    bool ok = false;
    const qint64 offset = QStringView(lastEventId).sliced(prefix.size()).toLongLong(&ok);
    return ok ? offset : 0;
}

class ReplyRoutes
{
public:
    ReplyRoutes(
        const service::ChatService &chat, service::GenerationService &generation, LiveStreams &streams)
        : m_chat(chat)
        , m_generation(generation)
        , m_streams(streams)
    {}

    Answer resume(const Request &request) const
    {
        return stream(request, request.ids[0], heldOffset(request.lastEventId, request.ids[0]));
    }

    http::Response cancel(const Request &request) const
    {
        const auto message = m_generation.cancel(request.ids[0]);
        return message ? json(200, protocol::toJson(*message)) : failure(message.error());
    }

    Answer regenerate(const Request &request) const
    {
        if (!isIdempotencyKey(request.idempotencyKey))
            return invalidKey();
        const auto reply = m_generation.regenerate(request.ids[0], request.idempotencyKey);
        if (!reply)
            return failure(reply.error());
        return request.asksForStream() ? stream(request, *reply, 0) : message(201, *reply);
    }

    Answer continueReply(const Request &request) const
    {
        if (!isIdempotencyKey(request.idempotencyKey))
            return invalidKey();
        const auto continued = m_generation.continueReply(request.ids[0], request.idempotencyKey);
        if (!continued)
            return failure(continued.error());
        return request.asksForStream() ? resume(request) : message(200, request.ids[0]);
    }

private:
    Answer message(int status, const QString &id) const
    {
        const auto found = m_chat.message(id);
        return found ? json(status, protocol::toJson(*found)) : failure(found.error());
    }

    Answer stream(const Request &request, const QString &replyId, qint64 fromOffset) const
    {
        const auto reply = m_chat.message(replyId);
        if (!reply)
            return failure(reply.error());
        if (reply->role != protocol::Role::Assistant)
            return notFound();
        const auto question = m_generation.questionOf(replyId);
        if (!question)
            return failure(question.error());
        m_streams.open(request.responder, request.correlation(),
            {.userMessageId = *question, .messageId = replyId, .fromOffset = fromOffset});
        return std::nullopt;
    }

    const service::ChatService &m_chat;
    service::GenerationService &m_generation;
    LiveStreams &m_streams;
};

} // namespace

void addReplyRoutes(Router &router, const service::ChatService &chat, service::GenerationService &generation,
    LiveStreams &streams)
{
    const ReplyRoutes routes(chat, generation, streams);
    router.add("GET", QStringLiteral("chat/messages/{}/stream/"),
        [routes](const Request &request) { return routes.resume(request); });
    const auto post = [&](const QString &action, auto route) {
        router.add("POST", QStringLiteral("chat/messages/{}/%1/").arg(action),
            [routes, route](const Request &request) -> Answer { return (routes.*route)(request); });
    };
    post(QStringLiteral("cancel"), &ReplyRoutes::cancel);
    post(QStringLiteral("regenerate"), &ReplyRoutes::regenerate);
    post(QStringLiteral("continue"), &ReplyRoutes::continueReply);
}

} // namespace throughline::server::api
