#include "workspace/conversation_p.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

/// Servers know idempotency keys for a day; an hour of it for clocks that differ.
constexpr qint64 keyHours = 23;

} // namespace

bool Conversation::Private::isOld(const OutboxEntry &entry, const QDateTime &now)
{
    constexpr qint64 secondsAnHour = 3600;
    return !entry.createdAt.isValid() || std::abs(entry.createdAt.secsTo(now)) > keyHours * secondsAnHour;
}

void Conversation::Private::append(const OutboxEntry &entry, RowState state)
{
    outbox.add(entry);
    Row row;
    row.message.id = entry.rowId;
    row.message.threadId = threadId;
    row.message.role = protocol::Role::User;
    row.message.content = entry.content;
    row.message.createdAt = entry.createdAt.isValid() ? entry.createdAt : clock.wall();
    row.state = state;
    row.notice = entry.refusal;
    row.canRetry = state == RowState::Held || state == RowState::Unsent;
    transcript.append(row);
}

/// The same again that was taken back may be on the server: it keeps what tells.
OutboxEntry Conversation::Private::asTakenBack(const OutboxEntry &given)
{
    const QList<OutboxEntry> candidates = std::exchange(takenBack, {});
    for (const OutboxEntry &taken : candidates) {
        if (taken.replaces != given.replaces || taken.content.trimmed() != given.content.trimmed())
            continue;
        OutboxEntry again = taken;
        again.rowId = given.rowId;
        again.refusal.clear();
        return again;
    }
    return given;
}

void Conversation::Private::submit(const OutboxEntry &given)
{
    const OutboxEntry entry = asTakenBack(given);
    RowState state = RowState::Sending;
    if (isBusy())
        state = RowState::Queued;
    else if (!reachable || paused || loadState != LoadState::Loaded || count(RowState::Held) > 0)
        state = RowState::Held;
    append(entry, state);
    showWhatHeldWaitsFor();
    if (state == RowState::Sending)
        ask(transcript.rowCount() - 1);
    else
        Q_EMIT q->outboxChanged();
    if (state == RowState::Queued)
        Q_EMIT q->queueChanged();
    Q_EMIT q->sendRequested();
    startNext();
}

int Conversation::Private::count(RowState state) const
{
    int count = 0;
    for (int i = 0; i < transcript.rowCount(); ++i)
        count += transcript.facts(i).state == state ? 1 : 0;
    return count;
}

/// While the conversation is being read that is what it waits for, and it cannot be sent before.
void Conversation::Private::showWhatHeldWaitsFor()
{
    const bool isRead = loading && loadState != LoadState::Loaded;
    const QString reason =
        isRead && reachable ? tr("Goes out when the conversation has been read") : QString();
    for (int i = 0; i < transcript.rowCount(); ++i) {
        const Row &facts = transcript.facts(i);
        if (facts.state != RowState::Held || (facts.waiting == reason && facts.canRetry == !isRead))
            continue;
        Row row = transcript.row(i);
        row.waiting = reason;
        row.canRetry = !isRead;
        transcript.update(i, row);
    }
}

void Conversation::Private::startNext()
{
    if (isBusy())
        return;
    for (int i = 0; i < transcript.rowCount(); ++i) {
        const RowState state = transcript.facts(i).state;
        if (state != RowState::Queued && state != RowState::Held)
            continue;
        if (!reachable || paused) {
            leaveWaiting(RowState::Held, {});
            return;
        }
        // Until it is known what the server has, an equal text from before could be taken for this one.
        if (loadState != LoadState::Loaded)
            return;
        ask(i);
        if (state == RowState::Queued)
            Q_EMIT q->queueChanged();
        return;
    }
}

void Conversation::Private::leaveWaiting(RowState state, const QString &notice)
{
    bool changed = false;
    for (int i = 0; i < transcript.rowCount(); ++i) {
        const RowState before = transcript.facts(i).state;
        const bool waits = before == RowState::Queued || before == RowState::Held;
        if (!waits || before == state)
            continue;
        changeRow(i, state, notice, true);
        if (state == RowState::Unsent)
            outbox.setRefusal(transcript.facts(i).message.id, notice);
        changed = true;
    }
    if (!changed)
        return;
    Q_EMIT q->outboxChanged();
    Q_EMIT q->queueChanged();
}

