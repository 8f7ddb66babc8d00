#include "workspace/conversation_p.h"

#include <algorithm>
#include <utility>

namespace throughline::workspace {

using client::ChatStream;
using Row = TranscriptModel::Row;

void Conversation::Private::changeRow(int row, RowState state, const QString &notice, bool canRetry)
{
    Row changed = transcript.row(row);
    changed.state = state;
    changed.notice = notice;
    changed.canRetry = canRetry;
    transcript.update(row, changed);
}

Offers Conversation::Private::offers() const
{
    return {.regenerates = has("regenerate"),
        .continues = has("continue"),
        .busy = isBusy(),
        .isWhole = loadState == LoadState::Loaded};
}

QList<Row> Conversation::Private::rows() const
{
    QList<Row> all;
    all.reserve(transcript.rowCount());
    for (int i = 0; i < transcript.rowCount(); ++i)
        all.append(transcript.row(i));
    return all;
}

void Conversation::Private::setRows(QList<Row> rows)
{
    setOffers(rows, offers());
    transcript.setRows(rows);
}

void Conversation::Private::refreshOffers()
{
    transcript.setOffers(offersFor(transcript, offers()));
}

/// To be looked at while the rest is read.
void Conversation::Private::takeEnd(const QList<protocol::Message> &messages)
{
    QList<Row> end = rowsFromMessages(messages);
    if (!end.isEmpty())
        end.last().canRetry = false;
    setRows(mergedRows(end, rows(), {}));
    Q_EMIT q->endShown();
}

/// What the end has of a reply that was being written: until all has been read nobody hears how it goes on.
void Conversation::Private::leaveUnfollowed()
{
    for (int i = 0; i < transcript.rowCount(); ++i) {
        const RowState state = transcript.facts(i).state;
        if (state != RowState::Waiting && state != RowState::Streaming)
            continue;
        Row row = transcript.row(i);
        row.state = RowState::Interrupted;
        row.isThinking = false;
        row.notice = tr("It is taken up again when the conversation has been read.");
        transcript.update(i, row);
    }
}

void Conversation::Private::takeMessages(const QList<protocol::Message> &messages)
{
    const bool isFirst = std::exchange(loadState, LoadState::Loaded) != LoadState::Loaded;
    isOutOfOrder = isOutOfOrder && turn;
    QSet<QString> live;
    if (turn)
        live = {turn->rows().question, turn->rows().reply};
    // Of what the server has its texts are taken, so those that are here need not be looked at.
    QList<Row> known;
    known.reserve(transcript.rowCount());
    for (int i = 0; i < transcript.rowCount(); ++i) {
        const Row &facts = transcript.facts(i);
        known.append(live.contains(facts.message.id) ? transcript.row(i) : facts);
    }
    // What is to be sent stands behind all that is stored, also behind what came since the end was shown.
    if (isFirst)
        std::stable_partition(
            known.begin(), known.end(), [](const Row &row) { return isLocalId(row.message.id); });
    QList<Row> merged = mergedRows(rowsFromMessages(messages), known, live);
    hideFork(merged);
    setRows(merged);
    takeUpUnfinished();
}

/// A reply that the server is still writing and nobody here follows: from before this start, or before what
/// was sent while the conversation was being read. Messages that are still to be sent may stand behind it.
void Conversation::Private::takeUpUnfinished()
{
    for (int i = transcript.rowCount() - 1; i >= 0 && !isBusy(); --i) {
        const RowState state = transcript.facts(i).state;
        const bool isGrowing = state == RowState::Waiting || state == RowState::Streaming;
        if (!isGrowing || isLocalId(transcript.facts(i).message.id))
            continue;
        const Row &row = transcript.row(i);
        const protocol::Message message = row.message;
        const QString thoughts = row.thoughts;
        begin({.question = {}, .reply = message.id}).follow(threadId, message.id, message.content, thoughts);
    }
}

ChatStream &Conversation::Private::begin(const ReplyTurn::Rows &rows)
{
    turn = std::make_unique<ReplyTurn>(
        transcript, std::make_unique<ChatStream>(client, clock, timing), rows, clock);
    messageSentSaid = false;
    QObject::connect(turn.get(), &ReplyTurn::questionStored, q,
        [this](const QString &oldRowId, const QString &newRowId) { takeStored(oldRowId, newRowId); });
    QObject::connect(turn.get(), &ReplyTurn::streamingRefused, q, [this] {
        streamingRefused = true;
        Q_EMIT q->streamingRefused();
    });
    QObject::connect(
        turn.get(), &ReplyTurn::finished, q, [this](bool questionSent) { finish(questionSent); });
    refreshOffers();
    Q_EMIT q->streamingChanged();
    return turn->stream();
}

QString Conversation::Private::insertReply(int row, const QStringList &siblings)
{
    Row reply;
    reply.message.id = newLocalId();
    reply.message.threadId = threadId;
    reply.message.role = protocol::Role::Assistant;
    reply.message.createdAt = clock.wall();
    if (!siblings.isEmpty())
        setSiblings(reply.message, siblings + QStringList(reply.message.id));
    reply.state = RowState::Waiting;
    transcript.insert(row, reply);
    return reply.message.id;
}

void Conversation::Private::ask(int row)
{
    const QString rowId = transcript.row(row).message.id;
    const OutboxEntry *entry = outbox.find(rowId);
    if (!entry)
        return;
    const int edited = entry->replaces.isEmpty() ? -1 : transcript.indexOfId(entry->replaces);
    const client::Question question{.threadId = threadId,
        .content = entry->content,
        .idempotencyKey = entry->idempotencyKey,
        .knownIds = idsBefore(*entry),
        .streamingRefused = streamingRefused,
        .maybeStored = entry->maybeStored,
        .keyMayBeForgotten = isOld(*entry, clock.wall()),
        .replaces = entry->replaces};
    unsure.reset();
    outbox.markAttempted(rowId, lastStoredId(edited < 0 ? row : edited));
    if (edited >= 0) {
        setEditSiblings(row, edited);
        fork(edited);
        row = transcript.indexOfId(rowId);
    }
    isOutOfOrder = isOutOfOrder || lastStoredId(transcript.rowCount()) != lastStoredId(row);
    changeRow(row, RowState::Sending, {}, false);
    begin({.question = rowId, .reply = insertReply(row + 1)});
    Q_EMIT q->outboxChanged();
    const auto send = [turn = QPointer(turn.get()), question] {
        // It may have been stopped while it was being written down.
        if (turn && !turn->stream().isOver())
            turn->stream().send(question);
    };
    if (keeper)
        keeper(send);
    else
        send();
}

void Conversation::Private::takeStored(const QString &oldRowId, const QString &)
{
    // What was waiting for the server before is not taken up by setReachable() now.
    isStale = isStale || !std::exchange(reachable, true);
    outbox.remove(oldRowId);
    refreshOffers();
    Q_EMIT q->outboxChanged();
    if (!std::exchange(messageSentSaid, true))
        Q_EMIT q->messageSent();
}

void Conversation::Private::finish(bool questionSent)
{
    ReplyTurn *over = turn.release();
    over->setParent(q); // it is in the middle of saying so
    over->deleteLater();
    const bool aside = left.has_value();
    const bool regenerated = std::exchange(regenerating, false);
    if (regenerated && isLocalId(over->rows().reply)) {
        dropReply(over->rows().reply);
    } else if (questionSent) {
        left.reset();
    } else {
        joinAgain();
        leaveUnsent(over->rows().question);
    }
    sayThatItIsFetched(over->rows().reply);
    startNext();
    takeUpUnfinished();
    if (!turn) {
        refreshOffers();
        Q_EMIT q->streamingChanged();
    }
    Q_EMIT q->replyFinished();
    // A message that was sent again stands where it was typed; the server has it where it arrived.
    if (reachable && (aside || regenerated || isOutOfOrder || isStale))
        read(Failure::Quiet);
}

/// A reply that was cut off is taken up when the server can be reached: setReachable().
void Conversation::Private::sayThatItIsFetched(const QString &id)
{
    const int row = transcript.indexOfId(id);
    if (row < 0 || reachable || !has("resume") || isLocalId(id))
        return;
    if (transcript.row(row).state == RowState::Interrupted)
        changeRow(row, RowState::Interrupted,
            tr("The server cannot be reached. What arrived is kept; the rest is fetched when it can be."),
            true);
}

int Conversation::Private::questionOf(int replyRow) const
{
    for (int i = replyRow - 1; i >= 0; --i) {
        if (transcript.facts(i).message.role == protocol::Role::User)
            return i;
    }
    return -1;
}

void Conversation::Private::awaitReply(const QString &questionId, const QString &replyId)
{
    const QString held = transcript.row(transcript.indexOfId(replyId)).message.content;
    ChatStream &stream = begin({.question = {}, .reply = replyId});
    // Comes after the turn itself has heard it, and is over.
    QObject::connect(
        &stream, &ChatStream::ended, q, [this, questionId, replyId](const client::ReplyEnding &ending) {
            const auto *interrupted = std::get_if<client::ReplyInterrupted>(&ending);
            if (interrupted && interrupted->waitedInVain)
                takeNoReply(questionId, replyId);
        });
    stream.awaitReply(threadId, questionId, held, waitedInVain.contains(questionId));
}

void Conversation::Private::takeNoReply(const QString &questionId, const QString &replyId)
{
    const int row = transcript.indexOfId(replyId);
    const int question = transcript.indexOfId(questionId);
    if (row < 0 || question < 0)
        return;
    const QString arrived = transcript.row(row).message.content;
    if (!waitedInVain.contains(questionId)) {
        waitedInVain.insert(questionId);
        changeRow(row, RowState::Interrupted,
            interruptedNotice(tr("The server has no reply to this. Retry looks once more and then sends your "
                                 "message again, as a new one."),
                arrived),
            true);
        return;
    }
    waitedInVain.remove(questionId);
    if (arrived.isEmpty() && !transcript.row(row).hasThoughts())
        transcript.removeRow(row);
    else
        changeRow(row, RowState::Interrupted,
            interruptedNotice(tr("The server has no reply to this. Your message was sent again."), arrived),
            false);
    q->send(transcript.row(question).message.content);
}

void Conversation::Private::retryReply(int row)
{
    const Row reply = transcript.row(row);
    const QString id = reply.message.id;
    const int question = questionOf(row);
    const bool known = !isLocalId(id);
    // Whether the server itself has said that nothing more will come.
    const bool over = reply.state == RowState::Failed ||
                      (reply.message.metadata.contains(QLatin1StringView("status")) &&
                          reply.message.status() != protocol::MessageStatus::Streaming) ||
                      (reply.state == RowState::Stopped && has("cancel"));
    if (!over && known && has("resume")) {
        changeRow(row, RowState::Reconnecting, tr("Taking the reply up again…"), false);
        begin({.question = {}, .reply = id}).follow(threadId, id, reply.message.content, reply.thoughts);
        return;
    }
    if (known && has("regenerate")) {
        regenerate(row, row);
        return;
    }
    if (question < 0)
        return;
    const QString questionId = transcript.row(question).message.id;
    const bool isStored = !isLocalId(questionId);
    if (isStored && has("regenerate") && reply.message.content.isEmpty()) {
        // The question is there, and no reply to it was begun.
        transcript.removeRow(row);
        regenerate(question, question + 1);
        return;
    }
    if (!over && isStored) {
        // The question is there: wait for its reply rather than ask twice.
        changeRow(row, RowState::Waiting, {}, false);
        awaitReply(questionId, id);
        return;
    }
    // Nothing more will come of this one, and the server knows no other way to ask again.
    changeRow(row, reply.state, reply.notice, false);
    q->send(transcript.row(question).message.content);
}

} // namespace throughline::workspace
