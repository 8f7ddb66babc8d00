#include "ui/window/windowsettings.h"

#include "ui/settings/appearancepage.h"
#include "ui/settings/datapage.h"
#include "ui/settings/keyboardpage.h"
#include "ui/settings/modelspage.h"
#include "ui/settings/networkpage.h"
#include "ui/settings/privacypage.h"
#include "ui/settings/serverspage.h"
#include "ui/settings/structurepage.h"
#include "ui/window/commands.h"

namespace throughline::ui {

QList<WindowSettings::Page> WindowSettings::pages()
{
    return {Page::Models, Page::Servers, Page::Network, Page::Appearance, Page::Structure, Page::Keyboard,
        Page::Privacy, Page::Data};
}

QString WindowSettings::nameOf(Page page)
{
    switch (page) {
    case Page::Models:
        return ModelsPage::name();
    case Page::Servers:
        return ServersPage::name();
    case Page::Network:
        return NetworkPage::name();
    case Page::Appearance:
        return AppearancePage::name();
    case Page::Structure:
        return StructurePage::name();
    case Page::Keyboard:
        return KeyboardPage::name();
    case Page::Privacy:
        return PrivacyPage::name();
    case Page::Data:
        return DataPage::name();
    }
    return {};
}

WindowSettings::WindowSettings(
    const MainWindowParts &parts, const Commands &commands, const SheetPlace &place)
    : QObject(place.window)
    , m_parts(parts)
    , m_commands(commands)
    , m_sheet(place, QSize(780, 540), [this] { return makeView(); })
{}

SettingsView *WindowSettings::makeView()
{
    auto *view = new SettingsView(m_parts.appearance);
    for (const Page page : pages())
        view->addPage(nameOf(page), [this, page, view] { return make(page, view); });
    return view;
}

SettingsPage *WindowSettings::make(Page page, SettingsView *view)
{
    const Appearance &appearance = m_parts.appearance;
    switch (page) {
    case Page::Models:
        return new ModelsPage(m_parts.models, appearance, view);
    case Page::Servers:
        return new ServersPage(m_parts.servers, m_parts.serverId, appearance, view);
    case Page::Network:
        return new NetworkPage(m_parts.network, appearance, view);
    case Page::Appearance:
        return new AppearancePage(m_parts.appearance, view);
    case Page::Structure:
        return new StructurePage(m_parts.structure, m_parts.models, appearance, view);
    case Page::Keyboard:
        return makeKeyboardPage(view);
    case Page::Privacy:
        return new PrivacyPage(m_parts.models, m_parts.servers, m_parts.network, m_parts.structure,
            m_parts.data.folder(), appearance, view);
    case Page::Data:
        return new DataPage(m_parts.data, appearance, view);
    }
    return nullptr;
}

SettingsPage *WindowSettings::makeKeyboardPage(SettingsView *view)
{
    m_keyboard = new KeyboardPage(m_parts.appearance, view);
    m_keyboard->setEnterSends(m_enterSends);
    for (const Commands::Command &command : m_commands.list()) {
        if (!command.name.isEmpty() && !command.keys.isEmpty())
            m_keyboard->addKeys(command.name, command.keys);
    }
    connect(m_keyboard, &KeyboardPage::enterSendsChanged, this, &WindowSettings::enterSendsChanged);
    connect(m_keyboard, &KeyboardPage::commandsRequested, this, &WindowSettings::commandsRequested);
    return m_keyboard;
}

SettingsPage &WindowSettings::show(Page page)
{
    SettingsPage &shown = m_sheet.content().openPage(int(page));
    m_sheet.open();
    return shown;
}

void WindowSettings::open()
{
    m_sheet.open();
}

void WindowSettings::open(Page page)
{
    show(page);
}

void WindowSettings::dismiss()
{
    m_sheet.dismiss();
}

bool WindowSettings::says(const QString &sentence) const
{
    return m_sheet.isOpen() && m_sheet.made()->says(sentence);
}

void WindowSettings::connectModel()
{
    static_cast<ModelsPage &>(show(Page::Models)).connectNew();
}

void WindowSettings::askToSignIn(const QString &serverId)
{
    static_cast<ServersPage &>(show(Page::Servers)).askToSignIn(serverId);
}

void WindowSettings::setEnterSends(bool sends)
{
    m_enterSends = sends;
    if (m_keyboard)
        m_keyboard->setEnterSends(sends);
}

} // namespace throughline::ui
