#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QTimer>

#include <algorithm>

namespace throughline::bench {

/// A timer of one millisecond on the thread it lives on. The gaps between its ticks are how long that thread
/// did not get to anything else: to the next key press, or the next frame.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tick(); });
    }

    void start()
    {
        m_gaps.clear();
        m_time.start();
        m_last = 0;
        m_timer.start(1);
    }

    void stop()
    {
        tick(); // what is going on right now counts, too
        m_timer.stop();
        std::sort(m_gaps.begin(), m_gaps.end());
    }

    // After stop(), in milliseconds.
    double longest() const { return m_gaps.isEmpty() ? 0 : m_gaps.last(); }
    double p99() const { return m_gaps.isEmpty() ? 0 : m_gaps[m_gaps.size() * 99 / 100]; }

private:
    void tick()
    {
        const qint64 now = m_time.nsecsElapsed();
        m_gaps.append(double(now - m_last) / 1e6);
        m_last = now;
    }

    QTimer m_timer;
    QElapsedTimer m_time;
    qint64 m_last = 0;
    QList<double> m_gaps;
};

} // namespace throughline::bench
