#include "ui/mapview.h"
#include "workspace/findings.h"

#include <QAccessible>
#include <QApplication>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace throughline;
using namespace throughline::ui;
using protocol::SignalType;
using test::finding;
using workspace::DecisionMap;

namespace {

const QString m1 = QStringLiteral("m1");

DecisionMap smallMap()
{
    protocol::Signal claim = finding(QStringLiteral("c"), SignalType::Claim, m1, 20);
    claim.contradicts = {QStringLiteral("z")};
    return workspace::decisionMapOf({finding(QStringLiteral("d"), SignalType::DecisionIntent, m1), claim,
        finding(QStringLiteral("g"), SignalType::Goal, m1), finding(QStringLiteral("z"), SignalType::Claim),
        finding(QStringLiteral("e"), SignalType::EvidenceMention, m1, 30)});
}

DecisionMap largeMap()
{
    QList<protocol::Signal> all;
    for (int i = 0; i < 400; ++i)
        all.append(
            finding(QStringLiteral("s%1").arg(i), i % 8 == 0 ? SignalType::DecisionIntent : SignalType(i % 4),
                QStringLiteral("m%1").arg(i / 8), i));
    return workspace::decisionMapOf(all);
}

} // namespace

class TestMapView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_appearance = std::make_unique<Appearance>(*qApp);
        m_view = std::make_unique<MapView>(*m_appearance, nullptr);
        m_view->resize(900, 500);
        m_view->setMap(smallMap());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_appearance.reset();
    }

    void aClickSelectsAndADoubleClickOpens()
    {
        const QSignalSpy opened(m_view.get(), &MapView::activated);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->nodeRect(1).center());
        QCOMPARE(m_view->selected(), 1);
        QCOMPARE(opened.size(), 0);
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, m_view->nodeRect(0).center());
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), QStringLiteral("d"));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(m_view->selected(), -1);
    }

    void keysSelectOpenAndZoom()
    {
        const QSignalSpy opened(m_view.get(), &MapView::activated);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(m_view->selectedId(), QStringLiteral("d"));
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(m_view->selectedId(), QStringLiteral("g"));
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), QStringLiteral("g"));
        m_view->setZoom(1);
        QTest::keyClick(m_view.get(), Qt::Key_Plus);
        QVERIFY(m_view->zoom() > 1.1);
        QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QCOMPARE(m_view->zoom(), 1.0);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QCOMPARE(m_view->zoom(), MapView::smallestZoom);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(m_view->selected(), -1);
    }

    void whatIsUnderThePointerStaysThereWhenTheWheelZooms()
    {
        m_view->setMap(largeMap());
        m_view->setZoom(1.8); // wider than the view, which else keeps it in the middle
        m_view->verticalScrollBar()->setValue(700);
        const QRect room = m_view->viewport()->rect();
        int node = 0;
        while (node < m_view->picture().map().nodes.size() && !room.contains(m_view->nodeRect(node).center()))
            ++node;
        const QPoint at = m_view->nodeRect(node).center();
        QVERIFY(room.contains(at));
        const QPointF before = QPointF(at - m_view->nodeRect(node).topLeft()) / m_view->zoom();
        QWheelEvent wheel(at, m_view->viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton,
            Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &wheel);
        QVERIFY(m_view->zoom() > 2.4);
        const QPointF after = QPointF(at - m_view->nodeRect(node).topLeft()) / m_view->zoom();
        QVERIFY2((after - before).manhattanLength() < 3,
            qPrintable(QStringLiteral("it moved by %1").arg((after - before).manhattanLength())));
    }

    void draggingMovesItAndSelectsNobody()
    {
        m_view->setMap(largeMap());
        m_view->setZoom(1);
        const QPoint from(300, 400);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_view->viewport(), from - QPoint(0, 60));
        QTest::mouseMove(m_view->viewport(), from - QPoint(0, 150));
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, from - QPoint(0, 150));
        QCOMPARE(m_view->verticalScrollBar()->value(), 150);
        QCOMPARE(m_view->selected(), -1);
    }

    void fittingShowsAllOfIt()
    {
        m_view->zoomBy(4);
        QVERIFY(m_view->horizontalScrollBar()->maximum() > 0);
        m_view->fit();
        QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
        QCOMPARE(m_view->verticalScrollBar()->maximum(), 0);
        for (int node = 0; node < m_view->picture().map().nodes.size(); ++node)
            QVERIFY(m_view->viewport()->rect().contains(m_view->nodeRect(node)));
    }

    void aSelectedNodeComesIntoView()
    {
        m_view->setMap(largeMap());
        m_view->readable();
        QTest::keyClick(m_view.get(), Qt::Key_End);
        const int last = int(m_view->picture().map().nodes.size()) - 1;
        QCOMPARE(m_view->selected(), last);
        QVERIFY(m_view->viewport()->rect().contains(m_view->nodeRect(last)));
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QVERIFY(m_view->viewport()->rect().contains(m_view->nodeRect(0)));
    }

    void whoIsSelectedStaysSoWhenTheMapChanges()
    {
        m_view->select(2);
        const QString id = m_view->selectedId();
        DecisionMap map = smallMap();
        QList<protocol::Signal> all{finding(QStringLiteral("first"), SignalType::DecisionIntent, m1)};
        for (const workspace::MapNode &node : std::as_const(map.nodes))
            all.append(node.signal);
        m_view->setMap(workspace::decisionMapOf(all));
        QCOMPARE(m_view->selectedId(), id);
        m_view->setMap({});
        QCOMPARE(m_view->selected(), -1);
        QTest::keyClick(m_view.get(), Qt::Key_Down); // nobody is there
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(m_view->selected(), -1);
    }

    void everyNodeHasANameAndSaysItsLinks()
    {
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 5);
        QAccessibleInterface *decision = list->child(0);
        QCOMPARE(decision->text(QAccessible::Name), QStringLiteral("Decision: What d says"));
        QCOMPARE(
            decision->text(QAccessible::Description), QStringLiteral("Rests on: What g says; What c says."));
        QAccessibleInterface *claim = list->child(2);
        QCOMPARE(claim->text(QAccessible::Name), QStringLiteral("Claim: What c says"));
        QCOMPARE(claim->text(QAccessible::Description),
            QStringLiteral(
                "Rests on: What e says. Supports: What d says. Seems to contradict: What z says."));
        const QPoint middle = claim->rect().center();
        QCOMPARE(list->childAt(middle.x(), middle.y()), claim);
        const QSignalSpy opened(m_view.get(), &MapView::activated);
        claim->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
        QVERIFY(claim->state().selected);
        claim->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(opened.size(), 1);
        m_view->setMap({});
        QVERIFY(!claim->isValid());
        QCOMPARE(list->childCount(), 0);
    }

    void aLargeMapIsPaintedWhereItIsSeen()
    {
        m_view->setMap(largeMap());
        QVERIFY(m_view->picture().map().nodes.size() > 250);
        const QRectF first = m_view->picture().layout().nodes.constFirst();
        QImage image(400, 300, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        m_view->picture().paint(painter, first, {});
        painter.end();
        QVERIFY(qAlpha(image.pixel(first.center().toPoint())) == 255);
    }

private:
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<MapView> m_view;
};

QTEST_MAIN(TestMapView)
#include "tst_mapview.moc"
