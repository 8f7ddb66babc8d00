#include "mockdata.h"
#include "paneimage.h"
#include "support/fakeclock.h"
#include "ui/controls.h"
#include "ui/growingedit.h"
#include "ui/pollstatusline.h"
#include "ui/pollstatustext.h"
#include "ui/signallistview.h"
#include "ui/structuresidebar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using namespace throughline::test;
using protocol::ApiError;
using protocol::SignalStatus;
using protocol::SignalType;
using std::chrono::milliseconds;

class TestStructureSidebar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theStatusSaysTheTruth_data();
    void theStatusSaysTheTruth();
    void theCountdownTicksOnlyWhileItIsOnScreen();
    void checkNowAsksForACheck();

    void chipsCountAndFilter();
    void aFilterThatHidesEverythingCanBeTakenOff();
    void anUnknownTypeIsItsOwnGroup();

    void aClickSelectsACard();
    void arrowsAndLettersMove();
    void keysActOnTheSelectedCard();
    void enterShowsTheSource();
    void aCardWithoutSpanHasNoSource();
    void whatIsKeptHereIsSaidToBe();
    void theActionRowActs();
    void theLineLeadsToWhatIsContradicted();
    void editingInPlaceHandsOverTheNewText();
    void escapeLeavesTheTextAlone();
    void whatIsTypedOutlivesItsCard();
    void afterADismissalTheNextCardIsSelected();
    void aCardThatAPollTakesAwaySelectsNoOther();
    void aSentenceInTheChatFindsItsCardPastAnyFilter();
    void tabbingInMovesNothingInTheChat();

    void theRecordIsCopiedOrSaved();
    void fiveHundredCardsStayQuick();
    void everyControlHasANameAndIsLargeEnough();
    void looksAsDesigned();

private:
    Chip *chip(const QString &text) const
    {
        for (Chip *c : m_pane->findChildren<Chip *>()) {
            if (c->text() == text && c->isVisible())
                return c;
        }
        return nullptr;
    }
    QPoint onCard(int row) const
    {
        return m_list->visualRect(m_list->model()->index(row, 0)).bottomLeft() + QPoint(40, -8);
    }
    int shown() const { return m_list->model()->rowCount(); }

    FakeClock m_clock;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<StructureSidebar> m_pane;
    SignalListView *m_list = nullptr;
};

