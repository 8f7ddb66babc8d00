#include "server/service/chatservice.h"

#include "server/provider/generationsettings.h"
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

/// What an idempotency key remembers of it, so that it is not used for another place.
QString purposeOf(const Placement &placement)
{
    if (!placement.replaces.isEmpty())
        return QStringLiteral("replaces:") + placement.replaces;
    return placement.parent.isEmpty() ? QString() : QStringLiteral("parent:") + placement.parent;
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
    if (patch.settings) {
        const auto settings = provider::generationSettingsFromJson(*patch.settings);
        if (!settings)
            return tl::unexpected(settings.error());
        changed->settings = provider::toJson(*settings);
    }
    if (patch.model)
        changed->model = *patch.model;
    // Putting aside and taking back leave the place in the list as it was.
    if (patch.archived)
        changed->archived = *patch.archived;
    if (patch.pinned && *patch.pinned != changed->pinnedAt.has_value())
        changed->pinnedAt = *patch.pinned ? std::optional(now) : std::nullopt;
    if (const auto stored = m_store.threads().update(*changed); !stored)
        return tl::unexpected(stored.error());
    Q_EMIT threadUpdated(id);
    return changed;
}

Expected<bool> ChatService::deleteThread(const QString &id, ArchivedFilter archived)
{
    const auto found = thread(id, archived);
    if (!found)
        return tl::unexpected(found.error());
    auto removed = m_store.threads().remove(id);
    if (removed)
        Q_EMIT threadDeleted(id);
    return removed;
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

Expected<Slice<Message>> ChatService::messagesThrough(
    const QString &threadId, const QString &messageId, int offset, int limit) const
{
    if (const auto through = messageIn(threadId, messageId); !through)
        return tl::unexpected(through.error());
    const auto path = m_store.tree().path(messageId);
    if (!path)
        return tl::unexpected(path.error());
    return m_store.messages().listPath(*path, offset, limit).map([&path](const QList<Message> &items) {
        return Slice<Message>{.total = static_cast<int>(path->size()), .items = items};
    });
}

Expected<std::optional<MessageWindow>> ChatService::window(
    const QString &threadId, const QString &branch, const Window &window) const
{
    const auto found = thread(threadId, ArchivedFilter::All);
    if (!found)
        return tl::unexpected(found.error());
    if (!branch.isEmpty()) {
        if (const auto through = messageIn(threadId, branch); !through)
            return tl::unexpected(through.error());
    }
    return readWindow(m_store, *found, branch, window);
}

Expected<Message> ChatService::messageIn(const QString &threadId, const QString &id) const
{
    auto found = message(id);
    if (found && found->threadId != threadId)
        return tl::unexpected(store::notFound(tr("There is no such message.")));
    return found;
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

Expected<Message> ChatService::activate(const QString &messageId)
{
    const auto found = message(messageId);
    if (!found)
        return found;
    const auto activated = m_store.tree().activate(messageId);
    return activated ? found : tl::unexpected(activated.error());
}

Expected<std::optional<QString>> ChatService::parentFor(
    const QString &threadId, const Placement &placement) const
{
    const bool isEdit = !placement.replaces.isEmpty();
    if (!isEdit && placement.parent.isEmpty())
        return std::optional<QString>();
    if (isEdit && !placement.parent.isEmpty())
        return tl::unexpected(
            store::refusal(tr("A message may replace one or follow one, but not both be said.")));
    const auto found = m_store.messages().find(isEdit ? placement.replaces : placement.parent);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found || (*found)->threadId != threadId)
        return tl::unexpected(store::refusal(tr("There is no such message in this conversation.")));
    if (!isEdit)
        return std::optional((*found)->id);
    if ((*found)->role != protocol::Role::User)
        return tl::unexpected(store::refusal(tr("Only a message of the user can be replaced.")));
    return std::optional((*found)->parentId());
}

Expected<ChatService::Posted> ChatService::postMessage(const QString &threadId, const QString &content,
    const QString &idempotencyKey, const Placement &placement)
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
                const auto stored = message((*known)->messageId);
                if (!stored)
                    return tl::unexpected(stored.error());
                // Answering with the other message would lose what was typed now.
                if (stored->threadId != threadId || stored->content != content ||
                    (*known)->purpose != purposeOf(placement))
                    return tl::unexpected(
                        store::refusal(tr("This Idempotency-Key belongs to another message."), 422));
                return Posted{.message = *stored, .alreadyKnown = true};
            }
        }
        const auto parent = parentFor(threadId, placement);
        if (!parent)
            return tl::unexpected(parent.error());
        Message message;
        message.id = m_store.newId();
        message.threadId = threadId;
        message.role = protocol::Role::User;
        message.content = content;
        message.createdAt = now;
        const auto inserted =
            m_store.messages().insert(message, {.replyTo = {}, .parent = *parent, .isAside = false});
        if (!inserted)
            return tl::unexpected(inserted.error());
        if (!idempotencyKey.isEmpty()) {
            if (const auto stored = m_store.idempotencyKeys().insert(
                    idempotencyKey, {.messageId = message.id, .purpose = purposeOf(placement)}, now);
                !stored)
                return tl::unexpected(stored.error());
        }
        if (thread->title == unnamedThread) {
            if (const QString title = titleFromMessage(content); !title.isEmpty())
                thread->title = title;
        }
        thread->updatedAt = now;
        if (const auto updated = m_store.threads().update(*thread); !updated)
            return tl::unexpected(updated.error());
        // As it now stands in the tree.
        return this->message(message.id).map([](const Message &read) {
            return Posted{.message = read, .alreadyKnown = false};
        });
    });
    if (posted && !posted->alreadyKnown)
        Q_EMIT messageStored(posted->message);
    return posted;
}

} // namespace throughline::server::service
