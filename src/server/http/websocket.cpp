#include "server/http/connection.h"
#include "server/http/wireformat.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket.hpp>
#include <tuple>

// The part of Connection that is a WebSocket. Beast keeps the rules of RFC 6455: masks, fragments, lengths,
// UTF-8, the answers to pings, the closing handshake.

namespace throughline::server::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Socket = websocket::stream<tcp::socket &>;

constexpr auto awaiting = asio::as_tuple(asio::use_awaitable);

constexpr std::chrono::milliseconds goodbyeTime{1000}; ///< for the other's part of a handshake
constexpr std::size_t longestMessage = 4096;           ///< of a client, which is to send none

/// The opening handshake as Beast wants to see it; what else there was in the request the gate has seen.
websocket::request_type handshake(const std::string &key)
{
    namespace wire = beast::http;
    websocket::request_type request{wire::verb::get, "/", 11};
    request.set(wire::field::host, "127.0.0.1");
    request.set(wire::field::upgrade, "websocket");
    request.set(wire::field::connection, "Upgrade");
    request.set(wire::field::sec_websocket_version, "13");
    request.set(wire::field::sec_websocket_key, key);
    return request;
}

void configure(Socket &socket, const Response &head, std::chrono::milliseconds heartbeat)
{
    // Beast sends a ping when half of the idle time has passed without a sign of life.
    socket.set_option(websocket::stream_base::timeout{
        .handshake_timeout = goodbyeTime, .idle_timeout = 2 * heartbeat, .keep_alive_pings = true});
    socket.set_option(websocket::stream_base::decorator([&head](websocket::response_type &response) {
        for (const auto &[name, value] : head.headers) {
            if (isSendable(name, value))
                response.set(name, value);
        }
    }));
    socket.read_message_max(longestMessage);
    socket.text(true);
}

/// Waits for the client to go. Whoever says anything here is not one that this was made for.
asio::awaitable<void> awaitEnd(Socket &socket, bool &isGone)
{
    std::array<char, longestMessage> waste{};
    const auto [error, size] = co_await socket.async_read_some(asio::buffer(waste), awaiting);
    isGone = true;
    if (!error)
        co_await socket.async_close(websocket::close_code::policy_error, awaiting);
    error_code ignored;
    socket.next_layer().close(ignored);
}

} // namespace

asio::awaitable<void> Connection::sendSocket(const Response &head, Exchange &exchange)
{
    m_keepAlive = false;
    co_await stopWatching();
    // Before the answer a client may send no frame, and without a handshake there can be none.
    if (m_peerGone || m_socketKey.empty() || m_buffer.size() > 0) {
        co_await sendResponse(refusal(m_socketKey.empty() ? 426 : 400));
        co_return;
    }
    Socket socket(m_socket);
    configure(socket, head, m_limits.socketHeartbeat);
    error_code error;
    std::tie(error) = co_await socket.async_accept(handshake(m_socketKey), awaiting);
    if (error)
        co_return;
    m_streaming = true;
    startReading(awaitEnd(socket, m_peerGone));
    while (!error && !m_peerGone && m_socket.is_open()) {
        const Exchange::Batch batch = exchange.takeBatch(longestMessage);
        if (batch.cut)
            break;
        if (!batch.bytes.empty()) {
            std::tie(error, std::ignore) = co_await socket.async_write(asio::buffer(batch.bytes), awaiting);
            exchange.sent(batch.bytes.size());
        } else if (batch.finished) {
            co_await socket.async_close(websocket::close_code::normal, awaiting);
            break;
        } else {
            co_await awaken();
        }
    }
    error_code ignored;
    m_socket.close(ignored);
    co_await stopWatching(); // which still uses the socket
}

} // namespace throughline::server::http
