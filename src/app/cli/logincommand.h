#pragma once

#include "client/session.h"

#include <QObject>

#include <functional>

namespace throughline::cli {

/// `login` and `logout`: the session with a team server that the other commands then use. What happened goes
/// to stderr; the exit code says whether they can.
class LoginCommand : public QObject
{
    Q_OBJECT

public:
    /// \a inFile: whether the session is kept in a file the user named, not in the keychain.
    LoginCommand(client::Session &session, bool inFile, std::function<void(int)> exit);

    void logIn(const QString &email, const QString &password);
    void logOut();

private:
    void takeRemembered(bool persistently, const QString &why);

    client::Session &m_session;
    const bool m_inFile;
    std::function<void(int)> m_exit;
    bool m_failed = false;
};

} // namespace throughline::cli
