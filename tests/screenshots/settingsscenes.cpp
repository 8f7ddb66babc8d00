#include "screenshots/language.h"
#include "screenshots/stage.h"
#include "support/testauthority.h"
#include "ui/modelbutton.h"
#include "ui/modelpicker.h"
#include "ui/searchfield.h"
#include "ui/settings/settingsparts.h"
#include "ui/settings/settingsview.h"
#include "ui/window/commandpalette.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace throughline::screenshots {

namespace {

workspace::FoundServer ollama()
{
    return {.name = QStringLiteral("Ollama"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:11434")),
        .models = {QStringLiteral("qwen2.5:7b"), QStringLiteral("llama3.2:3b")}};
}

void firstStart(Stage &stage)
{
    stage.world().running = {ollama()};
    stage.answerWith(
        {.threads = {}, .messages = {}, .signalList = {}, .model = QStringLiteral("Guide"), .models = {}});
    stage.open();
}

void nothingFound(Stage &stage)
{
    stage.answerWith(
        {.threads = {}, .messages = {}, .signalList = {}, .model = QStringLiteral("Guide"), .models = {}});
    stage.open();
}

void choosingModel(Stage &stage)
{
    stage.models().add(ollama(), QStringLiteral("qwen2.5:7b"));
    stage.answerWith(everything());
    stage.open();
    stage.find<ui::ModelButton>()->click();
    stage.settle();
}

void clickButton(Stage &stage, const QString &name)
{
    // What lies over the window is asked first.
    QList<QAbstractButton *> all;
    if (const auto *settings = stage.window().findChild<ui::SettingsView *>())
        all = settings->findChildren<QAbstractButton *>();
    all += stage.window().findChildren<QAbstractButton *>();
    for (QAbstractButton *button : all) {
        const auto isCalled = [&name](const QString &said) { return Spoken::means(said, name); };
        if (button->isVisible() && (isCalled(button->accessibleName()) || isCalled(button->text()))) {
            button->click();
            break;
        }
    }
    stage.settle();
}

void typeInto(Stage &stage, const QString &name, const QString &text)
{
    const QList<ui::Field *> fields = stage.window().findChildren<ui::Field *>();
    for (ui::Field *field : fields) {
        if (field->isVisible() && Spoken::means(field->accessibleName(), name))
            QTest::keyClicks(field, text);
    }
}

void openSettings(Stage &stage)
{
    stage.models().add(ollama(), QStringLiteral("qwen2.5:7b"));
    stage.answerWith(everything());
    stage.open();
    stage.window().openSettings();
    stage.settle();
}

void settingsModels(Stage &stage)
{
    openSettings(stage);
    clickButton(stage, QStringLiteral("Add a model server…"));
    typeInto(stage, QStringLiteral("Name"), QStringLiteral("Work account"));
    typeInto(stage, QStringLiteral("Address"), QStringLiteral("https://models.example.com/v1"));
    typeInto(stage, QStringLiteral("Key"), QStringLiteral("not-a-real-key-1"));
    stage.world().check.sentence = QStringLiteral("Answered in 0.8 s · 14 models");
    clickButton(stage, QStringLiteral("Test"));
}

void signIn(Stage &stage)
{
    openSettings(stage);
    stage.team().admit(test::FakeTeamServers::team());
    clickButton(stage, QStringLiteral("Servers"));
    clickButton(stage, QStringLiteral("Sign in to a team server…"));
    typeInto(stage, QStringLiteral("Address"), QStringLiteral("https://ideas.example.com"));
    typeInto(stage, QStringLiteral("Email"), QStringLiteral("ada@example.com"));
    typeInto(stage, QStringLiteral("Password"), QStringLiteral("not-a-password"));
}

void twoAccounts(Stage &stage)
{
    openSettings(stage);
    workspace::TeamServer second = test::FakeTeamServers::team();
    second.email = QStringLiteral("bo@example.org");
    second.id = workspace::teamServerId(second.address, second.email);
    stage.team().list = {test::FakeTeamServers::team(), second};
    stage.team().admit(test::FakeTeamServers::team());
    clickButton(stage, QStringLiteral("Servers"));
}

void settingsAppearance(Stage &stage)
{
    openSettings(stage);
    clickButton(stage, QStringLiteral("Appearance"));
}

void compact(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    stage.appearance().setDensity(ui::Density::Compact);
    stage.settle();
}

void settingsKeyboard(Stage &stage)
{
    openSettings(stage);
    clickButton(stage, QStringLiteral("Keyboard"));
}

void settingsNetwork(Stage &stage)
{
    const QJsonObject stored{{QStringLiteral("proxy"), QStringLiteral("http")},
        {QStringLiteral("host"), QStringLiteral("proxy.example.com")}, {QStringLiteral("port"), 8080},
        {QStringLiteral("user"), QStringLiteral("ada")},
        {QStringLiteral("authorities"), QString::fromLatin1(test::testAuthority())}};
    openSettings(stage);
    stage.network().restore(QJsonDocument(stored).toJson());
    stage.network().setProxy(stage.network().proxy(), "not-a-password");
    clickButton(stage, QStringLiteral("Network"));
}

void settingsStructure(Stage &stage)
{
    openSettings(stage);
    clickButton(stage, QStringLiteral("Structure"));
    clickButton(stage, QStringLiteral("When to look: When enough is new"));
}

void settingsStructureModel(Stage &stage)
{
    openSettings(stage);
    clickButton(stage, QStringLiteral("Structure"));
    clickButton(stage, QStringLiteral("Look for structure: With a model"));
}

void settingsPrivacy(Stage &stage)
{
    openSettings(stage);
    stage.models().add({.id = {},
                           .name = QStringLiteral("Work account"),
                           .address = QUrl(QStringLiteral("https://models.example.com/v1"))},
        "not-a-real-key-1");
    stage.team().admit(test::FakeTeamServers::team());
    clickButton(stage, QStringLiteral("Privacy"));
}

void settingsData(Stage &stage)
{
    openSettings(stage);
    stage.data().newest = QDateTime(QDate(2025, 5, 17), QTime(12, 41), Qt::UTC);
    clickButton(stage, QStringLiteral("Data"));
    Q_EMIT stage.data().restored(workspace::DataKeeper::Outcome::Restored,
        QStringLiteral(
            "The backup was restored. What was here before is kept as "
            "/home/ada/.local/share/throughline/throughline-before-restore-2025-05-17T12-44-09.db."));
}

void settingsDataNotOpened(Stage &stage)
{
    openSettings(stage);
    clickButton(stage, QStringLiteral("Data"));
    Q_EMIT stage.data().restored(workspace::DataKeeper::Outcome::NotOpened,
        QStringLiteral(
            "The backup was restored. What was here before is kept as "
            "/home/ada/.local/share/throughline/throughline-before-restore-2025-05-17T12-44-09.db. "
            "The data folder /home/ada/.local/share/throughline cannot be written to."));
}

/// What happens meanwhile is said above the sheet.
void settingsToast(Stage &stage)
{
    openSettings(stage);
    stage.window().tell(QStringLiteral("The key is kept for this session only. There is no keychain."));
    stage.settle();
}

void conversationSettings(Stage &stage)
{
    stage.presets().save(QStringLiteral("Precise"), {{QStringLiteral("temperature"), 0.2}});
    choosingModel(stage);
    auto *picker = stage.find<ui::ModelPicker>();
    const QList<ui::LinkButton *> links = picker->findChildren<ui::LinkButton *>();
    links.first()->click();
    typeInto(stage, QStringLiteral("Temperature"), QStringLiteral("0.2"));
    stage.settle();
}

void commandPalette(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    clickButton(stage, QStringLiteral("Commands"));
}

void commandsFound(Stage &stage)
{
    commandPalette(stage);
    stage.find<ui::CommandPalette>()->findChild<ui::SearchField *>()->setText(QStringLiteral("pri"));
    stage.settle();
}

void settingsNarrow(Stage &stage)
{
    stage.models().add(ollama(), QStringLiteral("qwen2.5:7b"));
    stage.answerWith(everything());
    stage.open({520, 640});
    stage.window().openSettings();
    clickButton(stage, QStringLiteral("Edit Ollama"));
}

} // namespace

QList<Scene> settingsScenes()
{
    const auto scene = [](const char *name, const char *lookFor, void (*play)(Stage &)) {
        return Scene{.name = QString::fromLatin1(name), .lookFor = QString::fromUtf8(lookFor), .play = play};
    };
    return {
        scene("first-start",
            "A conversation is open; the question is in the middle; one card offers the model that runs here",
            firstStart),
        scene("first-start-alone", "No server runs here: the card leads to the settings and does not insist",
            nothingFound),
        scene("model-picker", "Search, models under their server, the one that answers marked, Guide last",
            choosingModel),
        scene("command-palette", "What can be done, by its name, with its keys", commandPalette),
        scene("commands-found", "Commands and conversations that fit, in groups; the best is selected",
            commandsFound),
        scene("settings-models", "As in the mock-up: who answers, the form that is lit, what the test said",
            settingsModels),
        scene("sign-in", "Where conversations are, and the form for one more server; the foot can switch",
            signIn),
        scene("two-accounts", "Two accounts on one server, each named, one of them signed out", twoAccounts),
        scene("settings-appearance", "Theme, text size and density, as they are", settingsAppearance),
        scene("compact", "As main, with more rows in each pane; nothing touches or is cut", compact),
        scene("settings-keyboard", "Which key sends; every other key, in two even columns", settingsKeyboard),
        scene("settings-network",
            "The proxy that is in force, whose password is kept; an authority and its end", settingsNetwork),
        scene("settings-structure",
            "When structure is looked for, with the limits of a batch; how often is asked",
            settingsStructure),
        scene("settings-structure-model", "Which model looks, when, and where what one writes goes",
            settingsStructureModel),
        scene("settings-privacy", "What stays, what is sent where, where keys are; as it is set up",
            settingsPrivacy),
        scene("settings-data", "The folder, the newest backup, and the way back to one", settingsData),
        scene("settings-data-not-opened", "What was restored and why it cannot be used, in red",
            settingsDataNotOpened),
        scene("settings-toast", "The toast lies above the dimming and the sheet, and can be read",
            settingsToast),
        scene("conversation-settings",
            "What is empty says what then holds; presets above; nothing to confirm", conversationSettings),
        scene("settings-narrow", "All of the window; names above their fields if they do not fit",
            settingsNarrow),
    };
}

} // namespace throughline::screenshots
