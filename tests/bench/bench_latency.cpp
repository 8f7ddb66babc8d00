#include "net/networktransport.h"
#include "net/replystream.h"
#include "server/http/httpserver.h"
#include "sse/ssewriter.h"

#include <QEventLoop>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <benchmark/benchmark.h>
#include <thread>

namespace throughline::bench {

namespace {

using namespace std::chrono_literals;
using protocol::StreamDelta;
using protocol::StreamDone;
using protocol::StreamEvent;

constexpr int deltas = 1000;
constexpr auto pace = 2ms; ///< about what a fast model produces
constexpr auto patience = 60s;

qint64 now()
{
    return std::chrono::steady_clock::now().time_since_epoch() / 1ns;
}

QByteArray bytesOf(const StreamEvent &event)
{
    return sse::SseWriter::event(streamEventName(event), streamEventData(event));
}

/// Writes deltas that say when they were written, then the end.
template <typename Write>
void writeDeltas(Write write)
{
    for (int i = 0; i < deltas; ++i) {
        std::this_thread::sleep_for(pace);
        write(bytesOf(StreamDelta{.text = QString::number(now()), .offset = std::nullopt}));
    }
    write(bytesOf(StreamDone{}));
}

/// Times from writing a delta to having its text.
class Latencies
{
public:
    void take(const StreamEvent &event)
    {
        if (const auto *delta = std::get_if<StreamDelta>(&event))
            m_nanoseconds.append(now() - delta->text.toLongLong());
    }

    void report(benchmark::State &state)
    {
        if (m_nanoseconds.size() != deltas) {
            state.SkipWithError("deltas are missing");
            return;
        }
        std::sort(m_nanoseconds.begin(), m_nanoseconds.end());
        state.counters["p50_us"] = double(m_nanoseconds[deltas / 2]) / 1000;
        state.counters["p99_us"] = double(m_nanoseconds[deltas * 99 / 100]) / 1000;
    }

private:
    QList<qint64> m_nanoseconds;
};

/// Our server's answer, through our client, to the event as ChatStream gets it.
void serverToClient(benchmark::State &state)
{
    for (auto run : state) {
        std::jthread writer;
        server::http::HttpServer server([&writer](const server::http::Request &,
                                            const std::shared_ptr<server::http::Responder> &responder) {
            writer = std::jthread([responder] {
                responder->startStream(200, {{"Content-Type", "text/event-stream"}});
                writeDeltas([&responder](const QByteArray &bytes) { responder->write(bytes.toStdString()); });
                responder->finish();
            });
        });
        if (const std::string error = server.start(0); !error.empty()) {
            state.SkipWithError(error.c_str());
            return;
        }
        Latencies latencies;
        QEventLoop loop;
        net::NetworkTransport transport;
        net::ReplyStream stream(
            transport, nullptr, {.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(server.port()))});
        QObject::connect(&stream, &net::ReplyStream::eventReceived, &loop,
            [&latencies](const StreamEvent &event) { latencies.take(event); });
        QObject::connect(&stream, &net::ReplyStream::ended, &loop, &QEventLoop::quit);
        QTimer::singleShot(patience, &loop, &QEventLoop::quit);
        loop.exec();
        latencies.report(state);
    }
}

/// The same bytes from one socket to another: what Qt and the system need for themselves.
void socketToSocket(benchmark::State &state)
{
    for (auto run : state) {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        const quint16 port = server.serverPort();
        // It connects from here and writes there, so that no event loop is on the writing side.
        std::jthread writer([port] {
            QTcpSocket socket;
            socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
            socket.waitForConnected();
            socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
            writeDeltas([&socket](const QByteArray &bytes) {
                socket.write(bytes);
                socket.flush();
            });
            socket.disconnectFromHost();
        });
        if (!server.waitForNewConnection(5000)) {
            state.SkipWithError("nobody connects");
            return;
        }
        Latencies latencies;
        QEventLoop loop;
        sse::SseParser parser;
        QTcpSocket *const client = server.nextPendingConnection();
        QObject::connect(client, &QTcpSocket::readyRead, &loop, [&] {
            const QByteArray bytes = client->readAll();
            parser.begin(bytes);
            while (const auto event = parser.next()) {
                if (const auto decoded = protocol::streamEventFromSse(event->type, event->data, event->id))
                    latencies.take(*decoded);
            }
        });
        QObject::connect(client, &QTcpSocket::disconnected, &loop, &QEventLoop::quit);
        QTimer::singleShot(patience, &loop, &QEventLoop::quit);
        loop.exec();
        latencies.report(state);
    }
}

BENCHMARK(serverToClient)->Name("latency/server to client")->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(socketToSocket)->Name("latency/QTcpSocket")->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

} // namespace throughline::bench
