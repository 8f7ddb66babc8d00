#include "ui/settingsmenu.h"

#include <QActionGroup>

namespace throughline::ui {

SettingsMenu::SettingsMenu(Appearance &appearance, QWidget *parent)
    : QMenu(parent)
    , m_appearance(appearance)
    , m_themes(new QActionGroup(this))
    , m_textSizes(new QActionGroup(this))
    , m_sendKeys(new QActionGroup(this))
{
    setAccessibleName(tr("Settings"));
    const auto add = [](QMenu *menu, QActionGroup *group, const QString &text, const QVariant &value) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(value);
        group->addAction(action);
    };

    QMenu *themes = addMenu(tr("Theme"));
    add(themes, m_themes, tr("As the system"), int(Appearance::Choice::System));
    add(themes, m_themes, tr("Light"), int(Appearance::Choice::Light));
    add(themes, m_themes, tr("Dark"), int(Appearance::Choice::Dark));
    add(themes, m_themes, tr("High contrast"), int(Appearance::Choice::HighContrast));
    connect(m_themes, &QActionGroup::triggered, this, [this](const QAction *action) {
        m_appearance.setChoice(Appearance::Choice(action->data().toInt()));
    });

    QMenu *sizes = addMenu(tr("Text size"));
    for (const int percent : {100, 110, 125, 150, 175, 200})
        add(sizes, m_textSizes, tr("%1 %").arg(percent), percent);
    connect(m_textSizes, &QActionGroup::triggered, this,
        [this](const QAction *action) { m_appearance.setTextScale(action->data().toInt() / 100.0); });

    addSeparator();
    add(this, m_sendKeys, tr("Enter sends, Shift+Enter breaks the line"), true);
    add(this, m_sendKeys, tr("Shift+Enter sends, Enter breaks the line"), false);
    connect(m_sendKeys, &QActionGroup::triggered, this, [this](const QAction *action) {
        if (m_enterSends == action->data().toBool())
            return;
        m_enterSends = action->data().toBool();
        Q_EMIT enterSendsChanged(m_enterSends);
    });

    connect(this, &QMenu::aboutToShow, this, &SettingsMenu::showState);
    showState();
}

void SettingsMenu::setEnterSends(bool sends)
{
    m_enterSends = sends;
    showState();
}

void SettingsMenu::showState()
{
    const auto check = [](const QActionGroup *group, const QVariant &value) {
        for (QAction *action : group->actions())
            action->setChecked(action->data() == value);
    };
    check(m_themes, int(m_appearance.choice()));
    check(m_textSizes, qRound(m_appearance.textScale() * 100));
    check(m_sendKeys, m_enterSends);
}

} // namespace throughline::ui
