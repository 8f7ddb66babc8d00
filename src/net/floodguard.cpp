#include "net/floodguard.h"

#include <QHostInfo>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace throughline::net {

namespace {

/// What a byte that was handed on may have cost on the wire: the sizes of small chunks and TLS's records.
constexpr qint64 mostOverhead = 4;

} // namespace

FloodGuard::FloodGuard()
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &FloodGuard::look);
}

void FloodGuard::begin(const QObject *exchange, std::function<Server()> server, std::function<void()> flooded)
{
    if (!canListConnections())
        return;
    Watch watch;
    watch.askServer = std::move(server);
    watch.flooded = std::move(flooded);
    remember(watch, openConnections());
    m_watches.insert_or_assign(exchange, std::move(watch));
    if (!m_timer.isActive())
        m_timer.start();
}

void FloodGuard::received(const QObject *exchange, qint64 bytes)
{
    m_handedOn += bytes;
    if (const auto found = m_watches.find(exchange); found != m_watches.end())
        found->second.isQuiet = false;
}

void FloodGuard::end(const QObject *exchange)
{
    m_watches.erase(exchange);
    if (m_watches.empty()) {
        m_timer.stop();
        m_addresses.clear();
    }
}

void FloodGuard::look()
{
    const QList<OpenConnection> connections = openConnections();
    QList<const QObject *> flooded;
    for (auto &[exchange, watch] : m_watches) {
        if (!watch.server)
            findServer(watch);
        if (!std::exchange(watch.isQuiet, true))
            remember(watch, connections);
        else if (isFlooded(watch, connections))
            flooded.append(exchange);
    }
    // Each may end others, or us.
    const QPointer<FloodGuard> alive(this);
    for (const QObject *exchange : std::as_const(flooded)) {
        const auto found = m_watches.find(exchange);
        if (found == m_watches.end())
            continue;
        const std::function<void()> tell = found->second.flooded;
        end(exchange);
        tell();
        if (!alive)
            return;
    }
}

void FloodGuard::remember(Watch &watch, const QList<OpenConnection> &connections) const
{
    watch.takenAtSign.clear();
    for (const OpenConnection &connection : connections)
        watch.takenAtSign.insert(connection.id, connection.taken);
    watch.handedOnAtSign = m_handedOn;
}

bool FloodGuard::isFlooded(const Watch &watch, const QList<OpenConnection> &connections) const
{
    const auto known = m_addresses.find(*watch.server);
    if (known == m_addresses.end())
        return false;
    qint64 unseen = -mostOverhead * (m_handedOn - watch.handedOnAtSign);
    for (const OpenConnection &connection : connections) {
        const auto isPeer = [&connection](const QHostAddress &address) {
            return address.isEqual(connection.peer, QHostAddress::TolerantConversion);
        };
        if (connection.peerPort == watch.server->second &&
            std::any_of(known->second.begin(), known->second.end(), isPeer))
            unseen += connection.taken - watch.takenAtSign.value(connection.id, 0);
    }
    return unseen > mostUnseen;
}

void FloodGuard::findServer(Watch &watch)
{
    watch.server = watch.askServer();
    const auto [known, isNew] = m_addresses.try_emplace(*watch.server);
    if (!isNew)
        return;
    const QHostAddress address(watch.server->first);
    if (!address.isNull()) {
        known->second = {address};
        return;
    }
    // Qt has just asked for the same and keeps the answer for a minute.
    QHostInfo::lookupHost(watch.server->first, this, [this, server = *watch.server](const QHostInfo &answer) {
        if (const auto waiting = m_addresses.find(server); waiting != m_addresses.end())
            waiting->second = answer.addresses();
    });
}

} // namespace throughline::net
