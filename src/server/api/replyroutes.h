#pragma once

#include "server/api/livestreams.h"
#include "server/api/router.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"

namespace throughline::server::api {

/// What can be done with a reply: resume its stream, cancel, regenerate and continue it. What is named here
/// must outlive \a router.
void addReplyRoutes(Router &router, const service::ChatService &chat, service::GenerationService &generation,
    LiveStreams &streams);

} // namespace throughline::server::api
