// How well colours read on each other, and which of the theme's meet.
#include "ui/theme.h"

#include <algorithm>
#include <cmath>

namespace throughline::ui {

namespace {

/// WCAG 2.2, "relative luminance".
double channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &c)
{
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
}

} // namespace

QColor blended(const QColor &top, const QColor &ground)
{
    const float a = top.alphaF();
    return QColor::fromRgbF(top.redF() * a + ground.redF() * (1 - a),
        top.greenF() * a + ground.greenF() * (1 - a), top.blueF() * a + ground.blueF() * (1 - a));
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QList<TextPair> Theme::textPairs() const
{
    const ThemeColors &c = colors;
    const QColor selectedWindow = blended(c.selection, c.window);
    const QColor hoverWindow = blended(c.hover, c.window);
    const QColor hoverSurface = blended(c.hover, c.surface);
    QList<TextPair> pairs{
        {"text on window", c.text, c.window},
        {"text on surface", c.text, c.surface},
        {"text on sunken", c.text, c.sunken},
        {"text on user message", c.text, c.userMessage},
        {"text on selection", c.text, selectedWindow},
        {"text on hover", c.text, hoverWindow},
        {"text on hovered surface", c.text, hoverSurface},
        {"muted on window", c.muted, c.window},
        {"muted on surface", c.muted, c.surface},
        {"muted on sunken", c.muted, c.sunken},
        {"muted on user message", c.muted, c.userMessage},
        {"muted on selection", c.muted, selectedWindow},
        {"muted on hover", c.muted, hoverWindow},
        {"muted on hovered surface", c.muted, hoverSurface},
        {"accent on window", c.accent, c.window},
        {"accent on surface", c.accent, c.surface},
        {"accent on selection", c.accent, selectedWindow},
        {"accent on hover", c.accent, hoverWindow},
        {"button text on accent", c.onAccent, c.accent},
        {"button text on hovered accent", c.onAccent, blended(c.hover, c.accent)},
        {"button text on pressed accent", c.onAccent, blended(c.hover, blended(c.selection, c.accent))},
        {"text on selected surface", c.text, blended(c.selection, c.surface)},
        {"accent on selected surface", c.accent, blended(c.selection, c.surface)},
        {"accent on user message", c.accent, c.userMessage},
        {"toast text", c.surface, c.text},
        {"toast action", c.toastAction, c.text},
    };
    const struct
    {
        const char *onWindow;
        const char *onSurface;
        const char *onSelection;
        QColor color;
    } tinted[]{
        {"danger on window", "danger on surface", "danger on selection", c.danger},
        {"warning on window", "warning on surface", "warning on selection", c.warning},
        {"success on window", "success on surface", "success on selection", c.success},
        {"decision on window", "decision on surface", "decision on selection", c.decision},
        {"goal on window", "goal on surface", "goal on selection", c.goal},
        {"constraint on window", "constraint on surface", "constraint on selection", c.constraint},
        {"assumption on window", "assumption on surface", "assumption on selection", c.assumption},
        {"question on window", "question on surface", "question on selection", c.question},
        {"claim on window", "claim on surface", "claim on selection", c.claim},
        {"evidence on window", "evidence on surface", "evidence on selection", c.evidence},
    };
    pairs.append({"code comment on sunken", c.codeComment, c.sunken});
    pairs.append({"code string on sunken", c.codeString, c.sunken});
    pairs.append({"code number on sunken", c.codeNumber, c.sunken});
    pairs.append({"code keyword on sunken", c.codeKeyword, c.sunken});
    pairs.append({"code type on sunken", c.codeType, c.sunken});
    pairs.append({"code meta on sunken", c.codeMeta, c.sunken});
    pairs.append({"code added on sunken", c.codeAdded, c.sunken});
    pairs.append({"code removed on sunken", c.codeRemoved, c.sunken});
    pairs.append({"accent on sunken", c.accent, c.sunken});
    // What stands out in a conversation is in the colour of text, whatever it was.
    const std::pair<const char *, QColor> grounds[]{
        {"surface", c.surface}, {"user message", c.userMessage}, {"sunken", c.sunken}};
    for (const auto &[name, ground] : grounds) {
        const auto add = [&, name = name, ground = ground](const char *what, QColor color, double strength) {
            color.setAlphaF(float(strength));
            pairs.append({QByteArray("text on ") + what + " on " + name, c.text, blended(color, ground)});
        };
        add("decision's tint", c.decision, tint::Span);
        add("goal's tint", c.goal, tint::Span);
        add("constraint's tint", c.constraint, tint::Span);
        add("assumption's tint", c.assumption, tint::Span);
        add("question's tint", c.question, tint::Span);
        add("claim's tint", c.claim, tint::Span);
        add("evidence's tint", c.evidence, tint::Span);
        add("selection", c.accent, tint::Selection);
        add("inactive selection", c.muted, tint::Selection);
        add("found words", c.warning, tint::Found);
    }
    for (const auto &t : tinted) {
        pairs.append({t.onWindow, t.color, c.window});
        pairs.append({t.onSurface, t.color, c.surface});
        pairs.append({t.onSelection, t.color, selectedWindow});
    }
    return pairs;
}

} // namespace throughline::ui
