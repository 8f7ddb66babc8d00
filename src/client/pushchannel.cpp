#include "client/pushchannel.h"

#include "net/httperror.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace throughline::client {

namespace {

using namespace std::chrono_literals;
using protocol::ApiError;

constexpr auto firstWait = 1s;
constexpr auto longestWait = 60s;
constexpr auto shortestWait = 100ms;
constexpr auto lastingLive = 30s; ///< after which a loss is not the attempt's failure
constexpr int mostFailures = 5;   ///< while everything else gets through
constexpr int mostGaps = 3;       ///< in one connection

/// What will be the same the next time. 401 is the session's to mend.
bool isLasting(const ApiError &refusal)
{
    using Kind = ApiError::Kind;
    return refusal.kind == Kind::Forbidden || refusal.kind == Kind::NotFound ||
           refusal.kind == Kind::Refused || refusal.kind == Kind::Malformed || refusal.status == 501;
}

} // namespace

PushChannel::PushChannel(
    ApiClient &client, const polling::Clock &clock, polling::Random random, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_clock(clock)
    , m_backoff(firstWait, longestWait, std::move(random))
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PushChannel::consider);
    connect(&client, &ApiClient::serverInfoChanged, this, &PushChannel::consider);
}

PushChannel::~PushChannel() = default;

void PushChannel::follow(const QString &threadId)
{
    if (std::exchange(m_threadId, threadId) != threadId)
        close();
    consider();
}

void PushChannel::setServerAnswers(bool answers)
{
    m_answers = answers;
    consider();
}

/// Opens if everything speaks for it now, or waits until it may.
void PushChannel::consider()
{
    if (std::exchange(m_server, m_client.address().baseUrl) != m_client.address().baseUrl) {
        m_isWithout = false;
        m_failures = 0;
    }
    m_timer.stop();
    if (m_exchange || m_threadId.isEmpty() || !m_answers || m_isWithout ||
        !m_client.serverInfo().has(QLatin1StringView("push")))
        return;
    if (const auto now = m_clock.monotonic(); now < m_notBefore)
        m_timer.start(m_notBefore - now);
    else
        open();
}

void PushChannel::open()
{
    m_lastNumber = 0;
    m_gaps = 0;
    m_refusal.reset();
    m_exchange = m_client.transport().send(m_client.pushRequest(m_threadId));
    connect(m_exchange.get(), &net::HttpExchange::headersReceived, this, &PushChannel::takeHead);
    connect(m_exchange.get(), &net::HttpExchange::bodyReceived, this, &PushChannel::takeMessage);
    connect(m_exchange.get(), &net::HttpExchange::finished, this, &PushChannel::takeEnd);
}

void PushChannel::close()
{
    m_timer.stop();
    m_exchange.reset();
    m_isLive = false;
}

void PushChannel::takeHead(const net::HttpResponseHead &head)
{
    if (head.status != 101) {
        m_refusal = net::errorFromAnswer(head, {}, m_clock.wall());
        return;
    }
    m_isLive = true;
    m_failures = 0;
    m_liveSince = m_clock.monotonic();
    Q_EMIT connected();
}

void PushChannel::takeMessage(const QByteArray &message)
{
    if (!m_isLive)
        return;
    const QJsonObject event = QJsonDocument::fromJson(message).object();
    const QString type = event.value(QLatin1StringView("type")).toString();
    if (net::ActivityLog *activity = m_client.activity())
        activity->event(m_exchange->activityId(), type, QString::fromUtf8(message));
    const qint64 number = event.value(QLatin1StringView("seq")).toInteger(-1);
    bool isWhole = number == m_lastNumber + 1;
    m_lastNumber = number > 0 ? number : m_lastNumber + 1;
    const QPointer<PushChannel> alive(this);
    if (type == QLatin1StringView("signal.created") || type == QLatin1StringView("signal.updated")) {
        const auto signal = protocol::signalFromJson(event.value(QLatin1StringView("signal")).toObject());
        isWhole = isWhole && signal;
        if (signal && signal->threadId == m_threadId)
            Q_EMIT signalChanged(*signal);
    } else if (type == QLatin1StringView("signal.removed")) {
        Q_EMIT signalRemoved(event.value(QLatin1StringView("signal_id")).toString());
    }
    if (!alive || !m_isLive || isWhole)
        return;
    if (++m_gaps > mostGaps)
        return takeEnd({}); // each costs a poll: whoever has nothing but gaps is asked as before
    Q_EMIT missed();
}

void PushChannel::takeEnd(const net::HttpResult &result)
{
    if (result.error)
        m_refusal = result.error;
    m_exchange.reset();
    const bool wasLive = std::exchange(m_isLive, false);
    if (!wasLive) {
        ++m_failures;
        m_isWithout = m_failures >= mostFailures || (m_refusal && isLasting(*m_refusal));
    } else if (m_clock.monotonic() - m_liveSince >= lastingLive) {
        m_backoff.reset();
    }
    const auto asked = m_refusal && m_refusal->retryAfter ? *m_refusal->retryAfter : 0ms;
    m_notBefore = m_clock.monotonic() + std::max({m_backoff.next(), asked, shortestWait + 0ms});
    // Nobody knocks again before another request has got through.
    m_answers = false;
    if (wasLive)
        Q_EMIT lost();
}

} // namespace throughline::client
