#include "client/idempotencykey.h"
#include "workspace/conversation_p.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>

namespace throughline::workspace {

namespace {

using Row = TranscriptModel::Row;

/// Those of \a message, which is one of them also when it has no other yet.
QStringList siblingsOf(const protocol::Message &message)
{
    const QStringList siblings = message.siblingIds();
    return siblings.isEmpty() ? QStringList{message.id} : siblings;
}

bool isRow(const TranscriptModel &transcript, int row)
{
    return row >= 0 && row < transcript.rowCount();
}

} // namespace

/// Whether what is going on can go on without being watched, and nothing waits behind it.
bool Conversation::Private::mayLeave()
{
    const int waits = count(RowState::Sending) + count(RowState::Queued) + count(RowState::Held);
    const bool unknown = turn && isLocalId(turn->rows().reply);
    if (waits == 0 && !unknown && switching == Switch::None)
        return true;
    Q_EMIT q->problem(tr("Something here is still on its way to the server. Try again when it is there."));
    return false;
}

void Conversation::Private::leaveTurn()
{
    if (!turn)
        return;
    turn.reset();
    Q_EMIT q->streamingChanged();
}

void Conversation::Private::fork(int row)
{
    QList<Row> kept = rows();
    left = Fork{.from = kept.at(row).message.id, .rows = {}};
    const QList<Row> after = kept.mid(row);
    kept.resize(row);
    for (const Row &each : after)
        (isLocalId(each.message.id) ? kept : left->rows).append(each);
    setRows(kept);
}

/// What only this program has stays.
void Conversation::Private::dropStoredRows()
{
    QList<Row> kept = rows();
    kept.removeIf([](const Row &row) { return !isLocalId(row.message.id); });
    setRows(kept);
}

/// Where they were: before the first row that was not there when they went.
void Conversation::Private::joinAgain()
{
    if (!left)
        return;
    const Fork fork = *std::exchange(left, std::nullopt);
    QList<Row> all = rows();
    qsizetype at = 0;
    while (at < all.size() && !isLocalId(all.at(at).message.id))
        ++at;
    for (const Row &row : fork.rows)
        all.insert(at++, row);
    setRows(all);
}

/// A list that was read before the server took the other way still has what was left.
void Conversation::Private::hideFork(QList<Row> &rows) const
{
    if (!left)
        return;
    const auto isFirst = [this](const Row &row) { return row.message.id == left->from; };
    const qsizetype from = std::find_if(rows.cbegin(), rows.cend(), isFirst) - rows.cbegin();
    for (qsizetype i = rows.size() - 1; i >= from; --i) {
        const QString &id = rows.at(i).message.id;
        const bool live = turn && (id == turn->rows().question || id == turn->rows().reply);
        if (!live && !isLocalId(id))
            rows.removeAt(i);
    }
}

void Conversation::Private::setSiblings(protocol::Message &message, const QStringList &siblings)
{
    message.metadata.insert(QLatin1StringView("siblings"), QJsonArray::fromStringList(siblings));
}

void Conversation::Private::setEditSiblings(int row, int edited)
{
    Row changed = transcript.row(row);
    setSiblings(
        changed.message, siblingsOf(transcript.row(edited).message) + QStringList(changed.message.id));
    transcript.update(row, changed);
}

void Conversation::Private::regenerate(int row, int from)
{
    const protocol::Message target = transcript.row(row).message;
    const int question = target.role == protocol::Role::User ? row : questionOf(row);
    client::Regeneration wanted{.threadId = threadId,
        .messageId = target.id,
        .questionId = question < 0 ? QString() : transcript.row(question).message.id,
        .idempotencyKey = client::newIdempotencyKey(),
        .knownIds = {}};
    for (int i = 0; i < transcript.rowCount(); ++i)
        wanted.knownIds.insert(transcript.facts(i).message.id);
    const QStringList siblings =
        target.role == protocol::Role::Assistant ? siblingsOf(target) : QStringList();
    unsure.reset();
    if (isRow(transcript, from) && !isLocalId(transcript.row(from).message.id))
        fork(from);
    client::ChatStream &stream = begin({.question = {}, .reply = insertReply(from, siblings)});
    regenerating = true;
    stream.regenerate(wanted);
}

void Conversation::Private::dropReply(const QString &id)
{
    const int row = transcript.indexOfId(id);
    if (row < 0)
        return;
    const Row dropped = transcript.row(row);
    transcript.removeRow(row);
    joinAgain();
    if (dropped.state == RowState::Failed) { // the server has said so
        Q_EMIT q->problem(tr("No other reply was begun. %1").arg(dropped.notice));
        return;
    }
    unsure = Unsure{.knownIds = {}, .stopped = dropped.state == RowState::Stopped, .why = dropped.notice};
    for (int i = 0; i < transcript.rowCount(); ++i)
        unsure->knownIds.insert(transcript.facts(i).message.id);
    if (!unsure->stopped && !reachable)
        Q_EMIT q->problem(tr("It is not known whether another reply was begun. %1").arg(unsure->why));
}

void Conversation::Private::settleUnsure(const protocol::Expected<QList<protocol::Message>> &messages)
{
    if (!unsure)
        return;
    const Unsure asked = *std::exchange(unsure, std::nullopt);
    if (!messages) {
        if (!asked.stopped)
            Q_EMIT q->problem(tr("It is not known whether another reply was begun. %1").arg(asked.why));
        return;
    }
    const auto isNew = [&](const protocol::Message &message) {
        return message.role == protocol::Role::Assistant && !asked.knownIds.contains(message.id);
    };
    if (std::none_of(messages->cbegin(), messages->cend(), isNew)) {
        if (!asked.stopped)
            Q_EMIT q->problem(tr("No other reply was begun. %1").arg(asked.why));
    } else if (asked.stopped && turn && !asked.knownIds.contains(turn->rows().reply)) {
        turn->stream().stop();
    }
}

void Conversation::regenerate(int row)
{
    if (isRow(d->transcript, row) && d->transcript.row(row).canRegenerate && !d->isBusy())
        d->regenerate(row, row);
}

void Conversation::continueReply(int row)
{
    if (!isRow(d->transcript, row) || !d->transcript.row(row).canContinue || d->isBusy())
        return;
    const protocol::Message reply = d->transcript.row(row).message;
    const QString thoughts = d->transcript.row(row).thoughts;
    d->changeRow(row, RowState::Waiting, {}, false);
    d->begin({.question = {}, .reply = reply.id})
        .continueReply(d->threadId, reply.id, reply.content, client::newIdempotencyKey(), thoughts);
}

/// Says why not.
bool Conversation::Private::isWhole()
{
    if (loadState != LoadState::Loaded)
        Q_EMIT q->problem(tr("This has to wait until all of the conversation has been read."));
    return loadState == LoadState::Loaded;
}

void Conversation::editAndResend(int row, const QString &text)
{
    if (!isRow(d->transcript, row) || text.trimmed().isEmpty() || !d->isWhole() ||
        !d->transcript.row(row).canEdit)
        return;
    if (!d->has("regenerate"))
        return send(text);
    if (!d->mayLeave())
        return;
    const QString edited = d->transcript.row(row).message.id;
    d->leaveTurn();
    d->submit({.rowId = newLocalId(),
        .content = text,
        .idempotencyKey = client::newIdempotencyKey(),
        .maybeStored = false,
        .createdAt = d->clock.wall(),
        .replaces = edited});
}

void Conversation::showSibling(int row, int step)
{
    if (!isRow(d->transcript, row) || step == 0)
        return;
    const Row shown = d->transcript.row(row);
    const int index = shown.branchIndex() + step;
    // The row itself stays until the other one is there, so that the place is not lost.
    if (index >= 0 && index < shown.branchCount())
        d->switchTo(shown.message.siblingIds().at(index), row + 1);
}

bool Conversation::showVersionWith(const QString &messageId)
{
    for (int row = 0; row < d->transcript.rowCount(); ++row) {
        if (d->transcript.facts(row).message.siblingIds().contains(messageId))
            return d->switchTo(messageId, row + 1);
    }
    return d->switchTo(messageId, d->transcript.rowCount());
}

/// What is shown from \a hiddenFrom on is hidden meanwhile. False: not now, and why has been said.
bool Conversation::Private::switchTo(const QString &messageId, int hiddenFrom)
{
    if (switching != Switch::None || !isWhole() || !mayLeave())
        return false;
    leaveTurn();
    left.reset();
    if (hiddenFrom < transcript.rowCount())
        fork(hiddenFrom);
    switching = Switch::Asked;
    refreshOffers();
    client.activateBranch(q, messageId, [this](const protocol::Expected<protocol::Message> &active) {
        switching = active ? Switch::Done : Switch::Refused;
        if (active) {
            left.reset();
            read(Failure::Said);
            return;
        }
        joinAgain();
        Q_EMIT q->problem(tr("The other version could not be opened. %1").arg(active.error().message));
        read(Failure::Quiet); // takes up again what was left
    });
    return true;
}

} // namespace throughline::workspace
