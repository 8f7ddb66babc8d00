#pragma once

#include "protocol/values.h"

namespace throughline::workspace {

/// True while nobody has named it: the contract's servers call it "New Chat".
bool isUnnamed(const protocol::Thread &thread);

/// UTC: when it last changed, or began where the server does not say.
QDateTime lastActivity(const protocol::Thread &thread);

} // namespace throughline::workspace
