#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <cstdio>
#include <cstdlib>
#include <thread>

/// A server in a process of its own: it sends as fast as it is read, and what it has not sent yet is not in
/// the memory of whoever reads. On a port of its choice, which it prints; every path is an attack, but for
/// /good and /silent. Stops when its standard input ends.
namespace {

constexpr qsizetype atOnce = qsizetype(256) * 1024;
constexpr qint64 tenGibibytes = qint64(10) * 1024 * 1024 * 1024;

struct Attack
{
    QByteArray start;
    QByteArray more; ///< for ever
};

QByteArray many(const QByteArray &piece)
{
    return piece.repeated(qMax(qsizetype(1), atOnce / piece.size()));
}

QByteArray chunked(const QByteArray &data)
{
    return QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n";
}

/// As a proxy it is asked for whole addresses.
QByteArray pathOf(const QByteArray &request)
{
    return QUrl::fromEncoded(request.split(' ').value(1)).path().toUtf8();
}

Attack attackOf(const QByteArray &path)
{
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunks = ok + "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    if (path == "/head")
        return {ok, many("X-More: and more, and more\r\n")};
    if (path == "/headline")
        return {ok + "X-More: ", many("x")};
    if (path == "/status")
        return {"HTTP/1.1 200 ", many("x")};
    if (path == "/blank")
        return {{}, many("\r\n")};
    if (path == "/continue")
        return {{}, many("HTTP/1.1 100 Continue\r\n\r\n")};
    if (path == "/chunksize")
        return {chunks + chunked("data: {}\n\n"), many("0")};
    if (path == "/trailer")
        return {chunks + "0\r\n", many("X-More: and more, and more\r\n")};
    if (path == "/chunks/small")
        return {chunks, many(chunked(":\n"))};
    if (path == "/chunks/usual")
        return {chunks, many(chunked(QByteArray(60'000, ':')))};
    if (path == "/chunks/one")
        return {chunks + "ffffffff\r\n", many(":")};
    if (path == "/length")
        return {ok + "Content-Length: " + QByteArray::number(tenGibibytes) + "\r\n\r\n", many(":")};
    if (path == "/nolength")
        return {ok + "Connection: close\r\n\r\n", many(":")};
    if (path == "/silent")
        return {};
    return {ok + "Content-Length: 4\r\n\r\ngood", {}};
}

void serve(QTcpSocket *socket)
{
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
        const QByteArray request = socket->peek(atOnce);
        if (!request.contains("\r\n\r\n"))
            return;
        socket->readAll();
        const Attack attack = attackOf(pathOf(request));
        socket->write(attack.start);
        if (attack.more.isEmpty())
            return;
        const auto goOn = [socket, more = attack.more] {
            while (socket->bytesToWrite() < 4 * atOnce && socket->isOpen())
                socket->write(more);
        };
        QObject::connect(socket, &QTcpSocket::bytesWritten, socket, goOn);
        goOn();
    });
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        while (QTcpSocket *socket = server.nextPendingConnection())
            serve(socket);
    });
    std::thread([] {
        while (std::getchar() != EOF) {
        }
        std::_Exit(0);
    }).detach();
    std::printf("%d\n", int(server.serverPort()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
