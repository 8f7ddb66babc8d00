#include "server/http/connection.h"

#include "server/http/wireformat.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>
#include <tuple>

namespace throughline::server::http {

namespace {

namespace asio = boost::asio;
namespace wire = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Parser = wire::request_parser<wire::string_body>;

constexpr auto token = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t largestBatch = std::size_t{256} * 1024; // so that the write timeout measures progress
constexpr std::size_t bufferSlack = std::size_t{128} * 1024;  // Beast reads 64 KiB at a time
constexpr std::size_t lingerBytes = std::size_t{4} * 1024 * 1024; // read and thrown away after a refusal
constexpr std::chrono::milliseconds lingerTime{1000};
constexpr std::chrono::milliseconds cancelAgain{20};

/// The answer to a request that could not be read; 0: none, just close.
int statusOf(const error_code &error)
{
    if (error == wire::error::end_of_stream || error == wire::error::partial_message)
        return 0;
    if (error == wire::error::body_limit)
        return 413;
    if (error == wire::error::header_limit || error == wire::error::buffer_overflow)
        return 431;
    if (error == wire::error::bad_version)
        return 505;
    return error.category() == wire::make_error_code(wire::error::bad_method).category() ? 400 : 0;
}

Request requestFrom(Parser::value_type &&message)
{
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto &field : message)
        request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    request.body = std::move(message.body());
    return request;
}

} // namespace

Connection::Connection(tcp::socket socket, const Handler &handler, const Limits &limits)
    : m_socket(std::move(socket))
    , m_deadline(m_socket.get_executor())
    , m_wake(m_socket.get_executor())
    , m_buffer(limits.headerBytes + bufferSlack)
    , m_handler(handler)
    , m_limits(limits)
{
    error_code ignored;
    m_socket.set_option(tcp::no_delay(true), ignored);
}

/// Ends the exchange whichever way its coroutine ends.
struct Connection::Exchanging
{
    Exchanging(Connection &connection, std::shared_ptr<Exchange> exchange)
        : connection(connection)
        , exchange(std::move(exchange))
    {
        connection.m_exchange = this->exchange.get();
    }
    ~Exchanging()
    {
        connection.m_exchange = nullptr;
        connection.m_streaming = false;
        exchange->close();
    }
    Exchanging(const Exchanging &) = delete;
    Exchanging &operator=(const Exchanging &) = delete;

    Connection &connection;
    std::shared_ptr<Exchange> exchange;
};

asio::awaitable<void> Connection::serve()
{
    const auto self = shared_from_this();
    while (m_keepAlive && !m_stopping && m_socket.is_open()) {
        std::optional<Request> request = co_await read();
        if (!request)
            break;
        co_await answer(std::move(*request));
        m_isFirst = false;
    }
    close();
}

asio::awaitable<void> Connection::turnAway(int status)
{
    const auto self = shared_from_this();
    m_keepAlive = false;
    co_await sendResponse(refusal(status));
    co_await linger();
    close();
}

void Connection::stop()
{
    m_stopping = true;
    m_keepAlive = false;
    if (!m_exchange)
        close();
}

void Connection::close()
{
    neverExpire();
    m_deadline.cancel();
    m_deadlineRuns = false;
    error_code ignored;
    m_socket.shutdown(tcp::socket::shutdown_both, ignored);
    m_socket.close(ignored);
    m_wake.cancel();
}

