#pragma once

#include "net/httptransport.h"
#include "protocol/apierror.h"

#include <QDateTime>
#include <QNetworkReply>

#include <chrono>
#include <optional>

/// Turning what went wrong with a request into an ApiError with a sentence for people.
namespace throughline::net {

/// The error that an answer with a status other than 2xx and 304 stands for; the body's best sentence is
/// used, never its HTML. \a now is for Retry-After headers that name a date.
protocol::ApiError errorFromAnswer(
    const HttpResponseHead &head, const QByteArray &body, const QDateTime &now);

/// A Retry-After value: seconds, or the time left until an HTTP date; never negative. nullopt for anything
/// else.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now);

/// The error below HTTP that ended a request; nullopt for those that only say what the status says already.
/// \a tlsProblem: the sentence about what TLS found wrong, when it did.
std::optional<protocol::ApiError> errorFromNetwork(
    QNetworkReply::NetworkError error, int status, const QString &tlsProblem);

} // namespace throughline::net
