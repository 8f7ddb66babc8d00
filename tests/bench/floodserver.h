#pragma once

#include "server/http/httpserver.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace throughline::bench {

/// Our HTTP server with one conversation, "t1", in which every message is answered by far more deltas than
/// any model makes: written one by one, at a fixed rate, by a thread of its own. What it wrote it also
/// stores, as the contract says.
class FloodServer
{
public:
    enum class Of { Text, Thoughts };
    FloodServer(Of what, int deltasPerSecond, std::chrono::seconds time);
    ~FloodServer();

    QUrl url() const;
    QString written() const; ///< the text or the thoughts of the reply, as far as it got

private:
    void answer(
        const server::http::Request &request, const std::shared_ptr<server::http::Responder> &responder);
    void writeReply(const std::shared_ptr<server::http::Responder> &responder);
    QByteArray messages() const;

    const Of m_what;
    const int m_rate;
    const std::chrono::seconds m_time;
    mutable std::mutex m_mutex;
    QString m_question;
    QString m_written;
    std::atomic<bool> m_stopping = false;
    std::jthread m_writer;
    server::http::HttpServer m_http;
};

/// How many HTTP chunks a second a flood arrives in, read from a bare socket, and how many bytes that is.
struct ChunkRate
{
    double chunks = 0;
    double bytes = 0;
};
ChunkRate measureChunks(const FloodServer &server, std::chrono::milliseconds time);

} // namespace throughline::bench
