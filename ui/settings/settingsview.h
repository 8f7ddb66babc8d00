#pragma once

#include "ui/settings/settingsparts.h"

#include <QList>

class QStackedWidget;
class QVBoxLayout;

namespace throughline::ui {

/// The settings: pages by name at one side, the page that is open at the other. Every control acts at once,
/// so there is nothing to confirm; who opened it closes it.
class SettingsView final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsView(const Appearance &appearance, QWidget *parent = nullptr);

    /// Takes \a page; the first is open.
    void addPage(SettingsPage *page);
    void openPage(const SettingsPage *page);
    QList<SettingsPage *> pages() const;
    bool says(const QString &sentence) const; ///< on the page that is open, word for word

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class NavButton;

    void fit();

    const Appearance &m_appearance;
    QWidget *m_nav;
    QVBoxLayout *m_navColumn;
    QStackedWidget *m_pages;
    IconButton *m_close;
    QList<NavButton *> m_buttons;
};

} // namespace throughline::ui
