#pragma once

#include "net/httptransport.h"
#include "net/readturns.h"

#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

class QNetworkAccessManager;
class QSslError;

namespace throughline::net {

class ActivityLog;

/// One request on QNetworkAccessManager, and its redirects. Made by NetworkTransport only; the contract is
/// HttpExchange's. All of the request's time limits are kept here, by the two timers below.
class NetworkExchange final : public HttpExchange
{
    Q_OBJECT

public:
    NetworkExchange(QNetworkAccessManager &manager, ReadTurns &turns, ActivityLog *log, HttpRequest request);
    ~NetworkExchange() override;

private:
    void start(const QUrl &url);
    void connectReply();
    void restartPhase(std::chrono::milliseconds limit, bool connecting);
    void onHeaders();
    void onBytes();
    void onReplyError(QNetworkReply::NetworkError error);
    void onReplyFinished();
    void onPhaseTimeout();
    bool isRedirectToFollow() const;
    bool checkHead();
    bool takeBytes();
    bool isWhole() const;
    void drop();
    void fail(protocol::ApiError error);
    void end(const HttpResult &result);

    QNetworkAccessManager &m_manager;
    QPointer<ReadTurns> m_turns; ///< goes with the transport
    QPointer<ActivityLog> m_log;
    HttpRequest m_request;
    QString m_correlationId;

    QPointer<QNetworkReply> m_reply; ///< ours until drop(); the manager's when the transport goes first
    HttpResponseHead m_head;
    QString m_tlsProblem;
    bool m_headSent = false;
    bool m_requestSent = false;
    bool m_connecting = false;    ///< what the phase timer waits for
    bool m_unread = false;        ///< there are bytes for which this turn had no time
    bool m_replyFinished = false; ///< Qt has nothing more to say, but there may be bytes left to read
    bool m_ended = false;
    qint64 m_bodyBytes = 0;
    int m_redirects = 0;

    QTimer m_phase; ///< the connection, then the silence between two reads
    QTimer m_total;
};

} // namespace throughline::net
