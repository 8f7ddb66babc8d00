#include "mockdata.h"
#include "paneimage.h"
#include "ui/relativetime.h"
#include "ui/searchfield.h"
#include "ui/threadlistview.h"
#include "ui/threadsidebar.h"

#include <QAbstractEventDispatcher>
#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace throughline;
using namespace throughline::ui;
using namespace throughline::test;

class TestThreadSidebar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whereConversationsAreComesBeforeTheCommands();
    void init();
    void cleanup();

    void timesAreAsShortAsTheyCanBe_data();
    void timesAreAsShortAsTheyCanBe();
    void timesAreWrittenAsInTheLanguage_data();
    void timesAreWrittenAsInTheLanguage();
    void nowHoldsForAMinute_data();
    void nowHoldsForAMinute();
    void itWaitsForWhatIsToldOtherwise();
    void aClickOpensTheConversation();
    void aClickOnACaptionOpensNothing();
    void enterOpensWhatTheArrowsReached();
    void f2RenamesInPlace();
    void escapeLeavesTheTitleAlone();
    void leavingTheFieldKeepsWhatWasTyped();
    void aTitleBeingTypedSurvivesANewList();
    void deleteAsksForDeletion();
    void undoAsksForWhatWasDeleted();
    void theMenuOffersWhatTheServerCanDo();
    void typingSearches();
    void noResultSaysSo();
    void theGearAsksForTheSettings();
    void everyControlHasANameAndIsLargeEnough();
    void looksAsDesigned();

private:
    QModelIndex row(int number) const { return m_list->model()->index(number, 0); }
    QPoint onRow(int number) const
    {
        const QRect rect = m_list->visualRect(row(number));
        return {rect.center().x(), rect.bottom() - 12};
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<ThreadSidebar> m_pane;
    ThreadListView *m_list = nullptr;
};

void TestThreadSidebar::init()
{
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_appearance->setChoice(Appearance::Choice::Light);
    m_model = mockThreads();
    m_pane = std::make_unique<ThreadSidebar>(*m_appearance, mockNow);
    m_pane->setModel(m_model.get());
    m_pane->setOpenThread(QStringLiteral("thread-1"));
    m_pane->setConnection(ThreadSidebar::Connection::Online, QStringLiteral("On this computer"));
    m_pane->resize(248, 800);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    m_list = m_pane->findChild<ThreadListView *>();
    QVERIFY(m_list);
}

void TestThreadSidebar::cleanup()
{
    m_pane.reset();
    m_model.reset();
    m_appearance.reset();
}

void TestThreadSidebar::timesAreAsShortAsTheyCanBe_data()
{
    QTest::addColumn<QDateTime>("then");
    QTest::addColumn<bool>("underItsDay");
    QTest::addColumn<QString>("shown");
    const QDateTime now = mockNow();
    QTest::newRow("this minute") << now.addSecs(-59) << false << QStringLiteral("now");
    QTest::newRow("a clock ahead of ours") << now.addSecs(30) << false << QStringLiteral("now");
    QTest::newRow("today") << now.addSecs(-3600) << false << QStringLiteral("11:41");
    QTest::newRow("yesterday, under its caption") << now.addDays(-1) << true << QStringLiteral("12:41");
    QTest::newRow("yesterday, elsewhere") << now.addDays(-1) << false << QStringLiteral("Thu");
    QTest::newRow("this week") << now.addDays(-4) << false << QStringLiteral("Mon");
    QTest::newRow("this year") << now.addDays(-40) << false << QStringLiteral("6 Apr");
    QTest::newRow("before") << now.addYears(-1) << false << QStringLiteral("16 May 2024");
    QTest::newRow("none") << QDateTime() << false << QString();
}

void TestThreadSidebar::timesAreAsShortAsTheyCanBe()
{
    QFETCH(QDateTime, then);
    QFETCH(bool, underItsDay);
    QFETCH(QString, shown);
    QCOMPARE(
        relativeTime(then, mockNow(), QLocale(QLocale::English, QLocale::UnitedKingdom), underItsDay), shown);
}

