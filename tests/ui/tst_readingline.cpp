#include "support/fakeclock.h"
#include "ui/readingline.h"

#include <QLocale>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using protocol::ReadingState;

namespace {

ReadingState waiting(int messages, bool isReading = false, const QString &problem = {},
    const std::optional<QDateTime> &retryAt = {})
{
    ReadingState state;
    state.pendingMessages = messages;
    state.isReading = isReading;
    state.problem = problem;
    state.retryAt = retryAt;
    return state;
}

} // namespace

class TestReadingLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init()
    {
        m_clock.setWall(QDateTime(QDate(2026, 3, 10), QTime(10, 0), Qt::UTC));
        m_appearance = std::make_unique<Appearance>(*qApp);
        m_window = std::make_unique<QWidget>();
        m_line = new ReadingLine(m_clock, *m_appearance, m_window.get());
        m_window->resize(320, 80);
        m_line->resize(320, 60);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_appearance.reset();
    }

    void itSaysHowItGoes_data()
    {
        const QString why = QStringLiteral("The model server does not answer.");
        const QDateTime soon(QDate(2026, 3, 10), QTime(10, 5), Qt::UTC);
        QTest::addColumn<ReadingState>("state");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing waits") << ReadingState() << QString();
        QTest::newRow("one waits") << waiting(1) << QStringLiteral("One message waits to be read.");
        QTest::newRow("several wait") << waiting(3) << QStringLiteral("3 messages wait to be read.");
        QTest::newRow("reading") << waiting(3, true, why) << QStringLiteral("3 messages are being read…");
        QTest::newRow("failed") << waiting(1, false, why, soon)
                                << QStringLiteral("One message waits to be read. %1 Next try at %2.")
                                       .arg(why, QLocale().toString(
                                                     soon.toLocalTime().time(), QLocale::ShortFormat));
        QTest::newRow("given up") << waiting(1, false, why)
                                  << QStringLiteral("One message waits to be read. ") + why;
    }
    void itSaysHowItGoes()
    {
        QFETCH(ReadingState, state);
        QFETCH(QString, expected);
        m_line->setState(state, true);
        QCOMPARE(m_line->text(), expected);
        QCOMPARE(m_line->isVisible(), !expected.isEmpty());
        QCOMPARE(m_line->findChild<LinkButton *>()->isVisible(), !expected.isEmpty() && !state.isReading);
        m_line->setState(state, false);
        QVERIFY(!m_line->findChild<LinkButton *>()->isVisible());
    }

private:
    test::FakeClock m_clock;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QWidget> m_window;
    ReadingLine *m_line = nullptr;
};

QTEST_MAIN(TestReadingLine)
#include "tst_readingline.moc"
