#pragma once

#include "net/activitylog.h"
#include "net/httptransport.h"
#include "protocol/model.h"
#include "protocol/reading.h"
#include "protocol/values.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace throughline::client {

template <typename T>
class PagedCall;

/// Where a server is and how this client may enter.
struct ServerAddress
{
    QUrl baseUrl;      ///< "http://127.0.0.1:40123", without "/api"
    QByteArray bearer; ///< access token; never logged
    bool operator==(const ServerAddress &) const = default;
};

/// One request under way; goes away by itself when it is finished. Aborting it is silent.
class ApiCall : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    void abort() { delete this; }
};

/// The server cannot be reached: no answer, or a gateway's that there is nobody behind it. The request may
/// have been carried out all the same.
bool isUnreachable(const protocol::ApiError &error);

template <typename T>
using Done = std::function<void(protocol::Expected<T>)>;

struct ThreadChange
{
    std::optional<QString> title;
    std::optional<bool> archived;
    std::optional<bool> pinned;            ///< extension "pinning"; sent only when set
    std::optional<QString> model{};        ///< extension "models"; empty: whoever does by default
    std::optional<QJsonObject> settings{}; ///< extension "models"; replaces all of them
};

struct NewMessage
{
    QString content;
    QString replaces{}; ///< extension "regenerate"; sent only when set
};

/// A list that may not have changed since it was last fetched (ETag, 304).
struct SignalList
{
    bool notModified = false;
    QList<protocol::Signal> results; ///< every page; empty when notModified
    QByteArray etag;                 ///< empty when the server sends none
};

/// The requests of the HTTP contract that answer with JSON, one method each. Main thread only.
///
/// Every method takes a \a context: when it (or this client) is destroyed, the request is aborted and \a done
/// is never called. Otherwise \a done is called exactly once, never from inside the call. Lists follow `next`
/// links (same origin only) and deliver everything. All answers map to values or protocol::ApiError.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    /// \a activity: where ChatStream notes the events of a reply; may be null.
    ApiClient(net::HttpTransport &transport, ServerAddress address, QObject *parent = nullptr,
        net::ActivityLog *activity = nullptr);

    const ServerAddress &address() const { return m_address; }
    void setAddress(const ServerAddress &address);

    /// What the server can do; a default ServerInfo until fetchServerInfo() answered.
    const protocol::ServerInfo &serverInfo() const { return m_info; }
    /// False until fetchServerInfo() answered: what the server cannot do is not known yet.
    bool isServerInfoKnown() const { return m_infoFrom != InfoFrom::Nowhere; }
    /// A server that answers without such a document keeps to the base contract; once the document has been
    /// read, an answer that is none, or forbids it, is an error.
    QPointer<ApiCall> fetchServerInfo(QObject *context, Done<protocol::ServerInfo> done);

    enum class Archived { No, Yes, All };
    QPointer<ApiCall> listThreads(
        QObject *context, Archived archived, const QString &query, Done<QList<protocol::Thread>> done);
    void createThread(QObject *context, const QString &title, Done<protocol::Thread> done);
    void updateThread(
        QObject *context, const QString &id, const ThreadChange &change, Done<protocol::Thread> done);
    void deleteThread(QObject *context, const QString &id, Done<bool> done);
    /// Who can answer (extension "models"); empty where there is no such list.
    QPointer<ApiCall> listModels(QObject *context, Done<QList<protocol::Model>> done);
    QPointer<ApiCall> listMessages(
        QObject *context, const QString &threadId, Done<QList<protocol::Message>> done);
    /// The same; where the server has capability "window", \a end gets the last messages before, once, unless
    /// they are all.
    QPointer<ApiCall> listMessagesFromEnd(QObject *context, const QString &threadId,
        std::function<void(const QList<protocol::Message> &)> end, Done<QList<protocol::Message>> done);
    /// The end of the thread, oldest first: at least its last twenty messages, in few requests however long
    /// the thread is (capability "window", else the last pages).
    void recentMessages(QObject *context, const QString &threadId, Done<QList<protocol::Message>> done);
    void getThread(QObject *context, const QString &id, Done<protocol::Thread> done);

    /// Posts without streaming; \a idempotencyKey is sent to every server (those without the capability
    /// ignore it).
    void postMessage(QObject *context, const QString &threadId, const NewMessage &message,
        const QByteArray &idempotencyKey, Done<protocol::Message> done);
    /// The active branch goes through \a messageId from here on (capability "regenerate").
    QPointer<ApiCall> activateBranch(
        QObject *context, const QString &messageId, Done<protocol::Message> done);
    void cancelReply(QObject *context, const QString &messageId, Done<bool> done);

    /// \a etag of the last answer; a 10 s total time limit.
    QPointer<ApiCall> listSignals(
        QObject *context, const QString &threadId, const QByteArray &etag, Done<SignalList> done);

    enum class SignalAction { Dismiss, Undismiss, Confirm, Unconfirm, Pin, Unpin };
    void actOnSignal(
        QObject *context, const QString &signalId, SignalAction action, Done<protocol::Signal> done);
    void editSignal(
        QObject *context, const QString &signalId, const QString &text, Done<protocol::Signal> done);

    enum class SignalRelation { Settle, Unsettle, LinkEvidence, UnlinkEvidence };
    /// Extension "links": between two signals of one conversation.
    void relateSignals(QObject *context, const QString &signalId, SignalRelation relation,
        const QString &otherId, Done<protocol::Signal> done);

    /// Extension "readings": how extraction goes there, and which model read what.
    void readingState(QObject *context, const QString &threadId, Done<protocol::ReadingState> done);
    /// Extension "extract": now, whatever has accumulated.
    void extractNow(QObject *context, const QString &threadId, Done<bool> done);

    /// A WebSocket that tells what changes in a conversation (capability "push").
    net::HttpRequest pushRequest(const QString &threadId) const;
    /// For ChatStream: a request to \a path (below /api/, encoded) with the bearer token and the usual
    /// headers.
    net::HttpRequest request(
        const QByteArray &method, const QString &path, const QByteArray &jsonBody = {}) const;
    net::HttpTransport &transport() { return m_transport; }
    net::ActivityLog *activity() { return m_activity; }
    /// For ChatStream, whose requests do not pass through here: says signInNeeded() or unreachable().
    void notice(const protocol::ApiError &error);

