#pragma once

#include "net/httptransport.h"
#include "polling/clock.h"
#include "server/provider/chatcompletiondecoder.h"
#include "server/provider/chatrequest.h"
#include "server/provider/modelservice.h"
#include "server/provider/provider.h"
#include "server/provider/retryadvice.h"

#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace throughline::server::provider {

/// One reply of a model: sends the request, reads the answer with ChatCompletionDecoder, and ends once.
///
/// The request is sent again only before anything was received, when the service said when: 429 or 503 with a
/// wait of at most RetryAdvice::cap altogether, or 503 while it loads its model. waiting() says so meanwhile.
/// Owns the one timer that looks at the decoder's clocks.
class OpenAiStream final : public Generation
{
    Q_OBJECT

public:
    struct Timing
    {
        Patience patience = Patience::remote();
        std::chrono::milliseconds loadingInterval{2000}; ///< between two questions while it loads
        std::chrono::milliseconds longestLoading{std::chrono::minutes(10)};
        std::chrono::milliseconds afterFinish{5000}; ///< for usage, once the model has finished
    };

    /// \a onWindow: told the size of the model's window when an error states it. The transport and the clock
    /// must outlive this.
    OpenAiStream(net::HttpTransport &transport, const polling::Clock &clock, ModelService service,
        ChatRequest request, const Timing &timing, std::function<void(qint64)> onWindow = {});
    ~OpenAiStream() override;

private:
    void ask();
    void onBody(const QByteArray &bytes);
    void pass(const QList<ChatDelta> &deltas);
    void conclude(const net::HttpResult &result);
    /// True when it was decided to ask again.
    bool waitsFor(const ChatEnding &ending, const RetryAdvice &advice);
    void wait(std::chrono::milliseconds time, const QString &sentence);
    void onTimer();
    void watch();
    void end(const std::optional<protocol::ApiError> &error);

    net::HttpTransport &m_transport;
    const polling::Clock &m_clock;
    const ModelService m_service;
    const ChatRequest m_request;
    const Timing m_timing;
    const std::function<void(qint64)> m_onWindow;

    std::unique_ptr<net::HttpExchange> m_exchange; ///< null while it waits to ask again
    net::HttpResponseHead m_head;
    ChatCompletionDecoder m_decoder;
    QTimer m_timer;
    std::chrono::milliseconds m_begun;
    std::chrono::milliseconds m_waited{0}; ///< because the service asked to
    bool m_isWaiting = false;
    bool m_hasSpoken = false;
    bool m_hasEnded = false;
};

} // namespace throughline::server::provider
