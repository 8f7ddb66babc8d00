#include "ui/settings/conversationsettings.h"

#include <QApplication>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::Presets;

class TestConversationSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsEmptyIsLeftToTheModel();
    void eachFieldActsWhenItIsLeft();
    void whatIsNoNumberSaysSoAndChangesNothing_data();
    void whatIsNoNumberSaysSoAndChangesNothing();
    void doneStaysAndSaysAllThatIsWrong();
    void aCommaWillDoForThePoint();
    void atMostFourStops();
    void whatHasNoFieldHereIsKept();
    void aPresetIsSavedUsedAndRemoved();
    void everyControlHasAName();

private:
    Field *field(const QString &name) const
    {
        for (Field *field : m_view->findChildren<Field *>()) {
            if (field->accessibleName() == name)
                return field;
        }
        return nullptr;
    }
    void enter(const QString &name, const QString &text)
    {
        field(name)->setText(text);
        QTest::keyClick(field(name), Qt::Key_Return);
    }
    QJsonObject said() const
    {
        return m_said->isEmpty() ? QJsonObject() : m_said->last().first().toJsonObject();
    }
    QAbstractButton *button(const QString &name) const
    {
        for (QAbstractButton *button : m_view->findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == name || button->text() == name)
                return button;
        }
        return nullptr;
    }
    bool isSaid(const QString &text) const
    {
        for (const Label *label : m_view->findChildren<Label *>()) {
            if (label->isVisible() && label->text() == text)
                return true;
        }
        return false;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<Presets> m_presets;
    std::unique_ptr<ConversationSettings> m_view;
    std::unique_ptr<QSignalSpy> m_said;
};

void TestConversationSettings::init()
{
    m_view.reset();
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_presets = std::make_unique<Presets>();
    m_view = std::make_unique<ConversationSettings>(*m_presets, *m_appearance);
    m_said = std::make_unique<QSignalSpy>(m_view.get(), &ConversationSettings::settingsChanged);
    m_view->resize(560, 500);
    m_view->show();
}

void TestConversationSettings::whatIsEmptyIsLeftToTheModel()
{
    m_view->finish();
    QCOMPARE(m_said->size(), 0);
    m_view->setSettings({{QStringLiteral("temperature"), 0.5}});
    QCOMPARE(m_said->size(), 0);
    QCOMPARE(field(QStringLiteral("Temperature"))->text(), QStringLiteral("0.5"));
    enter(QStringLiteral("Temperature"), {});
    QCOMPARE(m_said->size(), 1);
    QCOMPARE(said(), QJsonObject());
}

void TestConversationSettings::eachFieldActsWhenItIsLeft()
{
    m_view->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral(" Be brief. \n"));
    enter(QStringLiteral("Temperature"), QStringLiteral("0.2"));
    enter(QStringLiteral("Top-p"), QStringLiteral("1"));
    enter(QStringLiteral("Longest reply"), QStringLiteral("800"));
    enter(QStringLiteral("Seed"), QStringLiteral("-7"));
    enter(QStringLiteral("Stop at"), QStringLiteral("END|###"));
    QCOMPARE(
        said(), (QJsonObject{{QStringLiteral("system_prompt"), QStringLiteral("Be brief.")},
                    {QStringLiteral("temperature"), 0.2}, {QStringLiteral("top_p"), 1},
                    {QStringLiteral("max_tokens"), 800}, {QStringLiteral("seed"), -7},
                    {QStringLiteral("stop"), QJsonArray{QStringLiteral("END"), QStringLiteral("###")}}}));
}

