#include "app/teamconnection.h"

#include <QDir>

#include <algorithm>
#include <utility>

namespace throughline::app {

TeamConnection::TeamConnection(const workspace::TeamServer &server, secrets::SecretStore &secrets,
    const polling::Clock &clock, const QString &folder)
    : m_activity(clock)
    , m_transport(&m_activity)
    , m_session(m_transport, secrets, clock,
          {.server = server.address,
              .allowPlainHttp = server.allowPlainHttp,
              .account = server.email.trimmed().toLower()})
    , m_authorized(m_transport, m_session)
    , m_client(m_authorized, {.baseUrl = server.address, .bearer = {}}, nullptr, &m_activity)
    , m_workspace({.client = m_client,
          .activity = m_activity,
          .clock = clock,
          .draftsFolder = folder,
          .textsFolder = QDir::cleanPath(folder + QStringLiteral("/../texts"))})
{
    connect(&m_session, &client::Session::signedIn, this, [this] {
        // What was asked in vain meanwhile is asked again; what was typed has stayed where it was.
        if (m_started)
            m_workspace.reconnect();
    });
    connect(&m_session, &client::Session::signedOut, this, [this] {
        if (m_started)
            m_workspace.reconnect(); // and is told that one has to sign in
    });
}

TeamConnection::~TeamConnection() = default;

void TeamConnection::start()
{
    if (!std::exchange(m_started, true))
        m_workspace.start({});
}

void TeamConnection::setNetwork(const net::NetworkOptions &options)
{
    m_transport.setOptions(options);
    if (m_started)
        m_workspace.wake();
}

bool TeamConnection::isWriting() const
{
    const std::deque<net::ActivityRecord> &records = m_activity.records();
    return m_session.isWriting() ||
           std::any_of(records.cbegin(), records.cend(), [](const net::ActivityRecord &record) {
               return record.live && record.method != "GET" && record.status == 0;
           });
}

} // namespace throughline::app
