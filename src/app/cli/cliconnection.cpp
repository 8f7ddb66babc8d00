#include "app/cli/cliconnection.h"

#include "app/cli/clioutput.h"

namespace throughline::cli {

Connection::Connection()
    : m_activity(m_clock)
    , m_transport(&m_activity)
{}

Connection::~Connection() = default;

void Connection::openServer(const QUrl &url, const QByteArray &token)
{
    m_client = std::make_unique<client::ApiClient>(
        m_transport, client::ServerAddress{.baseUrl = url, .bearer = token}, nullptr, &m_activity);
    m_client->fetchServerInfo(this, [this](const protocol::Expected<protocol::ServerInfo> &info) {
        if (info)
            Q_EMIT ready();
        else
            Q_EMIT failed(info.error());
    });
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

} // namespace throughline::cli
