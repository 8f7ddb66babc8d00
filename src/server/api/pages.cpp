#include "server/api/pages.h"

#include <QUrl>

namespace throughline::server::api {

namespace {

constexpr QLatin1StringView pageKey("page");

QString link(const Request &request, int number)
{
    QUrlQuery query = request.query;
    query.removeAllQueryItems(pageKey);
    // The first page has no number, as in the base contract.
    if (number > 1)
        query.addQueryItem(pageKey, QString::number(number));
    QUrl url(request.origin);
    url.setPath(request.path);
    if (!query.isEmpty())
        url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
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

http::Response invalidPage()
{
    return detail(404, QStringLiteral("Invalid page."));
}

} // namespace throughline::server::api
