#include "screenshots/imagecompare.h"
#include "screenshots/stage.h"
#include "ui/settings/keyboardpage.h"
#include "ui/settings/settingsparts.h"
#include "ui/settings/settingsview.h"
#include "ui/sheet.h"
#include "ui/window/commands.h"
#include "ui/window/mainwindow.h"
#include "ui/window/panelayout.h"
#include "ui/window/windowsettings.h"

#include <QTest>

#include <algorithm>

using namespace throughline;
using screenshots::Stage;
using ui::Appearance;

/// What lies over the window is made when it is first opened.
class TestSheetsOnDemand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindowThatOpensMakesNone();
    void whatIsThereChangesWithTheThemeAsWhatIsMadeAfterwards_data();
    void whatIsThereChangesWithTheThemeAsWhatIsMadeAfterwards();
    void whichKeySendsIsKnownToAPageThatIsMadeLater();
    void activityComesBackAsItWasLeft();
};

namespace {

void run(Stage &stage, const QString &command)
{
    const auto &list = stage.find<ui::Commands>()->list();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto &each) { return each.name == command; });
    if (found == list.end())
        qFatal("There is no such command");
    found->act();
    stage.settle();
}

} // namespace

void TestSheetsOnDemand::aWindowThatOpensMakesNone()
{
    Stage stage(Appearance::Choice::Light, 1.0);
    stage.answerWith(screenshots::everything());
    stage.open();
    QVERIFY(stage.window().findChildren<ui::Sheet *>().isEmpty());
    QVERIFY(stage.window().findChildren<ui::SettingsPage *>().isEmpty());
    run(stage, QStringLiteral("Settings"));
    QCOMPARE(stage.window().findChildren<ui::Sheet *>().size(), 1);
    QCOMPARE(stage.window().findChildren<ui::SettingsPage *>().size(), 1);
}

void TestSheetsOnDemand::whatIsThereChangesWithTheThemeAsWhatIsMadeAfterwards_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"Settings: Models", "Settings: Network", "Settings: Appearance",
             "Settings: Keyboard", "Settings: Data", "Settings for this conversation…",
             "All commands, by their names", "Show the map of what was decided", "What models read"})
        QTest::newRow(command) << QString::fromUtf8(command);
}

void TestSheetsOnDemand::whatIsThereChangesWithTheThemeAsWhatIsMadeAfterwards()
{
    QFETCH(QString, command);
    const auto open = [&](Stage &stage) {
        stage.answerWith(screenshots::everything());
        stage.open();
        run(stage, command);
    };
    QImage changed;
    {
        Stage stage(Appearance::Choice::Light, 1.0);
        open(stage);
        stage.appearance().setTextScale(1.5);
        stage.appearance().setChoice(Appearance::Choice::Dark);
        stage.settle();
        changed = stage.picture();
    }
    Stage stage(Appearance::Choice::Dark, 1.5);
    open(stage);
    const screenshots::ImageDifference difference = screenshots::compareImages(stage.picture(), changed);
    if (!difference.isTolerable())
        difference.picture.save(QCoreApplication::applicationDirPath() + QStringLiteral("/changed.png"));
    QVERIFY2(difference.isTolerable(), qPrintable(difference.sentence));
}

void TestSheetsOnDemand::whichKeySendsIsKnownToAPageThatIsMadeLater()
{
    Stage stage(Appearance::Choice::Light, 1.0);
    stage.answerWith(screenshots::everything());
    stage.open();
    stage.window().setEnterSends(false);
    run(stage, QStringLiteral("Settings: Keyboard"));
    const auto *page = stage.find<ui::KeyboardPage>();
    QCOMPARE(page->findChild<ui::Choices *>()->current(), 1);
    stage.window().setEnterSends(true);
    QCOMPARE(page->findChild<ui::Choices *>()->current(), 0);
}

void TestSheetsOnDemand::activityComesBackAsItWasLeft()
{
    QByteArray state;
    QByteArray panes;
    {
        Stage stage(Appearance::Choice::Light, 1.0);
        stage.answerWith(screenshots::everything());
        stage.open();
        QVERIFY(!stage.window().panes().isActivityShown());
        run(stage, QStringLiteral("Show or hide Activity"));
        QVERIFY(stage.window().panes().isActivityShown());
        state = stage.window().saveState();
        panes = stage.window().panes().saveState();
    }
    Stage stage(Appearance::Choice::Light, 1.0);
    stage.answerWith(screenshots::everything());
    stage.window().restoreState(state);
    stage.open();
    QVERIFY(stage.window().panes().isActivityShown());
    QCOMPARE(stage.window().panes().saveState(), panes);
}

QTEST_MAIN(TestSheetsOnDemand)
#include "tst_sheetsondemand.moc"
