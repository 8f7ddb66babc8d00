#include "bench/floodserver.h"

#include "client/contractjson.h"
#include "protocol/streamevent.h"
#include "sse/ssewriter.h"

#include <QTcpSocket>

namespace throughline::bench {

namespace {

using namespace std::chrono_literals;
using server::http::Request;
using server::http::Responder;

constexpr auto tick = 1ms;

/// The words of a reply of many paragraphs, some of it emphasised.
QString wordOf(qint64 number)
{
    static const QStringList words{QStringLiteral("what "), QStringLiteral("the "), QStringLiteral("lease "),
        QStringLiteral("**really** "), QStringLiteral("costs "), QStringLiteral("over "),
        QStringLiteral("two "), QStringLiteral("years, "), QStringLiteral("and "), QStringLiteral("`then` "),
        QStringLiteral("some. ")};
    return number % 80 == 79 ? QStringLiteral("End.\n\n") : words[number % words.size()];
}

QByteArray bytesOf(const protocol::StreamEvent &event, qint64 offset)
{
    const QByteArray id = "m2:" + QByteArray::number(offset);
    return sse::SseWriter::event(streamEventName(event), streamEventData(event), QByteArrayView(id));
}

QString questionIn(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object().value(QLatin1StringView("content")).toString();
}

server::http::Response json(const QByteArray &body)
{
    return {.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = body.toStdString()};
}

} // namespace

FloodServer::FloodServer(Of what, int deltasPerSecond, std::chrono::seconds time)
    : m_what(what)
    , m_rate(deltasPerSecond)
    , m_time(time)
    , m_http([this](const Request &request, const std::shared_ptr<Responder> &responder) {
        answer(request, responder);
    })
{
    if (const std::string error = m_http.start(0); !error.empty())
        qFatal("flood server: %s", error.c_str());
}

FloodServer::~FloodServer()
{
    m_stopping = true;
}

QUrl FloodServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_http.port()));
}

QString FloodServer::written() const
{
    const std::lock_guard lock(m_mutex);
    return m_written;
}

QByteArray FloodServer::messages() const
{
    const std::lock_guard lock(m_mutex);
    if (m_question.isEmpty())
        return test::page(QList<protocol::Message>());
    protocol::Message reply = test::reply(
        QStringLiteral("m2"), m_what == Of::Text ? m_written : QString(), QStringLiteral("complete"));
    if (m_what == Of::Thoughts)
        reply.metadata.insert(QStringLiteral("reasoning"), m_written);
    return test::page(QList<protocol::Message>{test::userMessage(QStringLiteral("m1"), m_question), reply});
}

void FloodServer::answer(const Request &request, const std::shared_ptr<Responder> &responder)
{
    const QByteArray target = QByteArray::fromStdString(request.target);
    if (request.method == "POST" && target.contains("stream=true")) {
        {
            const std::lock_guard lock(m_mutex);
            m_question = questionIn(QByteArray::fromStdString(request.body));
            m_written.clear();
        }
        m_writer = std::jthread([this, responder] { writeReply(responder); });
    } else if (target == "/api/") {
        responder->respond(json(test::serverInfo({QStringLiteral("resume"), QStringLiteral("idempotency")})));
    } else if (target.startsWith("/api/chat/threads/")) {
        responder->respond(json(test::page(
            QList<protocol::Thread>{test::thread(QStringLiteral("t1"), QStringLiteral("Lease or buy"))})));
    } else if (target.startsWith("/api/chat/messages/")) {
        responder->respond(json(messages()));
    } else {
        responder->respond(json(test::page(QList<protocol::Signal>())));
    }
}

void FloodServer::writeReply(const std::shared_ptr<Responder> &responder)
{
    responder->startStream(200, {{"Content-Type", "text/event-stream"}});
    responder->write(bytesOf(
        protocol::StreamStart{.userMessageId = QStringLiteral("m1"), .messageId = QStringLiteral("m2")}, 0)
                         .toStdString());
    const auto begin = std::chrono::steady_clock::now();
    const qint64 total = qint64(m_rate) * m_time.count();
    qint64 offset = 0;
    auto next = begin;
    for (qint64 number = 0; number < total && !m_stopping && responder->isOpen();) {
        next += tick;
        std::this_thread::sleep_until(next);
        // As many as are due by now, one by one: joining them is the server's business.
        const auto due = std::min<qint64>(total, qint64(m_rate) * ((next - begin) / tick) / 1000);
        for (; number < due; ++number) {
            const QString word = wordOf(number);
            offset += word.size(); // ASCII
            {
                const std::lock_guard lock(m_mutex);
                m_written += word;
            }
            const QByteArray event =
                m_what == Of::Text
                    ? bytesOf(protocol::StreamDelta{.text = word, .offset = std::nullopt}, offset)
                    : bytesOf(protocol::StreamReasoning{.text = word, .offset = offset}, 0);
            responder->write(event.toStdString());
        }
    }
    responder->write(bytesOf(protocol::StreamDone{.messageId = QStringLiteral("m2")}, offset).toStdString());
    responder->finish();
}

ChunkRate measureChunks(const FloodServer &server, std::chrono::milliseconds time)
{
    QTcpSocket socket;
    socket.connectToHost(server.url().host(), quint16(server.url().port()));
    if (!socket.waitForConnected())
        return {};
    socket.write("POST /api/chat/threads/t1/messages/?stream=true HTTP/1.1\r\nHost: localhost\r\n"
                 "Content-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"content\": \"a\"}");
    ChunkRate rate;
    QByteArray bytes;
    bool inBody = false;
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end && socket.waitForReadyRead(1000)) {
        bytes += socket.readAll();
        if (!inBody) {
            const qsizetype head = bytes.indexOf("\r\n\r\n");
            if (head < 0)
                continue;
            bytes.remove(0, head + 4);
            inBody = true;
        }
        for (;;) {
            const qsizetype line = bytes.indexOf("\r\n");
            const qsizetype size = line < 0 ? 0 : bytes.first(line).toLongLong(nullptr, 16);
            if (line < 0 || bytes.size() < line + 2 + size + 2)
                break;
            ++rate.chunks;
            rate.bytes += double(size);
            bytes.remove(0, line + 2 + size + 2);
        }
    }
    socket.abort();
    const double seconds = std::chrono::duration<double>(time).count();
    return {.chunks = rate.chunks / seconds, .bytes = rate.bytes / seconds};
}

} // namespace throughline::bench
