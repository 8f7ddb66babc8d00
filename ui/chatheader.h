#pragma once

#include "ui/controls.h"

#include <QWidget>

namespace throughline::ui {

/// The bar above the chat: the conversation's title, the way to find something in it, and
/// buttons that show or hide the panes around it.
class ChatHeader final : public QWidget
{
    Q_OBJECT

public:
    ChatHeader(const Appearance &appearance, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSidebarShown(bool shown);
    void setActivityShown(bool shown);
    void setStructureShown(bool shown);
    /// New signals behind the folded Structure pane.
    void setNewSignals(int count);

Q_SIGNALS:
    void sidebarToggled();
    void activityToggled();
    void structureToggled();
    void renameRequested();
    void findRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void restyle();
    void showState();

    const Appearance &m_appearance;
    IconButton *m_sidebar;
    Label *m_title;
    IconButton *m_find;
    IconButton *m_activity;
    IconButton *m_structure;
    bool m_structureShown = true;
    int m_newSignals = 0;
};

} // namespace throughline::ui
