#pragma once

#include "protocol/apierror.h"
#include "protocol/values.h"

#include <optional>

namespace throughline::server::store {

class Database;

using Place = protocol::SignalPlace;

/// Signals and the places they were said at. A signal as read carries its first place on the active branch,
/// and is stale when there is none; it then carries its first one. A failure is always of kind Server; what
/// is not there is an empty optional.
class SignalTable
{
public:
    explicit SignalTable(Database &database)
        : m_database(database)
    {}

    struct Filter
    {
        QString threadId;
        QString type; ///< empty: all
        bool includeDismissed = false;
    };

    /// Stores \a signal at the end of its thread: sequenceIndex is given here; span, quote and alignment come
    /// from the places.
    protocol::Expected<void> insert(const protocol::Signal &signal);
    /// The same place twice is one place. False when it was known.
    protocol::Expected<bool> addPlace(const QString &signalId, const Place &place);
    /// In the order in which they were found.
    protocol::Expected<QList<Place>> places(const QString &signalId) const;

    protocol::Expected<std::optional<protocol::Signal>> find(const QString &id) const;
    /// The signal of that key, or the one of that type that now reads \a normalizedText (the user may have
    /// edited it so). Dismissed ones included.
    protocol::Expected<std::optional<protocol::Signal>> findSame(const QString &threadId,
        const QString &dedupeKey, const QString &typeName, const QString &normalizedText) const;
    protocol::Expected<int> count(const Filter &filter) const;
    /// By sequence index.
    protocol::Expected<QList<protocol::Signal>> list(const Filter &filter, int offset, int limit) const;

    /// Those that are not dismissed and were said on the path that leads to \a messageId, that one included;
    /// each carries its first place there. By sequence index.
    protocol::Expected<QList<protocol::Signal>> onPathTo(const QString &messageId, int limit) const;

    /// Writes what can change of the signal of that id: text, normalizedText, confidence, status, dismissedAt
    /// and pinnedAt.
    protocol::Expected<void> update(const protocol::Signal &signal);

private:
    Database &m_database;
};

} // namespace throughline::server::store
