#include "polling/signalpollpolicy.h"
#include "support/fakeclock.h"

#include <QtTest>

using namespace throughline;
using namespace throughline::polling;
using namespace std::chrono_literals;

namespace {

QString text(const Decision &decision)
{
    if (std::holds_alternative<PollNow>(decision))
        return QStringLiteral("poll now");
    if (const auto *after = std::get_if<PollAfter>(&decision))
        return QStringLiteral("poll after %1 ms").arg(after->delay.count());
    switch (std::get<Wait>(decision).reason) {
    case Wait::Reason::NoThread:
        return QStringLiteral("wait: no thread");
    case Wait::Reason::InFlight:
        return QStringLiteral("wait: in flight");
    case Wait::Reason::Paused:
        return QStringLiteral("wait: paused");
    case Wait::Reason::Live:
        return QStringLiteral("wait: live");
    case Wait::Reason::Stopped:
        return QStringLiteral("wait: stopped");
    }
    return {};
}

const QString pollNow = QStringLiteral("poll now");
QString pollAfter(std::chrono::milliseconds delay)
{
    return text(PollAfter{delay});
}

} // namespace

/// Each row of the polling document's tables of events and failures.
class TestSignalPollPolicy : public QObject
{
    Q_OBJECT

private:
    using Event = Decision (SignalPollPolicy::*)(const Moment &);

    struct Bench
    {
        test::FakeClock clock;
        double random = 1.0;
        SignalPollPolicy policy{[this] { return random; }};

        Moment now() const { return Moment::of(clock); }
        QString send(Event event) { return text((policy.*event)(now())); }
        QString open() { return send(&SignalPollPolicy::threadOpened); }
        QString timer() { return send(&SignalPollPolicy::timerFired); }
        QString answer(bool anySignals) { return text(policy.pollSucceeded(now(), anySignals)); }
        QString fail(PollFailure::Kind kind, std::optional<std::chrono::milliseconds> retryAfter = {})
        {
            return text(policy.pollFailed(now(), {kind, retryAfter}));
        }
        QString see(Visibility visibility) { return text(policy.visibilityChanged(now(), visibility)); }

        /// An open thread without signals, \a polls empty timer polls into its streak, waiting for the next.
        void openAndPoll(int polls)
        {
            open();
            answer(false);
            for (int i = 0; i < polls; ++i) {
                clock.advance(10s);
                timer();
                answer(false);
            }
        }
    };

    static void eventsThatPoll()
    {
        QTest::addColumn<Event>("event");
        QTest::newRow("thread switched") << Event(&SignalPollPolicy::threadOpened);
        QTest::newRow("message sent") << Event(&SignalPollPolicy::messageSent);
        QTest::newRow("reply finished") << Event(&SignalPollPolicy::replyFinished);
        QTest::newRow("extraction announced") << Event(&SignalPollPolicy::extractionAnnounced);
        QTest::newRow("refresh") << Event(&SignalPollPolicy::refreshed);
        QTest::newRow("signed in") << Event(&SignalPollPolicy::signedIn);
        QTest::newRow("push lost") << Event(&SignalPollPolicy::pushLost);
    }

private Q_SLOTS:
    void withoutAThreadNothingIsPolled()
    {
        Bench bench;
        QCOMPARE(bench.timer(), QStringLiteral("wait: no thread"));
        QCOMPARE(bench.send(&SignalPollPolicy::messageSent), QStringLiteral("wait: no thread"));
        QVERIFY(bench.policy.status() == PollStatus(status::Idle{}));
    }

    void openingAThreadPollsAtOnce()
    {
        Bench bench;
        QCOMPARE(bench.open(), pollNow);
        QVERIFY(bench.policy.status() == PollStatus(status::Checking{}));
        QCOMPARE(bench.answer(false), pollAfter(3s));
        QVERIFY(bench.policy.status() == PollStatus(status::Waiting{bench.clock.monotonic() + 3s}));
    }

    void switchingCancelsWhatIsInFlight()
    {
        Bench bench;
        bench.openAndPoll(3);
        bench.clock.advance(10s);
        QCOMPARE(bench.timer(), pollNow);
        QCOMPARE(bench.open(), pollNow); // not "wait: in flight": that one was for the other thread
        QCOMPARE(bench.policy.emptyPolls(), 0);
    }

    void switchingForgetsTheOtherThreadsSignals()
    {
        Bench bench;
        bench.open();
        QCOMPARE(bench.answer(true), pollAfter(15s));
        bench.open();
        QCOMPARE(bench.answer(false), pollAfter(3s));
    }

