#pragma once

#include "server/api/router.h"
#include "server/service/chatservice.h"
#include "server/service/signalservice.h"

namespace throughline::server::api {

/// Reading a thread for signals: now, and how it goes.
void addExtractionRoutes(Router &router, service::ChatService &chat, service::SignalService &signalService);

} // namespace throughline::server::api
