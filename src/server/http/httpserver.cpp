#include "server/http/httpserver.h"

#include "server/http/connection.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <string>
#include <thread>

namespace throughline::server::http {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

constexpr auto completion = asio::as_tuple(asio::use_awaitable);

} // namespace

class HttpServer::Private
{
public:
    Private(Handler handler, Limits limits)
        : handler(std::move(handler))
        , limits(limits)
    {}

    asio::awaitable<void> listen();
    void take(tcp::socket socket);
    void stopGently(std::chrono::milliseconds grace);

    const Handler handler;
    const Limits limits;
    std::atomic<std::uint16_t> port{0};

    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    asio::steady_timer room{io};       ///< cancelled when a connection ends
    asio::steady_timer graceTimer{io}; ///< while stopping
    std::set<std::shared_ptr<Connection>> connections;
    std::size_t turnedAway = 0; ///< of the connections
    bool stopping = false;
    std::thread thread;
};

asio::awaitable<void> HttpServer::Private::listen()
{
    // A few more than the limit are taken, to tell them so; the rest waits in the system's backlog.
    constexpr std::size_t mostTurnedAway = 32;
    constexpr std::chrono::milliseconds whenOutOfDescriptors{100};
    while (!stopping) {
        if (turnedAway >= mostTurnedAway) {
            room.expires_at(asio::steady_timer::time_point::max());
            co_await room.async_wait(completion);
            continue;
        }
        auto [error, socket] = co_await acceptor.async_accept(completion);
        if (stopping)
            break;
        if (error) {
            room.expires_after(whenOutOfDescriptors);
            co_await room.async_wait(completion);
            continue;
        }
        take(std::move(socket));
    }
}

void HttpServer::Private::take(tcp::socket socket)
{
    const bool full = connections.size() - turnedAway >= limits.connections;
    const auto connection = std::make_shared<Connection>(std::move(socket), handler, limits);
    connections.insert(connection);
    turnedAway += full ? 1 : 0;
    asio::co_spawn(io, full ? connection->turnAway(503) : connection->serve(),
        [this, connection, full](const std::exception_ptr &) {
            connection->close();
            connections.erase(connection);
            turnedAway -= full ? 1 : 0;
            room.cancel();
            if (stopping && connections.empty())
                graceTimer.cancel();
        });
}

void HttpServer::Private::stopGently(std::chrono::milliseconds grace)
{
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    room.cancel();
    const auto now = connections;
    for (const auto &connection : now)
        connection->stop();
    if (connections.empty())
        return;
    graceTimer.expires_after(grace);
    graceTimer.async_wait([this](const error_code &) {
        const auto left = connections;
        for (const auto &connection : left)
            connection->close();
    });
}

HttpServer::HttpServer(Handler handler, Limits limits)
    : d(std::make_unique<Private>(std::move(handler), limits))
{}

HttpServer::~HttpServer()
{
    stop();
}

std::string HttpServer::start(std::uint16_t port)
{
    const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
    error_code error;
    d->acceptor.open(endpoint.protocol(), error);
#ifndef _WIN32
    // Elsewhere this lets a server listen again at once; on Windows it would let two listen on one port.
    if (!error)
        d->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
#endif
    if (!error)
        d->acceptor.bind(endpoint, error);
    if (!error)
        d->acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error) {
        error_code ignored;
        d->acceptor.close(ignored);
        return error.message();
    }
    d->port = d->acceptor.local_endpoint(error).port();
    asio::co_spawn(d->io, d->listen(), [](const std::exception_ptr &) {});
    d->thread = std::thread([this] { d->io.run(); });
    return {};
}

std::uint16_t HttpServer::port() const
{
    return d->port;
}

void HttpServer::stop(std::chrono::milliseconds grace)
{
    if (!d->thread.joinable())
        return;
    asio::post(d->io, [this, grace] { d->stopGently(grace); });
    d->thread.join(); // run() returns when the last connection has ended
}

} // namespace throughline::server::http
