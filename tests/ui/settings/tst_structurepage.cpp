#include "ui/settings/structurepage.h"

#include <QAccessible>
#include <QApplication>
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
    void itComesBackFromTheFileAsItWas();
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

    Appearance m_appearance{*qApp};
    std::unique_ptr<StructureSettings> m_structure;
    std::unique_ptr<StructurePage> m_page;
};

void TestStructurePage::init()
{
    m_page.reset();
    m_structure = std::make_unique<StructureSettings>();
    m_page = std::make_unique<StructurePage>(*m_structure, m_appearance, nullptr);
    m_page->resize(590, 540);
    m_page->show();
}

void TestStructurePage::whatIsChosenActsAtOnce()
{
    QSignalSpy changed(m_structure.get(), &StructureSettings::changed);
    QCOMPARE(m_structure->schedule(), polling::Schedule());
    button(QStringLiteral("Look for structure: Never"))->click();
    QCOMPARE(choice().looking, StructureChoice::Looking::Never);
    button(QStringLiteral("Ask for what was found: Sparing"))->click();
    QCOMPARE(choice().asking, StructureChoice::Asking::Sparing);
    QCOMPARE(m_structure->schedule(), polling::Schedule::sparing());
    QCOMPARE(changed.size(), 2);
    // Another window has the same page.
    m_structure->setChoice({});
    QVERIFY(button(QStringLiteral("Look for structure: After every message"))->isChecked());
}

void TestStructurePage::limitsAreThereOnlyForBatches()
{
    QVERIFY(!field(QStringLiteral("New characters"))->isVisible());
    button(QStringLiteral("Look for structure: When enough is new"))->click();
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
    button(QStringLiteral("Look for structure: When enough is new"))->click();
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
    button(QStringLiteral("Look for structure: When enough is new"))->click();
    Field *messages = field(QStringLiteral("New messages"));
    messages->selectAll();
    QTest::keyClicks(messages, QStringLiteral("7"));
    m_page->hide();
    QCOMPARE(choice().messages, 7);
}

void TestStructurePage::itComesBackFromTheFileAsItWas()
{
    const StructureChoice wanted{.looking = StructureChoice::Looking::Batches,
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
    button(QStringLiteral("Look for structure: When enough is new"))->click();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    button(QStringLiteral("Look for structure: When enough is new"))->setFocus(Qt::TabFocusReason);
    QStringList names;
    for (int i = 0; i < 4; ++i) {
        names.append(
            QAccessible::queryAccessibleInterface(QApplication::focusWidget())->text(QAccessible::Name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    const QStringList expected{QStringLiteral("Look for structure: When enough is new"),
        QStringLiteral("New characters"), QStringLiteral("New messages"),
        QStringLiteral("Ask for what was found: Standard")};
    QCOMPARE(names, expected);
}

QTEST_MAIN(TestStructurePage)
#include "tst_structurepage.moc"
