#include "server/service/chatservice.h"

#include "server/service/threadtitle.h"
#include "server/store/errors.h"
#include "server/store/store.h"

namespace throughline::server::service {

namespace {

using protocol::Expected;
using protocol::Message;
using protocol::Thread;

bool isShown(const Thread &thread, ArchivedFilter filter)
{
    return filter == ArchivedFilter::All || thread.archived == (filter == ArchivedFilter::Yes);
}

std::optional<bool> archivedOnly(ArchivedFilter filter)
{
    return filter == ArchivedFilter::All ? std::nullopt : std::optional(filter == ArchivedFilter::Yes);
}

Expected<QString> checkedTitle(const QString &title)
{
    const QString simplified = title.simplified();
    if (simplified.size() > longestTitle) {
        return tl::unexpected(
            store::refusal(ChatService::tr("A title may have at most %1 characters.").arg(longestTitle)));
    }
    return simplified;
}

} // namespace

ChatService::ChatService(store::Store &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{}

Expected<Thread> ChatService::createThread(const QString &title)
{
    const auto checked = checkedTitle(title);
    if (!checked)
        return tl::unexpected(checked.error());
    const QDateTime now = m_store.now();
    Thread thread;
    thread.id = m_store.newId();
    thread.title = checked->isEmpty() ? unnamedThread : *checked;
    thread.createdAt = now;
    thread.updatedAt = now;
    return m_store.threads().insert(thread).map([&thread] { return thread; });
}

Expected<Slice<Thread>> ChatService::threads(const ThreadQuery &query) const
{
    const store::ThreadTable::Filter filter{.archived = archivedOnly(query.archived), .text = query.text};
    const auto total = m_store.threads().count(filter);
    if (!total)
        return tl::unexpected(total.error());
    return m_store.threads()
        .list(filter, query.offset, query.limit)
        .map([&total](const QList<Thread> &items) { return Slice<Thread>{.total = *total, .items = items}; });
}

Expected<Thread> ChatService::thread(const QString &id, ArchivedFilter archived) const
{
    const auto found = m_store.threads().find(id);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found || !isShown(**found, archived))
        return tl::unexpected(store::notFound(tr("There is no such conversation.")));
    return **found;
}

Expected<Thread> ChatService::updateThread(
    const QString &id, const ThreadPatch &patch, ArchivedFilter archived)
{
    auto changed = thread(id, archived);
    if (!changed)
        return changed;
    const QDateTime now = m_store.now();
    if (patch.title) {
        const auto title = checkedTitle(*patch.title);
        if (!title)
            return tl::unexpected(title.error());
        if (title->isEmpty())
            return tl::unexpected(store::refusal(tr("A title may not be blank.")));
        changed->title = *title;
        changed->updatedAt = now;
    }
    // Putting aside and taking back leave the place in the list as it was.
    if (patch.archived)
        changed->archived = *patch.archived;
    if (patch.pinned && *patch.pinned != changed->pinnedAt.has_value())
        changed->pinnedAt = *patch.pinned ? std::optional(now) : std::nullopt;
    return m_store.threads().update(*changed).map([&changed] { return *changed; });
}

Expected<bool> ChatService::deleteThread(const QString &id, ArchivedFilter archived)
{
    const auto found = thread(id, archived);
    if (!found)
        return tl::unexpected(found.error());
    return m_store.threads().remove(id);
}

Expected<Slice<Message>> ChatService::messages(const QString &threadId, int offset, int limit) const
{
    const auto found = thread(threadId, ArchivedFilter::All);
    if (!found)
        return tl::unexpected(found.error());
    return m_store.messages().list(threadId, offset, limit).map([&found](const QList<Message> &items) {
        return Slice<Message>{.total = found->messageCount, .items = items};
    });
}

Expected<Message> ChatService::message(const QString &id) const
{
    const auto found = m_store.messages().find(id);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return tl::unexpected(store::notFound(tr("There is no such message.")));
    return **found;
}

Expected<ChatService::Posted> ChatService::postMessage(
    const QString &threadId, const QString &content, const QString &idempotencyKey)
{
    if (content.trimmed().isEmpty())
        return tl::unexpected(store::refusal(tr("A message may not be blank.")));
    const QDateTime now = m_store.now();
    auto posted = m_store.inTransaction([&]() -> Expected<Posted> {
        auto thread = this->thread(threadId, ArchivedFilter::All);
        if (!thread)
            return tl::unexpected(thread.error());
        if (!idempotencyKey.isEmpty()) {
            const auto known = m_store.idempotencyKeys().find(idempotencyKey, now);
            if (!known)
                return tl::unexpected(known.error());
            if (*known) {
                const auto stored = message(**known);
                if (!stored)
                    return tl::unexpected(stored.error());
                // Answering with the other message would lose what was typed now.
                if (stored->threadId != threadId || stored->content != content)
                    return tl::unexpected(
                        store::refusal(tr("This Idempotency-Key belongs to another message."), 422));
                return Posted{.message = *stored, .alreadyKnown = true};
            }
        }
        Message message;
        message.id = m_store.newId();
        message.threadId = threadId;
        message.role = protocol::Role::User;
        message.content = content;
        message.createdAt = now;
        if (const auto stored = m_store.messages().insert(message); !stored)
            return tl::unexpected(stored.error());
        if (!idempotencyKey.isEmpty()) {
            if (const auto stored = m_store.idempotencyKeys().insert(idempotencyKey, message.id, now);
                !stored)
                return tl::unexpected(stored.error());
        }
        if (thread->title == unnamedThread) {
            if (const QString title = titleFromMessage(content); !title.isEmpty())
                thread->title = title;
        }
        thread->updatedAt = now;
        if (const auto stored = m_store.threads().update(*thread); !stored)
            return tl::unexpected(stored.error());
        return Posted{.message = message, .alreadyKnown = false};
    });
    if (posted && !posted->alreadyKnown)
        Q_EMIT messageStored(posted->message);
    return posted;
}

} // namespace throughline::server::service
