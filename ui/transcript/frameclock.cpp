#include "ui/transcript/frameclock.h"

#include <algorithm>

namespace throughline::ui {

FrameClock::FrameClock(QObject *parent)
    : QObject(parent)
{
    m_time.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::tick);
}

void FrameClock::requestFrame()
{
    requestIn(m_last + FrameMs - now());
}

void FrameClock::requestIn(qint64 ms)
{
    const qint64 due = now() + std::max<qint64>(0, ms);
    if (m_timer.isActive() && m_due <= due) {
        return;
    }
    m_due = due;
    m_timer.start(static_cast<int>(std::max<qint64>(0, ms)));
}

void FrameClock::tick()
{
    m_last = now();
    Q_EMIT frame();
}

} // namespace throughline::ui
