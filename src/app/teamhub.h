#pragma once

#include "app/teamconnection.h"
#include "workspace/teamservers.h"

#include <QSet>

#include <map>
#include <memory>

namespace throughline::app {

/// The connections to team servers, one for each account, side by side: each has its own session,
/// conversations and drafts, and what happens to one is nothing to the others. Main thread only.
class TeamHub final : public workspace::TeamServers
{
    Q_OBJECT

public:
    /// \a folder: where each account gets a folder of its own. The store and the clock must outlive this.
    TeamHub(secrets::SecretStore &secrets, const polling::Clock &clock, const QString &folder,
        QObject *parent = nullptr);
    ~TeamHub() override;

    /// The servers of the last time. What is done with the list from here on is done to these as well; their
    /// sessions wait for restoreSessions().
    void setServers(const QList<workspace::TeamServer> &servers);
    /// Takes up the sessions of the last time, but for those that were signed in to or out of since
    /// setServers(); says changed() as they are. The network has to be as it should be.
    void restoreSessions();

    const QList<workspace::TeamServer> &servers() const override { return m_servers; }
    State state(const QString &id) const override;
    void signIn(const workspace::TeamServer &server, const QString &password) override;
    void signOut(const QString &id) override;
    void remove(const QString &id) override;
    void open(const QString &id) override;

    TeamConnection *connection(const QString &id) const;
    bool isWriting() const;
    /// For all of them, also those to come.
    void setNetwork(const net::NetworkOptions &options);
    /// How often they are asked for signals; for all of them, also those to come.
    void setSchedule(const polling::Schedule &schedule);
    void wake();  ///< the network has changed
    void flush(); ///< drafts, at the end of the program

Q_SIGNALS:
    void listChanged();              ///< to be kept
    void leaving(const QString &id); ///< its connection goes when this returns
    void notice(const QString &sentence);

private:
    TeamConnection &connectionFor(const workspace::TeamServer &server);
    QString folderOf(const QString &name) const;
    void takeSignIn(const workspace::TeamServer &server);
    void drop(const QString &id);

    secrets::SecretStore &m_secrets;
    const polling::Clock &m_clock;
    const QString m_folder;
    net::NetworkOptions m_network;
    polling::Schedule m_schedule;
    QList<workspace::TeamServer> m_servers;
    QSet<QString> m_unrestored; ///< their sessions wait for restoreSessions()
    /// Also of servers that are not in the list, while one signs in for the first time.
    std::map<QString, std::unique_ptr<TeamConnection>> m_connections;
    QList<QString> m_removing; ///< go when they are signed out
};

} // namespace throughline::app
