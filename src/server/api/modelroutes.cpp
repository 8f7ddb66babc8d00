#include "server/api/modelroutes.h"

#include "server/api/answers.h"

#include <QJsonArray>

namespace throughline::server::api {

namespace {

http::Response listOf(const QList<provider::ModelInfo> &models)
{
    QJsonArray results;
    for (const provider::ModelInfo &model : models) {
        results.append(QJsonObject{{QStringLiteral("id"), model.id}, {QStringLiteral("name"), model.name},
            {QStringLiteral("provider"), model.provider}, {QStringLiteral("default"), model.isDefault}});
    }
    return json(200, {{QStringLiteral("results"), results}});
}

} // namespace

void addModelRoutes(Router &router, provider::ProviderRegistry &registry)
{
    router.add("GET", QStringLiteral("models/"),
        [&registry](const Request &request) -> std::optional<http::Response> {
            // A service that does not answer takes some seconds to be given up; nobody else waits for it.
            registry.refreshModels(
                [&registry, responder = request.responder, correlationId = request.correlationId] {
                    http::Response response = listOf(registry.models());
                    response.headers.emplace_back("X-Correlation-ID", correlationId);
                    response.headers.emplace_back("Cache-Control", "no-cache");
                    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
                    responder->respond(std::move(response));
                });
            return std::nullopt;
        });
}

} // namespace throughline::server::api
