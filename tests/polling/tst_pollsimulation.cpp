#include "polling/signalpollpolicy.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

using namespace throughline;
using namespace throughline::polling;
using namespace std::chrono_literals;

namespace {

using Milliseconds = std::chrono::milliseconds;
using Generator = std::mt19937_64;

constexpr int schedules = 100'000;
constexpr Milliseconds length = 2h;

int below(Generator &dice, int end)
{
    return int(dice() % std::uint64_t(end));
}

Random randomFrom(Generator &dice)
{
    return [&dice] { return std::uniform_real_distribution<double>(0, 1)(dice); };
}

/// A person, a server and a poller for two hours, all of it chance; what must always hold is looked at with
/// each step.
class Hours
{
public:
    explicit Hours(quint64 seed)
        : m_dice(seed)
        , m_policy(randomFrom(m_dice))
    {
        m_anySignals = below(m_dice, 2) == 0;
        const int events = 4 + below(m_dice, 20);
        for (int i = 0; i < events; ++i)
            m_events.push_back(Milliseconds(below(m_dice, int(length.count()))));
        std::sort(m_events.begin(), m_events.end());
    }

    /// What was broken; null: nothing.
    const char *run()
    {
        take(m_policy.threadOpened(moment()));
        ++m_streaks;
        while (!m_broken) {
            std::optional<Milliseconds> next = m_timer;
            if (m_answerAt && (!next || *m_answerAt < *next))
                next = m_answerAt;
            if (m_nextEvent < m_events.size() && (!next || m_events[m_nextEvent] < *next))
                next = m_events[m_nextEvent];
            if (!next || *next > length)
                break;
            m_now = std::max(m_now, *next);
            step(*next);
        }
        // Without signals each streak is 20 polls and the one that began it; with signals there are 240 an
        // hour.
        const int most = 21 * m_streaks + 240 * int(length / 1h) + m_failures;
        if (!m_broken && m_requests > most)
            m_broken = "more requests than promised";
        return m_broken;
    }
    int requests() const { return m_requests; }

private:
    Moment moment() const { return {.monotonic = m_now, .wall = m_now}; }

    void step(Milliseconds at)
    {
        if (m_answerAt == at) {
            m_answerAt.reset();
            answer();
        } else if (m_timer == at) {
            m_timer.reset();
            if (m_isLive && m_isUpToDate)
                m_broken = "a timer while push is live";
            take(m_policy.timerFired(moment()));
        } else {
            ++m_nextEvent;
            event();
        }
    }

