#include "reliability/cuttingproxy.h"

#include <QHostAddress>
#include <QPointer>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace throughline::test {

namespace {

/// As it stands in the header Host, whose name later versions of Qt write in small letters.
QByteArray addressAt(quint16 port)
{
    return "127.0.0.1:" + QByteArray::number(port) + "\r\n";
}

} // namespace

struct CuttingProxy::Connection
{
    QPointer<QTcpSocket> client;
    QPointer<QTcpSocket> server;
    std::optional<Cut> cut; ///< of the request that is under way
    qint64 forwarded = 0;   ///< bytes in the cut's direction
    bool isOver = false;
};

CuttingProxy::CuttingProxy(quint16 target, QObject *parent)
    : QObject(parent)
    , m_target(target)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *client = m_server.nextPendingConnection())
            accept(client);
    });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("proxy: %s", qPrintable(m_server.errorString()));
}

QUrl CuttingProxy::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
}

void CuttingProxy::accept(QTcpSocket *client)
{
    auto *server = new QTcpSocket(this); // may still have to deliver something when the client is gone
    auto connection = std::make_shared<Connection>();
    connection->client = client;
    connection->server = server;
    connect(client, &QTcpSocket::readyRead, this,
        [=, this] { forward(connection, Cut::Way::Request, client->readAll()); });
    connect(server, &QTcpSocket::readyRead, this,
        [=, this] { forward(connection, Cut::Way::Answer, server->readAll()); });
    connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
    connect(client, &QTcpSocket::disconnected, client, &QTcpSocket::deleteLater);
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(server, &QTcpSocket::disconnected, server, &QTcpSocket::deleteLater);
    server->connectToHost(QHostAddress::LocalHost, m_target);
}

void CuttingProxy::forward(const std::shared_ptr<Connection> &connection, Cut::Way way, QByteArray bytes)
{
    if (connection->isOver || !connection->client || !connection->server)
        return;
    if (way == Cut::Way::Request) {
        // Clients of HTTP/1.1 that do not pipeline begin a request with a packet of its own.
        const auto cuts = m_cuts.find(bytes.left(bytes.indexOf(' ')));
        if (cuts != m_cuts.end() && !cuts->isEmpty()) {
            connection->cut = cuts->takeFirst();
            connection->forwarded = 0;
        }
        // The server is asked under its own name, or it would refuse.
        bytes.replace(addressAt(m_server.serverPort()), addressAt(m_target));
    }
    QTcpSocket &to = way == Cut::Way::Request ? *connection->server : *connection->client;
    if (!connection->cut || connection->cut->way != way) {
        to.write(bytes);
        return;
    }
    const qint64 left = connection->cut->after - connection->forwarded;
    connection->forwarded += std::min<qint64>(left, bytes.size());
    to.write(bytes.left(left));
    if (left <= bytes.size())
        cut(connection);
}

void CuttingProxy::cut(const std::shared_ptr<Connection> &connection)
{
    connection->isOver = true;
    ++m_cutCount;
    // What got through is on its way before the end is; the server's part ends when it has all of its.
    connection->client->flush();
#ifdef Q_OS_UNIX
    if (connection->cut->torn) {
        const linger now{1, 0};
        setsockopt(int(connection->client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        connection->client->abort();
        return;
    }
#endif
    connection->client->disconnectFromHost();
}

} // namespace throughline::test
