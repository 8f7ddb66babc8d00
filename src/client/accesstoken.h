#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace throughline::client {

/// Whether this can be sent as a bearer token: printable ASCII without spaces, and not without end.
bool isToken(const QByteArray &text);

/// How long a JSON Web Token is valid from its issue to its end (`exp` less `iat`, RFC 7519); nullopt for
/// anything else. The two are compared with each other only, so that a wrong clock here does not matter. The
/// signature is the server's concern.
std::optional<std::chrono::seconds> lifetimeOf(const QByteArray &token);

} // namespace throughline::client
