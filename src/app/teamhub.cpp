#include "app/teamhub.h"

#include <QCryptographicHash>
#include <QDir>

#include <utility>

namespace throughline::app {

using client::Session;
using workspace::TeamServer;

TeamHub::TeamHub(
    secrets::SecretStore &secrets, const polling::Clock &clock, const QString &folder, QObject *parent)
    : TeamServers(parent)
    , m_secrets(secrets)
    , m_clock(clock)
    , m_folder(folder)
{}

TeamHub::~TeamHub() = default;

void TeamHub::setServers(const QList<TeamServer> &servers)
{
    m_servers = servers;
    for (const TeamServer &server : servers) {
        // There was one folder for all accounts once. What was typed there is the first one's.
        const QString before = folderOf(workspace::originOf(server.address));
        if (QDir().exists(before) && !QDir().exists(folderOf(server.id)))
            QDir().rename(before, folderOf(server.id));
        m_unrestored.insert(server.id);
    }
    Q_EMIT changed();
}

void TeamHub::restoreSessions()
{
    const QSet<QString> ids = std::exchange(m_unrestored, {});
    for (const QString &id : ids) {
        if (const TeamServer *server = find(id))
            connectionFor(*server).session().restore();
    }
    Q_EMIT changed();
}

TeamConnection *TeamHub::connection(const QString &id) const
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : found->second.get();
}

TeamConnection &TeamHub::connectionFor(const TeamServer &server)
{
    std::unique_ptr<TeamConnection> &made = m_connections[server.id];
    if (made)
        return *made;
    made = std::make_unique<TeamConnection>(
        server, m_secrets, m_clock, folderOf(server.id) + QStringLiteral("/drafts"));
    made->setNetwork(m_network);
    made->workspace().poller().setSchedule(m_schedule);
    const QString id = server.id;
    Session *session = &made->session();
    connect(session, &Session::stateChanged, this, &TeamHub::changed);
    connect(session, &Session::failed, this, [this, id](const QString &sentence) {
        Q_EMIT failed(id, sentence);
        // One that could not be signed in to was never there.
        if (!find(id))
            QMetaObject::invokeMethod(
                this, [this, id] { drop(id); }, Qt::QueuedConnection);
    });
    connect(session, &Session::remembered, this, [this](bool persistently, const QString &why) {
        if (!persistently)
            Q_EMIT notice(tr("You will have to sign in again after the next start. %1").arg(why));
    });
    connect(session, &Session::signedOut, this, [this, id] {
        if (m_removing.removeAll(id) > 0)
            QMetaObject::invokeMethod(
                this, [this, id] { drop(id); }, Qt::QueuedConnection);
    });
    return *made;
}

QString TeamHub::folderOf(const QString &name) const
{
    constexpr qsizetype longestName = 200; // of the 255 that file systems take
    QByteArray file = QUrl::toPercentEncoding(name);
    if (file.size() > longestName)
        file = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QDir(m_folder).filePath(QString::fromLatin1(file));
}

TeamHub::State TeamHub::state(const QString &id) const
{
    if (m_unrestored.contains(id))
        return State::Busy;
    TeamConnection *found = connection(id);
    if (!found)
        return State::SignedOut;
    switch (found->session().state()) {
    case Session::State::SignedIn:
        return State::SignedIn;
    case Session::State::Restoring:
    case Session::State::SigningIn:
        return State::Busy;
    case Session::State::SignedOut:
        break;
    }
    return State::SignedOut;
}

void TeamHub::signIn(const TeamServer &server, const QString &password)
{
    TeamServer known = server;
    known.id = workspace::teamServerId(server.address, server.email);
    const TeamServer *before = find(known.id);
    if (before && before->allowPlainHttp != known.allowPlainHttp && connection(known.id)) {
        // Whether http will do is decided when a connection is made. Later: its window may be what asks.
        QMetaObject::invokeMethod(
            this,
            [this, known, password] {
                drop(known.id);
                if (!connection(known.id))
                    signIn(known, password);
            },
            Qt::QueuedConnection);
        return;
    }
    m_unrestored.remove(known.id);
    TeamConnection &target = connectionFor(known);
    auto *once = new QObject(&target);
    connect(&target.session(), &Session::signedIn, once, [this, once, known] {
        once->deleteLater();
        takeSignIn(known);
    });
    connect(&target.session(), &Session::failed, once, &QObject::deleteLater);
    target.session().signIn(known.email, password);
    Q_EMIT changed();
}

void TeamHub::takeSignIn(const TeamServer &server)
{
    m_removing.removeAll(server.id); // signed in again before it was gone
    bool isNew = true;
    for (TeamServer &known : m_servers) {
        if (known.id == server.id) {
            known = server;
            isNew = false;
        }
    }
    if (isNew)
        m_servers.append(server);
    Q_EMIT listChanged();
    Q_EMIT changed();
    Q_EMIT signedIn(server.id);
}

void TeamHub::signOut(const QString &id)
{
    // Also of one that has not been taken up yet: what is kept of it must go.
    const TeamServer *server = m_unrestored.remove(id) ? find(id) : nullptr;
    TeamConnection *found = server ? &connectionFor(*server) : connection(id);
    if (found)
        found->session().signOut();
}

void TeamHub::remove(const QString &id)
{
    const TeamServer *found = find(id);
    if (!found)
        return;
    if (m_unrestored.remove(id))
        connectionFor(*found);
    m_servers.removeIf([&id](const TeamServer &server) { return server.id == id; });
    Q_EMIT listChanged();
    Q_EMIT changed();
    if (TeamConnection *target = connection(id)) {
        m_removing.append(id);
        target->workspace().drafts().flush();
        target->session().signOut();
    }
}

void TeamHub::drop(const QString &id)
{
    // Signed in again in the meantime.
    if (!connection(id) || (find(id) && state(id) != State::SignedOut))
        return;
    Q_EMIT leaving(id);
    m_connections.erase(id);
    Q_EMIT changed();
}

void TeamHub::open(const QString &id)
{
    if (!id.isEmpty()) {
        if (!find(id))
            return;
        connectionFor(*find(id)).start();
    }
    Q_EMIT opened(id);
}

bool TeamHub::isWriting() const
{
    for (const auto &[id, connection] : m_connections) {
        if (connection->isWriting())
            return true;
    }
    return false;
}

void TeamHub::setNetwork(const net::NetworkOptions &options)
{
    m_network = options;
    for (const auto &[id, connection] : m_connections)
        connection->setNetwork(options);
}

void TeamHub::setSchedule(const polling::Schedule &schedule)
{
    m_schedule = schedule;
    for (const auto &[id, connection] : m_connections)
        connection->workspace().poller().setSchedule(schedule);
}

void TeamHub::wake()
{
    for (const auto &[id, connection] : m_connections)
        connection->workspace().wake();
}

void TeamHub::flush()
{
    for (const auto &[id, connection] : m_connections)
        connection->workspace().drafts().flush();
}

} // namespace throughline::app
