#pragma once

#include <QString>

namespace throughline::crash {

/// Who is killed.
enum class Victim { Server, Client };

/// What rounds of killing came to, for one victim.
struct Figures
{
    int kills = 0;
    int whileReplying = 0; ///< a reply was under way
    int whilePosting = 0;  ///< a message was sent, and the server was not known to have it
    int whileStarting = 0; ///< the victim was not ready yet
    qint64 acknowledged = 0;
    qint64 deltas = 0;
    int regenerated = 0; ///< another reply was asked for
    int continued = 0;   ///< the rest of a reply that ended early was asked for
    int stopped = 0;
    int edited = 0; ///< messages that were sent again, changed
    int looked = 0; ///< how often an alternative was looked at
    int lost = 0;
    int doubled = 0;
    int otherwiseWrong = 0;
    bool isClean() const { return lost == 0 && doubled == 0 && otherwiseWrong == 0; }

    void count(const QString &disagreement); ///< a sentence of Ledger's
};

/// The table for people. \a date as in "26 November 2026".
QString tableOf(const Figures &server, const Figures &client, quint32 seed, const QString &date);

/// Puts \a table between the markers in \a file. False when it could not.
bool writeTable(const QString &file, const QString &table);

} // namespace throughline::crash
