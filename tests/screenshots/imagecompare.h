#pragma once

#include <QImage>
#include <QString>

namespace throughline::screenshots {

/// How far two pictures are apart, as an eye would see it: a pixel differs when its colour is visibly another
/// (distance in YIQ over \c visible) from every pixel within one pixel of the same place, so that a hair of
/// anti-aliasing or a glyph that sits one pixel further does not count, and a missing word does.
struct ImageDifference
{
    bool sameSize = true;
    double share = 0; ///< of pixels that differ, 0…1
    QImage picture;   ///< reference, actual and difference side by side; null when nothing differs
    QString sentence; ///< for the test's output

    static constexpr double visible = 0.06;
    static constexpr double tolerated = 0.0008; ///< about 800 pixels of 1280 × 800
    bool isTolerable() const { return sameSize && share <= tolerated; }
};

ImageDifference compareImages(const QImage &reference, const QImage &actual);

/// Why what is drawn here cannot be compared with the references, in a sentence; empty: it can. With another
/// Qt than theirs letters have other shapes and places.
QString whyNotCompared();

} // namespace throughline::screenshots
