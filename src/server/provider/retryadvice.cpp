#include "server/provider/retryadvice.h"

#include "net/httperror.h"

#include <cmath>

namespace throughline::server::provider {

namespace {

using std::chrono::milliseconds;

std::optional<milliseconds> number(const QByteArray &value, double unit)
{
    constexpr double most = 1e12;
    bool isNumber = false;
    const double count = value.trimmed().toDouble(&isNumber) * unit;
    if (!isNumber || !std::isfinite(count) || count < 0)
        return std::nullopt;
    return milliseconds(static_cast<qint64>(std::ceil(std::min(count, most))));
}

} // namespace

RetryAdvice retryAdvice(const net::HeaderList &headers, const QDateTime &now)
{
    constexpr double millisecondsInSecond = 1000;
    RetryAdvice advice;
    advice.wait = number(net::headerValue(headers, "retry-after-ms"), 1);
    const QByteArray after = net::headerValue(headers, "Retry-After");
    if (!advice.wait)
        advice.wait = number(after, millisecondsInSecond);
    if (!advice.wait)
        advice.wait = net::parseRetryAfter(after, now);
    const QByteArray should = net::headerValue(headers, "x-should-retry").trimmed().toLower();
    if (should == "true" || should == "false")
        advice.shouldRetry = should == "true";
    return advice;
}

} // namespace throughline::server::provider
