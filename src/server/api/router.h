#pragma once

#include "server/api/request.h"
#include "server/http/httpserver.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace throughline::server::api {

/// Finds who answers. Paths are matched exactly: a missing trailing slash is another path, and no redirect
/// guesses what was meant.
class Router
{
public:
    /// The answer; nothing when the route has taken the responder over for a stream.
    using Route = std::function<std::optional<http::Response>(const Request &)>;

    /// \a pattern: "chat/threads/{}/", below "/api/", or a whole path with its slash; {} stands for one
    /// segment.
    void add(const std::string &method, const QString &pattern, Route route);

    /// Reads the JSON of \a body for the routes that have one. 404, 405 with Allow, or 400 when nobody
    /// answers.
    std::optional<http::Response> handle(Request request, const std::string &body) const;

    struct Name
    {
        QString method;
        QString pattern;
    };
    /// All that were added, in that order.
    QList<Name> routes() const;

private:
    struct Entry
    {
        std::string method;
        QStringList segments;
        Route route;
    };
    std::vector<Entry> m_entries;
};

} // namespace throughline::server::api
