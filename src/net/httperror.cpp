#include "net/httperror.h"

#include "net/sentence.h"

#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace throughline::net {

using protocol::ApiError;

namespace {

ApiError::Kind kindOf(int status, bool hasRetryAfter)
{
    switch (status) {
    case 401:
        return ApiError::Kind::Unauthorized;
    case 403:
        return ApiError::Kind::Forbidden;
    case 404:
        return ApiError::Kind::NotFound;
    case 407: // from a proxy, never from the server
        return ApiError::Kind::Network;
    case 408:
        return ApiError::Kind::Timeout;
    case 429:
        return ApiError::Kind::RateLimited;
    case 503:
        return hasRetryAfter ? ApiError::Kind::RateLimited : ApiError::Kind::Server;
    default:
        break;
    }
    if (status >= 500)
        return ApiError::Kind::Server;
    return status >= 300 ? ApiError::Kind::Refused : ApiError::Kind::Malformed;
}

QString proxyAsks()
{
    return Sentence::tr("The proxy asks for a user name and a password. Check them in the settings.");
}

} // namespace

ApiError errorFromAnswer(const HttpResponseHead &head, const QByteArray &body, const QDateTime &now)
{
    ApiError error;
    error.status = head.status;
    error.correlationId = head.correlationId;
    error.retryAfter = parseRetryAfter(headerValue(head.headers, "Retry-After"), now);
    error.kind = kindOf(head.status, error.retryAfter.has_value());
    if (head.status >= 300 && head.status < 400) {
        error.message = Sentence::tr(
            "The server sends this request on to another address, which is not followed. Check the server's "
            "address.");
    } else if (head.status == 407) {
        error.message = proxyAsks();
    } else {
        error.message = protocol::sentenceFromErrorBody(head.status, body);
    }
    return error;
}

std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now)
{
    const QByteArray trimmed = value.trimmed();
    if (trimmed.isEmpty())
        return std::nullopt;
    if (std::all_of(trimmed.begin(), trimmed.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        // What does not fit into ten digits is "not in this life" all the same.
        constexpr qint64 longest = 9'999'999'999;
        const qint64 seconds = trimmed.size() > 10 ? longest : trimmed.toLongLong();
        return std::chrono::milliseconds(std::chrono::seconds(seconds));
    }
    // RFC 9110, 5.6.7: the preferred form and the two obsolete ones, all in GMT and English. The weekday says
    // nothing new, and would be wrong for the century that two digits of a year are taken for.
    QByteArray text = trimmed.simplified();
    text.remove(0, text.indexOf(' ') + 1);
    if (text.endsWith(" GMT"))
        text.chop(4);
    for (const auto format : {"dd MMM yyyy HH:mm:ss", "dd-MMM-yy HH:mm:ss", "MMM d HH:mm:ss yyyy"}) {
        QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text), QLatin1String(format));
        if (!date.isValid())
            continue;
        date = QDateTime(date.date(), date.time(), QTimeZone::utc());
        if (date.date().year() < 1970)
            date = date.addYears(100);
        return std::chrono::milliseconds(std::max<qint64>(0, now.msecsTo(date)));
    }
    return std::nullopt;
}

std::optional<ApiError> errorFromNetwork(
    QNetworkReply::NetworkError error, int status, const QString &tlsProblem)
{
    const auto make = [status](ApiError::Kind kind, const QString &message) {
        return ApiError{
            .kind = kind, .status = status, .message = message, .correlationId = {}, .retryAfter = {}};
    };
    // Content, protocol and server errors (400 is a ProtocolInvalidOperationError) tell of the status only.
    if (error == QNetworkReply::NoError || (status >= 400 && error > QNetworkReply::UnknownProxyError))
        return std::nullopt;
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return make(ApiError::Kind::Network, Sentence::tr("Nothing answers at the server's address."));
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // it closed, and the request must not be sent again
        return make(ApiError::Kind::Network,
            Sentence::tr("The server closed the connection before its answer was complete."));
    case QNetworkReply::HostNotFoundError:
        return make(ApiError::Kind::Network,
            Sentence::tr("The server was not found. Check its address and your connection."));
    case QNetworkReply::TimeoutError:
        return make(ApiError::Kind::Timeout, Sentence::tr("The server did not answer in time."));
    case QNetworkReply::OperationCanceledError:
        return make(ApiError::Kind::Cancelled, Sentence::tr("The request was cancelled."));
    case QNetworkReply::SslHandshakeFailedError:
        return make(ApiError::Kind::Tls,
            tlsProblem.isEmpty() ? Sentence::tr("No secure connection to the server could be made.")
                                 : tlsProblem);
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
        return make(ApiError::Kind::Network,
            Sentence::tr("The proxy on the way to the server does not answer. Check it in the settings."));
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return make(ApiError::Kind::Network, proxyAsks());
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::UnknownProxyError:
        return make(ApiError::Kind::Network,
            Sentence::tr("The proxy on the way to the server could not or would not reach it."));
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return make(
            ApiError::Kind::Malformed, Sentence::tr("What answers at this address does not speak HTTP."));
    default:
        break;
    }
    if (status > 0 && error > QNetworkReply::UnknownProxyError) {
        return make(ApiError::Kind::Malformed, Sentence::tr("The server's answer could not be read."));
    }
    return make(ApiError::Kind::Network, Sentence::tr("The connection to the server broke."));
}

} // namespace throughline::net
