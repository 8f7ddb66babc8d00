#include "crash/rounds.h"

#include "crash/witness.h"
#include "support/waituntil.h"

#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <cstdio>
#include <utility>

namespace throughline::crash {

namespace {

constexpr int roundsOfASession = 20;
constexpr int conversations = 2;
constexpr int progressEvery = 100;
constexpr double slowest = 2;              ///< of the Guide: a reply takes a few seconds
constexpr double fastest = 20;             ///< and a few tenths of one
constexpr int longestWait = 260;           ///< ms of going on, before a kill
constexpr quint32 longestPost = 8;         ///< ms after it was begun
constexpr int longestStart = 90;           ///< ms, for kills in the middle of a start
constexpr qsizetype longestProblem = 2000; ///< characters of what a program said before it ended by itself

void say(const QString &sentence)
{
    std::fprintf(stderr, "%s\n", sentence.toUtf8().constData());
}

} // namespace

struct Rounds::Session
{
    Session(const Programs &programs, const QString &folder, double guidePace)
        : server(programs.server, folder + QStringLiteral("/data"), guidePace)
        , client(programs.client, folder + QStringLiteral("/drafts"), ledger)
    {}

    Ledger ledger;
    ServerProcess server;
    ClientProcess client;
    QStringList threadIds;
};

Rounds::Rounds(Programs programs, quint32 seed)
    : m_programs(std::move(programs))
    , m_random(seed)
    , m_seed(seed)
    , m_clientSeed(seed)
{}

Figures Rounds::run(Victim victim, int rounds)
{
    m_figures = {};
    while (m_figures.kills < rounds) {
        if (!runSession(victim, std::min(roundsOfASession, rounds - m_figures.kills)))
            break;
        if (m_figures.kills % progressEvery == 0)
            say(QStringLiteral("%1 of %2 kills").arg(m_figures.kills).arg(rounds));
    }
    return m_figures;
}

bool Rounds::runSession(Victim victim, int rounds)
{
    const QTemporaryDir folder;
    Session session(m_programs, folder.path(), slowest + m_random.bounded(fastest - slowest));
    session.server.launch();
    if (!session.server.waitForStart())
        return fail(session, QStringLiteral("the server did not start"));
    for (int i = 0; i < conversations; ++i)
        session.threadIds.append(Witness(session.server).createThread());
    if (session.threadIds.contains(QString()))
        return fail(session, QStringLiteral("no conversation could be made"));
    session.client.launch(session.server, session.threadIds, ++m_clientSeed);
    for (int round = 0; round < rounds; ++round) {
        if (!(victim == Victim::Server ? killServer(session) : killClient(session)))
            return false;
    }
    const bool ended = end(session);
    m_figures.acknowledged += session.ledger.acknowledged();
    m_figures.deltas += session.ledger.deltas();
    m_figures.regenerated += session.ledger.regenerated();
    m_figures.continued += session.ledger.continued();
    m_figures.stopped += session.ledger.stopped();
    m_figures.edited += session.ledger.edited();
    m_figures.looked += session.ledger.looked();
    return ended;
}

/// Mostly while something goes on, often just when a message is posted, sometimes at any time.
void Rounds::waitForTheMoment(const Ledger &ledger)
{
    constexpr quint32 choices = 8;
    const quint32 choice = m_random.bounded(choices);
    const bool posting = choice < choices / 2;
    const bool anyTime = choice == choices - 1;
    if (!anyTime)
        test::waitUntil([&] { return posting ? ledger.hasPosted() : ledger.hasActed(); });
    QThread::msleep(posting ? m_random.bounded(longestPost) : 0);
    QTest::qWait(posting ? 0 : static_cast<int>(m_random.bounded(longestWait)));
}

void Rounds::noteMoment(const Session &session, bool isStarting)
{
    ++m_figures.kills;
    if (session.ledger.isReplying())
        ++m_figures.whileReplying;
    if (session.ledger.isPosting())
        ++m_figures.whilePosting;
    if (isStarting)
        ++m_figures.whileStarting;
}

bool Rounds::killServer(Session &session)
{
    constexpr quint32 oneIn = 6;
    const bool inTheStart = !session.server.isListening();
    if (inTheStart)
        QTest::qWait(static_cast<int>(m_random.bounded(longestStart)));
    else
        waitForTheMoment(session.ledger);
    noteMoment(session, !session.server.isListening());
    if (!session.server.kill())
        take(session, {QStringLiteral("the server ended by itself: %1")
                              .arg(QString::fromUtf8(session.server.problems()).right(longestProblem))});
    session.ledger.forgetActs();
    session.server.launch();
    // The next kill comes in the middle of this start.
    if (m_random.bounded(oneIn) == 0)
        return true;
    if (!session.server.waitForStart())
        return fail(session, QStringLiteral("the server did not start again"));
    return check(session, std::nullopt);
}

bool Rounds::killClient(Session &session)
{
    constexpr quint32 oneIn = 6;
    if (m_random.bounded(oneIn) == 0)
        QTest::qWait(static_cast<int>(m_random.bounded(longestStart)));
    else
        waitForTheMoment(session.ledger);
    const bool isStarting = !session.ledger.hasActed();
    noteMoment(session, isStarting);
    if (!session.client.kill())
        take(session, {QStringLiteral("the client ended by itself")});
    if (!check(session, session.client.leftBehind(session.threadIds)))
        return false;
    session.ledger.forgetActs();
    session.client.launch(session.server, session.threadIds, ++m_clientSeed);
    return true;
}

bool Rounds::end(Session &session)
{
    if (!session.server.waitForStart())
        return fail(session, QStringLiteral("the server did not start again"));
    if (!session.client.waitForEnd())
        return fail(session, QStringLiteral("the client did not come to rest, for it waits for %1")
                                 .arg(session.ledger.waitsFor()));
    Witness witness(session.server);
    const auto listed = witness.listed(session.threadIds);
    const auto stored = witness.stored(session.threadIds);
    if (!listed || !stored)
        return fail(session, QStringLiteral("the conversation could not be read"));
    take(session, session.ledger.disagreementsAtTheEnd(
                      *stored, *listed, session.client.leftBehind(session.threadIds).drafts));
    return true;
}

bool Rounds::check(Session &session, const std::optional<LeftBehind> &disk)
{
    // Only what was said before the server is asked can be held against its answer.
    const Ledger said = session.ledger;
    const auto stored = Witness(session.server).stored(session.threadIds);
    if (!stored)
        return fail(session, QStringLiteral("the conversation could not be read"));
    take(session, said.disagreements(*stored, disk));
    return true;
}

void Rounds::take(const Session &session, const QStringList &disagreements)
{
    for (const QString &disagreement : disagreements) {
        m_figures.count(disagreement);
        say(QStringLiteral("seed %1, kill %2, conversation %3: %4")
                .arg(m_seed)
                .arg(m_figures.kills)
                .arg(session.threadIds.constFirst(), disagreement));
    }
}

bool Rounds::fail(const Session &session, const QString &sentence)
{
    take(session, {sentence});
    return false;
}

} // namespace throughline::crash
