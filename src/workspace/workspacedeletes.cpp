#include "workspace/outbox.h"
#include "workspace/readmarks.h"
#include "workspace/workspace_p.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace throughline::workspace {

namespace {

/// Where the ids of the conversations are kept whose deletion the server has not confirmed.
const QString deletionsKey = QStringLiteral("delete");

} // namespace

const Workspace::Private::Deletion *Workspace::Private::findDeletion(const QString &id) const
{
    const auto found = std::find_if(deletions.cbegin(), deletions.cend(),
        [&](const Deletion &deletion) { return deletion.thread.id == id; });
    return found == deletions.cend() ? nullptr : &*found;
}

Workspace::Private::Deletion *Workspace::Private::findDeletion(const QString &id)
{
    const auto found = std::find_if(deletions.begin(), deletions.end(),
        [&](const Deletion &deletion) { return deletion.thread.id == id; });
    return found == deletions.end() ? nullptr : &*found;
}

void Workspace::Private::dropDeletion(const QString &id)
{
    deletions.removeIf([&](const Deletion &deletion) { return deletion.thread.id == id; });
    saveDeletions();
}

void Workspace::Private::saveDeletions()
{
    QJsonArray ids;
    for (const Deletion &deletion : std::as_const(deletions))
        ids.append(deletion.thread.id);
    drafts.set(deletionsKey,
        ids.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact)));
}

void Workspace::Private::finishLastDeletions()
{
    const QJsonArray left = QJsonDocument::fromJson(drafts.draft(deletionsKey).toUtf8()).array();
    for (const auto &value : left) {
        Deletion deletion;
        deletion.thread.id = value.toString();
        if (!deletion.thread.id.isEmpty() && !findDeletion(deletion.thread.id))
            deletions.append(deletion);
    }
    q->commitDeletes();
}

void Workspace::Private::pauseDeleted(const QString &id)
{
    if (const auto open = conversations.find(id); open != conversations.end())
        open->second->setPaused(isGone(id));
}

void Workspace::Private::askForDeletion(Deletion &deletion)
{
    deletion.committed = true;
    const QString id = deletion.thread.id;
    if (id == currentId || std::exchange(deletion.asked, true))
        return;
    // Asked for by the client's own context: it must not be aborted because this goes away.
    client.deleteThread(&client, id,
        [w = QPointer<Workspace>(q), asked = QPointer<QObject>(asking.get()), id](
            const protocol::Expected<bool> &answer) {
            if (w && asked)
                w->d->takeDeletionAnswer(id, answer);
        });
}

void Workspace::Private::takeDeletionAnswer(const QString &id, const protocol::Expected<bool> &answer)
{
    const Deletion *found = findDeletion(id);
    if (!found)
        return;
    const Deletion deletion = *found;
    dropDeletion(id);
    if (answer || answer.error().kind == protocol::ApiError::Kind::NotFound) {
        leaving.insert(id);
        drafts.set(id, {});
        forgetDeleted(id);
        return;
    }
    // One that was left over from the last time is in a list that is still to come.
    if (deletion.thread.createdAt.isValid())
        store(deletion.thread);
    pauseDeleted(id);
    if (state == Connection::Online)
        sendWhatWaits();
    Q_EMIT q->problem(
        tr("A conversation could not be deleted, so it is back. %1").arg(answer.error().message));
}

void Workspace::Private::leaveDeleted(const QString &from, const QString &to)
{
    Deletion *deletion = findDeletion(from);
    if (!deletion)
        return;
    // What was typed while it was only waiting for another one to open was meant for that one.
    const QString typed = drafts.draft(from);
    if (typed != deletion->draft && drafts.draft(to).isEmpty()) {
        drafts.set(to, typed);
        drafts.set(from, deletion->draft);
    }
    if (deletion->committed)
        askForDeletion(*deletion);
}

void Workspace::remove(const QString &threadId)
{
    const protocol::Thread *thread = d->thread(threadId);
    if (!thread)
        return;
    const QString title = d->threads.indexOf(threadId).data(ThreadListModel::TitleRole).toString();
    const bool isCurrent = threadId == d->currentId;
    d->deletions.append({.thread = *thread,
        .wasCurrent = isCurrent,
        .draft = d->drafts.draft(threadId),
        .committed = false,
        .asked = false});
    d->known.remove(threadId);
    d->saveDeletions();
    d->threads.remove(threadId);
    d->pauseDeleted(threadId);
    if (isCurrent)
        d->openAnother();
    Q_EMIT removed(threadId, title);
}

void Workspace::undoDelete(const QString &threadId)
{
    const Private::Deletion *found = d->findDeletion(threadId);
    if (!found || found->asked)
        return;
    const Private::Deletion deletion = *found;
    d->dropDeletion(threadId);
    d->clearSearch();
    d->store(deletion.thread);
    d->pauseDeleted(threadId);
    if (deletion.wasCurrent)
        d->show(threadId);
}

void Workspace::undoDelete()
{
    for (qsizetype i = d->deletions.size() - 1; i >= 0; --i) {
        if (!d->deletions.at(i).asked) {
            const QString id = d->deletions.at(i).thread.id;
            undoDelete(id);
            return;
        }
    }
}

void Workspace::commitDelete(const QString &threadId)
{
    if (Private::Deletion *deletion = d->findDeletion(threadId))
        d->askForDeletion(*deletion);
}

void Workspace::commitDeletes()
{
    QStringList ids;
    for (const Private::Deletion &deletion : std::as_const(d->deletions))
        ids.append(deletion.thread.id);
    for (const QString &id : std::as_const(ids))
        commitDelete(id);
}

void Workspace::Private::putBeforeDraft(const QString &text)
{
    const QString typed = drafts.draft(currentId);
    drafts.set(currentId, typed.trimmed().isEmpty() ? text : text + QLatin1Char('\n') + typed);
    Q_EMIT q->textGivenBack(currentId, text);
}

void Workspace::Private::giveBack(const QString &id)
{
    QStringList texts;
    const Outbox waiting = Outbox::fromText(drafts.draft(outboxKey(id)));
    for (const OutboxEntry &entry : waiting.entries())
        texts.append(entry.content);
    if (const QString draft = drafts.draft(id); !draft.trimmed().isEmpty())
        texts.append(draft);
    const QString edited = drafts.draft(Drafts::editKey(id));
    if (const QString text = edited.section(u'\n', 1); !text.trimmed().isEmpty())
        texts.append(text);
    forget(id);
    if (!texts.isEmpty()) {
        // First it is in the draft, then no longer in the outbox: a crash between the two loses nothing.
        putBeforeDraft(texts.join(QLatin1StringView("\n\n")));
        Q_EMIT q->problem(
            tr("A conversation is not on the server any more. What was to be sent there is back "
               "where you write."));
    }
    drafts.set(id, {});
    forgetWhatIsKept(id);
}

void Workspace::Private::forgetDeleted(const QString &threadId)
{
    if (threadId != currentId) // on screen until another one is there
        forget(threadId);
    forgetWhatIsKept(threadId);
}

void Workspace::Private::forgetWhatIsKept(const QString &threadId)
{
    for (const QString &key :
        {outboxKey(threadId), reviewsKey(threadId), ReadMarks::key(threadId), Drafts::editKey(threadId)})
        drafts.set(key, {});
}

} // namespace throughline::workspace
