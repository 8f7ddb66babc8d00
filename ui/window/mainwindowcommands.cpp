// What can be done by its name or with keys.
#include "ui/activitypanel.h"
#include "ui/appearance.h"
#include "ui/composer.h"
#include "ui/structuresidebar.h"
#include "ui/threadsidebar.h"
#include "ui/transcript/findbar.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/chatpane.h"
#include "ui/window/commandpalette.h"
#include "ui/window/commands.h"
#include "ui/window/mainwindow.h"
#include "ui/window/messagefiles.h"
#include "ui/window/panelayout.h"
#include "ui/window/windowsettings.h"

namespace throughline::ui {

using workspace::Conversation;

namespace {
/// Before a conversation's id; a command has a number.
constexpr QChar ThreadMark = u'#';
} // namespace

void MainWindow::addCommands()
{
    const auto hasConversation = [this] { return m_workspace.current() != nullptr; };
    const auto hasSignals = [this] { return m_shown && m_shown->signalModel().rowCount() > 0; };
    const auto add = [this](Commands::Command command) { m_commands->add(std::move(command)); };

    add({.name = tr("All commands, by their names"),
        .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_P},
        .act = [this] { openPalette(); },
        .isPossible = [this] { return !m_palette.isOpen(); }});
    add({.name = tr("New conversation"), .keys = {QKeySequence::New}, .act = [this] {
             m_workspace.newConversation();
             m_chat->composer().focusEditor();
         }});
    add({.name = tr("Search conversations"), .keys = {Qt::CTRL | Qt::Key_K}, .act = [this] {
             m_panes->reveal(m_threads);
             m_threads->focusSearch();
         }});
    add({.name = tr("Write a message"), .keys = {Qt::CTRL | Qt::Key_L}, .act = [this] {
             m_chat->composer().focusEditor();
         }});
    add({.name = tr("Put a text file into the message"), .act = [this] { m_files->choose(); }});
    add({.name = tr("Find in the conversation"),
        .keys = {QKeySequence::Find},
        .act = [this] { m_chat->findBar().open(); },
        .isPossible = hasConversation});
    const auto isFinding = [this] { return m_chat->findBar().isVisible(); };
    add({.name = tr("Next place that was found"),
        .keys = {Qt::Key_F3},
        .act = [this] { m_chat->findBar().step(1); },
        .isPossible = isFinding});
    add({.name = tr("Previous place that was found"),
        .keys = {Qt::SHIFT | Qt::Key_F3},
        .act = [this] { m_chat->findBar().step(-1); },
        .isPossible = isFinding});
    addConversationCommands();

    add({.name = tr("Show or hide the conversations"), .keys = {Qt::CTRL | Qt::Key_B}, .act = [this] {
             m_panes->toggleSidebar();
         }});
    add({.name = tr("Show or hide Structure"), .keys = {Qt::CTRL | Qt::Key_J}, .act = [this] {
             m_panes->toggleStructure();
         }});
    add({.name = tr("Show or hide Activity"), .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_A}, .act = [this] {
             m_panes->setActivityShown(!m_panes->isActivityShown());
         }});
    add({.name = tr("Show the map of what was decided"), .keys = {Qt::CTRL | Qt::Key_M}, .act = [this] {
             openMap();
         }});
    add({.name = tr("Filter Structure by text"),
        .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_F},
        .act =
            [this] {
                m_panes->reveal(m_structure);
                m_structure->openTextFilter();
            },
        .isPossible = hasSignals});
    add({.name = tr("Copy the decision record as Markdown"),
        .act = [this] { copyRecord(); },
        .isPossible = hasSignals});
    add({.name = tr("Save the decision record as…"),
        .act = [this] { saveRecord(); },
        .isPossible = hasSignals});
    add({.name = tr("Check for structure now"),
        .keys = {QKeySequence::Refresh},
        .act = [this] { m_workspace.poller().refresh(); },
        .isPossible = hasConversation});
    add({.name = tr("What models read"),
        .act = [this] { openReadings(); },
        .isPossible = [this] { return m_shown && m_shown->readings().canTell(); }});
    addAppearanceCommands();

    add({.name = tr("Settings"), .keys = {Qt::CTRL | Qt::Key_Comma}, .act = [this] { openSettings(); }});
    for (const WindowSettings::Page page : WindowSettings::pages())
        add({.name = tr("Settings: %1").arg(WindowSettings::nameOf(page)),
            .act = [this, page] { m_settings->open(page); }});
    add({.name = tr("Next pane"), .keys = {Qt::Key_F6}, .act = [this] { cyclePanes(1); }});
    add({.name = tr("Previous pane"), .keys = {Qt::SHIFT | Qt::Key_F6}, .act = [this] { cyclePanes(-1); }});
    add({.name = tr("Quit"), .keys = {QKeySequence::Quit}, .act = [this] { close(); }});
    add({.keys = {QKeySequence::Close}, .act = [this] { close(); }});
    connect(m_threads, &ThreadSidebar::commandsRequested, this, &MainWindow::openPalette);
}

