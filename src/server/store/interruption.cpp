#include "server/store/interruption.h"

#ifdef THROUGHLINE_HAS_SQLITE
#include <sqlite3.h>
#endif

namespace throughline::server::store {

void Interruption::ask()
{
    m_isAsked = true;
#ifdef THROUGHLINE_HAS_SQLITE
    const std::lock_guard lock(m_mutex);
    for (sqlite3 *connection : m_connections)
        sqlite3_interrupt(connection);
#endif
}

void Interruption::watch(sqlite3 *connection)
{
    const std::lock_guard lock(m_mutex);
    m_connections.push_back(connection);
}

void Interruption::forget(sqlite3 *connection)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_connections, connection);
}

} // namespace throughline::server::store
