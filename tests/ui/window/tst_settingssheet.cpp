#include "screenshots/stage.h"
#include "ui/settings/modelserverform.h"
#include "ui/settings/modelspage.h"
#include "ui/settings/settingsview.h"
#include "ui/toast.h"

#include <QAbstractButton>
#include <QTest>

#include <algorithm>

using namespace throughline;
using screenshots::Stage;

/// The settings over the whole window.
class TestSettingsSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelServersOfTheLastTimeAreShown();
    void whatIsToldLiesAboveTheSheet();
    void whatThePageSaysIsNotToldAgain();
};

void TestSettingsSheet::modelServersOfTheLastTimeAreShown()
{
    Stage stage(ui::Appearance::Choice::Light, 1.0);
    stage.models().restore({{.id = QStringLiteral("far"),
        .name = QStringLiteral("Far"),
        .address = QUrl(QStringLiteral("https://models.example.com/v1"))}});
    stage.answerWith(screenshots::everything());
    stage.open();
    stage.window().openSettings();
    stage.settle();
    const auto *page = stage.find<ui::ModelsPage>();
    const QList<ui::Label *> labels = page->findChildren<ui::Label *>();
    QVERIFY(std::any_of(labels.cbegin(), labels.cend(),
        [](const ui::Label *label) { return label->isVisible() && label->text() == QStringLiteral("Far"); }));
    QVERIFY(!page->findChild<ui::ModelServerForm *>()->isVisible());
}

void TestSettingsSheet::whatIsToldLiesAboveTheSheet()
{
    Stage stage(ui::Appearance::Choice::Light, 1.0);
    stage.answerWith(screenshots::everything());
    stage.open();
    ui::MainWindow &window = stage.window();
    const auto *toast = stage.find<ui::Toast>();
    const auto isOnTop = [&] {
        const QWidget *hit = window.childAt(toast->mapTo(&window, toast->rect().center()));
        return toast->isVisible() && hit && (hit == toast || toast->isAncestorOf(hit));
    };
    window.tell(QStringLiteral("Before the sheet came"));
    window.openSettings();
    QVERIFY(isOnTop());
    window.tell(QStringLiteral("While it is there"));
    QVERIFY(isOnTop());
}

void TestSettingsSheet::whatThePageSaysIsNotToldAgain()
{
    Stage stage(ui::Appearance::Choice::Light, 1.0);
    stage.answerWith(screenshots::everything());
    stage.open();
    stage.window().openSettings();
    const QString done = QStringLiteral("The backup was restored.");
    const QList<QAbstractButton *> buttons =
        stage.find<ui::SettingsView>()->findChildren<QAbstractButton *>();
    for (QAbstractButton *button : buttons) {
        if (button->accessibleName() == QStringLiteral("Data"))
            button->click();
    }
    Q_EMIT stage.data().restored(workspace::DataKeeper::Outcome::Restored, done);
    QVERIFY(stage.find<ui::SettingsView>()->says(done));
    stage.window().tell(done);
    QVERIFY(!stage.find<ui::Toast>()->isVisible());
    stage.window().closeSettings();
    stage.window().tell(done);
    QVERIFY(stage.find<ui::Toast>()->isVisible());
}

QTEST_MAIN(TestSettingsSheet)
#include "tst_settingssheet.moc"
