#pragma once

#include "ui/settings/settingsparts.h"

#include <functional>
#include <vector>

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

    /// The first is open; the others are made when they are first opened. \a make gives a child of this.
    void addPage(const QString &name, std::function<SettingsPage *()> make);
    /// By its place among those added.
    SettingsPage &openPage(int index);
    bool says(const QString &sentence) const; ///< on the page that is open, word for word

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class NavButton;
    struct Page
    {
        NavButton *button;
        std::function<SettingsPage *()> make;
        SettingsPage *made = nullptr;
    };

    void showPage(Page &page);
    void fit();

    const Appearance &m_appearance;
    QWidget *m_nav;
    QVBoxLayout *m_navColumn;
    QStackedWidget *m_pages;
    IconButton *m_close;
    std::vector<Page> m_list;
};

} // namespace throughline::ui
