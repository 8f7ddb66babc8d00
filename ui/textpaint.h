#pragma once

#include "ui/theme.h"

#include <QPointF>
#include <QRectF>
#include <QString>

class QPainter;

namespace throughline::ui {

/// Sets text as the design does: with the theme's fonts and line heights, the letters centred in the leading.
/// Widgets and delegates that paint themselves share these, so that a line is as high wherever it stands.

/// The baseline of a line of \a style whose box begins at \a top, on a whole pixel.
double baseline(const Theme &theme, TextStyle style, double top);

/// One line, elided at the end when it does not fit. \a alignment is Qt::AlignLeft, AlignRight or
/// AlignHCenter and is taken as it stands: mirror before calling. Returns the width the text took.
double paintLine(QPainter &painter, const QRectF &rect, const Theme &theme, TextStyle style,
    const QString &text, const QColor &color, Qt::Alignment alignment = Qt::AlignLeft);

double textWidth(const Theme &theme, TextStyle style, const QString &text);

/// The height that \a text takes when broken into lines of \a width; at most \a maxLines lines unless that is
/// 0.
double paragraphHeight(
    const Theme &theme, TextStyle style, const QString &text, double width, int maxLines = 0);

/// The same, painted; the last of \a maxLines ends in an ellipsis when there was more.
void paintParagraph(QPainter &painter, const QRectF &rect, const Theme &theme, TextStyle style,
    const QString &text, const QColor &color, Qt::Alignment alignment = Qt::AlignLeft, int maxLines = 0);

QColor withAlpha(QColor color, double alpha); ///< 0…1

/// A filled rounded rectangle with an optional border of \a borderWidth inside its edge.
void paintRounded(QPainter &painter, const QRectF &rect, double radius, const QColor &fill,
    const QColor &border = {}, double borderWidth = 1.0);

/// The ring that shows where the keyboard is, just inside \a rect.
void paintFocusRing(QPainter &painter, const QRectF &rect, double radius, const Theme &theme);

/// \a rect mirrored inside \a bounds when \a direction is right-to-left.
QRectF mirrored(const QRectF &rect, const QRectF &bounds, Qt::LayoutDirection direction);

} // namespace throughline::ui
