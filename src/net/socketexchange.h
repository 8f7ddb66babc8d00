#pragma once

#include "net/httptransport.h"
#include "net/readturns.h"
#include "net/websocketframes.h"

#include <QNetworkProxy>
#include <QPointer>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTimer>

namespace throughline::net {

class ActivityLog;
class FloodGuard;

/// One WebSocket (HttpRequest::webSocket), for listening: answers pings and says nothing else. Made by
/// NetworkTransport only; the contract is HttpExchange's. QNetworkAccessManager cannot upgrade a connection,
/// and Qt's own WebSocket tells neither the status and headers of an answer that is none nor that a ping
/// came, by which this knows that the other end is still there.
class SocketExchange final : public HttpExchange
{
    Q_OBJECT

public:
    /// \a guard is told what comes here, so that it does not hold it against others.
    SocketExchange(ReadTurns &turns, FloodGuard &guard, ActivityLog *log, HttpRequest request,
        const QNetworkProxy &proxy, const QList<QSslCertificate> &authorities);
    ~SocketExchange() override;

private:
    void connectSocket();
    void start(const QNetworkProxy &proxy, const QList<QSslCertificate> &authorities);
    void sendRequest();
    void onBytes();
    bool takeHead();
    void takeItems();
    void note(const QString &event, const QString &data = {});
    void onSocketError(QAbstractSocket::SocketError error);
    void onTimeout();
    void fail(protocol::ApiError::Kind kind, const QString &message);
    void fail(protocol::ApiError error);
    void drop();
    void end(const HttpResult &result);

    QPointer<ReadTurns> m_turns; ///< these go with the transport
    QPointer<FloodGuard> m_guard;
    QPointer<ActivityLog> m_log;
    HttpRequest m_request;
    QString m_correlationId;
    QByteArray m_key; ///< of the handshake

    QPointer<QSslSocket> m_socket; ///< ours until drop(); the transport's when that goes first
    QTimer m_phase;                ///< the connection and the handshake, then the silence between two reads
    QByteArray m_headBytes;
    HttpResponseHead m_head;
    WebSocketReader m_reader;
    QString m_tlsProblem;
    bool m_isOpen = false; ///< the server has agreed
    bool m_unread = false; ///< there are bytes for which this turn had no time
    bool m_ended = false;
};

} // namespace throughline::net
