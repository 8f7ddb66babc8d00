#pragma once

#include "net/httptransport.h"
#include "net/inflater.h"
#include "net/readturns.h"

#include <QNetworkReply>
#include <QPointer>
#include <QSslCertificate>
#include <QTimer>

#include <optional>

class QNetworkAccessManager;
class QSslError;

namespace throughline::net {

class ActivityLog;
class FloodGuard;

/// One request on QNetworkAccessManager, and its redirects. Made by NetworkTransport only; the contract is
/// HttpExchange's. All of the request's time limits are kept here, by the two timers below.
class NetworkExchange final : public HttpExchange
{
    Q_OBJECT

public:
    /// \a authorities: all that are trusted; empty: the system's.
    NetworkExchange(QNetworkAccessManager &manager, ReadTurns &turns, FloodGuard &guard, ActivityLog *log,
        HttpRequest request, QList<QSslCertificate> authorities = {});
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
    void onFlood();
    QPair<QString, quint16> server() const;
    bool isRedirectToFollow() const;
    bool checkHead();
    bool takeBytes();
    bool passOn(const QByteArray &bytes);
    bool isWhole() const;
    void drop();
    HttpResult::Obstacle obstacle() const;
    void fail(protocol::ApiError error);
    void end(const HttpResult &result);

    QNetworkAccessManager &m_manager;
    QPointer<ReadTurns> m_turns;  ///< goes with the transport
    QPointer<FloodGuard> m_guard; ///< likewise
    QPointer<ActivityLog> m_log;
    HttpRequest m_request;
    const QList<QSslCertificate> m_authorities;
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
    std::optional<Inflater> m_inflater; ///< of a stream that is compressed all the same
    qint64 m_bodyBytes = 0;             ///< as they came
    qint64 m_passedOn = 0;              ///< as they were passed on
    int m_redirects = 0;

    QTimer m_phase; ///< the connection, then the silence between two reads
    QTimer m_total;
};

} // namespace throughline::net
