#pragma once

#include "polling/clock.h"
#include "server/api/api.h"
#include "server/extraction/lexicalextractor.h"
#include "server/http/httpserver.h"
#include "server/http/rawclient.h"
#include "server/provider/provider.h"
#include "server/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>

namespace throughline::tests {

/// Says what the test tells it to.
class ScriptedProvider final : public server::provider::Provider
{
public:
    QString name() const override { return QStringLiteral("scripted"); }
    QString model() const override { return QStringLiteral("Script"); }
    std::unique_ptr<server::provider::Generation> generate(
        const server::provider::GenerationRequest &request) override
    {
        requests.append(request);
        auto generation = std::make_unique<server::provider::Generation>();
        current = generation.get();
        return generation;
    }

    void say(const QString &text)
    {
        if (current)
            Q_EMIT current->delta(text);
    }
    void end(const std::optional<protocol::ApiError> &error = std::nullopt)
    {
        if (current)
            Q_EMIT current->finished(error, {{QStringLiteral("finish_reason"), QStringLiteral("stop")}});
    }

    QList<server::provider::GenerationRequest> requests;
    QPointer<server::provider::Generation> current;
};

/// The contract over real services and a real file, on this thread; over real sockets once listen() was
/// called.
class ApiSite
{
public:
    using Headers = server::http::Headers;
    struct Answer
    {
        int status = 0; ///< 0: a stream was begun
        Headers headers;
        QByteArray body;
        QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
        QString text(const char *key) const { return object().value(QLatin1String(key)).toString(); }
        QJsonArray results() const { return object().value(QLatin1String("results")).toArray(); }
        QByteArray header(std::string_view name) const
        {
            throughline::server::http::Request lookup;
            lookup.headers = headers;
            return QByteArray::fromStdString(std::string(lookup.header(name)));
        }
    };

    explicit ApiSite(std::chrono::milliseconds heartbeat = std::chrono::seconds(15))
        : store(std::move(*server::store::Store::open(dir.filePath(QStringLiteral("data")))))
        , chat(*store)
        , signalService(*store, extractor, clock)
        , generation(*store, provider, clock)
        , api(server::api::Api::Services{chat, generation, signalService, provider.model()}, heartbeat)
        , server(api.handler())
    {
        QObject::connect(&chat, &server::service::ChatService::messageStored, &signalService,
            &server::service::SignalService::userMessageStored);
        api.admit(token, port);
    }

    bool listen()
    {
        if (!server.start(0).empty())
            return false;
        port = server.port();
        api.admit(token, port);
        return true;
    }

    Headers headers(const Headers &more = {}) const
    {
        Headers all{{"Host", "127.0.0.1:" + std::to_string(port)},
            {"Authorization", "Bearer " + token.toStdString()}, {"Content-Type", "application/json"}};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    /// Without sockets.
    Answer ask(
        const char *method, const QString &path, const QJsonObject &body = {}, const Headers &more = {})
    {
        const auto response = api.handle(
            {.method = method,
                .target = "/api/" + path.toStdString(),
                .headers = headers(more),
                .body = body.isEmpty() ? std::string() : QJsonDocument(body).toJson().toStdString()},
            nullptr);
        if (!response)
            return {};
        return {.status = response->status,
            .headers = response->headers,
            .body = QByteArray::fromStdString(response->body)};
    }

    /// A request as bytes, for a RawClient.
    QByteArray bytes(
        const char *method, const QString &path, const QJsonObject &body = {}, const Headers &more = {}) const
    {
        QByteArray result = QByteArray(method) + " /api/" + path.toUtf8() + " HTTP/1.1\r\n";
        for (const auto &[name, value] : headers(more))
            result += QByteArray::fromStdString(name + ": " + value + "\r\n");
        const QByteArray content = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson();
        return result + "Content-Length: " + QByteArray::number(content.size()) + "\r\n\r\n" + content;
    }

    RawClient client() const { return RawClient(port, RawClient::Waiting::RunsEvents); }

    QString newThread(const QString &title = {})
    {
        return ask("POST", QStringLiteral("chat/threads/"), {{QStringLiteral("title"), title}}).text("id");
    }
    /// The id of the user's message.
    QString newMessage(const QString &thread, const QString &content)
    {
        return ask("POST", QStringLiteral("chat/threads/%1/messages/").arg(thread),
            {{QStringLiteral("content"), content}})
            .text("id");
    }

    QTemporaryDir dir;
    const QByteArray token{"secret-secret-secret-secret-secret"};
    quint16 port = 8123;
    polling::SystemClock clock;
    ScriptedProvider provider;
    server::extraction::LexicalExtractor extractor;
    std::unique_ptr<server::store::Store> store;
    server::service::ChatService chat;
    server::service::SignalService signalService;
    server::service::GenerationService generation;
    server::api::Api api;
    throughline::server::http::HttpServer server;
};

} // namespace throughline::tests