void TestThreadSidebar::timesAreWrittenAsInTheLanguage_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("today");
    QTest::addColumn<QString>("thisYear");
    QTest::addColumn<QString>("before");
    const auto row = [](const char *name, const char *today, const char *thisYear, const char *before) {
        QTest::newRow(name) << QLocale(QString::fromLatin1(name)) << QString::fromUtf8(today)
                            << QString::fromUtf8(thisYear) << QString::fromUtf8(before);
    };
    row("en_GB", "11:41", "6 Apr", "16 May 2024");
    row("en_US", "11:41 AM", "Apr 6", "May 16, 2024");
    row("de_DE", "11:41", "6. Apr.", "16. Mai 2024");
    row("es_ES", "11:41", "6 de abr", "16 de may de 2024");
    row("C", "11:41", "6 Apr", "16 May 2024");
    // A language whose long form is neither has its form of numbers.
    row("ja_JP", "11:41", "2025/04/06", "2024/05/16");
}

void TestThreadSidebar::timesAreWrittenAsInTheLanguage()
{
    QFETCH(QLocale, locale);
    const auto shown = [&locale](const QDateTime &then) {
        return relativeTime(then, mockNow(), locale, false).replace(QChar(0x202f), u' ');
    };
    QTEST(shown(mockNow().addSecs(-3600)), "today");
    QTEST(shown(mockNow().addDays(-40)), "thisYear");
    QTEST(shown(mockNow().addYears(-1)), "before");
}

void TestThreadSidebar::nowHoldsForAMinute_data()
{
    QTest::addColumn<int>("age"); // seconds
    QTest::addColumn<int>("holds");
    QTest::newRow("just now") << 0 << 60;
    QTest::newRow("a while now") << 59 << 1;
    QTest::newRow("a time") << 60 << 0;
    QTest::newRow("a clock that is ahead") << -100 << 160;
    QTest::newRow("a clock that is far ahead") << -300 << 0;
    QTest::newRow("a day of the week") << 300'000 << 0;
}

void TestThreadSidebar::nowHoldsForAMinute()
{
    QFETCH(int, age);
    QFETCH(int, holds);
    const QDateTime now = mockNow();
    const QDateTime then = now.addSecs(-age).toUTC();
    QCOMPARE(nowHolds(then, now).value_or(std::chrono::seconds(0)), std::chrono::seconds(holds));
    const auto told = [&](int later) { return relativeTime(then, now.addSecs(later), QLocale::c(), true); };
    const QString nowWord = relativeTime(now, now, QLocale::c(), true);
    QCOMPARE(told(0) == nowWord, holds > 0);
    QCOMPARE(told(std::max(0, holds - 1)) == nowWord, holds > 0);
    if (holds > 0)
        QVERIFY(told(holds) != nowWord);
}

void TestThreadSidebar::itWaitsForWhatIsToldOtherwise()
{
    using std::chrono::milliseconds;
    using std::chrono::minutes;
    const auto waits = [this] {
        const auto timers = QAbstractEventDispatcher::instance()->registeredTimers(m_pane.get());
        return timers.isEmpty() ? milliseconds(0) : milliseconds(timers.first().interval);
    };
    const auto tell = [this](int secondsAgo) {
        m_model->item(1)->setData(
            mockNow().addSecs(-secondsAgo).toUTC(), workspace::ThreadListModel::UpdatedAtRole);
        QEvent activated(QEvent::WindowActivate);
        QCoreApplication::sendEvent(m_pane.get(), &activated);
    };
    tell(120);
    QVERIFY2(waits() > minutes(2), qPrintable(QString::number(waits().count())));
    m_model->item(2)->setData(QStringLiteral("Changed"), Qt::DisplayRole);
    QVERIFY(waits() > milliseconds(0) && waits() < minutes(2));
    const QSignalSpy passed(m_pane.get(), &ThreadSidebar::timePassed);
    tell(20);
    QCOMPARE(passed.size(), 1);
    QCOMPARE(waits(), milliseconds(41'000));
    QTimerEvent due(QAbstractEventDispatcher::instance()->registeredTimers(m_pane.get()).first().timerId);
    m_model->item(1)->setData(mockNow().addSecs(-120).toUTC(), workspace::ThreadListModel::UpdatedAtRole);
    QCoreApplication::sendEvent(m_pane.get(), &due);
    QCOMPARE(passed.size(), 2);
    QVERIFY(waits() > minutes(2));
    m_pane->hide();
    m_model->item(2)->setData(QStringLiteral("Again"), Qt::DisplayRole);
    QCOMPARE(waits(), milliseconds(0));
}

void TestThreadSidebar::aClickOpensTheConversation()
{
    QSignalSpy opened(m_pane.get(), &ThreadSidebar::openRequested);
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, onRow(3));
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), QStringLiteral("thread-3"));
}

