#include "net/networkexchange.h"

#include "net/activitylog.h"
#include "net/dispatch.h"
#include "net/floodguard.h"
#include "net/httperror.h"
#include "net/origin.h"
#include "net/proxyerror.h"
#include "net/sentence.h"
#include "net/tlsproblem.h"

#include <QSslError>

#include <utility>

namespace throughline::net {

using protocol::ApiError;

namespace {

constexpr int mostRedirects = 5;
constexpr qint64 readBuffer = qint64(64) * 1024; ///< what Qt reads ahead of us

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

ApiError timeoutError(const QString &message, std::chrono::milliseconds limit)
{
    const double seconds = double(limit.count()) / 1000;
    return {.kind = ApiError::Kind::Timeout,
        .status = 0,
        .message = message.arg(seconds, 0, 'g', 6),
        .correlationId = {},
        .retryAfter = {}};
}

ApiError malformedError(const QString &message)
{
    return {.kind = ApiError::Kind::Malformed,
        .status = 0,
        .message = message,
        .correlationId = {},
        .retryAfter = {}};
}

/// Whether a handshake failed since the other end spoke something else. There is no code for it, and OpenSSL
/// does not translate what it says. Whoever speaks TLS and wants another version, cipher or certificate
/// sends an alert, which is said differently, or just closes the connection.
bool isNoTlsAtAll(const QString &handshakeError)
{
    return handshakeError.contains(QLatin1String("wrong version number")) ||
           handshakeError.contains(QLatin1String("packet length too long")) ||
           handshakeError.contains(QLatin1String("http request"));
}

} // namespace

NetworkExchange::NetworkExchange(QNetworkAccessManager &manager, ReadTurns &turns, FloodGuard &guard,
    ActivityLog *log, HttpRequest request, QList<QSslCertificate> authorities)
    : m_manager(manager)
    , m_turns(&turns)
    , m_guard(&guard)
    , m_log(log)
    , m_request(std::move(request))
    , m_authorities(std::move(authorities))
{
    completeHeaders(m_request);
    m_correlationId = QString::fromLatin1(headerValue(m_request.headers, "X-Correlation-ID"));

    connect(&turns, &ReadTurns::begun, this, [this] {
        if (m_unread)
            m_replyFinished ? onReplyFinished() : onBytes();
    });
    m_phase.setSingleShot(true);
    connect(&m_phase, &QTimer::timeout, this, &NetworkExchange::onPhaseTimeout);
    m_total.setSingleShot(true);
    if (m_request.totalTimeout && !m_request.stream) {
        connect(&m_total, &QTimer::timeout, this, [this] {
            fail(timeoutError(
                Sentence::tr("The server did not answer within %1 seconds."), *m_request.totalTimeout));
        });
        m_total.start(*m_request.totalTimeout);
    }
    start(m_request.url);
}

NetworkExchange::~NetworkExchange()
{
    drop();
    if (!m_ended && m_log)
        m_log->finish(activityId(), Sentence::tr("Stopped by this program."));
}

void NetworkExchange::start(const QUrl &url)
{
    m_request.url = url;
    m_head = {};
    m_bodyBytes = 0;
    m_requestSent = false;
    if (m_log)
        setActivityId(m_log->begin(m_request, m_correlationId));
    if (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")) {
        // Queued, because nothing may end inside send().
        QMetaObject::invokeMethod(
            this,
            [this] {
                fail({.kind = ApiError::Kind::Network,
                    .status = 0,
                    .message = Sentence::tr("The server's address is not a web address."),
                    .correlationId = {},
                    .retryAfter = {}});
            },
            Qt::QueuedConnection);
        return;
    }
    m_reply = dispatch(m_manager, m_request, m_authorities);
    m_reply->setReadBufferSize(readBuffer);
    connectReply();
    restartPhase(m_request.idleTimeout, false);
    if (m_guard)
        m_guard->begin(
            this, [this] { return server(); }, [this] { onFlood(); });
}

/// The other end of the connection: the server, or the proxy on the way to it.
QPair<QString, quint16> NetworkExchange::server() const
{
    const QNetworkProxy proxy = proxyFor(m_manager, m_request.url);
    if (!isDirect(proxy))
        return {proxy.hostName(), proxy.port()};
    return {m_request.url.host(), portOf(m_request.url)};
}

void NetworkExchange::onFlood()
{
    if (m_headSent)
        fail(malformedError(Sentence::tr("The server's answer could not be read.")));
    else
        fail(malformedError(Sentence::tr("The server's answer begins with more than it may.")));
}

void NetworkExchange::connectReply()
{
    QNetworkReply *reply = m_reply;
    connect(reply, &QNetworkReply::socketStartedConnecting, this, [this] {
        if (!m_requestSent)
            restartPhase(m_request.connectTimeout, true);
    });
    connect(reply, &QNetworkReply::requestSent, this, [this] {
        m_requestSent = true;
        restartPhase(m_request.idleTimeout, false);
    });
    connect(
        reply, &QNetworkReply::uploadProgress, this, [this] { restartPhase(m_request.idleTimeout, false); });
    connect(reply, &QNetworkReply::sslErrors, this,
        [this](const QList<QSslError> &errors) { m_tlsProblem = tlsSentence(errors, m_request.url.host()); });
    connect(reply, &QNetworkReply::metaDataChanged, this, &NetworkExchange::onHeaders);
    connect(reply, &QNetworkReply::readyRead, this, &NetworkExchange::onBytes);
    connect(reply, &QNetworkReply::errorOccurred, this, &NetworkExchange::onReplyError);
    connect(reply, &QNetworkReply::finished, this, &NetworkExchange::onReplyFinished);
}

void NetworkExchange::restartPhase(std::chrono::milliseconds limit, bool connecting)
{
    m_connecting = connecting;
    m_phase.start(limit);
}

void NetworkExchange::onPhaseTimeout()
{
    if (m_connecting) {
        fail(timeoutError(Sentence::tr("No connection to the server could be made within %1 seconds."),
            m_request.connectTimeout));
    } else {
        fail(timeoutError(
            Sentence::tr("Nothing came from the server for %1 seconds."), m_request.idleTimeout));
    }
}

void NetworkExchange::onHeaders()
{
    if (m_guard)
        m_guard->received(this, 0);
    restartPhase(m_request.idleTimeout, false);
    checkHead();
}

void NetworkExchange::onBytes()
{
    restartPhase(m_request.idleTimeout, false);
    if (m_guard)
        m_guard->received(this, 0);
    m_unread = !m_turns || !m_turns->mayRead();
    if (!m_unread && checkHead())
        takeBytes();
}

/// Passes the head on as soon as it is there. False when the exchange ended over it, or was deleted.
bool NetworkExchange::checkHead()
{
    if (m_headSent)
        return true;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return true;
    m_head.status = status;
    m_head.headers = m_reply->rawHeaderPairs();
    const QByteArray echoed = headerValue(m_head.headers, "X-Correlation-ID");
    m_head.correlationId = echoed.isEmpty() ? m_correlationId : QString::fromLatin1(echoed);
    if (isRedirectToFollow())
        return true;

    m_headSent = true;
    if (m_log)
        m_log->headers(activityId(), m_head);
    const QPointer<NetworkExchange> alive(this);
    const HttpResponseHead head = m_head; // outlives us, should a slot delete us
    Q_EMIT headersReceived(head);
    if (!alive || m_ended)
        return false;
    const QByteArray encoding = headerValue(m_head.headers, "Content-Encoding").toLower();
    if (!m_request.stream || encoding.isEmpty() || encoding == "identity")
        return true;
    if (!Inflater::canRead(encoding)) {
        fail(malformedError(Sentence::tr(
            "The server compresses its stream although it was asked not to; it cannot be read.")));
        return false;
    }
    m_inflater.emplace();
    return true;
}

/// Passes on what has arrived. False when the exchange ended over it, or was deleted.
bool NetworkExchange::takeBytes()
{
    // Not readAll(): a turn is to be short whatever Qt has read ahead.
    const QByteArray bytes = m_reply->read(readBuffer);
    if (bytes.isEmpty())
        return true;
    m_unread = m_reply->bytesAvailable() > 0;
    m_bodyBytes += bytes.size();
    if (m_guard)
        m_guard->received(this, bytes.size());
    if (m_log)
        m_log->body(activityId(), bytes.size());
    if (!m_inflater)
        return passOn(bytes);
    bool goesOn = true;
    const QPointer<NetworkExchange> alive(this);
    const bool isReadable = m_inflater->feed(bytes, [this, &goesOn](const QByteArray &piece) {
        goesOn = passOn(piece);
        return goesOn;
    });
    if (!alive || !goesOn)
        return false;
    if (!isReadable) {
        fail(malformedError(Sentence::tr("The server's answer could not be read.")));
        return false;
    }
    return true;
}

/// False when the exchange ended over it, or was deleted.
bool NetworkExchange::passOn(const QByteArray &bytes)
{
    const bool isGoodStream = m_request.stream && m_head.status >= 200 && m_head.status < 300;
    m_passedOn += bytes.size();
    if (!isGoodStream && m_passedOn > m_request.bodyLimit) {
        fail(malformedError(Sentence::tr("The server's answer is too long.")));
        return false;
    }
    if (!m_headSent) // of a redirect
        return true;
    const QPointer<NetworkExchange> alive(this);
    Q_EMIT bodyReceived(bytes);
    return alive && !m_ended;
}

bool NetworkExchange::isRedirectToFollow() const
{
    if (m_request.method != "GET" || !isRedirect(m_head.status) || m_redirects >= mostRedirects)
        return false;
    const QByteArray location = headerValue(m_head.headers, "Location");
    if (location.isEmpty())
        return false;
    return isSameOrigin(m_request.url, m_request.url.resolved(QUrl::fromEncoded(location)));
}

/// Whether as many bytes came as were announced. Qt does not always say so when they did not.
bool NetworkExchange::isWhole() const
{
    const QByteArray announced = headerValue(m_head.headers, "Content-Length");
    if (announced.isEmpty() || m_request.method == "HEAD" || m_head.status == 204 || m_head.status == 304)
        return true;
    // Qt counts before it decompresses, we after.
    if (!headerValue(m_head.headers, "Content-Encoding").isEmpty())
        return true;
    return m_bodyBytes >= announced.toLongLong();
}

/// What cannot be decompressed Qt reports and goes on receiving, without a word to the end. Of all other
/// errors the end tells, once what came before them is read; this includes statuses that Qt has no name for.
void NetworkExchange::onReplyError(QNetworkReply::NetworkError error)
{
    if (error == QNetworkReply::UnknownContentError && m_head.status < 400)
        fail(*errorFromNetwork(error, m_head.status, {}));
}

void NetworkExchange::onReplyFinished()
{
    m_replyFinished = true;
    m_unread = m_turns && !m_turns->mayRead();
    if (m_unread || !checkHead() || !takeBytes() || m_unread)
        return;
    if (isRedirectToFollow()) {
        const QUrl target =
            m_request.url.resolved(QUrl::fromEncoded(headerValue(m_head.headers, "Location")));
        if (m_log) {
            m_log->headers(activityId(), m_head);
            m_log->finish(activityId());
        }
        ++m_redirects;
        drop();
        start(target);
        return;
    }
    QNetworkReply::NetworkError code = m_reply->error();
    if (m_head.status == 0 && !isDirect(proxyFor(m_manager, m_request.url)))
        code = asProxyError(code);
    // Qt looks for the body's beginning when it reads 307 or 308, although it was told not to follow.
    const bool isUnfollowed = code == QNetworkReply::ContentReSendError && isRedirect(m_head.status);
    auto error = isUnfollowed ? std::nullopt : errorFromNetwork(code, m_head.status, m_tlsProblem);
    if (!error && m_head.status == 0)
        error = errorFromNetwork(QNetworkReply::ProtocolFailure, 0, {});
    const bool isCutOff = m_inflater && !m_inflater->isComplete();
    if (!error && !isUnfollowed && (isCutOff || !isWhole()))
        error = errorFromNetwork(QNetworkReply::RemoteHostClosedError, m_head.status, {});
    if (error)
        fail(*error);
    else
        end({});
}

HttpResult::Obstacle NetworkExchange::obstacle() const
{
    if (!m_reply || m_requestSent || !isDirect(proxyFor(m_manager, m_request.url)))
        return HttpResult::Obstacle::None;
    const QNetworkReply::NetworkError code = m_reply->error();
    if (code == QNetworkReply::ConnectionRefusedError)
        return HttpResult::Obstacle::Nobody;
    const bool isNoTls = code == QNetworkReply::SslHandshakeFailedError && m_tlsProblem.isEmpty() &&
                         isNoTlsAtAll(m_reply->errorString());
    return isNoTls ? HttpResult::Obstacle::NoTls : HttpResult::Obstacle::None;
}

void NetworkExchange::fail(ApiError error)
{
    error.status = m_head.status;
    error.correlationId = m_head.correlationId.isEmpty() ? m_correlationId : m_head.correlationId;
    end({.error = std::move(error), .obstacle = obstacle()});
}

void NetworkExchange::end(const HttpResult &result)
{
    if (m_ended)
        return;
    m_ended = true;
    m_phase.stop();
    m_total.stop();
    drop();
    if (m_log)
        m_log->finish(activityId(), result.error ? result.error->message : QString());
    Q_EMIT finished(result);
}

/// Lets go of the reply, whatever state it is in; nothing of it reaches us any more.
void NetworkExchange::drop()
{
    if (!m_reply)
        return;
    if (m_guard)
        m_guard->end(this);
    m_unread = m_replyFinished = false;
    m_reply->disconnect(this);
    // Aborting a reply that is about to report an error status makes Qt complain; its destructor does as
    // well.
    if (m_reply->isRunning() && m_head.status < 400)
        m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

} // namespace throughline::net
