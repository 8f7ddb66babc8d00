#include "ui/modelbutton.h"

#include "ui/plaintooltip.h"
#include "ui/textpaint.h"

#include <QPainter>

#include <cmath>

namespace throughline::ui {

namespace {
constexpr int Widest = 260;
constexpr int Side = 9;
constexpr int Arrow = 12;
constexpr int ArrowGap = 3;
} // namespace

ModelButton::ModelButton(const Appearance &appearance, QWidget *parent)
    : Control(appearance, parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setChoosable(false);
}

void ModelButton::setModelName(const QString &name)
{
    setText(name);
    setAccessibleName(tr("Model: %1").arg(name));
    setToolTip(plainToolTip(name));
    updateGeometry();
    update();
}

void ModelButton::setChoosable(bool choosable)
{
    m_choosable = choosable;
    setFocusPolicy(choosable ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents, !choosable);
    setAccessibleDescription(choosable ? tr("Choose another model") : QString());
    updateGeometry();
    update();
}

QSize ModelButton::sizeHint() const
{
    double width = textWidth(theme(), TextStyle::Caption, text()) + 2.0 * Side + 2;
    if (m_choosable)
        width += theme().scaled(Arrow) + ArrowGap;
    const int height = m_choosable ? std::max(SmallestHit, theme().scaled(24)) : theme().scaled(23);
    return {std::min(int(std::ceil(width)), theme().scaled(Widest)), height};
}

QSize ModelButton::minimumSizeHint() const
{
    return {64, sizeHint().height()};
}

void ModelButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const ThemeColors &c = theme().colors;
    const QRectF box = rect();
    const double round = box.height() / 2;
    const bool isLit = isDown() || isHovered();
    paintRounded(painter, box, round, m_choosable && isLit ? c.hover : QColor(), c.border);
    const QColor ink = m_choosable && isLit ? c.text : c.muted;
    QRectF words = box.adjusted(Side + 1, 0, -Side - 1, 0);
    if (m_choosable) {
        const double side = theme().scaled(Arrow);
        const QRectF arrow(words.right() - side + 2, (box.height() - side) / 2, side, side);
        paintIcon(painter, mirrored(arrow, box, layoutDirection()), IconId::ChevronDown, ink);
        words.setRight(words.right() - side - ArrowGap);
    }
    paintLine(painter, mirrored(words, box, layoutDirection()), theme(), TextStyle::Caption, text(), ink,
        layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    if (showsFocus())
        paintFocusRing(painter, box, round, theme());
}

} // namespace throughline::ui
