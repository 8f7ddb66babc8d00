// Any requests to the whole contract, over the real services and a real database: never a 500, always JSON
// that can be read, headers that are one line each, and streams that a client can follow.
//
// An input is a list of requests, separated by lines of "---":
//
//     POST /api/chat/threads/<thread>/messages/?stream=true
//     Idempotency-Key: 1
//
//     {"content": "We should ship in May."}
//
// <thread>, <message> and <signal> stand for the newest one that was answered. Host and token are added.

#include "fuzz/check.h"
#include "polling/clock.h"
#include "server/api/api.h"
#include "server/extraction/lexicalextractor.h"
#include "server/provider/guideprovider.h"
#include "server/store/store.h"
#include "sse/sseparser.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace throughline;
using namespace throughline::fuzz;
using server::http::Headers;
using server::http::Request;
using server::http::Response;

namespace {

void checkHeaders(const Headers &headers)
{
    for (const auto &[name, value] : headers) {
        const std::string both = name + value;
        check(both.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "a header is one line");
    }
}

void checkBody(int status, const std::string &body)
{
    check(status >= 200 && status < 500, "the server never fails");
    if (body.empty())
        return;
    QJsonParseError error;
    QJsonDocument::fromJson(QByteArray::fromStdString(body), &error);
    check(error.error == QJsonParseError::NoError, "an answer is JSON");
}

/// What a client would see of a stream.
class Listener final : public server::http::Responder
{
public:
    void respond(Response response) override
    {
        checkHeaders(response.headers);
        checkBody(response.status, response.body);
    }
    void startStream(int status, Headers headers) override
    {
        check(status == 200, "a stream is a success");
        checkHeaders(headers);
    }
    void startSocket(Headers headers) override
    {
        checkHeaders(headers);
        m_isSocket = true;
    }
    void write(std::string bytes) override
    {
        if (m_isSocket)
            checkBody(200, bytes);
        else
            m_parser.feed(bytesOf(bytes), m_events);
    }
    void finish() override
    {
        if (std::exchange(m_isSocket, false))
            return;
        check(!m_parser.error(), "a stream can be read");
        check(!m_events.isEmpty() && m_events.last().type == "done", "a stream that ends is done");
        m_open = false;
    }
    bool isOpen() const override { return m_open; }
    std::size_t pendingBytes() const override { return 0; }
    void onClosed(std::function<void()> callback) override { m_closed = std::move(callback); }

    void goAway()
    {
        if (std::exchange(m_open, false) && m_closed)
            m_closed();
    }

private:
    static QByteArrayView bytesOf(const std::string &bytes)
    {
        return {bytes.data(), qsizetype(bytes.size())};
    }

    sse::SseParser m_parser;
    QList<sse::SseEvent> m_events;
    std::function<void()> m_closed;
    bool m_isSocket = false;
    bool m_open = true;
};

class Site
{
public:
    Site()
        : m_store(std::move(*server::store::Store::open(m_directory.filePath(QStringLiteral("data")))))
        , m_chat(*m_store)
        , m_signalService(*m_store, m_extractor, m_clock)
        , m_generation(*m_store, m_provider, m_clock)
        , m_api({m_chat, m_generation, m_signalService, m_provider.model()})
    {
        QObject::connect(&m_chat, &server::service::ChatService::messageStored, &m_signalService,
            &server::service::SignalService::userMessageStored);
        m_api.admit("token", 8000);
    }

    void take(QByteArray text)
    {
        text.replace("<thread>", m_thread);
        text.replace("<message>", m_message);
        text.replace("<signal>", m_signal);
        const Request request = requestFrom(text);
        const auto listener = std::make_shared<Listener>();
        const auto response = m_api.handle(request, listener);
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        listener->goAway();
        if (!response)
            return;
        checkHeaders(response->headers);
        checkBody(response->status, response->body);
        remember(request, QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object());
    }

private:
    static Request requestFrom(const QByteArray &text)
    {
        const qsizetype end = text.indexOf("\n\n");
        QByteArrayList lines = text.left(end).split('\n');
        const QByteArrayList words = lines.takeFirst().split(' ');
        Request request{.method = words.first().toStdString(),
            .target = words.value(1).toStdString(),
            .headers = {},
            .body = end < 0 ? std::string() : text.mid(end + 2).toStdString()};
        for (const QByteArray &line : std::as_const(lines)) {
            const qsizetype colon = line.indexOf(':');
            if (colon > 0 && !line.contains('\r') && !line.contains('\0'))
                request.headers.emplace_back(
                    line.left(colon).toStdString(), line.mid(colon + 1).trimmed().toStdString());
        }
        const Headers defaults{{"Host", "127.0.0.1:8000"}, {"Authorization", "Bearer token"},
            {"Content-Type", "application/json"}};
        for (const auto &header : defaults) {
            if (request.headerCount(header.first) == 0)
                request.headers.push_back(header);
        }
        return request;
    }

    void remember(const Request &request, const QJsonObject &answer)
    {
        const QJsonArray results = answer.value(QLatin1StringView("results")).toArray();
        const QJsonObject object = results.isEmpty() ? answer : results.last().toObject();
        const QByteArray id = object.value(QLatin1StringView("id")).toString().toLatin1();
        if (id.isEmpty())
            return;
        if (request.target.find("messages") != std::string::npos)
            m_message = id;
        else if (request.target.find("signals") != std::string::npos)
            m_signal = id;
        else
            m_thread = id;
    }

    QTemporaryDir m_directory;
    polling::SystemClock m_clock;
    server::provider::GuideProvider m_provider{0};
    server::extraction::LexicalExtractor m_extractor;
    std::unique_ptr<server::store::Store> m_store;
    server::service::ChatService m_chat;
    server::service::SignalService m_signalService;
    server::service::GenerationService m_generation;
    server::api::Api m_api;
    QByteArray m_thread{"none"};
    QByteArray m_message{"none"};
    QByteArray m_signal{"none"};
};

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int count = 1;
    static char name[] = "fuzz_api";
    static char *arguments[] = {name, nullptr};
    static QCoreApplication application(count, arguments);

    // A new database for each input would be most of the time; one for all would grow. The last one is not
    // destroyed: at the end of the process the function-local constants it has used since are gone before it.
    static std::unique_ptr<Site> &site =
        *new std::unique_ptr<Site>(std::make_unique<Site>()); // NOLINT(*-owning-memory)
    static int inputs = 0;
    if (++inputs % 200 == 0) {
        site.reset();
        site = std::make_unique<Site>();
    }

    constexpr qsizetype most = 12;
    QByteArray rest = bytesOf(data, size).toByteArray();
    for (qsizetype i = 0; i < most && !rest.isEmpty(); ++i) {
        const qsizetype end = rest.indexOf("\n---\n");
        site->take(end < 0 ? rest : rest.left(end));
        rest = end < 0 ? QByteArray() : rest.mid(end + 5);
    }
    return 0;
}
