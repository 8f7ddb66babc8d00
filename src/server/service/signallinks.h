#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"
#include "server/extraction/contradiction.h"

#include <QHash>

namespace throughline::server::store {
class Store;
}

namespace throughline::server::service {

/// What binds the signals of a thread to each other: pairs that seem to contradict one another, evidence, and
/// the want of it. Nothing is decided here: a person settles pairs and links evidence. Service thread only.
class SignalLinks
{
public:
    explicit SignalLinks(store::Store &store)
        : m_store(store)
    {}

    /// Looks for what \a signal, new or with another wording, seems to contradict.
    protocol::Expected<void> findContradictions(const protocol::Signal &signal);

    /// Fills in what is not in the signal's own row: places, contradicts, evidence and isUngrounded.
    protocol::Expected<protocol::Signal> completed(protocol::Signal signal) const;

    /// Of the same thread, and \a evidenceId a source: else Refused. False: they were linked.
    protocol::Expected<bool> addEvidence(const protocol::Signal &signal, const QString &evidenceId);

private:
    using Statement = extraction::Contradiction::Statement;
    const Statement &statementOf(const protocol::Signal &signal);

    store::Store &m_store;
    extraction::Contradiction m_contradiction;
    QHash<QString, Statement> m_statements; ///< by text: each is compared with many
};

} // namespace throughline::server::service
