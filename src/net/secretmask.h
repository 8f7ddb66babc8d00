#pragma once

#include "net/httptransport.h"

#include <QUrl>

/// What may be shown and logged of a request. Everything here errs on the side of hiding.
namespace throughline::net {

/// The headers with the values of secrets (Authorization, cookies, keys, tokens) replaced.
HeaderList maskedHeaders(const HeaderList &headers);

/// The URL without user name and password, and with the values of query items that carry secrets replaced.
QUrl maskedUrl(const QUrl &url);

/// Whether the bodies of this request and its answer carry passwords or tokens: signing in and refreshing.
bool isSignIn(const QUrl &url);

} // namespace throughline::net
