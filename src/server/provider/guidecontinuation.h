#pragma once

#include "server/provider/guide.h"

#include <QString>

namespace throughline::server::provider::guide {

/// What comes after \a partial, where a reply broke off that would now read \a reply. Normally the rest of
/// it. When what the Guide knows has changed since, what it would ask now follows in a new paragraph, without
/// the sentences that are there already. Empty when everything has been said.
QString continuation(const Reply &reply, const QString &partial);

} // namespace throughline::server::provider::guide
