#pragma once

#include "server/http/httpserver.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QUrlQuery>

#include <memory>

namespace throughline::server::api {

/// A request as routes see it: decoded, with what the router found.
struct Request
{
    std::string method; ///< HEAD is routed as GET
    QString path;       ///< "/api/chat/threads/", without the query
    QUrlQuery query;
    QStringList ids;        ///< what stands for each {} of the route
    QJsonObject body;       ///< empty when there was none
    QString origin;         ///< "http://127.0.0.1:8123", for absolute links
    QString lastEventId;    ///< Last-Event-ID
    QString idempotencyKey; ///< Idempotency-Key
    std::string correlationId;
    bool asksForSocket = false;                 ///< the handshake of a WebSocket
    std::shared_ptr<http::Responder> responder; ///< for routes that stream

    QString parameter(QLatin1StringView name) const;
    bool hasParameter(QLatin1StringView name) const;
    bool asksForStream() const;        ///< `?stream=true`, exactly
    http::Headers correlation() const; ///< for routes that stream: what every answer carries
};

/// Up to 128 visible characters, or none.
bool isIdempotencyKey(const QString &key);

/// Everything but ids and body, which depend on the route.
Request requestFrom(const http::Request &request, std::shared_ptr<http::Responder> responder);

} // namespace throughline::server::api
