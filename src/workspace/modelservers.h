#pragma once

#include "workspace/modelconnector.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace throughline::workspace {

/// The model servers that are set up, those found on this computer, and how each is doing. The first of the
/// list answers where a conversation has not chosen. Every change acts at once. Keys pass through on their
/// way to the keychain and stay nowhere here. Main thread only.
class ModelServers final : public QObject
{
    Q_OBJECT

public:
    /// \a connector must outlive this.
    explicit ModelServers(ModelConnector &connector, QObject *parent = nullptr);

    /// What was set up the last time; says applied() but not changed().
    void restore(const QList<ModelServer> &servers);

    const QList<ModelServer> &servers() const { return m_servers; }
    const ModelServer *find(const QString &id) const;

    /// Gives \a server an id and returns it. An empty \a key is none. The first becomes the default.
    QString add(ModelServer server, const QByteArray &key);
    QString add(const FoundServer &found, const QString &model);
    /// \a key: absent keeps the one that is there, unless the address is another: a key is sent to nobody
    /// it was not given for. Empty removes it.
    void change(const ModelServer &server, const std::optional<QByteArray> &key);
    void remove(const QString &id);
    void makeDefault(const QString &id);

    /// found() follows. Only for somebody who looks: it knocks at ports.
    void discover();
    bool isDiscovering() const { return m_discovering; }
    QList<FoundServer> found() const; ///< without those that are set up

    /// Asks all servers that are set up how they are: checked().
    void look();
    std::optional<ModelCheck> lastCheck(const QString &id) const;
    /// ModelConnector::test; what it says about a server that is set up is remembered.
    void test(const ModelServer &server, const std::optional<QByteArray> &key, QObject *context,
        ModelConnector::Checked done);

    /// ModelConnector::whyKeysAreNotKept.
    QString whyKeysAreNotKept() const { return m_connector.whyKeysAreNotKept(); }

Q_SIGNALS:
    void changed(); ///< the list is to be kept, and shown
    void applied(); ///< the server in this process knows it
    void discovered();
    void checked(const QString &id);
    /// About a key; everything else went as it was asked.
    void problem(const QString &sentence);

private:
    void apply();
    void storeKey(const QString &id, const QByteArray &key);
    QString freeId(const QString &name) const;
    qsizetype indexOf(const QString &id) const;

    ModelConnector &m_connector;
    QList<ModelServer> m_servers;
    QList<FoundServer> m_found;
    QHash<QString, ModelCheck> m_checks;
    bool m_discovering = false;
};

} // namespace throughline::workspace
