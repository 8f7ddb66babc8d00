#include "polling/pollstatus.h"

#include <QtTest>

using namespace throughline::polling;
using namespace std::chrono_literals;

class TestPollStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLogSpeaksThePollingDocumentsWords()
    {
        const auto line = [](const PollStatus &status) { return logLine(status, 100s); };
        QCOMPARE(line(status::Stopped{StopReason::NoSignals, 20}),
            QStringLiteral("[Signals] No signals after 20 polls, stopping"));
        QCOMPARE(line(status::Checking{}), QStringLiteral("[Signals] Checking"));
        QCOMPARE(line(status::Waiting{112s}), QStringLiteral("[Signals] Next check in 12 s"));
        QCOMPARE(line(status::Waiting{111'001ms}), QStringLiteral("[Signals] Next check in 12 s"));
        QCOMPARE(line(status::Waiting{90s}), QStringLiteral("[Signals] Next check in 0 s"));
        QCOMPARE(line(status::Retrying{124s, 3}), QStringLiteral("[Signals] Failed, trying again in 24 s"));
        QCOMPARE(
            line(status::Paused{Visibility::Minimized}), QStringLiteral("[Signals] Paused while minimized"));
        QCOMPARE(line(status::Paused{Visibility::Hidden}), QStringLiteral("[Signals] Paused while hidden"));
        QCOMPARE(line(status::Paused{Visibility::Collapsed}),
            QStringLiteral("[Signals] Paused while the sidebar is collapsed"));
        QCOMPARE(line(status::Live{}), QStringLiteral("[Signals] Live"));
        QCOMPARE(line(status::Idle{}), QStringLiteral("[Signals] No conversation"));
        QCOMPARE(line(status::Stopped{StopReason::SignIn, 0}),
            QStringLiteral("[Signals] Sign in again, stopping"));
        QCOMPARE(line(status::Stopped{StopReason::NotAvailable, 0}),
            QStringLiteral("[Signals] This conversation is not available, stopping"));
    }
};

QTEST_APPLESS_MAIN(TestPollStatus)
#include "tst_pollstatus.moc"
