#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace throughline::ui {

/// The one timer of a view. It ticks only when asked to, at most once in 16 ms, so that a view that shows
/// nothing new costs nothing.
class FrameClock final : public QObject
{
    Q_OBJECT

public:
    static constexpr int FrameMs = 16;

    explicit FrameClock(QObject *parent = nullptr);

    /// As soon as a frame's time has passed since the last tick.
    void requestFrame();
    /// Not later than in \a ms.
    void requestIn(qint64 ms);
    qint64 now() const { return m_time.elapsed(); } ///< milliseconds, monotonic

Q_SIGNALS:
    void frame();

private:
    void tick();

    QElapsedTimer m_time;
    QTimer m_timer;
    qint64 m_last = -FrameMs;
    qint64 m_due = 0;
};

} // namespace throughline::ui
