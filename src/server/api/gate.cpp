#include "server/api/gate.h"

#include "server/api/answers.h"

#include <string>

namespace throughline::server::api {

namespace {

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char &c : result) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    const std::size_t from = text.find_first_not_of(blanks);
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// application/json, in UTF-8 if it says in what.
bool isJson(std::string_view contentType)
{
    const std::string type = lowered(contentType);
    const std::size_t semicolon = type.find(';');
    if (trimmed(std::string_view(type).substr(0, semicolon)) != "application/json")
        return false;
    if (semicolon == std::string::npos)
        return true;
    const std::string_view parameter = trimmed(std::string_view(type).substr(semicolon + 1));
    return parameter.empty() || parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"";
}

} // namespace

Gate::Gate(const QByteArray &token, quint16 port)
    : m_token(token)
    , m_port(std::to_string(port))
{}

std::optional<http::Response> Gate::refuse(const http::Request &request) const
{
    if (request.headerCount("Host") != 1)
        return detail(400, QStringLiteral("Exactly one Host header is needed."));
    if (!isOurHost(request.header("Host")))
        return detail(403, QStringLiteral("This server is not known under that name."));
    if (request.headerCount("Origin") > 1 || !isOurOrigin(request.header("Origin")))
        return detail(403, QStringLiteral("Pages of other origins may not talk to this server."));

    const std::string_view authorization = request.header("Authorization");
    if (authorization.empty())
        return unauthorized(QStringLiteral("Authentication credentials were not provided."));
    constexpr std::size_t schemeLength = 7;
    if (request.headerCount("Authorization") != 1 ||
        lowered(authorization.substr(0, schemeLength)) != "bearer " ||
        !isToken(trimmed(authorization.substr(schemeLength))))
        return unauthorized(QStringLiteral("Given token not valid for any token type"));

    if (!request.body.empty() &&
        (request.headerCount("Content-Type") != 1 || !isJson(request.header("Content-Type"))))
        return detail(415, QStringLiteral("Unsupported media type in request: application/json is needed."));
    return std::nullopt;
}

bool Gate::isOurHost(std::string_view host) const
{
    const std::string name = lowered(host);
    return name == "127.0.0.1:" + m_port || name == "localhost:" + m_port;
}

bool Gate::isOurOrigin(std::string_view origin) const
{
    constexpr std::string_view scheme = "http://";
    return origin.empty() || (origin.starts_with(scheme) && isOurHost(origin.substr(scheme.size())));
}

/// Takes as long for a token that is nearly right as for one that is all wrong.
bool Gate::isToken(std::string_view candidate) const
{
    if (m_token.isEmpty() || candidate.size() != static_cast<std::size_t>(m_token.size()))
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < candidate.size(); ++i) {
        difference |= static_cast<unsigned char>(candidate[i]) ^
                      static_cast<unsigned char>(m_token[static_cast<qsizetype>(i)]);
    }
    return difference == 0;
}

} // namespace throughline::server::api
