#include "server/service/signallinks.h"

#include "server/store/errors.h"
#include "server/store/store.h"

#include <QCoreApplication>

#include <algorithm>

namespace throughline::server::service {

namespace {

using protocol::Expected;
using protocol::Signal;
using protocol::SignalType;

// The newest of a kind; comparing with more would take too long after every message.
constexpr int mostCompared = 500;

bool canContradict(SignalType type)
{
    return type == SignalType::Claim || type == SignalType::Constraint || type == SignalType::DecisionIntent;
}

bool needsGround(const Signal &signal)
{
    return signal.type == SignalType::Claim || signal.type == SignalType::Assumption;
}

} // namespace

Expected<void> SignalLinks::findContradictions(const Signal &signal)
{
    if (const auto forgotten = m_store.links().forgetContradictions(signal.id); !forgotten)
        return forgotten;
    if (!canContradict(signal.type))
        return {};
    const store::SignalTable::Filter filter{
        .threadId = signal.threadId, .type = signal.typeName, .includeDismissed = false};
    const auto count = m_store.foundSignals().count(filter);
    if (!count)
        return tl::unexpected(count.error());
    const auto others = m_store.foundSignals().list(filter, std::max(0, *count - mostCompared), mostCompared);
    if (!others)
        return tl::unexpected(others.error());
    const Statement statement = statementOf(signal);
    for (const Signal &other : *others) {
        if (other.id == signal.id || other.stale ||
            !extraction::Contradiction::seemsBetween(statement, statementOf(other)))
            continue;
        if (const auto added = m_store.links().addContradiction(other.id, signal.id); !added)
            return tl::unexpected(added.error());
    }
    return {};
}

const SignalLinks::Statement &SignalLinks::statementOf(const Signal &signal)
{
    constexpr qsizetype mostKept = 2'000;
    if (m_statements.size() > mostKept)
        m_statements.clear();
    const auto known = m_statements.constFind(signal.text);
    return known != m_statements.constEnd()
               ? *known
               : *m_statements.insert(signal.text, m_contradiction.statement(signal.text));
}

Expected<Signal> SignalLinks::completed(Signal signal) const
{
    const auto places = m_store.foundSignals().places(signal.id);
    if (!places)
        return tl::unexpected(places.error());
    const auto against = m_store.links().contradicting(signal.id);
    if (!against)
        return tl::unexpected(against.error());
    const auto evidence = m_store.links().evidenceOf(signal.id);
    if (!evidence)
        return tl::unexpected(evidence.error());
    signal.places = *places;
    signal.contradicts = *against;
    signal.evidence = *evidence;
    if (!needsGround(signal) || !evidence->isEmpty())
        return signal;
    const auto isNear = m_store.links().hasEvidenceNear(signal.id);
    if (!isNear)
        return tl::unexpected(isNear.error());
    signal.isUngrounded = !*isNear;
    return signal;
}

Expected<bool> SignalLinks::addEvidence(const Signal &signal, const QString &evidenceId)
{
    const auto evidence = m_store.foundSignals().find(evidenceId);
    if (!evidence)
        return tl::unexpected(evidence.error());
    const bool isEvidence = *evidence && (*evidence)->threadId == signal.threadId &&
                            (*evidence)->type == SignalType::EvidenceMention && evidenceId != signal.id;
    if (!isEvidence) {
        return tl::unexpected(store::refusal(QCoreApplication::translate(
            "SignalService", "Only evidence of the same conversation can be linked.")));
    }
    return m_store.links().addEvidence(signal.id, evidenceId);
}

} // namespace throughline::server::service
