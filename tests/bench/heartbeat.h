#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace throughline::bench {

/// Processor time that this thread has used, in nanoseconds; where the system does not say, time that passes,
/// so that all of it counts as work.
inline qint64 threadTime()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
#else
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
#endif
}

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
        m_lastWork = threadTime();
        m_longest = m_workInLongest = 0;
        m_timer.start(1);
    }

    void stop()
    {
        tick(); // what is going on right now counts, too
        m_timer.stop();
        std::sort(m_gaps.begin(), m_gaps.end());
    }

    // After stop(), in milliseconds.
    double longest() const { return m_longest; }
    /// What of it this thread was running; in the rest something else had the processor.
    double workInLongest() const { return m_workInLongest; }
    double p99() const { return m_gaps.isEmpty() ? 0 : m_gaps[m_gaps.size() * 99 / 100]; }

private:
    void tick()
    {
        const qint64 now = m_time.nsecsElapsed();
        const qint64 work = threadTime();
        m_gaps.append(double(now - m_last) / 1e6);
        if (m_gaps.last() > m_longest) {
            m_longest = m_gaps.last();
            m_workInLongest = double(work - m_lastWork) / 1e6;
        }
        m_last = now;
        m_lastWork = work;
    }

    QTimer m_timer;
    QElapsedTimer m_time;
    qint64 m_last = 0;
    qint64 m_lastWork = 0;
    double m_longest = 0;
    double m_workInLongest = 0;
    QList<double> m_gaps;
};

} // namespace throughline::bench
