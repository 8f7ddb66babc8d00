#include "server/http/httpserver.h"

#include <algorithm>

namespace throughline::server::http {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameName(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
        [](char a, char b) { return lower(a) == lower(b); });
}

/// Whether the list \a value ("keep-alive, Upgrade") has \a token in it.
bool names(std::string_view value, std::string_view token)
{
    while (!value.empty()) {
        const std::size_t comma = value.find(',');
        std::string_view entry = value.substr(0, comma);
        value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
        const std::size_t from = entry.find_first_not_of(" \t");
        if (from == std::string_view::npos)
            continue;
        entry = entry.substr(from, entry.find_last_not_of(" \t") - from + 1);
        if (sameName(entry, token))
            return true;
    }
    return false;
}

} // namespace

std::string_view Request::header(std::string_view name) const
{
    const auto found = std::find_if(
        headers.begin(), headers.end(), [name](const auto &header) { return sameName(header.first, name); });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::size_t Request::headerCount(std::string_view name) const
{
    return static_cast<std::size_t>(std::count_if(
        headers.begin(), headers.end(), [name](const auto &header) { return sameName(header.first, name); }));
}

bool Request::asksForSocket() const
{
    return method == "GET" && body.empty() && names(header("Upgrade"), "websocket") &&
           names(header("Connection"), "upgrade") && header("Sec-WebSocket-Version") == "13" &&
           headerCount("Sec-WebSocket-Key") == 1;
}

} // namespace throughline::server::http