    void closingStopsEverything()
    {
        Bench bench;
        bench.open();
        QCOMPARE(bench.send(&SignalPollPolicy::threadClosed), QStringLiteral("wait: no thread"));
        QCOMPARE(bench.timer(), QStringLiteral("wait: no thread"));
    }

    void anEventStartsANewStreakAndPollsAtOnce_data() { eventsThatPoll(); }
    void anEventStartsANewStreakAndPollsAtOnce()
    {
        QFETCH(Event, event);
        Bench bench;
        bench.openAndPoll(12);
        QCOMPARE(bench.policy.emptyPolls(), 12);
        QCOMPARE(bench.send(event), pollNow);
        QCOMPARE(bench.policy.emptyPolls(), 0);
        QCOMPARE(bench.answer(false), pollAfter(3s));
        QCOMPARE(bench.policy.emptyPolls(), 0); // no timer poll
    }

    void anEventLeavesTheStoppedState_data() { eventsThatPoll(); }
    void anEventLeavesTheStoppedState()
    {
        QFETCH(Event, event);
        Bench bench;
        bench.openAndPoll(20);
        QVERIFY(bench.policy.status() == PollStatus(status::Stopped{StopReason::NoSignals, 20}));
        QCOMPARE(bench.timer(), QStringLiteral("wait: stopped"));
        QCOMPARE(bench.send(event), pollNow);
        QCOMPARE(bench.answer(false), pollAfter(3s));
    }

    void anEventWhileAPollIsInFlightIsRemembered_data() { eventsThatPoll(); }
    void anEventWhileAPollIsInFlightIsRemembered()
    {
        QFETCH(Event, event);
        if (event == Event(&SignalPollPolicy::threadOpened))
            return; // has a test of its own: it replaces the poll
        Bench bench;
        bench.openAndPoll(7);
        bench.clock.advance(10s);
        QCOMPARE(bench.timer(), pollNow);
        QCOMPARE(bench.send(event), QStringLiteral("wait: in flight"));
        QCOMPARE(bench.send(event), QStringLiteral("wait: in flight"));
        QCOMPARE(bench.answer(false), pollNow); // one, however many events
        QCOMPARE(bench.policy.emptyPolls(), 0);
        QCOMPARE(bench.answer(false), pollAfter(3s));
        QCOMPARE(bench.policy.emptyPolls(), 0);
    }

    void aRememberedPollAlsoFollowsAFailure()
    {
        Bench bench;
        bench.open();
        bench.send(&SignalPollPolicy::messageSent);
        QCOMPARE(bench.fail(PollFailure::Kind::Transient), pollNow);
    }

    void theFirstSignalsStartTheOtherRow()
    {
        Bench bench;
        bench.openAndPoll(9);
        bench.clock.advance(5s);
        bench.timer();
        QCOMPARE(bench.answer(true), pollAfter(15s));
        QCOMPARE(bench.policy.emptyPolls(), 0);
        bench.clock.advance(15s);
        bench.timer();
        QCOMPARE(bench.answer(true), pollAfter(15s));
    }

    void theLastSignalGoneStartsANewStreak()
    {
        Bench bench;
        bench.open();
        bench.answer(true);
        bench.clock.advance(15s);
        bench.timer();
        QCOMPARE(bench.answer(false), pollAfter(3s));
        QCOMPARE(bench.policy.emptyPolls(), 0);
    }

    void whileNobodyLooksNothingIsPolled_data()
    {
        QTest::addColumn<Visibility>("visibility");
        QTest::newRow("minimized") << Visibility::Minimized;
        QTest::newRow("hidden") << Visibility::Hidden;
        QTest::newRow("sidebar collapsed") << Visibility::Collapsed;
    }
    void whileNobodyLooksNothingIsPolled()
    {
        QFETCH(Visibility, visibility);
        Bench bench;
        bench.openAndPoll(2);
        QCOMPARE(bench.see(visibility), QStringLiteral("wait: paused"));
        QVERIFY(bench.policy.status() == PollStatus(status::Paused{visibility}));
        bench.clock.advance(1h);
        QCOMPARE(bench.timer(), QStringLiteral("wait: paused"));
        QCOMPARE(bench.send(&SignalPollPolicy::messageSent), QStringLiteral("wait: paused"));
        QCOMPARE(bench.see(Visibility::Visible), pollNow);
    }

