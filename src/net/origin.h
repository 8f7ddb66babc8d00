#pragma once

#include <QUrl>

namespace throughline::net {

/// Scheme, host and port: what a secret may be sent to, and a list may go on at.
bool isSameOrigin(const QUrl &a, const QUrl &b);

} // namespace throughline::net
