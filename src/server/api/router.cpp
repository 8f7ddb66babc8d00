#include "server/api/router.h"

#include "server/api/answers.h"

#include <QJsonDocument>

#include <utility>

namespace throughline::server::api {

namespace {

constexpr QLatin1StringView root("/api/");
constexpr QLatin1StringView placeholder("{}");

std::optional<QStringList> match(const QStringList &pattern, const QStringList &path)
{
    if (pattern.size() != path.size())
        return std::nullopt;
    QStringList ids;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == placeholder && !path[i].isEmpty())
            ids.append(path[i]);
        else if (pattern[i] != path[i])
            return std::nullopt;
    }
    return ids;
}

bool takesBody(const std::string &method)
{
    return method == "POST" || method == "PUT" || method == "PATCH";
}

} // namespace

void Router::add(const std::string &method, const QString &pattern, Route route)
{
    const QString path = pattern.startsWith(QLatin1Char('/')) ? pattern : root + pattern;
    m_entries.push_back({method, path.split(QLatin1Char('/')), std::move(route)});
}

std::optional<http::Response> Router::handle(Request request, const std::string &body) const
{
    const QStringList path = request.path.split(QLatin1Char('/'));
    std::string allowed;
    for (const Entry &entry : m_entries) {
        const auto ids = match(entry.segments, path);
        if (!ids)
            continue;
        if (entry.method != request.method) {
            allowed += (allowed.empty() ? "" : ", ") + entry.method + (entry.method == "GET" ? ", HEAD" : "");
            continue;
        }
        request.ids = *ids;
        if (takesBody(request.method) && !body.empty()) {
            QJsonParseError error;
            const QJsonDocument document =
                QJsonDocument::fromJson(withEscapedMarks(QByteArray::fromStdString(body)), &error);
            if (error.error != QJsonParseError::NoError)
                return detail(400, QStringLiteral("JSON parse error - %1").arg(error.errorString()));
            if (!document.isObject())
                return fieldError(QStringLiteral("non_field_errors"),
                    QStringLiteral("Invalid data. Expected a dictionary, but got a list."));
            request.body = document.object();
        }
        return entry.route(request);
    }
    if (allowed.empty())
        return notFound();
    allowed += ", OPTIONS";
    http::Response response =
        request.method == "OPTIONS"
            ? noContent()
            : detail(405,
                  QStringLiteral("Method \"%1\" not allowed.").arg(QString::fromStdString(request.method)));
    response.headers.emplace_back("Allow", allowed);
    return response;
}

QList<Router::Name> Router::routes() const
{
    QList<Name> names;
    for (const Entry &entry : m_entries) {
        const QString path = entry.segments.join(QLatin1Char('/'));
        names.append(
            {QString::fromStdString(entry.method), path.startsWith(root) ? path.sliced(root.size()) : path});
    }
    return names;
}

} // namespace throughline::server::api
