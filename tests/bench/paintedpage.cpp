#include "bench/paintedpage.h"

#include "bench/startupchild.h"

#include <QTcpSocket>

namespace throughline::bench {

namespace {

// A frame that is asked for while one is drawn begins when that has been drawn.
const QByteArray page =
    "<!doctype html><title>Throughline</title><textarea autofocus rows=4 cols=80></textarea>"
    "<script>requestAnimationFrame(() => requestAnimationFrame(() => fetch('/painted')))</script>";

} // namespace

PaintedPage::PaintedPage()
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { serve(socket); });
    });
}

QUrl PaintedPage::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(m_server.serverPort()));
}

void PaintedPage::serve(QTcpSocket *socket)
{
    const QByteArray request = socket->readAll();
    if (request.startsWith("GET /painted") && m_paintedAt == 0)
        m_paintedAt = monotonicNow();
    const QByteArray body = request.startsWith("GET / ") ? page : QByteArray();
    socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " +
                  QByteArray::number(body.size()) + "\r\n\r\n" + body);
    socket->disconnectFromHost();
}

} // namespace throughline::bench
