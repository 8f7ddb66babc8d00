#include "app/modeltrial.h"

#include <QLocale>

#include <utility>

namespace throughline::app {

using server::provider::Generation;

ModelTrial::ModelTrial(Kind kind, const server::provider::ModelService &service,
    net::HttpTransport &transport, const polling::Clock &clock, QObject *parent, Done done)
    : QObject(parent)
    , m_kind(kind)
    , m_service(service)
    , m_transport(transport)
    , m_clock(clock)
    , m_done(std::move(done))
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        end(false, tr("%1 said nothing for 2 minutes. It may be too busy, or still loading the model: try "
                      "again in a moment.")
                       .arg(m_service.title));
    });
    m_limit.start(longest);
    m_listing = std::make_unique<server::provider::ModelListRequest>(m_transport, m_service,
        [this](const protocol::Expected<server::provider::ModelList> &list) { takeList(list); });
}

void ModelTrial::takeList(const protocol::Expected<server::provider::ModelList> &list)
{
    if (list)
        m_models = list->ids;
    if (m_kind == Kind::List) {
        end(list.has_value(), list ? counted() : list.error().message);
        return;
    }
    if (m_service.model.isEmpty())
        m_service.model = workspace::likelyModel(m_models);
    if (!m_service.model.isEmpty()) {
        // Some servers answer and list nothing.
        ask();
    } else if (!list) {
        end(false, list.error().message);
    } else {
        end(false, tr("%1 is there but has no model yet. Fetch one first (with Ollama: ollama pull "
                      "qwen2.5:7b).")
                       .arg(m_service.title));
    }
}

void ModelTrial::ask()
{
    constexpr int fewTokens = 16;
    protocol::Message message;
    message.role = protocol::Role::User;
    message.content = QStringLiteral("Say OK.");
    server::provider::GenerationRequest request;
    request.messages.append(message);
    request.model = m_service.model;
    request.settings.maxTokens = fewTokens;
    m_provider = std::make_unique<server::provider::OpenAiProvider>(m_transport, m_clock, m_service);
    m_asked = m_clock.monotonic();
    m_generation = m_provider->generate(request);
    // The first word proves what there is to prove; the rest need not be written.
    connect(m_generation.get(), &Generation::delta, this, &ModelTrial::answered);
    connect(m_generation.get(), &Generation::reasoning, this, &ModelTrial::answered);
    connect(m_generation.get(), &Generation::finished, this,
        [this](const std::optional<protocol::ApiError> &error) {
            if (error)
                end(false, error->message);
            else
                answered();
        });
}

void ModelTrial::answered()
{
    constexpr double msPerSecond = 1000.0;
    const double seconds = double((m_clock.monotonic() - m_asked).count()) / msPerSecond;
    const QString time = tr("Answered in %1 s").arg(QLocale().toString(seconds, 'f', 1));
    end(true, m_models.isEmpty() ? time : QStringLiteral("%1 · %2").arg(time, counted()));
}

QString ModelTrial::counted() const
{
    return m_models.size() == 1 ? tr("1 model") : tr("%n models", nullptr, int(m_models.size()));
}

void ModelTrial::end(bool works, const QString &sentence)
{
    const Done done = std::exchange(m_done, {});
    if (!done)
        return;
    m_limit.stop();
    deleteLater();
    // Nothing of it is wanted any more, and it may be what is calling.
    if (m_generation) {
        m_generation->disconnect(this);
        m_generation.release()->deleteLater();
    }
    if (m_listing)
        m_listing.release()->deleteLater();
    done({.works = works, .sentence = sentence, .models = m_models});
}

} // namespace throughline::app
