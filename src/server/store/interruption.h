#pragma once

#include <atomic>
#include <mutex>
#include <vector>

struct sqlite3;

namespace throughline::server::store {

/// Lets the end of the program cut short what SQLite does with a whole file: checking it, copying it. Any
/// thread. Must outlive the databases that were opened with it; never give it to one that is written to,
/// whose statements are not to be lost.
class Interruption
{
public:
    /// Whatever runs over such a database ends with an error soon. A statement that begins in this very
    /// moment may not hear it: whoever waits asks again until it is over.
    void ask();
    bool isAsked() const { return m_isAsked; }

    void watch(sqlite3 *connection);
    void forget(sqlite3 *connection); ///< before it is closed

private:
    std::atomic_bool m_isAsked = false;
    std::mutex m_mutex;
    std::vector<sqlite3 *> m_connections;
};

} // namespace throughline::server::store
