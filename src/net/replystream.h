#pragma once

#include "net/httptransport.h"
#include "protocol/streamevent.h"
#include "sse/sseparser.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>
#include <variant>

namespace throughline::net {

class ActivityLog;

/// The body ended. Without \c done the reply is not complete, however well the connection was closed.
struct StreamClosed
{
    bool done = false;
    bool operator==(const StreamClosed &) const = default;
};

/// The server answered, but not with an event stream: another status, or a 2xx of another type.
struct StreamRefused
{
    int status = 0;
    QByteArray contentType{};
    QByteArray body{};          ///< all of it, within the request's limit
    protocol::ApiError error{}; ///< what it says
    bool operator==(const StreamRefused &) const = default;
};

/// The connection broke, or what came over it is not what the contract says. After \c done it does not
/// matter.
struct StreamBroken
{
    protocol::ApiError error{};
    bool done = false;
    bool operator==(const StreamBroken &) const = default;
};

using StreamEnd = std::variant<StreamClosed, StreamRefused, StreamBroken>;

/// One answer read as an event stream: bytes to SseParser to protocol::StreamEvent, and every raw event to
/// the ActivityLog. Reports its opening, events, then exactly one end; nothing is reported after `done` but
/// the end. Events with names we do not know, and those with empty data (keep-alives), are skipped.
/// A stream in which no line ends for the request's idle time, or that sends megabytes and no part of a
/// reply, is broken. Destroying it aborts the request silently. Decides nothing about retries: that is
/// ChatStream's.
class ReplyStream : public QObject
{
    Q_OBJECT

public:
    /// Sends \a request, as a stream. \a log may be null.
    ReplyStream(HttpTransport &transport, ActivityLog *log, HttpRequest request, QObject *parent = nullptr);
    ~ReplyStream() override;

    /// The id to resume after, as of the last event that was complete; empty when the server sent none.
    const QByteArray &lastEventId() const { return m_parser.lastEventId(); }

    /// The wait before reconnecting that the server asked for.
    std::optional<std::chrono::milliseconds> retry() const { return m_parser.retry(); }

    const HttpResponseHead &head() const { return m_head; }

Q_SIGNALS:
    /// The server accepted: this is a stream.
    void opened(const throughline::net::HttpResponseHead &head);
    void eventReceived(const throughline::protocol::StreamEvent &event);
    void ended(const throughline::net::StreamEnd &end);

private:
    void onHead(const HttpResponseHead &head);
    void onBody(const QByteArray &bytes);
    void onFinished(const HttpResult &result);
    void handle(const sse::SseEventView &event);
    void onSilence();
    void breakOff(
        const QString &message, protocol::ApiError::Kind kind = protocol::ApiError::Kind::Malformed);
    void end(const StreamEnd &end);

    QPointer<ActivityLog> m_log;
    qint64 m_bodyLimit;
    QTimer m_silence; ///< since a line ended; single bytes are no sign of life
    std::unique_ptr<HttpExchange> m_exchange;
    HttpResponseHead m_head;
    sse::SseParser m_parser;
    QByteArray m_refusal;
    qint64 m_padding = 0; ///< bytes since the last part of the reply
    bool m_isStream = false;
    bool m_done = false;
    bool m_ended = false;
};

} // namespace throughline::net