    void shownAgainSoonOnlyTheRestIsWaitedFor()
    {
        Bench bench;
        bench.open();
        bench.answer(true);
        bench.clock.advance(4s);
        bench.see(Visibility::Minimized);
        bench.clock.advance(5s);
        QCOMPARE(bench.see(Visibility::Visible), pollAfter(6s));
    }

    void shownAgainLatePollsAtOnceAndKeepsTheStreak()
    {
        Bench bench;
        bench.openAndPoll(6);
        bench.see(Visibility::Minimized);
        bench.clock.advance(5s);
        QCOMPARE(bench.see(Visibility::Visible), pollNow);
        QCOMPARE(bench.answer(false), pollAfter(5s));
        QCOMPARE(bench.policy.emptyPolls(), 7);
    }

    void whatWasAbortedByHidingIsAskedAgain()
    {
        Bench bench;
        bench.openAndPoll(0);
        bench.clock.advance(3s);
        bench.timer();
        QCOMPARE(bench.see(Visibility::Hidden), QStringLiteral("wait: paused"));
        QCOMPARE(bench.see(Visibility::Visible), pollNow);
        bench.answer(false);
        QCOMPARE(bench.policy.emptyPolls(), 1);

        bench.send(&SignalPollPolicy::messageSent);
        bench.see(Visibility::Hidden);
        QCOMPARE(bench.see(Visibility::Visible), pollNow);
        bench.answer(false);
        QCOMPARE(bench.policy.emptyPolls(), 0);
    }

    void hidingDoesNotLeaveTheStoppedState()
    {
        Bench bench;
        bench.openAndPoll(20);
        bench.see(Visibility::Minimized);
        bench.clock.advance(1h);
        QCOMPARE(bench.see(Visibility::Visible), QStringLiteral("wait: stopped"));
    }

    void eventsWhileHiddenArePolledForWhenShown()
    {
        Bench bench;
        bench.open();
        bench.answer(true);
        bench.see(Visibility::Minimized);
        bench.send(&SignalPollPolicy::replyFinished);
        QCOMPARE(bench.see(Visibility::Visible), pollNow);
    }

    void afterSleepItIsAsIfShownAgain()
    {
        Bench bench;
        bench.openAndPoll(11);
        bench.clock.advance(1s);
        QCOMPARE(bench.send(&SignalPollPolicy::woke), pollAfter(9s));
        bench.clock.sleep(8h);
        QCOMPARE(bench.send(&SignalPollPolicy::woke), pollNow);
        QCOMPARE(bench.answer(false), pollAfter(10s));
        QCOMPARE(bench.policy.emptyPolls(), 12);
    }

    void aShortNapWaitsOnlyForTheRest()
    {
        Bench bench;
        bench.openAndPoll(11);
        bench.clock.sleep(4s);
        QCOMPARE(bench.send(&SignalPollPolicy::woke), pollAfter(6s));
    }

    void aWallClockSetBackChangesNothing()
    {
        Bench bench;
        bench.openAndPoll(11);
        bench.clock.sleep(-2h);
        QCOMPARE(bench.send(&SignalPollPolicy::woke), pollAfter(10s));
        bench.clock.advance(10s);
        QCOMPARE(bench.timer(), pollNow);
    }

