#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/networksettings.h"

namespace throughline::ui {

/// How other computers are reached: the proxy, and whose certificates are believed. Acts at once; a proxy of
/// one's own as soon as its address is whole. The password is in its field until it is used.
class NetworkPage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    /// \a network must outlive this.
    NetworkPage(workspace::NetworkSettings &network, const Appearance &appearance, QWidget *parent);

protected:
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addProxy();
    void addAuthorities();
    void take();
    void showProxy();
    void showState();
    void showAuthorities();
    void chooseFile();
    bool isManual() const;

    workspace::NetworkSettings &m_network;
    Choices *m_ways;
    Panel *m_form;
    Choices *m_kinds;
    Field *m_address;
    Field *m_user;
    Field *m_password;
    LinkButton *m_forget;
    Label *m_note;
    QBoxLayout *m_said; ///< the note and what can be done about it
    QVBoxLayout *m_authorities;
    LinkButton *m_add;
    Label *m_problem;
    workspace::ProxyChoice m_shown; ///< what the controls were last set to
    bool m_isTyping = false;        ///< what is half an address may become one
};

} // namespace throughline::ui
