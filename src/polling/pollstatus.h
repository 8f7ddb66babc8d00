#pragma once

#include <QString>

#include <chrono>
#include <variant>

/// What the sidebar's status line says, as numbers; the words for people are made by the UI. Points in time
/// are on Clock::monotonic().
namespace throughline::polling {

/// Why nobody is looking.
enum class Visibility { Visible, Minimized, Hidden, Collapsed };

enum class StopReason {
    NoSignals,    ///< as many empty checks as the schedule allows
    SignIn,       ///< 401
    NotAvailable, ///< 403, 404
};

namespace status {

struct Idle ///< no conversation is open
{
    bool operator==(const Idle &) const = default;
};
struct Checking ///< a poll is in flight
{
    bool operator==(const Checking &) const = default;
};
struct Waiting ///< "Next check in 12 s"
{
    std::chrono::milliseconds due{0};
    bool operator==(const Waiting &) const = default;
};
struct Retrying ///< the last poll failed: "Offline, trying again in 24 s"
{
    std::chrono::milliseconds due{0};
    int failures = 1; ///< in a row
    bool operator==(const Retrying &) const = default;
};
struct Paused ///< "Paused while minimized"
{
    Visibility reason = Visibility::Minimized;
    bool operator==(const Paused &) const = default;
};
struct Live ///< the push channel delivers
{
    bool operator==(const Live &) const = default;
};
struct Stopped ///< "Stopped: no signals after 20 checks"
{
    StopReason reason = StopReason::NoSignals;
    int checks = 0; ///< empty timer polls of the streak
    bool operator==(const Stopped &) const = default;
};

} // namespace status

using PollStatus = std::variant<status::Idle, status::Checking, status::Waiting, status::Retrying,
    status::Paused, status::Live, status::Stopped>;

/// The line for the log category `throughline.signals`: "[Signals] No signals after 20 polls, stopping".
/// English, for machines and developers; \a now is on Clock::monotonic().
QString logLine(const PollStatus &status, std::chrono::milliseconds now);

} // namespace throughline::polling
