// Who answers, and the settings.
#include "ui/composer.h"
#include "ui/modelpicker.h"
#include "ui/settings/appearancepage.h"
#include "ui/settings/conversationsettings.h"
#include "ui/settings/datapage.h"
#include "ui/settings/keyboardpage.h"
#include "ui/settings/modelspage.h"
#include "ui/settings/networkpage.h"
#include "ui/settings/privacypage.h"
#include "ui/settings/serverspage.h"
#include "ui/settings/settingsview.h"
#include "ui/settings/structurepage.h"
#include "ui/sheet.h"
#include "ui/threadsidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/mainwindow.h"

#include <QMenu>

namespace throughline::ui {

using workspace::ModelServers;
using workspace::Workspace;

void MainWindow::makeSettings(const Parts &parts)
{
    workspace::DataKeeper &data = parts.data;
    m_settings->addPage(m_modelsPage);
    m_settings->addPage(m_serversPage);
    m_settings->addPage(new NetworkPage(parts.network, m_appearance, m_settings));
    m_settings->addPage(new AppearancePage(m_appearance, m_settings));
    m_settings->addPage(new StructurePage(parts.structure, m_models, m_appearance, m_settings));
    m_settings->addPage(m_keyboardPage);
    m_settings->addPage(new PrivacyPage(
        m_models, m_servers, parts.network, parts.structure, data.folder(), m_appearance, m_settings));
    m_settings->addPage(new DataPage(data, m_appearance, m_settings));
    connect(m_settings, &SettingsView::closeRequested, m_settingsSheet, &Sheet::dismiss);
    for (const Sheet *sheet :
        {m_settingsSheet, m_conversationSheet, m_mapSheet, m_readingsSheet, m_paletteSheet, m_linkSheet})
        connect(sheet, &Sheet::opened, m_toast, &QWidget::raise);
    connect(m_threads, &ThreadSidebar::settingsRequested, this, &MainWindow::openSettings);
    connect(m_threads, &ThreadSidebar::serversRequested, this, &MainWindow::chooseServer);
    connect(&m_servers, &workspace::TeamServers::changed, this, &MainWindow::showServers);
    showServers();
    connect(m_keyboardPage, &KeyboardPage::enterSendsChanged, this, [this](bool sends) {
        m_chat->composer().setSendsOnEnter(sends);
        Q_EMIT enterSendsChanged(sends);
    });
    connect(&m_chat->transcript(), &TranscriptView::codeWrapChosen, this, &MainWindow::codeWrapChosen);
}

void MainWindow::askToSignIn()
{
    m_settings->openPage(m_serversPage);
    m_settingsSheet->open();
    m_serversPage->askToSignIn(m_serverId);
}

void MainWindow::showServers()
{
    m_threads->setHasOtherServers(!m_servers.servers().isEmpty());
    showConnection();
}

void MainWindow::chooseServer()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("Servers"));
    const auto add = [&](const QString &name, const QString &id) {
        QAction *action = menu->addAction(name);
        action->setCheckable(true);
        action->setChecked(id == m_serverId);
        connect(action, &QAction::triggered, &m_servers, [&servers = m_servers, id] { servers.open(id); });
    };
    add(tr("This computer"), {});
    for (const workspace::TeamServer &server : m_servers.servers())
        add(m_servers.nameOf(server), server.id);
    menu->addSeparator();
    connect(menu->addAction(tr("Servers…")), &QAction::triggered, this, [this] {
        m_settings->openPage(m_serversPage);
        m_settingsSheet->open();
    });
    menu->popup(m_threads->placeAboveFoot(menu->sizeHint()));
}

void MainWindow::setEnterSends(bool sends)
{
    m_keyboardPage->setEnterSends(sends);
    m_chat->composer().setSendsOnEnter(sends);
}

void MainWindow::setCodeWrapped(bool wraps)
{
    m_chat->transcript().setCodeWrapped(wraps);
}

void MainWindow::openSettings()
{
    m_settingsSheet->open();
}

void MainWindow::closeSettings()
{
    m_settingsSheet->dismiss();
    m_conversationSheet->dismiss();
}

void MainWindow::connectModel()
{
    m_settings->openPage(m_modelsPage);
    m_settingsSheet->open();
    m_modelsPage->connectNew();
}

void MainWindow::chooseModel()
{
    m_workspace.refreshModels();
    m_picker->popUp(m_chat->composer().modelButton());
}

void MainWindow::openConversationSettings()
{
    m_conversationSettings->setSettings(m_workspace.generationSettings());
    m_conversationSheet->open();
}

void MainWindow::wireModels()
{
    connect(&m_workspace, &Workspace::modelsChanged, this, &MainWindow::showModel);
    connect(&m_models, &ModelServers::changed, this, &MainWindow::showModel);
    connect(m_chat, &ChatPane::connectRequested, this, &MainWindow::connectModel);
    connect(&m_chat->composer(), &Composer::modelRequested, this, &MainWindow::chooseModel);
    connect(m_picker, &ModelPicker::chosen, this, [this](const QString &id) {
        m_workspace.chooseModel(id);
        m_chat->composer().focusEditor();
    });
    connect(m_picker, &ModelPicker::settingsRequested, this, &MainWindow::openConversationSettings);
    connect(m_conversationSettings, &ConversationSettings::settingsChanged, &m_workspace,
        &Workspace::setGenerationSettings);
    connect(
        m_conversationSettings, &ConversationSettings::closeRequested, m_conversationSheet, &Sheet::dismiss);
    // The keyboard has gone back by then, and with it the field that was left.
    connect(m_conversationSheet, &Sheet::dismissed, m_conversationSettings, &ConversationSettings::finish);
    connect(m_picker, &ModelPicker::serversRequested, this, &MainWindow::connectModel);
}

void MainWindow::showModel()
{
    const bool isChoosable = m_workspace.supportsModels();
    m_chat->composer().setModelName(m_workspace.modelName(), isChoosable);
    m_chat->setSupportsModels(isChoosable);
    m_chat->setAnswerer(m_workspace.modelName(), m_workspace.modelId() == QLatin1String("guide"));
    QHash<QString, QString> names;
    for (const workspace::ModelServer &server : m_models.servers())
        names.insert(server.id, server.name);
    m_conversationSettings->setSettings(m_workspace.generationSettings());
    m_picker->setModels(m_workspace.models(), m_workspace.modelId(), names);
}

} // namespace throughline::ui