    void aTimerThatFiresEarlyWaitsForTheRest()
    {
        Bench bench;
        bench.openAndPoll(0);
        bench.clock.advance(2'990ms);
        QCOMPARE(bench.timer(), pollAfter(10ms));
    }

    void pushPollsOnceAndThenTheTimerIsOff()
    {
        Bench bench;
        bench.openAndPoll(4);
        QCOMPARE(bench.send(&SignalPollPolicy::pushConnected), pollNow);
        QCOMPARE(bench.answer(false), QStringLiteral("wait: live"));
        QVERIFY(bench.policy.status() == PollStatus(status::Live{}));
        bench.clock.advance(1h);
        QCOMPARE(bench.timer(), QStringLiteral("wait: live"));
        QCOMPARE(bench.send(&SignalPollPolicy::pushConnected), pollNow); // reconnected
        QCOMPARE(bench.answer(true), QStringLiteral("wait: live"));
    }

    void pushEndsTheStoppedState()
    {
        Bench bench;
        bench.openAndPoll(20);
        bench.send(&SignalPollPolicy::pushConnected);
        QCOMPARE(bench.answer(false), QStringLiteral("wait: live"));
        QVERIFY(bench.policy.status() == PollStatus(status::Live{}));
    }

    void theFullPollOfAPushConnectionIsRetriedUntilItSucceeds()
    {
        Bench bench;
        bench.openAndPoll(0);
        bench.send(&SignalPollPolicy::pushConnected);
        QCOMPARE(bench.fail(PollFailure::Kind::Transient), pollAfter(3s));
        bench.clock.advance(3s);
        QCOMPARE(bench.timer(), pollNow);
        QCOMPARE(bench.answer(false), QStringLiteral("wait: live"));
    }

    void pushLostGoesBackToTheTable()
    {
        Bench bench;
        bench.openAndPoll(4);
        bench.send(&SignalPollPolicy::pushConnected);
        bench.answer(false);
        QCOMPARE(bench.send(&SignalPollPolicy::pushLost), pollNow);
        QCOMPARE(bench.answer(false), pollAfter(3s));
    }

    void anotherConversationsPushIsNotThisOnes()
    {
        Bench bench;
        bench.openAndPoll(0);
        bench.send(&SignalPollPolicy::pushConnected);
        bench.answer(true);
        QCOMPARE(bench.open(), pollNow);
        QCOMPARE(bench.answer(true), pollAfter(15s));
    }

    void pushClosedForNobodyIsMadeUpForWhenShown()
    {
        Bench bench;
        bench.openAndPoll(0);
        bench.send(&SignalPollPolicy::pushConnected);
        bench.answer(true);
        bench.see(Visibility::Minimized);
        QCOMPARE(bench.send(&SignalPollPolicy::pushClosed), QStringLiteral("wait: paused"));
        QCOMPARE(bench.see(Visibility::Visible), pollNow);
        QCOMPARE(bench.answer(true), pollAfter(15s));
    }

    void pushClosedDoesNotAskAgainAfterARefusal()
    {
        Bench bench;
        bench.openAndPoll(0);
        bench.send(&SignalPollPolicy::pushConnected);
        bench.fail(PollFailure::Kind::Unauthorized);
        QCOMPARE(bench.send(&SignalPollPolicy::pushClosed), QStringLiteral("wait: stopped"));
        QVERIFY(bench.policy.status() == PollStatus(status::Stopped{StopReason::SignIn, 0}));
    }

    void failuresBackOffWithJitterButNeverBelowTheTable()
    {
        Bench bench;
        bench.openAndPoll(2);
        const QList<std::chrono::milliseconds> ceilings{3s, 6s, 12s, 24s, 48s, 60s, 60s};
        for (const auto ceiling : ceilings) {
            bench.clock.advance(60s);
            QCOMPARE(bench.timer(), pollNow);
            QCOMPARE(bench.fail(PollFailure::Kind::Transient), pollAfter(ceiling));
        }
        QVERIFY(bench.policy.status() == PollStatus(status::Retrying{bench.clock.monotonic() + 60s, 7}));
        bench.random = 0; // the luckiest jitter
        bench.clock.advance(60s);
        bench.timer();
        QCOMPARE(bench.fail(PollFailure::Kind::Transient), pollAfter(3s));
    }

    void failuresDoNotCountTowardsTheStreak()
    {
        Bench bench;
        bench.openAndPoll(19);
        for (int i = 0; i < 5; ++i) {
            bench.clock.advance(60s);
            bench.timer();
            bench.fail(PollFailure::Kind::Transient);
        }
        QCOMPARE(bench.policy.emptyPolls(), 19);
        bench.clock.advance(60s);
        bench.timer();
        QCOMPARE(bench.answer(false), QStringLiteral("wait: stopped"));
        QCOMPARE(bench.policy.emptyPolls(), 20);
    }

    void aFailedFirstLoadIsStillTheFirstLoadWhenRetried()
    {
        Bench bench;
        bench.open();
        bench.fail(PollFailure::Kind::Transient);
        bench.clock.advance(3s);
        QCOMPARE(bench.timer(), pollNow);
        QCOMPARE(bench.answer(false), pollAfter(3s));
        QCOMPARE(bench.policy.emptyPolls(), 0);
    }

    void failuresWithSignalsWaitAtLeastTheirDelay()
    {
        Bench bench;
        bench.open();
        bench.answer(true);
        bench.clock.advance(15s);
        bench.timer();
        bench.random = 0;
        QCOMPARE(bench.fail(PollFailure::Kind::Transient), pollAfter(15s));
        QVERIFY(bench.policy.signalsKnown()); // what is shown stays
    }

    void aSuccessEndsTheBackoff()
    {
        Bench bench;
        bench.openAndPoll(0);
        for (int i = 0; i < 3; ++i) {
            bench.clock.advance(60s);
            bench.timer();
            bench.fail(PollFailure::Kind::Transient);
        }
        bench.clock.advance(60s);
        bench.timer();
        QCOMPARE(bench.answer(false), pollAfter(3s));
        QVERIFY(std::holds_alternative<status::Waiting>(bench.policy.status()));
    }

    void theServersRetryAfterIsObeyed_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("waited");
        QTest::newRow("as asked") << 40'000 << 40'000;
        QTest::newRow("capped at 15 minutes") << 3'600'000 << 900'000;
        QTest::newRow("sooner than the table") << 1'500 << 1'500;
        QTest::newRow("never at once") << 0 << 1'000;
        QTest::newRow("a date in the past") << -5'000 << 1'000;
    }
    void theServersRetryAfterIsObeyed()
    {
        QFETCH(int, asked);
        QFETCH(int, waited);
        Bench bench;
        bench.openAndPoll(0);
        bench.clock.advance(3s);
        bench.timer();
        QCOMPARE(bench.fail(PollFailure::Kind::Transient, std::chrono::milliseconds(asked)),
            pollAfter(std::chrono::milliseconds(waited)));
    }

