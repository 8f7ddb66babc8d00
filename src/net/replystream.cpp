#include "net/replystream.h"

#include "net/activitylog.h"
#include "net/httperror.h"
#include "net/sentence.h"
#include "sse/utf8.h"

#include <QDateTime>

#include <utility>

namespace throughline::net {

using protocol::ApiError;

namespace {

/// Comments keep a connection open while a model thinks, and some proxies want a few KiB before they pass
/// anything on. More than this is neither.
constexpr qint64 mostPadding = qint64(4) * 1024 * 1024;

bool endsALine(const QByteArray &bytes)
{
    return bytes.contains('\n') || bytes.contains('\r');
}

bool isEventStream(const HttpResponseHead &head)
{
    const QByteArray type = head.contentType();
    const qsizetype parameters = type.indexOf(';');
    const QByteArray media = (parameters < 0 ? type : type.left(parameters)).trimmed();
    return head.status >= 200 && head.status < 300 &&
           media.compare("text/event-stream", Qt::CaseInsensitive) == 0;
}

} // namespace

ReplyStream::ReplyStream(HttpTransport &transport, ActivityLog *log, HttpRequest request, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_bodyLimit(request.bodyLimit)
{
    request.stream = true;
    m_silence.setSingleShot(true);
    m_silence.setInterval(request.idleTimeout);
    connect(&m_silence, &QTimer::timeout, this, &ReplyStream::onSilence);
    m_exchange = transport.send(request);
    connect(m_exchange.get(), &HttpExchange::headersReceived, this, &ReplyStream::onHead);
    connect(m_exchange.get(), &HttpExchange::bodyReceived, this, &ReplyStream::onBody);
    connect(m_exchange.get(), &HttpExchange::finished, this, &ReplyStream::onFinished);
}

ReplyStream::~ReplyStream()
{
    // A reply that is complete was not cut short, even when the connection is still open.
    if (m_done && m_log && m_exchange)
        m_log->finish(m_exchange->activityId());
}

void ReplyStream::onHead(const HttpResponseHead &head)
{
    m_head = head;
    m_isStream = isEventStream(head);
    if (m_isStream) {
        m_silence.start();
        Q_EMIT opened(m_head);
    }
}

void ReplyStream::onBody(const QByteArray &bytes)
{
    if (m_ended)
        return;
    if (!m_isStream) {
        m_refusal += bytes;
        if (m_refusal.size() > m_bodyLimit)
            breakOff(Sentence::tr("The server's answer is too long."));
        return;
    }
    m_padding += bytes.size();
    if (endsALine(bytes))
        m_silence.start();
    const QPointer<ReplyStream> alive(this);
    m_parser.begin(bytes);
    while (const auto event = m_parser.next()) {
        handle(*event);
        if (!alive || m_ended)
            return;
    }
    if (m_parser.error())
        breakOff(Sentence::tr("The server sent more at once than can be taken."));
    else if (m_padding > mostPadding)
        breakOff(Sentence::tr("The server sends without end, and no part of a reply."));
}

void ReplyStream::onSilence()
{
    const double seconds = double(m_silence.interval()) / 1000;
    breakOff(Sentence::tr("Nothing whole came from the server for %1 seconds.").arg(seconds, 0, 'g', 6),
        ApiError::Kind::Timeout);
}

void ReplyStream::handle(const sse::SseEventView &event)
{
    if (m_log)
        m_log->event(m_exchange->activityId(), sse::decodeUtf8(event.type), sse::decodeUtf8(event.data));
    if (m_done || event.data.isEmpty() || !protocol::isKnownStreamEvent(event.type))
        return;
    m_padding = 0;
    // Broken sequences become U+FFFD by the standard's rule before JSON readers see them, which have rules of
    // their own.
    const QByteArray mended = event.data.isValidUtf8() ? QByteArray() : sse::decodeUtf8(event.data).toUtf8();
    const QByteArrayView data = mended.isEmpty() ? event.data : QByteArrayView(mended);
    auto meaning = protocol::streamEventFromSse(event.type, data, event.id);
    if (!meaning) {
        breakOff(Sentence::tr("A part of the reply could not be understood."));
        return;
    }
    if (auto *error = std::get_if<protocol::StreamError>(&*meaning))
        error->message = m_exchange->withoutSecrets(error->message);
    m_done = std::holds_alternative<protocol::StreamDone>(*meaning);
    Q_EMIT eventReceived(*meaning);
}

void ReplyStream::onFinished(const HttpResult &result)
{
    if (result.error) {
        end(StreamBroken{*result.error, m_done});
    } else if (m_isStream) {
        end(StreamClosed{m_done});
    } else {
        end(StreamRefused{.status = m_head.status,
            .contentType = m_head.contentType(),
            .body = m_refusal,
            .error = errorFromAnswer(m_head, m_refusal, QDateTime::currentDateTimeUtc())});
    }
}

void ReplyStream::breakOff(const QString &message, ApiError::Kind kind)
{
    ApiError error{.kind = kind,
        .status = m_head.status,
        .message = message,
        .correlationId = m_head.correlationId,
        .retryAfter = {}};
    if (m_log)
        m_log->finish(m_exchange->activityId(), message);
    end(StreamBroken{std::move(error), m_done});
}

void ReplyStream::end(const StreamEnd &end)
{
    if (m_ended)
        return;
    m_ended = true;
    m_silence.stop();
    m_exchange.reset();
    Q_EMIT ended(end);
}

} // namespace throughline::net
