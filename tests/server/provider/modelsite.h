#pragma once

#include "net/networktransport.h"
#include "server/provider/openaiprovider.h"
#include "support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

/// A model server that answers by script, and somebody who asks it over a real connection.
namespace throughline::test {

constexpr const char *chatPath = "/v1/chat/completions";

/// What one generation said, and how it ended.
class GenerationRecorder : public QObject
{
    Q_OBJECT

public:
    explicit GenerationRecorder(std::unique_ptr<server::provider::Generation> generation)
        : m_generation(std::move(generation))
    {
        using server::provider::Generation;
        connect(m_generation.get(), &Generation::delta, this, [this](const QString &more) { text += more; });
        connect(m_generation.get(), &Generation::reasoning, this,
            [this](const QString &more) { thoughts += more; });
        connect(m_generation.get(), &Generation::waiting, this,
            [this](const QString &sentence) { waits.append(sentence); });
        connect(m_generation.get(), &Generation::finished, this,
            [this](const std::optional<protocol::ApiError> &ended, const QJsonObject &noted) {
                error = ended;
                facts = noted;
                ++endings;
            });
    }

    bool wait()
    {
        // A real event loop: qWaitFor() sleeps between events, which takes minutes for a byte at a time.
        QSignalSpy spy(m_generation.get(), &server::provider::Generation::finished);
        return endings > 0 || spy.wait(30'000);
    }
    void abort() { m_generation.reset(); }

    QString text;
    QString thoughts;
    QStringList waits;
    std::optional<protocol::ApiError> error;
    QJsonObject facts;
    int endings = 0;

    QString message() const { return error ? error->message : QString(); }

private:
    std::unique_ptr<server::provider::Generation> m_generation;
};

inline server::provider::GenerationRequest question(const QString &text)
{
    protocol::Message message;
    message.role = protocol::Role::User;
    message.content = text;
    server::provider::GenerationRequest request;
    request.messages.append(message);
    return request;
}

class ModelSite
{
public:
    explicit ModelSite(server::provider::ModelService service = {})
    {
        service.id = QStringLiteral("site");
        if (service.title.isEmpty())
            service.title = QStringLiteral("Site");
        if (service.url.isEmpty())
            service.url = server.url(QString());
        if (service.model.isEmpty())
            service.model = QStringLiteral("tiny");
        timing.loadingInterval = std::chrono::milliseconds(20);
        provider = std::make_unique<server::provider::OpenAiProvider>(transport, clock, service, timing);
    }

    /// Answers every question with \a script.
    void answer(const Script &script) { server.always("POST", chatPath, script); }

    std::unique_ptr<GenerationRecorder> ask(
        const server::provider::GenerationRequest &request = question(QStringLiteral("Hello")))
    {
        return std::make_unique<GenerationRecorder>(provider->generate(request));
    }

    int asked() const { return int(server.requests("POST", chatPath).size()); }

    ScriptedServer server;
    net::NetworkTransport transport;
    polling::SystemClock clock;
    server::provider::OpenAiStream::Timing timing;
    std::unique_ptr<server::provider::OpenAiProvider> provider;
};

} // namespace throughline::test
