#pragma once

#include "server/http/httpserver.h"

#include <ctime>
#include <string>

/// What an answer looks like on the wire. Text only: no sockets, no state.
namespace throughline::server::http {

/// How the end of an answer's body is found.
enum class Framing {
    None,    ///< no body at all (204, 304)
    Length,  ///< Content-Length
    Chunked, ///< Transfer-Encoding: chunked
    Close,   ///< until the connection closes (HTTP/1.0)
};

/// Status line and headers with the empty line. Headers that could split the answer (control characters, a
/// name that is no token) are left out; so are those that the server adds itself.
std::string headOf(int status, const Headers &headers, Framing framing, std::size_t length, bool keepAlive);

/// Whether a header can be sent as it is: a name that is a token, a value without control characters.
bool isSendable(std::string_view name, std::string_view value);

/// Whether an answer of this \a status never has a body.
bool isBodiless(int status);

/// `{"detail": "…"}` for what is refused before any route sees it.
Response refusal(int status);

std::string chunkHead(std::size_t size);
constexpr std::string_view chunkEnd = "\r\n";
constexpr std::string_view lastChunk = "0\r\n\r\n";

/// "Sun, 06 Nov 1994 08:49:37 GMT", whatever the locale.
std::string httpDate(std::time_t time);

} // namespace throughline::server::http
