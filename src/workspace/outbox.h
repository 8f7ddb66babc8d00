#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace throughline::workspace {

/// A message that was typed and that the server is not known to have.
struct OutboxEntry
{
    QString rowId; ///< in the transcript
    QString content;
    QByteArray idempotencyKey; ///< the same for every attempt, also after a restart
    bool maybeStored = false;  ///< an attempt was made whose outcome is not known
    bool operator==(const OutboxEntry &) const = default;
};

/// The messages of one conversation that are still to be sent, in order; can be written down and read again,
/// so that a crash between *Send* and the server's answer loses nothing and sends nothing twice.
class Outbox
{
public:
    void add(const OutboxEntry &entry);
    void remove(const QString &rowId);
    void markAttempted(const QString &rowId);
    const OutboxEntry *find(const QString &rowId) const;
    const QList<OutboxEntry> &entries() const { return m_entries; }

    QString toText() const; ///< empty when there is nothing
    /// What could be read; an attempt may have been under way when it was written, so all are maybeStored.
    static Outbox fromText(const QString &text);

    bool operator==(const Outbox &) const = default;

private:
    QList<OutboxEntry> m_entries;
};

} // namespace throughline::workspace
