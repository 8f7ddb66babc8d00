#include "ui/theme.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QScreen>

#include <cmath>

namespace throughline::ui {

using protocol::SignalType;

namespace {

struct Typography
{
    double pixels;
    QFont::Weight weight;
    double line;
    bool mono;
};

Typography typography(TextStyle style)
{
    switch (style) {
    case TextStyle::Body:
        return {13, QFont::Normal, 1.4, false};
    case TextStyle::BodyMedium:
        return {13, QFont::Medium, 1.4, false};
    case TextStyle::BodyStrong:
        return {13, QFont::DemiBold, 1.4, false};
    case TextStyle::Title:
        return {14, QFont::DemiBold, 1.4, false};
    case TextStyle::Caption:
        return {12, QFont::Normal, 1.4, false};
    case TextStyle::CaptionMedium:
        return {12, QFont::Medium, 1.4, false};
    case TextStyle::CaptionStrong:
        return {12, QFont::DemiBold, 1.4, false};
    case TextStyle::Small:
        return {11.5, QFont::Normal, 1.4, false};
    case TextStyle::SmallMedium:
        return {11.5, QFont::Medium, 1.4, false};
    case TextStyle::SmallStrong:
        return {11.5, QFont::DemiBold, 1.4, false};
    case TextStyle::Chat:
        return {15, QFont::Normal, 1.55, false};
    case TextStyle::Headline:
        return {22, QFont::DemiBold, 1.4, false};
    case TextStyle::Code:
        return {13, QFont::Normal, 1.5, true};
    case TextStyle::CodeSmall:
        return {11.5, QFont::Normal, 1.5, true};
    }
    return {13, QFont::Normal, 1.4, false};
}

/// Asked once: the database answers by listing every family there is, and fonts are made for each line
/// painted.
const QStringList &proportionalFamilies()
{
    static const QStringList families = [] {
        const QString inter = QStringLiteral("Inter");
        return QFontDatabase::hasFamily(inter)
                   ? QStringList{inter}
                   : QFontDatabase::systemFont(QFontDatabase::GeneralFont).families();
    }();
    return families;
}

const QStringList &monospaceFamilies()
{
    static const QStringList families = QFontDatabase::systemFont(QFontDatabase::FixedFont).families();
    return families;
}

/// Light letters on a dark ground spread: one step down looks the same weight. Only where the family has that
/// step.
QFont::Weight lighter(QFont::Weight weight, const QFont &font)
{
    if (font.families().value(0) != QLatin1StringView("Inter"))
        return weight;
    switch (weight) {
    case QFont::Normal:
        return QFont::Light;
    case QFont::Medium:
        return QFont::Normal;
    case QFont::DemiBold:
        return QFont::Medium;
    default:
        return weight;
    }
}

/// \a color moved towards \a target in small steps until it reads on \a ground.
QColor readable(QColor color, const QColor &ground, const QColor &target, double least)
{
    for (int step = 1; step <= 20 && contrast(color, ground) < least; ++step) {
        QColor over = target;
        over.setAlphaF(float(step) / 20.0F);
        color = blended(over, color);
    }
    return color;
}

/// Code is coloured with colours that are there already, and one more.
void setCodeColors(ThemeColors &c)
{
    c.codeComment = c.muted;
    c.codeString = c.goal;
    c.codeNumber = c.question;
    c.codeKeyword = c.assumption;
    c.codeType = c.claim;
    c.codeAdded = c.success;
    c.codeRemoved = c.danger;
}

ThemeColors lightColors()
{
    ThemeColors c;
    c.window = QColor(0xF7F7F5);
    c.surface = QColor(0xFFFFFF);
    c.sunken = QColor(0xF1F1EE);
    c.border = QColor(0xE2E2DD);
    c.text = QColor(0x1B1B19);
    c.muted = QColor(0x63635D);
    c.accent = QColor(0x2F5BD0);
    c.onAccent = QColor(0xFFFFFF);
    c.userMessage = QColor(0xE9EEFB);
    c.danger = QColor(0xB3261E);
    c.warning = QColor(0x8A5A00);
    c.success = QColor(0x1E6B3A);
    c.hover = QColor::fromRgbF(0, 0, 0, 0.045F);
    c.selection = QColor(47, 91, 208, 26);
    c.shadow = QColor::fromRgbF(0, 0, 0, 0.14F);
    c.toastAction = QColor(0x8FA8FF);
    c.decision = QColor(0x3D3FA8);
    c.goal = QColor(0x1E6B3A);
    c.constraint = QColor(0xB3261E);
    c.assumption = QColor(0x7A3AA8);
    c.question = QColor(0x8A5A00);
    c.claim = QColor(0x1F5FA8);
    c.evidence = QColor(0x4A5560);
    c.codeMeta = QColor(0x9A3412);
    setCodeColors(c);
    return c;
}

ThemeColors darkColors()
{
    ThemeColors c;
    c.window = QColor(0x161614);
    c.surface = QColor(0x1D1D1B);
    c.sunken = QColor(0x131312);
    c.border = QColor(0x31312D);
    c.text = QColor(0xECECE7);
    c.muted = QColor(0xA3A39C);
    c.accent = QColor(0x8FA8FF);
    c.onAccent = QColor(0x1D1D1B);
    c.userMessage = QColor(0x232B42);
    c.danger = QColor(0xFF8A80);
    c.warning = QColor(0xF2C062);
    c.success = QColor(0x7BD69A);
    c.hover = QColor::fromRgbF(1, 1, 1, 0.05F);
    c.selection = QColor(143, 168, 255, 36);
    c.shadow = QColor::fromRgbF(0, 0, 0, 0.5F);
    c.toastAction = QColor(0x2F5BD0);
    c.decision = QColor(0xA9ABFF);
    c.goal = QColor(0x7BD69A);
    c.constraint = QColor(0xFF8A80);
    c.assumption = QColor(0xD0A2F7);
    c.question = QColor(0xF2C062);
    c.claim = QColor(0x86BBF5);
    c.evidence = QColor(0xB3BEC9);
    c.codeMeta = QColor(0xFFAB8A);
    setCodeColors(c);
    return c;
}

} // namespace

const RowSpacing &Theme::rows() const
{
    static constexpr RowSpacing comfortable{.thread = 7,
        .card = 9,
        .cardGap = 3,
        .cardLine = 3,
        .cardActions = 5,
        .activity = 9,
        .bubbleX = 14,
        .bubbleY = 10,
        .message = 22};
    static constexpr RowSpacing compact{.thread = 4,
        .card = 5,
        .cardGap = 2,
        .cardLine = 1,
        .cardActions = 3,
        .activity = 4,
        .bubbleX = 12,
        .bubbleY = 6,
        .message = 18};
    return density == Density::Compact ? compact : comfortable;
}

Theme Theme::light(double textScale)
{
    return {Kind::Light, lightColors(), textScale};
}

Theme Theme::dark(double textScale)
{
    return {Kind::Dark, darkColors(), textScale};
}

Theme Theme::highContrast(const QPalette &system, double textScale)
{
    constexpr double Strong = 7.0;
    const QColor ground = system.color(QPalette::Active, QPalette::Window);
    const QColor ink = system.color(QPalette::Active, QPalette::WindowText);
    ThemeColors c = ground.lightnessF() < 0.5F ? darkColors() : lightColors();
    c.window = c.surface = c.sunken = c.userMessage = ground;
    c.text = c.muted = c.border = ink;
    c.accent = readable(system.color(QPalette::Active, QPalette::Highlight), ground, ink, Strong);
    c.onAccent = ground;
    c.toastAction = ground;
    c.hover = ink;
    c.hover.setAlphaF(0.12F);
    c.selection = ink;
    c.selection.setAlphaF(0.20F);
    const QColor selected = blended(c.selection, ground);
    for (QColor *color : {&c.accent, &c.danger, &c.warning, &c.success, &c.decision, &c.goal, &c.constraint,
             &c.assumption, &c.question, &c.claim, &c.evidence, &c.codeMeta})
        *color = readable(readable(*color, ground, ink, Strong), selected, ink, 4.5);
    setCodeColors(c);
    return {Kind::HighContrast, c, textScale};
}

QFont Theme::font(TextStyle style) const
{
    const Typography t = typography(style);
    QFont font;
    font.setFamilies(t.mono ? monospaceFamilies() : proportionalFamilies());
    if (t.mono) {
        font.setFixedPitch(true);
        font.setStyleHint(QFont::Monospace);
    }
    const bool small = t.pixels * textScale * qGuiApp->devicePixelRatio() < 18;
    font.setWeight(isDark() && small ? lighter(t.weight, font) : t.weight);
    // Only point sizes may be fractional, and 11.5 px is one of ours.
    const QScreen *screen = QGuiApplication::primaryScreen();
    const double dpi = screen ? screen->logicalDotsPerInchY() : 96.0;
    font.setPointSizeF(t.pixels * textScale * 72.0 / dpi);
    // Positions are fractional in any case; hinting would only make the text jump between scale factors.
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

int Theme::lineHeight(TextStyle style) const
{
    const Typography t = typography(style);
    return qRound(t.pixels * textScale * t.line);
}

QColor Theme::typeColor(SignalType type) const
{
    switch (type) {
    case SignalType::DecisionIntent:
        return colors.decision;
    case SignalType::Goal:
        return colors.goal;
    case SignalType::Constraint:
        return colors.constraint;
    case SignalType::Assumption:
        return colors.assumption;
    case SignalType::Question:
        return colors.question;
    case SignalType::Claim:
        return colors.claim;
    case SignalType::EvidenceMention:
        return colors.evidence;
    case SignalType::Unknown:
        break;
    }
    return colors.muted;
}

QPalette Theme::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, colors.window);
    p.setColor(QPalette::WindowText, colors.text);
    p.setColor(QPalette::Base, colors.surface);
    p.setColor(QPalette::AlternateBase, colors.window);
    p.setColor(QPalette::ToolTipBase, colors.text);
    p.setColor(QPalette::ToolTipText, colors.surface);
    p.setColor(QPalette::PlaceholderText, colors.muted);
    p.setColor(QPalette::Text, colors.text);
    p.setColor(QPalette::Button, colors.surface);
    p.setColor(QPalette::ButtonText, colors.text);
    p.setColor(QPalette::BrightText, colors.danger);
    p.setColor(QPalette::Link, colors.accent);
    p.setColor(QPalette::LinkVisited, colors.accent);
    p.setColor(QPalette::Highlight, colors.accent);
    p.setColor(QPalette::HighlightedText, colors.onAccent);
    p.setColor(QPalette::Light, colors.surface);
    p.setColor(QPalette::Midlight, colors.window);
    p.setColor(QPalette::Mid, colors.border);
    p.setColor(QPalette::Dark, colors.border);
    p.setColor(QPalette::Shadow, colors.shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, colors.muted);
    return p;
}

} // namespace throughline::ui
