#include "ui/settings/modelserverform.h"
#include "ui/settings/modelspage.h"
#include "workspace/fakemodelconnector.h"

#include <QApplication>
#include <QCompleter>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using test::FakeModelConnector;
using workspace::ModelServer;
using workspace::ModelServers;

namespace {

workspace::FoundServer ollama()
{
    return {.name = QStringLiteral("Ollama"),
        .address = QUrl(QStringLiteral("http://127.0.0.1:11434")),
        .models = {QStringLiteral("nomic-embed-text"), QStringLiteral("qwen2.5:7b")}};
}

} // namespace

class TestModelsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withNothingSetUpTheFormIsOpenAndTheGuideAnswers();
    void theNoteOnKeysFollowsWhatIsKnownOfTheKeychain();
    void aServerIsAddedWithItsKey();
    void aWrongAddressIsSaidAndNothingIsLost();
    void aTestSaysWhatHappenedBesideItsButton();
    void aTestThatFailsSaysWhatToDo();
    void whatIsTypedAfterATestMakesItVoid();
    void aServerIsEditedInItsPlaceAndKeepsItsKey();
    void anotherHostDoesNotGetTheKey();
    void aKeyOverHttpIsWarnedOf();
    void aServerIsRemoved();
    void whatRunsHereIsOneClickAway();
    void aSearchThatFindsNothingSaysSo();
    void whatIsUnderWayKeepsTheKeyboardAndIsNotBegunTwice_data();
    void whatIsUnderWayKeepsTheKeyboardAndIsNotBegunTwice();
    void theRowSaysHowTheServerIs();
    void anotherServerCanAnswerByDefault();
    void theKeyIsHiddenAndEveryControlHasAName();

