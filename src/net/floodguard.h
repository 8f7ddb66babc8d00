#pragma once

#include "net/openconnections.h"

#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <QPair>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>
#include <optional>

namespace throughline::net {

/// Notices answers that Qt takes in without handing anything on, of which it keeps whatever comes: a head
/// without end, a chunk whose size has no end, "100 Continue" for ever. Qt has no limit for them and tells
/// nobody, but the system counts what each connection received. Does nothing where it does not tell
/// (openconnections.h); then only the exchange's time limits hold.
///
/// Which connection is whose Qt does not say either. So what arrived from a server (or proxy) since an
/// exchange with it last got something is held against what all other exchanges of this guard got meanwhile:
/// only what those do not explain counts. Traffic of another guard's exchanges with the same server is
/// unexplained.
class FloodGuard : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 mostUnseen = qint64(1024) * 1024; ///< bytes
    static constexpr std::chrono::milliseconds interval{100};

    using Server = QPair<QString, quint16>; ///< name or address, and port

    FloodGuard();

    /// Watches \a exchange until end(). \a server is asked for later, and only of exchanges that take their
    /// time. \a flooded is called from the event loop, once.
    void begin(const QObject *exchange, std::function<Server()> server, std::function<void()> flooded);
    /// Qt handed on a head or \a bytes of a body.
    void received(const QObject *exchange, qint64 bytes);
    void end(const QObject *exchange);

private:
    struct Watch
    {
        std::function<Server()> askServer;
        std::function<void()> flooded;
        std::optional<Server> server;
        bool isQuiet = true;                ///< nothing was handed on since the last look
        QHash<quint64, qint64> takenAtSign; ///< by connection, when something was last handed on
        qint64 handedOnAtSign = 0;
    };

    void look();
    void remember(Watch &watch, const QList<OpenConnection> &connections) const;
    bool isFlooded(const Watch &watch, const QList<OpenConnection> &connections) const;
    void findServer(Watch &watch);

    std::map<const QObject *, Watch> m_watches;
    std::map<Server, QList<QHostAddress>> m_addresses; ///< empty while they are looked up
    qint64 m_handedOn = 0;                             ///< bytes, to all exchanges
    QTimer m_timer;
};

} // namespace throughline::net
