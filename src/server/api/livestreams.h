#pragma once

#include "server/http/httpserver.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>

namespace throughline::server::api {

/// The replies that clients are listening to, as event streams (docs/http-contract.md, "The stream"). A
/// client that goes away, or reads too slowly, loses its stream and nothing else: the reply goes on. Service
/// thread only.
class LiveStreams : public QObject
{
    Q_OBJECT

public:
    /// \a heartbeat: how often a comment keeps the streams awake.
    LiveStreams(service::GenerationService &generation, std::chrono::milliseconds heartbeat,
        QObject *parent = nullptr);
    ~LiveStreams() override;

    struct Reply
    {
        QString userMessageId;
        QString messageId;
        qint64 fromOffset = 0; ///< what the client holds, as it says
    };
    /// Answers with a stream that begins with `start`.
    void open(const std::shared_ptr<http::Responder> &responder, http::Headers headers, const Reply &reply);

    /// Answers with a stream that says only that there is no reply to the stored \a userMessageId, and why.
    static void openFailed(const std::shared_ptr<http::Responder> &responder, http::Headers headers,
        const QString &userMessageId, const protocol::ApiError &error);

    /// Ends every stream without `done`: clients see that it was cut, and come back.
    void closeAll();

    std::size_t count() const { return m_streams.size(); }

private:
    struct Stream
    {
        std::shared_ptr<http::Responder> responder;
        QString messageId;
        std::unique_ptr<service::GenerationService::Subscription> subscription;
    };

    void publish(quint64 key, const service::GenerationService::Published &published);
    void forget(quint64 key);
    void beat();

    service::GenerationService &m_generation;
    QTimer m_heartbeat;
    std::map<quint64, Stream> m_streams;
    quint64 m_nextKey = 0;
};

} // namespace throughline::server::api
