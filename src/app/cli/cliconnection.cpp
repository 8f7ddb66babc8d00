#include "app/cli/cliconnection.h"

#include "app/cli/clioutput.h"
#include "app/cli/filesecretstore.h"
#include "secrets/keychainsecretstore.h"

#include <QCoreApplication>

namespace throughline::cli {

Connection::Connection(const net::NetworkOptions &options)
    : m_activity(m_clock)
    , m_transport(&m_activity)
{
    m_transport.setOptions(options);
}

Connection::~Connection() = default;

void Connection::open(net::HttpTransport &transport, const client::ServerAddress &address)
{
    m_client = std::make_unique<client::ApiClient>(transport, address, nullptr, &m_activity);
    m_client->fetchServerInfo(this, [this](const protocol::Expected<protocol::ServerInfo> &info) {
        if (info)
            Q_EMIT ready();
        else
            Q_EMIT failed(info.error());
    });
}

void Connection::openServer(const QUrl &url, const QByteArray &token)
{
    open(m_transport, {.baseUrl = url, .bearer = token});
}

void Connection::openFolder(const QString &dataDir)
{
    server::EmbeddedServer::Options options;
    options.dataDir = dataDir;
    m_server = std::make_unique<server::EmbeddedServer>(options);
    connect(m_server.get(), &server::EmbeddedServer::started, this, [this] {
        if (!m_server->notice().isEmpty())
            note(m_server->notice());
        openServer(m_server->url(), m_server->token());
    });
    connect(m_server.get(), &server::EmbeddedServer::failed, this, [this](const QString &sentence) {
        Q_EMIT failed({.kind = protocol::ApiError::Kind::Server,
            .status = 0,
            .message = sentence,
            .correlationId = {},
            .retryAfter = {}});
    });
    m_server->start();
}

client::Session &Connection::session(const QUrl &url, const QString &sessionFile, bool allowHttp)
{
    if (sessionFile.isEmpty())
        m_store = std::make_unique<secrets::KeychainSecretStore>();
    else
        m_store = std::make_unique<FileSecretStore>(sessionFile);
    m_session = std::make_unique<client::Session>(
        m_transport, *m_store, m_clock, client::Session::Options{.server = url, .allowPlainHttp = allowHttp});
    return *m_session;
}

void Connection::openTeamServer(const QUrl &url, const QString &sessionFile)
{
    const client::ServerAddress address{.baseUrl = url, .bearer = {}};
    client::Session &session = this->session(url, sessionFile, false);
    m_authorized = std::make_unique<client::AuthorizedTransport>(m_transport, session);
    connect(&session, &client::Session::failed, this,
        [this](const QString &sentence) { m_storeProblem = sentence; });
    connect(&session, &client::Session::signedIn, this, [this, address] { open(*m_authorized, address); });
    connect(&session, &client::Session::signInNeeded, this, [this, address] {
        if (!m_client) // else it has ended since, which the server's answer says
            open(m_transport, address);
    });
    session.restore();
}

QString Connection::signInHint() const
{
    if (!m_session)
        return {};
    const QString hint =
        tr("Sign in with throughline-cli login, or name the file with the server's token: --token-file.");
    return m_storeProblem.isEmpty() ? hint : m_storeProblem + QLatin1Char('\n') + hint;
}

void Connection::end(int code)
{
    if (m_session && m_session->isWriting())
        connect(m_session.get(), &client::Session::remembered, this, [this, code] { end(code); });
    else
        QCoreApplication::exit(code);
}

} // namespace throughline::cli
