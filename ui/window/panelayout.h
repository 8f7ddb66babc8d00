#pragma once

#include <QByteArray>
#include <QWidget>

#include <functional>

class QSplitter;

namespace throughline::ui {

class Appearance;

/// Puts the panes side by side: conversations, chat, Structure, and Activity below the latter two. Sizes are
/// the user's. Where the window is too narrow a side pane folds away and opens over the chat instead:
/// Structure below 1000 px, both below 720 px. Knows nothing about what the panes show.
class PaneLayout final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int structureFoldsBelow = 1000;
    static constexpr int sidebarFoldsBelow = 720;

    struct Panes
    {
        QWidget *sidebar;
        QWidget *chat;
        QWidget *structure;
        std::function<QWidget *()> makeActivity; ///< when it is first shown
    };
    /// Takes the panes as children.
    PaneLayout(const Appearance &appearance, const Panes &panes, QWidget *parent = nullptr);

    bool isSidebarShown() const;
    bool isStructureShown() const;
    bool isActivityShown() const;
    /// Show or hide; a folded pane opens over the chat or closes.
    void toggleSidebar();
    void toggleStructure();
    void setActivityShown(bool shown);

    /// Shows \a pane if it is hidden, and gives it the keyboard focus.
    void reveal(QWidget *pane);
    /// Closes what is open over the chat; false when nothing is.
    bool closeOverlay();

    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

Q_SIGNALS:
    /// Which panes are shown has changed.
    void shownChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Veil;

    void fold();
    void rememberWidths();
    void applyWidths();
    void dock(QWidget *pane, QSplitter *splitter, int index);
    void letGoOfKeyboard(const QWidget *pane);
    void undock(QWidget *pane);
    void setOverlay(QWidget *pane);
    void placeOverlay();
    bool isFolded(const QWidget *pane) const { return pane->parentWidget() == this; }
    void toggle(QWidget *pane, bool &wanted);

    Panes m_panes;
    QSplitter *m_outer;
    QSplitter *m_right;
    QSplitter *m_inner;
    Veil *m_veil;
    QWidget *m_activity = nullptr;
    QWidget *m_overlay = nullptr; ///< the folded pane that is open, or none
    bool m_sidebarWanted = true;
    bool m_structureWanted = true;
    int m_sidebarWidth = 248;
    int m_structureWidth = 336;
    int m_activityHeight = 0; ///< 0: as the pane would have it
};

} // namespace throughline::ui