asio::awaitable<std::optional<Request>> Connection::read()
{
    if (m_buffer.size() == 0) {
        expireAfter(m_isFirst ? m_limits.headerTimeout : m_limits.idleTimeout);
        forgetEarlierDeadline();
        const auto [waited] = co_await m_socket.async_wait(tcp::socket::wait_read, token);
        if (waited || m_expired)
            co_return std::nullopt;
    }
    expireAfter(m_limits.headerTimeout);
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(m_limits.headerBytes));
    parser.body_limit(m_limits.bodyBytes);
    error_code error;
    std::tie(error, std::ignore) = co_await wire::async_read_header(m_socket, m_buffer, parser, token);
    if (!error && !m_expired) {
        if (const auto expected = parser.get().find(wire::field::expect); expected != parser.get().end()) {
            if (!boost::beast::iequals(expected->value(), "100-continue")) {
                co_await turnAway(417);
                co_return std::nullopt;
            }
            const auto length = parser.content_length();
            if ((!length || *length <= m_limits.bodyBytes) && m_buffer.size() == 0)
                co_await asio::async_write(
                    m_socket, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), token);
        }
        if (!m_expired)
            std::tie(error, std::ignore) = co_await wire::async_read(m_socket, m_buffer, parser, token);
    }
    const bool tookTooLong = m_expired;
    neverExpire();
    if (error || tookTooLong) {
        if (const int status = tookTooLong ? 408 : statusOf(error); status != 0 && !m_stopping)
            co_await turnAway(status);
        co_return std::nullopt;
    }
    m_keepAlive = parser.keep_alive() && !m_stopping;
    m_isOld = parser.get().version() < 11;
    m_isHead = parser.get().method() == wire::verb::head;
    co_return requestFrom(parser.release());
}

asio::awaitable<void> Connection::answer(Request request)
{
    const auto executor = m_socket.get_executor();
    const std::weak_ptr<Connection> weak = weak_from_this();
    m_socketKey =
        request.asksForSocket() && !m_isOld ? request.header("Sec-WebSocket-Key") : std::string_view();
    const auto exchange = std::make_shared<Exchange>(m_limits, [executor, weak] {
        asio::post(executor, [weak] {
            if (const auto connection = weak.lock())
                connection->woken();
        });
    });
    const Exchanging exchanging(*this, exchange);
    m_handler(std::move(request), makeResponder(exchange));

    startReading(watch());
    std::optional<Exchange::Head> head = exchange->takeHead();
    while (!head && m_socket.is_open()) {
        co_await awaken();
        head = exchange->takeHead();
    }
    if (!head)
        m_keepAlive = false;
    else if (head->kind == Exchange::Kind::Socket)
        co_await sendSocket(head->response, *exchange);
    else if (head->kind == Exchange::Kind::Stream)
        co_await sendStream(head->response, *exchange);
    else
        co_await sendResponse(head->response);
    co_await stopWatching();
    if (m_peerGone)
        m_keepAlive = false;
}

asio::awaitable<void> Connection::sendResponse(const Response &response)
{
    const Framing framing = isBodiless(response.status) ? Framing::None : Framing::Length;
    m_keepAlive = m_keepAlive && !m_stopping;
    std::string bytes = headOf(response.status, response.headers, framing, response.body.size(), m_keepAlive);
    if (framing == Framing::Length && !m_isHead)
        bytes += response.body;
    for (std::size_t at = 0; at < bytes.size(); at += largestBatch) {
        if (!co_await send(std::string_view(bytes).substr(at, largestBatch)))
            break;
    }
}

asio::awaitable<void> Connection::sendStream(const Response &head, Exchange &exchange)
{
    // A HEAD asks what a stream would look like; it does not start to listen to one.
    const Framing framing = m_isOld || m_isHead ? Framing::Close : Framing::Chunked;
    m_keepAlive = m_keepAlive && !m_stopping && framing == Framing::Chunked;
    m_streaming = true;
    bool ok = co_await send(headOf(head.status, head.headers, framing, 0, m_keepAlive));
    while (ok && !m_isHead && !m_peerGone) {
        const Exchange::Batch batch = exchange.takeBatch(largestBatch);
        if (batch.cut) {
            ok = false;
        } else if (!batch.bytes.empty() || batch.finished) {
            std::string bytes;
            if (framing == Framing::Chunked) {
                if (!batch.bytes.empty())
                    bytes.append(chunkHead(batch.bytes.size())).append(batch.bytes).append(chunkEnd);
                if (batch.finished)
                    bytes += lastChunk;
            } else {
                bytes = batch.bytes;
            }
            ok = co_await send(bytes);
            exchange.sent(batch.bytes.size());
            if (batch.finished)
                break;
        } else {
            co_await awaken();
            ok = m_socket.is_open();
        }
    }
    if (!ok || m_peerGone)
        m_keepAlive = false;
}