void TestThreadSidebar::aClickOnACaptionOpensNothing()
{
    QSignalSpy opened(m_pane.get(), &ThreadSidebar::openRequested);
    QTest::mouseClick(
        m_list->viewport(), Qt::LeftButton, {}, m_list->visualRect(row(1)).topLeft() + QPoint(40, 14));
    QCOMPARE(opened.count(), 0);
}

void TestThreadSidebar::enterOpensWhatTheArrowsReached()
{
    QSignalSpy opened(m_pane.get(), &ThreadSidebar::openRequested);
    m_pane->focusList();
    QTest::keyClick(m_list, Qt::Key_Down);
    QTest::keyClick(m_list, Qt::Key_Down);
    QCOMPARE(opened.count(), 0);
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), QStringLiteral("thread-3"));
}

void TestThreadSidebar::f2RenamesInPlace()
{
    QSignalSpy renamed(m_pane.get(), &ThreadSidebar::renameRequested);
    m_pane->focusList();
    QTest::keyClick(m_list, Qt::Key_F2);
    auto *editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(editor);
    QCOMPARE(editor->selectedText(), QStringLiteral("Postgres or SQLite for launch"));
    QTest::keyClicks(editor, QStringLiteral("Which database"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(renamed.count(), 1);
    QCOMPARE(renamed.first(), (QVariantList{QStringLiteral("thread-1"), QStringLiteral("Which database")}));
    QVERIFY(!editor->isVisible());
    QVERIFY(m_list->hasFocus());
}

void TestThreadSidebar::escapeLeavesTheTitleAlone()
{
    QSignalSpy renamed(m_pane.get(), &ThreadSidebar::renameRequested);
    m_list->rename(row(2));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("x"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(renamed.count(), 0);
}

void TestThreadSidebar::leavingTheFieldKeepsWhatWasTyped()
{
    QSignalSpy renamed(m_pane.get(), &ThreadSidebar::renameRequested);
    m_list->rename(row(2));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("First hire"));
    m_pane->focusSearch();
    QCOMPARE(renamed.count(), 1);
    QCOMPARE(renamed.first().at(1).toString(), QStringLiteral("First hire"));
}

void TestThreadSidebar::aTitleBeingTypedSurvivesANewList()
{
    QSignalSpy renamed(m_pane.get(), &ThreadSidebar::renameRequested);
    m_list->rename(row(2));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("First"));
    m_model->insertRow(0, m_model->takeRow(5));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" hire"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(renamed.count(), 1);
    QCOMPARE(renamed.first(), (QVariantList{QStringLiteral("thread-2"), QStringLiteral("First hire")}));
}

void TestThreadSidebar::deleteAsksForDeletion()
{
    QSignalSpy deleted(m_pane.get(), &ThreadSidebar::deleteRequested);
    m_pane->focusList();
    QTest::keyClick(m_list, Qt::Key_Delete);
    QCOMPARE(deleted.count(), 1);
    QCOMPARE(deleted.first().first().toString(), QStringLiteral("thread-1"));
}

void TestThreadSidebar::undoAsksForWhatWasDeleted()
{
    const QSignalSpy undone(m_pane.get(), &ThreadSidebar::undoDeleteRequested);
    m_list->setFocus();
    QTest::keySequence(m_list, QKeySequence::Undo);
    QCOMPARE(undone.size(), 1);
}

void TestThreadSidebar::theMenuOffersWhatTheServerCanDo()
{
    const auto entries = [this] {
        QContextMenuEvent event(
            QContextMenuEvent::Mouse, onRow(2), m_list->viewport()->mapToGlobal(onRow(2)));
        QApplication::sendEvent(m_list->viewport(), &event);
        QStringList texts;
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (!menu)
            return texts;
        for (const QAction *action : menu->actions()) {
            if (!action->isSeparator())
                texts.append(action->text());
        }
        menu->close();
        return texts;
    };
    QCOMPARE(entries(),
        (QStringList{QStringLiteral("Open"), QStringLiteral("Rename"), QStringLiteral("Archive"),
            QString::fromUtf8("Save as…"), QString::fromUtf8("Print…"), QStringLiteral("Delete")}));
    m_pane->setSupportsPinning(true);
    QVERIFY(entries().contains(QStringLiteral("Pin")));
}

void TestThreadSidebar::typingSearches()
{
    QSignalSpy searched(m_pane.get(), &ThreadSidebar::searchChanged);
    m_pane->focusSearch();
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("cl"));
    QCOMPARE(searched.count(), 2);
    QCOMPARE(searched.last().first().toString(), QStringLiteral("cl"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(searched.last().first().toString(), QString());
    m_pane->clearSearch();
    QCOMPARE(searched.count(), 3);
}

void TestThreadSidebar::noResultSaysSo()
{
    m_pane->findChild<SearchField *>()->setText(QStringLiteral("zebra"));
    m_model->clear();
    bool said = false;
    for (const Label *label : m_pane->findChildren<Label *>())
        said = said || (label->isVisible() && label->text().contains(QStringLiteral("zebra")));
    QVERIFY(said);
}

void TestThreadSidebar::theGearAsksForTheSettings()
{
    QSignalSpy asked(m_pane.get(), &ThreadSidebar::settingsRequested);
    for (IconButton *button : m_pane->findChildren<IconButton *>()) {
        if (button->accessibleName() == QStringLiteral("Settings"))
            button->click();
    }
    QCOMPARE(asked.count(), 1);
}

void TestThreadSidebar::everyControlHasANameAndIsLargeEnough()
{
    QCOMPARE(controlsThatFall(m_pane.get()), QString());
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_list);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 8);
    QCOMPARE(list->child(1)->text(QAccessible::Name), QStringLiteral("Postgres or SQLite for launch"));
}

