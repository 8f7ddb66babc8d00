#pragma once

#include "server/http/exchange.h"
#include "server/http/httpserver.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Includes Boost: for httpserver.cpp, connection.cpp and websocket.cpp only.

namespace throughline::server::http {

/// One client: reads a request, hands it on, sends the answer, and again. Everything happens on the I/O
/// thread; at any time there is at most one deadline, and whatever is under way when it passes is cancelled.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(boost::asio::ip::tcp::socket socket, const Handler &handler, const Limits &limits);

    boost::asio::awaitable<void> serve();
    boost::asio::awaitable<void> turnAway(int status); ///< answers without reading, and closes
    void stop();                                       ///< ends as soon as no answer is under way
    void close();

private:
    struct Exchanging;

    boost::asio::awaitable<std::optional<Request>> read();
    boost::asio::awaitable<void> answer(Request request);
    boost::asio::awaitable<void> sendResponse(const Response &response);
    boost::asio::awaitable<void> sendStream(const Response &head, Exchange &exchange);
    boost::asio::awaitable<void> sendSocket(const Response &head, Exchange &exchange); ///< websocket.cpp
    boost::asio::awaitable<bool> send(std::string_view bytes);
    void startReading(boost::asio::awaitable<void> reading); ///< beside the answer, until stopWatching()
    boost::asio::awaitable<void> watch();
    boost::asio::awaitable<void> stopWatching();
    boost::asio::awaitable<void> awaken();
    void woken();
    boost::asio::awaitable<void> linger();

    void expireAfter(std::chrono::milliseconds time);
    void forgetEarlierDeadline();
    void neverExpire();
    void waitForDeadline();

    boost::asio::ip::tcp::socket m_socket;
    boost::asio::steady_timer m_deadline;
    boost::asio::steady_timer m_wake; ///< never expires; cancelled to wake the coroutine that waits on it
    boost::beast::flat_buffer m_buffer;
    const Handler &m_handler;
    const Limits &m_limits;

    Exchange *m_exchange = nullptr; ///< while an answer is under way
    std::optional<std::chrono::steady_clock::time_point> m_expiry;
    bool m_deadlineRuns = false;
    bool m_expired = false;

    bool m_isFirst = true;
    bool m_isHead = false;
    bool m_isOld = false;    ///< HTTP/1.0: knows no chunks
    std::string m_socketKey; ///< of a request for a WebSocket
    bool m_keepAlive = true;
    bool m_streaming = false;
    bool m_stopping = false;
    bool m_watching = false;
    bool m_watchEnds = false;
    bool m_peerGone = false;
};

} // namespace throughline::server::http
