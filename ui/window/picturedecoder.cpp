#include "ui/window/picturedecoder.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QList>

namespace throughline::ui {

namespace {

/// Where these sentences are translated.
struct PictureSentence
{
    Q_DECLARE_TR_FUNCTIONS(Picture)
};

/// By the first bytes: what a picture calls itself decides which code reads it.
QByteArray formatOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "gif";
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return "webp";
    return bytes.startsWith("BM") ? QByteArray("bmp") : QByteArray();
}

} // namespace

DecodedPicture decodePicture(const QByteArray &bytes, const QSize &largest)
{
    const QByteArray format = formatOf(bytes);
    if (format.isEmpty())
        return {
            {}, PictureSentence::tr(
                    "What is there is no picture of a kind that is shown here (PNG, JPEG, GIF, WebP, BMP).")};
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    const QSize size = reader.size();
    if (!size.isValid() || size.isEmpty())
        return {{}, PictureSentence::tr("The picture is damaged or of a kind that is not supported here.")};
    if (qint64(size.width()) * size.height() > MostPixels)
        return {{}, PictureSentence::tr("The picture has more than 25 million pixels.")};
    if (size.width() > largest.width() || size.height() > largest.height())
        reader.setScaledSize(size.scaled(largest, Qt::KeepAspectRatio).expandedTo({1, 1}));
    reader.setAutoTransform(true);
    const QImage image = reader.read();
    if (image.isNull())
        return {{}, PictureSentence::tr("The picture is damaged: it cannot be read to its end.")};
    return {image, {}};
}

} // namespace throughline::ui
