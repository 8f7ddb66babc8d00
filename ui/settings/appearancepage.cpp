#include "ui/settings/appearancepage.h"

#include <QLocale>
#include <QVBoxLayout>

#include <array>

namespace throughline::ui {

namespace {

constexpr std::array themes{Appearance::Choice::System, Appearance::Choice::Light, Appearance::Choice::Dark,
    Appearance::Choice::HighContrast};
constexpr std::array densities{Density::Comfortable, Density::Compact};

QStringList sizeNames()
{
    QStringList names;
    for (const int percent : Appearance::textPercents())
        names.append(AppearancePage::tr("%1 %").arg(QLocale().toString(percent)));
    return names;
}

} // namespace

QString AppearancePage::name()
{
    return tr("Appearance");
}

AppearancePage::AppearancePage(Appearance &appearance, QWidget *parent)
    : SettingsPage(name(), appearance, parent)
    , m_choice(appearance)
    , m_themes(new Choices(tr("Theme"), {tr("As the system"), tr("Light"), tr("Dark"), tr("High contrast")},
          appearance, body()))
    , m_sizes(new Choices(tr("Text size"), sizeNames(), appearance, body()))
    , m_densities(new Choices(tr("Density"), {tr("Comfortable"), tr("Compact")}, appearance, body()))
{
    addHeading(tr("Theme"));
    column()->addWidget(m_themes);
    addHeading(tr("Text size"));
    column()->addWidget(m_sizes);
    addText(tr("Everything grows with the text: rows, buttons and this sheet."), Label::Ink::Muted);
    addHeading(tr("Density"));
    column()->addWidget(m_densities);
    addText(tr("How close together conversations, messages and structure are."), Label::Ink::Muted);
    connect(m_densities, &Choices::chosen, this,
        [this](int index) { m_choice.setDensity(densities.at(std::size_t(index))); });
    connect(m_themes, &Choices::chosen, this,
        [this](int index) { m_choice.setChoice(themes.at(std::size_t(index))); });
    connect(m_sizes, &Choices::chosen, this, [this](int index) {
        constexpr double whole = 100;
        m_choice.setTextScale(Appearance::textPercents().at(index) / whole);
    });
    connect(&appearance, &Appearance::changed, this, &AppearancePage::showState);
    showState();
}

void AppearancePage::showState()
{
    for (std::size_t i = 0; i < themes.size(); ++i) {
        if (themes.at(i) == m_choice.choice())
            m_themes->setCurrent(int(i));
    }
    const qsizetype size = Appearance::textPercents().indexOf(qRound(m_choice.textScale() * 100));
    if (size >= 0)
        m_sizes->setCurrent(int(size));
    for (std::size_t i = 0; i < densities.size(); ++i) {
        if (densities.at(i) == m_choice.density())
            m_densities->setCurrent(int(i));
    }
}

} // namespace throughline::ui
