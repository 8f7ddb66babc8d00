#include "workspace/plainpreview.h"
#include "workspace/workspace_p.h"

#include <algorithm>

namespace throughline::workspace {

namespace {

constexpr int previewLength = 100;

} // namespace

const protocol::Thread *Workspace::Private::thread(const QString &id) const
{
    const auto found = known.constFind(id);
    return found == known.constEnd() ? nullptr : &*found;
}

void Workspace::Private::showKnown()
{
    threads.setThreads(known.values());
}

void Workspace::Private::store(const protocol::Thread &thread)
{
    if (isGone(thread.id))
        return;
    known.insert(thread.id, thread);
    // A search shows what it found, as it is now.
    if (query.isEmpty() || threads.thread(thread.id))
        threads.upsert(thread);
    if (thread.id == currentId)
        Q_EMIT q->currentTitleChanged();
    noticeModel();
}

void Workspace::Private::touch(const QString &id)
{
    const protocol::Thread *found = thread(id);
    const auto open = conversations.find(id);
    if (!found || open == conversations.end() || open->second->transcript().rowCount() == 0)
        return;
    protocol::Thread changed = *found;
    const TranscriptModel &transcript = open->second->transcript();
    changed.messageCount = transcript.rowCount();
    changed.updatedAt = clock.wall();
    const protocol::Message &last = transcript.row(transcript.rowCount() - 1).message;
    if (!last.content.isEmpty()) {
        changed.latestMessage = protocol::MessagePreview{.id = last.id,
            .role = last.role,
            .content = last.content.left(previewLength),
            .createdAt = last.createdAt};
    }
    store(changed);
}

/// The server names a conversation after its first message.
void Workspace::Private::refreshName(const QString &id)
{
    const protocol::Thread *found = thread(id);
    if (!found || !found->isUnnamed())
        return;
    client.getThread(asking.get(), id, [this, id](const protocol::Expected<protocol::Thread> &fresh) {
        if (fresh && thread(id))
            store(*fresh);
    });
}

QString Workspace::Private::newestId() const
{
    const protocol::Thread *newest = nullptr;
    for (const protocol::Thread &thread : known) {
        if (!thread.archived && (!newest || thread.lastActivity() > newest->lastActivity()))
            newest = &thread;
    }
    return newest ? newest->id : QString();
}

bool Workspace::Private::isUnused(const protocol::Thread &thread) const
{
    const auto open = conversations.find(thread.id);
    const bool hasRows = open != conversations.end() && open->second->transcript().rowCount() > 0;
    return thread.messageCount == 0 && !hasRows && !thread.archived;
}

void Workspace::Private::openAnother()
{
    const QString newest = newestId();
    if (newest.isEmpty())
        createThread();
    else
        show(newest);
}

void Workspace::Private::createThread()
{
    if (isAway || std::exchange(creating, true))
        return;
    client.createThread(asking.get(), {}, [this](const protocol::Expected<protocol::Thread> &created) {
        if (created) {
            store(*created);
            show(created->id);
            creating = false;
            beginNew();
            return;
        }
        creating = false;
        const QString sentence = giveBackBeginning()
                                     ? tr("A new conversation could not be made, so the text for it is where "
                                          "you write. %1")
                                     : tr("A new conversation could not be made. %1");
        Q_EMIT q->problem(sentence.arg(created.error().message));
    });
}

void Workspace::Private::beginNew()
{
    if (const QString text = drafts.draft(beginningKey); !text.isEmpty()) {
        putBeforeDraft(text);
        drafts.set(beginningKey, {});
    }
}

bool Workspace::Private::giveBackBeginning()
{
    if (creating || currentId.isEmpty() || drafts.draft(beginningKey).isEmpty())
        return false;
    beginNew();
    return true;
}

void Workspace::Private::change(
    const QString &id, const client::ThreadChange &wanted, const QString &otherwise)
{
    const protocol::Thread *found = thread(id);
    if (!found)
        return;
    const protocol::Thread before = *found;
    protocol::Thread changed = before;
    if (wanted.title)
        changed.title = *wanted.title;
    if (wanted.archived)
        changed.archived = *wanted.archived;
    if (wanted.model)
        changed.model = *wanted.model;
    if (wanted.settings)
        changed.settings = *wanted.settings;
    if (wanted.pinned)
        changed.pinnedAt = *wanted.pinned ? std::optional(clock.wall()) : std::nullopt;
    store(changed);
    client.updateThread(asking.get(), id, wanted,
        [this, before, otherwise](const protocol::Expected<protocol::Thread> &answer) {
            if (!thread(before.id))
                return;
            if (answer) {
                store(*answer);
                return;
            }
            store(before);
            Q_EMIT q->problem(otherwise.arg(answer.error().message));
        });
}

void Workspace::newConversation(const QString &text)
{
    d->clearSearch();
    const protocol::Thread *newest = d->thread(d->newestId());
    // What comes from elsewhere is not put before what is being written.
    const bool hasUnused =
        newest && d->isUnused(*newest) && (text.isEmpty() || d->drafts.draft(newest->id).isEmpty());
    if (hasUnused)
        d->show(newest->id);
    if (const QString before = d->drafts.draft(beginningKey); !text.isEmpty())
        d->drafts.set(beginningKey, before.isEmpty() ? text : before + QStringLiteral("\n\n") + text);
    if (hasUnused)
        d->beginNew();
    else
        d->createThread();
}

QString Workspace::currentTitle() const
{
    const protocol::Thread *thread = d->thread(d->currentId);
    if (!thread || thread->isUnnamed())
        return tr("New conversation");
    return thread->title.simplified();
}

void Workspace::rename(const QString &threadId, const QString &title)
{
    const QString trimmed = title.simplified();
    const protocol::Thread *thread = d->thread(threadId);
    if (!thread || trimmed.isEmpty() || trimmed == thread->title)
        return;
    d->change(threadId, {.title = trimmed, .archived = {}, .pinned = {}},
        tr("The new name could not be saved, so the old one is back. %1"));
}

void Workspace::setArchived(const QString &threadId, bool archived)
{
    const protocol::Thread *thread = d->thread(threadId);
    if (!thread || thread->archived == archived)
        return;
    const QString title = d->threads.indexOf(threadId).data(ThreadListModel::TitleRole).toString();
    d->change(threadId, {.title = {}, .archived = archived, .pinned = {}},
        tr("The conversation could not be moved, so it is back. %1"));
    Q_EMIT archivedChanged(threadId, title, archived);
}

void Workspace::setPinned(const QString &threadId, bool pinned)
{
    const protocol::Thread *thread = d->thread(threadId);
    if (!supportsPinning() || !thread || thread->pinnedAt.has_value() == pinned)
        return;
    d->change(threadId, {.title = {}, .archived = {}, .pinned = pinned},
        tr("The conversation could not be pinned or unpinned. %1"));
}

bool Workspace::supportsPinning() const
{
    return d->client.serverInfo().has(QLatin1StringView("pinning"));
}

void Workspace::search(const QString &query)
{
    const QString trimmed = query.trimmed();
    if (trimmed == d->query)
        return;
    d->query = trimmed;
    if (d->searching)
        d->searching->abort();
    if (trimmed.isEmpty()) {
        d->showKnown();
        return;
    }
    d->searching = d->client.listThreads(d->asking.get(), client::ApiClient::Archived::All, trimmed,
        [this](const protocol::Expected<QList<protocol::Thread>> &found) {
            d->searching.clear();
            if (!found) {
                Q_EMIT problem(tr("The search did not work. %1").arg(found.error().message));
                return;
            }
            QList<protocol::Thread> shown = *found;
            shown.removeIf([this](const protocol::Thread &thread) { return d->isGone(thread.id); });
            for (const protocol::Thread &thread : std::as_const(shown))
                d->known.insert(thread.id, thread);
            d->threads.setThreads(shown);
        });
}

void Workspace::Private::clearSearch()
{
    if (query.isEmpty())
        return;
    q->search({});
    Q_EMIT q->searchCleared();
}

QString Workspace::searchQuery() const
{
    return d->query;
}

} // namespace throughline::workspace
