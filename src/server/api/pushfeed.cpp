#include "server/api/pushfeed.h"

#include "protocol/values.h"
#include "server/api/answers.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <utility>

namespace throughline::server::api {

namespace {

using protocol::Signal;

QJsonObject eventOf(const char *type)
{
    return {{QStringLiteral("type"), QLatin1StringView(type)}};
}

QJsonObject signalEvent(const char *type, const Signal &signal)
{
    QJsonObject object = eventOf(type);
    object.insert(QStringLiteral("signal"), protocol::toJson(signal));
    return object;
}

/// Says what a client that wants a WebSocket has to ask for.
http::Response upgradeRequired()
{
    http::Response response = detail(426, QStringLiteral("Ask for a WebSocket here."));
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
    return response;
}

} // namespace

PushFeed::PushFeed(service::ChatService &chat, service::GenerationService &generation,
    service::SignalService &signalService, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
    , m_signalService(signalService)
{
    connect(&signalService, &service::SignalService::changed, this, &PushFeed::compare);
    connect(&chat, &service::ChatService::messageStored, this, [this](const protocol::Message &message) {
        QJsonObject created = eventOf("message.created");
        created.insert(QStringLiteral("message_id"), message.id);
        tell(message.threadId, created);
        compare(message.threadId); // another branch is active, and other signals are stale
    });
    connect(&generation, &service::GenerationService::replyFinished, this,
        [this](const protocol::Message &message) {
            QJsonObject completed = eventOf("message.completed");
            completed.insert(QStringLiteral("message_id"), message.id);
            tell(message.threadId, completed);
            compare(message.threadId);
        });
    connect(&chat, &service::ChatService::threadUpdated, this, [this](const QString &threadId) {
        tell(threadId, eventOf("thread.updated"));
        compare(threadId);
    });
    connect(&chat, &service::ChatService::threadDeleted, this, &PushFeed::leave);
}

PushFeed::~PushFeed()
{
    closeAll();
}

std::optional<http::Response> PushFeed::open(const Request &request)
{
    const QString threadId = request.parameter(QLatin1StringView("thread_id"));
    if (!request.asksForSocket || !request.responder)
        return upgradeRequired();
    if (threadId.isEmpty())
        return fieldError(QStringLiteral("thread_id"), QStringLiteral("This field is required."));
    if (!isHeard(threadId)) {
        const auto known = signalsOf(threadId);
        if (!known)
            return notFound();
        m_known.insert(threadId, *known);
    }
    const quint64 key = m_nextKey++;
    // The client's going is noticed on the I/O thread.
    request.responder->onClosed([this, key] {
        QMetaObject::invokeMethod(
            this, [this, key] { forget(key); }, Qt::QueuedConnection);
    });
    m_listeners.insert_or_assign(key, Listener{.responder = request.responder, .threadId = threadId});
    request.responder->startSocket(request.correlation());
    return std::nullopt;
}

/// Nothing when there is no such conversation.
std::optional<PushFeed::Known> PushFeed::signalsOf(const QString &threadId) const
{
    const auto list = m_signalService.list({.threadId = threadId,
        .type = {},
        .includeDismissed = true,
        .offset = 0,
        .limit = std::numeric_limits<int>::max()});
    if (!list)
        return std::nullopt;
    Known known;
    for (const Signal &signal : list->items)
        known.insert(signal.id, signal);
    return known;
}

/// At once, so that whoever changed something hears of it before the answer to the request that did.
void PushFeed::compare(const QString &threadId)
{
    if (!isHeard(threadId))
        return;
    const auto now = signalsOf(threadId);
    if (!now)
        return;
    const Known before = std::exchange(m_known[threadId], *now);
    QList<Signal> inOrder = now->values();
    std::sort(inOrder.begin(), inOrder.end(),
        [](const Signal &a, const Signal &b) { return a.sequenceIndex < b.sequenceIndex; });
    for (const Signal &signal : std::as_const(inOrder)) {
        const auto known = before.constFind(signal.id);
        if (known == before.constEnd())
            tell(threadId, signalEvent("signal.created", signal));
        else if (*known != signal)
            tell(threadId, signalEvent("signal.updated", signal));
    }
    for (auto gone = before.keyBegin(); gone != before.keyEnd(); ++gone) {
        if (now->contains(*gone))
            continue;
        QJsonObject removed = eventOf("signal.removed");
        removed.insert(QStringLiteral("signal_id"), *gone);
        tell(threadId, removed);
    }
}

void PushFeed::tell(const QString &threadId, QJsonObject event)
{
    event.insert(QStringLiteral("thread_id"), threadId);
    for (auto &[key, listener] : m_listeners) {
        if (listener.threadId != threadId)
            continue;
        event.insert(QStringLiteral("seq"), ++listener.lastNumber);
        listener.responder->write(
            withEscapedMarks(QJsonDocument(event).toJson(QJsonDocument::Compact)).toStdString());
    }
}

/// A deleted conversation: those who listen are told goodbye, and find out why when they ask.
void PushFeed::leave(const QString &threadId)
{
    m_known.remove(threadId);
    std::erase_if(m_listeners, [&threadId](const auto &entry) {
        if (entry.second.threadId != threadId)
            return false;
        entry.second.responder->finish();
        return true;
    });
}

void PushFeed::forget(quint64 key)
{
    const auto found = m_listeners.find(key);
    if (found == m_listeners.end())
        return;
    const QString threadId = found->second.threadId;
    m_listeners.erase(found);
    const bool isLast = std::none_of(m_listeners.begin(), m_listeners.end(),
        [&threadId](const auto &entry) { return entry.second.threadId == threadId; });
    if (isLast)
        m_known.remove(threadId);
}

bool PushFeed::isHeard(const QString &threadId) const
{
    return m_known.contains(threadId);
}

void PushFeed::closeAll()
{
    // Dropping the responders, rather than finishing them, cuts the connections.
    m_listeners.clear();
    m_known.clear();
}

} // namespace throughline::server::api
