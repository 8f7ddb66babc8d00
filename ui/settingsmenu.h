#pragma once

#include "ui/appearance.h"

#include <QMenu>

namespace throughline::ui {

/// What the gear opens: theme, text size, and which key sends. Acts at once; the owner remembers the choices
/// (Appearance::choiceChanged, enterSendsChanged).
class SettingsMenu final : public QMenu
{
    Q_OBJECT

public:
    SettingsMenu(Appearance &appearance, QWidget *parent);

    bool enterSends() const { return m_enterSends; }
    void setEnterSends(bool sends);

Q_SIGNALS:
    void enterSendsChanged(bool sends);

private:
    void showState();

    Appearance &m_appearance;
    QActionGroup *m_themes;    ///< child
    QActionGroup *m_textSizes; ///< child
    QActionGroup *m_sendKeys;  ///< child
    bool m_enterSends = true;
};

} // namespace throughline::ui