void TestStructureSidebar::init()
{
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_appearance->setChoice(Appearance::Choice::Light);
    m_model = mockSignals();
    m_pane = std::make_unique<StructureSidebar>(m_clock, *m_appearance);
    m_pane->setModel(m_model.get());
    m_pane->setStatus(client::PollWaiting{m_clock.monotonic() + milliseconds(12'000)});
    m_pane->resize(336, 800);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    m_list = m_pane->findChild<SignalListView *>();
    QVERIFY(m_list);
}

void TestStructureSidebar::cleanup()
{
    m_pane.reset();
    m_model.reset();
    m_appearance.reset();
}

void TestStructureSidebar::theStatusSaysTheTruth_data()
{
    using namespace client;
    QTest::addColumn<PollStatus>("status");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("action");
    const milliseconds now(1'000'000);
    const auto in = [now](int ms) { return now + milliseconds(ms); };
    const auto error = [](ApiError::Kind kind) {
        ApiError e;
        e.kind = kind;
        return e;
    };
    const auto row = [](const char *name, const PollStatus &status, const char *text, const char *action) {
        QTest::newRow(name) << status << QString::fromUtf8(text) << QString::fromUtf8(action);
    };
    row("idle", PollIdle{}, "Nothing to check yet", "");
    row("checking", PollChecking{}, "Checking…", "");
    row("waiting", PollWaiting{in(12'000)}, "Next check in 12 s", "Check now");
    row("a part of a second counts", PollWaiting{in(11'001)}, "Next check in 12 s", "Check now");
    row("never zero", PollWaiting{in(-5)}, "Next check in 1 s", "Check now");
    row("minimized", PollPaused{PollPaused::Reason::Minimized}, "Paused while minimized", "");
    row("hidden", PollPaused{PollPaused::Reason::Hidden}, "Paused while hidden", "");
    row("collapsed", PollPaused{PollPaused::Reason::Collapsed}, "Paused while folded away", "");
    row("live", PollLive{}, "Live", "");
    row("stopped", PollStopped{PollStopped::Reason::NoSignals, 20}, "Stopped: no signals after 20 checks",
        "Check again");
    row("sign in", PollStopped{PollStopped::Reason::SignIn, 0}, "Stopped: sign in again", "");
    row("gone", PollStopped{PollStopped::Reason::NotAvailable, 0},
        "Stopped: this conversation is not available", "");
    row("offline", PollRetrying{in(24'000), error(ApiError::Kind::Network)}, "Offline, trying again in 24 s",
        "Try now");
    row("server", PollRetrying{in(3'000), error(ApiError::Kind::Server)},
        "The server failed, trying again in 3 s", "Try now");
    row("told to wait", PollRetrying{in(900'000), error(ApiError::Kind::RateLimited)},
        "The server is busy, trying again in 15 min", "Try now");
}

void TestStructureSidebar::theStatusSaysTheTruth()
{
    QFETCH(client::PollStatus, status);
    QFETCH(QString, text);
    QFETCH(QString, action);
    const PollStatusText words = pollStatusText(status, milliseconds(1'000'000));
    QCOMPARE(words.text, text);
    QCOMPARE(words.action, action);
}

void TestStructureSidebar::theCountdownTicksOnlyWhileItIsOnScreen()
{
    auto *line = m_pane->findChild<PollStatusLine *>();
    QCOMPARE(line->text(), QStringLiteral("Next check in 12 s"));
    QVERIFY(line->isTicking());
    m_clock.advance(milliseconds(950));
    m_pane->setStatus(client::PollWaiting{m_clock.monotonic() + milliseconds(11'050)});
    m_clock.advance(milliseconds(50));
    QTRY_COMPARE_WITH_TIMEOUT(line->text(), QStringLiteral("Next check in 11 s"), 1000);
    // Behind another window it says what needs no counting.
    const auto lookElsewhere = [&] {
        QWidget other;
        other.show();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        QTRY_COMPARE(line->text(), QStringLiteral("Next check within 11 s"));
        QVERIFY(!line->isTicking());
    };
    lookElsewhere();
    m_pane->activateWindow();
    QTRY_VERIFY(line->isTicking());
    m_pane->showMinimized();
    QTRY_VERIFY(!line->isTicking());
    m_pane->showNormal();
    lookElsewhere();
    m_pane->activateWindow();
    QTRY_VERIFY(line->isTicking());
    m_pane->hide();
    QVERIFY(!line->isTicking());
    m_pane->show();
    lookElsewhere();
    m_pane->activateWindow();
    QTRY_VERIFY(line->isTicking());
    m_pane->setStatus(client::PollLive{});
    QVERIFY(!line->isTicking());
}

void TestStructureSidebar::checkNowAsksForACheck()
{
    QSignalSpy checks(m_pane.get(), &StructureSidebar::checkRequested);
    auto *line = m_pane->findChild<PollStatusLine *>();
    QTest::mouseClick(line->findChild<QAbstractButton *>(), Qt::LeftButton);
    QCOMPARE(checks.count(), 1);
}

void TestStructureSidebar::chipsCountAndFilter()
{
    QVERIFY(chip(QStringLiteral("To review 3")));
    QVERIFY(chip(QStringLiteral("Evidence 1")));
    QTest::mouseClick(chip(QStringLiteral("Constraints 2")), Qt::LeftButton);
    QCOMPARE(shown(), 2);
    QTest::mouseClick(chip(QStringLiteral("Goals 1")), Qt::LeftButton);
    QCOMPARE(shown(), 3);
    QTest::mouseClick(chip(QStringLiteral("Constraints 2")), Qt::LeftButton);
    QTest::mouseClick(chip(QStringLiteral("Goals 1")), Qt::LeftButton);
    QCOMPARE(shown(), 9);
    QTest::mouseClick(chip(QStringLiteral("To review 3")), Qt::LeftButton);
    QCOMPARE(shown(), 3);
    m_model->item(4)->setData(int(SignalStatus::Confirmed), workspace::SignalModel::StatusRole);
    QCOMPARE(shown(), 2);
    QVERIFY(chip(QStringLiteral("To review 2")));
}

void TestStructureSidebar::aFilterThatHidesEverythingCanBeTakenOff()
{
    QTest::mouseClick(chip(QStringLiteral("Decisions 1")), Qt::LeftButton);
    QTest::mouseClick(chip(QStringLiteral("To review 3")), Qt::LeftButton);
    QCOMPARE(shown(), 0);
    for (LinkButton *link : m_pane->findChildren<LinkButton *>()) {
        if (link->text() == QStringLiteral("Show all"))
            QTest::mouseClick(link, Qt::LeftButton);
    }
    QCOMPARE(shown(), 9);
}

void TestStructureSidebar::anUnknownTypeIsItsOwnGroup()
{
    QStandardItem *risk =
        signalItem(40, SignalType::Unknown, QStringLiteral("It may rain"), SignalStatus::Suggested, true);
    risk->setData(QStringLiteral("Risk"), workspace::SignalModel::TypeNameRole);
    m_model->appendRow(risk);
    QVERIFY(chip(QStringLiteral("Risk 1")));
    QTest::mouseClick(chip(QStringLiteral("Risk 1")), Qt::LeftButton);
    QCOMPARE(shown(), 1);
}

void TestStructureSidebar::aClickSelectsACard()
{
    QSignalSpy selected(m_pane.get(), &StructureSidebar::selectedChanged);
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, onCard(2));
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.first().first().toString(), QStringLiteral("signal-2"));
    QTest::keyClick(m_list, Qt::Key_Escape);
    QCOMPARE(selected.last().first().toString(), QString());
}

void TestStructureSidebar::arrowsAndLettersMove()
{
    QTest::keyClick(m_list, Qt::Key_Down);
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-0"));
    QTest::keyClick(m_list, Qt::Key_J);
    QTest::keyClick(m_list, Qt::Key_J);
    QTest::keyClick(m_list, Qt::Key_K);
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-1"));
    QTest::keyClick(m_list, Qt::Key_Up);
    QTest::keyClick(m_list, Qt::Key_Up);
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-0"));
    QTest::keyClick(m_list, Qt::Key_End);
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-8"));
}

void TestStructureSidebar::keysActOnTheSelectedCard()
{
    QSignalSpy confirmed(m_pane.get(), &StructureSidebar::confirmRequested);
    QSignalSpy pinned(m_pane.get(), &StructureSidebar::pinRequested);
    QSignalSpy dismissed(m_pane.get(), &StructureSidebar::dismissRequested);
    QSignalSpy undone(m_pane.get(), &StructureSidebar::undoRequested);
    m_list->showSelected(QStringLiteral("signal-4"));
    QTest::keyClick(m_list, Qt::Key_C);
    QCOMPARE(confirmed.value(0), (QVariantList{QStringLiteral("signal-4"), true}));
    QTest::keyClick(m_list, Qt::Key_P);
    QCOMPARE(pinned.value(0), (QVariantList{QStringLiteral("signal-4"), true}));
    QTest::keyClick(m_list, Qt::Key_D);
    QCOMPARE(dismissed.value(0), (QVariantList{QStringLiteral("signal-4")}));
    QTest::keyClick(m_list, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone.count(), 1);
    m_list->showSelected(QStringLiteral("signal-0"));
    QTest::keyClick(m_list, Qt::Key_C);
    QCOMPARE(confirmed.value(1), (QVariantList{QStringLiteral("signal-0"), false}));
}

void TestStructureSidebar::enterShowsTheSource()
{
    QSignalSpy source(m_pane.get(), &StructureSidebar::sourceRequested);
    m_list->showSelected(QStringLiteral("signal-3"));
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(source.value(0), (QVariantList{QStringLiteral("signal-3")}));
}

void TestStructureSidebar::aCardWithoutSpanHasNoSource()
{
    QSignalSpy source(m_pane.get(), &StructureSidebar::sourceRequested);
    m_model->item(3)->setData(false, workspace::SignalModel::HasSpanRole);
    m_list->showSelected(QStringLiteral("signal-3"));
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(source.count(), 0);
}

void TestStructureSidebar::whatIsKeptHereIsSaidToBe()
{
    auto *delegate = qobject_cast<SignalDelegate *>(m_list->itemDelegate());
    const auto saysSo = [delegate](const QModelIndex &index) {
        return signalcard::toolTip(index, {.keepsReviewHere = delegate->state.keepsReviewHere})
            .contains(QStringLiteral("kept on this computer"));
    };
    const QModelIndex suggested = m_list->model()->index(4, 0);
    const int row = m_list->model()
                        ->match(m_list->model()->index(0, 0), workspace::SignalModel::StatusRole,
                            int(SignalStatus::Confirmed), 1, Qt::MatchExactly)
                        .value(0)
                        .row();
    const QModelIndex confirmed = m_list->model()->index(row, 0);
    QCOMPARE(suggested.data(workspace::SignalModel::StatusRole).toInt(), int(SignalStatus::Suggested));
    QVERIFY(!saysSo(confirmed));
    m_pane->setKeepsReviewHere(true);
    QVERIFY(saysSo(confirmed));
    QVERIFY(!saysSo(suggested));
    QSignalSpy confirmations(m_pane.get(), &StructureSidebar::confirmRequested);
    QSignalSpy pins(m_pane.get(), &StructureSidebar::pinRequested);
    m_list->showSelected(QStringLiteral("signal-4"));
    QTest::keyClick(m_list, Qt::Key_C);
    QTest::keyClick(m_list, Qt::Key_P);
    QCOMPARE(confirmations.count() + pins.count(), 2);
}

void TestStructureSidebar::theActionRowActs()
{
    QSignalSpy dismissed(m_pane.get(), &StructureSidebar::dismissRequested);
    m_list->showSelected(QStringLiteral("signal-4"));
    QCoreApplication::processEvents();
    const QModelIndex index = m_list->model()->index(4, 0);
    auto *delegate = qobject_cast<SignalDelegate *>(m_list->itemDelegate());
    const QRect item = m_list->visualRect(index);
    QPoint at;
    for (int y = item.bottom(); y > item.top() && at.isNull(); --y) {
        for (int x = item.left(); x < item.right() && at.isNull(); ++x) {
            if (delegate->actionAt({x, y}, item, index, Qt::LeftToRight) == CardAction::Dismiss)
                at = QPoint(x + 3, y - 3);
        }
    }
    QVERIFY(!at.isNull());
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(dismissed.count(), 1);
}

void TestStructureSidebar::theLineLeadsToWhatIsContradicted()
{
    using Model = workspace::SignalModel;
    auto *delegate = qobject_cast<SignalDelegate *>(m_list->itemDelegate());
    const QModelIndex index = m_list->model()->index(0, 0);
    const int before = m_list->visualRect(index).height();
    m_model->item(0)->setData(QStringLiteral("signal-4"), Model::ContradictsIdRole);
    m_model->item(0)->setData(QStringLiteral("Four"), Model::ContradictsTextRole);
    QTRY_VERIFY(m_list->visualRect(index).height() > before);
    QVERIFY(signalcard::toolTip(index, {}).contains(QStringLiteral("Seems to contradict: Four")));
    QSignalSpy selected(m_pane.get(), &StructureSidebar::selectedChanged);
    const QRect item = m_list->visualRect(index);
    const QPoint at(item.center().x(), item.bottom() - 16);
    // The buttons that come under the mouse hide nothing of it.
    delegate->state.hovered = QStringLiteral("signal-0");
    const int lineEnd = delegate->textRect(item, index).right();
    for (const int x : {item.left() + 30, at.x(), lineEnd - 30, lineEnd - 1})
        QCOMPARE(delegate->actionAt({x, at.y()}, item, index, Qt::LeftToRight), CardAction::ShowContradicted);
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-4"));
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected[0][0].toString(), QStringLiteral("signal-4"));
}

void TestStructureSidebar::editingInPlaceHandsOverTheNewText()
{
    QSignalSpy edited(m_pane.get(), &StructureSidebar::editRequested);
    m_list->showSelected(QStringLiteral("signal-4"));
    QTest::keyClick(m_list, Qt::Key_E);
    auto *editor = qobject_cast<GrowingEdit *>(QApplication::focusWidget());
    QVERIFY(editor);
    QCOMPARE(editor->toPlainText(), QStringLiteral("Writes will stay under 200 a second in the first year"));
    QTest::keyClicks(editor, QStringLiteral("Writes stay under 150 a second"));
    QTest::keyClick(editor, Qt::Key_Return);
    QCOMPARE(edited.value(0),
        (QVariantList{QStringLiteral("signal-4"), QStringLiteral("Writes stay under 150 a second")}));
    QVERIFY(!editor->isVisible());
    QVERIFY(m_list->hasFocus());
}

void TestStructureSidebar::escapeLeavesTheTextAlone()
{
    QSignalSpy edited(m_pane.get(), &StructureSidebar::editRequested);
    m_list->startEditing(QStringLiteral("signal-4"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("x"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(edited.count(), 0);
}

void TestStructureSidebar::whatIsTypedOutlivesItsCard()
{
    QSignalSpy edited(m_pane.get(), &StructureSidebar::editRequested);
    m_list->startEditing(QStringLiteral("signal-4"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("typed"));
    m_model->removeRow(4);
    QCOMPARE(edited.value(0), (QVariantList{QStringLiteral("signal-4"), QStringLiteral("typed")}));
}

void TestStructureSidebar::afterADismissalTheNextCardIsSelected()
{
    m_list->showSelected(QStringLiteral("signal-4"));
    QTest::keyClick(m_list, Qt::Key_D);
    m_model->removeRow(4);
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-5"));
}

void TestStructureSidebar::aCardThatAPollTakesAwaySelectsNoOther()
{
    m_list->showSelected(QStringLiteral("signal-4"));
    m_model->removeRow(4);
    QCOMPARE(m_list->selectedId(), QString());
}

void TestStructureSidebar::aSentenceInTheChatFindsItsCardPastAnyFilter()
{
    QTest::mouseClick(chip(QStringLiteral("Goals 1")), Qt::LeftButton);
    QSignalSpy selected(m_pane.get(), &StructureSidebar::selectedChanged);
    m_pane->showSignal(QStringLiteral("signal-6"));
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-6"));
    QCOMPARE(shown(), 9);
    QCOMPARE(selected.count(), 0);
}

void TestStructureSidebar::tabbingInMovesNothingInTheChat()
{
    QSignalSpy selected(m_pane.get(), &StructureSidebar::selectedChanged);
    m_pane->focusList();
    QCOMPARE(m_list->selectedId(), QStringLiteral("signal-0"));
    QCOMPARE(selected.count(), 0);
}

void TestStructureSidebar::theRecordIsCopiedOrSaved()
{
    QSignalSpy copies(m_pane.get(), &StructureSidebar::recordCopyRequested);
    QSignalSpy saves(m_pane.get(), &StructureSidebar::recordSaveRequested);
    const auto buttons = m_pane->findChildren<IconButton *>();
    const auto button = std::find_if(buttons.cbegin(), buttons.cend(), [](const IconButton *each) {
        return each->accessibleName() == QStringLiteral("Decision record and more");
    });
    QVERIFY(button != buttons.cend());
    QVERIFY((*button)->isVisible());
    QTest::mouseClick(*button, Qt::LeftButton);
    auto *menu = m_pane->findChild<QMenu *>();
    QVERIFY(menu);
    const QList<QAction *> entries = menu->actions();
    for (QAction *entry : entries)
        entry->trigger();
    QCOMPARE(copies.count(), 1);
    QCOMPARE(saves.count(), 1);
    menu->close();
    m_model->clear();
    QVERIFY(!(*button)->isVisible());
}

void TestStructureSidebar::fiveHundredCardsStayQuick()
{
    m_model->clear();
    for (int i = 0; i < 500; ++i) {
        m_model->appendRow(signalItem(i, SignalType(i / 72),
            QStringLiteral("Number %1 has to run on a machine with four gigabytes of memory and no swap")
                .arg(i),
            SignalStatus::Suggested, false));
    }
    QCoreApplication::processEvents();
    QElapsedTimer timer;
    timer.start();
    constexpr int Steps = 40;
    for (int i = 0; i < Steps; ++i) {
        QTest::keyClick(m_list, Qt::Key_J);
        m_list->viewport()->repaint();
    }
    const qint64 each = timer.elapsed() / Steps;
    // Laying out 500 paragraphs anew would take several times this, also in an instrumented build.
    QVERIFY2(each < 150, qPrintable(QStringLiteral("%1 ms a step").arg(each)));
}

void TestStructureSidebar::everyControlHasANameAndIsLargeEnough()
{
    QCOMPARE(controlsThatFall(m_pane.get()), QString());
    const QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), 9);
    QVERIFY(list->child(4)->text(QAccessible::Name).startsWith(QStringLiteral("Writes will stay")));
}

void TestStructureSidebar::looksAsDesigned()
{
    m_list->showSelected(QStringLiteral("signal-4"));
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "structure"));
    m_model->item(5)->setData(true, workspace::SignalModel::StaleRole);
    m_model->item(2)->setData(true, workspace::SignalModel::PinnedRole);
    m_list->startEditing(QStringLiteral("signal-4"));
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "structure-editing"));
    m_pane->setLayoutDirection(Qt::RightToLeft);
    m_list->showSelected(QStringLiteral("signal-5"));
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "structure-rtl"));
    m_pane->setLayoutDirection(Qt::LeftToRight);
    m_appearance->setTextScale(2.0);
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "structure-large"));
    m_appearance->setTextScale(1.0);
    m_model->clear();
    m_pane->setStatus(client::PollRetrying{m_clock.monotonic() + milliseconds(24'000), {}});
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "structure-empty"));
}

QTEST_MAIN(TestStructureSidebar)
#include "tst_structuresidebar.moc"
