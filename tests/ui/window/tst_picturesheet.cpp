#include "support/faketransport.h"
#include "ui/window/picturedecoder.h"
#include "ui/window/picturesheet.h"

#include <QAbstractButton>
#include <QBuffer>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;

namespace {

QByteArray png(const QSize &size, QImage::Format format = QImage::Format_RGB32)
{
    QImage image(size, format);
    image.fill(0);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

test::FakeAnswer answer(int status, const QByteArray &body)
{
    test::FakeAnswer answer;
    answer.status = status;
    answer.pieces = {body};
    return answer;
}

const QUrl Address(QStringLiteral("https://pictures.example/a.png"));

struct Scene
{
    Scene()
    {
        sheet.resize(600, 400);
        sheet.show(Address);
        static_cast<QWidget &>(sheet).show();
    }
    QAbstractButton *button(const QString &text) const
    {
        const QList<QAbstractButton *> all = sheet.findChildren<QAbstractButton *>();
        for (QAbstractButton *button : all) {
            if (button->text() == text) {
                return button;
            }
        }
        return nullptr;
    }
    void load() const { button(QStringLiteral("Load the picture"))->click(); }

    test::FakeTransport transport;
    Appearance appearance{*qApp};
    PictureSheet sheet{transport, appearance};
};

} // namespace

class TestPictureSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLoadedBeforeItIsAskedFor()
    {
        Scene scene;
        QTest::qWait(50);
        QCOMPARE(scene.transport.requests().size(), 0);
        QVERIFY(scene.sheet.said().contains(QStringLiteral("pictures.example")));
    }

    void whatIsAskedForIsHandedOver()
    {
        Scene scene;
        QSignalSpy loaded(&scene.sheet, &PictureSheet::loaded);
        scene.transport.always("GET", QStringLiteral("/a.png"), answer(200, png({40, 30})));
        scene.load();
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(loaded.first().at(0).toUrl(), Address);
        QCOMPARE(loaded.first().at(1).value<QImage>().size(), QSize(40, 30));
        QCOMPARE(scene.transport.requests().size(), 1);
        QCOMPARE(scene.transport.requests().first().url, Address);
    }

    void whatWentWrongIsSaidAndCanBeTriedAgain_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("not there") << 404 << QByteArray() << QStringLiteral("answered 404");
        QTest::newRow("elsewhere") << 302 << QByteArray() << QStringLiteral("another address");
        QTest::newRow("no picture") << 200 << QByteArray("<html>") << QStringLiteral("no picture");
        QTest::newRow("svg") << 200 << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>")
                             << QStringLiteral("no picture");
        QTest::newRow("damaged") << 200 << png({9, 9}).left(50) << QStringLiteral("damaged");
    }

    void whatWentWrongIsSaidAndCanBeTriedAgain()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, sentence);
        Scene scene;
        QSignalSpy loaded(&scene.sheet, &PictureSheet::loaded);
        scene.transport.always("GET", QStringLiteral("/a.png"), answer(status, body));
        scene.load();
        QTRY_VERIFY2(scene.sheet.said().contains(sentence), qPrintable(scene.sheet.said()));
        QVERIFY(scene.button(QStringLiteral("Load the picture"))->isEnabled());
        QCOMPARE(loaded.size(), 0);
    }

    void whatIsClosedComesNoMore()
    {
        Scene scene;
        scene.transport.once("GET", QStringLiteral("/a.png"), test::FakeAnswer::hold());
        scene.load();
        QTRY_COMPARE(scene.transport.open().size(), 1);
        scene.sheet.clear();
        QCOMPARE(scene.transport.open().size(), 0);
    }

    void onlyTheNetworkIsAsked_data()
    {
        QTest::addColumn<QString>("address");
        for (const char *address : {"file:///etc/passwd", "data:image/png;base64,AAAA",
                 "ftp://x.example/a.png", "javascript:alert(1)", "https://", "//x.example/a.png", "a.png",
                 "qrc:/x.png", "https://user:word@x.example/a.png", "\\\\server\\share\\a.png"}) {
            QTest::newRow(address) << QString::fromUtf8(address);
        }
    }

    void onlyTheNetworkIsAsked()
    {
        QFETCH(QString, address);
        const QUrl url(address, QUrl::StrictMode);
        QVERIFY(!workspace::PictureDownload::mayFetch(url));
        Scene scene;
        scene.sheet.show(url);
        scene.load();
        QCOMPARE(scene.transport.requests().size(), 0);
        QVERIFY(scene.sheet.said().contains(QStringLiteral("http")));
    }

    void aPictureIsReadNoLargerThanItIsShown()
    {
        QCOMPARE(decodePicture(png({400, 100}), {200, 200}).image.size(), QSize(200, 50));
        QCOMPARE(decodePicture(png({20, 10}), {200, 200}).image.size(), QSize(20, 10));
    }

    void aPictureOfTooManyPixelsIsNotRead()
    {
        const DecodedPicture decoded = decodePicture(png({6000, 5000}, QImage::Format_Mono), {100, 100});
        QVERIFY(decoded.image.isNull());
        QVERIFY2(decoded.problem.contains(QStringLiteral("million")), qPrintable(decoded.problem));
    }
};

QTEST_MAIN(TestPictureSheet)
#include "tst_picturesheet.moc"
