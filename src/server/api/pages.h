#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/api/answers.h"
#include "server/api/request.h"
#include "server/service/chatservice.h"

#include <QJsonArray>

#include <functional>
#include <optional>

/// Lists, 50 entries a page (docs/http-contract.md, "Pages").
namespace throughline::server::api {

constexpr int pageSize = 50;
constexpr int longestWindowLimit = 500;

/// The page asked for, from 1; 0: "last"; nothing: that is no page number.
std::optional<int> pageNumber(const Request &request);

/// `{count, next, previous, results}`, with absolute links.
http::Response pageAnswer(const Request &request, int number, int total, const QJsonArray &results);

http::Response invalidPage();

/// Whether a part of a list is asked for by its place and not by its number (docs/http-contract.md,
/// `window`).
bool asksForWindow(const Request &request);
/// What is asked for, or the answer that says why not.
tl::expected<service::Window, http::Response> windowFrom(const Request &request);
/// The answer to a window whose message is not there.
http::Response windowNotThere(const service::Window &window);
/// A page that says `total` and `index`, too.
http::Response windowAnswer(const Request &request, const service::MessageWindow &window);

/// Answers with the page of \a fetch(offset, limit) that \a request asks for.
template <typename T>
http::Response paged(
    const Request &request, const std::function<protocol::Expected<service::Slice<T>>(int, int)> &fetch)
{
    std::optional<int> number = pageNumber(request);
    if (!number)
        return invalidPage();
    if (*number == 0) {
        const auto first = fetch(0, 1);
        if (!first)
            return failure(first.error());
        number = std::max(1, (first->total + pageSize - 1) / pageSize);
    }
    const auto slice = fetch((*number - 1) * pageSize, pageSize);
    if (!slice)
        return failure(slice.error());
    if (*number > 1 && (*number - 1) * pageSize >= slice->total)
        return invalidPage();
    QJsonArray results;
    for (const T &item : slice->items)
        results.append(protocol::toJson(item));
    return pageAnswer(request, *number, slice->total, results);
}

} // namespace throughline::server::api