Q_SIGNALS:
    void serverInfoChanged();
    /// A request came back 401 although it carried a token: ask to sign in; nothing typed is lost.
    void signInNeeded();
    /// A request got no answer (isUnreachable()). Comes before the request's own \a done.
    void unreachable(const throughline::protocol::ApiError &error);

private:
    template <typename T>
    QPointer<ApiCall> callForOne(QObject *context, const net::HttpRequest &request,
        std::optional<T> (*fromJson)(const QJsonObject &), Done<T> done);
    template <typename T>
    QPointer<ApiCall> callForAll(QObject *context, const QString &path,
        std::optional<protocol::Page<T>> (*fromJson)(const QByteArray &), Done<QList<T>> done);

    PagedCall<protocol::Message> *messagesCall(
        QObject *context, const QString &path, Done<QList<protocol::Message>> done);

    /// What \a answer, to the request for the document, says about the server.
    protocol::Expected<protocol::ServerInfo> takeServerInfo(
        const protocol::Expected<protocol::ServerInfo> &answer);
    bool hasWindows() const { return m_info.has(QLatin1StringView("window")); }
    QUrl urlOf(const QString &path) const; ///< encoded, from the server's address on
    /// A GET whose answer may be a page of long messages.
    net::HttpRequest listRequest(const QString &path) const;
    template <typename List, typename T>
    Done<List> forwardList(Done<T> done, T (*pick)(const List &));

    net::HttpTransport &m_transport;
    net::ActivityLog *m_activity;
    ServerAddress m_address;
    protocol::ServerInfo m_info;
    enum class InfoFrom { Nowhere, BaseContract, Document };
    InfoFrom m_infoFrom = InfoFrom::Nowhere;
};

} // namespace throughline::client
