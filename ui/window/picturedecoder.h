#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

namespace throughline::ui {

/// A picture that came from the network, or why it cannot be shown.
struct DecodedPicture
{
    QImage image;
    QString problem; ///< a sentence; empty when there is an image
};

inline constexpr qint64 MostPixels = 25'000'000;

/// PNG, JPEG, GIF (its first picture), WebP and BMP, whatever the server calls it; never SVG or anything else
/// that can name or run something. Scaled down to fit \a largest while it is read; one of more than
/// MostPixels is not read at all. Any thread.
DecodedPicture decodePicture(const QByteArray &bytes, const QSize &largest);

} // namespace throughline::ui
