#include "workspace/conversation.h"

#include "workspace/conversation_p.h"
#include "workspace/transcriptrows.h"

#include <QUuid>

namespace throughline::workspace {

using client::ChatStream;
using Row = TranscriptModel::Row;

Conversation::Conversation(client::ApiClient &client, const polling::Clock &clock, const QString &threadId,
    QObject *parent, const ChatStream::Timing &timing)
    : QObject(parent)
    , d(std::make_unique<Private>(this, client, clock, threadId, timing))
{
    connect(&d->actions, &SignalActions::dismissed, this, &Conversation::signalDismissed);
    connect(&d->actions, &SignalActions::problem, this, &Conversation::problem);
}

Conversation::~Conversation() = default;

QString Conversation::threadId() const
{
    return d->threadId;
}

Conversation::LoadState Conversation::loadState() const
{
    return d->loadState;
}

QString Conversation::loadError() const
{
    return d->loadError;
}

void Conversation::load()
{
    if (d->loading)
        d->loading->abort();
    if (d->loadState == LoadState::Failed) {
        d->loadState = LoadState::Loading;
        Q_EMIT loadStateChanged();
    }
    d->loading = d->client.listMessages(
        this, d->threadId, [this](const protocol::Expected<QList<protocol::Message>> &messages) {
            d->loading.clear();
            if (messages) {
                d->takeMessages(*messages);
                d->loadState = LoadState::Loaded;
                d->loadError.clear();
            } else if (d->loadState == LoadState::Loaded) {
                Q_EMIT problem(
                    tr("The conversation could not be read again. %1").arg(messages.error().message));
                return;
            } else {
                d->loadState = LoadState::Failed;
                d->loadError = messages.error().message;
            }
            Q_EMIT loadStateChanged();
        });
}

TranscriptModel &Conversation::transcript()
{
    return d->transcript;
}

SignalModel &Conversation::signalModel()
{
    return d->signalModel;
}

void Conversation::send(const QString &content)
{
    if (content.trimmed().isEmpty())
        return;
    Row row;
    row.message.id = newLocalId();
    row.message.threadId = d->threadId;
    row.message.role = protocol::Role::User;
    row.message.content = content;
    row.message.createdAt = d->clock.wall();
    row.state = d->turn ? RowState::Queued : RowState::Sending;
    d->outbox.add({.rowId = row.message.id,
        .content = content,
        .idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces),
        .maybeStored = false});
    d->transcript.append(row);
    Q_EMIT outboxChanged();
    if (d->turn)
        Q_EMIT queueChanged();
    else
        d->ask(d->transcript.rowCount() - 1);
}

bool Conversation::isStreaming() const
{
    return d->turn != nullptr;
}

void Conversation::stop()
{
    if (d->turn)
        d->turn->stream().stop();
}

void Conversation::retry(int row)
{
    if (row < 0 || row >= d->transcript.rowCount() || !d->transcript.row(row).canRetry)
        return;
    const Row chosen = d->transcript.row(row);
    if (chosen.state == RowState::Unsent) {
        if (!d->turn) {
            d->ask(row);
        } else {
            d->changeRow(row, RowState::Queued, {}, false);
            Q_EMIT queueChanged();
        }
        return;
    }
    if (d->turn) {
        Q_EMIT problem(tr("A reply is arriving. Wait for it or stop it first."));
        return;
    }
    if (chosen.message.role == protocol::Role::User) {
        d->changeRow(row, RowState::Settled, {}, false);
        d->begin({.question = {}, .reply = d->insertReply(row + 1)})
            .awaitReply(d->threadId, chosen.message.id, {});
        return;
    }
    d->retryReply(row);
}

int Conversation::queuedCount() const
{
    int count = 0;
    for (int i = 0; i < d->transcript.rowCount(); ++i)
        count += d->transcript.row(i).state == RowState::Queued ? 1 : 0;
    return count;
}

QString Conversation::takeBackQueued()
{
    for (int i = d->transcript.rowCount() - 1; i >= 0; --i) {
        const Row row = d->transcript.row(i);
        if (row.state != RowState::Queued)
            continue;
        d->transcript.removeRow(i);
        d->outbox.remove(row.message.id);
        Q_EMIT outboxChanged();
        Q_EMIT queueChanged();
        return row.message.content;
    }
    return {};
}

void Conversation::setStreamingRefused()
{
    d->streamingRefused = true;
}

QString Conversation::outbox() const
{
    return d->outbox.toText();
}

void Conversation::restoreOutbox(const QString &text)
{
    const Outbox restored = Outbox::fromText(text);
    for (const OutboxEntry &entry : restored.entries()) {
        d->outbox.add(entry);
        Row row;
        row.message.id = entry.rowId;
        row.message.threadId = d->threadId;
        row.message.role = protocol::Role::User;
        row.message.content = entry.content;
        row.message.createdAt = d->clock.wall();
        row.state = RowState::Unsent;
        row.notice = tr("The program ended before the server said that it has this.");
        row.canRetry = true;
        d->transcript.append(row);
    }
}

void Conversation::dismissSignal(const QString &id)
{
    d->actions.dismiss(id);
}

void Conversation::undismissSignal(const QString &id)
{
    d->actions.undismiss(id);
}

void Conversation::editSignal(const QString &id, const QString &text)
{
    d->actions.edit(id, text);
}

void Conversation::confirmSignal(const QString &id)
{
    if (supportsReview())
        d->actions.confirm(id, true);
}

void Conversation::unconfirmSignal(const QString &id)
{
    if (supportsReview())
        d->actions.confirm(id, false);
}

void Conversation::setSignalPinned(const QString &id, bool pinned)
{
    if (supportsReview())
        d->actions.pin(id, pinned);
}

bool Conversation::supportsReview() const
{
    return d->has("review");
}

bool Conversation::undoSignalAction()
{
    return d->actions.undo();
}

void Conversation::applySignals(const QList<protocol::Signal> &list)
{
    d->actions.applyList(list);
}

} // namespace throughline::workspace
