#include "client/chatstream.h"
#include "net/networktransport.h"
#include "server/embeddedserver.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <benchmark/benchmark.h>

namespace throughline::bench {

namespace {

using namespace std::chrono_literals;

constexpr int streams = 8;
constexpr qsizetype polls = 500;
constexpr auto patience = 120s;

/// A person who asks again as soon as the reply is complete, in a conversation of their own.
class Talker
{
public:
    Talker(client::ApiClient &client, const polling::Clock &clock, const QString &threadId)
        : m_client(client)
        , m_clock(clock)
        , m_threadId(threadId)
    {}

    void ask()
    {
        m_stream = std::make_unique<client::ChatStream>(m_client, m_clock, client::ChatStream::Timing());
        QObject::connect(m_stream.get(), &client::ChatStream::ended, &m_context, [this] {
            QMetaObject::invokeMethod(
                &m_context, [this] { ask(); }, Qt::QueuedConnection);
        });
        m_stream->send({.threadId = m_threadId,
            .content = QStringLiteral("Should we lease or buy the van, given that we have 20,000 to spend?"),
            .idempotencyKey = m_threadId.toUtf8() + QByteArray::number(++m_asked),
            .knownIds = {},
            .streamingRefused = false,
            .maybeStored = false});
    }

    bool isStreaming() const { return m_stream && !m_stream->text().isEmpty(); }

private:
    client::ApiClient &m_client;
    const polling::Clock &m_clock;
    const QString m_threadId;
    int m_asked = 0;
    std::unique_ptr<client::ChatStream> m_stream;
    QObject m_context;
};

/// The whole of it: our server with its database, eight replies arriving, and one poll after the other.
class Site
{
public:
    Site()
        : m_server({.dataDir = m_folder.path(), .port = 0, .token = {}, .guidePace = 3})
    {
        QObject::connect(&m_server, &server::EmbeddedServer::started, &m_loop, [this] {
            m_client.setAddress({.baseUrl = m_server.url(), .bearer = m_server.token()});
            m_client.fetchServerInfo(&m_loop, [this](const auto &) { open(); });
        });
        QObject::connect(&m_server, &server::EmbeddedServer::failed, &m_loop, &QEventLoop::quit);
        QTimer::singleShot(patience, &m_loop, &QEventLoop::quit);
    }

    /// Microseconds from asking for the signals to having them; fewer than `polls` when something failed.
    QList<double> run()
    {
        m_server.start();
        m_loop.exec();
        return m_microseconds;
    }

private:
    void open()
    {
        m_client.createThread(&m_loop, {}, [this](const protocol::Expected<protocol::Thread> &thread) {
            if (!thread)
                return m_loop.quit();
            m_talkers.push_back(std::make_unique<Talker>(m_client, m_clock, thread->id));
            m_talkers.back()->ask();
            m_threadId = thread->id;
            if (m_talkers.size() < streams)
                open();
            else
                poll();
        });
    }

    void poll()
    {
        const bool allStream = std::all_of(
            m_talkers.begin(), m_talkers.end(), [](const auto &talker) { return talker->isStreaming(); });
        QElapsedTimer time;
        time.start();
        m_client.listSignals(&m_loop, m_threadId, {}, [this, time, allStream](const auto &list) {
            if (!list)
                return m_loop.quit();
            if (allStream)
                m_microseconds.append(double(time.nsecsElapsed()) / 1000);
            if (m_microseconds.size() == polls)
                return m_loop.quit();
            QTimer::singleShot(5ms, &m_loop, [this] { poll(); });
        });
    }

    QTemporaryDir m_folder;
    QEventLoop m_loop;
    polling::SystemClock m_clock;
    server::EmbeddedServer m_server;
    net::NetworkTransport m_transport;
    client::ApiClient m_client{m_transport, {}};
    std::vector<std::unique_ptr<Talker>> m_talkers;
    QString m_threadId;
    QList<double> m_microseconds;
};

void pollsWithStreams(benchmark::State &state)
{
    for (auto run : state) {
        QList<double> times = Site().run();
        if (times.size() != polls) {
            state.SkipWithError("polls failed");
            return;
        }
        std::sort(times.begin(), times.end());
        state.counters["p50_us"] = times[polls / 2];
        state.counters["p99_us"] = times[polls * 99 / 100];
    }
}

BENCHMARK(pollsWithStreams)
    ->Name("latency/poll with eight streams")
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

} // namespace

} // namespace throughline::bench