void TestThreadSidebar::looksAsDesigned()
{
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "threads"));
    m_model->item(1)->setData(true, workspace::ThreadListModel::StreamingRole);
    m_model->item(2)->setData(true, workspace::ThreadListModel::UnreadRole);
    m_list->rename(row(3));
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "threads-renaming"));
    m_pane->setLayoutDirection(Qt::RightToLeft);
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "threads-rtl"));
    m_pane->setLayoutDirection(Qt::LeftToRight);
    m_appearance->setTextScale(1.5);
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "threads-large"));
    m_appearance->setTextScale(1.0);
}

void TestThreadSidebar::whereConversationsAreComesBeforeTheCommands()
{
    const auto isOffered = [this] {
        const QList<IconButton *> buttons = m_pane->findChildren<IconButton *>();
        return std::any_of(buttons.cbegin(), buttons.cend(), [](const IconButton *button) {
            return button->accessibleName() == QStringLiteral("Commands") && !button->isHidden();
        });
    };
    m_pane->resize(248, 600);
    m_pane->setConnection(ThreadSidebar::Connection::Online, QStringLiteral("On this computer"));
    QVERIFY(isOffered());
    m_pane->setConnection(ThreadSidebar::Connection::Online, QStringLiteral("planning.team.example.org"));
    QVERIFY(!isOffered());
    m_pane->resize(400, 600);
    QVERIFY(isOffered());
    m_pane->setHasOtherServers(true);
    QVERIFY(isOffered());
}

QTEST_MAIN(TestThreadSidebar)
#include "tst_threadsidebar.moc"
