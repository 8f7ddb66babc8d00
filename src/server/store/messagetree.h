#pragma once

#include "protocol/apierror.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace throughline::server::store {

class Database;

/// The tree that the messages of a thread form, and the one path through it that is shown: its *active
/// branch*, from a first message to a message that nothing follows. Along a path messages are in the order in
/// which they were stored. A failure is always of kind Server.
///
/// Of siblings, the one with the highest `activated` was the last to be on the active branch; 0 are those
/// that never were. `forked` marks the messages that have siblings.
class MessageTree
{
public:
    explicit MessageTree(Database &database)
        : m_database(database)
    {}

    /// The message that the active branch ends with; empty when the thread has none.
    protocol::Expected<QString> end(const QString &threadId) const;
    /// All that follow the same message, oldest first, \a messageId among them.
    protocol::Expected<QStringList> siblings(const QString &messageId) const;
    /// The nearest message at or above \a messageId that has siblings; empty when there is none.
    protocol::Expected<QString> branchOf(const QString &messageId) const;

    struct Node
    {
        qint64 seq = 0;
        QString id;
        bool isForked = false;
    };
    /// From a first message through \a messageId to the end that activate() would lead to. Empty for a
    /// message that is not there.
    protocol::Expected<QList<Node>> path(const QString &messageId) const;

    /// Makes the active branch go through \a messageId, below it as it last did there. Costs what changes.
    protocol::Expected<void> activate(const QString &messageId);
    /// Makes the active branch of \a threadId end with \a messageId; without one, nothing is left of it.
    protocol::Expected<void> endWith(const QString &threadId, const QString &messageId);
    /// \a messageId has just been stored. Notes what forks there now, and that it was chosen last if it is
    /// on the active branch.
    protocol::Expected<void> joined(const QString &messageId);

private:
    Database &m_database;
};

} // namespace throughline::server::store
