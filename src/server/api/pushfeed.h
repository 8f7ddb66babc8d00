#pragma once

#include "server/api/request.h"
#include "server/http/httpserver.h"
#include "server/service/chatservice.h"
#include "server/service/generationservice.h"
#include "server/service/signalservice.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <optional>

namespace throughline::server::api {

/// Tells those who listen to a conversation what has changed in it, each over a WebSocket of its own
/// (docs/http-contract.md, "Push"). A listener is told everything that happens after its request was
/// answered, numbered from 1 without gaps, or is cut: one that is too slow loses its connection and nothing
/// else. What has changed is found by comparing the conversation's signals with what was there before, so
/// that whatever changes them, nothing is missed. Service thread only.
class PushFeed : public QObject
{
    Q_OBJECT

public:
    /// The services must outlive this.
    PushFeed(service::ChatService &chat, service::GenerationService &generation,
        service::SignalService &signalService, QObject *parent = nullptr);
    ~PushFeed() override;

    /// `GET /ws/signals/`: the refusal, or nothing when there is a listener more.
    std::optional<http::Response> open(const Request &request);

    /// Cuts all connections: clients come back.
    void closeAll();

    std::size_t count() const { return m_listeners.size(); }

private:
    struct Listener
    {
        std::shared_ptr<http::Responder> responder;
        QString threadId;
        qint64 lastNumber = 0;
    };
    using Known = QHash<QString, protocol::Signal>; ///< by id

    std::optional<Known> signalsOf(const QString &threadId) const;
    void compare(const QString &threadId);
    void tell(const QString &threadId, QJsonObject event);
    void leave(const QString &threadId);
    void forget(quint64 key);
    bool isHeard(const QString &threadId) const;

    service::ChatService &m_chat;
    service::SignalService &m_signalService;
    std::map<quint64, Listener> m_listeners;
    QHash<QString, Known> m_known; ///< by thread, of those that somebody listens to
    quint64 m_nextKey = 0;
};

} // namespace throughline::server::api
