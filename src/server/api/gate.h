#pragma once

#include "server/http/httpserver.h"

#include <QByteArray>

#include <optional>

namespace throughline::server::api {

/// Who may talk to this server at all (docs/http-contract.md, "The gate"): whoever knows the token, under the
/// very address the server listens on, from no page of another origin, in JSON. The loopback alone protects
/// from nothing: every page in every browser and every user of the machine can reach it.
class Gate
{
public:
    /// Lets nothing pass while \a token is empty.
    Gate(const QByteArray &token, quint16 port);

    /// The refusal, or nothing when the request may pass.
    std::optional<http::Response> refuse(const http::Request &request) const;

private:
    bool isOurHost(std::string_view host) const;
    bool isOurOrigin(std::string_view origin) const;
    bool isToken(std::string_view candidate) const;

    QByteArray m_token;
    std::string m_port;
};

} // namespace throughline::server::api
