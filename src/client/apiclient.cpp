#include "client/apiclient.h"

#include "client/apipaths.h"
#include "client/encoded.h"
#include "client/jsoncall.h"
#include "client/pagedcall.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace throughline::client {

namespace {

using protocol::ApiError;
using protocol::Expected;

constexpr std::chrono::seconds pollLimit{10};

/// Bytes of one page: 50 messages are one, however long they are, and a thread comes with all of its own.
constexpr qint64 longestPage = qint64(64) * 1024 * 1024;

constexpr qint64 longestPushed = qint64(1024) * 1024;
constexpr std::chrono::seconds longestPushSilence{50}; // two of the contract's pings, and a half

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// The lasting answers that say "this server has no such document". Whoever stands in between gives the last
/// two as well: no news from a server that has been \a read.
bool meansBaseContract(const ApiError &error, bool read)
{
    return error.kind == ApiError::Kind::NotFound || error.kind == ApiError::Kind::Refused ||
           (!read && (error.kind == ApiError::Kind::Forbidden || error.kind == ApiError::Kind::Malformed));
}

} // namespace

bool isUnreachable(const ApiError &error)
{
    const bool gateway = error.kind == ApiError::Kind::Server &&
                         (error.status == 502 || error.status == 503 || error.status == 504);
    return gateway || error.kind == ApiError::Kind::Network || error.kind == ApiError::Kind::Timeout;
}

ApiClient::ApiClient(
    net::HttpTransport &transport, ServerAddress address, QObject *parent, net::ActivityLog *activity)
    : QObject(parent)
    , m_transport(transport)
    , m_activity(activity)
    , m_address(std::move(address))
{}

void ApiClient::setAddress(const ServerAddress &address)
{
    if (m_address == address)
        return;
    const bool otherServer = m_address.baseUrl != address.baseUrl;
    m_address = address;
    if (otherServer && isServerInfoKnown()) {
        m_info = {};
        m_infoFrom = InfoFrom::Nowhere;
        Q_EMIT serverInfoChanged();
    }
}

QUrl ApiClient::urlOf(const QString &path) const
{
    QString base = m_address.baseUrl.toString(QUrl::FullyEncoded);
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    return QUrl(base + path, QUrl::StrictMode);
}

net::HttpRequest ApiClient::pushRequest(const QString &threadId) const
{
    net::HttpRequest socket = request("GET", {});
    socket.url = urlOf(QStringLiteral("/ws/signals/?thread_id=") + encoded(threadId));
    socket.webSocket = true;
    socket.bodyLimit = longestPushed;
    socket.idleTimeout = longestPushSilence;
    return socket;
}

net::HttpRequest ApiClient::request(
    const QByteArray &method, const QString &path, const QByteArray &jsonBody) const
{
    net::HttpRequest request;
    request.method = method;
    request.url = urlOf(QStringLiteral("/api/") + path);
    request.headers.emplaceBack("Accept", "application/json");
    if (!m_address.bearer.isEmpty())
        request.headers.emplaceBack("Authorization", "Bearer " + m_address.bearer);
    if (!jsonBody.isEmpty())
        request.headers.emplaceBack("Content-Type", "application/json");
    request.body = jsonBody;
    return request;
}

net::HttpRequest ApiClient::listRequest(const QString &path) const
{
    net::HttpRequest get = request("GET", path);
    get.bodyLimit = longestPage;
    return get;
}

void ApiClient::notice(const ApiError &error)
{
    if (error.kind == ApiError::Kind::Unauthorized)
        Q_EMIT signInNeeded();
    if (isUnreachable(error))
        Q_EMIT unreachable(error);
}

template <typename T>
QPointer<ApiCall> ApiClient::callForOne(QObject *context, const net::HttpRequest &request,
    std::optional<T> (*fromJson)(const QJsonObject &), Done<T> done)
{
    auto take = [client = QPointer<ApiClient>(this), fromJson, done = std::move(done)](
                    const Expected<HttpAnswer> &answer) {
        if (!client)
            return;
        if (!answer) {
            client->notice(answer.error());
            return done(tl::unexpected(answer.error()));
        }
        if (!answer->isSuccess()) {
            const ApiError error = answer->error();
            client->notice(error);
            return done(tl::unexpected(error));
        }
        std::optional<T> value = fromJson(QJsonDocument::fromJson(answer->body).object());
        if (!value)
            return done(tl::unexpected(answer->malformed()));
        done(std::move(*value));
    };
    return new JsonCall(m_transport, request, context, std::move(take));
}