private:
    Field *field(const QString &name) const
    {
        for (Field *field : m_page->findChildren<Field *>()) {
            if (field->accessibleName() == name)
                return field;
        }
        return nullptr;
    }
    void type(const QString &name, const QString &text)
    {
        field(name)->clear();
        QTest::keyClicks(field(name), text);
    }
    bool click(const QString &name)
    {
        for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
            const bool isIt = button->accessibleName() == name || button->text() == name;
            if (isIt && button->isVisible()) {
                button->click();
                settle();
                return true;
            }
        }
        return false;
    }
    bool isSaid(const QString &text) const
    {
        for (const Label *label : m_page->findChildren<Label *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }
    bool isFormShown() const { return m_page->findChild<ModelServerForm *>()->isVisible(); }
    ModelServer add(const QByteArray &key = {})
    {
        const QString id =
            m_models->add({.id = {},
                              .name = QStringLiteral("Work account"),
                              .address = QUrl(QStringLiteral("https://models.example.com/v1"))},
                key);
        settle();
        return *m_models->find(id);
    }
    /// Lets everything that is due happen, and what was taken away go.
    static void settle()
    {
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<FakeModelConnector> m_world;
    std::unique_ptr<ModelServers> m_models;
    std::unique_ptr<ModelsPage> m_page;
};

void TestModelsPage::init()
{
    m_page.reset();
    m_models.reset();
    m_world = std::make_unique<FakeModelConnector>();
    m_models = std::make_unique<ModelServers>(*m_world);
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_page = std::make_unique<ModelsPage>(*m_models, *m_appearance, nullptr);
    m_page->resize(590, 540);
    m_page->show();
}

void TestModelsPage::withNothingSetUpTheFormIsOpenAndTheGuideAnswers()
{
    QVERIFY(isFormShown());
    QVERIFY(isSaid(QStringLiteral("answers by default")));
    QVERIFY(isSaid(QStringLiteral("Kept in the system keychain, never in a file.")));
}

void TestModelsPage::theNoteOnKeysFollowsWhatIsKnownOfTheKeychain()
{
    QVERIFY(isFormShown());
    QVERIFY(isSaid(QStringLiteral("never in a file")));
    m_page->hide();
    m_world->keyProblem = QStringLiteral("There is no keychain here.");
    m_page->show();
    QVERIFY(isSaid(QStringLiteral("for this session only. There is no keychain here.")));
    QVERIFY(!isSaid(QStringLiteral("never in a file")));
}

void TestModelsPage::aServerIsAddedWithItsKey()
{
    type(QStringLiteral("Name"), QStringLiteral("Work account"));
    type(QStringLiteral("Address"), QStringLiteral("models.example.com/v1"));
    type(QStringLiteral("Key"), QStringLiteral("sk-secret"));
    QTest::keyClick(field(QStringLiteral("Key")), Qt::Key_Return);
    settle();
    QCOMPARE(m_models->servers().size(), 1);
    const ModelServer server = m_models->servers().first();
    QCOMPARE(server.name, QStringLiteral("Work account"));
    QCOMPARE(server.address, QUrl(QStringLiteral("https://models.example.com/v1")));
    QVERIFY(server.hasKey);
    QCOMPARE(m_world->keys.value(server.id), QByteArray("sk-secret"));
    QVERIFY(!isFormShown());
    QCOMPARE(field(QStringLiteral("Key"))->text(), QString());
}

void TestModelsPage::aWrongAddressIsSaidAndNothingIsLost()
{
    type(QStringLiteral("Name"), QStringLiteral("Work account"));
    type(QStringLiteral("Address"), QStringLiteral("ftp://models"));
    type(QStringLiteral("Key"), QStringLiteral("sk-secret"));
    QVERIFY(click(QStringLiteral("Add")));
    QVERIFY(isSaid(QStringLiteral("That is no address of a server.")));
    QVERIFY(m_models->servers().isEmpty());
    QCOMPARE(field(QStringLiteral("Key"))->text(), QStringLiteral("sk-secret"));
}

void TestModelsPage::aTestSaysWhatHappenedBesideItsButton()
{
    type(QStringLiteral("Address"), QStringLiteral("localhost:8080"));
    type(QStringLiteral("Key"), QStringLiteral("sk-secret"));
    QVERIFY(click(QStringLiteral("Test")));
    QVERIFY(isSaid(QStringLiteral("Answered in 0.8 s · 2 models")));
    QCOMPARE(m_world->tested.size(), 1);
    QCOMPARE(m_world->tested.first().second, std::optional(QByteArray("sk-secret")));
    QVERIFY(m_models->servers().isEmpty());
    QCOMPARE(field(QStringLiteral("Model"))->completer()->completionCount(), 2);
    QVERIFY(click(QStringLiteral("Add")));
    QCOMPARE(m_models->servers().first().model, QStringLiteral("qwen2.5:7b"));
}

void TestModelsPage::aTestThatFailsSaysWhatToDo()
{
    m_world->check = {
        .works = false, .sentence = QStringLiteral("Start it with “ollama serve”."), .models = {}};
    type(QStringLiteral("Address"), QStringLiteral("localhost:11434"));
    QVERIFY(click(QStringLiteral("Test")));
    QVERIFY(isSaid(QStringLiteral("Start it with “ollama serve”.")));
    QVERIFY(!isSaid(QStringLiteral("Asking…")));
}

void TestModelsPage::whatIsTypedAfterATestMakesItVoid()
{
    type(QStringLiteral("Address"), QStringLiteral("localhost:8080"));
    for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
        if (button->text() == QStringLiteral("Test"))
            button->click();
    }
    QVERIFY(isSaid(QStringLiteral("Asking…")));
    QTest::keyClicks(field(QStringLiteral("Address")), QStringLiteral("/v1"));
    settle();
    QVERIFY(!isSaid(QStringLiteral("Answered")));
    QVERIFY(!isSaid(QStringLiteral("Asking…")));
    QVERIFY(click(QStringLiteral("Test")));
    QVERIFY(isSaid(QStringLiteral("Answered")));
}

void TestModelsPage::aServerIsEditedInItsPlaceAndKeepsItsKey()
{
    const ModelServer server = add("sk-secret");
    QVERIFY(click(QStringLiteral("Cancel")));
    QVERIFY(!isFormShown());
    QVERIFY(click(QStringLiteral("Edit Work account")));
    QVERIFY(isFormShown());
    QCOMPARE(field(QStringLiteral("Address"))->text(), QStringLiteral("https://models.example.com/v1"));
    QCOMPARE(field(QStringLiteral("Key"))->text(), QString());
    type(QStringLiteral("Model"), QStringLiteral("large"));
    QVERIFY(click(QStringLiteral("Test")));
    QCOMPARE(m_world->tested.last().second, std::optional<QByteArray>());
    QVERIFY(click(QStringLiteral("Save")));
    QCOMPARE(m_models->find(server.id)->model, QStringLiteral("large"));
    QVERIFY(m_models->find(server.id)->hasKey);
    QCOMPARE(m_world->keys.value(server.id), QByteArray("sk-secret"));
    QVERIFY(!isFormShown());
}

