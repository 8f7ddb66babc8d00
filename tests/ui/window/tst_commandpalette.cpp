#include "ui/controls.h"
#include "ui/searchfield.h"
#include "ui/window/commandpalette.h"
#include "ui/window/commands.h"

#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace throughline::ui;

class TestCommandPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void withNothingTypedThereAreCommandsOnly();
    void whatIsTypedFindsBothAndTheBestIsChosenWithEnter();
    void theKeyboardGoesPastTheNamesOfGroups();
    void nothingFoundIsSaidAndEnterChoosesNothing();
    void itBeginsAnewEachTime();
    void keysDoWhatIsPossible();

private:
    QStringList rows() const
    {
        QStringList list;
        const QAbstractItemModel *model = m_list->model();
        for (int row = 0; row < model->rowCount(); ++row)
            list.append(model->index(row, 0).data().toString());
        return list;
    }
    QString selected() const { return m_list->currentIndex().data().toString(); }
    void type(const QString &words) { m_search->setText(words); }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<CommandPalette> m_palette;
    SearchField *m_search = nullptr;
    QListView *m_list = nullptr;
};

void TestCommandPalette::init()
{
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_palette = std::make_unique<CommandPalette>(*m_appearance);
    m_palette->setCommands(
        {{QStringLiteral("1"), QStringLiteral("New conversation"), QStringLiteral("Ctrl+N")},
            {QStringLiteral("2"), QStringLiteral("Theme: dark"), {}},
            {QStringLiteral("3"), QStringLiteral("Quit"), QStringLiteral("Ctrl+Q")}});
    m_palette->setConversations({{QStringLiteral("#a"), QStringLiteral("Dark mode or not"), {}},
        {QStringLiteral("#b"), QStringLiteral("Pricing"), {}}});
    m_palette->resize(500, 400);
    m_palette->show();
    m_search = m_palette->findChild<SearchField *>();
    m_list = m_palette->findChild<QListView *>();
    m_palette->begin();
}

void TestCommandPalette::cleanup()
{
    m_palette.reset();
    m_appearance.reset();
}

void TestCommandPalette::withNothingTypedThereAreCommandsOnly()
{
    QCOMPARE(rows(), QStringList({QStringLiteral("Commands"), QStringLiteral("New conversation"),
                         QStringLiteral("Theme: dark"), QStringLiteral("Quit")}));
    QCOMPARE(selected(), QStringLiteral("New conversation"));
}

void TestCommandPalette::whatIsTypedFindsBothAndTheBestIsChosenWithEnter()
{
    QSignalSpy chosen(m_palette.get(), &CommandPalette::chosen);
    type(QStringLiteral("dark"));
    QCOMPARE(rows(), QStringList({QStringLiteral("Commands"), QStringLiteral("Theme: dark"),
                         QStringLiteral("Conversations"), QStringLiteral("Dark mode or not")}));
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("2"));
}

void TestCommandPalette::theKeyboardGoesPastTheNamesOfGroups()
{
    QSignalSpy chosen(m_palette.get(), &CommandPalette::chosen);
    type(QStringLiteral("dark"));
    QTest::keyClick(m_search, Qt::Key_Down);
    QCOMPARE(selected(), QStringLiteral("Dark mode or not"));
    QTest::keyClick(m_search, Qt::Key_Down);
    QCOMPARE(selected(), QStringLiteral("Dark mode or not"));
    QTest::keyClick(m_search, Qt::Key_Enter);
    QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("#a"));
    QTest::keyClick(m_search, Qt::Key_Up);
    QCOMPARE(selected(), QStringLiteral("Theme: dark"));
}

void TestCommandPalette::nothingFoundIsSaidAndEnterChoosesNothing()
{
    QSignalSpy chosen(m_palette.get(), &CommandPalette::chosen);
    type(QStringLiteral("mainframe"));
    QVERIFY(!m_list->isVisible());
    const QList<Label *> labels = m_palette->findChildren<Label *>();
    QCOMPARE(labels.size(), 1);
    QVERIFY(labels.first()->isVisible());
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(chosen.size(), 0);
}

void TestCommandPalette::itBeginsAnewEachTime()
{
    type(QStringLiteral("quit"));
    QCOMPARE(selected(), QStringLiteral("Quit"));
    m_palette->begin();
    QCOMPARE(m_search->text(), QString());
    QCOMPARE(selected(), QStringLiteral("New conversation"));
}

void TestCommandPalette::keysDoWhatIsPossible()
{
    QWidget window;
    Commands commands(&window);
    bool isPossible = false;
    int done = 0;
    commands.add({.name = QStringLiteral("Do it"),
        .keys = {QKeySequence(Qt::CTRL | Qt::Key_D), QKeySequence(Qt::Key_F9)},
        .act = [&] { ++done; },
        .isPossible = [&] { return isPossible; }});
    QCOMPARE(commands.list().size(), size_t(1));
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(done, 0);
    isPossible = true;
    QTest::keyClick(&window, Qt::Key_D, Qt::ControlModifier);
    QTest::keyClick(&window, Qt::Key_F9);
    QCOMPARE(done, 2);
}

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
