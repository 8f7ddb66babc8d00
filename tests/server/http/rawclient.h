#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTcpSocket>
#include <QTimer>

namespace throughline::tests {

/// An HTTP client that sends exactly the bytes it is told to.
class RawClient
{
public:
    /// While it waits: nothing else happens on this thread, or its event loop goes on (for servers that
    /// answer on it).
    enum class Waiting { Blocks, RunsEvents };

    struct Answer
    {
        int status = 0; ///< 0: none came
        QByteArray head;
        QByteArray body;
        QByteArray header(const QByteArray &name) const
        {
            const qsizetype at = head.toLower().indexOf("\r\n" + name.toLower() + ": ");
            if (at < 0)
                return {};
            const qsizetype from = at + name.size() + 4;
            return head.mid(from, head.indexOf("\r\n", from) - from);
        }
    };

    explicit RawClient(quint16 port, Waiting how = Waiting::Blocks)
        : waiting(how)
    {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        socket.waitForConnected(5000);
    }

    void send(const QByteArray &bytes)
    {
        socket.write(bytes);
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(5000)) {
        }
    }

    /// Reads on until \a needle was received, or the connection ended, or \a ms passed.
    bool readUntil(const QByteArray &needle, int ms = 5000)
    {
        QElapsedTimer timer;
        timer.start();
        for (;;) {
            received += socket.readAll();
            if (received.contains(needle))
                return true;
            const qint64 left = ms - timer.elapsed();
            if (left <= 0)
                return false;
            if (!waitForBytes(static_cast<int>(left))) {
                received += socket.readAll();
                return received.contains(needle);
            }
        }
    }

    bool waitForEnd(int ms = 5000)
    {
        QElapsedTimer timer;
        timer.start();
        while (socket.state() != QAbstractSocket::UnconnectedState) {
            const qint64 left = ms - timer.elapsed();
            if (left <= 0)
                return false;
            waitForBytes(static_cast<int>(left));
            received += socket.readAll();
        }
        received += socket.readAll();
        return true;
    }

    /// The next answer with a Content-Length (or none at all).
    Answer answer(bool headOnly = false, int ms = 5000)
    {
        Answer answer;
        if (!readUntil("\r\n\r\n", ms))
            return answer;
        const qsizetype end = received.indexOf("\r\n\r\n") + 4;
        answer.head = received.left(end);
        received.remove(0, end);
        answer.status = answer.head.mid(9, 3).toInt();
        const qsizetype length = headOnly ? 0 : answer.header("Content-Length").toInt();
        while (received.size() < length && waitForBytes(ms))
            received += socket.readAll();
        answer.body = received.left(length);
        received.remove(0, length);
        return answer;
    }

    /// More came, or the connection ended, or \a ms passed.
    bool waitForBytes(int ms)
    {
        if (waiting == Waiting::Blocks)
            return socket.waitForReadyRead(ms);
        if (socket.bytesAvailable() > 0)
            return true;
        QEventLoop loop;
        QObject::connect(&socket, &QTcpSocket::readyRead, &loop, &QEventLoop::quit);
        QObject::connect(&socket, &QTcpSocket::disconnected, &loop, &QEventLoop::quit);
        QTimer::singleShot(ms, &loop, &QEventLoop::quit);
        loop.exec();
        return socket.bytesAvailable() > 0;
    }

    const Waiting waiting;
    QTcpSocket socket;
    QByteArray received;
};

} // namespace throughline::tests
