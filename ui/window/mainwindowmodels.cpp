// Who answers, and the settings.
#include "ui/composer.h"
#include "ui/modelpicker.h"
#include "ui/settings/conversationsettings.h"
#include "ui/threadsidebar.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/mainwindow.h"
#include "ui/window/windowsettings.h"

#include <QMenu>

namespace throughline::ui {

using workspace::ModelServers;
using workspace::Workspace;

void MainWindow::wireSettings()
{
    connect(m_threads, &ThreadSidebar::settingsRequested, this, &MainWindow::openSettings);
    connect(m_threads, &ThreadSidebar::serversRequested, this, &MainWindow::chooseServer);
    connect(&m_servers, &workspace::TeamServers::changed, this, &MainWindow::showServers);
    showServers();
    connect(m_settings, &WindowSettings::enterSendsChanged, this, [this](bool sends) {
        m_chat->composer().setSendsOnEnter(sends);
        Q_EMIT enterSendsChanged(sends);
    });
    connect(m_settings, &WindowSettings::commandsRequested, this, [this] {
        closeSettings();
        openPalette();
    });
    connect(&m_chat->transcript(), &TranscriptView::codeWrapChosen, this, &MainWindow::codeWrapChosen);
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
    connect(menu->addAction(tr("Servers…")), &QAction::triggered, this,
        [this] { m_settings->open(WindowSettings::Page::Servers); });
    menu->popup(m_threads->placeAboveFoot(menu->sizeHint()));
}

void MainWindow::setEnterSends(bool sends)
{
    m_settings->setEnterSends(sends);
    m_chat->composer().setSendsOnEnter(sends);
}

void MainWindow::setCodeWrapped(bool wraps)
{
    m_chat->transcript().setCodeWrapped(wraps);
}

void MainWindow::openSettings()
{
    m_settings->open();
}

void MainWindow::closeSettings()
{
    m_settings->dismiss();
    m_conversationSettings.dismiss();
}

void MainWindow::connectModel()
{
    m_settings->connectModel();
}

ModelPicker *MainWindow::makePicker()
{
    auto *picker = new ModelPicker(m_appearance, this);
    connect(picker, &ModelPicker::chosen, this, [this](const QString &id) {
        m_workspace.chooseModel(id);
        m_chat->composer().focusEditor();
    });
    connect(picker, &ModelPicker::settingsRequested, this, &MainWindow::openConversationSettings);
    connect(picker, &ModelPicker::serversRequested, this, &MainWindow::connectModel);
    return picker;
}

void MainWindow::chooseModel()
{
    m_workspace.refreshModels();
    if (!m_picker)
        m_picker = makePicker();
    showModel();
    m_picker->popUp(m_chat->composer().modelButton());
}

ConversationSettings *MainWindow::makeConversationSettings(workspace::Presets &presets)
{
    auto *settings = new ConversationSettings(presets, m_appearance);
    connect(
        settings, &ConversationSettings::settingsChanged, &m_workspace, &Workspace::setGenerationSettings);
    return settings;
}

void MainWindow::openConversationSettings()
{
    m_conversationSettings.content().setSettings(m_workspace.generationSettings());
    m_conversationSettings.open();
}

void MainWindow::wireModels()
{
    connect(&m_workspace, &Workspace::modelsChanged, this, &MainWindow::showModel);
    connect(&m_models, &ModelServers::changed, this, &MainWindow::showModel);
    connect(m_chat, &ChatPane::connectRequested, this, &MainWindow::connectModel);
    connect(&m_chat->composer(), &Composer::modelRequested, this, &MainWindow::chooseModel);
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
    if (ConversationSettings *settings = m_conversationSettings.made())
        settings->setSettings(m_workspace.generationSettings());
    if (m_picker)
        m_picker->setModels(m_workspace.models(), m_workspace.modelId(), names);
}

} // namespace throughline::ui
