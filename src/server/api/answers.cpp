#include "server/api/answers.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace throughline::server::api {

namespace {

int statusOf(const protocol::ApiError &error)
{
    using Kind = protocol::ApiError::Kind;
    if (error.status >= 400 && error.status < 600)
        return error.status;
    switch (error.kind) {
    case Kind::Forbidden:
        return 403;
    case Kind::NotFound:
        return 404;
    case Kind::Refused:
        return 400;
    case Kind::Unauthorized:
        return 401;
    case Kind::RateLimited:
        return 429;
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Tls:
    case Kind::Server:
    case Kind::Malformed:
    case Kind::Cancelled:
        break;
    }
    return 500;
}

} // namespace

QByteArray withEscapedMarks(QByteArray json)
{
    return json.replace("\xef\xbb\xbf", "\\ufeff");
}

http::Response json(int status, const QJsonObject &object)
{
    return {.status = status,
        .headers = {{"Content-Type", "application/json"}},
        .body = withEscapedMarks(QJsonDocument(object).toJson(QJsonDocument::Compact)).toStdString()};
}

http::Response noContent()
{
    return {.status = 204, .headers = {}, .body = {}};
}

http::Response detail(int status, const QString &sentence)
{
    return json(status, {{QStringLiteral("detail"), sentence}});
}

http::Response fieldError(const QString &field, const QString &sentence)
{
    return json(400, {{field, QJsonArray{sentence}}});
}

http::Response unauthorized(const QString &sentence)
{
    http::Response response = detail(401, sentence);
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"api\"");
    return response;
}

http::Response notFound()
{
    return detail(404, QStringLiteral("Not found."));
}

http::Response failure(const protocol::ApiError &error)
{
    const int status = statusOf(error);
    if (error.message.isEmpty())
        return status == 404 ? notFound() : detail(status, QStringLiteral("The request failed."));
    return detail(status, error.message);
}

http::Response invalidKey()
{
    return detail(400, QStringLiteral("Idempotency-Key must be up to 128 visible characters."));
}

} // namespace throughline::server::api
