#pragma once

#include <QUrl>

namespace throughline::net {

/// Scheme, host and port: what a secret may be sent to, and a list may go on at.
bool isSameOrigin(const QUrl &a, const QUrl &b);

/// The one that a request to \a url goes to, said or not.
quint16 portOf(const QUrl &url);

} // namespace throughline::net
