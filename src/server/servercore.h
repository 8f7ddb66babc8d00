#pragma once

#include "net/networktransport.h"
#include "polling/clock.h"
#include "server/api/api.h"
#include "server/embeddedserver.h"
#include "server/extraction/extractor.h"
#include "server/http/httpserver.h"
#include "server/provider/providerregistry.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"
#include "server/service/signalservice.h"
#include "server/store/interruption.h"
#include "server/store/store.h"

#include <QObject>

#include <memory>
#include <optional>

namespace throughline::server {

/// What EmbeddedServer runs on its service thread: the data, the services over them, and the contract over
/// those. Everything here is made, used and destroyed on that thread, but for stopListening().
class ServerCore : public QObject
{
    Q_OBJECT

public:
    /// \a options with a token.
    /// \a ending cuts open() short, and must outlive this.
    ServerCore(const EmbeddedServer::Options &options, store::Interruption &ending);
    ~ServerCore() override; ///< replies under way become interrupted

    void open(); ///< opened() or failed() follows
    void setProviders(const provider::ProviderConfig &providers);
    void setNetwork(const net::NetworkOptions &network);
    void setExtraction(const extraction::ExtractionSettings &settings);
    void closeApi();      ///< cuts the streams and takes no more requests
    void stopListening(); ///< any thread but the service thread, which gives the last answers meanwhile

Q_SIGNALS:
    /// The sentences are Store::notice() and Store::restoreProblem().
    void opened(quint16 port, const QString &notice, const QString &restoreProblem);
    void failed(const QString &sentence);
    /// What people wrote could not be read for signals, and is read later; the sentence says why.
    void extractionFailed(const QString &problem);

private:
    void useExtractor(const QString &model);

    const EmbeddedServer::Options m_options;
    store::Interruption &m_ending;
    polling::SystemClock m_clock;

    // In the order in which they need each other; destroyed in reverse.
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<net::NetworkTransport> m_transport; ///< keeps no record: nothing of a model is in a log
    std::unique_ptr<provider::ProviderRegistry> m_registry;
    QString m_extractingModel; ///< empty: the offline extractor
    std::unique_ptr<extraction::Extractor> m_extractor;
    std::optional<service::ChatService> m_chat;
    std::optional<service::SignalService> m_signalService;
    std::optional<service::GenerationService> m_generation;
    std::optional<api::Api> m_api;
    std::unique_ptr<http::HttpServer> m_http;
};

} // namespace throughline::server
