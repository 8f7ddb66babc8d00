#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace throughline;
using namespace throughline::ui;
using workspace::TranscriptModel;

namespace {

const QString Long = QStringLiteral("word ").repeated(60);

struct Scene
{
    explicit Scene(const QString &reply)
    {
        QList<TranscriptModel::Row> rows = test::conversation(30);
        rows.append(test::reply(QStringLiteral("r"), reply));
        model.setRows(rows);
        view.setMotionEnabled(false);
        view.resize(696, 500);
        view.setModel(&model);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }
    int row() const { return model.indexOfId(QStringLiteral("r")); }
    MessageItem *item() const { return view.transcriptLayout().item(row()); }
    const markdown::BlockLayout &code() const { return *item()->part(0).layout; }
    QPoint inView(const QPoint &inRow) const { return inRow + view.rowRect(row()).topLeft(); }
    void wheel(const QPoint &at, const QPoint &turn, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, turn, Qt::NoButton, modifiers,
            Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view.viewport(), &event);
    }
    TranscriptModel model;
    TranscriptView view;
};

QString fence(const QString &code)
{
    return QStringLiteral("```\n%1\n```").arg(code);
}

} // namespace

class tst_CodeWrap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void longLinesScrollByThemselves()
    {
        Scene scene(fence(QStringLiteral("a\n%1\nb").arg(Long)));
        QVERIFY(scene.code().maximumScroll() > 500);
        const int page = scene.view.verticalScrollBar()->value();
        const QPoint at = scene.inView(QPoint(100, scene.item()->part(0).top + 60));
        scene.wheel(at, QPoint(-240, 0));
        QCOMPARE(scene.code().scroll(), 120.0);
        scene.wheel(at, QPoint(0, -120), Qt::ShiftModifier);
        QCOMPARE(scene.code().scroll(), 180.0);
        QCOMPARE(scene.view.verticalScrollBar()->value(), page);
        scene.wheel(at, QPoint(100000, 0));
        QCOMPARE(scene.code().scroll(), 0.0);
    }

    void aSwitchBreaksThemAndIsRemembered()
    {
        Scene scene(fence(Long));
        const double before = scene.code().height();
        QVERIFY(scene.code().hasLongLines());
        const QPoint button = scene.inView(scene.item()->codeWrapRect(0).center());
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, button);
        QVERIFY(scene.code().isWrapped());
        QVERIFY(scene.code().height() > before);
        QCOMPARE(scene.code().maximumScroll(), 0.0);
        scene.view.verticalScrollBar()->setValue(0); // far away: nothing is laid out any more
        QTRY_VERIFY(!scene.item());
        scene.view.scrollToLatest();
        QTRY_VERIFY(scene.item() && scene.item()->part(0).layout);
        QVERIFY(scene.code().isWrapped());
        QTest::mouseClick(
            scene.view.viewport(), Qt::LeftButton, {}, scene.inView(scene.item()->codeWrapRect(0).center()));
        QVERIFY(!scene.code().isWrapped());
        QCOMPARE(scene.code().height(), before);
    }

    void oneSwitchIsForAllBlocksAndIsToldToWhoKeepsIt()
    {
        Scene scene(fence(Long) + QStringLiteral("\n\n") + fence(Long));
        QSignalSpy chosen(&scene.view, &TranscriptView::codeWrapChosen);
        const QPoint button = scene.inView(scene.item()->codeWrapRect(1).center());
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, button);
        QCOMPARE(chosen, QList<QVariantList>{{true}});
        QVERIFY(scene.code().isWrapped());
        QVERIFY(scene.item()->part(1).layout->isWrapped());
        QCOMPARE(scene.inView(scene.item()->codeWrapRect(1).center()).y(), button.y());
    }

    void codeIsShownAsItWasChosenBefore()
    {
        Scene scene(fence(Long));
        scene.view.setCodeWrapped(true);
        QVERIFY(scene.code().isWrapped());
        scene.model.append(test::reply(QStringLiteral("new"), fence(Long)));
        scene.view.scrollToLatest();
        QTRY_VERIFY(!scene.view.transcriptLayout().needsUpdate());
        QVERIFY(scene.view.transcriptLayout().item(scene.model.rowCount() - 1)->part(0).layout->isWrapped());
    }

    void shortCodeHasNoSwitch()
    {
        Scene scene(fence(QStringLiteral("short")));
        QVERIFY(scene.item()->codeWrapRect(0).isEmpty());
        QVERIFY(!scene.item()->codeCopyRect(0).isEmpty());
        QCOMPARE(scene.code().maximumScroll(), 0.0);
    }

    void placesAreFoundInWhatIsScrolled()
    {
        Scene scene(fence(Long));
        const int position = 200;
        scene.view.showPlace(scene.row(), {0, position});
        QVERIFY(scene.code().scroll() > 0);
        const QRectF place = scene.code().cursorRect(position);
        QVERIFY2(place.x() > 0 && place.x() < scene.code().width(), qPrintable(QString::number(place.x())));
        QCOMPARE(scene.code().positionAt(place.center()), position);
        QCOMPARE(scene.code().textOfRange(200, 204), QStringLiteral("word"));
    }

    void nothingIsDrawnBesideTheBox()
    {
        Scene scene(fence(Long));
        const QImage image = scene.view.viewport()->grab().toImage();
        const QColor surface = scene.view.transcriptLayout().style().theme.colors.surface;
        const QRect row = scene.view.rowRect(scene.row());
        for (int y = row.top() + 2; y < row.top() + static_cast<int>(scene.code().height()) - 2; ++y) {
            QCOMPARE(image.pixelColor(row.right() + 3, y), surface);
            QCOMPARE(image.pixelColor(row.left() - 3, y), surface);
        }
    }

    void whatGrowsKeepsItsSwitch()
    {
        Scene scene(QStringLiteral("x"));
        scene.model.append(
            test::reply(QStringLiteral("s"), QStringLiteral("```\n") + Long, workspace::RowState::Streaming));
        const int row = scene.model.rowCount() - 1;
        const auto item = [&] { return scene.view.transcriptLayout().item(row); };
        QTRY_VERIFY(item() && item()->part(0).layout);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {},
            item()->codeWrapRect(0).center() + scene.view.rowRect(row).topLeft());
        QVERIFY(item()->part(0).layout->isWrapped());
        scene.model.appendText(row, QStringLiteral("and more\n```\n\nEnd"));
        QTRY_COMPARE(item()->partCount(), 2);
        QVERIFY(item()->part(0).wraps);
    }

    void theWheelAsksForLargerText()
    {
        Scene scene(QStringLiteral("x"));
        QSignalSpy zoom(&scene.view, &TranscriptView::zoomRequested);
        scene.wheel(QPoint(50, 50), QPoint(0, 120), Qt::ControlModifier);
        scene.wheel(QPoint(50, 50), QPoint(0, -60), Qt::ControlModifier);
        scene.wheel(QPoint(50, 50), QPoint(0, -60), Qt::ControlModifier);
        QCOMPARE(zoom.size(), 2);
        QCOMPARE(zoom[0][0].toInt(), 1);
        QCOMPARE(zoom[1][0].toInt(), -1);
    }
};

QTEST_MAIN(tst_CodeWrap)
#include "tst_codewrap.moc"
