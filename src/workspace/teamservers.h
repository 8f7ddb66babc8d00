#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

namespace throughline::workspace {

/// A team server that the person has signed in to, with one account: who has two has two of these. It holds
/// no secret: the session is in the keychain.
struct TeamServer
{
    QString id{}; ///< teamServerId()
    QUrl address{};
    QString email{};             ///< whose account it is
    bool allowPlainHttp = false; ///< the person has said that the password may go over http

    QString name() const { return address.host(); } ///< for people; see TeamServers::nameOf()
    bool operator==(const TeamServer &) const = default;
};

/// For the settings file. What cannot be one is left out.
QByteArray toJson(const QList<TeamServer> &servers);
QList<TeamServer> teamServersFromJson(const QByteArray &json);

/// The account and the origin of \a address: "ada@example.org at https://team.example:443".
QString teamServerId(const QUrl &address, const QString &email);
/// "https://team.example:443".
QString originOf(const QUrl &address);
/// What a person types as an address: without a scheme it is https. Invalid when it cannot be one.
QUrl teamAddress(const QString &typed);

/// The team servers beside the one in this process: who is signed in where, and which is on screen. Main
/// thread only.
class TeamServers : public QObject
{
    Q_OBJECT

public:
    explicit TeamServers(QObject *parent = nullptr);

    enum class State {
        SignedOut,
        Busy, ///< signing in, or taking up the session of the last time
        SignedIn,
    };

    virtual const QList<TeamServer> &servers() const = 0;
    virtual State state(const QString &id) const = 0;
    const TeamServer *find(const QString &id) const;
    /// For people, and with the account where there are several on that host.
    QString nameOf(const TeamServer &server) const;
    /// Why it could not be entered when that was tried last; empty since it could.
    QString lastFailure(const QString &id) const { return m_failures.value(id); }

    /// With the id of \a server or without; another email is another account. A server that is new is in the
    /// list once this went well: signedIn(), or failed(). The password is used once.
    virtual void signIn(const TeamServer &server, const QString &password) = 0;
    virtual void signOut(const QString &id) = 0;
    /// Signs out and takes it off the list. What was typed there and not sent stays in its folder.
    virtual void remove(const QString &id) = 0;
    /// Puts it on screen; empty: this computer.
    virtual void open(const QString &id) = 0;

Q_SIGNALS:
    void changed(); ///< the list, or a state
    void signedIn(const QString &id);
    void failed(const QString &id, const QString &sentence);
    void opened(const QString &id);

private:
    QHash<QString, QString> m_failures; ///< by id; kept here, since a start fails before anybody looks
};

} // namespace throughline::workspace
