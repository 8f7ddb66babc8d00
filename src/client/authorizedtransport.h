#pragma once

#include "client/session.h"
#include "net/httptransport.h"

namespace throughline::client {

/// The way to a team server for everything but signing in: puts the session's access token on each request,
/// and when the server no longer takes it (401) has the session renew it and sends the request once more,
/// with the same body and headers. Whoever asks sees none of this but the time it takes. Main thread only.
///
/// A request that comes while the session is being taken up, or its token is about to expire, waits for that.
/// An answer that has begun, above all a stream, is never cut for a token's sake. The token goes to the
/// session's origin only, and is taken out of what the server says when it refuses. If renewal fails for
/// good, the server's own 401 is the answer; if the server could not be asked, that is the error.
class AuthorizedTransport final : public net::HttpTransport
{
public:
    /// Both must outlive the transport and its exchanges.
    AuthorizedTransport(net::HttpTransport &network, Session &session);

    [[nodiscard]] std::unique_ptr<net::HttpExchange> send(const net::HttpRequest &request) override;

private:
    net::HttpTransport &m_network;
    Session &m_session;
};

} // namespace throughline::client
