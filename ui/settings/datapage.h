#pragma once

#include "ui/settings/settingsparts.h"
#include "workspace/datakeeper.h"

namespace throughline::ui {

/// Where the data is, and a backup of it at once.
class DataPage final : public SettingsPage
{
    Q_OBJECT

public:
    /// \a data must outlive this.
    DataPage(workspace::DataKeeper &data, const Appearance &appearance, QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showNewest();

    workspace::DataKeeper &m_data;
    SettingsRow *m_backups;
    PushButton *m_backUp;
    Label *m_problem;
};

} // namespace throughline::ui
