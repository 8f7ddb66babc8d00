#include "screenshots/stage.h"
#include "ui/composer.h"
#include "ui/searchfield.h"
#include "ui/settings/keyboardpage.h"
#include "ui/settings/settingsview.h"
#include "ui/threadsidebar.h"
#include "ui/toast.h"
#include "ui/window/commandpalette.h"
#include "ui/window/commands.h"
#include "ui/window/panelayout.h"
#include "ui/window/windowsettings.h"

#include <QAbstractButton>
#include <QListView>
#include <QShortcut>
#include <QTest>

#include <algorithm>

using namespace throughline;
using screenshots::Stage;

/// The command palette in the window it commands.
class TestWindowCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_stage.reset(); }
    void whatIsChosenIsDoneAndThePaletteIsGone();
    void aConversationIsOpened();
    void whatIsNotPossibleIsNotOffered();
    void theSettingsLeadToThem();
    void noKeysAreTakenTwice();
    void filesGoIntoTheMessage();
    void filesDoNotFollowIntoAnotherConversation();

private:
    ui::CommandPalette &palette() const { return *m_stage->find<ui::CommandPalette>(); }
    void open() const
    {
        QTest::keyClick(&m_stage->window(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(palette().isVisible());
    }
    void choose(const QString &words) const
    {
        open();
        auto *search = palette().findChild<ui::SearchField *>();
        search->setText(words);
        QTest::keyClick(search, Qt::Key_Return);
    }
    QStringList offered() const
    {
        QStringList names;
        const QAbstractItemModel *model = palette().findChild<QListView *>()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            names.append(model->index(row, 0).data().toString());
        return names;
    }

    /// \a path, with a text in it.
    static QString written(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write("Ship it") == 7 ? path : QString();
    }

    std::unique_ptr<Stage> m_stage;
};

void TestWindowCommands::init()
{
    m_stage = std::make_unique<Stage>(ui::Appearance::Choice::Light, 1.0);
    m_stage->answerWith(screenshots::everything());
    m_stage->open();
    QVERIFY(QTest::qWaitForWindowActive(&m_stage->window()));
}

void TestWindowCommands::whatIsChosenIsDoneAndThePaletteIsGone()
{
    choose(QStringLiteral("theme dark"));
    QVERIFY(!palette().isVisible());
    QCOMPARE(m_stage->appearance().choice(), ui::Appearance::Choice::Dark);
    choose(QStringLiteral("privacy"));
    QVERIFY(m_stage->find<ui::SettingsView>()->isVisible());
}

void TestWindowCommands::aConversationIsOpened()
{
    const QString before = m_stage->workspace().current()->threadId();
    choose(QStringLiteral("pricing"));
    QVERIFY(m_stage->workspace().current()->threadId() != before);
    QCOMPARE(m_stage->workspace().currentTitle(), QStringLiteral("Pricing for the team plan"));
}

void TestWindowCommands::whatIsNotPossibleIsNotOffered()
{
    open();
    QVERIFY(offered().contains(QStringLiteral("Archive the conversation")));
    QVERIFY(offered().contains(QStringLiteral("Theme: dark")));
    QVERIFY2(!offered().contains(QStringLiteral("Theme: light")), "it is light");
    QVERIFY(!offered().contains(QStringLiteral("Take the conversation out of the archive")));
    QTest::keyClick(palette().findChild<ui::SearchField *>(), Qt::Key_Escape);
    QVERIFY(!palette().isVisible());
}

void TestWindowCommands::theSettingsLeadToThem()
{
    m_stage->window().openSettings();
    m_stage->find<ui::SettingsView>()->openPage(int(ui::WindowSettings::Page::Keyboard));
    const QList<ui::LinkButton *> links = m_stage->find<ui::KeyboardPage>()->findChildren<ui::LinkButton *>();
    QCOMPARE(links.size(), 1);
    links.first()->click();
    QVERIFY(palette().isVisible());
    QVERIFY(!m_stage->find<ui::SettingsView>()->isVisible());
}

void TestWindowCommands::noKeysAreTakenTwice()
{
    QStringList keys;
    const QList<QShortcut *> shortcuts = m_stage->window().findChildren<QShortcut *>();
    for (const QShortcut *shortcut : shortcuts)
        keys.append(shortcut->key().toString(QKeySequence::PortableText));
    QVERIFY(keys.contains(QStringLiteral("Ctrl+Shift+P")));
    const qsizetype all = keys.size();
    keys.removeDuplicates();
    QCOMPARE(keys.size(), all);
}

void TestWindowCommands::filesGoIntoTheMessage()
{
    const QTemporaryDir folder;
    const QString path = written(folder.filePath(QStringLiteral("plan.md")));
    QVERIFY(!path.isEmpty());
    auto *composer = m_stage->find<ui::Composer>();
    Q_EMIT composer->filesDropped({path});
    QTRY_COMPARE(composer->text(), QStringLiteral("plan.md:\n\nShip it\n"));
    QTRY_COMPARE(
        m_stage->workspace().drafts().draft(m_stage->workspace().current()->threadId()), composer->text());
}

void TestWindowCommands::filesDoNotFollowIntoAnotherConversation()
{
    const QTemporaryDir folder;
    const QString path = written(folder.filePath(QStringLiteral("plan.md")));
    QVERIFY(!path.isEmpty());
    auto *composer = m_stage->find<ui::Composer>();
    Q_EMIT composer->filesDropped({path});
    choose(QStringLiteral("pricing"));
    const auto *toast = m_stage->find<ui::Toast>();
    QTRY_VERIFY(toast->isVisible());
    QCOMPARE(composer->text(), QString());
    Q_EMIT composer->filesDropped({path});
    QTRY_COMPARE(composer->text(), QStringLiteral("plan.md:\n\nShip it\n"));
}

QTEST_MAIN(TestWindowCommands)
#include "tst_windowcommands.moc"
