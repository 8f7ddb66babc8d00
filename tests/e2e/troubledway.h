#pragma once

#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>

/// What stands between the program and a model server, and can be in the way. All on 127.0.0.1.
namespace throughline::test {

/// Hands on what comes from \a socket to \a port, and back.
inline void joinTo(QTcpSocket *socket, quint16 port)
{
    auto *onward = new QTcpSocket(socket);
    QObject::connect(socket, &QTcpSocket::readyRead, onward, [=] { onward->write(socket->readAll()); });
    QObject::connect(onward, &QTcpSocket::readyRead, socket, [=] { socket->write(onward->readAll()); });
    QObject::connect(onward, &QTcpSocket::disconnected, socket, [=] { socket->disconnectFromHost(); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    onward->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    onward->write(socket->readAll());
}

/// Speaks TLS for a server that does not.
class TlsFront final : public QSslServer
{
public:
    explicit TlsFront(quint16 target)
    {
        connect(this, &QSslServer::pendingConnectionAvailable, this, [this, target] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                ++accepted;
                joinTo(socket, target);
            }
        });
        listen(QHostAddress::LocalHost);
    }
    int accepted = 0; ///< connections whose other end took the certificate
};

/// A proxy for HTTP (absolute addresses) and for tunnels (CONNECT), whatever host is asked for.
class TroubledProxy final : public QTcpServer
{
public:
    enum class Mood { Works, AsksForPassword, Refuses };

    TroubledProxy(quint16 plainTarget, quint16 tlsTarget)
    {
        connect(this, &QTcpServer::newConnection, this, [this, plainTarget, tlsTarget] {
            QTcpSocket *socket = nextPendingConnection();
            const auto reading = std::make_shared<QMetaObject::Connection>();
            *reading = connect(socket, &QTcpSocket::readyRead, socket, [=, this] {
                const QByteArray asked = socket->peek(mostHead);
                const qsizetype end = asked.indexOf("\r\n\r\n");
                if (end < 0)
                    return;
                disconnect(*reading);
                answer(socket, asked.left(end + 4), plainTarget, tlsTarget);
            });
        });
        listen(QHostAddress::LocalHost);
    }

    /// From now on, and for nobody over a connection from before.
    void set(Mood wanted)
    {
        mood = wanted;
        drop();
    }
    /// As if it had ended.
    void leave()
    {
        close();
        drop();
    }

    /// What it wants to hear when it asks.
    QByteArray password = QByteArray("ada:pw").toBase64();

private:
    void drop()
    {
        for (QTcpSocket *socket : findChildren<QTcpSocket *>(Qt::FindDirectChildrenOnly))
            socket->abort();
    }

    Mood mood = Mood::Works;
    static constexpr qint64 mostHead = qint64(64) * 1024;

    void answer(QTcpSocket *socket, const QByteArray &head, quint16 plainTarget, quint16 tlsTarget)
    {
        if (mood == Mood::Refuses)
            return refuse(socket, "502 Bad Gateway", {});
        if (mood == Mood::AsksForPassword && !head.contains(": Basic " + password))
            return refuse(
                socket, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
        if (!head.startsWith("CONNECT "))
            return joinTo(socket, plainTarget);
        socket->read(head.size());
        socket->write("HTTP/1.1 200 Connection established\r\n\r\n");
        joinTo(socket, tlsTarget);
    }
    static void refuse(QTcpSocket *socket, const QByteArray &status, const QByteArray &header)
    {
        socket->write(
            "HTTP/1.1 " + status + "\r\n" + header + "Connection: close\r\nContent-Length: 0\r\n\r\n");
        socket->disconnectFromHost();
    }
};

} // namespace throughline::test
