#pragma once

#include "markdown/texlayout.h"

namespace throughline::markdown {

/// The lengths of a font that formulas are measured by, in pixels.
struct TexMeasure
{
    qreal em = 0;
    qreal axis = 0; ///< how far above the baseline bars and operators are
    qreal capHeight = 0;
};

QFont sized(QFont font, qreal factor);
/// Puts \a part into \a whole with its origin at \a at.
void place(TexBox &whole, const TexBox &part, const QPointF &at);
/// Rows of cells, one below the other, around the axis. \a columns: how each stands (l, c, r).
TexBox stacked(const QList<QList<TexBox>> &cells, const QList<qreal> &widths, const QString &columns,
    const TexMeasure &measure);
/// What is around the thing under a root: \a hook wide on the left, and a bar at the top of \a rect.
QPainterPath rootSign(const QRectF &rect, qreal hook, qreal thick, qreal serif);

} // namespace throughline::markdown
