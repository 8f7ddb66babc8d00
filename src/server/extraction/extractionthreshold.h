#pragma once

#include <QtGlobal>

#include <chrono>

namespace throughline::server::extraction {

/// Decides when what the user wrote in one thread is extracted (docs/extraction.md).
///
/// A costly extractor waits for 500 characters or 5 user messages, whichever comes first, both inclusive; a
/// costless one runs after every user message. Success resets the counters, failure keeps them and waits
/// longer each time, so that a broken extractor is not called with every message. How a message was sent
/// (streamed or not) is none of its business. A plain value: no timer, no clock of its own; `now` is
/// Clock::monotonic().
class ExtractionThreshold
{
public:
    struct Limits
    {
        qint64 characters = 500; ///< UTF-16 code units
        int userMessages = 5;
        bool operator==(const Limits &) const = default;
    };

    static constexpr std::chrono::milliseconds firstRetry{30'000};
    static constexpr std::chrono::milliseconds longestRetry{3'600'000};

    ExtractionThreshold() = default;
    explicit ExtractionThreshold(Limits limits)
        : m_limits(limits)
    {}

    /// In force from the next question on; what is pending stays.
    void setLimits(Limits limits) { m_limits = limits; }

    /// The user wrote a message of \a characters UTF-16 code units.
    void addUserMessage(qint64 characters);

    /// Whether an extraction should start at \a now. Never while one is running.
    bool isDue(std::chrono::milliseconds now, bool costless) const;

    /// An extraction of everything pending starts. Messages added from now on belong to the next one.
    void started();
    void succeeded();

    /// The messages stay pending; the next attempt is due after a backoff that doubles, or after \a
    /// retryAfter if that is longer.
    void failed(std::chrono::milliseconds now, std::chrono::milliseconds retryAfter = {});

    /// A run of the program before this one failed \a failures times in a row, and had \a left to wait.
    void hasFailedBefore(int failures, std::chrono::milliseconds now, std::chrono::milliseconds left);

    qint64 pendingCharacters() const { return m_pending.characters; }
    int pendingMessages() const { return m_pending.userMessages; }
    int failures() const { return m_failures; }
    bool isRunning() const { return m_running; }

    /// When a failed extraction may be tried again; meaningful after a failure only.
    std::chrono::milliseconds retryAt() const { return m_retryAt; }

    bool operator==(const ExtractionThreshold &) const = default;

private:
    Limits m_limits;
    Limits m_pending{0, 0};
    Limits m_taken{0, 0}; ///< of the pending ones, what the running extraction reads
    bool m_running = false;
    int m_failures = 0;
    std::chrono::milliseconds m_retryAt{0};
};

} // namespace throughline::server::extraction
