#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/teamservers.h"

#include <QHash>

namespace throughline::ui {

/// Where conversations are: this computer, and the team servers one is signed in to. Signing in, out, and
/// going from one to another. The password is in its field until it is used or the form is closed.
class ServersPage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    /// \a currentId: the server of this window. \a servers must outlive this.
    ServersPage(workspace::TeamServers &servers, const QString &currentId, const Appearance &appearance,
        QWidget *parent);

    /// The form, for a server that is in the list or (empty) a new one.
    void askToSignIn(const QString &id);

private:
    void rebuild();
    void addServer(const workspace::TeamServer &server);
    void signIn();
    void closeForm();
    void showForm();
    void showProblem(const QString &sentence);

    workspace::TeamServers &m_servers;
    const QString m_currentId;
    QVBoxLayout *m_rows;
    SettingsRow *m_here;
    PushButton *m_openHere;
    LinkButton *m_add;
    Panel *m_form;
    Label *m_formTitle;
    Field *m_address;
    Field *m_email;
    Field *m_password;
    Chip *m_plainHttp;
    Label *m_note;
    Label *m_problem;
    LinkButton *m_cancel;
    PushButton *m_signIn;
    QString m_asked;      ///< whom the form is about; empty: a new one
    QString m_waitingFor; ///< who was asked to sign in and has not answered
};

} // namespace throughline::ui
