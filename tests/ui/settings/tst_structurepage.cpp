#include "ui/settings/structurepage.h"
#include "workspace/fakemodelconnector.h"

#include <QAccessible>
#include <QApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::StructureChoice;
using workspace::StructureSettings;

class TestStructurePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsChosenActsAtOnce();
    void limitsAreThereOnlyForBatches();
    void aNumberThatIsNoneLeavesTheOneBefore();
    void whatIsTypedCountsWhenThePageGoes();
    void aModelThatLooksIsChosenAmongThoseThatAreSetUp();
    void withoutAModelWhatWasChosenGoesOn();
    void aServerThatHasNotSaidWhatItHasIsAsked();
    void whatIsSentWhereIsSaid();
    void itComesBackFromTheFileAsItWas();
    void whatAnOlderVersionKeptIsUnderstood();
    void everythingHasANameAndIsReachedInOrder();

private:
    QAbstractButton *button(const QString &name) const
    {
        for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == name)
                return button;
        }
        return nullptr;
    }
    Field *field(const QString &name) const
    {
        for (Field *field : m_page->findChildren<Field *>()) {
            if (field->accessibleName() == name)
                return field;
        }
        return nullptr;
    }
    const StructureChoice &choice() const { return m_structure->choice(); }

    QString addServer(const char *name, const char *address, const char *model = "")
    {
        return m_models->add({.id = {},
                                 .name = QString::fromLatin1(name),
                                 .address = QUrl(QString::fromLatin1(address)),
                                 .model = QString::fromLatin1(model)},
            {});
    }
    bool says(const QString &text) const
    {
        for (const Label *label : m_page->findChildren<Label *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }
    QStringList modelsOffered()
    {
        button(QStringLiteral("Model that looks: %1").arg(shownModel()))->click();
        QStringList names;
        if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) {
            for (const QAction *action : menu->actions())
                names.append(action->text());
            menu->close();
        }
        return names;
    }
    QString shownModel() const
    {
        for (const PushButton *shown : m_page->findChildren<PushButton *>()) {
            if (shown->isVisible())
                return shown->text();
        }
        return {};
    }

    Appearance m_appearance{*qApp};
    std::unique_ptr<test::FakeModelConnector> m_world;
    std::unique_ptr<workspace::ModelServers> m_models;
    std::unique_ptr<StructureSettings> m_structure;
    std::unique_ptr<StructurePage> m_page;
};

void TestStructurePage::init()
{
    m_page.reset();
    m_models.reset();
    m_world = std::make_unique<test::FakeModelConnector>();
    m_models = std::make_unique<workspace::ModelServers>(*m_world);
    m_structure = std::make_unique<StructureSettings>();
    m_page = std::make_unique<StructurePage>(*m_structure, *m_models, m_appearance, nullptr);
    m_page->resize(590, 540);
    m_page->show();
}

void TestStructurePage::whatIsChosenActsAtOnce()
{
    QSignalSpy changed(m_structure.get(), &StructureSettings::changed);
    QCOMPARE(m_structure->schedule(), polling::Schedule());
    button(QStringLiteral("Look for structure: Off"))->click();
    QCOMPARE(choice().finder, StructureChoice::Finder::Off);
    button(QStringLiteral("Ask for what was found: Sparing"))->click();
    QCOMPARE(choice().asking, StructureChoice::Asking::Sparing);
    QCOMPARE(m_structure->schedule(), polling::Schedule::sparing());
    QCOMPARE(changed.size(), 2);
    // Another window has the same page.
    m_structure->setChoice({});
    QVERIFY(button(QStringLiteral("Look for structure: Offline"))->isChecked());
}

void TestStructurePage::limitsAreThereOnlyForBatches()
{
    QVERIFY(!field(QStringLiteral("New characters"))->isVisible());
    button(QStringLiteral("When to look: When enough is new"))->click();
    QVERIFY(field(QStringLiteral("New characters"))->isVisible());
    QCOMPARE(field(QStringLiteral("New characters"))->text(), QStringLiteral("500"));
    QCOMPARE(field(QStringLiteral("New messages"))->text(), QStringLiteral("5"));
    Field *characters = field(QStringLiteral("New characters"));
    characters->selectAll();
    QTest::keyClicks(characters, QStringLiteral("200"));
    QTest::keyClick(characters, Qt::Key_Return);
    QCOMPARE(choice().characters, 200);
}

