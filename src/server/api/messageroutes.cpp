#include "server/api/messageroutes.h"

#include "protocol/unicode.h"
#include "server/api/answers.h"
#include "server/api/pages.h"

#include <QLoggingCategory>

#include <utility>

namespace throughline::server::api {

namespace {

Q_LOGGING_CATEGORY(messagesLog, "throughline.server.api", QtInfoMsg)

using Answer = std::optional<http::Response>;

constexpr QLatin1StringView contentKey("content");
constexpr QLatin1StringView replacesKey("replaces");
constexpr QLatin1StringView parentKey("parent");

Answer contentError(const QJsonObject &body)
{
    if (!body.contains(contentKey))
        return fieldError(contentKey, QStringLiteral("This field is required."));
    const QJsonValue content = body.value(contentKey);
    if (content.isNull())
        return fieldError(contentKey, QStringLiteral("This field may not be null."));
    if (!content.isString())
        return fieldError(contentKey, QStringLiteral("Not a valid string."));
    if (content.toString().trimmed().isEmpty())
        return fieldError(contentKey, QStringLiteral("This field may not be blank."));
    return std::nullopt;
}

service::Placement placementIn(const QJsonObject &body)
{
    return {.replaces = body.value(replacesKey).toString(), .parent = body.value(parentKey).toString()};
}

class MessageRoutes
{
public:
    MessageRoutes(service::ChatService &chat, service::GenerationService &generation, LiveStreams &streams)
        : m_chat(chat)
        , m_generation(generation)
        , m_streams(streams)
    {}

    http::Response list(const Request &request) const
    {
        const QString thread = request.parameter(QLatin1StringView("thread"));
        if (thread.isEmpty())
            return fieldError(QStringLiteral("thread"), QStringLiteral("This field is required."));
        const QString branch = request.parameter(QLatin1StringView("branch"));
        if (asksForWindow(request))
            return window(request, thread, branch);
        return paged<protocol::Message>(request, [&](int offset, int limit) {
            return branch.isEmpty() ? m_chat.messages(thread, offset, limit)
                                    : m_chat.messagesThrough(thread, branch, offset, limit);
        });
    }

    http::Response detail(const Request &request) const
    {
        const auto message = m_chat.message(request.ids[0]);
        return message ? json(200, protocol::toJson(*message)) : failure(message.error());
    }

    Answer post(const Request &request) const
    {
        if (auto error = contentError(request.body))
            return error;
        if (!isIdempotencyKey(request.idempotencyKey))
            return invalidKey();
        if (auto error = placementError(request))
            return error;
        const auto posted = m_chat.postMessage(request.ids[0],
            protocol::withoutHalvesOfPairs(request.body.value(contentKey).toString()), request.idempotencyKey,
            placementIn(request.body));
        if (!posted)
            return failure(posted.error());
        const QString userMessageId = posted->message.id;

        // From here on the message is stored, and no failure may look as if it were not.
        const auto reply = m_generation.begin(userMessageId);
        if (!reply)
            qCWarning(messagesLog).noquote() << "no reply could be begun:" << reply.error().message;
        if (!request.asksForStream())
            return json(201, protocol::toJson(posted->message));
        if (!reply) {
            LiveStreams::openFailed(request.responder, request.correlation(), userMessageId, reply.error());
        } else {
            m_streams.open(request.responder, request.correlation(),
                {.userMessageId = userMessageId, .messageId = *reply, .fromOffset = 0});
        }
        return std::nullopt;
    }

    http::Response activate(const Request &request) const
    {
        const auto message = m_chat.activate(request.ids[0]);
        return message ? json(200, protocol::toJson(*message)) : failure(message.error());
    }

private:
    http::Response window(const Request &request, const QString &thread, const QString &branch) const
    {
        const auto wanted = windowFrom(request);
        if (!wanted)
            return wanted.error();
        const auto window = m_chat.window(thread, branch, *wanted);
        if (!window)
            return failure(window.error());
        return *window ? windowAnswer(request, **window) : windowNotThere(*wanted);
    }

    /// What is wrong with where the message shall be put.
    Answer placementError(const Request &request) const
    {
        const auto thread = m_chat.thread(request.ids[0], service::ArchivedFilter::All);
        if (!thread)
            return failure(thread.error());
        const service::Placement placement = placementIn(request.body);
        for (const auto &[key, id] :
            {std::pair(replacesKey, placement.replaces), std::pair(parentKey, placement.parent)}) {
            const QJsonValue value = request.body.value(key);
            if (!value.isUndefined() && !value.isNull() && !value.isString())
                return fieldError(key, QStringLiteral("Not a valid string."));
            if (id.isEmpty())
                continue;
            const auto message = m_chat.message(id);
            if (!message && message.error().kind != protocol::ApiError::Kind::NotFound)
                return failure(message.error());
            if (!message || message->threadId != thread->id)
                return fieldError(key, QStringLiteral("There is no such message in this thread."));
            if (key == replacesKey && message->role != protocol::Role::User)
                return fieldError(key, QStringLiteral("Not a message of the user."));
        }
        if (!placement.replaces.isEmpty() && !placement.parent.isEmpty())
            return fieldError(parentKey, QStringLiteral("Not together with replaces."));
        return std::nullopt;
    }

    service::ChatService &m_chat;
    service::GenerationService &m_generation;
    LiveStreams &m_streams;
};

} // namespace

void addMessageRoutes(
    Router &router, service::ChatService &chat, service::GenerationService &generation, LiveStreams &streams)
{
    const MessageRoutes routes(chat, generation, streams);
    router.add("GET", QStringLiteral("chat/messages/"),
        [routes](const Request &request) { return routes.list(request); });
    router.add("GET", QStringLiteral("chat/messages/{}/"),
        [routes](const Request &request) { return routes.detail(request); });
    router.add("POST", QStringLiteral("chat/threads/{}/messages/"),
        [routes](const Request &request) { return routes.post(request); });
    router.add("POST", QStringLiteral("chat/messages/{}/activate/"),
        [routes](const Request &request) { return routes.activate(request); });
}

} // namespace throughline::server::api
