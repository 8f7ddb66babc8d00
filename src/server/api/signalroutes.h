#pragma once

#include "server/api/router.h"
#include "server/service/signalservice.h"

namespace throughline::server::api {

/// `signals/` and what people do with them. \a signalService must outlive \a router.
void addSignalRoutes(Router &router, service::SignalService &signalService);

} // namespace throughline::server::api
