#include "net/networktransport.h"

#include "net/activitylog.h"
#include "net/networkexchange.h"
#include "net/proxyerror.h"
#include "net/socketexchange.h"

#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <utility>

namespace throughline::net {

namespace {

bool isThisMachine(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

/// The proxy that was chosen, but never on the way to this very machine: the embedded server's token stays
/// here.
class ProxiesForOthers final : public QNetworkProxyFactory
{
public:
    explicit ProxiesForOthers(ProxyOptions options)
        : m_options(std::move(options))
    {}

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (isThisMachine(query.peerHostName()))
            return {direct()};
        switch (m_options.kind) {
        case ProxyOptions::Kind::None:
            return {direct()};
        case ProxyOptions::Kind::Http:
            return {chosen(QNetworkProxy::HttpProxy)};
        case ProxyOptions::Kind::Socks5:
            return {chosen(QNetworkProxy::Socks5Proxy)};
        case ProxyOptions::Kind::System:
            break;
        }
        QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(query);
        for (QNetworkProxy &proxy : proxies) {
            if (proxy.type() == QNetworkProxy::NoProxy)
                proxy = direct();
        }
        return proxies;
    }

private:
    /// No proxy, by the name under which Qt gives the connection a read buffer with a limit. With NoProxy it
    /// reads as long as there is something to read: of a head or a long chunk that comes fast everything, for
    /// ever, and while it does it hears nobody. What "default" means is settled below.
    static QNetworkProxy direct() { return QNetworkProxy(QNetworkProxy::DefaultProxy); }

    QNetworkProxy chosen(QNetworkProxy::ProxyType type) const
    {
        return {type, m_options.host, m_options.port, m_options.user, m_options.password};
    }

    const ProxyOptions m_options;
};

std::unique_ptr<QNetworkAccessManager> managerFor(const ProxyOptions &proxy)
{
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setAutoDeleteReplies(false);
    manager->setProxyFactory(new ProxiesForOthers(proxy)); // the manager owns it
    return manager;
}

/// For a connection that is not only for a request: through an HTTP proxy by a tunnel.
QNetworkProxy socketProxyFor(const QNetworkAccessManager &manager, const QUrl &url)
{
    QNetworkProxy proxy = proxyFor(manager, url);
    if (isDirect(proxy))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    if (proxy.type() == QNetworkProxy::HttpCachingProxy)
        proxy.setType(QNetworkProxy::HttpProxy);
    return proxy;
}

bool isIdle(const std::unique_ptr<QNetworkAccessManager> &manager)
{
    return manager->findChild<QNetworkReply *>() == nullptr;
}

} // namespace

NetworkTransport::NetworkTransport(ActivityLog *log, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_streams(managerFor(m_options.proxy))
    , m_rest(managerFor(m_options.proxy))
{
    // Qt's default may be the system's proxies. In this program transports alone choose proxies, each its
    // own.
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
}

void NetworkTransport::setOptions(const NetworkOptions &options)
{
    if (m_options == options)
        return;
    m_options = options;
    m_authorities.clear();
    if (!options.authorities.isEmpty())
        m_authorities = (options.systemAuthorities.isEmpty() ? QSslConfiguration::systemCaCertificates()
                                                             : options.systemAuthorities) +
                        options.authorities;
    // Other managers rather than other settings for these: their connections were made with the old ones.
    std::erase_if(m_retired, isIdle);
    m_retired.push_back(std::exchange(m_streams, managerFor(options.proxy)));
    m_retired.push_back(std::exchange(m_rest, managerFor(options.proxy)));
}

std::unique_ptr<HttpExchange> NetworkTransport::send(const HttpRequest &request)
{
    if (request.webSocket)
        return std::make_unique<SocketExchange>(
            m_turns, m_guard, m_log, request, socketProxyFor(*m_rest, request.url), m_authorities);
    HttpRequest sent = request;
    const ProxyOptions &proxy = m_options.proxy;
    // Into a tunnel (https) Qt takes name and password itself. A plain request is the proxy's to read, and Qt
    // answers no question of its for requests that are not to use remembered passwords.
    if (proxy.kind == ProxyOptions::Kind::Http && !proxy.user.isEmpty() &&
        request.url.scheme() == QLatin1String("http") && !isThisMachine(request.url.host())) {
        const QByteArray who = QStringLiteral("%1:%2").arg(proxy.user, proxy.password).toUtf8();
        sent.headers.emplaceBack("Proxy-Authorization", "Basic " + who.toBase64());
    }
    return std::make_unique<NetworkExchange>(
        request.stream ? *m_streams : *m_rest, m_turns, m_guard, m_log, std::move(sent), m_authorities);
}

} // namespace throughline::net
