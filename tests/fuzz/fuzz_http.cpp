// Any bytes as requests to a real server on a real socket: it answers in HTTP or closes, hands on only what
// is within its limits, and is still there for the next.

#include "fuzz/check.h"
#include "server/http/httpserver.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

using namespace throughline::fuzz;
using namespace throughline::server::http;

namespace {

Limits limits()
{
    Limits limits;
    limits.headerBytes = 1024;
    limits.bodyBytes = 1024;
    return limits;
}

bool hasLineEnd(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

/// The last socket, which stays open.
std::shared_ptr<Responder> kept; // NOLINT: the I/O thread's alone

/// Answers some requests at once, some as streams and some as sockets, and sends back what was asked, which
/// nobody should do.
void answer(const Request &request, const std::shared_ptr<Responder> &responder)
{
    check(request.body.size() <= limits().bodyBytes, "no body is longer than the limit");
    check(!hasLineEnd(request.method) && !hasLineEnd(request.target), "a request line is one line");
    for (const auto &[name, value] : request.headers)
        check(!hasLineEnd(name) && !hasLineEnd(value), "a header is one line");
    const Headers headers{
        {"X-Target", request.target}, {std::string(request.header("X-Name")), request.body}};
    if (request.target.starts_with("/ws/")) {
        responder->startSocket(headers);
        responder->write("message");
        responder->write("another");
        kept = responder; // the client goes first, or is cut when the next one comes
        return;
    }
    if (request.target.find("stream") == std::string::npos) {
        responder->respond({.status = 200, .headers = headers, .body = request.body});
        return;
    }
    responder->startStream(200, headers);
    responder->write(request.body);
    responder->write("rest");
    responder->finish();
}

HttpServer &server()
{
    static HttpServer server(
        [](Request request, std::shared_ptr<Responder> responder) { answer(request, responder); }, limits());
    static const std::string failure = server.start(0);
    check(failure.empty(), "the server starts");
    return server;
}

int connectTo(quint16 port)
{
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check(client >= 0, "there is a socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(::connect(client, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0,
        "the server is there");
    const int one = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    // Closing with a reset leaves no port behind in TIME_WAIT, of which thousands a second would run out.
    const linger reset{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return client;
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = bytesOf(data, size);
    const int client = connectTo(server().port());
    const qsizetype cut = Dice(bytes).below(bytes.size() + 1);
    for (const QByteArrayView piece : {bytes.first(cut), bytes.sliced(cut)}) {
        if (!piece.isEmpty() && ::send(client, piece.data(), size_t(piece.size()), MSG_NOSIGNAL) < 0)
            break;
    }
    ::shutdown(client, SHUT_WR);

    std::string answer;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t got = ::recv(client, buffer.data(), buffer.size(), 0);
        check(got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK), "the server answers or closes in time");
        if (got <= 0)
            break;
        answer.append(buffer.data(), size_t(got));
    }
    ::close(client);
    check(answer.empty() || answer.starts_with("HTTP/1.1 "), "an answer is HTTP");
    return 0;
}
