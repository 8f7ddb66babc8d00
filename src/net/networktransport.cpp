#include "net/networktransport.h"

#include "net/activitylog.h"
#include "net/networkexchange.h"

#include <QHostAddress>
#include <QNetworkProxyFactory>

namespace throughline::net {

namespace {

/// The system's proxies, but never on the way to this very machine: the embedded server's token stays here.
class ProxiesForOthers final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.peerHostName();
        if (host == QLatin1String("localhost") || QHostAddress(host).isLoopback())
            return {QNetworkProxy::NoProxy};
        return QNetworkProxyFactory::systemProxyForQuery(query);
    }
};

void configure(QNetworkAccessManager &manager)
{
    manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager.setAutoDeleteReplies(false);
    manager.setProxyFactory(new ProxiesForOthers); // the manager owns it
}

} // namespace

NetworkTransport::NetworkTransport(ActivityLog *log, QObject *parent)
    : QObject(parent)
    , m_log(log)
{
    configure(m_streams);
    configure(m_rest);
}

std::unique_ptr<HttpExchange> NetworkTransport::send(const HttpRequest &request)
{
    return std::make_unique<NetworkExchange>(request.stream ? m_streams : m_rest, m_turns, m_log, request);
}

} // namespace throughline::net
