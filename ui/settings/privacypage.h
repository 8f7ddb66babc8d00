#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/modelservers.h"
#include "workspace/networksettings.h"
#include "workspace/structuresettings.h"
#include "workspace/teamservers.h"

namespace throughline::ui {

/// What is sent where, and where keys are: sentences made from what is set up now, so that they are true.
class PrivacyPage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    /// All must outlive this.
    PrivacyPage(workspace::ModelServers &models, workspace::TeamServers &team,
        workspace::NetworkSettings &network, workspace::StructureSettings &structure,
        const QString &dataFolder, const Appearance &appearance, QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    QString sentFor(const workspace::ModelServer &server) const;
    QString aboutStructure() const;
    QString aboutKeys() const;

    workspace::ModelServers &m_models;
    workspace::TeamServers &m_team;
    workspace::NetworkSettings &m_network;
    workspace::StructureSettings &m_structure;
    QVBoxLayout *m_servers;
    Label *m_keys;
};

} // namespace throughline::ui
