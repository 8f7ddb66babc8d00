#include "ui/controls.h"

#include "ui/plaintooltip.h"
#include "ui/textpaint.h"

#include <QEvent>
#include <QFocusEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace throughline::ui {

Control::Control(const Appearance &appearance, QWidget *parent)
    : QAbstractButton(parent)
    , m_appearance(appearance)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::ArrowCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Control::setWaiting(bool waiting)
{
    if (m_waiting == waiting)
        return;
    m_waiting = waiting;
    if (waiting)
        m_description = accessibleDescription();
    setAccessibleDescription(waiting ? tr("Under way") : m_description);
    // click(), and with it assistive technology, asks nobody whether it may.
    blockSignals(waiting);
    update();
}

bool Control::hitButton(const QPoint &position) const
{
    return !m_waiting && QAbstractButton::hitButton(position);
}

void Control::nextCheckState()
{
    if (!m_waiting)
        QAbstractButton::nextCheckState();
}

void Control::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isPress = isEnter || event->key() == Qt::Key_Space || event->key() == Qt::Key_Select;
    if (m_waiting && isPress)
        return;
    // Not every system's buttons hear it by themselves.
    if (isEnter && !event->isAutoRepeat())
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

bool Control::event(QEvent *event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
        m_hovered = event->type() == QEvent::Enter;
        update();
    }
    return QAbstractButton::event(event);
}

void Control::focusInEvent(QFocusEvent *event)
{
    // A window or menu that hands the focus back leaves it looking as it did.
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
        m_keyboardFocus = event->reason() != Qt::MouseFocusReason && event->reason() != Qt::OtherFocusReason;
    QAbstractButton::focusInEvent(event);
    update();
}

void Control::focusOutEvent(QFocusEvent *event)
{
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason)
        m_keyboardFocus = false;
    QAbstractButton::focusOutEvent(event);
    update();
}

IconButton::IconButton(IconId icon, const QString &name, const Appearance &appearance, QWidget *parent)
    : Control(appearance, parent)
    , m_icon(icon)
{
    setName(name);
}

void IconButton::setIconId(IconId icon)
{
    m_icon = icon;
    update();
}

void IconButton::setName(const QString &name)
{
    m_name = name;
    setAccessibleName(name);
    updateToolTip();
}

void IconButton::setShortcutHint(const QKeySequence &keys)
{
    m_keys = keys;
    updateToolTip();
}

void IconButton::setBadge(int count)
{
    if (m_badge == count)
        return;
    m_badge = count;
    setAccessibleDescription(count > 0 ? tr("%n new", nullptr, count) : QString());
    update();
}

void IconButton::updateToolTip()
{
    const QString keys = m_keys.toString(QKeySequence::NativeText);
    setToolTip(keys.isEmpty() ? m_name : QStringLiteral("%1  %2").arg(m_name, keys));
}

QSize IconButton::sizeHint() const
{
    const int side = std::max(SmallestHit, theme().scaled(28));
    return {side, side};
}

void IconButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = theme().colors;
    const QRectF box = rect();
    if (isDown() || isChecked())
        paintRounded(painter, box, radius::Control, c.selection);
    else if (isHovered())
        paintRounded(painter, box, radius::Control, c.hover);
    QColor ink = isChecked() ? c.accent : (isHovered() ? c.text : c.muted);
    if (!isEnabled())
        ink.setAlphaF(0.5F);
    const double side = theme().scaled(18);
    paintIcon(painter, QRectF(box.center() - QPointF(side, side) / 2, QSizeF(side, side)), m_icon, ink,
        layoutDirection());
    if (m_badge > 0) {
        const QString text = m_badge > 99 ? QStringLiteral("99+") : locale().toString(m_badge);
        const double height = theme().scaled(14);
        const double width = std::max(height, textWidth(theme(), TextStyle::SmallMedium, text) + 6);
        const QRectF badge = mirrored(QRectF(box.right() - width, 0, width, height), box, layoutDirection());
        paintRounded(painter, badge, height / 2, c.accent);
        paintLine(painter, badge, theme(), TextStyle::SmallMedium, text, c.onAccent, Qt::AlignHCenter);
    }
    if (showsFocus())
        paintFocusRing(painter, box, radius::Control, theme());
}

PushButton::PushButton(Kind kind, const QString &text, const Appearance &appearance, QWidget *parent)
    : Control(appearance, parent)
    , m_kind(kind)
{
    setText(text);
}

void PushButton::setLook(Kind kind, const QString &text, std::optional<IconId> icon)
{
    m_kind = kind;
    m_icon = icon;
    setText(text);
    updateGeometry();
    update();
}

QSize PushButton::sizeHint() const
{
    double width = textWidth(theme(), TextStyle::BodyMedium, text()) + 24;
    if (m_icon)
        width += theme().scaled(16) + 6;
    return {int(std::ceil(width)), theme().scaled(32)};
}

void PushButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = theme().colors;
    const QRectF box = rect();
    const bool primary = m_kind == Kind::Primary;
    QColor fill = primary ? c.accent : c.surface;
    if (isDown())
        fill = blended(c.selection, fill);
    if (isHovered())
        fill = blended(c.hover, fill);
    QColor ink = primary ? c.onAccent : c.text;
    if (!canBePressed()) {
        fill = primary ? c.sunken : c.surface;
        ink = c.muted;
    }
    paintRounded(painter, box, radius::Button, fill, primary ? QColor() : c.border);

    const double words = textWidth(theme(), TextStyle::BodyMedium, text());
    const double side = theme().scaled(16);
    const double whole = words + (m_icon ? side + 6 : 0);
    double x = std::max(4.0, (box.width() - whole) / 2);
    if (m_icon) {
        const QRectF at(x, (box.height() - side) / 2, side, side);
        paintIcon(painter, mirrored(at, box, layoutDirection()), *m_icon, ink, layoutDirection());
        x += side + 6;
    }
    const QRectF at(x, 0, box.width() - x, box.height());
    paintLine(painter, mirrored(at, box, layoutDirection()), theme(), TextStyle::BodyMedium, text(), ink,
        layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    if (showsFocus()) {
        // On the accent itself the ring would not show: a line of the ground sets it off.
        paintFocusRing(painter, box, radius::Button, theme());
        if (primary)
            paintRounded(painter, box.adjusted(2, 2, -2, -2), radius::Button - 2, {}, c.onAccent, 1.5);
    }
}

LinkButton::LinkButton(const QString &text, const Appearance &appearance, QWidget *parent)
    : Control(appearance, parent)
{
    setText(text);
    setCursor(Qt::PointingHandCursor);
}

void LinkButton::setOnToast(bool on)
{
    m_onToast = on;
    update();
}

QSize LinkButton::sizeHint() const
{
    const auto style = m_onToast ? TextStyle::BodyMedium : TextStyle::Caption;
    const double width = textWidth(theme(), style, text()) + 8;
    return {std::max(SmallestHit, int(std::ceil(width))), std::max(SmallestHit, theme().scaled(24))};
}

void LinkButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const auto style = m_onToast ? TextStyle::BodyMedium : TextStyle::Caption;
    const ThemeColors &c = theme().colors;
    const QColor ink = !canBePressed() ? c.muted : m_onToast ? c.toastAction : c.accent;
    const QRectF box = rect();
    const double width = paintLine(painter, box, theme(), style, text(), ink, Qt::AlignHCenter);
    if (isHovered() || isDown()) {
        const double y = baseline(theme(), style, (box.height() - theme().lineHeight(style)) / 2) + 2;
        painter.fillRect(QRectF(box.center().x() - width / 2, y, width, 1), ink);
    }
    if (showsFocus())
        paintRounded(painter, box, radius::Control - 2, {}, ink, FocusRing);
}

Chip::Chip(const QString &text, const Appearance &appearance, QWidget *parent)
    : Control(appearance, parent)
{
    setCheckable(true);
    setText(text);
}

QSize Chip::sizeHint() const
{
    const double width = textWidth(theme(), TextStyle::Caption, text()) + 20;
    return {int(std::ceil(width)), std::max(SmallestHit, theme().scaled(24))};
}

void Chip::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = theme().colors;
    const QRectF box = QRectF(rect()).adjusted(0, 0, 0, -1);
    const double round = box.height() / 2;
    // Where grounds differ little for the sake of the text, a line says which are on.
    const bool isStrong = theme().kind == Theme::Kind::HighContrast;
    if (isChecked())
        paintRounded(painter, box, round, c.selection, isStrong ? c.accent : QColor(), 2);
    else
        paintRounded(painter, box, round, isHovered() ? c.hover : QColor(), c.border);
    const QColor ink = isChecked() ? c.accent : (isHovered() ? c.text : c.muted);
    paintLine(painter, box, theme(), TextStyle::Caption, text(), ink, Qt::AlignHCenter);
    if (showsFocus())
        paintFocusRing(painter, box, round, theme());
}

Label::Label(TextStyle style, Ink ink, const Appearance &appearance, QWidget *parent)
    : QLabel(parent)
    , m_appearance(appearance)
    , m_style(style)
    , m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Label::setInk(Ink ink)
{
    m_ink = ink;
    update();
}

void Label::setCentred(bool centred)
{
    m_centred = centred;
    update();
}

void Label::setAlignToEnd(bool atEnd)
{
    m_atEnd = atEnd;
    update();
}

QSize Label::sizeHint() const
{
    const Theme &theme = m_appearance.theme();
    return {int(std::ceil(textWidth(theme, m_style, text()))), theme.lineHeight(m_style)};
}

QSize Label::minimumSizeHint() const
{
    return {24, m_appearance.theme().lineHeight(m_style)};
}

int Label::heightForWidth(int width) const
{
    return int(std::ceil(paragraphHeight(m_appearance.theme(), m_style, text(), width)));
}

bool Label::event(QEvent *event)
{
    const auto isElided = [this] { return !wordWrap() && sizeHint().width() > width(); };
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty() || !isElided())
        return QLabel::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), plainToolTip(text()), this);
    return true;
}

QColor Label::color() const
{
    const ThemeColors &c = m_appearance.theme().colors;
    switch (m_ink) {
    case Ink::Text:
        return c.text;
    case Ink::Muted:
        return c.muted;
    case Ink::Accent:
        return c.accent;
    case Ink::Danger:
        return c.danger;
    case Ink::Warning:
        return c.warning;
    case Ink::Success:
        return c.success;
    case Ink::Inverted:
        return c.surface;
    }
    return c.text;
}

void Label::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const bool toTheRight = (layoutDirection() == Qt::RightToLeft) != m_atEnd;
    Qt::Alignment alignment = toTheRight ? Qt::AlignRight : Qt::AlignLeft;
    if (m_centred)
        alignment = Qt::AlignHCenter;
    if (wordWrap())
        paintParagraph(painter, rect(), m_appearance.theme(), m_style, text(), color(), alignment);
    else
        paintLine(painter, rect(), m_appearance.theme(), m_style, text(), color(), alignment);
}

void wrap(Label &label)
{
    label.setWordWrap(true);
    QSizePolicy policy = label.sizePolicy();
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    label.setSizePolicy(policy);
}

} // namespace throughline::ui
