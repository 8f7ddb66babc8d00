#pragma once

#include "support/script.h"

#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <memory>

class QTcpSocket;

namespace throughline::test {

/// A request as it came over the wire.
struct ServedRequest
{
    QByteArray method;
    QByteArray target; ///< path and query
    net::HeaderList headers;
    QByteArray body;
    int connection = 0; ///< the first is 1
    QByteArray path() const
    {
        return target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?'));
    }
    QByteArray header(const QByteArray &name) const { return net::headerValue(headers, name); }
};

/// A real server on a port of 127.0.0.1, in the thread and event loop of the test, that answers by script:
/// slowly, in pieces, cut, torn, stalled, or lying. What nobody scripted is answered with 599 and counted.
///
/// Paths are compared without the query; give "path?query" to ask for that query too. Scripts given with
/// once() are used for one request each, in order, before those of always().
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<Script(const ServedRequest &)>;

    explicit ScriptedServer(QObject *parent = nullptr);
    ~ScriptedServer() override;

    QUrl url(const QString &pathAndQuery = QStringLiteral("/")) const;
    quint16 port() const { return m_server.serverPort(); }

    void once(const QByteArray &method, const QByteArray &path, const Script &script);
    void always(const QByteArray &method, const QByteArray &path, const Script &script);
    void always(const QByteArray &method, const QByteArray &path, Answer answer);

    const QList<ServedRequest> &requests() const { return m_requests; }
    QList<ServedRequest> requests(const QByteArray &method, const QByteArray &path) const;
    int unscripted() const { return m_unscripted; }
    int connections() const { return m_connections; }         ///< ever made
    int openConnections() const { return m_openConnections; } ///< now

    /// No new connections from here on; open ones are torn.
    void shutDown();

Q_SIGNALS:
    void requestReceived();
    void connectionClosed();

private:
    class Connection;
    struct Rule
    {
        QByteArray method;
        QByteArray path;
        Answer answer;
        bool once = false;
        bool matches(const ServedRequest &request) const;
    };

    Script scriptFor(const ServedRequest &request);

    QTcpServer m_server;
    QList<Rule> m_rules;
    QList<ServedRequest> m_requests;
    int m_unscripted = 0;
    int m_connections = 0;
    int m_openConnections = 0;
};

} // namespace throughline::test
