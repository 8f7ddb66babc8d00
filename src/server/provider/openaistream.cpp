#include "server/provider/openaistream.h"

#include "server/provider/modelerrors.h"
#include "server/provider/sentence.h"

#include <QLoggingCategory>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace throughline::server::provider {

namespace {

Q_LOGGING_CATEGORY(streamLog, "throughline.server.provider", QtInfoMsg)

using protocol::ApiError;

} // namespace

OpenAiStream::OpenAiStream(net::HttpTransport &transport, const polling::Clock &clock, ModelService service,
    ChatRequest request, const Timing &timing, std::function<void(qint64)> onWindow)
    : m_transport(transport)
    , m_clock(clock)
    , m_service(std::move(service))
    , m_request(std::move(request))
    , m_timing(timing)
    , m_onWindow(std::move(onWindow))
    , m_decoder(clock)
    , m_begun(clock.monotonic())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &OpenAiStream::onTimer);
    ask();
}

OpenAiStream::~OpenAiStream() = default;

void OpenAiStream::ask()
{
    m_head = {};
    m_decoder = ChatCompletionDecoder(m_clock, {.isCumulative = m_service.isCumulative});
    m_exchange = m_transport.send(m_request.http);
    connect(m_exchange.get(), &net::HttpExchange::headersReceived, this,
        [this](const net::HttpResponseHead &head) {
            m_head = head;
            m_decoder.begin(head.status);
            const bool isAccepted = head.status / 100 == 2;
            if (isAccepted && std::exchange(m_isWaiting, false))
                Q_EMIT waiting(QString());
        });
    connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this, &OpenAiStream::onBody);
    connect(m_exchange.get(), &net::HttpExchange::finished, this, &OpenAiStream::conclude);
    watch();
}

void OpenAiStream::onBody(const QByteArray &bytes)
{
    const bool hadFinished = m_decoder.hasFinished();
    const QPointer<OpenAiStream> alive(this);
    pass(m_decoder.feed(bytes));
    if (!alive || m_hasEnded)
        return;
    // What is wrong with a refused request is read to its end.
    if (m_decoder.isOver() && m_head.status / 100 == 2)
        conclude({});
    else if (!hadFinished && m_decoder.hasFinished())
        watch();
}

void OpenAiStream::pass(const QList<ChatDelta> &deltas)
{
    const QPointer<OpenAiStream> alive(this);
    for (const ChatDelta &delta : deltas) {
        if (!alive || m_hasEnded)
            return;
        m_hasSpoken = true;
        if (delta.channel == ChatDelta::Channel::Answer)
            Q_EMIT this->delta(delta.text);
        else
            Q_EMIT reasoning(delta.text);
    }
}

/// The answer is over, or will not be read on. A good end of the connection proves nothing, and a bad one
/// does no harm to an answer that had ended before.
void OpenAiStream::conclude(const net::HttpResult &result)
{
    m_exchange.reset();
    m_timer.stop();
    const QPointer<OpenAiStream> alive(this);
    pass(m_decoder.finish());
    if (!alive || m_hasEnded)
        return;
    const ChatEnding &ending = m_decoder.ending();
    if (ending.kind == ChatEnding::Kind::Complete) {
        const bool isToolsOnly = !m_hasSpoken && !m_decoder.toolCalls().isEmpty();
        end(isToolsOnly ? std::optional(toolsNotOffered(m_service, m_request.model)) : std::nullopt);
        return;
    }
    const bool isStated =
        ending.error->kind == UpstreamError::Kind::Said || ending.error->kind == UpstreamError::Kind::Page;
    if (result.error && !isStated) {
        const bool isCutOff = ending.kind == ChatEnding::Kind::Interrupted;
        ApiError error = errorFor(result, m_service, m_head.status != 0);
        const bool isLink =
            result.error->kind == ApiError::Kind::Network || result.error->kind == ApiError::Kind::Malformed;
        if (isCutOff && isLink)
            error = errorFor(ending, m_head, m_service, m_request.model, {});
        end(error);
        return;
    }
    const RetryAdvice advice = retryAdvice(m_head.headers, m_clock.wall());
    if (waitsFor(ending, advice))
        return;
    if (const qint64 window = statedWindow(*ending.error); window > 0 && m_onWindow)
        m_onWindow(window);
    end(errorFor(ending, m_head, m_service, m_request.model, advice));
}

bool OpenAiStream::waitsFor(const ChatEnding &ending, const RetryAdvice &advice)
{
    const UpstreamError &error = *ending.error;
    if (m_hasSpoken || (m_head.status != 429 && m_head.status != 503))
        return false;
    if (isLoading(error)) {
        if (m_clock.monotonic() - m_begun > m_timing.longestLoading)
            return false;
        wait(advice.isWorthWaiting() ? *advice.wait : m_timing.loadingInterval,
            Sentence::tr("%1 is loading the model. It answers as soon as that is done.")
                .arg(m_service.title));
        return true;
    }
    if (!advice.isWorthWaiting() || m_waited + *advice.wait > RetryAdvice::cap)
        return false;
    // A wait of nothing must not become a storm.
    constexpr std::chrono::milliseconds shortest{100};
    const auto time = std::max(*advice.wait, shortest);
    m_waited += time;
    wait(time, Sentence::tr("%1 takes no more requests at the moment. Asking again in %2.")
                   .arg(m_service.title, waitText(time)));
    return true;
}

void OpenAiStream::wait(std::chrono::milliseconds time, const QString &sentence)
{
    qCInfo(streamLog).noquote() << m_service.host() << "answered" << m_head.status << "- asking again in"
                                << time.count() << "ms";
    m_isWaiting = true;
    m_timer.start(time);
    Q_EMIT waiting(sentence);
}

void OpenAiStream::onTimer()
{
    if (!m_exchange) {
        ask();
        return;
    }
    const auto now = m_clock.monotonic();
    if (m_decoder.hasFinished() && now - m_decoder.lastByte() >= m_timing.afterFinish) {
        conclude({});
        return;
    }
    const bool isSilent = now - m_decoder.lastByte() >= m_timing.patience.silence;
    if (isSilent || now - m_decoder.lastProgress() >= m_timing.patience.withoutWords) {
        const auto silence = isSilent ? m_timing.patience.silence : m_timing.patience.withoutWords;
        m_exchange.reset();
        const QPointer<OpenAiStream> alive(this);
        pass(m_decoder.finish());
        if (alive && !m_hasEnded)
            end(stalled(m_service, silence, isSilent));
        return;
    }
    watch();
}

/// The timer comes back when one of the clocks may have run out.
void OpenAiStream::watch()
{
    const auto now = m_clock.monotonic();
    auto due = std::min(m_decoder.lastByte() + m_timing.patience.silence,
        m_decoder.lastProgress() + m_timing.patience.withoutWords);
    if (m_decoder.hasFinished())
        due = std::min(due, m_decoder.lastByte() + m_timing.afterFinish);
    constexpr std::chrono::milliseconds shortest{10};
    m_timer.start(std::max(due - now, shortest));
}

void OpenAiStream::end(const std::optional<ApiError> &error)
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    m_timer.stop();
    QJsonObject facts = m_decoder.facts();
    if (m_request.messagesLeftOut > 0) {
        facts.insert(QStringLiteral("context"),
            QJsonObject{{QStringLiteral("messages_left_out"), m_request.messagesLeftOut}});
    }
    if (error) {
        qCWarning(streamLog).noquote()
            << m_service.host() << "failed:" << protocol::kindName(error->kind) << "status" << error->status;
    }
    Q_EMIT finished(error, facts);
}

} // namespace throughline::server::provider
