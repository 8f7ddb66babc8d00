#include "net/readturns.h"

namespace throughline::net {

ReadTurns::ReadTurns()
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &ReadTurns::begun);
}

bool ReadTurns::mayRead()
{
    if (!m_next.isActive()) {
        m_next.start(0);
        m_time.start();
        return true;
    }
    return std::chrono::milliseconds(m_time.elapsed()) < share;
}

} // namespace throughline::net
