#include "support/scriptedserver.h"

#include <QHostAddress>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <utility>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace throughline::test {

namespace {

constexpr qint64 mostWaiting = qint64(256) * 1024; ///< of an endless answer, in the socket's buffer
constexpr qint64 mostSent =
    qint64(1024) * 1024 * 1024; ///< of it at all: no test may take the machine's memory

/// Makes closing the socket tear the connection instead of ending it in order.
void tearOnClose(const QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    const linger now{1, 0};
    setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
#else
    Q_UNUSED(socket)
#endif
}

} // namespace

/// One connection: reads requests, and runs the script of each to its end before it looks at the next.
class ScriptedServer::Connection final : public QObject
{
public:
    Connection(ScriptedServer &server, QTcpSocket *socket, int number)
        : QObject(&server)
        , m_server(server)
        , m_socket(socket)
        , m_number(number)
    {
        m_socket->setParent(this);
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &Connection::run);
        connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
        connect(m_socket, &QTcpSocket::disconnected, this, [this] {
            m_timer.stop();
            --m_server.m_openConnections;
            deleteLater();
            Q_EMIT m_server.connectionClosed();
        });
    }

    void tear()
    {
        tearOnClose(*m_socket);
        m_socket->abort();
    }

private:
    void read()
    {
        m_input += m_socket->readAll();
        if (!m_busy)
            takeRequest();
    }

    void takeRequest()
    {
        const qsizetype headEnd = m_input.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        ServedRequest request = parseHead(m_input.left(headEnd));
        const qsizetype length = request.header("Content-Length").toLongLong();
        if (m_input.size() < headEnd + 4 + length)
            return;
        request.body = m_input.mid(headEnd + 4, length);
        m_input.remove(0, headEnd + 4 + length);
        m_busy = true;
        m_steps = m_server.scriptFor(request).steps();
        Q_EMIT m_server.requestReceived();
        run();
    }

    ServedRequest parseHead(const QByteArray &head) const
    {
        ServedRequest request;
        const QList<QByteArray> lines = head.split('\n');
        const QList<QByteArray> words = lines.first().trimmed().split(' ');
        request.method = words.value(0);
        request.target = words.value(1);
        request.connection = m_number;
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines[i].indexOf(':');
            request.headers.append(
                qMakePair(lines[i].left(colon).trimmed(), lines[i].mid(colon + 1).trimmed()));
        }
        return request;
    }

    void run()
    {
        while (!m_steps.isEmpty()) {
            const Script::Step step = m_steps.takeFirst();
            if (const auto *send = std::get_if<Script::Send>(&step)) {
                m_socket->write(send->bytes);
                m_socket->flush();
            } else if (const auto *delay = std::get_if<Script::Delay>(&step)) {
                m_timer.start(delay->time);
                return;
            } else if (std::holds_alternative<Script::Close>(step)) {
                m_socket->disconnectFromHost();
                return;
            } else if (std::holds_alternative<Script::Reset>(step)) {
                tear();
                return;
            } else if (const auto *endless = std::get_if<Script::Endless>(&step)) {
                m_steps.prepend(*endless);
                goOn(*endless);
                return;
            } else {
                return; // stalled: busy for ever
            }
        }
        m_busy = false;
        takeRequest();
    }

    void goOn(const Script::Endless &endless)
    {
        if (endless.gap.count() > 0) {
            m_socket->write(endless.bytes);
            m_timer.start(endless.gap);
            return;
        }
        connect(m_socket, &QTcpSocket::bytesWritten, this, &Connection::run, Qt::UniqueConnection);
        while (m_socket->bytesToWrite() < mostWaiting && m_endlesslySent < mostSent) {
            if (m_socket->write(endless.bytes) < 0)
                return;
            m_endlesslySent += endless.bytes.size();
        }
        if (m_endlesslySent >= mostSent)
            tear();
    }

    ScriptedServer &m_server;
    QTcpSocket *m_socket;
    int m_number;
    QByteArray m_input;
    bool m_busy = false;
    qint64 m_endlesslySent = 0;
    QList<Script::Step> m_steps;
    QTimer m_timer;
};

ScriptedServer::ScriptedServer(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            ++m_openConnections;
            new Connection(*this, socket, ++m_connections); // a child of ours
        }
    });
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("scripted server: %s", qPrintable(m_server.errorString()));
}

ScriptedServer::~ScriptedServer()
{
    // Connections report to us as they go; those that are left must not.
    const QObjectList left = children();
    for (QObject *child : left) {
        for (QTcpSocket *socket : child->findChildren<QTcpSocket *>())
            socket->disconnect(child);
    }
}

QUrl ScriptedServer::url(const QString &pathAndQuery) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(pathAndQuery));
}

void ScriptedServer::once(const QByteArray &method, const QByteArray &path, const Script &script)
{
    m_rules.append({method, path, [script](const ServedRequest &) { return script; }, true});
}

void ScriptedServer::always(const QByteArray &method, const QByteArray &path, const Script &script)
{
    m_rules.append({method, path, [script](const ServedRequest &) { return script; }, false});
}

void ScriptedServer::always(const QByteArray &method, const QByteArray &path, Answer answer)
{
    m_rules.append({method, path, std::move(answer), false});
}

bool ScriptedServer::Rule::matches(const ServedRequest &request) const
{
    return method == request.method && (path == request.target || path == request.path());
}

QList<ServedRequest> ScriptedServer::requests(const QByteArray &method, const QByteArray &path) const
{
    QList<ServedRequest> matching;
    const Rule rule{method, path, {}, false};
    std::copy_if(m_requests.begin(), m_requests.end(), std::back_inserter(matching),
        [&rule](const ServedRequest &request) { return rule.matches(request); });
    return matching;
}

Script ScriptedServer::scriptFor(const ServedRequest &request)
{
    m_requests.append(request);
    auto rule = std::find_if(m_rules.begin(), m_rules.end(),
        [&request](const Rule &each) { return each.once && each.matches(request); });
    if (rule == m_rules.end()) {
        // The newest rule wins, so that a test can change its mind.
        const auto newest = std::find_if(m_rules.rbegin(), m_rules.rend(),
            [&request](const Rule &each) { return !each.once && each.matches(request); });
        rule = newest == m_rules.rend() ? m_rules.end() : std::prev(newest.base());
    }
    if (rule == m_rules.end()) {
        ++m_unscripted;
        qWarning("nobody scripted %s %s", request.method.constData(), request.target.constData());
        return Script().json(599, R"({"detail": "Nobody scripted this."})");
    }
    const Answer answer = rule->answer;
    if (rule->once)
        m_rules.erase(rule);
    return answer(request);
}

void ScriptedServer::shutDown()
{
    m_server.close();
    const QObjectList all = children();
    for (QObject *child : all) {
        if (auto *connection = dynamic_cast<Connection *>(child))
            connection->tear();
    }
}

} // namespace throughline::test
