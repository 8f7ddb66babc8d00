#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QTcpSocket>

namespace throughline::tests {

/// A blocking HTTP client that sends exactly the bytes it is told to.
class RawClient
{
public:
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

    explicit RawClient(quint16 port)
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
            if (!socket.waitForReadyRead(static_cast<int>(left))) {
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
            socket.waitForReadyRead(static_cast<int>(left));
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
        while (received.size() < length && socket.waitForReadyRead(ms))
            received += socket.readAll();
        answer.body = received.left(length);
        received.remove(0, length);
        return answer;
    }

    QTcpSocket socket;
    QByteArray received;
};

} // namespace throughline::tests
