#include "server/api/livestreams.h"

#include "protocol/streamevent.h"
#include "server/api/answers.h"
#include "sse/ssewriter.h"

#include <utility>

namespace throughline::server::api {

namespace {

std::string sse(const protocol::StreamEvent &event, const QString &messageId, qint64 offset)
{
    const QByteArray id = messageId.toUtf8() + ':' + QByteArray::number(offset);
    return sse::SseWriter::event(protocol::streamEventName(event),
        withEscapedMarks(protocol::streamEventData(event)), QByteArrayView(id))
        .toStdString();
}

http::Headers streamHeaders(http::Headers headers)
{
    headers.emplace_back("Content-Type", "text/event-stream; charset=utf-8");
    headers.emplace_back("Cache-Control", "no-cache");
    headers.emplace_back("X-Accel-Buffering", "no");
    return headers;
}

protocol::StreamError streamError(const protocol::ApiError &error)
{
    using Kind = protocol::ApiError::Kind;
    const bool retryable =
        error.kind != Kind::Refused && error.kind != Kind::NotFound && error.kind != Kind::Forbidden;
    return {.code = protocol::kindName(error.kind), .message = error.message, .retryable = retryable};
}

} // namespace

LiveStreams::LiveStreams(
    service::GenerationService &generation, std::chrono::milliseconds heartbeat, QObject *parent)
    : QObject(parent)
    , m_generation(generation)
{
    m_heartbeat.setInterval(heartbeat);
    connect(&m_heartbeat, &QTimer::timeout, this, &LiveStreams::beat);
}

LiveStreams::~LiveStreams()
{
    closeAll();
}

void LiveStreams::open(
    const std::shared_ptr<http::Responder> &responder, http::Headers headers, const Reply &reply)
{
    const quint64 key = m_nextKey++;
    // The client's going is noticed on the I/O thread.
    responder->onClosed([this, key] {
        QMetaObject::invokeMethod(
            this, [this, key] { forget(key); }, Qt::QueuedConnection);
    });
    // Nothing happens between this and the subscription: both speak of the same text.
    const qint64 from = m_generation.startingOffset(reply.messageId, reply.fromOffset).value_or(0);
    responder->startStream(200, streamHeaders(std::move(headers)));
    responder->write(
        sse(protocol::StreamStart{.userMessageId = reply.userMessageId, .messageId = reply.messageId},
            reply.messageId, from));

    m_streams.insert_or_assign(
        key, Stream{.responder = responder, .messageId = reply.messageId, .subscription = nullptr});
    if (!m_heartbeat.isActive())
        m_heartbeat.start();
    auto subscription = m_generation.subscribe(reply.messageId, from,
        [this, key](const service::GenerationService::Published &published) { publish(key, published); });
    if (subscription) {
        m_streams.at(key).subscription = std::move(*subscription);
        return;
    }
    publish(key, {.event = streamError(subscription.error()), .offset = from});
    publish(key, {.event = protocol::StreamDone{.messageId = reply.messageId}, .offset = from});
}

void LiveStreams::openFailed(const std::shared_ptr<http::Responder> &responder, http::Headers headers,
    const QString &userMessageId, const protocol::ApiError &error)
{
    responder->startStream(200, streamHeaders(std::move(headers)));
    responder->write(
        sse(protocol::StreamStart{.userMessageId = userMessageId, .messageId = {}}, QString(), 0));
    responder->write(sse(streamError(error), QString(), 0));
    responder->write(sse(protocol::StreamDone{}, QString(), 0));
    responder->finish();
}

void LiveStreams::publish(quint64 key, const service::GenerationService::Published &published)
{
    const auto found = m_streams.find(key);
    if (found == m_streams.end())
        return;
    const Stream &stream = found->second;
    stream.responder->write(sse(published.event, stream.messageId, published.offset));
    if (!std::holds_alternative<protocol::StreamDone>(published.event))
        return;
    stream.responder->finish();
    // Not here: this is called from inside the subscription.
    QMetaObject::invokeMethod(
        this, [this, key] { forget(key); }, Qt::QueuedConnection);
}

void LiveStreams::closeAll()
{
    m_heartbeat.stop();
    // Dropping the responders, rather than finishing them, cuts the connections.
    m_streams.clear();
}

void LiveStreams::forget(quint64 key)
{
    m_streams.erase(key);
    if (m_streams.empty())
        m_heartbeat.stop();
}

void LiveStreams::beat()
{
    const std::string comment = sse::SseWriter::comment("still here").toStdString();
    for (const auto &[key, stream] : m_streams)
        stream.responder->write(comment);
}

} // namespace throughline::server::api
