#include "server/api/api.h"

#include "protocol/values.h"
#include "server/api/answers.h"
#include "server/api/extractionroutes.h"
#include "server/api/messageroutes.h"
#include "server/api/modelroutes.h"
#include "server/api/replyroutes.h"
#include "server/api/signalroutes.h"
#include "server/api/threadroutes.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QLoggingCategory>

#include <utility>

namespace throughline::server::api {

namespace {

Q_LOGGING_CATEGORY(log, "throughline.server.api", QtInfoMsg)

/// Whether `If-None-Match: \a condition` names \a tag.
bool names(std::string_view condition, std::string_view tag)
{
    while (!condition.empty()) {
        const std::size_t comma = condition.find(',');
        std::string_view entry = condition.substr(0, comma);
        condition.remove_prefix(comma == std::string_view::npos ? condition.size() : comma + 1);
        const std::size_t from = entry.find_first_not_of(" \t");
        if (from == std::string_view::npos)
            continue;
        entry = entry.substr(from, entry.find_last_not_of(" \t") - from + 1);
        if (entry.starts_with("W/"))
            entry.remove_prefix(2);
        if (entry == tag || entry == "*")
            return true;
    }
    return false;
}

/// Adds the ETag of what would be sent, and sends nothing when the client has it.
http::Response tagged(http::Response response, const http::Request &request)
{
    const QByteArrayView body(response.body.data(), static_cast<qsizetype>(response.body.size()));
    const QByteArray digest = QCryptographicHash::hash(body, QCryptographicHash::Sha1).toHex();
    const std::string tag = '"' + digest.toStdString() + '"';
    if (names(request.header("If-None-Match"), tag))
        response = {.status = 304, .headers = {}, .body = {}};
    response.headers.emplace_back("ETag", tag);
    return response;
}

} // namespace

Api::Api(const Services &services, std::chrono::milliseconds heartbeat, QObject *parent)
    : QObject(parent)
    , m_gate(QByteArray(), 0)
    , m_streams(services.generation, heartbeat)
    , m_push(services.chat, services.generation, services.signalService)
{
    addOwnRoutes(services);
    if (services.registry)
        addModelRoutes(m_router, *services.registry);
    addThreadRoutes(m_router, services.chat);
    addExtractionRoutes(m_router, services.chat, services.signalService);
    addMessageRoutes(m_router, services.chat, services.generation, m_streams);
    addReplyRoutes(m_router, services.chat, services.generation, m_streams);
    addSignalRoutes(m_router, services.signalService);
}

void Api::addOwnRoutes(const Services &services)
{
    m_router.add("GET", QString(), [model = services.model, registry = services.registry](const Request &) {
        // Only what is really there: clients rely on it.
        protocol::ServerInfo info{.service = QStringLiteral("throughline"),
            .version = QStringLiteral(THROUGHLINE_VERSION),
            .capabilities = {QStringLiteral("resume"), QStringLiteral("idempotency"),
                QStringLiteral("cancel"), QStringLiteral("etag"), QStringLiteral("review"),
                QStringLiteral("extract"), QStringLiteral("pinning"), QStringLiteral("regenerate"),
                QStringLiteral("continue"), QStringLiteral("push"), QStringLiteral("readings"),
                QStringLiteral("links"), QStringLiteral("window")},
            .model = registry ? registry->model() : model};
        if (registry)
            info.capabilities.append(QStringLiteral("models"));
        return json(200, protocol::toJson(info));
    });
    m_router.add("GET", QStringLiteral("/ws/signals/"),
        [this](const Request &request) { return m_push.open(request); });
    m_router.add("GET", QStringLiteral("auth/me/"), [](const Request &) {
        // Whoever has the token is the one person this server is for.
        return json(200, {{QStringLiteral("id"), 1}, {QStringLiteral("username"), QStringLiteral("local")},
                             {QStringLiteral("email"), QString()}, {QStringLiteral("first_name"), QString()},
                             {QStringLiteral("last_name"), QString()}});
    });
}

void Api::admit(const QByteArray &token, quint16 port)
{
    m_gate = Gate(token, port);
}

http::Handler Api::handler()
{
    return [this](http::Request request, std::shared_ptr<http::Responder> responder) {
        QMetaObject::invokeMethod(
            this,
            [this, request = std::move(request), responder = std::move(responder)] {
                if (auto response = handle(request, responder))
                    responder->respond(std::move(*response));
            },
            Qt::QueuedConnection);
    };
}

std::optional<http::Response> Api::handle(
    const http::Request &request, const std::shared_ptr<http::Responder> &responder)
{
    QElapsedTimer timer;
    timer.start();
    const Request decoded = requestFrom(request, responder);
    std::optional<http::Response> response = route(request, decoded);
    // Paths carry ids, queries may carry what people typed.
    qCDebug(log).noquote() << request.method.c_str() << decoded.path << (response ? response->status : 200)
                           << timer.elapsed() << "ms" << decoded.correlationId.c_str();
    if (response) {
        response->headers.emplace_back("X-Correlation-ID", decoded.correlationId);
        response->headers.emplace_back("Cache-Control", "no-cache");
        response->headers.emplace_back("X-Content-Type-Options", "nosniff");
    }
    return response;
}

std::optional<http::Response> Api::route(const http::Request &request, const Request &decoded)
{
    if (m_closed)
        return detail(503, QStringLiteral("The server is stopping."));
    if (auto refusal = m_gate.refuse(request))
        return refusal;
    auto response = m_router.handle(decoded, request.body);
    if (response && response->status == 200 && decoded.method == "GET")
        response = tagged(std::move(*response), request);
    return response;
}

void Api::close()
{
    m_closed = true;
    m_streams.closeAll();
    m_push.closeAll();
}

} // namespace throughline::server::api
