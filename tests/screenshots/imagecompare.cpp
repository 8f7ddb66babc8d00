#include "screenshots/imagecompare.h"

#include <QLibraryInfo>
#include <QPainter>
#include <QVersionNumber>

#include <algorithm>
#include <cmath>

namespace throughline::screenshots {

namespace {

/// Perceived distance of two colours, 0…1 (the YIQ weights of Kotsarenko and Ramos, 2010).
double distance(QRgb a, QRgb b)
{
    const double r = (qRed(a) - qRed(b)) / 255.0;
    const double g = (qGreen(a) - qGreen(b)) / 255.0;
    const double blue = (qBlue(a) - qBlue(b)) / 255.0;
    const double y = 0.299 * r + 0.587 * g + 0.114 * blue;
    const double i = 0.596 * r - 0.274 * g - 0.322 * blue;
    const double q = 0.211 * r - 0.523 * g + 0.312 * blue;
    return std::sqrt(0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q);
}

bool hasLikeNear(const QImage &image, int x, int y, QRgb color)
{
    for (int dy = -1; dy <= 1; ++dy) {
        const int row = y + dy;
        if (row < 0 || row >= image.height())
            continue;
        const auto *line = reinterpret_cast<const QRgb *>(image.constScanLine(row));
        for (int dx = -1; dx <= 1; ++dx) {
            const int column = x + dx;
            if (column >= 0 && column < image.width() &&
                distance(line[column], color) <= ImageDifference::visible)
                return true;
        }
    }
    return false;
}

QImage sideBySide(const QImage &reference, const QImage &actual, const QImage &marks)
{
    const int width = std::max(reference.width(), actual.width());
    const int height = std::max(reference.height(), actual.height());
    QImage sheet(3 * width + 32, height, QImage::Format_RGB32);
    sheet.fill(Qt::darkGray);
    QPainter painter(&sheet);
    painter.drawImage(0, 0, reference);
    painter.drawImage(width + 16, 0, actual);
    painter.drawImage(2 * (width + 16), 0, marks);
    return sheet;
}

} // namespace

ImageDifference compareImages(const QImage &referenceImage, const QImage &actualImage)
{
    QImage reference = referenceImage.convertToFormat(QImage::Format_RGB32);
    QImage actual = actualImage.convertToFormat(QImage::Format_RGB32);
    // Pixels are compared, whatever size they are meant to be shown at.
    reference.setDevicePixelRatio(1);
    actual.setDevicePixelRatio(1);

    ImageDifference difference;
    difference.sameSize = reference.size() == actual.size();
    QImage marks = actual.convertToFormat(QImage::Format_Grayscale8).convertToFormat(QImage::Format_RGB32);
    if (!difference.sameSize) {
        difference.share = 1;
        difference.picture = sideBySide(reference, actual, marks);
        difference.sentence = QStringLiteral("the reference is %1 × %2, the picture %3 × %4")
                                  .arg(reference.width())
                                  .arg(reference.height())
                                  .arg(actual.width())
                                  .arg(actual.height());
        return difference;
    }

    qint64 different = 0;
    for (int y = 0; y < actual.height(); ++y) {
        const auto *expected = reinterpret_cast<const QRgb *>(reference.constScanLine(y));
        const auto *found = reinterpret_cast<const QRgb *>(actual.constScanLine(y));
        auto *mark = reinterpret_cast<QRgb *>(marks.scanLine(y));
        for (int x = 0; x < actual.width(); ++x) {
            // Both ways: what is new in the picture, and what is gone from it.
            if (expected[x] != found[x] &&
                (!hasLikeNear(reference, x, y, found[x]) || !hasLikeNear(actual, x, y, expected[x]))) {
                ++different;
                mark[x] = qRgb(230, 0, 60);
            } else {
                mark[x] = qRgb(192 + qRed(mark[x]) / 4, 192 + qGreen(mark[x]) / 4, 192 + qBlue(mark[x]) / 4);
            }
        }
    }
    const double pixels = static_cast<double>(actual.width()) * actual.height();
    difference.share = pixels > 0 ? static_cast<double>(different) / pixels : 0;
    if (different > 0)
        difference.picture = sideBySide(reference, actual, marks);
    difference.sentence = QStringLiteral("%1 pixels (%2 %) differ visibly")
                              .arg(different)
                              .arg(100 * difference.share, 0, 'f', 3);
    return difference;
}

QString whyNotCompared()
{
    const QVersionNumber version = QLibraryInfo::version();
    return version.majorVersion() == 6 && version.minorVersion() == 4
               ? QString()
               : QStringLiteral("The references were drawn with Qt 6.4, this is Qt %1")
                     .arg(version.toString());
}

} // namespace throughline::screenshots
