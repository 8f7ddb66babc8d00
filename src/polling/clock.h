#pragma once

#include <QDateTime>

#include <chrono>

namespace throughline::polling {

/// Time as a parameter. Whatever depends on time takes a Clock, so that tests run hours in microseconds.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Never goes back; stops while the machine sleeps on systems where the steady clock does.
    virtual std::chrono::milliseconds monotonic() const = 0;

    /// UTC. May jump: compare with monotonic() to notice that the machine slept.
    virtual QDateTime wall() const = 0;
};

class SystemClock final : public Clock
{
public:
    std::chrono::milliseconds monotonic() const override;
    QDateTime wall() const override;
};

} // namespace throughline::polling
