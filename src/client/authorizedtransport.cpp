#include "client/authorizedtransport.h"

#include "net/origin.h"
#include "net/secretmask.h"

#include <QPointer>

#include <utility>

namespace throughline::client {

namespace {

/// One request and its answer, which is that of the second attempt when the first one's token had expired.
class AuthorizedExchange final : public net::HttpExchange
{
public:
    AuthorizedExchange(net::HttpTransport &network, Session &session, const net::HttpRequest &request)
        : m_network(network)
        , m_session(session)
        , m_request(request)
        , m_isForSession(net::isSameOrigin(request.url, session.server()))
    {
        // Also without a token the request is sent, and the server says what it thinks of that.
        if (m_isForSession && m_session.needsRenewal())
            m_session.renew(m_session.accessToken(), this, [this](const auto &) { start(); });
        else
            start();
    }

    QString withoutSecrets(const QString &said) const override
    {
        return net::withoutSecrets(said, {m_token});
    }

private:
    void start()
    {
        m_token = m_isForSession ? m_session.accessToken() : QByteArray();
        net::HttpRequest request = m_request;
        request.headers.removeIf([](const auto &header) {
            return header.first.compare("Authorization", Qt::CaseInsensitive) == 0;
        });
        if (!m_token.isEmpty())
            request.headers.emplaceBack("Authorization", "Bearer " + m_token);
        m_inner = m_network.send(request);
        setActivityId(m_inner->activityId());
        connect(m_inner.get(), &net::HttpExchange::headersReceived, this, &AuthorizedExchange::takeHead);
        connect(m_inner.get(), &net::HttpExchange::bodyReceived, this, &AuthorizedExchange::takeBody);
        connect(m_inner.get(), &net::HttpExchange::finished, this, &AuthorizedExchange::takeEnd);
    }

    void takeHead(const net::HttpResponseHead &head)
    {
        setActivityId(m_inner->activityId()); // a redirect has one of its own
        m_isHeld = head.status == 401 && m_isForSession && !m_isRepeated && m_session.canRenew();
        m_isRefusal = head.status >= 300;
        if (m_isHeld)
            m_head = head;
        else
            Q_EMIT headersReceived(head);
    }

    void takeBody(const QByteArray &bytes)
    {
        if (m_isHeld || m_isRefusal)
            m_body += bytes; // within the request's limit
        else
            Q_EMIT bodyReceived(bytes);
    }

    void takeEnd(const net::HttpResult &result)
    {
        if (!m_isHeld) {
            const QPointer<AuthorizedExchange> alive(this);
            passOnBody();
            if (alive)
                Q_EMIT finished(result);
            return;
        }
        m_isHeld = false;
        m_result = result;
        m_inner.reset();
        m_session.renew(m_token, this, [this](const auto &error) { takeRenewal(error); });
    }

    void takeRenewal(const std::optional<protocol::ApiError> &error)
    {
        if (!error) {
            m_isRepeated = true;
            m_body.clear();
            start();
        } else if (error->kind == protocol::ApiError::Kind::Unauthorized) {
            passOnRefusal();
        } else {
            Q_EMIT finished({.error = error});
        }
    }

    void passOnRefusal()
    {
        // Whoever is told may delete this, and goes on reading what it was told.
        const QPointer<AuthorizedExchange> alive(this);
        const net::HttpResponseHead head = m_head;
        const net::HttpResult result = m_result;
        Q_EMIT headersReceived(head);
        if (alive)
            passOnBody();
        if (alive)
            Q_EMIT finished(result);
    }

    /// What a server says when it refuses is shown and kept, and some repeat the token in it. No sentence is
    /// as long as a body that is too long to be looked through.
    void passOnBody()
    {
        constexpr qsizetype longestLookedThrough = qsizetype(64) * 1024;
        const QByteArray body = std::exchange(m_body, {});
        if (!body.isEmpty() && body.size() <= longestLookedThrough)
            Q_EMIT bodyReceived(net::withoutSecrets(body, {m_token}));
    }

    net::HttpTransport &m_network;
    Session &m_session;
    const net::HttpRequest m_request;
    const bool m_isForSession;
    std::unique_ptr<net::HttpExchange> m_inner;
    QByteArray m_token;
    bool m_isRepeated = false;

    bool m_isRefusal = false; // its body is passed on whole
    // A 401 that may yet become another answer.
    bool m_isHeld = false;
    net::HttpResponseHead m_head;
    QByteArray m_body;
    net::HttpResult m_result;
};

} // namespace

AuthorizedTransport::AuthorizedTransport(net::HttpTransport &network, Session &session)
    : m_network(network)
    , m_session(session)
{}

std::unique_ptr<net::HttpExchange> AuthorizedTransport::send(const net::HttpRequest &request)
{
    return std::make_unique<AuthorizedExchange>(m_network, m_session, request);
}

} // namespace throughline::client