    void answer()
    {
        switch (below(m_dice, 12)) {
        case 0: {
            const Milliseconds asked = 1s + Milliseconds(below(m_dice, 300'000));
            m_notBefore = m_now + asked;
            return failed({.kind = PollFailure::Kind::Transient, .retryAfter = asked});
        }
        case 1:
            return failed({.kind = PollFailure::Kind::Transient, .retryAfter = {}});
        case 2:
            m_isUpToDate = true;
            return take(m_policy.pollUnchanged(moment()));
        default:
            if (below(m_dice, 20) == 0) {
                m_anySignals = !m_anySignals;
                ++m_streaks;
            }
            m_isUpToDate = true;
            return take(m_policy.pollSucceeded(moment(), m_anySignals));
        }
    }

    void failed(const PollFailure &failure)
    {
        ++m_failures;
        m_isUpToDate = false; // it is tried again
        take(m_policy.pollFailed(moment(), failure));
    }

    void event()
    {
        switch (below(m_dice, 10)) {
        case 0:
            return wanted(m_policy.messageSent(moment()));
        case 1:
            return wanted(m_policy.replyFinished(moment()));
        case 2:
            return wanted(m_policy.refreshed(moment()));
        case 3:
            return wanted(m_policy.extractionAnnounced(moment()));
        case 4:
            m_isLive = false;
            m_isOther = true; // what is in flight is the other conversation's
            return wanted(m_policy.threadOpened(moment()));
        case 5:
        case 6: {
            constexpr std::array ways{Visibility::Visible, Visibility::Minimized, Visibility::Hidden,
                Visibility::Collapsed, Visibility::Visible};
            m_visibility = ways.at(size_t(below(m_dice, int(ways.size()))));
            take(m_policy.visibilityChanged(moment(), m_visibility));
            if (m_visibility != Visibility::Visible && std::exchange(m_isLive, false))
                wanted(m_policy.pushClosed(moment()));
            return;
        }
        case 7:
            if (m_visibility != Visibility::Visible)
                return;
            m_isLive = true;
            m_isUpToDate = false;
            return wanted(m_policy.pushConnected(moment()));
        case 8:
            m_isLive = false;
            return wanted(m_policy.pushLost(moment()));
        default:
            return take(m_policy.woke(moment()));
        }
    }

    void wanted(const Decision &decision)
    {
        ++m_streaks;
        take(decision);
    }

    void take(const Decision &decision)
    {
        m_timer.reset();
        if (std::holds_alternative<PollNow>(decision)) {
            if (m_answerAt && !m_isOther)
                m_broken = "two polls in flight";
            if (m_visibility != Visibility::Visible)
                m_broken = "a poll while nobody looks";
            if (m_now < m_notBefore)
                m_broken = "a poll before Retry-After";
            ++m_requests;
            m_isOther = false;
            m_answerAt = m_now + Milliseconds(below(m_dice, 3'000));
        } else if (const auto *after = std::get_if<PollAfter>(&decision)) {
            if (m_visibility != Visibility::Visible)
                m_broken = "a timer while nobody looks";
            m_timer = m_now + after->delay;
            m_answerAt.reset();
        } else if (std::get<Wait>(decision).reason != Wait::Reason::InFlight) {
            m_answerAt.reset();
        } else if (!m_answerAt) {
            m_broken = "waits for an answer that nobody was asked for";
        }
    }

    Generator m_dice;
    SignalPollPolicy m_policy;
    std::vector<Milliseconds> m_events;
    std::size_t m_nextEvent = 0;
    Milliseconds m_now{0};
    std::optional<Milliseconds> m_timer;
    std::optional<Milliseconds> m_answerAt;
    Milliseconds m_notBefore{0};
    Visibility m_visibility = Visibility::Visible;
    bool m_isLive = false;
    bool m_isUpToDate = false; ///< the last poll was answered
    bool m_isOther = false;
    bool m_anySignals = false;
    int m_requests = 0;
    int m_streaks = 0;
    int m_failures = 0;
    const char *m_broken = nullptr;
};

/// A client that polls until the server goes, tries while it is away, and finds it again. \a second counts
/// the requests of all by the second after the server is back.
void liveThroughOutage(Generator &dice, Milliseconds outage, bool isLive, std::vector<int> &second)
{
    SignalPollPolicy policy(randomFrom(dice));
    const auto answered = [&policy](Milliseconds now) {
        return policy.pollSucceeded({.monotonic = now, .wall = now}, true);
    };
    Milliseconds now = -Milliseconds(below(dice, 15'000));
    policy.threadOpened({.monotonic = now, .wall = now});
    Decision decision = answered(now);
    if (isLive) { // and all lose it in the same moment
        policy.pushConnected({.monotonic = now, .wall = now});
        answered(now);
        now = 0ms;
        decision = policy.pushLost({.monotonic = now, .wall = now});
    }
    const Milliseconds end = outage + Milliseconds(1s) * qint64(second.size());
    while (now < end) {
        if (const auto *after = std::get_if<PollAfter>(&decision)) {
            now += after->delay;
            decision = policy.timerFired({.monotonic = now, .wall = now});
            continue;
        }
        if (!std::holds_alternative<PollNow>(decision))
            return;
        if (now >= outage && now < end)
            ++second[std::size_t((now - outage) / 1s)];
        const bool isAway = now >= 0ms && now < outage;
        now += 20ms;
        decision = isAway ? policy.pollFailed({.monotonic = now, .wall = now},
                                {.kind = PollFailure::Kind::Transient, .retryAfter = {}})
                          : answered(now);
    }
}

} // namespace

class TestPollSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whateverHappensThePromisesHold()
    {
        qint64 requests = 0;
        for (int seed = 1; seed <= schedules; ++seed) {
            Hours hours{quint64(seed)};
            const char *broken = hours.run();
            QVERIFY2(!broken, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QLatin1String(broken))));
            requests += hours.requests();
        }
        QVERIFY(requests > 10 * schedules); // it was not that nothing happened
    }

    void afterAnOutageNoSecondIsTwiceAsBusyAsTheMean_data()
    {
        QTest::addColumn<Milliseconds>("outage");
        QTest::addColumn<bool>("isLive");
        QTest::newRow("a minute, polling") << Milliseconds(1min) << false;
        QTest::newRow("ten minutes, polling") << Milliseconds(10min) << false;
        QTest::newRow("two hours, polling") << Milliseconds(2h) << false;
        QTest::newRow("a minute, live before") << Milliseconds(1min) << true;
        QTest::newRow("ten minutes, live before") << Milliseconds(10min) << true;
    }
    void afterAnOutageNoSecondIsTwiceAsBusyAsTheMean()
    {
        QFETCH(Milliseconds, outage);
        QFETCH(bool, isLive);
        constexpr int clients = 10'000;
        std::vector<int> second(120);
        Generator dice(7);
        for (int i = 0; i < clients; ++i)
            liveThroughOutage(dice, outage, isLive, second);
        const int busiest = *std::max_element(second.begin(), second.end());
        const double mean = std::accumulate(second.begin(), second.end(), 0) / double(second.size());
        QVERIFY2(busiest <= 2 * mean, qPrintable(QStringLiteral("%1 to %2").arg(busiest).arg(mean)));
        QVERIFY(mean > clients / 60.0); // all of them came back
    }
};

QTEST_APPLESS_MAIN(TestPollSimulation)
#include "tst_pollsimulation.moc"
