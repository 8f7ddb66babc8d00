#pragma once

#include "ui/window/mainwindowparts.h"
#include "ui/window/sheetondemand.h"
#include "workspace/decisionrecord.h"
#include "workspace/readmarks.h"

#include <QMainWindow>
#include <QPointer>

#include <optional>

namespace throughline::ui {

class ActivityPanel;
class ChatPane;
class CommandPalette;
class Commands;
class ConversationExport;
class ConversationSettings;
class LinkSheet;
class MapExport;
class MapSheet;
class MessageEditing;
class MessageFiles;
class ModelPicker;
class PaneLayout;
class PictureSheet;
class ReadingsSheet;
class RecordExport;
class StructureSidebar;
class ThreadSidebar;
class Toast;
class WindowSettings;

/// The window. Wires panes to the workspace and decides nothing: what a pane asks for is a call to the
/// workspace, what the workspace says is shown by a pane.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    using Parts = MainWindowParts;
    explicit MainWindow(const Parts &parts);
    ~MainWindow() override;

    /// Geometry and panes, for the next start.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

    void setEnterSends(bool sends);
    /// Whether code in the conversation breaks its long lines.
    void setCodeWrapped(bool wraps);

    /// The server could not start: says so where the conversation would be.
    void showStartProblem(const QString &sentence);
    /// Something the user should know once.
    void tell(const QString &sentence);

    PaneLayout &panes() { return *m_panes; }

    void openSettings();
    /// What is typed there has been taken then.
    void closeSettings();
    /// The page of models, with an empty form.
    void connectModel();

Q_SIGNALS:
    void enterSendsChanged(bool sends);
    void codeWrapChosen(bool wraps);
    void closed();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void wireThreads();
    void wireChat();
    void wireStructure();
    void wireRecord();
    void wireMap();
    void wireReadings();
    void wirePanes();
    void wireExport();
    void wirePictures();
    void wireLinks();
    ActivityPanel *makeActivity();
    SheetPlace sheetPlace();
    ConversationSettings *makeConversationSettings(workspace::Presets &presets);
    PictureSheet *makePicture(net::HttpTransport &transport);
    LinkSheet *makeLink();
    MapSheet *makeMap();
    ReadingsSheet *makeReadings();
    CommandPalette *makePalette();
    ModelPicker *makePicker();
    void addCommands();
    void addConversationCommands();
    void addAppearanceCommands();
    void wireModels();
    void wireSettings();
    void showServers();
    void chooseServer();

    /// The draft of what was typed before there was a conversation.
    static QString draftBeforeStart();
    void showCurrent();
    void lookAway(); ///< from the conversation that is shown
    void noteRead(); ///< what is there, in the conversation that is shown and looked at
    void showNew();  ///< what came since
    void showConnection();
    void showModel();
    void showPanes();
    void showVisibility();
    void showSource(const QString &signalId);
    void offerVersionOf(const protocol::Signal &signal);
    bool tintSource(const QString &signalId);
    /// Where it is not there yet: when all of the conversation is, unless the person goes elsewhere until
    /// then. False when it is not there, and will not be.
    bool showSpan(const protocol::Span &span, protocol::SignalType type);
    /// A place that is to be shown when all of the conversation is there, or its other version.
    struct Awaited
    {
        enum class What { Rest, Version };
        protocol::Span span;
        protocol::SignalType type;
        What what = What::Rest;
        int toast = 0; ///< that says so
    };
    void showAwaited(Awaited::What what);
    void forgetAwaited();
    void markSpans();
    void showRows();      ///< of Structure, elsewhere; once for all that change together
    void showAbilities(); ///< what the server can do with signals
    void showReadings();
    void watchReadings(); ///< while they are on screen
    void showPlace(const QString &signalId, int place);
    workspace::DecisionRecord record() const; ///< of what is shown
    void copyRecord();
    void saveRecord();
    void openReadings();
    void extractNow();
    void chooseModel();
    void openConversationSettings();
    void openPalette();
    void runChosen(const QString &id); ///< in the palette
    void openMap();
    void showMap(); ///< as it is now, while it is open
    void offerUndoOfDismissal(const QString &id, const QString &text);
    void undoInStructure();
    void renameCurrent();
    /// Opens it where another one is shown.
    void exportConversation(const QString &threadId, bool prints);
    void takeBackQueued();
    void cyclePanes(int step);

    workspace::Workspace &m_workspace;
    workspace::ModelServers &m_models;
    workspace::TeamServers &m_servers;
    const QString m_serverId;
    Appearance &m_appearance;
    // Widgets are owned by the window through their parents.
    ThreadSidebar *m_threads;
    ChatPane *m_chat;
    StructureSidebar *m_structure;
    ActivityPanel *m_activity = nullptr; ///< made when it is first shown
    PaneLayout *m_panes;
    Toast *m_toast;
    MessageEditing *m_editing;
    MessageFiles *m_files;
    RecordExport *m_record;
    MapExport *m_mapExport;
    ConversationExport *m_export;
    Commands *m_commands;
    WindowSettings *m_settings;
    ModelPicker *m_picker = nullptr; ///< made when it is first opened, as sheets are
    SheetOnDemand<ConversationSettings> m_conversationSettings;
    SheetOnDemand<PictureSheet> m_picture;
    SheetOnDemand<LinkSheet> m_link;
    SheetOnDemand<MapSheet> m_map;
    SheetOnDemand<ReadingsSheet> m_readings;
    SheetOnDemand<CommandPalette> m_palette;
    QPointer<workspace::Conversation> m_shown;
    QPair<QString, int> m_offeredBack; ///< the signal dismissed last, and the toast that said so
    int m_deletionToast = 0;           ///< that offers the conversation deleted last
    workspace::ReadMarks m_readMarks;
    std::optional<Awaited> m_awaited;
    bool m_lookedAway = false;
    bool m_rowsAreOld = false; ///< elsewhere, and will be shown anew
    bool m_startFailed = false;
    bool m_structureWasShown = true;
};

} // namespace throughline::ui
