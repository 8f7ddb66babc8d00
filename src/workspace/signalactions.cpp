#include "workspace/signalactions.h"

namespace throughline::workspace {

namespace {

using protocol::Expected;
using protocol::Signal;

bool haveTheSame(QStringList a, QStringList b)
{
    a.sort();
    b.sort();
    return a == b;
}

/// As far as the user can tell the two apart.
bool looksTheSame(const Signal &a, const Signal &b)
{
    return a.text == b.text && a.isDismissed() == b.isDismissed() && a.status == b.status &&
           a.pinnedAt.has_value() == b.pinnedAt.has_value() && haveTheSame(a.contradicts, b.contradicts) &&
           haveTheSame(a.evidence, b.evidence);
}

/// With \a id in it, or without.
QStringList withOrWithout(QStringList ids, const QString &id, bool isIn)
{
    ids.removeAll(id);
    if (isIn)
        ids.append(id);
    return ids;
}

} // namespace

SignalActions::SignalActions(
    client::ApiClient &client, SignalModel &model, const polling::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_model(model)
    , m_clock(clock)
{
    connect(&client, &client::ApiClient::serverInfoChanged, this, [this] {
        m_handedOver.clear();
        handOver();
    });
}

void SignalActions::dismiss(const QString &id)
{
    const Signal *signal = m_model.find(id);
    if (!signal || signal->isDismissed())
        return;
    const QString text = signal->text;
    perform({.id = id, .action = Action::Dismiss, .text = {}}, true);
    Q_EMIT dismissed(id, text);
}

void SignalActions::undismiss(const QString &id)
{
    // The *Undo* that was offered with a dismissal is that dismissal undone, not a new action.
    if (!m_undo.isEmpty() && m_undo.last() == Step{.id = id, .action = Action::Undismiss, .text = {}}) {
        undo();
        return;
    }
    const Signal *signal = m_model.find(id);
    if (signal && signal->isDismissed())
        perform({.id = id, .action = Action::Undismiss, .text = {}}, true);
}

void SignalActions::edit(const QString &id, const QString &text)
{
    const Signal *signal = m_model.find(id);
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return;
    if (!signal) {
        Q_EMIT problem(tr("This signal is gone, so the new text could not be saved: “%1”").arg(trimmed));
        return;
    }
    if (signal->text != trimmed)
        perform({.id = id, .action = {}, .text = trimmed}, true);
}

void SignalActions::confirm(const QString &id, bool confirmed)
{
    const Signal *signal = m_model.find(id);
    if (signal && (signal->status == protocol::SignalStatus::Confirmed) != confirmed)
        perform({.id = id, .action = confirmed ? Action::Confirm : Action::Unconfirm, .text = {}}, true);
}

void SignalActions::pin(const QString &id, bool pinned)
{
    const Signal *signal = m_model.find(id);
    if (signal && signal->pinnedAt.has_value() != pinned)
        perform({.id = id, .action = pinned ? Action::Pin : Action::Unpin, .text = {}}, true);
}

void SignalActions::settle(const QString &id, const QString &otherId, bool settled)
{
    const Signal *signal = m_model.find(id);
    if (signal && signal->contradicts.contains(otherId) == settled)
        perform({.id = id,
                    .action = {},
                    .text = {},
                    .relation = settled ? Relation::Settle : Relation::Unsettle,
                    .other = otherId},
            true);
}

void SignalActions::setEvidence(const QString &id, const QString &evidenceId, bool linked)
{
    const Signal *signal = m_model.find(id);
    if (signal && signal->evidence.contains(evidenceId) != linked)
        perform({.id = id,
                    .action = {},
                    .text = {},
                    .relation = linked ? Relation::LinkEvidence : Relation::UnlinkEvidence,
                    .other = evidenceId},
            true);
}

bool SignalActions::undo()
{
    while (!m_undo.isEmpty()) {
        const Step step = m_undo.takeLast();
        if (!m_model.find(step.id))
            continue; // gone meanwhile
        perform(step, false);
        return true;
    }
    return false;
}

void SignalActions::applyList(const QList<Signal> &list)
{
    m_listed = list;
    QList<Signal> shown;
    bool isReviewForgotten = false;
    for (const Signal &signal : list) {
        isReviewForgotten = m_local.forgetWhatAgrees(signal) || isReviewForgotten;
        shown.append(m_local.applied(signal));
    }
    if (isReviewForgotten)
        Q_EMIT localReviewsChanged();
    for (auto it = m_overrides.begin(); it != m_overrides.end();) {
        const auto found = std::find_if(
            shown.begin(), shown.end(), [&](const Signal &signal) { return signal.id == it->signal.id; });
        const bool listed = found != shown.end();
        // Lists leave dismissed signals out.
        const bool agrees = listed ? looksTheSame(*found, it->signal) : it->signal.isDismissed();
        // A first list after the answer may have been asked for before it; a second one was not.
        const bool outdated = it->actionsInFlight == 0 && (agrees || ++it->listsSinceAnswer > 1);
        if (outdated) {
            it = m_overrides.erase(it);
            continue;
        }
        if (listed)
            *found = it->signal;
        else
            shown.append(it->signal);
        ++it;
    }
    m_model.setList(shown, m_listKnown);
    m_listKnown = true;
    forgetWhatIsGone();
    handOver();
}

void SignalActions::applyListAgain()
{
    if (!m_overrides.isEmpty() || !m_missing.isEmpty())
        applyList(QList<Signal>(m_listed));
}

SignalActions::Step SignalActions::inverse(const Step &step, const Signal &before)
{
    if (step.relation) {
        Step undone = step;
        switch (*step.relation) {
        case Relation::Settle:
            undone.relation = Relation::Unsettle;
            break;
        case Relation::Unsettle:
            undone.relation = Relation::Settle;
            break;
        case Relation::LinkEvidence:
            undone.relation = Relation::UnlinkEvidence;
            break;
        case Relation::UnlinkEvidence:
            undone.relation = Relation::LinkEvidence;
            break;
        }
        return undone;
    }
    if (!step.action)
        return {.id = step.id, .action = {}, .text = before.text};
    switch (*step.action) {
    case Action::Dismiss:
        return Step{.id = step.id, .action = Action::Undismiss, .text = {}};
    case Action::Undismiss:
        return Step{.id = step.id, .action = Action::Dismiss, .text = {}};
    case Action::Confirm:
        return Step{.id = step.id, .action = Action::Unconfirm, .text = {}};
    case Action::Unconfirm:
        return Step{.id = step.id, .action = Action::Confirm, .text = {}};
    case Action::Pin:
        return Step{.id = step.id, .action = Action::Unpin, .text = {}};
    case Action::Unpin:
        return Step{.id = step.id, .action = Action::Pin, .text = {}};
    }
    return step;
}

Signal SignalActions::applied(Signal signal, const Step &step) const
{
    if (step.relation) {
        if (*step.relation == Relation::Settle || *step.relation == Relation::Unsettle) {
            signal.contradicts =
                withOrWithout(signal.contradicts, step.other, *step.relation == Relation::Unsettle);
        } else {
            const bool isLinked = *step.relation == Relation::LinkEvidence;
            signal.evidence = withOrWithout(signal.evidence, step.other, isLinked);
            // Whether something near it is a source the server knows.
            signal.isUngrounded = signal.isUngrounded && !isLinked;
        }
        return signal;
    }
    if (!step.action) {
        signal.text = step.text;
        return signal;
    }
    switch (*step.action) {
    case Action::Dismiss:
        signal.dismissedAt = m_clock.wall();
        break;
    case Action::Undismiss:
        signal.dismissedAt.reset();
        break;
    case Action::Confirm:
        signal.status = protocol::SignalStatus::Confirmed;
        break;
    case Action::Unconfirm:
        signal.status = protocol::SignalStatus::Suggested;
        break;
    case Action::Pin:
        signal.pinnedAt = m_clock.wall();
        break;
    case Action::Unpin:
        signal.pinnedAt.reset();
        break;
    }
    return signal;
}

void SignalActions::perform(const Step &step, bool undoable)
{
    const Signal before = *m_model.find(step.id);
    if (undoable)
        m_undo.append(inverse(step, before));
    if (const auto aspect = reviewed(step); aspect && keepsReviewHere()) {
        keepHere(step, before, *aspect);
        return;
    }
    Override &entry = m_overrides[step.id];
    entry.signal = applied(before, step);
    ++entry.actionsInFlight;
    entry.listsSinceAnswer = 0;
    m_model.upsert(entry.signal);
    Override *other = showOther(step);
    if (other)
        ++other->actionsInFlight;

    const auto done = [this, step, before, undoable, isPair = other != nullptr](
                          const Expected<Signal> &answer) {
        if (isPair)
            --m_overrides[step.other].actionsInFlight;
        if (take(step, before, answer))
            return;
        showOther(inverse(step, before));
        if (undoable)
            m_undo.removeOne(inverse(step, before));
    };
    send(step, done);
}

void SignalActions::send(const Step &step, const client::Done<Signal> &done)
{
    if (step.relation)
        m_client.relateSignals(this, step.id, *step.relation, step.other, done);
    else if (step.action)
        m_client.actOnSignal(this, step.id, *step.action, done);
    else
        m_client.editSignal(this, step.id, step.text, done);
}

SignalActions::Override *SignalActions::showOther(const Step &step)
{
    const bool isPair = step.relation == Relation::Settle || step.relation == Relation::Unsettle;
    const Signal *other = isPair ? m_model.find(step.other) : nullptr;
    if (!other)
        return nullptr;
    Override &entry = m_overrides[step.other];
    if (entry.signal.id.isEmpty())
        entry.signal = *other;
    entry.signal.contradicts =
        withOrWithout(entry.signal.contradicts, step.id, step.relation == Relation::Unsettle);
    entry.listsSinceAnswer = 0;
    m_model.upsert(entry.signal);
    return &entry;
}

bool SignalActions::take(const Step &step, const Signal &before, const Expected<Signal> &answer)
{
    Override &entry = m_overrides[step.id];
    --entry.actionsInFlight;
    const bool isDismissal = step.action == Action::Dismiss || step.action == Action::Undismiss;
    const bool alreadySo =
        !answer && isDismissal && (answer.error().status == 404 || answer.error().status == 400);
    if (answer) {
        const auto aspect = reviewed(step);
        if (aspect && m_local.forget(step.id, *aspect))
            Q_EMIT localReviewsChanged();
        if (entry.actionsInFlight == 0) {
            entry.signal = m_local.applied(*answer);
            m_model.upsert(entry.signal);
        }
        return true;
    }
    if (alreadySo)
        return true;
    const Signal back = m_local.applied(before);
    const bool stillAsLeft = looksTheSame(entry.signal, applied(back, step));
    if (entry.actionsInFlight == 0 || stillAsLeft) {
        entry.signal = back;
        m_model.upsert(back);
        if (entry.actionsInFlight == 0)
            m_overrides.remove(step.id);
    }
    Q_EMIT problem(tr("That could not be saved, so it is back as it was. %1").arg(answer.error().message));
    return false;
}

} // namespace throughline::workspace
