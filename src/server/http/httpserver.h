#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Sockets, limits, chunked responses. Knows no route and no JSON; the only room that includes Boost.
namespace throughline::server::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request
{
    std::string method; ///< "GET"
    std::string target; ///< as sent: "/api/signals/?thread_id=…"
    Headers headers;
    std::string body;

    /// The first header called \a name (any case), or empty.
    std::string_view header(std::string_view name) const;
    /// How often \a name was sent; more than once is suspicious for Host and Authorization.
    std::size_t headerCount(std::string_view name) const;
    /// Whether this is the opening handshake of a WebSocket (RFC 6455, 4.2.1).
    bool asksForSocket() const;
};

struct Response
{
    int status = 200;
    Headers headers; ///< without Content-Length, Date, Connection: the server adds them
    std::string body;
};

/// The answer to one request; thread-safe, kept by whoever answers. Either respond() once, or startStream()
/// or startSocket(), write() any number of times, finish(). Dropped without an answer: the client gets a 500.
/// Calls after the client went away do nothing.
class Responder
{
public:
    virtual ~Responder() = default;
    virtual void respond(Response response) = 0;
    virtual void startStream(int status, Headers headers) = 0;
    /// For a request that asksForSocket(). Each write() is one text message from here on, in UTF-8. From the
    /// client nothing is taken: one that sends a message, or reads too slowly, is cut.
    virtual void startSocket(Headers headers) = 0;
    /// Leaves at once as one chunk; what is ready while a write is under way is joined into the next chunk.
    virtual void write(std::string bytes) = 0;
    virtual void finish() = 0;
    virtual bool isOpen() const = 0;
    /// Bytes written and not yet sent: a slow reader.
    virtual std::size_t pendingBytes() const = 0;
    /// Called once, on the I/O thread, when the client goes away before the end; at once, from here, when it
    /// went already. Set it before the first write.
    virtual void onClosed(std::function<void()> callback) = 0;
};

/// Called on the I/O thread; must not block.
using Handler = std::function<void(Request, std::shared_ptr<Responder>)>;

struct Limits
{
    std::size_t headerBytes = std::size_t{16} * 1024;
    std::size_t bodyBytes = std::size_t{1024} * 1024;
    std::size_t connections = 256;
    std::size_t pendingBytes = std::size_t{8} * 1024 * 1024;  ///< a stream whose reader is slower is cut
    std::size_t socketPendingBytes = std::size_t{512} * 1024; ///< the same for a WebSocket
    std::chrono::milliseconds headerTimeout{10'000};          ///< also the whole request
    std::chrono::milliseconds idleTimeout{60'000};            ///< keep-alive, between requests
    std::chrono::milliseconds writeTimeout{30'000};
    std::chrono::milliseconds socketHeartbeat{20'000}; ///< a ping; without a sign of life twice as long: cut
};

/// HTTP/1.1 on 127.0.0.1, one thread of its own.
class HttpServer
{
public:
    explicit HttpServer(Handler handler, Limits limits = {});
    ~HttpServer(); ///< stop()
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// Listens on 127.0.0.1:\a port (0: chosen by the system). Returns an empty string, or what went wrong.
    std::string start(std::uint16_t port);
    std::uint16_t port() const;

    /// For good. No new connections; answers under way get up to \a grace to finish, then everything is
    /// closed and the thread joined.
    void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(500));

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace throughline::server::http
