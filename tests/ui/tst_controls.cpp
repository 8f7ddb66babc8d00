#include "ui/controls.h"
#include "ui/toast.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace throughline::ui;

class TestControls : public QObject
{
    Q_OBJECT

    static void pressAll(PushButton &button)
    {
        button.click();
        QAccessibleInterface *access = QAccessible::queryAccessibleInterface(&button);
        QVERIFY(access && access->actionInterface());
        access->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        button.setFocus();
        QTest::keyClick(&button, Qt::Key_Space);
        QTest::mouseClick(&button, Qt::LeftButton);
        // The accessible press may let go of the button a moment later.
        QTRY_VERIFY(!button.isDown());
    }

private Q_SLOTS:
    void spaceAndEnterPressAButton();
    void whileItWaitsNothingPressesAButton()
    {
        const Appearance appearance(*qApp);
        PushButton button(PushButton::Kind::Primary, QStringLiteral("Back up"), appearance, nullptr);
        button.setCheckable(true);
        button.show();
        const QSignalSpy clicked(&button, &QAbstractButton::clicked);
        button.setWaiting(true);
        pressAll(button);
        QVERIFY(!button.isChecked());
        QTest::qWait(150); // nor later: animateClick() takes 100 ms
        QCOMPARE(clicked.size(), 0);
        button.setWaiting(false);
        pressAll(button);
        QTRY_COMPARE(clicked.size(), 4);
    }

    void itsDescriptionIsBackAfterwards()
    {
        const Appearance appearance(*qApp);
        PushButton button(PushButton::Kind::Primary, QStringLiteral("Back up"), appearance, nullptr);
        button.setAccessibleDescription(QStringLiteral("Of everything"));
        button.setWaiting(true);
        QCOMPARE(button.accessibleDescription(), QStringLiteral("Under way"));
        button.setWaiting(false);
        QCOMPARE(button.accessibleDescription(), QStringLiteral("Of everything"));
    }

    void aLineThatDoesNotFitSaysTheWholeInItsToolTip()
    {
        const Appearance appearance(*qApp);
        Label label(TextStyle::Body, Label::Ink::Text, appearance, nullptr);
        label.setText(QStringLiteral("A long <b>name</b> of a server"));
        label.show();
        const auto toolTip = [&label] {
            QToolTip::hideText();
            if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }))
                return QStringLiteral("the one before is still there");
            QHelpEvent help(QEvent::ToolTip, QPoint(2, 2), label.mapToGlobal(QPoint(2, 2)));
            QApplication::sendEvent(&label, &help);
            return QToolTip::text();
        };
        label.setFixedWidth(label.sizeHint().width());
        QCOMPARE(toolTip(), QString());
        label.setFixedWidth(60);
        const QString shown = toolTip();
        QVERIFY2(
            shown.contains(QStringLiteral("A long &lt;b&gt;name&lt;/b&gt; of a server")), qPrintable(shown));
        label.setWordWrap(true);
        QCOMPARE(toolTip(), QString());
    }

    void aToastIsTakenAwayOnlyByItsOwnNumber()
    {
        const Appearance appearance(*qApp);
        QWidget host;
        host.resize(600, 400);
        Toast toast(appearance, &host);
        host.show();
        const int first = toast.tell(QStringLiteral("Dismissed"));
        const int second = toast.tell(QStringLiteral("Dismissed"));
        toast.dismiss(first);
        QVERIFY(toast.isVisible());
        toast.dismiss(second);
        QVERIFY(!toast.isVisible());
    }

    void aToastLeavesTheKeyboardWhereItWas_data()
    {
        QTest::addColumn<bool>("byKeyboard");
        QTest::newRow("clicked") << false;
        QTest::newRow("reached by Tab") << true;
    }
    void aToastLeavesTheKeyboardWhereItWas()
    {
        QFETCH(bool, byKeyboard);
        const Appearance appearance(*qApp);
        QWidget host;
        host.resize(600, 400);
        QLineEdit first(&host);
        QLineEdit second(&host);
        Toast toast(appearance, &host);
        host.show();
        QVERIFY(QTest::qWaitForWindowActive(&host));
        second.setFocus();
        int undone = 0;
        toast.tell(QStringLiteral("Dismissed"), QStringLiteral("Undo"), [&undone] { ++undone; });
        auto *action = toast.findChild<QAbstractButton *>();
        if (byKeyboard) {
            QTest::keyClick(&second, Qt::Key_Tab);
            QCOMPARE(QApplication::focusWidget(), action);
            QTest::keyClick(action, Qt::Key_Return);
        } else {
            QTest::mouseClick(action, Qt::LeftButton);
        }
        QCOMPARE(undone, 1);
        QCOMPARE(QApplication::focusWidget(), &second);
    }
};

void TestControls::spaceAndEnterPressAButton()
{
    Appearance appearance(*qApp);
    PushButton button(PushButton::Kind::Plain, QStringLiteral("Do it"), appearance, nullptr);
    QSignalSpy clicked(&button, &QAbstractButton::clicked);
    for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter})
        QTest::keyClick(&button, key);
    QCOMPARE(clicked.size(), 3);
    button.setWaiting(true);
    for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter})
        QTest::keyClick(&button, key);
    QCOMPARE(clicked.size(), 3);
}

QTEST_MAIN(TestControls)
#include "tst_controls.moc"
