#include "ui/textpaint.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

namespace throughline::ui {

namespace {

QTextOption optionFor(const QString &text, Qt::Alignment alignment)
{
    QTextOption option(alignment | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    return option;
}

/// Breaks \a layout into lines; returns how many.
int breakLines(QTextLayout &layout, double width, int maxLines)
{
    layout.beginLayout();
    int count = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(1.0, width));
        ++count;
        // One line more than asked tells that there is more; nobody needs the rest.
        if (maxLines > 0 && count > maxLines)
            break;
    }
    layout.endLayout();
    return count;
}

QString withLineBreaks(QString text)
{
    return text.replace(QLatin1Char('\n'), QChar::LineSeparator);
}

} // namespace

double baseline(const Theme &theme, TextStyle style, double top)
{
    const QFontMetricsF metrics(theme.font(style));
    const double leading = theme.lineHeight(style) - (metrics.ascent() + metrics.descent());
    return std::round(top + leading / 2 + metrics.ascent());
}

double textWidth(const Theme &theme, TextStyle style, const QString &text)
{
    return QFontMetricsF(theme.font(style)).horizontalAdvance(text);
}

double paintLine(QPainter &painter, const QRectF &rect, const Theme &theme, TextStyle style,
    const QString &text, const QColor &color, Qt::Alignment alignment)
{
    const QFont font = theme.font(style);
    const QFontMetricsF metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    const double width = metrics.horizontalAdvance(shown);
    double x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - width / 2;
    painter.setFont(font);
    painter.setPen(color);
    const double top = rect.top() + (rect.height() - theme.lineHeight(style)) / 2;
    // The words decide which way they are read, not the window they stand in: "Why?" keeps its mark at its
    // end.
    const Qt::LayoutDirection before = painter.layoutDirection();
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter.drawText(QPointF(x, baseline(theme, style, top)), shown);
    painter.setLayoutDirection(before);
    return width;
}

double paragraphHeight(const Theme &theme, TextStyle style, const QString &text, double width, int maxLines)
{
    QTextLayout layout(withLineBreaks(text), theme.font(style));
    layout.setTextOption(optionFor(text, Qt::AlignLeft));
    const int lines = breakLines(layout, width, maxLines);
    return double(maxLines > 0 ? std::min(lines, maxLines) : lines) * theme.lineHeight(style);
}

void paintParagraph(QPainter &painter, const QRectF &rect, const Theme &theme, TextStyle style,
    const QString &text, const QColor &color, Qt::Alignment alignment, int maxLines)
{
    const QFont font = theme.font(style);
    const QFontMetricsF metrics(font);
    QTextLayout layout(withLineBreaks(text), font);
    layout.setTextOption(optionFor(text, alignment));
    const int lines = breakLines(layout, rect.width(), maxLines);
    const bool cut = maxLines > 0 && lines > maxLines;
    painter.setFont(font);
    painter.setPen(color);
    double top = rect.top();
    for (int i = 0; i < (cut ? maxLines : lines); ++i) {
        const QTextLine line = layout.lineAt(i);
        const double base = baseline(theme, style, top);
        if (cut && i == maxLines - 1) {
            const QString rest =
                metrics.elidedText(layout.text().mid(line.textStart()), Qt::ElideRight, rect.width());
            const double x =
                (alignment & Qt::AlignRight) ? rect.right() - metrics.horizontalAdvance(rest) : rect.left();
            painter.drawText(QPointF(x, base), rest);
        } else {
            line.draw(&painter, QPointF(rect.left(), base - line.y() - line.ascent()));
        }
        top += theme.lineHeight(style);
    }
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

void paintRounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill,
    const QColor &border, double borderWidth)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    if (border.isValid()) {
        // Centred half its width inside, a border of one pixel covers exactly one row of pixels.
        const double inset = borderWidth / 2;
        painter.setPen(QPen(border, borderWidth));
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset);
    } else {
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(rect, radius, radius);
    }
    painter.restore();
}

void paintFocusRing(QPainter &painter, const QRectF &rect, double radius, const Theme &theme)
{
    paintRounded(painter, rect, radius, {}, theme.colors.accent, FocusRing);
}

QRectF mirrored(const QRectF &rect, const QRectF &bounds, Qt::LayoutDirection direction)
{
    if (direction == Qt::LeftToRight)
        return rect;
    return {bounds.left() + bounds.right() - rect.right(), rect.top(), rect.width(), rect.height()};
}

} // namespace throughline::ui
