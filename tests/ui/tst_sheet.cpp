#include "ui/controls.h"
#include "ui/sheet.h"

#include <QApplication>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace throughline::ui;

class TestSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itTakesItsSizeInTheMiddleOrAllThereIs();
    void theKeyboardStaysInsideAndGoesBackAfterwards();
    void escapeAndAClickBesideItCloseIt();
    void aClickInsideDoesNot();
    void theShortcutsBelowRest();
    void whatIsInsideIsKept();

private:
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QWidget> m_window;
    QLineEdit *m_below = nullptr;
    QLineEdit *m_first = nullptr;
    QLineEdit *m_second = nullptr;
    Sheet *m_sheet = nullptr;
};

void TestSheet::init()
{
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_window = std::make_unique<QWidget>();
    m_window->resize(900, 700);
    m_below = new QLineEdit(m_window.get());
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->addWidget(m_first = new QLineEdit);
    column->addWidget(m_second = new QLineEdit);
    m_sheet = new Sheet(content, QSize(600, 400), *m_appearance, m_window.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_below->setFocus();
    m_sheet->open();
}

void TestSheet::itTakesItsSizeInTheMiddleOrAllThereIs()
{
    QCOMPARE(m_sheet->geometry(), m_window->rect());
    QCOMPARE(m_sheet->content()->geometry(), QRect(150, 150, 600, 400));
    m_window->resize(500, 380);
    QTRY_COMPARE(m_sheet->content()->geometry(), QRect(0, 0, 500, 380));
}

void TestSheet::theKeyboardStaysInsideAndGoesBackAfterwards()
{
    QVERIFY(m_first->hasFocus());
    QTest::keyClick(m_first, Qt::Key_Tab);
    QVERIFY(m_second->hasFocus());
    QTest::keyClick(m_second, Qt::Key_Tab);
    QVERIFY(m_first->hasFocus());
    QTest::keyClick(m_first, Qt::Key_Tab, Qt::ShiftModifier);
    QVERIFY(m_second->hasFocus());
    m_sheet->dismiss();
    QVERIFY(m_below->hasFocus());
}

void TestSheet::escapeAndAClickBesideItCloseIt()
{
    QSignalSpy dismissed(m_sheet, &Sheet::dismissed);
    QTest::keyClick(m_first, Qt::Key_Escape);
    QVERIFY(!m_sheet->isVisible());
    m_sheet->open();
    QTest::mouseClick(m_sheet, Qt::LeftButton, {}, QPoint(20, 20));
    QVERIFY(!m_sheet->isVisible());
    QCOMPARE(dismissed.size(), 2);
}

void TestSheet::aClickInsideDoesNot()
{
    QTest::mouseClick(m_sheet->content(), Qt::LeftButton, {}, QPoint(5, 395));
    QVERIFY(m_sheet->isVisible());
}

void TestSheet::theShortcutsBelowRest()
{
    QShortcut shortcut(QKeySequence(Qt::CTRL | Qt::Key_B), m_window.get());
    QSignalSpy activated(&shortcut, &QShortcut::activated);
    QTest::keyClick(m_first, Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(activated.size(), 0);
    m_sheet->dismiss();
    QTest::keyClick(m_below, Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(activated.size(), 1);
}

void TestSheet::whatIsInsideIsKept()
{
    QTest::keyClicks(m_first, QStringLiteral("half an address"));
    m_sheet->dismiss();
    m_sheet->open();
    QCOMPARE(m_first->text(), QStringLiteral("half an address"));
}

QTEST_MAIN(TestSheet)
#include "tst_sheet.moc"
