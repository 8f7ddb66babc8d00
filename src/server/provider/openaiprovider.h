#pragma once

#include "net/httptransport.h"
#include "polling/clock.h"
#include "server/provider/modellist.h"
#include "server/provider/modelservice.h"
#include "server/provider/openaistream.h"
#include "server/provider/provider.h"

#include <QHash>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace throughline::server::provider {

/// Models behind any server that speaks OpenAI's chat completions (docs/providers.md). Remembers the windows
/// of its models, as they are configured, listed, or stated in an error. Service thread only.
class OpenAiProvider final : public Provider
{
public:
    /// The transport and the clock must outlive this.
    OpenAiProvider(net::HttpTransport &transport, const polling::Clock &clock, const ModelService &service,
        const std::optional<OpenAiStream::Timing> &timing = std::nullopt);
    ~OpenAiProvider() override;

    QString name() const override;
    QString model() const override; ///< that of the service, or the first it lists
    [[nodiscard]] std::unique_ptr<Generation> generate(const GenerationRequest &request) override;

    const ModelService &service() const { return m_service; }

    /// What was listed last; at least the service's own model.
    QStringList models() const;
    /// Asks the service for its models. \a done is called once, later, also when it failed.
    void refreshModels(std::function<void()> done);
    /// Why the last list could not be had; absent when it could.
    const std::optional<protocol::ApiError> &listError() const { return m_listError; }

private:
    qint64 windowOf(const QString &model) const;

    net::HttpTransport &m_transport;
    const polling::Clock &m_clock;
    const ModelService m_service;
    const OpenAiStream::Timing m_timing;
    ModelList m_models;
    std::optional<protocol::ApiError> m_listError;
    std::unique_ptr<ModelListRequest> m_listing;
    std::vector<std::function<void()>> m_waiting;
    /// Shared with the generations, which may outlive this.
    std::shared_ptr<QHash<QString, qint64>> m_statedWindows = std::make_shared<QHash<QString, qint64>>();
};

} // namespace throughline::server::provider
