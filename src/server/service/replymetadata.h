#pragma once

#include "protocol/streamevent.h"
#include "protocol/values.h"
#include "server/provider/provider.h"

#include <QJsonObject>

/// What the metadata of a stored reply says about how it ended.
namespace throughline::server::service {

/// Why it failed.
protocol::StreamError streamErrorOf(const protocol::Message &failed);

/// It is complete, and not for want of room: there is nothing to continue.
bool isWhole(const protocol::Message &reply);

/// What it says when \a answerer goes on with it.
QJsonObject reopenedMetadata(QJsonObject metadata, const provider::Provider::Answerer &answerer);

} // namespace throughline::server::service
