#include "server/http/exchange.h"

#include "server/http/wireformat.h"

#include <algorithm>

namespace throughline::server::http {

namespace {

class ExchangeResponder final : public Responder
{
public:
    explicit ExchangeResponder(std::shared_ptr<Exchange> exchange)
        : m_exchange(std::move(exchange))
    {}
    ~ExchangeResponder() override { m_exchange->abandon(); }
    ExchangeResponder(const ExchangeResponder &) = delete;
    ExchangeResponder &operator=(const ExchangeResponder &) = delete;

    void respond(Response response) override { m_exchange->respond(std::move(response)); }
    void startStream(int status, Headers headers) override
    {
        m_exchange->startStream(status, std::move(headers));
    }
    void startSocket(Headers headers) override { m_exchange->startSocket(std::move(headers)); }
    void write(std::string bytes) override { m_exchange->write(std::move(bytes)); }
    void finish() override { m_exchange->finish(); }
    bool isOpen() const override { return m_exchange->isOpen(); }
    std::size_t pendingBytes() const override { return m_exchange->pendingBytes(); }
    void onClosed(std::function<void()> callback) override { m_exchange->onClosed(std::move(callback)); }

private:
    std::shared_ptr<Exchange> m_exchange;
};

} // namespace

std::shared_ptr<Responder> makeResponder(std::shared_ptr<Exchange> exchange)
{
    return std::make_shared<ExchangeResponder>(std::move(exchange));
}

Exchange::Exchange(const Limits &limits, std::function<void()> wake)
    : m_socketLimit(limits.socketPendingBytes)
    , m_pendingLimit(limits.pendingBytes)
    , m_wake(std::move(wake))
{}

void Exchange::respond(Response response)
{
    const std::lock_guard lock(m_mutex);
    if (m_state != State::Waiting)
        return;
    m_state = State::Answered;
    m_head = Head{.response = std::move(response), .kind = Kind::Whole};
    wakeLocked();
}

void Exchange::startStream(int status, Headers headers)
{
    const std::lock_guard lock(m_mutex);
    if (m_state != State::Waiting)
        return;
    m_state = State::Streaming;
    m_head =
        Head{.response = {.status = status, .headers = std::move(headers), .body = {}}, .kind = Kind::Stream};
    wakeLocked();
}

void Exchange::startSocket(Headers headers)
{
    const std::lock_guard lock(m_mutex);
    if (m_state != State::Waiting)
        return;
    m_state = State::Streaming;
    m_isSocket = true;
    m_pendingLimit = m_socketLimit;
    m_head =
        Head{.response = {.status = 101, .headers = std::move(headers), .body = {}}, .kind = Kind::Socket};
    wakeLocked();
}

void Exchange::write(std::string bytes)
{
    const std::lock_guard lock(m_mutex);
    if (m_state != State::Streaming || m_cut || bytes.empty())
        return;
    if (m_isSocket)
        m_messages.push_back(bytes.size());
    if (m_ready.empty())
        m_ready = std::move(bytes);
    else
        m_ready += bytes;
    if (m_ready.size() + m_inFlight > m_pendingLimit) {
        m_cut = true;
        m_ready = {};
        m_messages.clear();
        m_wakePending = false; // must be noticed even while a write hangs
    }
    wakeLocked();
}

void Exchange::finish()
{
    const std::lock_guard lock(m_mutex);
    if (m_state != State::Streaming)
        return;
    m_state = State::Finished;
    wakeLocked();
}

void Exchange::abandon()
{
    const std::lock_guard lock(m_mutex);
    if (m_state == State::Waiting) {
        m_state = State::Answered;
        m_head = Head{.response = refusal(500), .kind = Kind::Whole};
    } else if (m_state == State::Streaming) {
        // Without its last chunk the client sees that the stream broke, which it did.
        m_cut = true;
        m_ready = {};
        m_messages.clear();
    }
    wakeLocked();
}

bool Exchange::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return (m_state == State::Waiting || m_state == State::Streaming) && !m_cut;
}

std::size_t Exchange::pendingBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_ready.size() + m_inFlight;
}

void Exchange::onClosed(std::function<void()> callback)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state != State::Closed) {
            m_onClosed = std::move(callback);
            return;
        }
    }
    callback();
}

std::optional<Exchange::Head> Exchange::takeHead()
{
    const std::lock_guard lock(m_mutex);
    m_wakePending = false;
    return std::exchange(m_head, std::nullopt);
}

Exchange::Batch Exchange::takeBatch(std::size_t limit)
{
    const std::lock_guard lock(m_mutex);
    m_wakePending = false;
    Batch batch;
    batch.cut = m_cut;
    if (!m_messages.empty()) {
        limit = m_messages.front();
        m_messages.pop_front();
    }
    if (m_ready.size() <= limit) {
        batch.bytes = std::exchange(m_ready, {});
    } else {
        batch.bytes = m_ready.substr(0, limit);
        m_ready.erase(0, limit);
    }
    m_inFlight += batch.bytes.size();
    batch.finished = m_state == State::Finished && m_ready.empty();
    return batch;
}

void Exchange::sent(std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    m_inFlight -= std::min(bytes, m_inFlight);
}

bool Exchange::isCut() const
{
    const std::lock_guard lock(m_mutex);
    return m_cut;
}

void Exchange::close()
{
    std::function<void()> onClosed;
    {
        const std::lock_guard lock(m_mutex);
        const bool early = m_state == State::Waiting || m_state == State::Streaming;
        m_state = State::Closed;
        m_wake = nullptr;
        m_head.reset();
        m_ready = {};
        m_messages.clear();
        m_inFlight = 0;
        onClosed = std::exchange(m_onClosed, nullptr);
        if (!early)
            onClosed = nullptr;
    }
    if (onClosed)
        onClosed();
}

void Exchange::wakeLocked()
{
    if (!m_wake || m_wakePending)
        return;
    m_wakePending = true;
    m_wake();
}

} // namespace throughline::server::http
