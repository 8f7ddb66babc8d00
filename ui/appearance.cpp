#include "ui/appearance.h"

#include <QApplication>
#include <QEvent>
#include <QGuiApplication>
#include <QStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QToolTip>

#include <algorithm>

namespace throughline::ui {

SystemLook systemLook(const QPalette &palette)
{
    const QColor ground = palette.color(QPalette::Active, QPalette::Window);
    const QColor ink = palette.color(QPalette::Active, QPalette::WindowText);
    const bool dark = ground.lightnessF() < ink.lightnessF();
    // Pure black on pure white, or the reverse, is what systems show only when asked for contrast.
    if (contrast(ground, ink) > 20.9)
        return dark ? SystemLook::HighContrastDark : SystemLook::HighContrastLight;
    return dark ? SystemLook::Dark : SystemLook::Light;
}

Appearance::Appearance(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
{
    // One base style on every system: ours is laid over it, and screenshots mean the same everywhere.
    m_application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    readSystem();
    refresh();
    apply();
    m_application.installEventFilter(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
        readSystem();
        refresh();
    });
#endif
}

Appearance::~Appearance()
{
    m_application.removeEventFilter(this);
}

void Appearance::setChoice(Choice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    refresh();
    Q_EMIT choiceChanged();
}

const QList<int> &Appearance::textPercents()
{
    static const QList<int> percents{100, 110, 125, 150, 175, 200};
    return percents;
}

void Appearance::stepTextScale(int steps)
{
    const QList<int> &percents = textPercents();
    const int now = qRound(m_textScale * 100);
    qsizetype at = 0; // the nearest one that is not larger
    while (at + 1 < percents.size() && percents[at + 1] <= now)
        ++at;
    // Between two sizes, the smaller one is the first step down.
    if (steps < 0 && percents[at] < now)
        ++steps;
    at = std::clamp<qsizetype>(at + steps, 0, percents.size() - 1);
    setTextScale(percents[at] / 100.0);
}

void Appearance::setTextScale(double scale)
{
    scale = std::clamp(scale, 1.0, 2.0);
    if (qFuzzyCompare(m_textScale, scale))
        return;
    m_textScale = scale;
    refresh();
    Q_EMIT choiceChanged();
}

void Appearance::setDensity(Density density)
{
    if (m_density == density)
        return;
    m_density = density;
    refresh();
    Q_EMIT choiceChanged();
}

int Appearance::motionMs() const
{
    // Styles switch their own animations off when the system asks for reduced motion.
    const bool animated = m_application.style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
    return animated ? MotionMs : 0;
}

bool Appearance::eventFilter(QObject *watched, QEvent *event)
{
    if (m_ownChanges == 0 && event->type() == QEvent::ThemeChange && watched->isWindowType()) {
        readSystem();
        refresh();
    }
    return QObject::eventFilter(watched, event);
}

// A palette set by us comes back as ThemeChange events posted to every window; answered with another change
// they would never end. They are in the queue before the call that ends the change, so all of them are passed
// over.
void Appearance::beginOwnChange()
{
    ++m_ownChanges;
    QMetaObject::invokeMethod(
        this, [this] { --m_ownChanges; }, Qt::QueuedConnection);
}

// The application's palette is ours, so the system's shows only while ours is taken off.
void Appearance::readSystem()
{
    beginOwnChange();
    QApplication::setPalette(QPalette());
    m_systemPalette = QApplication::palette();
    QApplication::setPalette(m_theme.palette());
    m_systemLook = systemLook(m_systemPalette);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme == Qt::ColorScheme::Dark && m_systemLook == SystemLook::Light)
        m_systemLook = SystemLook::Dark;
#endif
}

void Appearance::refresh()
{
    Theme next;
    const bool systemIsDark =
        m_systemLook == SystemLook::Dark || m_systemLook == SystemLook::HighContrastDark;
    const bool systemIsStrong =
        m_systemLook == SystemLook::HighContrastLight || m_systemLook == SystemLook::HighContrastDark;
    if (m_choice == Choice::HighContrast || (m_choice == Choice::System && systemIsStrong)) {
        QPalette palette = m_systemPalette;
        if (!systemIsStrong) {
            palette.setColor(QPalette::Window, systemIsDark ? Qt::black : Qt::white);
            palette.setColor(QPalette::WindowText, systemIsDark ? Qt::white : Qt::black);
        }
        next = Theme::highContrast(palette, m_textScale);
    } else {
        const bool dark = m_choice == Choice::Dark || (m_choice == Choice::System && systemIsDark);
        next = dark ? Theme::dark(m_textScale) : Theme::light(m_textScale);
    }
    next.density = m_density;
    if (next == m_theme)
        return;
    m_theme = next;
    apply();
    Q_EMIT changed();
}

void Appearance::apply()
{
    beginOwnChange();
    QApplication::setPalette(m_theme.palette());
    QApplication::setFont(m_theme.font(TextStyle::Body));
    QToolTip::setFont(m_theme.font(TextStyle::Caption));
    if (!m_isBuilding)
        m_application.setStyleSheet(m_theme.styleSheet());
}

Appearance::FirstBuild::FirstBuild(Appearance &appearance)
    : m_appearance(QApplication::topLevelWidgets().isEmpty() ? &appearance : nullptr)
{
    if (!m_appearance)
        return;
    m_appearance->m_isBuilding = true;
    m_appearance->m_application.setStyleSheet({});
}

Appearance::FirstBuild::~FirstBuild()
{
    if (!m_appearance)
        return;
    m_appearance->m_isBuilding = false;
    m_appearance->apply();
}

} // namespace throughline::ui
