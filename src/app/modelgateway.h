#pragma once

#include "net/networktransport.h"
#include "polling/clock.h"
#include "secrets/secretstore.h"
#include "server/embeddedserver.h"
#include "server/provider/modelservice.h"
#include "workspace/modelconnector.h"

#include <QObject>

namespace throughline::app {

/// Model servers as they really are: asks them over a transport that keeps no record, has their keys in the
/// keychain, and hands both to the embedded server's own thread, in this process. A key is in no request to
/// the embedded server, in no log and in no file. Main thread only.
class ModelGateway final : public QObject, public workspace::ModelConnector
{
    Q_OBJECT

public:
    /// A port where a model server usually listens, and whose it is. Where many programs use the port,
    /// \a owner is what this one's list of models says of itself (`owned_by`).
    struct Place
    {
        QString name;
        quint16 port = 0;
        QString owner{};
    };
    static QList<Place> usualPlaces();

    /// All must outlive this.
    ModelGateway(server::EmbeddedServer &server, secrets::SecretStore &secrets, const polling::Clock &clock,
        const QList<Place> &places = usualPlaces(), QObject *parent = nullptr);

    void discover(QObject *context, Found done) override;
    void look(const workspace::ModelServer &server, QObject *context, Checked done) override;
    void test(const workspace::ModelServer &server, const std::optional<QByteArray> &key, QObject *context,
        Checked done) override;
    void keepKey(const QString &serverId, const QByteArray &key, QObject *context, Done done) override;
    /// How long models may be silent in conversations, wherever they run; for those applied from here on.
    void setPatience(const server::provider::Patience &patience) { m_patience = patience; }
    /// For every request from here on.
    void setNetwork(const net::NetworkOptions &options) { m_transport.setOptions(options); }
    QString whyKeysAreNotKept() const override { return m_secrets.whyNotPersistent(); }
    void forgetKey(const QString &serverId, QObject *context, Done done) override;
    void apply(const QList<workspace::ModelServer> &servers, QObject *context, Done done) override;

    /// What a server's key is called in the keychain.
    static QString secretName(const QString &serverId);

private:
    /// An absent key is one that could not be read, and \a problem says why.
    using WithKey = std::function<void(const std::optional<QByteArray> &key, const QString &problem)>;
    void withKey(const workspace::ModelServer &server, QObject *context, WithKey done);

    server::EmbeddedServer &m_server;
    secrets::SecretStore &m_secrets;
    const polling::Clock &m_clock;
    const QList<Place> m_places;
    std::optional<server::provider::Patience> m_patience;
    net::NetworkTransport m_transport; ///< without a log
    int m_applied = 0;                 ///< the newest; answers for older ones are void
};

} // namespace throughline::app