void TestStructurePage::aNumberThatIsNoneLeavesTheOneBefore()
{
    button(QStringLiteral("When to look: When enough is new"))->click();
    Field *messages = field(QStringLiteral("New messages"));
    messages->clear();
    m_page->hide();
    QCOMPARE(choice().messages, 5);
    m_page->show();
    QCOMPARE(messages->text(), QStringLiteral("5"));
    m_structure->setChoice(
        {.looking = StructureChoice::Looking::Batches, .characters = -3, .messages = 99'999});
    QCOMPARE(choice().characters, 1);
    QCOMPARE(choice().messages, StructureChoice::mostMessages);
}

void TestStructurePage::whatIsTypedCountsWhenThePageGoes()
{
    button(QStringLiteral("When to look: When enough is new"))->click();
    Field *messages = field(QStringLiteral("New messages"));
    messages->selectAll();
    QTest::keyClicks(messages, QStringLiteral("7"));
    m_page->hide();
    QCOMPARE(choice().messages, 7);
}

void TestStructurePage::aModelThatLooksIsChosenAmongThoseThatAreSetUp()
{
    addServer("Ollama", "http://127.0.0.1:11434", "llama3.2");
    addServer("Work", "https://models.example.com/v1", "large");
    QVERIFY(shownModel().isEmpty());
    button(QStringLiteral("Look for structure: With a model"))->click();
    QCOMPARE(choice().finder, StructureChoice::Finder::Model);
    QCOMPARE(choice().model, QStringLiteral("ollama/llama3.2"));
    QCOMPARE(shownModel(), QStringLiteral("Ollama · llama3.2"));
    QVERIFY(field(QStringLiteral("New messages"))->isVisible());
    QCOMPARE(
        modelsOffered(), (QStringList{QStringLiteral("Ollama · llama3.2"), QStringLiteral("Work · large")}));
    button(QStringLiteral("Model that looks: Ollama · llama3.2"))->click();
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    menu->actions().at(1)->trigger();
    menu->close();
    QCOMPARE(choice().model, QStringLiteral("work/large"));
    QCOMPARE(shownModel(), QStringLiteral("Work · large"));
    // It is remembered while rules look.
    button(QStringLiteral("Look for structure: Offline"))->click();
    QVERIFY(shownModel().isEmpty());
    button(QStringLiteral("Look for structure: With a model"))->click();
    QCOMPARE(choice().model, QStringLiteral("work/large"));
}

void TestStructurePage::withoutAModelWhatWasChosenGoesOn()
{
    button(QStringLiteral("Look for structure: With a model"))->click();
    QCOMPARE(choice(), StructureChoice());
    QVERIFY(button(QStringLiteral("Look for structure: Offline"))->isChecked());
    QVERIFY(says(QStringLiteral("No model is set up yet.")));
    button(QStringLiteral("Look for structure: Offline"))->click();
    QVERIFY(!says(QStringLiteral("No model is set up yet.")));
}

void TestStructurePage::aServerThatHasNotSaidWhatItHasIsAsked()
{
    addServer("Ollama", "http://127.0.0.1:11434");
    button(QStringLiteral("Look for structure: With a model"))->click();
    QTRY_COMPARE(choice().model, QStringLiteral("ollama/qwen2.5:7b"));
    QCOMPARE(choice().finder, StructureChoice::Finder::Model);
}

void TestStructurePage::whatIsSentWhereIsSaid()
{
    addServer("Ollama", "http://127.0.0.1:11434", "llama3.2");
    const QString work = addServer("Work", "https://models.example.com/v1", "large");
    QVERIFY(says(QStringLiteral("by rules, without a model")));
    m_structure->setChoice(
        {.finder = StructureChoice::Finder::Model, .model = QStringLiteral("ollama/llama3.2")});
    QVERIFY(says(QStringLiteral("is read by Ollama on this computer")));
    m_structure->setChoice({.finder = StructureChoice::Finder::Model, .model = QStringLiteral("work/large")});
    QVERIFY(says(QStringLiteral("is sent to models.example.com")));
    QVERIFY(says(QStringLiteral("rules do not take its place")));
    m_models->remove(work);
    QVERIFY(says(QStringLiteral("not set up any more, so what you write waits")));
    m_structure->setChoice({.finder = StructureChoice::Finder::Off});
    QVERIFY(says(QStringLiteral("What was found stays.")));
}

void TestStructurePage::whatAnOlderVersionKeptIsUnderstood()
{
    StructureSettings after;
    after.restore(R"({"looking": "never", "characters": 7, "messages": 5, "asking": "standard"})");
    QCOMPARE(after.choice(), (StructureChoice{.finder = StructureChoice::Finder::Off, .characters = 7}));
    after.restore(R"({"looking": "batches", "characters": 7})");
    QCOMPARE(
        after.choice(), (StructureChoice{.looking = StructureChoice::Looking::Batches, .characters = 7}));
    after.restore(R"({"finder": "model", "model": ""})");
    QCOMPARE(after.choice(), StructureChoice());
}

void TestStructurePage::itComesBackFromTheFileAsItWas()
{
    const StructureChoice wanted{.finder = StructureChoice::Finder::Model,
        .model = QStringLiteral("work/large"),
        .looking = StructureChoice::Looking::Batches,
        .characters = 123,
        .messages = 4,
        .asking = StructureChoice::Asking::Sparing};
    m_structure->setChoice(wanted);
    StructureSettings after;
    after.restore(m_structure->toJson());
    QCOMPARE(after.choice(), wanted);
    for (const QByteArray &json :
        {QByteArray(), QByteArray("[]"), QByteArray(R"({"looking": 7, "asking": []})")}) {
        after.restore(json);
        QCOMPARE(after.choice(), StructureChoice());
    }
}

void TestStructurePage::everythingHasANameAndIsReachedInOrder()
{
    button(QStringLiteral("When to look: When enough is new"))->click();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    button(QStringLiteral("When to look: When enough is new"))->setFocus(Qt::TabFocusReason);
    QStringList names;
    for (int i = 0; i < 4; ++i) {
        names.append(
            QAccessible::queryAccessibleInterface(QApplication::focusWidget())->text(QAccessible::Name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    const QStringList expected{QStringLiteral("When to look: When enough is new"),
        QStringLiteral("New characters"), QStringLiteral("New messages"),
        QStringLiteral("Ask for what was found: Standard")};
    QCOMPARE(names, expected);
}

QTEST_MAIN(TestStructurePage)
#include "tst_structurepage.moc"
