#pragma once

#include "server/api/livestreams.h"
#include "server/api/router.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"

namespace throughline::server::api {

/// Messages, and the replies to them as streams. What is named here must outlive \a router.
void addMessageRoutes(
    Router &router, service::ChatService &chat, service::GenerationService &generation, LiveStreams &streams);

} // namespace throughline::server::api