void TestConversationSettings::whatIsNoNumberSaysSoAndChangesNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const QString temperature = QStringLiteral("Temperature");
    const QString range = QStringLiteral("The temperature is a number from 0 to 2.");
    QTest::newRow("words") << temperature << "warm" << range;
    QTest::newRow("too hot") << temperature << "2.1" << range;
    QTest::newRow("not a number") << temperature << "nan" << range;
    QTest::newRow("part of a token") << "Longest reply"
                                     << "1.5"
                                     << "The longest reply is a whole number of tokens.";
    QTest::newRow("no token") << "Longest reply"
                              << "0"
                              << "The longest reply is a whole number of tokens.";
    QTest::newRow("a huge seed") << "Seed"
                                 << "1e300"
                                 << "The seed is a whole number.";
}

void TestConversationSettings::whatIsNoNumberSaysSoAndChangesNothing()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    enter(name, text);
    QCOMPARE(m_said->size(), 0);
    QVERIFY(isSaid(sentence));
    QCOMPARE(field(name)->text(), text);
    enter(name, {});
    QVERIFY(!isSaid(sentence));
}

void TestConversationSettings::doneStaysAndSaysAllThatIsWrong()
{
    QSignalSpy closed(m_view.get(), &ConversationSettings::closeRequested);
    field(QStringLiteral("Temperature"))->setText(QStringLiteral("9"));
    field(QStringLiteral("Top-p"))->setText(QStringLiteral("abc"));
    button(QStringLiteral("Done"))->click();
    QCOMPARE(closed.size(), 0);
    QVERIFY(
        isSaid(QStringLiteral("The temperature is a number from 0 to 2. Top-p is a number from 0 to 1.")));
    field(QStringLiteral("Temperature"))->setText(QStringLiteral("0.9"));
    field(QStringLiteral("Top-p"))->clear();
    button(QStringLiteral("Done"))->click();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(said().value(QStringLiteral("temperature")).toDouble(), 0.9);
}

void TestConversationSettings::aCommaWillDoForThePoint()
{
    enter(QStringLiteral("Temperature"), QStringLiteral("0,7"));
    QCOMPARE(said(), (QJsonObject{{QStringLiteral("temperature"), 0.7}}));
}

void TestConversationSettings::atMostFourStops()
{
    enter(QStringLiteral("Stop at"), QStringLiteral("a|b|c|d|e"));
    QCOMPARE(m_said->size(), 0);
    QVERIFY(isSaid(QStringLiteral("A reply can stop at four texts at most.")));
}

void TestConversationSettings::whatHasNoFieldHereIsKept()
{
    m_view->setSettings({{QStringLiteral("min_p"), 0.05}});
    enter(QStringLiteral("Temperature"), QStringLiteral("1"));
    QCOMPARE(said(), (QJsonObject{{QStringLiteral("min_p"), 0.05}, {QStringLiteral("temperature"), 1}}));
}

void TestConversationSettings::aPresetIsSavedUsedAndRemoved()
{
    enter(QStringLiteral("Temperature"), QStringLiteral("0.2"));
    QVERIFY(!button(QStringLiteral("Save as preset"))->isEnabled());
    field(QStringLiteral("Name of the preset"))->setText(QStringLiteral("Precise"));
    button(QStringLiteral("Save as preset"))->click();
    QCOMPARE(m_presets->list().size(), 1);
    m_view->setSettings({});
    QCOMPARE(field(QStringLiteral("Temperature"))->text(), QString());
    button(QStringLiteral("Use the preset Precise"))->click();
    QCOMPARE(said(), (QJsonObject{{QStringLiteral("temperature"), 0.2}}));
    QCOMPARE(field(QStringLiteral("Temperature"))->text(), QStringLiteral("0.2"));
    button(QStringLiteral("Remove the preset Precise"))->click();
    QVERIFY(m_presets->list().isEmpty());
}

void TestConversationSettings::everyControlHasAName()
{
    for (const QAbstractButton *button : m_view->findChildren<QAbstractButton *>())
        QVERIFY(!button->accessibleName().isEmpty() || !button->text().isEmpty());
    QCOMPARE(m_view->findChild<QPlainTextEdit *>()->accessibleName(), QStringLiteral("System prompt"));
}

QTEST_MAIN(TestConversationSettings)
#include "tst_conversationsettings.moc"
