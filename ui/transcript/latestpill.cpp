#include "ui/transcript/latestpill.h"

#include "ui/icons.h"

#include <QPainter>

namespace throughline::ui {

LatestPill::LatestPill(QWidget *parent)
    : QAbstractButton(parent)
    , m_style(TranscriptStyle::from(Theme::light()))
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setNewCount(0);
}

void LatestPill::setStyle(const TranscriptStyle &style)
{
    m_style = style;
    setFont(style.theme.font(TextStyle::Body));
    updateGeometry();
    update();
}

void LatestPill::setNewCount(int count)
{
    const QString text = count > 0 ? tr("Latest \u00B7 %n new", nullptr, count) : tr("Latest");
    if (text == this->text()) {
        return;
    }
    setText(text);
    setAccessibleName(
        count > 0 ? tr("Go to the latest message, %n new", nullptr, count) : tr("Go to the latest message"));
    updateGeometry();
    update();
}

QSize LatestPill::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(text()) + m_style.scaled(12 + 18 + 5 + 13);
    return QSize(width, m_style.scaled(30)) + QSize(2 * Shadow, 2 * Shadow);
}

bool LatestPill::hitButton(const QPoint &pos) const
{
    return pillRect().contains(pos);
}

void LatestPill::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors &colors = m_style.theme.colors;
    const QRectF pill(pillRect());
    const double round = pill.height() / 2;

    // A soft shadow out of a few translucent rings; the pill is the only thing here that floats.
    painter.setPen(Qt::NoPen);
    constexpr int Rings = 12;
    QColor shadow = colors.shadow;
    shadow.setAlphaF(shadow.alphaF() / Rings);
    painter.setBrush(shadow);
    for (int i = 1; i <= Rings; ++i) {
        const double grow = i * 1.1;
        const double rounding = round + grow;
        painter.drawRoundedRect(pill.adjusted(-grow, -grow + 4, grow, grow + 4), rounding, rounding);
    }
    painter.setBrush(underMouse() ? blended(colors.hover, colors.surface) : colors.surface);
    painter.setPen(QPen(hasFocus() ? colors.accent : colors.border, hasFocus() ? FocusRing : 1));
    painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), round, round);

    const int side = m_style.scaled(16);
    const bool leftToRight = layoutDirection() == Qt::LeftToRight;
    const int inset = m_style.scaled(13);
    const double x = leftToRight ? pill.left() + inset : pill.right() - inset - side;
    paintIcon(
        painter, QRectF(x, pill.center().y() - side / 2.0, side, side), IconId::ChevronDown, colors.text);
    const int behind = inset + side + m_style.scaled(5);
    painter.setPen(colors.text);
    painter.setFont(font());
    painter.drawText(leftToRight ? pill.adjusted(behind, 0, 0, 0) : pill.adjusted(0, 0, -behind, 0),
        Qt::AlignVCenter | Qt::AlignAbsolute | (leftToRight ? Qt::AlignLeft : Qt::AlignRight), text());
}

} // namespace throughline::ui
