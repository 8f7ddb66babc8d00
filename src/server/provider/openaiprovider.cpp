#include "server/provider/openaiprovider.h"

#include "server/provider/chatrequest.h"

#include <QLoggingCategory>

#include <utility>

namespace throughline::server::provider {

namespace {

Q_LOGGING_CATEGORY(log, "throughline.server.provider", QtInfoMsg)

} // namespace

OpenAiProvider::OpenAiProvider(net::HttpTransport &transport, const polling::Clock &clock,
    const ModelService &service, const std::optional<OpenAiStream::Timing> &timing)
    : m_transport(transport)
    , m_clock(clock)
    , m_service(service)
    , m_timing(timing.value_or(OpenAiStream::Timing{.patience = service.patience()}))
{}

OpenAiProvider::~OpenAiProvider() = default;

QString OpenAiProvider::name() const
{
    return m_service.id;
}

QString OpenAiProvider::model() const
{
    return m_service.model.isEmpty() ? m_models.ids.value(0) : m_service.model;
}

std::unique_ptr<Generation> OpenAiProvider::generate(const GenerationRequest &request)
{
    GenerationRequest named = request;
    if (named.model.isEmpty())
        named.model = model();
    ChatRequest chat = chatRequest(m_service, named, windowOf(named.model));
    const QString asked = chat.model;
    return std::make_unique<OpenAiStream>(m_transport, m_clock, m_service, std::move(chat), m_timing,
        [windows = m_statedWindows, asked](qint64 window) { windows->insert(asked, window); });
}

qint64 OpenAiProvider::windowOf(const QString &model) const
{
    // What the service said while refusing is true; the rest was said beforehand.
    if (const auto stated = m_statedWindows->constFind(model); stated != m_statedWindows->constEnd())
        return *stated;
    if (m_service.contextTokens > 0)
        return m_service.contextTokens;
    return m_models.windows.value(model);
}

QStringList OpenAiProvider::models() const
{
    QStringList ids = m_models.ids;
    if (!m_service.model.isEmpty() && !ids.contains(m_service.model))
        ids.prepend(m_service.model);
    return ids;
}

void OpenAiProvider::refreshModels(std::function<void()> done)
{
    m_waiting.push_back(std::move(done));
    if (m_listing)
        return;
    m_listing = std::make_unique<ModelListRequest>(
        m_transport, m_service, [this](const protocol::Expected<ModelList> &list) {
            if (list) {
                m_models = *list;
                m_listError.reset();
            } else {
                m_listError = list.error();
                qCInfo(log).noquote()
                    << m_service.host() << "lists no models:" << protocol::kindName(list.error().kind);
            }
            m_listing.release()->deleteLater();
            for (const auto &call : std::exchange(m_waiting, {}))
                call();
        });
}

} // namespace throughline::server::provider
