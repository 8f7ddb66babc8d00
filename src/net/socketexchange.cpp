#include "net/socketexchange.h"

#include "net/activitylog.h"
#include "net/dispatch.h"
#include "net/floodguard.h"
#include "net/httperror.h"
#include "net/origin.h"
#include "net/proxyerror.h"
#include "net/sentence.h"
#include "net/tlsproblem.h"

#include <QRandomGenerator>
#include <QSslConfiguration>
#include <QtEndian>

#include <array>
#include <utility>

namespace throughline::net {

using protocol::ApiError;

namespace {

constexpr qint64 socketBuffer = qint64(64) * 1024;
constexpr qint64 mostUnsent = qint64(64) * 1024; // answers to pings that the server does not read
constexpr qsizetype longestHead = qsizetype(16) * 1024;

QByteArray randomKey()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toBase64();
}

QByteArray hostOf(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() < 0 ? host : host + ':' + QByteArray::number(url.port());
}

/// The head of an answer (RFC 9112, 4 and 5); nothing for what is none.
std::optional<HttpResponseHead> headFrom(const QByteArray &bytes)
{
    QByteArrayList lines = bytes.split('\n');
    const QByteArray status = lines.takeFirst().trimmed();
    const int code = status.mid(9, 3).toInt();
    if (!status.startsWith("HTTP/1.1 ") || code < 100 || code > 999)
        return std::nullopt;
    HttpResponseHead head{.status = code, .headers = {}, .correlationId = {}};
    for (const QByteArray &line : std::as_const(lines)) {
        const QByteArray trimmed = line.trimmed();
        if (trimmed.isEmpty())
            continue;
        const qsizetype colon = trimmed.indexOf(':');
        if (colon <= 0 || line.startsWith(' ') || line.startsWith('\t'))
            return std::nullopt;
        head.headers.append({trimmed.left(colon), trimmed.mid(colon + 1).trimmed()});
    }
    return head;
}

/// RFC 6455, 4.1: what makes the answer a WebSocket, with nothing in it that was not asked for.
bool isAgreed(const HttpResponseHead &head, const QByteArray &key)
{
    return headerValue(head.headers, "Upgrade").toLower() == "websocket" &&
           headerValue(head.headers, "Connection").toLower().contains("upgrade") &&
           headerValue(head.headers, "Sec-WebSocket-Accept") == webSocketAccept(key) &&
           headerValue(head.headers, "Sec-WebSocket-Extensions").isEmpty() &&
           headerValue(head.headers, "Sec-WebSocket-Protocol").isEmpty();
}

QNetworkReply::NetworkError asReplyError(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return QNetworkReply::ConnectionRefusedError;
    case QAbstractSocket::RemoteHostClosedError:
        return QNetworkReply::RemoteHostClosedError;
    case QAbstractSocket::HostNotFoundError:
        return QNetworkReply::HostNotFoundError;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return QNetworkReply::SslHandshakeFailedError;
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return QNetworkReply::ProxyAuthenticationRequiredError;
    case QAbstractSocket::ProxyConnectionRefusedError:
        return QNetworkReply::ProxyConnectionRefusedError;
    case QAbstractSocket::ProxyNotFoundError:
        return QNetworkReply::ProxyNotFoundError;
    case QAbstractSocket::ProxyConnectionTimeoutError:
        return QNetworkReply::ProxyTimeoutError;
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyProtocolError:
        return QNetworkReply::ProxyConnectionClosedError;
    default:
        return QNetworkReply::UnknownNetworkError;
    }
}

} // namespace

