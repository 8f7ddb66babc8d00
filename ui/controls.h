#pragma once

#include "ui/appearance.h"
#include "ui/icons.h"

#include <QAbstractButton>
#include <QKeySequence>
#include <QLabel>

#include <optional>

namespace throughline::ui {

/// What all our buttons have in common: they paint themselves from the theme in force, are never smaller than
/// SmallestHit, and show the focus ring when the keyboard (not a click) brought the focus.
class Control : public QAbstractButton
{
    Q_OBJECT

public:
    Control(const Appearance &appearance, QWidget *parent);

    /// What it began is under way: it looks and acts as if disabled, but keeps the keyboard, which would
    /// otherwise go on to whatever comes next. Meanwhile it sends no signals.
    void setWaiting(bool waiting);
    bool isWaiting() const { return m_waiting; }

protected:
    const Theme &theme() const { return m_appearance.theme(); }
    bool isHovered() const { return m_hovered && canBePressed(); }
    bool canBePressed() const { return isEnabled() && !m_waiting; }
    bool showsFocus() const { return m_keyboardFocus; }

    bool event(QEvent *event) override;
    bool hitButton(const QPoint &position) const override;
    void nextCheckState() override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    const Appearance &m_appearance;
    bool m_hovered = false;
    bool m_keyboardFocus = false;
    bool m_waiting = false;
    QString m_description; ///< what is read at other times
};

/// A 28 px square with an icon. Its name is what assistive technology reads and what the tool tip shows.
class IconButton final : public Control
{
    Q_OBJECT

public:
    IconButton(IconId icon, const QString &name, const Appearance &appearance, QWidget *parent);

    void setIconId(IconId icon);
    void setName(const QString &name);
    /// Shown behind the name in the tool tip; the shortcut itself is the owner's.
    void setShortcutHint(const QKeySequence &keys);
    /// A small count at the upper corner (new signals behind a folded pane); 0 hides it.
    void setBadge(int count);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void updateToolTip();

    IconId m_icon;
    QString m_name;
    QKeySequence m_keys;
    int m_badge = 0;
};

/// A button with words, and an icon if it has one.
class PushButton final : public Control
{
    Q_OBJECT

public:
    enum class Kind { Primary, Plain };
    PushButton(Kind kind, const QString &text, const Appearance &appearance, QWidget *parent);

    void setLook(Kind kind, const QString &text, std::optional<IconId> icon);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind;
    std::optional<IconId> m_icon;
};

/// Accent-coloured words that do something.
class LinkButton final : public Control
{
    Q_OBJECT

public:
    LinkButton(const QString &text, const Appearance &appearance, QWidget *parent);
    QSize sizeHint() const override;
    /// In a toast, whose ground is inverted.
    void setOnToast(bool on);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_onToast = false;
};

/// A filter: on or off.
class Chip final : public Control
{
    Q_OBJECT

public:
    Chip(const QString &text, const Appearance &appearance, QWidget *parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// Plain text that follows the theme: with wordWrap a paragraph at the theme's line height, else one line,
/// elided when it does not fit; then its tool tip says the whole, unless it has one of its own.
class Label final : public QLabel
{
    Q_OBJECT

public:
    enum class Ink { Text, Muted, Accent, Danger, Warning, Success, Inverted };
    Label(TextStyle style, Ink ink, const Appearance &appearance, QWidget *parent);

    void setInk(Ink ink);
    void setCentred(bool centred);
    /// At the end of its line instead of the start.
    void setAlignToEnd(bool atEnd);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QColor color() const;

    const Appearance &m_appearance;
    TextStyle m_style;
    Ink m_ink;
    bool m_centred = false;
    bool m_atEnd = false;
};

/// Breaks the label into as many lines as its width asks for, all of which it gets.
void wrap(Label &label);

} // namespace throughline::ui
