#pragma once

#include "server/api/router.h"
#include "server/service/chatservice.h"

namespace throughline::server::api {

/// `chat/threads/`, without the posting of messages. The service must outlive \a router.
void addThreadRoutes(Router &router, service::ChatService &chat);

} // namespace throughline::server::api
