#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

#include <chrono>

namespace throughline::test {

/// As QTest::qWaitFor(), but looks whenever something happened instead of every ten milliseconds: for tests
/// that wait thousands of times.
template <typename Happened>
bool waitUntil(Happened happened, std::chrono::milliseconds longest = std::chrono::seconds(30))
{
    const QDeadlineTimer deadline(longest);
    QTimer wake;
    wake.start(longest);
    while (!happened() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return happened();
}

} // namespace throughline::test
