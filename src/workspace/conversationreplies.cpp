#include "workspace/conversation_p.h"
#include "workspace/transcriptrows.h"

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

void Conversation::Private::takeMessages(const QList<protocol::Message> &messages)
{
    QSet<QString> live;
    if (turn)
        live = {turn->rows().question, turn->rows().reply};
    QList<Row> current;
    for (int i = 0; i < transcript.rowCount(); ++i)
        current.append(transcript.row(i));
    transcript.setRows(mergedRows(rowsFromMessages(messages), current, live));
    takeUpUnfinished();
}

/// A reply that the server is still writing and nobody here follows: from before this start, or before what
/// was sent while the conversation was being read. Messages that are still to be sent may stand behind it.
void Conversation::Private::takeUpUnfinished()
{
    for (int i = transcript.rowCount() - 1; i >= 0 && !turn; --i) {
        const Row &row = transcript.row(i);
        const bool isGrowing = row.state == RowState::Waiting || row.state == RowState::Streaming;
        if (!isGrowing || isLocalId(row.message.id))
            continue;
        const protocol::Message message = row.message;
        begin({.question = {}, .reply = message.id}).follow(threadId, message.id, message.content);
    }
}

ChatStream &Conversation::Private::begin(const ReplyTurn::Rows &rows)
{
    turn = std::make_unique<ReplyTurn>(transcript, std::make_unique<ChatStream>(client, clock, timing), rows);
    messageSentSaid = false;
    QObject::connect(turn.get(), &ReplyTurn::questionStored, q,
        [this](const QString &oldRowId, const QString &newRowId) { takeStored(oldRowId, newRowId); });
    QObject::connect(turn.get(), &ReplyTurn::streamingRefused, q, [this] {
        streamingRefused = true;
        Q_EMIT q->streamingRefused();
    });
    QObject::connect(
        turn.get(), &ReplyTurn::finished, q, [this](bool questionSent) { finish(questionSent); });
    Q_EMIT q->streamingChanged();
    return turn->stream();
}

QString Conversation::Private::insertReply(int row)
{
    Row reply;
    reply.message.id = newLocalId();
    reply.message.threadId = threadId;
    reply.message.role = protocol::Role::Assistant;
    reply.message.createdAt = clock.wall();
    reply.state = RowState::Waiting;
    transcript.insert(row, reply);
    return reply.message.id;
}

void Conversation::Private::ask(int row)
{
    const OutboxEntry *entry = outbox.find(transcript.row(row).message.id);
    if (!entry)
        return;
    client::Question question{.threadId = threadId,
        .content = entry->content,
        .idempotencyKey = entry->idempotencyKey,
        .knownIds = {},
        .streamingRefused = streamingRefused,
        .maybeStored = entry->maybeStored};
    for (int i = 0; i < transcript.rowCount(); ++i) {
        if (const QString id = transcript.row(i).message.id; !isLocalId(id))
            question.knownIds.insert(id);
    }
    const QString rowId = entry->rowId;
    outbox.markAttempted(rowId);
    changeRow(row, RowState::Sending, {}, false);
    begin({.question = rowId, .reply = insertReply(row + 1)}).send(question);
}

void Conversation::Private::takeStored(const QString &oldRowId, const QString &)
{
    outbox.remove(oldRowId);
    Q_EMIT q->outboxChanged();
    if (!std::exchange(messageSentSaid, true))
        Q_EMIT q->messageSent();
}

void Conversation::Private::finish(bool questionSent)
{
    ReplyTurn *over = turn.release();
    over->setParent(q); // it is in the middle of saying so
    over->deleteLater();
    if (questionSent)
        startNextQueued();
    else
        giveUpQueue();
    takeUpUnfinished();
    if (!turn)
        Q_EMIT q->streamingChanged();
    Q_EMIT q->replyFinished();
}

void Conversation::Private::startNextQueued()
{
    for (int i = 0; i < transcript.rowCount(); ++i) {
        if (transcript.row(i).state == RowState::Queued) {
            ask(i);
            Q_EMIT q->queueChanged();
            return;
        }
    }
}

/// What waits behind a message that could not be sent would not get there either, and not in order.
void Conversation::Private::giveUpQueue()
{
    bool changed = false;
    for (int i = 0; i < transcript.rowCount(); ++i) {
        if (transcript.row(i).state != RowState::Queued)
            continue;
        changeRow(i, RowState::Unsent, tr("Not sent, because the message before it was not."), true);
        changed = true;
    }
    if (changed)
        Q_EMIT q->queueChanged();
}

int Conversation::Private::questionOf(int replyRow) const
{
    for (int i = replyRow - 1; i >= 0; --i) {
        if (transcript.row(i).message.role == protocol::Role::User)
            return i;
    }
    return -1;
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
        begin({.question = {}, .reply = id}).follow(threadId, id, reply.message.content);
        return;
    }
    if (known && has("regenerate")) {
        changeRow(row, RowState::Waiting, {}, false);
        begin({.question = {}, .reply = id, .replaces = true}).regenerate(threadId, id);
        return;
    }
    if (question < 0)
        return;
    const QString questionId = transcript.row(question).message.id;
    if (!over && !isLocalId(questionId)) {
        // The question is there: wait for its reply rather than ask twice.
        changeRow(row, RowState::Waiting, {}, false);
        begin({.question = {}, .reply = id}).awaitReply(threadId, questionId, reply.message.content);
        return;
    }
    // Nothing more will come of this one, and the server knows no other way to ask again.
    changeRow(row, reply.state, reply.notice, false);
    q->send(transcript.row(question).message.content);
}

} // namespace throughline::workspace
