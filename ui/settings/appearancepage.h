#pragma once

#include "ui/settings/settingsparts.h"

namespace throughline::ui {

/// Theme, text size and density. Acts at once; the owner of the Appearance remembers.
class AppearancePage final : public SettingsPage
{
    Q_OBJECT

public:
    static QString name(); ///< known before there is a page

    AppearancePage(Appearance &appearance, QWidget *parent);

private:
    void showState();

    Appearance &m_choice;
    Choices *m_themes;
    Choices *m_sizes;
    Choices *m_densities;
};

} // namespace throughline::ui
