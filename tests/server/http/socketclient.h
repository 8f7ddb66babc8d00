#pragma once

#include "server/http/rawclient.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <optional>

namespace throughline::tests {

/// A WebSocket client that can send any bytes, and frames that no real one would.
class SocketClient
{
public:
    struct Frame
    {
        int opcode = -1; ///< -1: none came
        QByteArray payload;
        int closeCode() const
        {
            return opcode == 8 && payload.size() >= 2 ? qFromBigEndian<quint16>(payload.constData()) : 0;
        }
    };
    struct Shape
    {
        bool isLast = true;
        bool isMasked = true;
        quint8 reserved = 0;
    };

    SocketClient(quint16 port, const QByteArray &target, const QByteArray &headers = "Host: x\r\n",
        RawClient::Waiting waiting = RawClient::Waiting::Blocks)
        : client(port, waiting)
    {
        client.send("GET " + target + " HTTP/1.1\r\n" + headers + handshake() + "\r\n");
        if (client.readUntil("\r\n\r\n")) {
            const qsizetype end = client.received.indexOf("\r\n\r\n") + 4;
            head = client.received.left(end);
            client.received.remove(0, end);
        }
    }

    static QByteArray handshake()
    {
        return "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    }

    int status() const { return head.mid(9, 3).toInt(); }

    static QByteArray frame(int opcode, const QByteArray &payload, Shape shape)
    {
        QByteArray bytes;
        bytes += char((shape.isLast ? 0x80 : 0) | (shape.reserved << 4) | opcode);
        const int mask = shape.isMasked ? 0x80 : 0;
        if (payload.size() < 126) {
            bytes += char(mask | int(payload.size()));
        } else {
            bytes += char(mask | 127);
            QByteArray length(8, '\0');
            qToBigEndian(quint64(payload.size()), length.data());
            bytes += length;
        }
        if (!shape.isMasked)
            return bytes + payload;
        const QByteArray key("\x01\x02\x03\x04");
        bytes += key;
        for (qsizetype i = 0; i < payload.size(); ++i)
            bytes += char(payload[i] ^ key[i % 4]);
        return bytes;
    }
    void send(int opcode, const QByteArray &payload = {}) { send(opcode, payload, Shape()); }
    void send(int opcode, const QByteArray &payload, Shape shape)
    {
        client.send(frame(opcode, payload, shape));
    }

    /// The next frame of the server, whole.
    Frame next(int ms = 5000)
    {
        QElapsedTimer timer;
        timer.start();
        for (;;) {
            if (auto frame = take())
                return *frame;
            const qint64 left = ms - timer.elapsed();
            if (left <= 0 || (!client.waitForBytes(int(left)) && client.socket.bytesAvailable() == 0 &&
                                 client.socket.state() != QAbstractSocket::ConnectedState))
                return {};
            client.received += client.socket.readAll();
        }
    }

    RawClient client;
    QByteArray head;

private:
    std::optional<Frame> take()
    {
        const QByteArray &bytes = client.received;
        if (bytes.size() < 2)
            return std::nullopt;
        qsizetype at = 2;
        quint64 length = quint8(bytes[1]) & 0x7f;
        if (length == 126) {
            if (bytes.size() < 4)
                return std::nullopt;
            length = qFromBigEndian<quint16>(bytes.constData() + 2);
            at = 4;
        } else if (length == 127) {
            if (bytes.size() < 10)
                return std::nullopt;
            length = qFromBigEndian<quint64>(bytes.constData() + 2);
            at = 10;
        }
        if (quint64(bytes.size() - at) < length)
            return std::nullopt;
        Frame frame{.opcode = quint8(bytes[0]) & 0x0f, .payload = bytes.mid(at, qsizetype(length))};
        client.received.remove(0, at + qsizetype(length));
        return frame;
    }
};

} // namespace throughline::tests
