#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/modelservers.h"

namespace throughline::ui {

class ModelServerForm;

/// Who can answer: the model servers that are set up and how they are, the Guide, what was found on this
/// computer, and the form that sets one up.
class ModelsPage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    /// \a models must outlive this.
    ModelsPage(workspace::ModelServers &models, const Appearance &appearance, QWidget *parent);

    /// With an empty form, looking for servers on this computer.
    void connectNew();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void rebuild();
    void showChecks();
    void addServer(const workspace::ModelServer &server, bool isDefault);
    void addFound(const workspace::FoundServer &found);
    void openForm(const QString &serverId);
    void closeForm();
    QString captionOf(const workspace::ModelServer &server) const;

    workspace::ModelServers &m_models;
    QVBoxLayout *m_rows;
    QHash<QString, SettingsRow *> m_servers; ///< by id; children
    SettingsRow *m_guide;
    ModelServerForm *m_form;
    LinkButton *m_add;
    LinkButton *m_find;
    Label *m_searching;
    QString m_editing; ///< whose row the form stands in for
    bool m_searched = false;
};

} // namespace throughline::ui
