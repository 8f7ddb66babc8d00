#include "server/api/request.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace throughline::server::api {

namespace {

/// What is echoed and logged is limited to what is harmless anywhere.
bool isCorrelationId(std::string_view id)
{
    constexpr std::size_t longest = 64;
    return !id.empty() && id.size() <= longest && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.';
    });
}

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace

QString Request::parameter(QLatin1StringView name) const
{
    return query.queryItemValue(name, QUrl::FullyDecoded);
}

bool Request::hasParameter(QLatin1StringView name) const
{
    return query.hasQueryItem(name);
}

bool Request::asksForStream() const
{
    return parameter(QLatin1StringView("stream")) == QLatin1String("true");
}

http::Headers Request::correlation() const
{
    return {{"X-Correlation-ID", correlationId}};
}

bool isIdempotencyKey(const QString &key)
{
    constexpr int longest = 128;
    return key.size() <= longest && std::all_of(key.begin(), key.end(),
                                        [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

Request requestFrom(const http::Request &request, std::shared_ptr<http::Responder> responder)
{
    Request result;
    result.method = request.method == "HEAD" ? "GET" : request.method;
    const std::size_t mark = request.target.find('?');
    result.path = text(std::string_view(request.target).substr(0, mark));
    if (mark != std::string::npos) {
        // Forms write a space as a plus sign; QUrlQuery leaves it alone.
        QString query = text(std::string_view(request.target).substr(mark + 1));
        query.replace(QLatin1Char('+'), QLatin1String("%20"));
        result.query = QUrlQuery(query);
    }
    result.origin = QStringLiteral("http://") + text(request.header("Host"));
    result.lastEventId = text(request.header("Last-Event-ID"));
    result.idempotencyKey = text(request.header("Idempotency-Key"));
    const std::string_view given = request.header("X-Correlation-ID");
    result.correlationId = isCorrelationId(given)
                               ? std::string(given)
                               : QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    result.asksForSocket = request.asksForSocket();
    result.responder = std::move(responder);
    return result;
}

} // namespace throughline::server::api