/// False: the client is gone or takes nothing any more; the connection is closed.
asio::awaitable<bool> Connection::send(std::string_view bytes)
{
    expireAfter(m_limits.writeTimeout);
    const auto [error, sent] = co_await asio::async_write(m_socket, asio::buffer(bytes), token);
    const bool ok = !error && !m_expired;
    neverExpire();
    if (!ok) {
        error_code ignored;
        m_socket.close(ignored);
    }
    co_return ok;
}

void Connection::startReading(asio::awaitable<void> reading)
{
    m_watchEnds = false;
    m_watching = true;
    asio::co_spawn(
        m_socket.get_executor(), std::move(reading), [self = shared_from_this()](const std::exception_ptr &) {
            self->m_watching = false;
            self->m_wake.cancel();
        });
}

/// Reads while an answer is under way: pipelined requests into the buffer, and the end of a client that goes.
asio::awaitable<void> Connection::watch()
{
    while (!m_watchEnds && m_buffer.size() < m_limits.headerBytes) {
        const auto [error, size] =
            co_await m_socket.async_read_some(m_buffer.prepare(m_limits.headerBytes), token);
        if (error == asio::error::operation_aborted)
            continue; // cancelled for another reason unless m_watchEnds
        if (error) {
            m_peerGone = true;
            // Half-closed clients still get a plain answer, but nobody listens to a stream that way.
            if (m_streaming || error != asio::error::eof) {
                error_code ignored;
                m_socket.close(ignored);
            }
            break;
        }
        m_buffer.commit(size);
    }
}

asio::awaitable<void> Connection::stopWatching()
{
    m_watchEnds = true;
    while (m_watching) {
        error_code ignored;
        m_socket.cancel(ignored);
        co_await awaken();
    }
}

asio::awaitable<void> Connection::awaken()
{
    m_wake.expires_at(Clock::time_point::max());
    co_await m_wake.async_wait(token);
}

void Connection::woken()
{
    m_wake.cancel();
    // A write that hangs on a slow reader would not notice by itself that the stream was given up.
    if (m_streaming && m_exchange && m_exchange->isCut()) {
        error_code ignored;
        m_socket.close(ignored);
    }
}

/// Closing with unread bytes resets the connection, and the client may lose the answer that says why.
asio::awaitable<void> Connection::linger()
{
    error_code error;
    m_socket.shutdown(tcp::socket::shutdown_send, error);
    expireAfter(lingerTime);
    std::array<char, 16'384> waste{};
    for (std::size_t read = 0; !error && !m_expired && !m_stopping && read < lingerBytes;) {
        std::size_t size = 0;
        std::tie(error, size) = co_await m_socket.async_read_some(asio::buffer(waste), token);
        read += size;
    }
    neverExpire();
}

void Connection::expireAfter(std::chrono::milliseconds time)
{
    m_expired = false;
    m_expiry = Clock::now() + time;
    // An earlier deadline needs the timer anew; a later one is noticed when the timer fires.
    if (!m_deadlineRuns || m_deadline.expiry() > *m_expiry)
        waitForDeadline();
}

/// Of the last request: it would wake the thread of a server that nobody asks anything.
void Connection::forgetEarlierDeadline()
{
    if (m_deadline.expiry() < *m_expiry)
        waitForDeadline();
}

void Connection::neverExpire()
{
    m_expiry.reset();
    m_expired = false;
}

void Connection::waitForDeadline()
{
    m_deadline.expires_at(*m_expiry);
    m_deadlineRuns = true;
    m_deadline.async_wait([weak = weak_from_this()](const error_code &error) {
        const auto self = weak.lock();
        if (!self || error == asio::error::operation_aborted)
            return;
        self->m_deadlineRuns = false;
        if (!self->m_expiry)
            return;
        if (Clock::now() >= *self->m_expiry) {
            // A composed operation may be between two steps just now and miss this: cancel until it ended.
            self->m_expired = true;
            self->m_expiry = Clock::now() + cancelAgain;
            error_code ignored;
            self->m_socket.cancel(ignored);
        }
        self->waitForDeadline();
    });
}

} // namespace throughline::server::http
