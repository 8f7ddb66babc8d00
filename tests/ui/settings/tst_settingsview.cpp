#include "ui/settings/appearancepage.h"
#include "ui/settings/keyboardpage.h"
#include "ui/settings/settingsview.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace throughline::ui;

class TestSettingsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNameOpensItsPage();
    void theArrowsGoFromPageToPage();
    void theThemeActsAtOnce();
    void theTextSizeActsAtOnceAndFollows();
    void theKeyThatSendsIsChosenHere();
    void itCanBeClosed();
    void itFitsIntoTheSmallestWindow();

private:
    QAbstractButton *button(const QString &name) const
    {
        for (QAbstractButton *button : m_view->findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == name)
                return button;
        }
        return nullptr;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<SettingsView> m_view;
    AppearancePage *m_looks = nullptr;
    KeyboardPage *m_keys = nullptr;
};

void TestSettingsView::init()
{
    m_view.reset();
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_view = std::make_unique<SettingsView>(*m_appearance);
    m_keys = nullptr;
    m_view->addPage(
        AppearancePage::name(), [this] { return m_looks = new AppearancePage(*m_appearance, m_view.get()); });
    m_view->addPage(
        KeyboardPage::name(), [this] { return m_keys = new KeyboardPage(*m_appearance, m_view.get()); });
    m_view->resize(780, 540);
    m_view->show();
}

void TestSettingsView::aNameOpensItsPage()
{
    QVERIFY(m_looks->isVisible());
    QVERIFY(!m_keys);
    button(QStringLiteral("Keyboard"))->click();
    QVERIFY(m_keys->isVisible());
    QVERIFY(!m_looks->isVisible());
    QCOMPARE(&m_view->openPage(0), m_looks);
    QVERIFY(m_looks->isVisible());
    QVERIFY(button(QStringLiteral("Appearance"))->isChecked());
}

void TestSettingsView::theArrowsGoFromPageToPage()
{
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    QAbstractButton *first = button(QStringLiteral("Appearance"));
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Down);
    QVERIFY(m_keys->isVisible());
    QVERIFY(button(QStringLiteral("Keyboard"))->hasFocus());
}

void TestSettingsView::theThemeActsAtOnce()
{
    button(QStringLiteral("Theme: Dark"))->click();
    QCOMPARE(m_appearance->choice(), Appearance::Choice::Dark);
    m_appearance->setChoice(Appearance::Choice::Light);
    QVERIFY(button(QStringLiteral("Theme: Light"))->isChecked());
}

void TestSettingsView::theTextSizeActsAtOnceAndFollows()
{
    button(QStringLiteral("Text size: 150 %"))->click();
    QCOMPARE(m_appearance->textScale(), 1.5);
    m_appearance->setTextScale(1.0);
    QVERIFY(button(QStringLiteral("Text size: 100 %"))->isChecked());
}

void TestSettingsView::theKeyThatSendsIsChosenHere()
{
    m_view->openPage(1);
    QSignalSpy changed(m_keys, &KeyboardPage::enterSendsChanged);
    m_keys->setEnterSends(true);
    QCOMPARE(changed.size(), 0);
    button(QStringLiteral("Sending: Shift+Enter sends, Enter breaks the line"))->click();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toBool(), false);
}

void TestSettingsView::itCanBeClosed()
{
    QSignalSpy closed(m_view.get(), &SettingsView::closeRequested);
    button(QStringLiteral("Close the settings"))->click();
    QCOMPARE(closed.size(), 1);
}

void TestSettingsView::itFitsIntoTheSmallestWindow()
{
    QVERIFY2(m_view->minimumSizeHint().width() <= 480,
        qPrintable(QString::number(m_view->minimumSizeHint().width())));
    QVERIFY(m_view->minimumSizeHint().height() <= 420);
}

QTEST_MAIN(TestSettingsView)
#include "tst_settingsview.moc"
