#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/datakeeper.h"

namespace throughline::ui {

/// Where the data is, a backup of it at once, and the way back to one.
class DataPage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    /// \a data must outlive this.
    DataPage(workspace::DataKeeper &data, const Appearance &appearance, QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showNewest();
    void showRestored(workspace::DataKeeper::Outcome outcome, const QString &sentence);
    void chooseBackup();
    void say(const QString &sentence, Label::Ink ink);

    workspace::DataKeeper &m_data;
    SettingsRow *m_backups;
    PushButton *m_backUp;
    SettingsRow *m_restoring;
    PushButton *m_restore;
    Label *m_said;
};

} // namespace throughline::ui