SocketExchange::SocketExchange(ReadTurns &turns, FloodGuard &guard, ActivityLog *log, HttpRequest request,
    const QNetworkProxy &proxy, const QList<QSslCertificate> &authorities)
    : m_turns(&turns)
    , m_guard(&guard)
    , m_log(log)
    , m_request(std::move(request))
    , m_key(randomKey())
    , m_socket(new QSslSocket(&turns))
    , m_reader(m_request.bodyLimit)
{
    completeHeaders(m_request);
    m_correlationId = QString::fromLatin1(headerValue(m_request.headers, "X-Correlation-ID"));
    m_request.headers.append({{"Upgrade", "websocket"}, {"Connection", "Upgrade"},
        {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", m_key}});
    connectSocket();
    connect(&turns, &ReadTurns::begun, this, [this] {
        if (m_unread)
            onBytes();
    });
    m_phase.setSingleShot(true);
    connect(&m_phase, &QTimer::timeout, this, &SocketExchange::onTimeout);
    if (m_log)
        setActivityId(m_log->begin(m_request, m_correlationId));
    // Nothing may end inside send().
    QMetaObject::invokeMethod(
        this, [this, proxy, authorities] { start(proxy, authorities); }, Qt::QueuedConnection);
}

SocketExchange::~SocketExchange()
{
    drop();
    if (!m_ended && m_log)
        m_log->finish(activityId(), Sentence::tr("Stopped by this program."));
}

void SocketExchange::connectSocket()
{
    connect(m_socket.data(), &QSslSocket::readyRead, this, &SocketExchange::onBytes);
    connect(m_socket.data(), &QSslSocket::errorOccurred, this, &SocketExchange::onSocketError);
    connect(m_socket.data(), &QSslSocket::sslErrors, this,
        [this](const QList<QSslError> &errors) { m_tlsProblem = tlsSentence(errors, m_request.url.host()); });
}

void SocketExchange::start(const QNetworkProxy &proxy, const QList<QSslCertificate> &authorities)
{
    if (!m_socket) // the transport has gone
        return;
    const QUrl &url = m_request.url;
    const bool isSecure = url.scheme() == QLatin1StringView("https");
    if (!isSecure && url.scheme() != QLatin1StringView("http"))
        return fail(ApiError::Kind::Network, Sentence::tr("The server's address is not a web address."));
    m_socket->setReadBufferSize(socketBuffer);
    m_socket->setProxy(proxy);
    m_phase.start(m_request.connectTimeout);
    if (!isSecure) {
        connect(m_socket.data(), &QSslSocket::connected, this, &SocketExchange::sendRequest);
        m_socket->connectToHost(url.host(), portOf(url));
        return;
    }
    if (!authorities.isEmpty()) {
        QSslConfiguration tls = m_socket->sslConfiguration();
        tls.setCaCertificates(authorities);
        m_socket->setSslConfiguration(tls);
    }
    connect(m_socket.data(), &QSslSocket::encrypted, this, &SocketExchange::sendRequest);
    m_socket->connectToHostEncrypted(url.host(), portOf(url));
}

void SocketExchange::sendRequest()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QUrl &url = m_request.url;
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray bytes = "GET " + target + " HTTP/1.1\r\nHost: " + hostOf(url) + "\r\n";
    for (const auto &[name, value] : std::as_const(m_request.headers))
        bytes += name + ": " + value + "\r\n";
    m_socket->write(bytes + "\r\n");
}

void SocketExchange::onBytes()
{
    m_unread = m_turns && !m_turns->mayRead();
    if (m_unread || !m_socket)
        return;
    // Not readAll(): a turn is to be short whatever Qt has read ahead.
    const QByteArray bytes = m_socket->read(socketBuffer);
    if (bytes.isEmpty())
        return;
    m_unread = m_socket->bytesAvailable() > 0;
    if (m_guard)
        m_guard->received(this, bytes.size());
    if (m_isOpen) {
        m_phase.start(m_request.idleTimeout);
        m_reader.feed(bytes);
    } else {
        m_headBytes += bytes;
        if (!takeHead())
            return;
    }
    takeItems();
}

/// False when there is none yet, or the exchange ended over it, or was deleted.
bool SocketExchange::takeHead()
{
    const qsizetype headEnd = m_headBytes.indexOf("\r\n\r\n");
    if ((headEnd < 0 ? m_headBytes.size() : headEnd) > longestHead) {
        fail(ApiError::Kind::Malformed, Sentence::tr("The server's answer begins with more than it may."));
        return false;
    }
    if (headEnd < 0)
        return false;
    const auto head = headFrom(m_headBytes.first(headEnd));
    const QByteArray rest = m_headBytes.sliced(headEnd + 4);
    m_headBytes.clear();
    if (!head || (head->status == 101 && !isAgreed(*head, m_key))) {
        fail(ApiError::Kind::Malformed, Sentence::tr("The server's answer could not be read."));
        return false;
    }
    m_head = *head;
    const QByteArray echoed = headerValue(m_head.headers, "X-Correlation-ID");
    m_head.correlationId = echoed.isEmpty() ? m_correlationId : QString::fromLatin1(echoed);
    if (m_log)
        m_log->headers(activityId(), m_head);
    m_isOpen = m_head.status == 101;
    m_phase.start(m_request.idleTimeout);
    const QPointer<SocketExchange> alive(this);
    const HttpResponseHead said = m_head; // outlives us, should a slot delete us
    Q_EMIT headersReceived(said);
    if (!alive || m_ended)
        return false;
    if (!m_isOpen) { // a refusal; nobody wants its body
        end({});
        return false;
    }
    m_reader.feed(rest);
    return true;
}

void SocketExchange::takeItems()
{
    const QPointer<SocketExchange> alive(this);
    while (alive && !m_ended) {
        const auto item = m_reader.next();
        if (!item)
            break;
        if (m_log)
            m_log->body(activityId(), item->payload.size());
        switch (item->kind) {
        case WebSocketReader::Kind::Text:
            Q_EMIT bodyReceived(item->payload);
            break;
        case WebSocketReader::Kind::Ping:
            note(QStringLiteral("ping"));
            m_socket->write(
                webSocketFrame(ControlFrame::Pong, item->payload, QRandomGenerator::system()->generate()));
            if (m_socket->bytesToWrite() > mostUnsent)
                fail(ApiError::Kind::Malformed, Sentence::tr("The server's answer could not be read."));
            break;
        case WebSocketReader::Kind::Pong:
            break;
        case WebSocketReader::Kind::Close:
            note(QStringLiteral("close"), QString::fromUtf8(item->payload.mid(2)));
            end({});
            break;
        }
    }
    if (alive && !m_ended && m_reader.problem() != 0)
        fail(ApiError::Kind::Malformed, Sentence::tr("The server's answer could not be read."));
}

void SocketExchange::note(const QString &event, const QString &data)
{
    if (m_log)
        m_log->event(activityId(), event, data);
}

void SocketExchange::onSocketError(QAbstractSocket::SocketError error)
{
    if (m_ended)
        return;
    // What came before the end counts, and may be all that there was to say.
    const QPointer<SocketExchange> alive(this);
    while (alive && m_socket && m_socket->bytesAvailable() > 0 && m_turns && m_turns->mayRead())
        onBytes();
    if (!alive || m_ended)
        return;
    QNetworkReply::NetworkError code = asReplyError(error);
    if (m_head.status == 0 && !isDirect(m_socket->proxy()))
        code = asProxyError(code);
    fail(errorFromNetwork(code, 0, m_tlsProblem)
             .value_or(*errorFromNetwork(QNetworkReply::RemoteHostClosedError, 0, {})));
}

void SocketExchange::onTimeout()
{
    const auto limit = m_isOpen ? m_request.idleTimeout : m_request.connectTimeout;
    const QString message =
        m_isOpen ? Sentence::tr("Nothing came from the server for %1 seconds.")
                 : Sentence::tr("No connection to the server could be made within %1 seconds.");
    fail(ApiError::Kind::Timeout, message.arg(double(limit.count()) / 1000, 0, 'g', 6));
}

void SocketExchange::fail(ApiError::Kind kind, const QString &message)
{
    fail({.kind = kind, .status = 0, .message = message, .correlationId = {}, .retryAfter = {}});
}

void SocketExchange::fail(ApiError error)
{
    error.status = m_head.status;
    error.correlationId = m_head.correlationId.isEmpty() ? m_correlationId : m_head.correlationId;
    end({.error = std::move(error)});
}

/// Whatever it was, the connection is not used for anything else.
void SocketExchange::end(const HttpResult &result)
{
    if (std::exchange(m_ended, true))
        return;
    m_phase.stop();
    const bool isBroken = !m_socket || m_socket->error() != QAbstractSocket::UnknownSocketError;
    if (m_isOpen && !isBroken && m_socket->state() == QAbstractSocket::ConnectedState) {
        const quint16 code = m_reader.problem() != 0 ? m_reader.problem() : 1000;
        QByteArray payload(2, '\0');
        qToBigEndian(code, payload.data());
        m_socket->write(webSocketFrame(ControlFrame::Close, payload, QRandomGenerator::system()->generate()));
        m_socket->flush();
    }
    drop();
    if (m_log)
        m_log->finish(activityId(), result.error ? result.error->message : QString());
    Q_EMIT finished(result);
}

/// Lets go of the socket, which may be in the midst of telling us something.
void SocketExchange::drop()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->deleteLater();
    m_socket = nullptr;
}

} // namespace throughline::net
