#include "app/cli/logincommand.h"

#include "app/cli/clioutput.h"

namespace throughline::cli {

LoginCommand::LoginCommand(client::Session &session, bool inFile, std::function<void(int)> exit)
    : m_session(session)
    , m_inFile(inFile)
    , m_exit(std::move(exit))
{
    connect(&m_session, &client::Session::failed, this, [this](const QString &sentence) {
        m_failed = true;
        note(sentence);
    });
}

void LoginCommand::logIn(const QString &email, const QString &password)
{
    connect(&m_session, &client::Session::remembered, this, &LoginCommand::takeRemembered);
    connect(&m_session, &client::Session::failed, this, [this] { m_exit(ExitFailed); });
    m_session.signIn(email, password);
}

void LoginCommand::takeRemembered(bool persistently, const QString &why)
{
    if (persistently) {
        note(tr("Signed in to %1 as %2.").arg(m_session.server().toString(), m_session.email()));
        return m_exit(ExitDone);
    }
    note(why);
    if (!m_inFile) {
        note(tr("For this program that is too short. To keep the session in a file that only you can read, "
                "log in "
                "again with --token-file FILE, and name that file to the other commands as well."));
    }
    m_exit(ExitFailed);
}

void LoginCommand::logOut()
{
    connect(&m_session, &client::Session::signedOut, this, [this] {
        if (!m_failed)
            note(tr("Signed out of %1.").arg(m_session.server().toString()));
        m_exit(m_failed ? ExitFailed : ExitDone);
    });
    m_session.signOut();
}

} // namespace throughline::cli
