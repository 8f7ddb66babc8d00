#include "server/servercore.h"

#include "server/extraction/lexicalextractor.h"
#include "server/extraction/modelextractor.h"
#include "server/provider/guideprovider.h"

#include <QCoreApplication>

namespace throughline::server {

ServerCore::ServerCore(const EmbeddedServer::Options &options, store::Interruption &ending)
    : m_options(options)
    , m_ending(ending)
{}

ServerCore::~ServerCore() = default;

void ServerCore::open()
{
    auto store = store::Store::open(m_options.dataDir, QDateTime::currentDateTimeUtc, &m_ending);
    if (!store) {
        Q_EMIT failed(store.error().message);
        return;
    }
    m_store = std::move(*store);
    m_transport = std::make_unique<net::NetworkTransport>();
    m_transport->setOptions(m_options.network);
    m_registry = std::make_unique<provider::ProviderRegistry>(
        std::make_unique<provider::GuideProvider>(m_options.guidePace), *m_transport, m_clock);
    m_registry->configure(m_options.providers);
    useExtractor(m_options.extraction.model);
    m_chat.emplace(*m_store);
    m_signalService.emplace(*m_store, *m_extractor, m_clock);
    connect(&*m_signalService, &service::SignalService::extractionFailed, this,
        [this](const QString & /*threadId*/, const QString &problem) { Q_EMIT extractionFailed(problem); });
    m_signalService->setSettings(m_options.extraction);
    m_generation.emplace(*m_store, *m_registry, m_clock);
    // Before the reply is begun, so that it can refer to what was just said.
    connect(&*m_chat, &service::ChatService::messageStored, &*m_signalService,
        &service::SignalService::userMessageStored);

    m_api.emplace(api::Api::Services{.chat = *m_chat,
        .generation = *m_generation,
        .signalService = *m_signalService,
        .model = {},
        .registry = m_registry.get()});
    m_http = std::make_unique<http::HttpServer>(m_api->handler());
    if (const std::string error = m_http->start(m_options.port); !error.empty()) {
        Q_EMIT failed(QCoreApplication::translate("EmbeddedServer", "Port %1 cannot be used: %2.")
                          .arg(QString::number(m_options.port), QString::fromStdString(error)));
        return;
    }
    m_api->admit(m_options.token, m_http->port());
    Q_EMIT opened(m_http->port(), m_store->notice(), m_store->restoreProblem());
}

void ServerCore::setProviders(const provider::ProviderConfig &providers)
{
    if (m_registry)
        m_registry->configure(providers);
}

void ServerCore::setNetwork(const net::NetworkOptions &network)
{
    if (m_transport)
        m_transport->setOptions(network);
}

void ServerCore::setExtraction(const extraction::ExtractionSettings &settings)
{
    if (!m_signalService)
        return;
    if (settings.model != m_extractingModel) {
        const std::unique_ptr<extraction::Extractor> before =
            std::move(m_extractor); // in use until the next is
        useExtractor(settings.model);
        m_signalService->setExtractor(*m_extractor);
    }
    m_signalService->setSettings(settings);
}

void ServerCore::useExtractor(const QString &model)
{
    m_extractingModel = model;
    if (model.isEmpty())
        m_extractor = std::make_unique<extraction::LexicalExtractor>();
    else
        m_extractor = std::make_unique<extraction::ModelExtractor>(*m_registry, model);
}

void ServerCore::closeApi()
{
    if (m_api)
        m_api->close();
}

void ServerCore::stopListening()
{
    if (m_http)
        m_http->stop();
}

} // namespace throughline::server
