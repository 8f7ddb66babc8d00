#pragma once

#include "protocol/streamevent.h"
#include "server/http/rawclient.h"
#include "sse/sseparser.h"

#include <QElapsedTimer>
#include <QStringList>

namespace throughline::tests {

/// One event stream over a real socket.
class StreamClient
{
public:
    StreamClient(
        quint16 port, const QByteArray &request, RawClient::Waiting waiting = RawClient::Waiting::RunsEvents)
        : client(port, waiting)
    {
        client.send(request);
        if (client.readUntil("\r\n\r\n")) {
            const qsizetype end = client.received.indexOf("\r\n\r\n") + 4;
            head = client.received.left(end);
            client.received.remove(0, end);
        }
    }

    int status() const { return head.mid(9, 3).toInt(); }

    /// Everything that has arrived, decoded.
    QList<sse::SseEvent> events()
    {
        while (!hasEnded) {
            const qsizetype line = client.received.indexOf("\r\n");
            if (line < 0)
                break;
            const qsizetype size = client.received.left(line).toInt(nullptr, 16);
            if (client.received.size() < line + 2 + size + 2)
                break;
            hasEnded = size == 0;
            body += client.received.mid(line + 2, size);
            client.received.remove(0, line + 2 + size + 2);
        }
        sse::SseParser parser;
        return parser.feed(body);
    }

    bool waitForEvents(qsizetype count, int ms = 5000)
    {
        QElapsedTimer timer;
        timer.start();
        while (events().size() < count && timer.elapsed() < ms &&
               client.socket.state() == QAbstractSocket::ConnectedState) {
            client.waitForBytes(50);
            client.received += client.socket.readAll();
        }
        return events().size() >= count;
    }

    /// Reads to the end of the stream; true when it ended as streams should.
    bool waitForEnd(int ms = 5000)
    {
        QElapsedTimer timer;
        timer.start();
        events();
        while (!hasEnded && timer.elapsed() < ms) {
            if (client.socket.state() != QAbstractSocket::ConnectedState)
                break;
            client.waitForBytes(50);
            client.received += client.socket.readAll();
            events();
        }
        return hasEnded;
    }

    QStringList names()
    {
        QStringList result;
        const auto all = events();
        for (const sse::SseEvent &event : all)
            result += event.typeText();
        return result;
    }

    /// All deltas together.
    QString text()
    {
        QString result;
        const auto all = events();
        for (const sse::SseEvent &event : all) {
            const auto decoded =
                protocol::streamEventFromSse(event.typeText(), event.dataText(), event.idText());
            if (decoded && std::holds_alternative<protocol::StreamDelta>(*decoded))
                result += std::get<protocol::StreamDelta>(*decoded).text;
        }
        return result;
    }

    protocol::StreamStart start()
    {
        const auto all = events();
        const auto decoded = all.isEmpty() ? std::nullopt
                                           : protocol::streamEventFromSse(
                                                 all[0].typeText(), all[0].dataText(), all[0].idText());
        return decoded && std::holds_alternative<protocol::StreamStart>(*decoded)
                   ? std::get<protocol::StreamStart>(*decoded)
                   : protocol::StreamStart();
    }

    RawClient client;
    QByteArray head;
    QByteArray body;
    bool hasEnded = false;
};

} // namespace throughline::tests
