// What is confirmed and pinned where the server cannot keep it.
#include "workspace/signalactions.h"

#include <algorithm>

namespace throughline::workspace {

using protocol::Expected;
using protocol::Signal;

bool SignalActions::serverKeepsReview() const
{
    return m_client.serverInfo().has(QLatin1StringView("review"));
}

bool SignalActions::keepsReviewHere() const
{
    return m_client.isServerInfoKnown() && !serverKeepsReview();
}

std::optional<LocalReviews::Aspect> SignalActions::reviewed(const Step &step)
{
    if (step.action == Action::Confirm || step.action == Action::Unconfirm)
        return LocalReviews::Aspect::Verdict;
    if (step.action == Action::Pin || step.action == Action::Unpin)
        return LocalReviews::Aspect::Pin;
    return std::nullopt;
}

void SignalActions::restoreLocalReviews(const LocalReviews &reviews)
{
    m_local = reviews;
}

void SignalActions::forgetWhatIsGone()
{
    QSet<QString> missing;
    bool isAnyForgotten = false;
    const QStringList ids = m_local.ids();
    for (const QString &id : ids) {
        if (m_model.find(id))
            continue;
        if (m_missing.contains(id))
            isAnyForgotten = m_local.forget(id) || isAnyForgotten;
        else
            missing.insert(id);
    }
    m_missing = missing;
    if (isAnyForgotten)
        Q_EMIT localReviewsChanged();
}

void SignalActions::handOver()
{
    if (!serverKeepsReview())
        return;
    const QStringList ids = m_local.ids();
    for (const QString &id : ids) {
        const Signal *signal = m_model.find(id);
        if (!signal || signal->isDismissed() || m_handedOver.contains(id))
            continue;
        m_handedOver.insert(id);
        if (const std::optional<bool> confirmed = m_local.isConfirmed(id))
            handOver({.id = id, .action = *confirmed ? Action::Confirm : Action::Unconfirm, .text = {}});
        if (const std::optional<bool> pinned = m_local.isPinned(id))
            handOver({.id = id, .action = *pinned ? Action::Pin : Action::Unpin, .text = {}});
    }
}

void SignalActions::handOver(const Step &step)
{
    const Signal shown = *m_model.find(step.id);
    Override &entry = m_overrides[step.id];
    entry.signal = shown;
    ++entry.actionsInFlight;
    send(step, [this, step, shown](const Expected<Signal> &answer) {
        if (answer) {
            take(step, shown, answer);
            return;
        }
        // It stays here, and is laid over the lists; nobody did anything that could be put back.
        if (--m_overrides[step.id].actionsInFlight == 0)
            m_overrides.remove(step.id);
        if (client::isUnreachable(answer.error()))
            m_handedOver.remove(step.id);
    });
}

void SignalActions::keepHere(const Step &step, const Signal &before, LocalReviews::Aspect aspect)
{
    const Signal after = applied(before, step);
    // What else is on its way to the server must not take it back.
    if (const auto entry = m_overrides.find(step.id); entry != m_overrides.end())
        entry->signal = applied(entry->signal, step);
    m_model.upsert(after);
    if (!m_local.keep(after, aspect))
        return;
    const auto listed = std::find_if(
        m_listed.cbegin(), m_listed.cend(), [&step](const Signal &signal) { return signal.id == step.id; });
    if (listed != m_listed.cend())
        m_local.forgetWhatAgrees(*listed);
    Q_EMIT localReviewsChanged();
}

} // namespace throughline::workspace
