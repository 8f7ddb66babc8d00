#pragma once

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace throughline::protocol {

/// What went wrong with one request, as a value. Errors cross rooms as values, never as exceptions.
struct ApiError
{
    enum class Kind {
        Network,      ///< no connection, or it broke
        Timeout,      ///< connect or idle time exceeded
        Tls,          ///< certificate or handshake; never ignored
        Unauthorized, ///< 401: sign in again
        Forbidden,    ///< 403: there, and not for this user
        NotFound,     ///< 404: not there
        Refused,      ///< any other 4xx: the server understood and said no
        RateLimited,  ///< 429, or 503 with Retry-After
        Server,       ///< 5xx
        Malformed,    ///< an answer that is not what the contract says
        Cancelled,    ///< by the caller
    };

    Kind kind = Kind::Network;
    int status = 0;  ///< HTTP status, 0 when there was none
    QString message; ///< a sentence for people; never HTML
    QString correlationId;
    std::optional<std::chrono::milliseconds> retryAfter;

    bool operator==(const ApiError &) const = default;
};

/// A value or an ApiError.
template <typename T>
using Expected = tl::expected<T, ApiError>;

/// The machine-readable name of \a kind, as logs and the command line show it ("network", "rateLimited", …).
QString kindName(ApiError::Kind kind);

/// The best sentence in an error body: `detail`, `error`, `message`, the first text of `non_field_errors` or
/// of any field; for HTML and anything else a sentence made from \a status. Never returns raw HTML.
QString sentenceFromErrorBody(int status, const QByteArray &body);

} // namespace throughline::protocol

Q_DECLARE_METATYPE(throughline::protocol::ApiError)
