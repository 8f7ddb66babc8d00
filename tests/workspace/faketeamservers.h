#pragma once

#include "workspace/teamservers.h"

#include <QHash>

namespace throughline::test {

/// Team servers that answer when the test says so; remembers what it was asked.
class FakeTeamServers final : public workspace::TeamServers
{
public:
    QList<workspace::TeamServer> list;
    QHash<QString, State> states;
    QList<std::pair<workspace::TeamServer, QString>> asked;
    QStringList signedOutOf;
    QStringList removed;
    QStringList openedIds;

    static workspace::TeamServer team()
    {
        const QUrl address(QStringLiteral("https://team.example"));
        const QString email = QStringLiteral("ada@example.org");
        return {.id = workspace::teamServerId(address, email), .address = address, .email = email};
    }

    const QList<workspace::TeamServer> &servers() const override { return list; }
    State state(const QString &id) const override { return states.value(id, State::SignedOut); }
    void signIn(const workspace::TeamServer &server, const QString &password) override
    {
        asked.append({server, password});
    }
    void signOut(const QString &id) override { signedOutOf.append(id); }
    void remove(const QString &id) override { removed.append(id); }
    void open(const QString &id) override { openedIds.append(id); }

    /// As it is when signing in went well.
    void admit(const workspace::TeamServer &server)
    {
        if (!find(server.id))
            list.append(server);
        states.insert(server.id, State::SignedIn);
        Q_EMIT changed();
        Q_EMIT signedIn(server.id);
    }
};

} // namespace throughline::test
