#pragma once

#include "protocol/apierror.h"

#include <QString>
#include <QStringList>

namespace throughline::server::store {

class Database;

/// What binds signals of one thread to each other: pairs that seem to contradict one another, until a person
/// has settled it, and the evidence that a person has given for one.
class LinkTable
{
public:
    explicit LinkTable(Database &database)
        : m_database(database)
    {}

    /// \a laterId against \a earlierId. False when the pair was known, also as a settled one.
    protocol::Expected<bool> addContradiction(const QString &earlierId, const QString &laterId);
    /// They do not contradict each other, whatever it seems. False when they are no pair, or settled.
    protocol::Expected<bool> settle(const QString &id, const QString &otherId);
    /// Takes that back. False when there is nothing to take back.
    protocol::Expected<bool> unsettle(const QString &id, const QString &otherId);
    /// Of a signal whose wording has changed: what it seemed to say it says no more. Settled pairs stay.
    protocol::Expected<void> forgetContradictions(const QString &id);
    /// The other halves of the pairs of \a id that are not settled, and not dismissed; by sequence index.
    protocol::Expected<QStringList> contradicting(const QString &id) const;

    protocol::Expected<bool> addEvidence(const QString &id, const QString &evidenceId); ///< false: was there
    protocol::Expected<bool> removeEvidence(const QString &id, const QString &evidenceId); ///< false: was not
    /// What was linked and is not dismissed, by sequence index.
    protocol::Expected<QStringList> evidenceOf(const QString &id) const;
    /// Whether somebody cites a source in a message in which \a id was said.
    protocol::Expected<bool> hasEvidenceNear(const QString &id) const;

private:
    protocol::Expected<bool> setSettled(const QString &id, const QString &otherId, bool settled);

    Database &m_database;
};

} // namespace throughline::server::store
