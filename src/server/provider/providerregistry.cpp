#include "server/provider/providerregistry.h"

#include <QCoreApplication>
#include <QTimer>

#include <utility>

namespace throughline::server::provider {

namespace {

constexpr QLatin1StringView guideId("guide");

/// A reply that cannot be: says so, once, from the event loop.
class FailedGeneration final : public Generation
{
public:
    explicit FailedGeneration(const protocol::ApiError &error)
    {
        QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT finished(error, {}); }, Qt::QueuedConnection);
    }
};

protocol::ApiError notHere(const QString &model)
{
    protocol::ApiError error;
    error.kind = protocol::ApiError::Kind::NotFound;
    error.message = QCoreApplication::translate("ProviderRegistry",
        "The model “%1” is not set up here any more. Choose another model for this conversation.")
                        .arg(model);
    return error;
}

} // namespace

ProviderRegistry::ProviderRegistry(
    std::unique_ptr<Provider> guide, net::HttpTransport &transport, const polling::Clock &clock)
    : m_guide(std::move(guide))
    , m_transport(transport)
    , m_clock(clock)
{}

ProviderRegistry::~ProviderRegistry() = default;

void ProviderRegistry::configure(const ProviderConfig &config)
{
    m_services.clear();
    for (const ModelService &service : config.services) {
        m_services.push_back(std::make_unique<OpenAiProvider>(m_transport, m_clock, service));
        // Who answers there by default is known when it has listed what it has.
        if (service.model.isEmpty())
            m_services.back()->refreshModels([] {});
    }
    m_default = config.defaultModel;
    m_refreshed.reset();
}

ProviderRegistry::Target ProviderRegistry::fallback() const
{
    if (!m_default.isEmpty()) {
        if (const Target target = find(m_default); target.provider)
            return target;
    }
    return {.provider = m_services.empty() ? m_guide.get() : m_services.front().get(), .model = {}};
}

ProviderRegistry::Target ProviderRegistry::find(const QString &requestedModel) const
{
    if (requestedModel.isEmpty())
        return fallback();
    if (requestedModel == guideId)
        return {.provider = m_guide.get(), .model = {}};
    const QString id = requestedModel.section(QLatin1Char('/'), 0, 0);
    for (const auto &service : m_services) {
        if (service->name() == id)
            return {.provider = service.get(), .model = requestedModel.section(QLatin1Char('/'), 1)};
    }
    return {};
}

QString ProviderRegistry::name() const
{
    return fallback().provider->name();
}

QString ProviderRegistry::model() const
{
    return answerer({}).model;
}

Provider::Answerer ProviderRegistry::answerer(const QString &requestedModel) const
{
    const Target target = find(requestedModel);
    if (!target.provider)
        return {.provider = requestedModel.section(QLatin1Char('/'), 0, 0), .model = requestedModel};
    return target.provider->answerer(target.model);
}

std::unique_ptr<Generation> ProviderRegistry::generate(const GenerationRequest &request)
{
    const Target target = find(request.model);
    if (!target.provider)
        return std::make_unique<FailedGeneration>(notHere(request.model));
    GenerationRequest named = request;
    named.model = target.model;
    return target.provider->generate(named);
}

QList<ModelInfo> ProviderRegistry::models() const
{
    const Target standard = fallback();
    const QString standardModel = answerer({}).model;
    QList<ModelInfo> list;
    for (const auto &service : m_services) {
        QStringList ids = service->models();
        // The default is there even where its service does not list it.
        if (standard.provider == service.get() && !standardModel.isEmpty() && !ids.contains(standardModel))
            ids.prepend(standardModel);
        for (const QString &model : std::as_const(ids)) {
            list.append({.id = service->name() + QLatin1Char('/') + model,
                .name = model,
                .provider = service->name(),
                .isDefault = standard.provider == service.get() && model == standardModel});
        }
    }
    list.append({.id = guideId,
        .name = m_guide->model(),
        .provider = m_guide->name(),
        .isDefault = standard.provider == m_guide.get()});
    return list;
}

void ProviderRegistry::refreshModels(const std::function<void()> &done)
{
    const auto now = m_clock.monotonic();
    if (m_services.empty() || (m_refreshed && now - *m_refreshed < freshness)) {
        done();
        return;
    }
    m_refreshed = now;
    auto left = std::make_shared<std::size_t>(m_services.size());
    for (const auto &service : m_services) {
        service->refreshModels([left, done] {
            if (--*left == 0)
                done();
        });
    }
}

} // namespace throughline::server::provider
