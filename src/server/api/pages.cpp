#include "server/api/pages.h"

#include <QUrl>

#include <algorithm>
#include <array>

namespace throughline::server::api {

namespace {

constexpr QLatin1StringView pageKey("page");

constexpr QLatin1StringView limitKey("limit");
constexpr QLatin1StringView beforeKey("before");
constexpr QLatin1StringView afterKey("after");
constexpr QLatin1StringView aroundKey("around");
constexpr QLatin1StringView lastKey("last");
constexpr std::array placeKeys{beforeKey, afterKey, aroundKey, lastKey};

QString link(const Request &request, const QUrlQuery &query)
{
    QUrl url(request.origin);
    url.setPath(request.path);
    if (!query.isEmpty())
        url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
}

QString link(const Request &request, int number)
{
    QUrlQuery query = request.query;
    query.removeAllQueryItems(pageKey);
    // The first page has no number, as in the base contract.
    if (number > 1)
        query.addQueryItem(pageKey, QString::number(number));
    return link(request, query);
}

/// The same window at another place; without \a key at the beginning.
QString windowLink(const Request &request, QLatin1StringView key = {}, const QString &value = {})
{
    QUrlQuery query = request.query;
    for (const QLatin1StringView each : placeKeys)
        query.removeAllQueryItems(each);
    if (!key.isEmpty())
        query.addQueryItem(key, value);
    // That it is a window is to be seen.
    if (!query.hasQueryItem(limitKey))
        query.addQueryItem(limitKey, QString::number(pageSize));
    return link(request, query);
}

QLatin1StringView keyOf(service::Window::Place place)
{
    switch (place) {
    case service::Window::Place::Before:
        return beforeKey;
    case service::Window::Place::After:
        return afterKey;
    case service::Window::Place::Around:
        return aroundKey;
    case service::Window::Place::Last:
        return lastKey;
    case service::Window::Place::First:
        break;
    }
    return {};
}

service::Window::Place placeOf(QLatin1StringView key)
{
    using Place = service::Window::Place;
    for (const Place place : {Place::Before, Place::After, Place::Around, Place::Last}) {
        if (keyOf(place) == key)
            return place;
    }
    return Place::First;
}

} // namespace

std::optional<int> pageNumber(const Request &request)
{
    constexpr int mostPages = 10'000'000; // offsets stay within int
    if (!request.hasParameter(pageKey))
        return 1;
    const QString text = request.parameter(pageKey);
    if (text == QLatin1String("last"))
        return 0;
    bool ok = false;
    const int number = text.toInt(&ok);
    return ok && number >= 1 && number <= mostPages ? std::optional(number) : std::nullopt;
}

http::Response pageAnswer(const Request &request, int number, int total, const QJsonArray &results)
{
    const bool more = number * pageSize < total;
    return json(200, {{QStringLiteral("count"), total},
                         {QStringLiteral("next"),
                             more ? QJsonValue(link(request, number + 1)) : QJsonValue(QJsonValue::Null)},
                         {QStringLiteral("previous"), number > 1 ? QJsonValue(link(request, number - 1))
                                                                 : QJsonValue(QJsonValue::Null)},
                         {QStringLiteral("results"), results}});
}

bool asksForWindow(const Request &request)
{
    return request.hasParameter(limitKey) ||
           std::any_of(placeKeys.cbegin(), placeKeys.cend(),
               [&](QLatin1StringView key) { return request.hasParameter(key); });
}

tl::expected<service::Window, http::Response> windowFrom(const Request &request)
{
    service::Window window;
    if (request.hasParameter(limitKey)) {
        bool isNumber = false;
        window.limit = request.parameter(limitKey).toInt(&isNumber);
        if (!isNumber || window.limit < 1 || window.limit > longestWindowLimit) {
            return tl::unexpected(
                fieldError(limitKey, QStringLiteral("A whole number from 1 to %1.").arg(longestWindowLimit)));
        }
    }
    QLatin1StringView chosen;
    for (const QLatin1StringView key : {beforeKey, afterKey, aroundKey, lastKey, pageKey}) {
        if (!request.hasParameter(key))
            continue;
        const QLatin1StringView other = key == pageKey && chosen.isEmpty() ? limitKey : chosen;
        if (!other.isEmpty())
            return tl::unexpected(fieldError(key, QStringLiteral("Not together with %1.").arg(other)));
        chosen = key;
    }
    window.place = placeOf(chosen);
    if (chosen == lastKey && request.parameter(lastKey) != QLatin1StringView("1"))
        return tl::unexpected(fieldError(lastKey, QStringLiteral("Only 1.")));
    if (!chosen.isEmpty() && chosen != lastKey)
        window.messageId = request.parameter(chosen);
    return window;
}

http::Response windowNotThere(const service::Window &window)
{
    return fieldError(keyOf(window.place), QStringLiteral("There is no such message on this branch."));
}

http::Response windowAnswer(const Request &request, const service::MessageWindow &window)
{
    QJsonArray results;
    for (const protocol::Message &message : window.items)
        results.append(protocol::toJson(message));
    QJsonValue next(QJsonValue::Null);
    QJsonValue previous(QJsonValue::Null);
    // What has no message of its own lies before the first or after the last.
    const bool isEmpty = window.items.isEmpty();
    if (window.index + window.items.size() < window.total)
        next = isEmpty ? windowLink(request) : windowLink(request, afterKey, window.items.last().id);
    if (window.index > 0) {
        previous = isEmpty ? windowLink(request, lastKey, QStringLiteral("1"))
                           : windowLink(request, beforeKey, window.items.first().id);
    }
    return json(200, {{QStringLiteral("count"), window.total}, {QStringLiteral("total"), window.total},
                         {QStringLiteral("index"), window.index}, {QStringLiteral("next"), next},
                         {QStringLiteral("previous"), previous}, {QStringLiteral("results"), results}});
}

http::Response invalidPage()
{
    return detail(404, QStringLiteral("Invalid page."));
}

} // namespace throughline::server::api
