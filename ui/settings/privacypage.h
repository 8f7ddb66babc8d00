#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/modelservers.h"

namespace throughline::ui {

/// What is sent where, and where keys are: sentences made from what is set up now, so that they are true.
class PrivacyPage final : public SettingsPage
{
    Q_OBJECT

public:
    /// \a models must outlive this.
    PrivacyPage(workspace::ModelServers &models, const QString &dataFolder, const Appearance &appearance,
        QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    QString sentFor(const workspace::ModelServer &server) const;
    QString aboutKeys() const;

    workspace::ModelServers &m_models;
    QVBoxLayout *m_servers;
    Label *m_keys;
};

} // namespace throughline::ui
