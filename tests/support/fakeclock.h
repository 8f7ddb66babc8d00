#pragma once

#include "polling/clock.h"

#include <QDateTime>

namespace throughline::test {

/// A clock that stands still until it is told to go on. Both of its faces start at fixed values.
class FakeClock final : public polling::Clock
{
public:
    std::chrono::milliseconds monotonic() const override { return m_monotonic; }
    QDateTime wall() const override { return m_wall; }

    void advance(std::chrono::milliseconds time)
    {
        m_monotonic += time;
        m_wall = m_wall.addMSecs(time.count());
    }

    /// The machine sleeps: the wall clock goes on and the monotonic one does not.
    void sleep(std::chrono::milliseconds time) { m_wall = m_wall.addMSecs(time.count()); }

    void setWall(const QDateTime &wall) { m_wall = wall; }

private:
    std::chrono::milliseconds m_monotonic{1'000'000};
    QDateTime m_wall = QDateTime(QDate(2025, 3, 14), QTime(9, 26, 53), Qt::UTC);
};

} // namespace throughline::test
