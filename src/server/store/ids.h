#pragma once

#include <QDateTime>
#include <QString>

namespace throughline::server::store {

/// A new UUID of version 7 (RFC 9562): ids made later sort later, also within one millisecond, as long as one
/// process makes them. Safe in any thread.
QString newId(const QDateTime &now);

} // namespace throughline::server::store
