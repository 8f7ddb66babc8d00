#pragma once

#include "server/api/router.h"
#include "server/provider/providerregistry.h"

namespace throughline::server::api {

/// `models/`: who can answer. Answers when the services have told what they have, later. \a registry must
/// outlive \a router.
void addModelRoutes(Router &router, provider::ProviderRegistry &registry);

} // namespace throughline::server::api
