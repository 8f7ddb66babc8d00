#include "net/secretmask.h"

#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace throughline::net {

namespace {

constexpr char mask[] = "***";

bool namesASecret(const QByteArray &name)
{
    const QByteArray lower = name.toLower();
    // Named like secrets, and none.
    constexpr std::array harmless{"idempotency-key", "sec-websocket-key"};
    if (std::any_of(harmless.begin(), harmless.end(), [&lower](const char *each) { return lower == each; }))
        return false;
    constexpr std::array parts{"authorization", "cookie", "token", "secret", "password", "key", "credential",
        "signature", "session", "csrf"};
    return std::any_of(
        parts.begin(), parts.end(), [&lower](const char *part) { return lower.contains(part); });
}

} // namespace

HeaderList maskedHeaders(const HeaderList &headers)
{
    HeaderList masked = headers;
    for (auto &[name, value] : masked) {
        if (!namesASecret(name))
            continue;
        // The scheme tells which kind of credential was sent, which helps and gives nothing away.
        const bool bearer = value.startsWith("Bearer ") || value.startsWith("Basic ");
        value = bearer ? value.left(value.indexOf(' ') + 1) + mask : QByteArray(mask);
    }
    return masked;
}

QUrl maskedUrl(const QUrl &url)
{
    QUrl masked = url.adjusted(QUrl::RemoveUserInfo);
    if (!masked.hasQuery())
        return masked;
    auto items = QUrlQuery(masked).queryItems(QUrl::FullyEncoded);
    bool changed = false;
    for (auto &[name, value] : items) {
        if (namesASecret(name.toUtf8())) {
            value = QLatin1String(mask);
            changed = true;
        }
    }
    if (changed) {
        QUrlQuery query;
        query.setQueryItems(items);
        masked.setQuery(query);
    }
    return masked;
}

bool isSignIn(const QUrl &url)
{
    return url.path().contains(QLatin1String("/auth/"));
}

} // namespace throughline::net
