#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::TranscriptModel;

namespace {

const QUrl Address(QStringLiteral("https://x.example/a.png"));

QImage picture(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    return image;
}

struct Scene
{
    Scene()
    {
        model.setRows({test::said(QStringLiteral("q"), QStringLiteral("Show it.")),
            test::reply(QStringLiteral("r"),
                QStringLiteral("Look:\n\n![A map](https://x.example/a.png)\n\nThat was it."))});
        view.setMotionEnabled(false);
        view.resize(696, 900);
        view.setModel(&model);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }
    const MessageItem &item() const { return *view.transcriptLayout().item(1); }
    QPoint placeholder() const
    {
        const MessageItem::Part &part = item().part(1);
        return view.rowRect(1).topLeft() + QPoint(item().textLeft() + 20, part.top + part.height / 2);
    }
    TranscriptModel model;
    TranscriptView view;
};

} // namespace

class tst_TranscriptPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPictureStandsBelowTheBlockThatNamesIt()
    {
        Scene scene;
        const int before = scene.view.rowRect(1).height();
        const QString text = scene.item().textBetween({}, {2, 3});
        scene.view.showPicture(Address, picture(300, 200));
        QCOMPARE(scene.item().pictures().size(), 1);
        const QRect area = scene.item().pictures().first().rect;
        QCOMPARE(area.size(), QSize(300, 200));
        QVERIFY(area.top() >= scene.item().part(1).bottom());
        QVERIFY(area.bottom() < scene.item().part(2).top);
        QCOMPARE(scene.view.rowRect(1).height(), before + area.bottom() + 1 - scene.item().part(1).bottom());
        QCOMPARE(scene.item().textBetween({}, {2, 3}), text); // what is copied stays
        const QPoint centre = area.center() + scene.view.rowRect(1).topLeft();
        QCOMPARE(scene.view.viewport()->grab().toImage().pixelColor(centre), QColor(Qt::magenta));
    }

    void itIsNoLargerThanItsRoom()
    {
        Scene scene;
        scene.view.showPicture(Address, picture(1520, 400));
        const int column = scene.view.transcriptLayout().columnWidth();
        QCOMPARE(scene.item().pictures().first().rect.width(), column);
        scene.view.showPicture(Address, picture(480, 960));
        QCOMPARE(scene.item().pictures().first().rect.size(), QSize(240, 480));
        scene.view.showPicture(Address, picture(20, 10));
        QCOMPARE(scene.item().pictures().first().rect.size(), QSize(20, 10));
    }

    void itsPlaceholderTakesItAwayWithoutAsking()
    {
        Scene scene;
        QSignalSpy requested(&scene.view, &TranscriptView::imageRequested);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, scene.placeholder());
        QCOMPARE(requested.size(), 1);
        scene.view.showPicture(Address, picture(300, 200));
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, scene.placeholder());
        QCOMPARE(requested.size(), 1);
        QVERIFY(scene.item().pictures().isEmpty());
    }

    void itIsGoneWithTheConversation()
    {
        Scene scene;
        scene.view.showPicture(Address, picture(300, 200));
        scene.view.setModel(nullptr);
        scene.view.setModel(&scene.model);
        scene.view.grab();
        QVERIFY(scene.item().pictures().isEmpty());
    }

    void onlyAFewAreKept()
    {
        ShownPictures pictures;
        for (int i = 0; i <= ShownPictures::Most; ++i)
            pictures.add(QUrl(QStringLiteral("https://x.example/%1").arg(i)), picture(2, 2));
        QVERIFY(pictures.image(QUrl(QStringLiteral("https://x.example/0"))).isNull());
        QVERIFY(!pictures.image(QUrl(QStringLiteral("https://x.example/1"))).isNull());
    }
};

QTEST_MAIN(tst_TranscriptPictures)
#include "tst_transcriptpictures.moc"
