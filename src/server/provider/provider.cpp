#include "server/provider/provider.h"

namespace throughline::server::provider {

Provider::Answerer Provider::answerer(const QString &requestedModel) const
{
    return {.provider = name(), .model = requestedModel.isEmpty() ? model() : requestedModel};
}

} // namespace throughline::server::provider
