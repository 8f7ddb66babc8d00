#include "ui/theme.h"

namespace throughline::ui {

namespace {

QString css(const QColor &c)
{
    return QStringLiteral("rgba(%1,%2,%3,%4)").arg(c.red()).arg(c.green()).arg(c.blue()).arg(c.alpha());
}

} // namespace

// Only what standard widgets need. Everything else in the interface paints itself from the Theme, because
// style sheets neither mirror every rule for right-to-left nor tell keyboard focus from mouse focus.
QString Theme::styleSheet() const
{
    QString sheet = QStringLiteral(R"(
QToolTip { background: @text; color: @surface; border: none; padding: 5px 8px; }
QLineEdit[role="field"] { background: @sunken; border: 1px solid @border; border-radius: 6px;
    padding: 0 7px; min-height: @fieldpx; lineedit-password-character: 8226; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit[compact="true"] { min-height: @compactpx; }
QLineEdit[role="field"]:focus { border: 2px solid @accent; padding: 0 6px; min-height: @focusfieldpx; }
QLineEdit[compact="true"]:focus { min-height: @focuscompactpx; }
QPlainTextEdit[role="field"] { background: @sunken; border: 1px solid @border; border-radius: 6px;
    padding: 3px 5px; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit[role="field"]:focus { border: 2px solid @accent; padding: 2px 4px; }
QLineEdit[role="inplace"], QPlainTextEdit[role="inplace"] { background: @surface;
    border: 2px solid @accent; border-radius: 6px; padding: 1px 4px;
    selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit[role="bare"], QAbstractScrollArea[role="bare"] { background: transparent; border: none; }
QMenu { background: @surface; color: @text; border: 1px solid @border; padding: 5px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 6px; margin: 0; background: transparent; }
QMenu::item:selected { background: @selected; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 5px 6px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 6px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 8px; margin: 0; }
QScrollBar:horizontal { height: 8px; margin: 0; }
QScrollBar::handle { background: @thumb; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @thumbHover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView[role="bare"] { background: transparent; border: none; selection-background-color: transparent; }
QHeaderView { background: transparent; border: none; }
QFileDialog QHeaderView, QFileDialog QHeaderView::section { background: @sunken; color: @text; border: none; }
QFileDialog QHeaderView::section { padding: 4px 8px; border-right: 1px solid @border; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
)");
    QColor thumb = colors.text;
    thumb.setAlphaF(kind == Kind::HighContrast ? 0.7F : 0.18F);
    QColor thumbHover = colors.text;
    thumbHover.setAlphaF(kind == Kind::HighContrast ? 1.0F : 0.36F);
    // Longer names first: @text must not eat the head of another token.
    const QList<QPair<QString, QString>> tokens{
        {QStringLiteral("@focuscompactpx"), QStringLiteral("%1px").arg(scaled(22))},
        {QStringLiteral("@compactpx"), QStringLiteral("%1px").arg(scaled(24))},
        {QStringLiteral("@focusfieldpx"), QStringLiteral("%1px").arg(scaled(26))},
        {QStringLiteral("@fieldpx"), QStringLiteral("%1px").arg(scaled(28))},
        {QStringLiteral("@thumbHover"), css(thumbHover)},
        {QStringLiteral("@thumb"), css(thumb)},
        {QStringLiteral("@selected"), css(blended(colors.selection, colors.surface))},
        {QStringLiteral("@surface"), css(colors.surface)},
        {QStringLiteral("@sunken"), css(colors.sunken)},
        {QStringLiteral("@border"), css(colors.border)},
        {QStringLiteral("@muted"), css(colors.muted)},
        {QStringLiteral("@onAccent"), css(colors.onAccent)},
        {QStringLiteral("@accent"), css(colors.accent)},
        {QStringLiteral("@text"), css(colors.text)},
    };
    for (const auto &[name, value] : tokens)
        sheet.replace(name, value);
    return sheet;
}

} // namespace throughline::ui
