#include "ui/icons.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace throughline::ui;
using throughline::protocol::SignalType;

class TestIcons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIconDrawsInTheColourAsked_data();
    void everyIconDrawsInTheColourAsked();
    void iconsAreRenderedAtDeviceResolution_data();
    void iconsAreRenderedAtDeviceResolution();
    void everyTypeHasAGlyphOfItsOwn();
    void pointingIconsMirrorForRightToLeft();
    void theApplicationIconIsThere();
    void aSheetToLookAt();
};

namespace {

QImage draw(IconId id, const QColor &color, double scale, Qt::LayoutDirection direction = Qt::LeftToRight)
{
    QImage image(QSize(20, 20) * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintIcon(painter, QRectF(0, 0, 20, 20), id, color, direction);
    return image;
}

} // namespace

void TestIcons::everyIconDrawsInTheColourAsked_data()
{
    QTest::addColumn<int>("id");
    for (int id = 0; id <= int(IconId::Signal); ++id)
        QTest::addRow("icon %d", id) << id;
}

void TestIcons::everyIconDrawsInTheColourAsked()
{
    QFETCH(int, id);
    const QImage image = draw(IconId(id), Qt::red, 2);
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor c = image.pixelColor(x, y);
            if (c.alpha() < 200)
                continue;
            ++inked;
            QVERIFY2(c.red() > 240 && c.green() < 10 && c.blue() < 10, qPrintable(c.name()));
        }
    }
    QVERIFY2(inked > 30, qPrintable(QString::number(inked)));
}

void TestIcons::iconsAreRenderedAtDeviceResolution_data()
{
    QTest::addColumn<double>("scale");
    for (const double scale : {1.0, 1.25, 1.5, 2.0})
        QTest::addRow("%g", scale) << scale;
}

void TestIcons::iconsAreRenderedAtDeviceResolution()
{
    QFETCH(double, scale);
    // The upright of the plus is 1.5 px wide: drawn at device resolution it is never wider than that, rounded
    // up by one pixel of antialiasing on either side; scaled up from 1× it would smear further.
    const QImage image = draw(IconId::Plus, Qt::black, scale);
    const int row = int(6 * scale);
    int touched = 0;
    for (int x = 0; x < image.width(); ++x)
        touched += image.pixelColor(x, row).alpha() > 8 ? 1 : 0;
    QVERIFY2(touched <= int(std::ceil(1.5 * scale)) + 1, qPrintable(QString::number(touched)));
    QVERIFY(touched > 0);
}

void TestIcons::everyTypeHasAGlyphOfItsOwn()
{
    QList<QImage> seen;
    for (const auto type : {SignalType::Goal, SignalType::Constraint, SignalType::Assumption,
             SignalType::Claim, SignalType::Question, SignalType::DecisionIntent, SignalType::EvidenceMention,
             SignalType::Unknown}) {
        const QImage image = draw(iconForType(type), Qt::black, 1);
        QVERIFY(!seen.contains(image));
        seen.append(image);
    }
}

void TestIcons::pointingIconsMirrorForRightToLeft()
{
    const QImage ltr = draw(IconId::ArrowRight, Qt::black, 2);
    const QImage rtl = draw(IconId::ArrowRight, Qt::black, 2, Qt::RightToLeft);
    QVERIFY(ltr != rtl);
    QCOMPARE(draw(IconId::Check, Qt::black, 2), draw(IconId::Check, Qt::black, 2, Qt::RightToLeft));
}

void TestIcons::theApplicationIconIsThere()
{
    const QPixmap pixmap = applicationIcon().pixmap(64, 64);
    QVERIFY(!pixmap.isNull());
    QVERIFY(pixmap.toImage().pixelColor(32, 10).alpha() == 255);
}

void TestIcons::aSheetToLookAt()
{
    const QString folder = qEnvironmentVariable("THROUGHLINE_PANE_IMAGES");
    if (folder.isEmpty())
        QSKIP("THROUGHLINE_PANE_IMAGES names no folder for pictures");
    QImage sheet(9 * 48, 4 * 4 * 48, QImage::Format_RGB32);
    sheet.fill(Qt::white);
    QPainter painter(&sheet);
    int block = 0;
    for (const double scale : {1.0, 1.25, 1.5, 2.0}) {
        for (int id = 0; id <= int(IconId::Signal); ++id) {
            QImage icon = draw(IconId(id), QColor(0x1B1B19), scale);
            icon.setDevicePixelRatio(1);
            painter.drawImage(QPoint(id % 9 * 48 + 4, (block * 4 + id / 9) * 48 + 4), icon);
        }
        ++block;
    }
    QVERIFY(sheet.save(folder + QStringLiteral("/icons.png")));
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
