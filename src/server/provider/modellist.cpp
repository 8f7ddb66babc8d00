#include "server/provider/modellist.h"

#include "server/provider/looseparsing.h"
#include "server/provider/modelerrors.h"

#include <QJsonArray>

namespace throughline::server::provider {

namespace {

constexpr qsizetype mostModels = 2000;
constexpr qsizetype longestId = 200;

/// The window under the names that servers have for it. llama.cpp's n_ctx_train is not it: it is what the
/// model was made for, not what it was started with.
qint64 windowOf(const QJsonObject &model)
{
    constexpr double most = 1e9;
    for (const char *key : {"loaded_context_length", "max_model_len", "context_length", "context_window",
             "max_context_length"}) {
        const double tokens = model.value(QLatin1String(key)).toDouble();
        if (tokens > 0 && tokens < most)
            return qint64(tokens);
    }
    return 0;
}

} // namespace

std::optional<ModelList> modelListFrom(const QByteArray &json)
{
    const auto value = looseValue(json);
    if (!value)
        return std::nullopt;
    QJsonValue entries = *value;
    if (value->isObject()) {
        entries = value->toObject().value(QLatin1String("data"));
        if (!entries.isArray())
            entries = value->toObject().value(QLatin1String("models"));
    }
    if (!entries.isArray())
        return std::nullopt;
    ModelList list;
    QSet<QString> known;
    for (const auto &entry : entries.toArray()) {
        const QJsonObject model = entry.toObject();
        QString id = entry.isString() ? entry.toString() : model.value(QLatin1String("id")).toString();
        if (id.isEmpty())
            id = model.value(QLatin1String("name")).toString();
        if (id.isEmpty() || id.size() > longestId || known.contains(id) || list.ids.size() >= mostModels)
            continue;
        known.insert(id);
        if (list.owner.isEmpty())
            list.owner = model.value(QLatin1String("owned_by")).toString().left(longestId);
        list.ids.append(id);
        if (const qint64 window = windowOf(model); window > 0)
            list.windows.insert(id, window);
    }
    return list;
}

ModelListRequest::ModelListRequest(net::HttpTransport &transport, const ModelService &service, Done done)
    : m_service(service)
    , m_done(std::move(done))
{
    constexpr std::chrono::milliseconds longest{std::chrono::seconds(8)};
    constexpr qint64 largest = qint64(8) * 1024 * 1024;
    net::HttpRequest request{.method = "GET", .url = service.modelsUrl(), .headers = service.authorization()};
    request.headers.append(qMakePair(QByteArray("Accept"), QByteArray("application/json")));
    request.totalTimeout = longest;
    request.connectTimeout = longest;
    request.bodyLimit = largest;
    m_exchange = transport.send(request);
    connect(m_exchange.get(), &net::HttpExchange::headersReceived, this,
        [this](const net::HttpResponseHead &head) { m_head = head; });
    connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this,
        [this](const QByteArray &bytes) { m_body += bytes; });
    connect(m_exchange.get(), &net::HttpExchange::finished, this, &ModelListRequest::onFinished);
}

void ModelListRequest::onFinished(const net::HttpResult &result)
{
    const Done done = std::exchange(m_done, {});
    if (result.error) {
        done(tl::unexpected(errorFor(result, m_service, m_head.status != 0)));
        return;
    }
    const auto list = m_head.status / 100 == 2 ? modelListFrom(m_body) : std::nullopt;
    if (list) {
        done(*list);
        return;
    }
    ChatEnding ending{.error = upstreamErrorFromBody(m_head.status, m_body)};
    if (m_head.status / 100 == 2)
        ending.error->kind = UpstreamError::Kind::NotReadable;
    done(tl::unexpected(errorFor(ending, m_head, m_service, {}, {})));
}

} // namespace throughline::server::provider
