#include "workspace/conversation.h"

#include "client/idempotencykey.h"
#include "workspace/conversation_p.h"

#include <utility>

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
    connect(&d->actions, &SignalActions::localReviewsChanged, this, &Conversation::localReviewsChanged);
    connect(&d->readings, &Readings::problem, this, &Conversation::problem);
    connect(this, &Conversation::messageSent, &d->readings, &Readings::refresh);
    connect(this, &Conversation::replyFinished, &d->readings, &Readings::refreshIfOpen);
    connect(&d->transcript, &TranscriptModel::textLost, this, [this] {
        Q_EMIT problem(tr("A text could not be read back from the disk. The conversation is fetched again."));
        load();
    });
    connect(&d->client, &client::ApiClient::serverInfoChanged, this, [this] { d->refreshOffers(); });
}

Conversation::~Conversation() = default;

bool Conversation::canBranch() const
{
    return d->has("regenerate");
}

void Conversation::keepTextsIn(const QString &folder)
{
    d->transcript.keepTextsIn(std::make_unique<TextStore>(folder));
}

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

bool Conversation::isEndShown() const
{
    return d->loadState != LoadState::Loaded && !d->lastStoredId(d->transcript.rowCount()).isEmpty();
}

void Conversation::load()
{
    if (d->loadState == LoadState::Failed) {
        d->loadState = LoadState::Loading;
        Q_EMIT loadStateChanged();
    }
    d->read(Private::Failure::Said);
}

void Conversation::Private::read(Failure failure)
{
    if (loading)
        loading->abort();
    const auto done = [this, failure](const protocol::Expected<QList<protocol::Message>> &messages) {
        takeRead(messages, failure);
    };
    if (loadState == LoadState::Loaded || q->isEndShown()) {
        loading = client.listMessages(q, threadId, done);
    } else {
        const auto end = [this](const QList<protocol::Message> &messages) { takeEnd(messages); };
        loading = client.listMessagesFromEnd(q, threadId, end, done);
    }
    showWhatHeldWaitsFor();
}

void Conversation::Private::takeRead(
    const protocol::Expected<QList<protocol::Message>> &messages, Failure failure)
{
    loading.clear();
    const Switch arrived = switching == Switch::Asked ? Switch::None : std::exchange(switching, Switch::None);
    if (messages) {
        isStale = false;
        takeMessages(*messages);
        showWhatHeldWaitsFor();
        loadError.clear();
        readings.refresh();
        Q_EMIT q->loadStateChanged();
    } else if (loadState != LoadState::Loaded || arrived == Switch::Done) {
        if (arrived == Switch::Done)
            dropStoredRows(); // of the branch that was left
        loadState = LoadState::Failed;
        loadError = messages.error().message;
        leaveUnfollowed();
        showWhatHeldWaitsFor();
        Q_EMIT q->loadStateChanged();
    } else if (arrived == Switch::Refused) {
        takeUpUnfinished(); // which was left to go to the other one
    } else if (failure == Failure::Said) {
        Q_EMIT q->problem(tr("The conversation could not be read again. %1").arg(messages.error().message));
    }
    settleUnsure(messages);
    startNext();
    if (arrived != Switch::None) {
        refreshOffers();
        Q_EMIT q->branchShown();
    }
}

TranscriptModel &Conversation::transcript()
{
    return d->transcript;
}

const TranscriptModel &Conversation::transcript() const
{
    return d->transcript;
}

const SignalModel &Conversation::signalModel() const
{
    return d->signalModel;
}

SignalModel &Conversation::signalModel()
{
    return d->signalModel;
}

void Conversation::send(const QString &content)
{
    if (content.trimmed().isEmpty())
        return;
    d->submit({.rowId = newLocalId(),
        .content = content,
        .idempotencyKey = client::newIdempotencyKey(),
        .maybeStored = false,
        .createdAt = d->clock.wall()});
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
    if (chosen.state == RowState::Unsent || chosen.state == RowState::Held)
        Q_EMIT sendRequested();
    const bool isLoaded = d->loadState == LoadState::Loaded;
    if (chosen.state == RowState::Unsent && (d->isBusy() || !isLoaded)) {
        d->outbox.setRefusal(chosen.message.id, {});
        d->changeRow(row, d->isBusy() ? RowState::Queued : RowState::Held, {}, !d->isBusy());
        d->showWhatHeldWaitsFor();
        Q_EMIT outboxChanged();
        Q_EMIT queueChanged();
    }
    if (!isLoaded) {
        // It goes out when it is known what the server has.
        if (!d->loading)
            load();
        return;
    }
    if (d->transcript.row(row).state == RowState::Queued)
        return;
    if (chosen.state == RowState::Held) {
        // In order, whichever was chosen.
        for (int i = 0; i <= row && !d->isBusy(); ++i) {
            if (d->transcript.facts(i).state == RowState::Held)
                d->ask(i);
        }
        return;
    }
    if (chosen.state == RowState::Unsent) {
        d->ask(row);
        return;
    }
    if (d->isBusy()) {
        Q_EMIT problem(tr("A reply is arriving. Wait for it or stop it first."));
        return;
    }
    if (chosen.message.role != protocol::Role::User) {
        d->retryReply(row);
        return;
    }
    if (d->has("regenerate")) {
        d->regenerate(row, row + 1);
        return;
    }
    d->changeRow(row, RowState::Settled, {}, false);
    d->awaitReply(chosen.message.id, d->insertReply(row + 1));
}

void Conversation::setStreamingRefused()
{
    d->streamingRefused = true;
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
    d->actions.confirm(id, true);
}

void Conversation::unconfirmSignal(const QString &id)
{
    d->actions.confirm(id, false);
}

void Conversation::setSignalPinned(const QString &id, bool pinned)
{
    d->actions.pin(id, pinned);
}

void Conversation::settleSignals(const QString &id, const QString &otherId)
{
    if (supportsLinks())
        d->actions.settle(id, otherId, true);
}

void Conversation::setSignalEvidence(const QString &id, const QString &evidenceId, bool linked)
{
    if (supportsLinks())
        d->actions.setEvidence(id, evidenceId, linked);
}

bool Conversation::supportsLinks() const
{
    return d->has("links");
}

Readings &Conversation::readings()
{
    return d->readings;
}

bool Conversation::keepsReviewHere() const
{
    return d->actions.keepsReviewHere();
}

QString Conversation::localReviews() const
{
    return d->actions.localReviews().toText();
}

void Conversation::restoreLocalReviews(const QString &text)
{
    d->actions.restoreLocalReviews(LocalReviews::fromText(text));
}

bool Conversation::undoSignalAction()
{
    return d->actions.undo();
}

void Conversation::confirmSignals()
{
    d->actions.applyListAgain();
}

void Conversation::applySignals(const QList<protocol::Signal> &list)
{
    d->actions.applyList(list);
    // What is found comes while it is read; what only waits is none the wiser for a poll.
    if (d->readings.state().isReading)
        d->readings.refresh();
}

} // namespace throughline::workspace
