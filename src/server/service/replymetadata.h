#pragma once

#include "protocol/streamevent.h"
#include "protocol/values.h"

#include <QJsonObject>

namespace throughline::server::provider {
class Provider;
}

/// What the metadata of a stored reply says about how it ended.
namespace throughline::server::service {

/// Why it failed.
protocol::StreamError streamErrorOf(const protocol::Message &failed);

/// It is complete, and not for want of room: there is nothing to continue.
bool isWhole(const protocol::Message &reply);

/// What it says when \a provider goes on with it.
QJsonObject reopenedMetadata(QJsonObject metadata, const provider::Provider &provider);

} // namespace throughline::server::service
