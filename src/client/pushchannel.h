#pragma once

#include "client/apiclient.h"
#include "polling/backoff.h"
#include "polling/clock.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

namespace throughline::client {

/// What a server with the capability `push` tells by itself of one conversation (docs/http-contract.md,
/// "Push"). Main thread only.
///
/// Tries while somebody is interested and the server answers other requests, after a loss with full-jitter
/// backoff. A server that does not do this is asked once, and not again until the ApiClient is given another
/// one: no capability, a refusal, something that is no WebSocket, or never getting through on the way.
class PushChannel : public QObject
{
    Q_OBJECT

public:
    PushChannel(
        ApiClient &client, const polling::Clock &clock, polling::Random random, QObject *parent = nullptr);
    ~PushChannel() override;

    /// Of this conversation from here on; empty: of none. What is open for another one is closed silently.
    void follow(const QString &threadId);
    /// Whether the last other request was answered.
    void setServerAnswers(bool answers);

    bool isLive() const { return m_isLive; }
    bool isTimerActive() const { return m_timer.isActive(); }

Q_SIGNALS:
    void connected();
    void lost();
    void signalChanged(const throughline::protocol::Signal &signal); ///< as it is now; new, or known
    void signalRemoved(const QString &signalId);
    void missed(); ///< something was told that did not arrive, or could not be read

private:
    void consider();
    void open();
    void close();
    void takeHead(const net::HttpResponseHead &head);
    void takeMessage(const QByteArray &message);
    void takeEnd(const net::HttpResult &result);

    ApiClient &m_client;
    const polling::Clock &m_clock;
    polling::Backoff m_backoff;
    QTimer m_timer; ///< to the next attempt
    std::unique_ptr<net::HttpExchange> m_exchange;
    std::optional<protocol::ApiError> m_refusal; ///< of the handshake

    QString m_threadId;
    QUrl m_server;            ///< that m_isWithout is said of
    bool m_isWithout = false; ///< this server does not push
    bool m_answers = false;
    bool m_isLive = false;
    qint64 m_lastNumber = 0;
    int m_gaps = 0;
    int m_failures = 0; ///< attempts since it was last live
    std::chrono::milliseconds m_notBefore{0};
    std::chrono::milliseconds m_liveSince{0};
};

} // namespace throughline::client