template <typename List, typename T>
Done<List> ApiClient::forwardList(Done<T> done, T (*pick)(const List &))
{
    return [client = QPointer<ApiClient>(this), done = std::move(done), pick](const Expected<List> &list) {
        if (!client)
            return;
        if (list)
            return done(pick(*list));
        client->notice(list.error());
        done(tl::unexpected(list.error()));
    };
}

template <typename T>
QPointer<ApiCall> ApiClient::callForAll(QObject *context, const QString &path,
    std::optional<protocol::Page<T>> (*fromJson)(const QByteArray &), Done<QList<T>> done)
{
    using List = typename PagedCall<T>::List;
    const auto results = +[](const List &list) { return list.results; };
    return new PagedCall<T>(
        m_transport, listRequest(path), context, fromJson, forwardList(std::move(done), results));
}

QPointer<ApiCall> ApiClient::fetchServerInfo(QObject *context, Done<protocol::ServerInfo> done)
{
    const auto fromJson = +[](const QJsonObject &object) {
        return object.isEmpty() ? std::nullopt : std::optional(protocol::serverInfoFromJson(object));
    };
    return callForOne<protocol::ServerInfo>(context, request("GET", {}), fromJson,
        [this, done = std::move(done)](const auto &answer) { done(takeServerInfo(answer)); });
}

Expected<protocol::ServerInfo> ApiClient::takeServerInfo(const Expected<protocol::ServerInfo> &answer)
{
    if (!answer && !meansBaseContract(answer.error(), m_infoFrom == InfoFrom::Document))
        return answer;
    const auto before = std::exchange(m_info, answer.value_or(protocol::ServerInfo()));
    const auto from = std::exchange(m_infoFrom, answer ? InfoFrom::Document : InfoFrom::BaseContract);
    if (from == InfoFrom::Nowhere || m_info != before)
        Q_EMIT serverInfoChanged();
    return m_info;
}

QPointer<ApiCall> ApiClient::listThreads(
    QObject *context, Archived archived, const QString &query, Done<QList<protocol::Thread>> done)
{
    QString path = QStringLiteral("chat/threads/?archived=");
    switch (archived) {
    case Archived::No:
        path += QStringLiteral("false");
        break;
    case Archived::Yes:
        path += QStringLiteral("true");
        break;
    case Archived::All:
        path += QStringLiteral("all");
        break;
    }
    if (!query.isEmpty())
        path += QStringLiteral("&q=") + encoded(query);
    return callForAll(context, path, protocol::threadPageFromJson, std::move(done));
}

void ApiClient::createThread(QObject *context, const QString &title, Done<protocol::Thread> done)
{
    QJsonObject body;
    if (!title.isEmpty())
        body.insert(QLatin1StringView("title"), title);
    callForOne(context, request("POST", QStringLiteral("chat/threads/"), json(body)),
        protocol::threadFromJson, std::move(done));
}

void ApiClient::getThread(QObject *context, const QString &id, Done<protocol::Thread> done)
{
    callForOne(context, listRequest(threadPath(id)), protocol::threadFromJson, std::move(done));
}

void ApiClient::updateThread(
    QObject *context, const QString &id, const ThreadChange &change, Done<protocol::Thread> done)
{
    QJsonObject body;
    if (change.title)
        body.insert(QLatin1StringView("title"), *change.title);
    if (change.archived)
        body.insert(QLatin1StringView("archived"), *change.archived);
    if (change.pinned)
        body.insert(QLatin1StringView("pinned"), *change.pinned);
    if (change.model)
        body.insert(QLatin1StringView("model"), *change.model);
    if (change.settings)
        body.insert(QLatin1StringView("settings"), *change.settings);
    callForOne(
        context, request("PATCH", threadPath(id), json(body)), protocol::threadFromJson, std::move(done));
}

void ApiClient::deleteThread(QObject *context, const QString &id, Done<bool> done)
{
    const auto anything = +[](const QJsonObject &) { return std::optional(true); };
    callForOne<bool>(context, request("DELETE", threadPath(id)), anything, std::move(done));
}

QPointer<ApiCall> ApiClient::listModels(QObject *context, Done<QList<protocol::Model>> done)
{
    const auto fromJson =
        +[](const QJsonObject &object) { return std::optional(protocol::modelsFromJson(object)); };
    return callForOne<QList<protocol::Model>>(
        context, request("GET", QStringLiteral("models/")), fromJson, std::move(done));
}

QPointer<ApiCall> ApiClient::listMessages(
    QObject *context, const QString &threadId, Done<QList<protocol::Message>> done)
{
    return callForAll(
        context, messagesPath(threadId, hasWindows()), protocol::messagePageFromJson, std::move(done));
}