/// What waits behind a message that was not sent would not get there either, and not in order.
void Conversation::Private::leaveUnsent(const QString &rowId)
{
    const int row = transcript.indexOfId(rowId);
    if (row < 0)
        return;
    const Row unsent = transcript.row(row);
    if (unsent.state == RowState::Held) {
        reachable = false; // until it is said that it can be reached
        leaveWaiting(RowState::Held, {});
        Q_EMIT q->messageHeld();
        return;
    }
    outbox.setRefusal(rowId, unsent.notice);
    Q_EMIT q->outboxChanged();
    leaveWaiting(RowState::Unsent, tr("Not sent, because the message before it was not."));
}

QString Conversation::Private::lastStoredId(int before) const
{
    for (int i = before - 1; i >= 0; --i) {
        if (const QString id = transcript.facts(i).message.id; !isLocalId(id))
            return id;
    }
    return {};
}

QSet<QString> Conversation::Private::idsBefore(const OutboxEntry &entry) const
{
    QSet<QString> ids;
    for (int i = 0; i < transcript.rowCount(); ++i) {
        if (const QString id = transcript.facts(i).message.id; !isLocalId(id))
            ids.insert(id);
    }
    if (!entry.maybeStored)
        return ids;
    // It may be among them. What was there before the first attempt is not; without a trace of that, also
    // because nothing was there, what is clearly older is not.
    constexpr qint64 clocksDiffer = 600;
    const int anchor = entry.after.isEmpty() ? -1 : transcript.indexOfId(entry.after);
    for (int i = anchor + 1; i < transcript.rowCount(); ++i) {
        const protocol::Message &message = transcript.facts(i).message;
        const bool older = anchor < 0 && entry.createdAt.isValid() &&
                           message.createdAt.secsTo(entry.createdAt) > clocksDiffer;
        if (!older && message.id != entry.replaces)
            ids.remove(message.id);
    }
    return ids;
}

QString Conversation::outbox() const
{
    return d->outbox.toText();
}

void Conversation::restoreOutbox(const QString &text)
{
    const Outbox restored = Outbox::fromText(text);
    for (const OutboxEntry &entry : restored.entries())
        d->append(entry, entry.refusal.isEmpty() ? RowState::Held : RowState::Unsent);
}

void Conversation::setKeeper(const Keeper &keeper)
{
    d->keeper = keeper;
}

void Conversation::setReachable(bool reachable)
{
    d->readings.setReachable(reachable);
    const bool back = (!std::exchange(d->reachable, reachable) || d->isStale) && reachable;
    d->showWhatHeldWaitsFor();
    if (back && d->turn)
        d->turn->stream().retryNow();
    else if (back && d->loadState == LoadState::Loaded)
        d->read(Private::Failure::Quiet);
    else if (back || (reachable && d->loadState == LoadState::Failed))
        load();
}

void Conversation::setPaused(bool paused)
{
    if (std::exchange(d->paused, paused) && !paused)
        d->startNext();
}

void Conversation::wake()
{
    if (d->turn)
        d->turn->stream().wake();
}

int Conversation::queuedCount() const
{
    return d->count(RowState::Queued);
}

int Conversation::heldCount() const
{
    return d->count(RowState::Held);
}

QString Conversation::takeBackQueued()
{
    for (int i = d->transcript.rowCount() - 1; i >= 0; --i) {
        if (d->transcript.facts(i).state == RowState::Queued)
            return takeBackHeld(i);
    }
    return {};
}

QString Conversation::takeBackHeld(int row)
{
    if (row < 0 || row >= d->transcript.rowCount())
        return {};
    const TranscriptModel::Row taken = d->transcript.row(row);
    if (taken.state != RowState::Queued && taken.state != RowState::Held && taken.state != RowState::Unsent)
        return {};
    d->transcript.removeRow(row);
    if (const OutboxEntry *entry = d->outbox.find(taken.message.id); entry && entry->maybeStored)
        d->takenBack.append(*entry);
    d->outbox.remove(taken.message.id);
    Q_EMIT outboxChanged();
    Q_EMIT queueChanged();
    return taken.message.content;
}

} // namespace throughline::workspace
