#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/service/messagewindow.h"

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <optional>

namespace throughline::server::store {
class Store;
}

namespace throughline::server::service {

enum class ArchivedFilter { No, Yes, All };

struct ThreadQuery
{
    ArchivedFilter archived = ArchivedFilter::No;
    QString text; ///< words in titles and messages; empty: all
    int offset = 0;
    int limit = 50;
};

template <typename T>
struct Slice
{
    int total = 0;
    QList<T> items;
};

struct ThreadPatch
{
    std::optional<QString> title;
    std::optional<bool> archived;
    std::optional<bool> pinned;
    std::optional<QString> model;        ///< empty: whoever answers by default
    std::optional<QJsonObject> settings; ///< replaces what was there; see provider::GenerationSettings
};

/// Where a message is put. Both empty: it follows the end of the active branch. Not both may be given.
struct Placement
{
    QString replaces; ///< a user's message that it becomes a sibling of
    QString parent;   ///< a message that it follows
};

/// Threads and messages: what the product does with them, no HTTP and no SQL. Service thread only; every call
/// returns within a few milliseconds. Errors: NotFound, Refused (bad input, with a sentence), Server (disk).
class ChatService : public QObject
{
    Q_OBJECT

public:
    explicit ChatService(store::Store &store, QObject *parent = nullptr);

    protocol::Expected<protocol::Thread> createThread(const QString &title);
    protocol::Expected<Slice<protocol::Thread>> threads(const ThreadQuery &query) const;
    protocol::Expected<protocol::Thread> thread(const QString &id, ArchivedFilter archived) const;
    protocol::Expected<protocol::Thread> updateThread(
        const QString &id, const ThreadPatch &patch, ArchivedFilter archived);
    protocol::Expected<bool> deleteThread(const QString &id, ArchivedFilter archived);

    /// The active branch, oldest first.
    protocol::Expected<Slice<protocol::Message>> messages(
        const QString &threadId, int offset, int limit) const;
    /// The same of the branch that would be active after activate(\a messageId); the message is one of this
    /// thread, else NotFound.
    protocol::Expected<Slice<protocol::Message>> messagesThrough(
        const QString &threadId, const QString &messageId, int offset, int limit) const;
    /// A part of the active branch, or of the one through \a branch; nothing when that does not have the
    /// message which the window is before, after or around.
    protocol::Expected<std::optional<MessageWindow>> window(
        const QString &threadId, const QString &branch, const Window &window) const;
    protocol::Expected<protocol::Message> message(const QString &id) const;

    struct Posted
    {
        protocol::Message message;
        bool alreadyKnown = false; ///< the idempotency key was used before: nothing was stored
    };
    /// Stores the user's message and makes the active branch end with it. The first one names an unnamed
    /// thread. \a idempotencyKey may be empty.
    protocol::Expected<Posted> postMessage(const QString &threadId, const QString &content,
        const QString &idempotencyKey, const Placement &placement = {});

    /// Makes the active branch go through this message; below it, it goes as it last did there, else to the
    /// newest. The thread keeps its place in the list.
    protocol::Expected<protocol::Message> activate(const QString &messageId);

Q_SIGNALS:
    void messageStored(const throughline::protocol::Message &message);
    void threadUpdated(const QString &threadId);
    void threadDeleted(const QString &threadId);

private:
    /// NotFound for one of another thread, too.
    protocol::Expected<protocol::Message> messageIn(const QString &threadId, const QString &id) const;
    /// The id of the message that one put there follows; unset: the end of the active branch.
    protocol::Expected<std::optional<QString>> parentFor(
        const QString &threadId, const Placement &placement) const;

    store::Store &m_store;
};

} // namespace throughline::server::service
