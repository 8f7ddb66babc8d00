#pragma once

#include "crash/figures.h"
#include "crash/processes.h"

#include <QDir>
#include <QRandomGenerator>

namespace throughline::crash {

/// Kills again and again, at moments that a seed decides, and checks after every kill. Each session has a
/// data folder and two conversations of its own, some twenty rounds, and an end at which all must have
/// settled.
class Rounds
{
public:
    struct Programs
    {
        QString server;
        QString client;
    };
    Rounds(Programs programs, quint32 seed);

    /// Says what is wrong on standard error. Stops early when a program does not start or end as it should,
    /// which counts as wrong.
    Figures run(Victim victim, int rounds);

private:
    struct Session;
    bool runSession(Victim victim, int rounds);
    bool killServer(Session &session);
    bool killClient(Session &session);
    bool end(Session &session);
    void waitForTheMoment(const Ledger &ledger);
    void noteMoment(const Session &session, bool isStarting);
    bool check(Session &session, const std::optional<LeftBehind> &disk);
    bool fail(const Session &session, const QString &sentence);
    void take(const Session &session, const QStringList &disagreements);

    Programs m_programs;
    QRandomGenerator m_random;
    quint32 m_seed;
    quint32 m_clientSeed;
    Figures m_figures;
};

} // namespace throughline::crash
