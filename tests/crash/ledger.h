#pragma once

#include "protocol/values.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace throughline::crash {

/// A message as it lies in the server's file.
struct Stored
{
    protocol::Message message;
    QString question; ///< of a reply: the id of what it answers
};

/// What is on the disk of a client that was killed.
struct LeftBehind
{
    QStringList outbox;
    QStringList drafts;
};

/// Everything that the clients of some conversations have said was typed, sent, stored and shown, and whether
/// what the server has agrees with it.
class Ledger
{
public:
    /// Lines of a CrashClient, in any pieces. What is no whole line when clientGone() is called was not said.
    void read(const QByteArray &output);
    /// A new one has shown nothing yet, and must show again all that is there.
    void clientGone();

    /// Something was sent or shown since forgetActs().
    bool hasActed() const { return m_acted; }
    /// A message was posted since forgetActs().
    bool hasPosted() const { return m_posted; }
    void forgetActs() { m_acted = m_posted = false; }

    /// A message is on its way, and the server is not known to have it.
    bool isPosting() const { return !m_posting.isEmpty(); }
    /// A reply is waited for or arriving.
    bool isReplying() const { return !m_underWay.isEmpty(); }
    bool isOver() const { return m_over; } ///< the client ended as it was asked to
    /// What the client that was asked to end still waits for.
    const QString &waitsFor() const { return m_waitsFor; }

    qint64 acknowledged() const { return m_stored.size(); }
    qint64 deltas() const { return m_deltas; }
    int regenerated() const; ///< how often another reply was asked for
    int continued() const;   ///< how often the rest of one was asked for
    int stopped() const { return m_stopped; }
    int edited() const { return m_edited; } ///< messages that were sent again, changed
    int looked() const { return m_looked; } ///< how often an alternative was looked at

    /// Sentences about what is wrong; none when all is well. \a stored: the conversations with all their
    /// branches, read after all that has been said. \a disk: when the client was killed and has not begun
    /// again.
    QStringList disagreements(const QList<Stored> &stored, const std::optional<LeftBehind> &disk) const;
    /// And when the client has ended as it was asked to: all that was sent is stored, and what was on the
    /// screen last is what the server lists, one conversation after the other. \a drafts: what is in the
    /// composer.
    QStringList disagreementsAtTheEnd(
        const QList<Stored> &stored, const QList<protocol::Message> &listed, const QStringList &drafts) const;

private:
    void take(const QJsonObject &line);
    void checkUsers(const QList<Stored> &stored, QStringList &wrong) const;
    void checkReplies(const QList<Stored> &stored, QStringList &wrong) const;
    void checkRequests(const QList<Stored> &stored, QStringList &wrong) const;

    QByteArray m_rest;
    bool m_acted = false;
    bool m_posted = false;
    bool m_over = false;
    QString m_waitsFor;
    qint64 m_deltas = 0;
    int m_stopped = 0;
    int m_edited = 0;
    int m_looked = 0;
    QSet<QString> m_typed;
    QSet<QString> m_sent;
    QHash<QString, QString> m_stored;   ///< texts by the id the server gave
    QHash<QString, QString> m_onScreen; ///< of the client that runs: replies by id
    QHash<QString, QStringList>
        m_everShown;          ///< the longest text of each client, and those that were replaced
    QSet<QString> m_complete; ///< replies shown as complete
    QSet<QString> m_posting;
    QHash<QString, int> m_regenerated; ///< how often another reply was asked for, by the id of the one there
    QHash<QString, int> m_continued;   ///< how often the rest was asked for, by the reply's id
    QSet<QString> m_underWay;
    QStringList m_held; ///< "id text" of each row at the end
};

} // namespace throughline::crash
