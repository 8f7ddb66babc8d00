#include "ui/appearance.h"
#include "ui/window/readingssheet.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;

namespace {

protocol::ReadingState withReadings(int count)
{
    protocol::ReadingState state;
    state.readingCount = count;
    for (int i = 0; i < count; ++i) {
        protocol::Reading reading;
        reading.model = QStringLiteral("Model %1").arg(i);
        reading.messageCount = 2;
        state.readings.append(reading);
    }
    return state;
}

} // namespace

class TestReadingsSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_appearance = std::make_unique<Appearance>(*qApp);
        m_sheet = std::make_unique<ReadingsSheet>(*m_appearance);
        m_sheet->resize(560, 400);
    }
    void cleanup()
    {
        m_sheet.reset();
        m_appearance.reset();
    }

    void rowsAreMadeOnlyWhileItIsShown()
    {
        m_sheet->setState(withReadings(50), true);
        QCOMPARE(rows(), 0);
        m_sheet->show();
        QCOMPARE(rows(), 50);
        m_sheet->setState(withReadings(3), true);
        QCOMPARE(rows(), 3);
        m_sheet->hide();
        m_sheet->setState({}, false);
        m_sheet->show();
        QCOMPARE(rows(), 0);
    }

    void newsLeaveThePlaceOneHasScrolledTo()
    {
        m_sheet->setState(withReadings(50), true);
        m_sheet->show();
        QScrollBar *bar = m_sheet->findChild<QScrollArea *>()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 300);
        bar->setValue(300);
        QSignalSpy moved(bar, &QScrollBar::valueChanged);
        m_sheet->setState(withReadings(51), true);
        QTRY_COMPARE(rows(), 51);
        QCoreApplication::sendPostedEvents();
        QVERIFY(bar->maximum() > 300);
        QCOMPARE(bar->value(), 300);
        QCOMPARE(moved.size(), 0);
    }

private:
    qsizetype rows() const
    {
        return m_sheet->findChild<QScrollArea *>()
            ->widget()
            ->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)
            .size();
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<ReadingsSheet> m_sheet;
};

QTEST_MAIN(TestReadingsSheet)
#include "tst_readingssheet.moc"