QPointer<ApiCall> ApiClient::listMessagesFromEnd(QObject *context, const QString &threadId,
    std::function<void(const QList<protocol::Message> &)> end, Done<QList<protocol::Message>> done)
{
    auto *call = messagesCall(context, lastMessagesPath(threadId, hasWindows()), std::move(done));
    call->beginAtEnd(listRequest(messagesPath(threadId, hasWindows())).url,
        [client = QPointer<ApiClient>(this), end = std::move(end)](const QList<protocol::Message> &last) {
            if (client)
                end(last);
        });
    return call;
}

void ApiClient::recentMessages(QObject *context, const QString &threadId, Done<QList<protocol::Message>> done)
{
    messagesCall(context, lastMessagesPath(threadId, hasWindows()), std::move(done))->skipToEnd();
}

PagedCall<protocol::Message> *ApiClient::messagesCall(
    QObject *context, const QString &path, Done<QList<protocol::Message>> done)
{
    using List = PagedCall<protocol::Message>::List;
    const auto results = +[](const List &list) { return list.results; };
    return new PagedCall<protocol::Message>(m_transport, listRequest(path), context,
        protocol::messagePageFromJson, forwardList(std::move(done), results));
}

void ApiClient::postMessage(QObject *context, const QString &threadId, const NewMessage &message,
    const QByteArray &idempotencyKey, Done<protocol::Message> done)
{
    QJsonObject body{{QLatin1StringView("content"), message.content}};
    if (!message.replaces.isEmpty())
        body.insert(QLatin1StringView("replaces"), message.replaces);
    net::HttpRequest post =
        request("POST", QStringLiteral("chat/threads/%1/messages/").arg(encoded(threadId)), json(body));
    if (!idempotencyKey.isEmpty())
        post.headers.emplaceBack("Idempotency-Key", idempotencyKey);
    callForOne(context, post, protocol::messageFromJson, std::move(done));
}

QPointer<ApiCall> ApiClient::activateBranch(
    QObject *context, const QString &messageId, Done<protocol::Message> done)
{
    return callForOne(context,
        request("POST", QStringLiteral("chat/messages/%1/activate/").arg(encoded(messageId)), "{}"),
        protocol::messageFromJson, std::move(done));
}

void ApiClient::cancelReply(QObject *context, const QString &messageId, Done<bool> done)
{
    const auto anything = +[](const QJsonObject &) { return std::optional(true); };
    callForOne<bool>(context,
        request("POST", QStringLiteral("chat/messages/%1/cancel/").arg(encoded(messageId)), "{}"), anything,
        std::move(done));
}

QPointer<ApiCall> ApiClient::listSignals(
    QObject *context, const QString &threadId, const QByteArray &etag, Done<SignalList> done)
{
    net::HttpRequest get = listRequest(QStringLiteral("signals/?thread_id=") + encoded(threadId));
    get.totalTimeout = pollLimit;
    if (!etag.isEmpty())
        get.headers.emplaceBack("If-None-Match", etag);
    using List = PagedCall<protocol::Signal>::List;
    const auto all = +[](const List &list) {
        return SignalList{.notModified = list.notModified, .results = list.results, .etag = list.etag};
    };
    return new PagedCall<protocol::Signal>(
        m_transport, get, context, protocol::signalPageFromJson, forwardList(std::move(done), all));
}

void ApiClient::actOnSignal(
    QObject *context, const QString &signalId, SignalAction action, Done<protocol::Signal> done)
{
    callForOne(context, request("POST", actionPath(signalId, action), "{}"), protocol::signalFromJson,
        std::move(done));
}

void ApiClient::editSignal(
    QObject *context, const QString &signalId, const QString &text, Done<protocol::Signal> done)
{
    callForOne(context,
        request("PATCH", QStringLiteral("signals/%1/edit/").arg(encoded(signalId)),
            json({{QLatin1StringView("text"), text}})),
        protocol::signalFromJson, std::move(done));
}

void ApiClient::relateSignals(QObject *context, const QString &signalId, SignalRelation relation,
    const QString &otherId, Done<protocol::Signal> done)
{
    callForOne(context,
        request("POST", relationPath(signalId, relation), json({{QLatin1StringView("signal"), otherId}})),
        protocol::signalFromJson, std::move(done));
}

void ApiClient::readingState(QObject *context, const QString &threadId, Done<protocol::ReadingState> done)
{
    callForOne(
        context, request("GET", extractPath(threadId)), protocol::readingStateFromJson, std::move(done));
}

void ApiClient::extractNow(QObject *context, const QString &threadId, Done<bool> done)
{
    const auto anything = +[](const QJsonObject &) { return std::optional(true); };
    callForOne<bool>(context, request("POST", extractPath(threadId), "{}"), anything, std::move(done));
}

} // namespace throughline::client
