#include "screenshots/imagecompare.h"

#include <QPainter>
#include <QTest>

using namespace throughline::screenshots;

namespace {

QImage page(int x, const QString &word, const QColor &color = Qt::black)
{
    QImage image(400, 300, QImage::Format_ARGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setPen(color);
    QFont font = painter.font();
    font.setPixelSize(32);
    painter.setFont(font);
    painter.drawText(QPoint(x, 150), word);
    return image;
}

} // namespace

class ImageCompareTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalPicturesDoNotDiffer();
    void oneFaintPixelDoesNotCount();
    void anotherWordCounts();
    void anotherColourCounts();
    void anotherSizeCounts();
};

void ImageCompareTest::equalPicturesDoNotDiffer()
{
    const ImageDifference difference =
        compareImages(page(20, QStringLiteral("word")), page(20, QStringLiteral("word")));
    QCOMPARE(difference.share, 0.0);
    QVERIFY(difference.picture.isNull());
}

void ImageCompareTest::oneFaintPixelDoesNotCount()
{
    QImage other = page(20, QStringLiteral("word"));
    other.setPixelColor(300, 20, QColor(250, 250, 250));
    QVERIFY(compareImages(page(20, QStringLiteral("word")), other).isTolerable());
}

void ImageCompareTest::anotherWordCounts()
{
    const ImageDifference difference =
        compareImages(page(20, QStringLiteral("Send")), page(20, QStringLiteral("Stop")));
    QVERIFY2(!difference.isTolerable(), qPrintable(difference.sentence));
    QCOMPARE(difference.picture.size(), QSize(3 * 400 + 32, 300));
}

void ImageCompareTest::anotherColourCounts()
{
    QVERIFY(!compareImages(page(20, QStringLiteral("Goal")), page(20, QStringLiteral("Goal"), Qt::darkGreen))
                 .isTolerable());
}

void ImageCompareTest::anotherSizeCounts()
{
    const ImageDifference difference =
        compareImages(page(20, QStringLiteral("a")), page(20, QStringLiteral("a")).copy(0, 0, 399, 300));
    QVERIFY(!difference.sameSize && !difference.isTolerable());
}

QTEST_MAIN(ImageCompareTest)
#include "tst_imagecompare.moc"
