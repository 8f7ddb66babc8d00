#include "server/http/wireformat.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace throughline::server::http {

namespace {

struct Status
{
    int code;
    std::string_view reason;
    std::string_view detail; ///< for refusals
};

constexpr std::array statuses{
    Status{101, "Switching Protocols", ""},
    Status{200, "OK", ""},
    Status{201, "Created", ""},
    Status{202, "Accepted", ""},
    Status{204, "No Content", ""},
    Status{304, "Not Modified", ""},
    Status{400, "Bad Request", "The request is not valid HTTP."},
    Status{401, "Unauthorized", ""},
    Status{403, "Forbidden", ""},
    Status{404, "Not Found", ""},
    Status{405, "Method Not Allowed", ""},
    Status{408, "Request Timeout", "The request took too long to arrive."},
    Status{409, "Conflict", ""},
    Status{413, "Content Too Large", "The request body is too large."},
    Status{415, "Unsupported Media Type", ""},
    Status{417, "Expectation Failed", "Only 100-continue can be expected."},
    Status{426, "Upgrade Required", ""},
    Status{429, "Too Many Requests", ""},
    Status{431, "Request Header Fields Too Large", "The request header is too large."},
    Status{500, "Internal Server Error", "The server failed while answering."},
    Status{503, "Service Unavailable", "Too many connections. Try again in a moment."},
    Status{505, "HTTP Version Not Supported", "Only HTTP/1.0 and HTTP/1.1 are spoken here."},
};

const Status *find(int code)
{
    const auto found = std::find_if(
        statuses.begin(), statuses.end(), [code](const Status &status) { return status.code == code; });
    return found == statuses.end() ? nullptr : &*found;
}

bool isToken(std::string_view name)
{
    constexpr std::string_view allowed = "!#$%&'*+-.^_`|~0123456789"
                                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return !name.empty() && name.find_first_not_of(allowed) == std::string_view::npos;
}

bool isFieldValue(std::string_view value)
{
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

} // namespace

bool isSendable(std::string_view name, std::string_view value)
{
    return isToken(name) && isFieldValue(value);
}

bool isBodiless(int status)
{
    return status < 200 || status == 204 || status == 304;
}

std::string httpDate(std::time_t time)
{
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
#ifdef _WIN32
    gmtime_s(&utc, &time);
#else
    gmtime_r(&time, &utc);
#endif
    std::array<char, 40> text{};
    const int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
        days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
        months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
        utc.tm_sec);
    return std::string(text.data(), static_cast<std::size_t>(length));
}

std::string headOf(int status, const Headers &headers, Framing framing, std::size_t length, bool keepAlive)
{
    const Status *known = find(status);
    std::string head = "HTTP/1.1 " + std::to_string(status) + ' ';
    head += known ? known->reason : std::string_view("Status");
    head += "\r\nDate: " + httpDate(std::time(nullptr)) + "\r\n";
    for (const auto &[name, value] : headers) {
        if (isSendable(name, value))
            head.append(name).append(": ").append(value).append("\r\n");
    }
    if (framing == Framing::Length)
        head += "Content-Length: " + std::to_string(length) + "\r\n";
    else if (framing == Framing::Chunked)
        head += "Transfer-Encoding: chunked\r\n";
    head += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

Response refusal(int status)
{
    const Status *known = find(status);
    Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    if (status == 503)
        response.headers.emplace_back("Retry-After", "1");
    response.body = "{\"detail\":\"";
    response.body += known ? known->detail : std::string_view();
    response.body += "\"}";
    return response;
}

std::string chunkHead(std::size_t size)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    std::string head(digits.data(), end);
    head += "\r\n";
    return head;
}

} // namespace throughline::server::http
