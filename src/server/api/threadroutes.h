#pragma once

#include "server/api/router.h"
#include "server/service/chatservice.h"
#include "server/service/signalservice.h"

namespace throughline::server::api {

/// `chat/threads/`, without the posting of messages. The services must outlive \a router.
void addThreadRoutes(Router &router, service::ChatService &chat, service::SignalService &signalService);

} // namespace throughline::server::api
