#pragma once

#include "server/http/httpserver.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace throughline::server::http {

/// One answer on its way from whoever gives it (any thread, through a Responder) to the connection that sends
/// it (the I/O thread). Holds what is ready, never touches a socket. Whatever happens, close() ends it: after
/// that nothing is kept, and \c wake is never called again.
class Exchange
{
public:
    /// \a wake: called, from any thread, when there is something new for the connection.
    Exchange(const Limits &limits, std::function<void()> wake);

    // For the Responder.
    void respond(Response response);
    void startStream(int status, Headers headers);
    void startSocket(Headers headers);
    void write(std::string bytes);
    void finish();
    void abandon(); ///< nobody is left to answer: 500, or a stream that is cut
    bool isOpen() const;
    std::size_t pendingBytes() const;
    void onClosed(std::function<void()> callback);

    // For the connection.
    enum class Kind { Whole, Stream, Socket };
    struct Head
    {
        Response response; ///< for a stream: status and headers; for a socket: headers
        Kind kind = Kind::Whole;
    };
    /// The beginning of the answer, once.
    std::optional<Head> takeHead();

    struct Batch
    {
        std::string bytes;
        bool finished = false; ///< nothing follows
        bool cut = false;      ///< given up: the reader is too slow, or the writer went away
    };
    /// All that is ready, at most \a limit bytes; of a socket one message.
    Batch takeBatch(std::size_t limit);
    void sent(std::size_t bytes); ///< of a batch
    bool isCut() const;
    void close();

private:
    enum class State { Waiting, Answered, Streaming, Finished, Closed };

    void wakeLocked();

    const std::size_t m_socketLimit;
    std::size_t m_pendingLimit;
    mutable std::mutex m_mutex;
    std::function<void()> m_wake;
    std::function<void()> m_onClosed;
    State m_state = State::Waiting;
    std::optional<Head> m_head;
    std::string m_ready;
    bool m_isSocket = false;
    std::deque<std::size_t> m_messages; ///< of a socket: the sizes of those in m_ready
    std::size_t m_inFlight = 0;
    bool m_cut = false;
    bool m_wakePending = false; ///< a flood of writes wakes the connection once
};

/// The Responder over \a exchange; abandons it when the last owner drops it.
std::shared_ptr<Responder> makeResponder(std::shared_ptr<Exchange> exchange);

} // namespace throughline::server::http
