#pragma once

#include <QByteArray>
#include <QDateTime>
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
    QDateTime createdAt{};     ///< UTC, when it was typed
    QString replaces{};        ///< the message of the user that it stands beside; empty: goes to the end
    QString after{};           ///< the last message before the first attempt: older ones are not this one
    QString refusal{};         ///< why it is not sent by itself, a sentence; empty: it is
    bool operator==(const OutboxEntry &) const = default;
};

/// The messages of one conversation that are still to be sent, in order; can be written down and read again,
/// so that a crash between *Send* and the server's answer loses nothing and sends nothing twice.
class Outbox
{
public:
    void add(const OutboxEntry &entry);
    void remove(const QString &rowId);
    /// An attempt begins; \a after is remembered of the first one.
    void markAttempted(const QString &rowId, const QString &after);
    /// Empty \a sentence: it may be sent by itself again.
    void setRefusal(const QString &rowId, const QString &sentence);
    const OutboxEntry *find(const QString &rowId) const;
    const QList<OutboxEntry> &entries() const { return m_entries; }

    QString toText() const; ///< empty when there is nothing
    /// What could be read. Entries that do not say whether there was an attempt are maybeStored.
    static Outbox fromText(const QString &text);

    bool operator==(const Outbox &) const = default;

private:
    OutboxEntry *entry(const QString &rowId);

    QList<OutboxEntry> m_entries;
};

} // namespace throughline::workspace
