#include "app/application.h"
#include "e2e/driver.h"
#include "ui/mapview.h"
#include "ui/signallistview.h"
#include "ui/structuresidebar.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/mapsheet.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace throughline;
using namespace throughline::test;
using protocol::SignalStatus;
using protocol::SignalType;

namespace {

const QString said = QStringLiteral(
    "I'm leaning towards SQLite until we need a second node. It has to run on a 4 GB machine, and I "
    "assume writes will stay under 200 a second in the first year. We want to launch in six weeks.");

} // namespace

/// Structure as a person uses it: the whole program, by keys and clicks.
class StructureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        start();
        m_user->send(said);
        QVERIFY(m_user->waitForReply());
        QVERIFY(m_user->waitForSignals(4));
        find();
    }
    void cleanup()
    {
        m_user.reset();
        m_program.reset();
        m_folder.reset();
    }

    void cardsAreTriagedByKeysAndEverythingIsUndone()
    {
        const QList<protocol::Signal> before = model().list();
        m_list->setFocus();
        QTest::keyClick(m_list, Qt::Key_J);
        const QString first = m_list->selectedId();
        QCOMPARE(first, before.first().id);
        QTest::keyClick(m_list, Qt::Key_C);
        QTRY_COMPARE(model().find(first)->status, SignalStatus::Confirmed);
        QTest::keyClick(m_list, Qt::Key_P);
        QTRY_VERIFY(model().find(first)->pinnedAt.has_value());
        QTest::keyClick(m_list, Qt::Key_E);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("SQLite, for now"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(model().find(first)->text, QStringLiteral("SQLite, for now"));
        QTest::keyClick(m_list, Qt::Key_J);
        const QString second = m_list->selectedId();
        QVERIFY(second != first);
        QTest::keyClick(m_list, Qt::Key_D);
        QTRY_COMPARE(model().rowCount(), before.size() - 1);
        QVERIFY2(
            !m_list->selectedId().isEmpty() && m_list->selectedId() != second, "the next card is selected");

        // The server has it all: a poll does not take it back.
        m_program->workspace().poller().refresh();
        QTest::qWait(300);
        QCOMPARE(model().rowCount(), before.size() - 1);
        for (int undone = 0; undone < 4; ++undone)
            QTest::keyClick(m_list, Qt::Key_Z, Qt::ControlModifier);
        const auto looks = [](const QList<protocol::Signal> &list) {
            QStringList lines;
            for (const protocol::Signal &each : list)
                lines.append(QStringLiteral("%1 %2 %3")
                                 .arg(protocol::signalStatusName(each.status),
                                     each.pinnedAt ? QStringLiteral("pinned") : QString(), each.text));
            return lines;
        };
        QTRY_COMPARE(looks(model().list()), looks(before));
        QTRY_COMPARE(changesTaken(), 8); // by the server
        cleanupProgram();
        start();
        QVERIFY(m_user->waitForSignals(4));
        QCOMPARE(looks(model().list()), looks(before));
    }

    void aCardLeadsToItsSentenceAndTheSentenceBack()
    {
        const protocol::Signal assumption = ofType(SignalType::Assumption);
        m_list->setFocus();
        while (m_list->selectedId() != assumption.id)
            QTest::keyClick(m_list, Qt::Key_Down);
        QTest::keyClick(m_list, Qt::Key_Return);
        QVERIFY2(!m_program->window().findChild<ui::Toast *>()->isVisible(), "nothing is amiss");
        QCOMPARE(
            said.mid(assumption.span.start, assumption.span.end - assumption.span.start), assumption.quote);

        const protocol::Signal constraint = ofType(SignalType::Constraint);
        QTRY_VERIFY(clickSentenceOf(constraint.id));
        QCOMPARE(m_list->selectedId(), constraint.id);
    }

    void theSentenceComesIntoViewFromWhereverOneReads()
    {
        for (int rows = 4; rows <= 8; rows += 2) {
            m_user->send(QStringLiteral("Good morning."));
            QVERIFY(QTest::qWaitFor(
                [&] { return m_user->rows().rowCount() >= rows && !m_user->conversation().isStreaming(); },
                20'000));
        }
        auto *transcript = m_program->window().findChild<ui::TranscriptView *>();
        const auto isSeen = [transcript] {
            return transcript->rowRect(0).intersects(transcript->viewport()->rect());
        };
        m_program->window().resize(1280, 480);
        transcript->scrollToLatest();
        QTRY_VERIFY(!isSeen());
        m_list->setFocus();
        QTest::keyClick(m_list, Qt::Key_J);
        QTRY_VERIFY(isSeen());
        transcript->scrollToLatest();
        QTRY_VERIFY(!isSeen());
        QTest::keyClick(m_list, Qt::Key_Return); // once more, the card is still selected
        QTRY_VERIFY(isSeen());
    }

    void cardsAreTriagedByTheMouseAndTheNoticeUndoes()
    {
        const protocol::Signal goal = ofType(SignalType::Goal);
        QVERIFY(clickOn(goal.id, ui::CardAction::Confirm));
        QTRY_COMPARE(model().find(goal.id)->status, SignalStatus::Confirmed);
        QVERIFY(clickOn(goal.id, ui::CardAction::Pin));
        QTRY_VERIFY(model().find(goal.id)->pinnedAt.has_value());
        QVERIFY(clickOn(goal.id, ui::CardAction::Dismiss));
        QTRY_VERIFY(!model().indexOf(goal.id).isValid());
        auto *toast = m_program->window().findChild<ui::Toast *>();
        QTRY_VERIFY(toast->isVisible());
        QTest::mouseClick(toast->findChild<QAbstractButton *>(), Qt::LeftButton);
        QTRY_VERIFY(model().indexOf(goal.id).isValid());
        QCOMPARE(model().find(goal.id)->status, SignalStatus::Confirmed);
        QVERIFY(model().find(goal.id)->pinnedAt.has_value());
        QTRY_COMPARE(changesTaken(), 4);
    }

    void theButtonsOfTheHeadReachWhatKeysReach()
    {
        const auto button = [this](const char *name) -> QAbstractButton * {
            for (QAbstractButton *each :
                m_program->window().findChild<ui::StructureSidebar *>()->findChildren<QAbstractButton *>()) {
                if (each->isVisible() && each->accessibleName() == QLatin1StringView(name))
                    return each;
            }
            return nullptr;
        };
        QTest::mouseClick(button("Show as a map"), Qt::LeftButton);
        auto *map = m_program->window().findChild<ui::MapView *>();
        QTRY_VERIFY(map->isVisible());
        QTest::keyClick(map, Qt::Key_Escape);
        QTRY_VERIFY(!map->isVisible());
        QTest::mouseClick(button("Filter by text"), Qt::LeftButton);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("weeks"));
        QTRY_COMPARE(m_list->model()->rowCount(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(m_list->model()->rowCount(), model().rowCount());
        // From the composer, too.
        m_user->editor().setFocus();
        QTest::keyClick(&m_program->window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("weeks"));
        QTRY_COMPARE(m_list->model()->rowCount(), 1);
    }

    void aSentenceFindsItsCardPastAnyFilter()
    {
        const protocol::Signal constraint = ofType(SignalType::Constraint);
        m_list->setFocus();
        QTest::keyClick(m_list, Qt::Key_Slash);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("weeks"));
        QTRY_COMPARE(m_list->model()->rowCount(), 1);
        QTRY_VERIFY(clickSentenceOf(constraint.id));
        QCOMPARE(m_list->selectedId(), constraint.id);
        QCOMPARE(m_list->model()->rowCount(), model().rowCount());
    }

    void theMapLeadsToTheCardAndItsSentence()
    {
        QTest::keyClick(&m_program->window(), Qt::Key_M, Qt::ControlModifier);
        auto *map = m_program->window().findChild<ui::MapView *>();
        QTRY_VERIFY(map->isVisible());
        QCOMPARE(map->picture().map().nodes.size(), 4); // the decision and what was said with it
        QCOMPARE(QApplication::focusWidget(), map);
        QTest::keyClick(map, Qt::Key_Down);
        QTest::keyClick(map, Qt::Key_Right);
        const QString chosen = map->selectedId();
        QVERIFY(chosen != ofType(SignalType::DecisionIntent).id);
        QTest::keyClick(map, Qt::Key_Return);
        QTRY_VERIFY(!map->isVisible());
        QCOMPARE(m_list->selectedId(), chosen);
        QVERIFY(m_list->hasFocus());
    }

    void theMapFollowsWhatHappensMeanwhile()
    {
        QTest::keyClick(&m_program->window(), Qt::Key_M, Qt::ControlModifier);
        auto *map = m_program->window().findChild<ui::MapView *>();
        QTRY_VERIFY(map->isVisible());
        m_user->conversation().dismissSignal(ofType(SignalType::DecisionIntent).id);
        QTRY_COMPARE(map->picture().map().nodes.size(), 0);
        QVERIFY(m_program->window().findChild<ui::MapSheet *>()->said().startsWith(
            QStringLiteral("Nothing is linked")));
        QTest::keyClick(map, Qt::Key_Escape);
        QTRY_VERIFY(!map->isVisible());
    }

    void twoThatSeemToContradictAreSettledForGood()
    {
        const auto say = [this](const QString &text, int rows) {
            m_user->send(text);
            return QTest::qWaitFor(
                [this, rows] {
                    return m_user->rows().rowCount() >= rows && !m_user->conversation().isStreaming();
                },
                20'000);
        };
        QVERIFY(say(QStringLiteral("It must work offline."), 4));
        QVERIFY(say(QStringLiteral("It must not work offline."), 6));
        const auto pairs = [this] {
            int count = 0;
            for (const protocol::Signal &each : model().list())
                count += int(each.contradicts.size());
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(pairs(), 2, 10'000);
        const QList<protocol::Signal> all = model().list();
        const auto contradicting = std::find_if(all.cbegin(), all.cend(),
            [](const protocol::Signal &each) { return !each.contradicts.isEmpty(); });
        const protocol::Signal one = *contradicting;
        m_user->conversation().settleSignals(one.id, one.contradicts.value(0));
        QCOMPARE(pairs(), 0);
        m_program->workspace().poller().refresh();
        QTest::qWait(300);
        QCOMPARE(pairs(), 0);
        QTest::keyClick(m_list, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(pairs(), 2);
        m_program->workspace().poller().refresh();
        QTest::qWait(300);
        QCOMPARE(pairs(), 2);
    }

private:
    workspace::SignalModel &model() { return m_user->conversation().signalModel(); }
    protocol::Signal ofType(SignalType type)
    {
        for (const protocol::Signal &each : model().list()) {
            if (each.type == type)
                return each;
        }
        return {};
    }
    /// What was asked of the server for signals, and done.
    int changesTaken()
    {
        const auto &records = m_program->workspace().activity().log().records();
        return int(std::count_if(records.cbegin(), records.cend(), [](const net::ActivityRecord &record) {
            return record.method != "GET" && record.status == 200 &&
                   record.url.path().startsWith(QLatin1String("/api/signals/"));
        }));
    }
    void start()
    {
        m_program = std::make_unique<app::Application>(
            *qApp, app::Application::Options{.dataDir = m_folder->path(), .guidePace = 0});
        m_user = std::make_unique<Driver>(m_program->window(), m_program->workspace());
        m_program->window().resize(1280, 800);
        m_program->start();
        QVERIFY(m_user->waitForConversation());
        find();
    }
    void find() { m_list = m_program->window().findChild<ui::SignalListView *>(); }
    void cleanupProgram()
    {
        m_program->window().close();
        m_user.reset();
        m_program.reset();
    }
    /// On a button of its card, which comes with the pointer.
    bool clickOn(const QString &id, ui::CardAction action)
    {
        const QModelIndexList found = m_list->model()->match(
            m_list->model()->index(0, 0), workspace::SignalModel::IdRole, id, 1, Qt::MatchExactly);
        const QModelIndex index = found.value(0);
        const auto *delegate = qobject_cast<ui::SignalDelegate *>(m_list->itemDelegate());
        m_list->scrollTo(index);
        const QRect item = m_list->visualRect(index);
        QTest::mouseMove(m_list->viewport(), item.topLeft());
        QTest::mouseMove(m_list->viewport(), item.bottomLeft() + QPoint(item.width() / 2, -20));
        for (int y = item.bottom(); y > item.top(); y -= 3) {
            for (int x = item.left(); x < item.right(); x += 3) {
                if (delegate->actionAt({x, y}, item, index, Qt::LeftToRight) == action) {
                    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, QPoint(x, y));
                    return true;
                }
            }
        }
        return false;
    }
    /// Where its words are, as somebody would who looks for the underlined ones.
    bool clickSentenceOf(const QString &id)
    {
        auto *transcript = m_program->window().findChild<ui::TranscriptView *>();
        const QSignalSpy activated(transcript, &ui::TranscriptView::signalActivated);
        const QRect row = transcript->rowRect(0);
        for (int y = row.top() + 4; y < row.bottom(); y += 8) {
            for (int x = row.left() + 4; x < row.right(); x += 16) {
                QTest::mouseClick(transcript->viewport(), Qt::LeftButton, {}, QPoint(x, y));
                if (!activated.isEmpty() && activated.last().first().toString() == id)
                    return true;
            }
        }
        return false;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Application> m_program;
    std::unique_ptr<Driver> m_user;
    ui::SignalListView *m_list = nullptr;
};

QTEST_MAIN(StructureTest)
#include "tst_structure.moc"
