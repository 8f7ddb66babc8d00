#pragma once

#include "protocol/apierror.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPair>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>

namespace throughline::net {

using HeaderList = QList<QPair<QByteArray, QByteArray>>;

/// The value of the first header called \a name (any case); empty when there is none.
QByteArray headerValue(const HeaderList &headers, const QByteArray &name);

struct HttpRequest
{
    QByteArray method = "GET";
    QUrl url{};
    HeaderList headers{};
    QByteArray body{};

    /// A stream: its own connections, a small read buffer, no total time limit. Asks for no compression, and
    /// undoes gzip and deflate where a server compresses all the same.
    bool stream = false;

    /// A WebSocket, to listen: headersReceived() says 101 when the server agrees, and then each
    /// bodyReceived() is one whole text message; no other status comes with a body. bodyLimit is that of one
    /// message. Pings count against idleTimeout; there is no total time limit.
    bool webSocket = false;

    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds idleTimeout{120'000};                 ///< between two reads
    std::optional<std::chrono::milliseconds> totalTimeout{300'000}; ///< ignored for streams
    qint64 bodyLimit = qint64(8) * 1024 * 1024; ///< bytes, decompressed; for streams only of a non-2xx body
};

struct HttpResponseHead
{
    int status = 0;
    HeaderList headers{};
    QString correlationId{}; ///< the answer's X-Correlation-ID, or else the one that was sent
    QByteArray contentType() const { return headerValue(headers, "Content-Type"); }
};

/// How an exchange ended: without an error the whole body arrived as announced (which for a stream still does
/// not mean that the reply is complete).
struct HttpResult
{
    /// What was in the way, where no proxy was, before there was anybody to send the request to.
    enum class Obstacle {
        None,   ///< or none that is known
        Nobody, ///< the host refused the connection: nothing listens there
        NoTls,  ///< whoever answers does not speak TLS
    };
    std::optional<protocol::ApiError> error{};
    Obstacle obstacle = Obstacle::None;
};

/// One request under way. Lives on the thread of its transport. finished() comes exactly once, last, and
/// never from inside send(); destroying the exchange aborts it silently, also from a slot of one of its
/// signals.
class HttpExchange : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Its record in the transport's ActivityLog; 0 when there is no log.
    qint64 activityId() const { return m_activityId; }

    /// What the server \a said, to be shown and kept: without the secret that this exchange put on its
    /// request.
    virtual QString withoutSecrets(const QString &said) const { return said; }

Q_SIGNALS:
    void headersReceived(const throughline::net::HttpResponseHead &head);
    void bodyReceived(const QByteArray &bytes);
    void finished(const throughline::net::HttpResult &result);

protected:
    void setActivityId(qint64 id) { m_activityId = id; }

private:
    qint64 m_activityId = 0;
};

/// The only door to the network, so that tests can stand in its place.
///
/// Promises: no redirect is followed except GET to the same origin; every request carries X-Correlation-ID;
/// certificate errors end the exchange; Authorization never reaches another origin.
class HttpTransport
{
public:
    virtual ~HttpTransport() = default;
    [[nodiscard]] virtual std::unique_ptr<HttpExchange> send(const HttpRequest &request) = 0;
};

} // namespace throughline::net