void TestModelsPage::anotherHostDoesNotGetTheKey()
{
    add("sk-secret");
    QVERIFY(click(QStringLiteral("Edit Work account")));
    type(QStringLiteral("Address"), QStringLiteral("https://elsewhere.example"));
    QVERIFY(isSaid(QStringLiteral("was given for models.example.com and is sent nowhere else")));
    QVERIFY(click(QStringLiteral("Test")));
    QCOMPARE(m_world->tested.last().second, std::optional(QByteArray()));
    QVERIFY(click(QStringLiteral("Save")));
    QVERIFY(!m_models->servers().first().hasKey);
}

void TestModelsPage::aKeyOverHttpIsWarnedOf()
{
    type(QStringLiteral("Address"), QStringLiteral("http://10.0.0.7:8000"));
    QVERIFY(!isSaid(QStringLiteral("can read the key")));
    type(QStringLiteral("Key"), QStringLiteral("k"));
    QVERIFY(isSaid(QStringLiteral("everybody on the way to 10.0.0.7 can read the key")));
    type(QStringLiteral("Address"), QStringLiteral("http://127.0.0.1:8000"));
    QVERIFY(!isSaid(QStringLiteral("can read the key")));
}

void TestModelsPage::aServerIsRemoved()
{
    add("sk-secret");
    QVERIFY(click(QStringLiteral("Edit Work account")));
    QVERIFY(click(QStringLiteral("Remove")));
    QVERIFY(m_models->servers().isEmpty());
    QVERIFY(m_world->keys.isEmpty());
}

void TestModelsPage::whatRunsHereIsOneClickAway()
{
    m_world->running = {ollama()};
    QVERIFY(click(QStringLiteral("Find servers on this computer")));
    QVERIFY(isSaid(QStringLiteral("Running on this computer · 2 models")));
    QVERIFY(click(QStringLiteral("Use qwen2.5:7b of Ollama")));
    QCOMPARE(m_models->servers().first().model, QStringLiteral("qwen2.5:7b"));
    QVERIFY(isSaid(QStringLiteral("On this computer · 2 models · default qwen2.5:7b")));
}

void TestModelsPage::aSearchThatFindsNothingSaysSo()
{
    QVERIFY(click(QStringLiteral("Find servers on this computer")));
    QVERIFY(isSaid(QStringLiteral("No other model server answers at the usual ports of Ollama")));
}

void TestModelsPage::whatIsUnderWayKeepsTheKeyboardAndIsNotBegunTwice_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a search") << QStringLiteral("Find servers on this computer");
    QTest::newRow("a test") << QStringLiteral("Test");
}

void TestModelsPage::whatIsUnderWayKeepsTheKeyboardAndIsNotBegunTwice()
{
    QFETCH(QString, name);
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    type(QStringLiteral("Address"), QStringLiteral("models.example.com"));
    Control *control = nullptr;
    for (Control *each : m_page->findChildren<Control *>()) {
        if (each->text() == name)
            control = each;
    }
    QVERIFY(control);
    control->setFocus(Qt::TabFocusReason);
    const auto begun = [this] { return m_world->discoveries + int(m_world->tested.size()); };
    for (int i = 0; i < 2; ++i) {
        QTest::keyClick(control, Qt::Key_Space);
        QTest::mouseClick(control, Qt::LeftButton);
        QVERIFY(control->isWaiting() && control->hasFocus());
        QCOMPARE(begun(), i + 1);
        settle();
        QVERIFY(!control->isWaiting() && control->hasFocus());
    }
}

void TestModelsPage::theRowSaysHowTheServerIs()
{
    add();
    QVERIFY(isSaid(QStringLiteral("models.example.com")));
    m_models->look();
    settle();
    QVERIFY(isSaid(QStringLiteral("models.example.com · 2 models")));
    m_world->check = {.works = false, .sentence = QStringLiteral("It does not answer."), .models = {}};
    m_models->look();
    settle();
    QVERIFY(isSaid(QStringLiteral("It does not answer.")));
}

void TestModelsPage::anotherServerCanAnswerByDefault()
{
    add();
    m_models->add(ollama(), QStringLiteral("qwen2.5:7b"));
    settle();
    QVERIFY(click(QStringLiteral("Ollama: answer by default")));
    QCOMPARE(m_models->servers().first().name, QStringLiteral("Ollama"));
}

void TestModelsPage::theKeyIsHiddenAndEveryControlHasAName()
{
    add();
    QCOMPARE(field(QStringLiteral("Key"))->echoMode(), QLineEdit::Password);
    for (const QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
        QVERIFY(!button->accessibleName().isEmpty() || !button->text().isEmpty());
        QVERIFY2(!button->isVisible() || button->height() >= SmallestHit, qPrintable(button->text()));
    }
}

QTEST_MAIN(TestModelsPage)
#include "tst_modelspage.moc"
