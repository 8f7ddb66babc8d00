#include "server/api/messageroutes.h"

#include "server/api/answers.h"
#include "server/api/pages.h"

#include <QLoggingCategory>

namespace throughline::server::api {

namespace {

Q_LOGGING_CATEGORY(log, "throughline.server.api", QtInfoMsg)

using Answer = std::optional<http::Response>;

constexpr QLatin1StringView contentKey("content");
constexpr int longestKey = 128;

bool isIdempotencyKey(const QString &key)
{
    return key.size() <= longestKey && std::all_of(key.begin(), key.end(),
                                           [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

/// Half of a surrogate pair is no character and cannot be stored; it becomes U+FFFD, and nothing is refused.
QString validUnicode(QString text)
{
    if (text.isValidUtf16())
        return text;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (text[i].isSurrogate())
            text[i] = QChar::ReplacementCharacter;
    }
    return text;
}

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

http::Headers correlation(const Request &request)
{
    return {{"X-Correlation-ID", request.correlationId}};
}

/// The offset that `Last-Event-ID: <message id>:<offset>` names, if it is one of the beginnings of \a text;
/// else 0: the client then gets everything.
qint64 heldOffset(const QString &lastEventId, const QString &messageId, const QString &text)
{
    const QString prefix = messageId + QLatin1Char(':');
    if (!lastEventId.startsWith(prefix))
        return 0;
    bool ok = false;
    const qint64 offset = QStringView(lastEventId).sliced(prefix.size()).toLongLong(&ok);
    const QByteArray bytes = text.toUtf8();
    if (!ok || offset < 0 || offset > bytes.size())
        return 0;
    constexpr unsigned continuationMask = 0xc0;
    constexpr unsigned continuation = 0x80;
    const bool insideCharacter = offset < bytes.size() && (static_cast<unsigned char>(bytes[offset]) &
                                                              continuationMask) == continuation;
    return insideCharacter ? 0 : offset;
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
        return paged<protocol::Message>(
            request, [&](int offset, int limit) { return m_chat.messages(thread, offset, limit); });
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
            return api::detail(400, QStringLiteral("Idempotency-Key must be up to 128 visible characters."));
        const auto posted = m_chat.postMessage(
            request.ids[0], validUnicode(request.body.value(contentKey).toString()), request.idempotencyKey);
        if (!posted)
            return failure(posted.error());
        const QString userMessageId = posted->message.id;

        // From here on the message is stored, and no failure may look as if it were not.
        const auto reply = m_generation.begin(userMessageId);
        if (!reply)
            qCWarning(log).noquote() << "no reply could be begun:" << reply.error().message;
        if (request.parameter(QLatin1StringView("stream")) != QLatin1String("true"))
            return json(201, protocol::toJson(posted->message));
        if (!reply) {
            LiveStreams::openFailed(request.responder, correlation(request), userMessageId, reply.error());
        } else {
            m_streams.open(request.responder, correlation(request),
                {.userMessageId = userMessageId, .messageId = *reply, .fromOffset = 0});
        }
        return std::nullopt;
    }

    Answer resume(const Request &request) const
    {
        const auto message = m_chat.message(request.ids[0]);
        if (!message)
            return failure(message.error());
        if (message->role != protocol::Role::Assistant)
            return notFound();
        const auto question = m_generation.questionOf(message->id);
        if (!question)
            return failure(question.error());
        m_streams.open(request.responder, correlation(request),
            {.userMessageId = *question,
                .messageId = message->id,
                .fromOffset = heldOffset(request.lastEventId, message->id, message->content)});
        return std::nullopt;
    }

    http::Response cancel(const Request &request) const
    {
        const auto message = m_generation.cancel(request.ids[0]);
        return message ? json(200, protocol::toJson(*message)) : failure(message.error());
    }

private:
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
    router.add("GET", QStringLiteral("chat/messages/{}/stream/"),
        [routes](const Request &request) { return routes.resume(request); });
    router.add("POST", QStringLiteral("chat/messages/{}/cancel/"),
        [routes](const Request &request) { return routes.cancel(request); });
}

} // namespace throughline::server::api