void MainWindow::addConversationCommands()
{
    const auto keptThread = [this]() -> const protocol::Thread * {
        const Conversation *current = m_workspace.current();
        return current ? m_workspace.threads().thread(current->threadId()) : nullptr;
    };
    const auto add = [this, keptThread](const QString &name, const QKeySequence &keys, auto act) {
        m_commands->add({.name = name,
            .keys = keys.isEmpty() ? QList<QKeySequence>() : QList<QKeySequence>{keys},
            .act = [this, act] { act(m_workspace.current()->threadId()); },
            .isPossible = [keptThread] { return keptThread() != nullptr; }});
    };
    add(tr("Rename the conversation"), Qt::Key_F2, [this](const QString & /*id*/) { renameCurrent(); });
    add(tr("Save the conversation as…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S,
        [this](const QString &id) { exportConversation(id, false); });
    add(tr("Print the conversation…"), QKeySequence::Print,
        [this](const QString &id) { exportConversation(id, true); });
    for (const bool archives : {true, false}) {
        m_commands->add({.name = archives ? tr("Archive the conversation")
                                          : tr("Take the conversation out of the archive"),
            .act = [this, archives] { m_workspace.setArchived(m_workspace.current()->threadId(), archives); },
            .isPossible =
                [keptThread, archives] {
                    const protocol::Thread *thread = keptThread();
                    return thread && thread->archived != archives;
                }});
    }
    add(tr("Delete the conversation"), {}, [this](const QString &id) { m_workspace.remove(id); });

    m_commands->add({.name = tr("Choose who answers…"),
        .act = [this] { chooseModel(); },
        .isPossible = [this] { return m_workspace.supportsModels(); }});
    m_commands->add({.name = tr("Settings for this conversation…"),
        .act = [this] { openConversationSettings(); },
        .isPossible = [this] { return m_workspace.supportsModels(); }});
    m_commands->add({.name = tr("Connect a model…"), .act = [this] { connectModel(); }});
}

void MainWindow::addAppearanceCommands()
{
    const auto zoom = [this](int steps) { m_appearance.stepTextScale(steps); };
    connect(&m_chat->transcript(), &TranscriptView::zoomRequested, this, zoom);
    m_commands->add({.name = tr("Larger text"),
        .keys = {QKeySequence::ZoomIn, Qt::CTRL | Qt::Key_Equal},
        .act = [zoom] { zoom(1); }});
    m_commands->add(
        {.name = tr("Smaller text"), .keys = {QKeySequence::ZoomOut}, .act = [zoom] { zoom(-1); }});
    m_commands->add({.name = tr("Usual size of text"), .keys = {Qt::CTRL | Qt::Key_0}, .act = [this] {
                         m_appearance.setTextScale(1.0);
                     }});
    using Choice = Appearance::Choice;
    const std::pair<Choice, QString> themes[]{{Choice::System, tr("Theme: as the system")},
        {Choice::Light, tr("Theme: light")}, {Choice::Dark, tr("Theme: dark")},
        {Choice::HighContrast, tr("Theme: high contrast")}};
    for (const auto &[choice, name] : themes)
        m_commands->add({.name = name,
            .act = [this, choice = choice] { m_appearance.setChoice(choice); },
            .isPossible = [this, choice = choice] { return m_appearance.choice() != choice; }});
}

CommandPalette *MainWindow::makePalette()
{
    auto *palette = new CommandPalette(m_appearance);
    connect(palette, &CommandPalette::chosen, this, &MainWindow::runChosen);
    return palette;
}

void MainWindow::openPalette()
{
    m_palette.open();
    QList<CommandPalette::Entry> commands;
    const auto &list = m_commands->list();
    for (size_t i = 0; i < list.size(); ++i) {
        const Commands::Command &command = list[i];
        if (command.name.isEmpty() || !command.isPossible())
            continue;
        const QString keys =
            command.keys.isEmpty() ? QString() : command.keys.first().toString(QKeySequence::NativeText);
        commands.append({.id = QString::number(i), .name = command.name, .hint = keys});
    }
    QList<CommandPalette::Entry> conversations;
    const workspace::ThreadListModel &threads = m_workspace.threads();
    for (int row = 0; row < threads.rowCount(); ++row) {
        const QModelIndex index = threads.index(row, 0);
        conversations.append({.id = ThreadMark + index.data(workspace::ThreadListModel::IdRole).toString(),
            .name = index.data(workspace::ThreadListModel::TitleRole).toString(),
            .hint = {}});
    }
    m_palette.content().setCommands(commands);
    m_palette.content().setConversations(conversations);
    m_palette.content().begin();
}

void MainWindow::runChosen(const QString &id)
{
    // First the keyboard goes back to where it was: what is done may put it elsewhere.
    m_palette.dismiss();
    if (id.startsWith(ThreadMark)) {
        m_workspace.open(id.mid(1));
        m_chat->composer().focusEditor();
        return;
    }
    const Commands::Command &command = m_commands->list()[id.toUInt()];
    if (command.isPossible())
        command.act();
}

} // namespace throughline::ui
