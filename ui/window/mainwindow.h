#pragma once

#include "workspace/workspace.h"

#include <QMainWindow>
#include <QPointer>

namespace throughline::ui {

class ActivityPanel;
class Appearance;
class ChatPane;
class MessageEditing;
class PaneLayout;
class SettingsMenu;
class StructureSidebar;
class ThreadSidebar;
class Toast;

/// The window. Wires panes to the workspace and decides nothing: what a pane asks for is a call to the
/// workspace, what the workspace says is shown by a pane.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// Both must outlive the window.
    MainWindow(workspace::Workspace &workspace, Appearance &appearance);

    /// Geometry and panes, for the next start.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

    void setEnterSends(bool sends);

    /// The server could not start: says so where the conversation would be.
    void showStartProblem(const QString &sentence);
    /// Something the user should know once.
    void tell(const QString &sentence);

    PaneLayout &panes() { return *m_panes; }

Q_SIGNALS:
    void enterSendsChanged(bool sends);
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
    void wirePanes();
    void addShortcuts();

    /// The draft of what was typed before there was a conversation.
    static QString draftBeforeStart();
    void showCurrent();
    void showConnection();
    void showPanes();
    void showVisibility();
    void showSource(const QString &signalId);
    void tintSource(const QString &signalId);
    void markSpans();
    void offerUndoOfDismissal(const QString &id, const QString &text);
    void renameCurrent();
    void takeBackQueued();
    void cyclePanes(int step);

    workspace::Workspace &m_workspace;
    Appearance &m_appearance;
    // Widgets are owned by the window through their parents.
    ThreadSidebar *m_threads;
    ChatPane *m_chat;
    StructureSidebar *m_structure;
    ActivityPanel *m_activity;
    PaneLayout *m_panes;
    SettingsMenu *m_settingsMenu;
    Toast *m_toast;
    MessageEditing *m_editing;
    QPointer<workspace::Conversation> m_shown;
    bool m_startFailed = false;
    bool m_structureWasShown = true;
};

} // namespace throughline::ui