    void noEventShortensARetryAfter_data() { eventsThatPoll(); }
    void noEventShortensARetryAfter()
    {
        QFETCH(Event, event);
        Bench bench;
        bench.open();
        bench.fail(PollFailure::Kind::Transient, 100s);
        bench.clock.advance(30s);
        QCOMPARE(bench.send(event), pollAfter(70s));
        QVERIFY(std::holds_alternative<status::Retrying>(bench.policy.status()));
        bench.clock.advance(70s);
        QCOMPARE(bench.timer(), pollNow);
        QCOMPARE(bench.answer(true), pollAfter(15s));
    }

    void hidingDoesNotShortenARetryAfter()
    {
        Bench bench;
        bench.open();
        bench.fail(PollFailure::Kind::Transient, 100s);
        bench.see(Visibility::Minimized);
        bench.clock.advance(30s);
        QCOMPARE(bench.see(Visibility::Visible), pollAfter(70s));
    }

    void someAnswersStop_data()
    {
        QTest::addColumn<PollFailure::Kind>("kind");
        QTest::addColumn<StopReason>("reason");
        QTest::newRow("401") << PollFailure::Kind::Unauthorized << StopReason::SignIn;
        QTest::newRow("403, 404") << PollFailure::Kind::NotAvailable << StopReason::NotAvailable;
    }
    void someAnswersStop()
    {
        QFETCH(PollFailure::Kind, kind);
        QFETCH(StopReason, reason);
        Bench bench;
        bench.openAndPoll(3);
        bench.clock.advance(3s);
        bench.timer();
        bench.send(&SignalPollPolicy::messageSent); // remembered, and pointless now
        QCOMPARE(bench.fail(kind), QStringLiteral("wait: stopped"));
        QVERIFY(bench.policy.status() == PollStatus(status::Stopped{reason, 0}));
        bench.clock.advance(1h);
        QCOMPARE(bench.timer(), QStringLiteral("wait: stopped"));
        QCOMPARE(bench.send(&SignalPollPolicy::refreshed), pollNow);
    }

    void notModifiedIsASuccessWithoutChange()
    {
        Bench bench;
        bench.open();
        bench.answer(true);
        bench.clock.advance(15s);
        bench.timer();
        QCOMPARE(text(bench.policy.pollUnchanged(bench.now())), pollAfter(15s));

        Bench empty;
        empty.openAndPoll(4);
        empty.clock.advance(3s);
        empty.timer();
        QCOMPARE(text(empty.policy.pollUnchanged(empty.now())), pollAfter(5s));
        QCOMPARE(empty.policy.emptyPolls(), 5);
    }

    void anAnswerNobodyWaitsForChangesNothing()
    {
        Bench bench;
        bench.openAndPoll(4);
        QCOMPARE(bench.answer(true), pollAfter(3s));
        QVERIFY(!bench.policy.signalsKnown());
        QCOMPARE(bench.fail(PollFailure::Kind::Unauthorized), pollAfter(3s));
    }
};

QTEST_APPLESS_MAIN(TestSignalPollPolicy)
#include "tst_signalpollpolicy.moc"
