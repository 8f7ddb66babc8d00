#pragma once

#include "markdown/tex.h"

#include <QFont>
#include <QPainterPath>
#include <QRectF>

class QPainter;
class QColor;

namespace throughline::markdown {

/// A formula laid out. Coordinates: x from its left, y from its baseline, downwards.
struct TexBox
{
    struct Glyphs
    {
        QString text;
        QFont font;
        QPointF at; ///< of the baseline's start
    };
    qreal width = 0;
    qreal ascent = 0;
    qreal descent = 0;
    QList<Glyphs> texts;
    QList<QRectF> bars;
    QList<QPainterPath> shapes; ///< filled

    qreal height() const { return ascent + descent; }
};

/// \a isDisplay: by itself, with fractions one above the other; otherwise within a line, where fractions lie
/// down and everything is about as high as the line. Lengths in device-independent pixels. Thread-safe where
/// fonts are.
TexBox layOutTex(const TexNode &node, const QFont &font, bool isDisplay);

/// \a baseline: where the left end of the formula's baseline goes.
void drawTex(QPainter *painter, const TexBox &box, const QPointF &baseline, const QColor &color);

} // namespace throughline::markdown
