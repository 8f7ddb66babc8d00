#pragma once

#include "ui/settings/settingsview.h"
#include "ui/window/mainwindowparts.h"
#include "ui/window/sheetondemand.h"

#include <optional>

namespace throughline::ui {

class Commands;
class KeyboardPage;

/// The settings over a window. They and each of their pages are made when they are first opened.
class WindowSettings final : public QObject
{
    Q_OBJECT

public:
    /// In the order of their names at the side.
    enum class Page { Models, Servers, Network, Appearance, Structure, Keyboard, Privacy, Data };
    static QList<Page> pages();
    static QString nameOf(Page page);

    /// \a commands are listed with their keys on the page about the keyboard.
    WindowSettings(const MainWindowParts &parts, const Commands &commands, const SheetPlace &place);

    void open(); ///< on the page that was open last
    void open(Page page);
    void dismiss();
    bool says(const QString &sentence) const; ///< to whoever looks, word for word
    /// The page of models, with an empty form.
    void connectModel();
    /// The page of servers, with the form for one that is in the list.
    void askToSignIn(const QString &serverId);
    void setEnterSends(bool sends);

Q_SIGNALS:
    void enterSendsChanged(bool sends); ///< by the person
    void commandsRequested();           ///< to be listed

private:
    SettingsView *makeView();
    SettingsPage *make(Page page, SettingsView *view);
    SettingsPage *makeKeyboardPage(SettingsView *view);
    SettingsPage &show(Page page);

    const MainWindowParts m_parts;
    const Commands &m_commands;
    SheetOnDemand<SettingsView> m_sheet;
    KeyboardPage *m_keyboard = nullptr;
    bool m_enterSends = true;
};

} // namespace throughline::ui
