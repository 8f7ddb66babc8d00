#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace throughline::net {

/// Shares the event loop between what arrives and everything else.
///
/// Qt hands on what it received in posted events, and delivers all of those, including the ones that are
/// posted meanwhile, before it looks at input, timers or painting. From a server that sends faster than we
/// read there is always one more. So whoever reads asks first; when a turn of the event loop has had its
/// share, the answer is no until the next one begins. What is not read stays with Qt, whose buffers are
/// small, and so with the server.
class ReadTurns : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds share{8}; ///< half a frame

    ReadTurns();

    /// Whether to read now. After a no, begun() follows.
    bool mayRead();

Q_SIGNALS:
    void begun();

private:
    QTimer m_next;        ///< fires when the event loop has come round
    QElapsedTimer m_time; ///< of this turn
};

} // namespace throughline::net
