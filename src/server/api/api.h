#pragma once

#include "server/api/gate.h"
#include "server/api/livestreams.h"
#include "server/api/pushfeed.h"
#include "server/api/router.h"
#include "server/http/httpserver.h"
#include "server/provider/providerregistry.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"
#include "server/service/signalservice.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace throughline::server::api {

/// The HTTP contract (docs/http-contract.md) over the services: the gate, the routes, ETags. Lives on the
/// service thread and answers there, one request at a time; never waits for anything.
class Api : public QObject
{
    Q_OBJECT

public:
    struct Services
    {
        service::ChatService &chat;
        service::GenerationService &generation;
        service::SignalService &signalService;
        QString model; ///< who answers, for people, where there is nobody to choose
        provider::ProviderRegistry *registry = nullptr; ///< null: no capability `models`
    };

    /// The services must outlive this.
    explicit Api(const Services &services, std::chrono::milliseconds heartbeat = std::chrono::seconds(15),
        QObject *parent = nullptr);

    /// Nothing passes before this was called.
    void admit(const QByteArray &token, quint16 port);

    /// For HttpServer: hands each request to the service thread. Must not be called any more, that is the
    /// HttpServer must have stopped, when this is destroyed.
    http::Handler handler();

    /// Service thread. The answer, or nothing when \a responder was taken over.
    std::optional<http::Response> handle(
        const http::Request &request, const std::shared_ptr<http::Responder> &responder);

    /// What it answers to, whoever asks.
    QList<Router::Name> routes() const { return m_router.routes(); }

    /// Answers 503 from now on and cuts the streams.
    void close();

private:
    std::optional<http::Response> route(const http::Request &request, const Request &decoded);
    void addOwnRoutes(const Services &services);

    Gate m_gate;
    Router m_router;
    LiveStreams m_streams;
    PushFeed m_push;
    bool m_closed = false;
};

} // namespace throughline::server::api
