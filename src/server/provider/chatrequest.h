#pragma once

#include "net/httptransport.h"
#include "server/provider/modelservice.h"
#include "server/provider/provider.h"

namespace throughline::server::provider {

/// A request for a streamed answer, and what is worth noting about it.
struct ChatRequest
{
    net::HttpRequest http;
    QString model;
    int messagesLeftOut = 0;
};

/// Asks \a service to answer \a request, with as much of the conversation as fits into \a window tokens (0:
/// not known). A reply that goes on is prefilled where the service can do that, and asked for in words where
/// it cannot.
ChatRequest chatRequest(const ModelService &service, const GenerationRequest &request, qint64 window);

} // namespace throughline::server::provider
