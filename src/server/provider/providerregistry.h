#pragma once

#include "net/httptransport.h"
#include "polling/clock.h"
#include "server/provider/openaiprovider.h"
#include "server/provider/provider.h"
#include "server/provider/providerconfig.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace throughline::server::provider {

/// All that can answer: the Guide, always, and the services that are configured. A provider itself: a request
/// goes to the one that its model names, "guide" or "<service>/<model>", and to the default without one. A
/// model that is not here any more is an error with a sentence; nobody answers in its place.
/// Service thread only.
class ProviderRegistry final : public Provider
{
public:
    /// The transport and the clock must outlive this.
    ProviderRegistry(
        std::unique_ptr<Provider> guide, net::HttpTransport &transport, const polling::Clock &clock);
    ~ProviderRegistry() override;

    /// Replaces the services. Replies under way go on as they were begun.
    void configure(const ProviderConfig &config);

    QString name() const override;  ///< of the default
    QString model() const override; ///< of the default
    [[nodiscard]] std::unique_ptr<Generation> generate(const GenerationRequest &request) override;
    Answerer answerer(const QString &requestedModel) const override;

    /// What is known now; the default is marked, the Guide is last.
    QList<ModelInfo> models() const;
    /// Asks all services for their models, unless they were asked within the last \a freshness. \a done is
    /// called once, now or later; what a service did not tell is what was known.
    void refreshModels(const std::function<void()> &done);
    static constexpr std::chrono::milliseconds freshness{30'000};

private:
    struct Target
    {
        Provider *provider = nullptr; ///< null: not here
        QString model;                ///< empty: its own
    };
    Target find(const QString &requestedModel) const;
    Target fallback() const;

    std::unique_ptr<Provider> m_guide;
    net::HttpTransport &m_transport;
    const polling::Clock &m_clock;
    std::vector<std::unique_ptr<OpenAiProvider>> m_services;
    QString m_default;
    std::optional<std::chrono::milliseconds> m_refreshed;
};

} // namespace throughline::server::provider
