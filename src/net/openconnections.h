#pragma once

#include <QHostAddress>
#include <QList>

namespace throughline::net {

/// One of this process's TCP connections, as the system sees it.
struct OpenConnection
{
    quint64 id = 0; ///< no other connection's as long as this one is open
    QHostAddress peer{};
    quint16 peerPort = 0;
    qint64 taken = 0; ///< bytes that arrived and were read by this process, ever; with TLS they are encrypted
};

/// Whether the system tells (Linux does, from 4.1 on). Where it does not, openConnections() is empty.
bool canListConnections();

/// All of them, whoever in this process made them. Only looks; costs a few system calls for each open file.
QList<OpenConnection> openConnections();

} // namespace throughline::net
