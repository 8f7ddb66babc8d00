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

} // namespace throughline::server::http
