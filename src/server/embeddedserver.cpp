#include "server/embeddedserver.h"

#include "server/servercore.h"

#include <QRandomGenerator>
#include <QThread>

#include <array>

namespace throughline::server {

namespace {

EmbeddedServer::Options completed(EmbeddedServer::Options options)
{
    if (options.token.isEmpty())
        options.token = EmbeddedServer::newToken();
    return options;
}

} // namespace

class EmbeddedServer::Private
{
public:
    explicit Private(const Options &given)
        : options(completed(given))
    {}

    Options options;
    QThread thread;
    ServerCore *core = nullptr; ///< belongs to the thread, which deletes it
    quint16 port = 0;
    QString notice;
};

EmbeddedServer::EmbeddedServer(const Options &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(options))
{
    d->thread.setObjectName(QStringLiteral("throughline-service"));
}

EmbeddedServer::~EmbeddedServer()
{
    if (!d->core)
        return;
    QMetaObject::invokeMethod(d->core, &ServerCore::closeApi, Qt::BlockingQueuedConnection);
    // What was asked before is still answered by the service thread, so that nothing stored goes unanswered.
    d->core->stopListening();
    d->thread.quit();
    d->thread.wait();
}

void EmbeddedServer::start()
{
    if (d->core)
        return;
    d->core = new ServerCore(d->options);
    d->core->moveToThread(&d->thread);
    connect(&d->thread, &QThread::started, d->core, &ServerCore::open);
    connect(&d->thread, &QThread::finished, d->core, &QObject::deleteLater);
    connect(d->core, &ServerCore::opened, this, [this](quint16 port, const QString &notice) {
        d->port = port;
        d->notice = notice;
        Q_EMIT started();
    });
    connect(d->core, &ServerCore::failed, this, &EmbeddedServer::failed);
    connect(d->core, &ServerCore::backedUp, this, &EmbeddedServer::backedUp);
    d->thread.start();
}

void EmbeddedServer::setProviders(const provider::ProviderConfig &providers)
{
    d->options.providers = providers;
    if (!d->core)
        return;
    QMetaObject::invokeMethod(
        d->core, [core = d->core, providers] { core->setProviders(providers); }, Qt::QueuedConnection);
}

void EmbeddedServer::setNetwork(const net::NetworkOptions &network)
{
    d->options.network = network;
    if (!d->core)
        return;
    QMetaObject::invokeMethod(
        d->core, [core = d->core, network] { core->setNetwork(network); }, Qt::QueuedConnection);
}

void EmbeddedServer::backUp()
{
    if (d->core)
        QMetaObject::invokeMethod(d->core, &ServerCore::backUp, Qt::QueuedConnection);
}

QByteArray EmbeddedServer::newToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex();
}

QUrl EmbeddedServer::url() const
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(d->port);
    url.setPath(QStringLiteral("/"));
    return url;
}

QByteArray EmbeddedServer::token() const
{
    return d->options.token;
}

QString EmbeddedServer::notice() const
{
    return d->notice;
}

} // namespace throughline::server
