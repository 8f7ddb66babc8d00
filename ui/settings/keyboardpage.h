#pragma once

#include "ui/settings/settingsparts.h"

namespace throughline::ui {

/// Which key sends, and what the other keys do.
class KeyboardPage final : public SettingsPage
{
    Q_OBJECT

public:
    KeyboardPage(const Appearance &appearance, QWidget *parent);

    void setEnterSends(bool sends);

Q_SIGNALS:
    void enterSendsChanged(bool sends); ///< by the person
    void commandsRequested();           ///< to be listed

private:
    void addKeys(class QGridLayout &grid, const QString &what, const QString &keys);

    Choices *m_sends;
};

} // namespace throughline::ui
