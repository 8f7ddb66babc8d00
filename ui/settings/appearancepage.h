#pragma once

#include "ui/settings/settingsparts.h"

namespace throughline::ui {

/// Theme and text size. Acts at once; the owner of the Appearance remembers.
class AppearancePage final : public SettingsPage
{
    Q_OBJECT

public:
    AppearancePage(Appearance &appearance, QWidget *parent);

private:
    void showState();

    Appearance &m_choice;
    Choices *m_themes;
    Choices *m_sizes;
};

} // namespace throughline::ui
