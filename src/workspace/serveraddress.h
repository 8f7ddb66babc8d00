#pragma once

#include <QUrl>

namespace throughline::workspace {

/// True when a server may be asked at \a url: http or https, with a host and without a name or password in
/// it.
inline bool isServerAddress(const QUrl &url)
{
    const bool isHttp =
        url.scheme() == QLatin1StringView("http") || url.scheme() == QLatin1StringView("https");
    return url.isValid() && isHttp && !url.host().isEmpty() && url.userInfo().isEmpty();
}

} // namespace throughline::workspace
