#include "mockdata.h"
#include "support/fakeclock.h"
#include "ui/readingline.h"
#include "ui/searchfield.h"
#include "ui/signallistview.h"
#include "ui/structuresidebar.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using namespace throughline::test;
using protocol::SignalStatus;
using protocol::SignalType;
using Model = workspace::SignalModel;

/// The ways to the cards beside the chips: words, orders, pairs, evidence, places; and what waits to be read.
class TestStructureWays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_appearance = std::make_unique<Appearance>(*qApp);
        m_model = mockSignals();
        m_pane = std::make_unique<StructureSidebar>(m_clock, *m_appearance);
        m_pane->setModel(m_model.get());
        m_pane->setSupportsLinks(true);
        m_pane->resize(336, 900);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        m_list = m_pane->findChild<SignalListView *>();
    }
    void cleanup()
    {
        m_pane.reset();
        m_model.reset();
        m_appearance.reset();
    }

    void aSlashFiltersByWords()
    {
        auto *field = m_pane->findChild<SearchField *>();
        QVERIFY(!field->isVisible());
        m_list->setFocus();
        QTest::keyClick(m_list, Qt::Key_Slash);
        QVERIFY(field->isVisible());
        QCOMPARE(QApplication::focusWidget(), field);
        QTest::keyClicks(field, QStringLiteral("  sqlite LOAD "));
        QCOMPARE(shown(), QStringList{QStringLiteral("SQLite handles this load fine")});
        QTest::keyClicks(field, QStringLiteral("nowhere"));
        QCOMPARE(shown(), QStringList());
        QTest::keyClick(field, Qt::Key_Escape); // clears
        QCOMPARE(shown().size(), 9);
        QVERIFY(field->isVisible());
        QTest::keyClick(field, Qt::Key_Escape); // closes
        QVERIFY(!field->isVisible());
        QCOMPARE(QApplication::focusWidget(), m_list);
    }

    void wordsOfTheQuoteCountToo()
    {
        m_model->item(1)->setData(QStringLiteral("We want to be out by the end of June"), Model::QuoteRole);
        m_pane->openTextFilter();
        m_pane->findChild<SearchField *>()->setText(QStringLiteral("june"));
        QCOMPARE(shown(), QStringList{QStringLiteral("Launch in six weeks with a boring stack")});
    }

    void aSentenceInTheChatFindsItsCardPastTheWords()
    {
        m_pane->openTextFilter();
        m_pane->findChild<SearchField *>()->setText(QStringLiteral("failover"));
        m_pane->showSignal(QStringLiteral("signal-4"));
        QCOMPARE(m_list->selectedId(), QStringLiteral("signal-4"));
        QCOMPARE(shown().size(), 9);
    }

    void cardsComeInTheOrderThatIsChosen()
    {
        m_model->item(2)->setData(0.5, Model::ConfidenceRole);
        const QString ram = QStringLiteral("It has to run on a 4 GB machine");
        const QString onCall = QStringLiteral("One of us is on call, at most");
        const auto constraints = [this] { return shown().mid(2, 2); };
        QCOMPARE(constraints(), QStringList({ram, onCall}));
        choose(QStringLiteral("The surest first"), "Order of the cards");
        QCOMPARE(constraints(), QStringList({onCall, ram}));
        QCOMPARE(shown().first(), QStringLiteral("Leaning towards SQLite until the second node"));
        m_model->item(2)->setData(QDateTime(QDate(2026, 3, 11), QTime(10, 0), Qt::UTC), Model::CreatedAtRole);
        m_model->item(3)->setData(QDateTime(QDate(2026, 3, 10), QTime(10, 0), Qt::UTC), Model::CreatedAtRole);
        choose(QStringLiteral("The newest first"), "Order of the cards");
        QCOMPARE(constraints(), QStringList({ram, onCall}));
        m_model->item(3)->setData(true, Model::PinnedRole);
        QTRY_COMPARE(constraints(), QStringList({onCall, ram}));
        choose(QStringLiteral("As they were said"), "Order of the cards");
        QCOMPARE(constraints(), QStringList({ram, onCall})); // the model itself puts pinned ones first
    }

    void thePairOfTheSelectedCardIsSettledWithAClick()
    {
        m_model->item(0)->setData(QStringLiteral("signal-4"), Model::ContradictsIdRole);
        m_model->item(0)->setData(QStringLiteral("Four"), Model::ContradictsTextRole);
        const QSignalSpy settled(m_pane.get(), &StructureSidebar::settleRequested);
        const QVariantList expected{QStringLiteral("signal-0"), QStringLiteral("signal-4")};
        QVERIFY(pointOf(CardAction::Settle).isNull());
        m_list->showSelected(QStringLiteral("signal-0"));
        QCoreApplication::processEvents();
        const QPoint at = pointOf(CardAction::Settle);
        QVERIFY(!at.isNull());
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(settled.size(), 1);
        QCOMPARE(settled.first(), expected);
        trigger(0, QStringLiteral("They do not contradict each other"));
        QCOMPARE(settled.size(), 2);
        m_pane->setSupportsLinks(false);
        QCoreApplication::processEvents();
        QVERIFY(pointOf(CardAction::Settle).isNull());
    }

    void evidenceIsChosenFromWhatThereIs()
    {
        const QSignalSpy linked(m_pane.get(), &StructureSidebar::evidenceRequested);
        m_list->showSelected(QStringLiteral("signal-7"));
        trigger(7, QStringLiteral("I measured 40 ms on staging"));
        QCOMPARE(linked.size(), 1);
        QCOMPARE(
            linked.first(), QVariantList({QStringLiteral("signal-7"), QStringLiteral("signal-8"), true}));
        m_model->item(7)->setData(QStringList{QStringLiteral("signal-8")}, Model::EvidenceRole);
        trigger(7, QStringLiteral("I measured 40 ms on staging"));
        QCOMPARE(
            linked.last(), QVariantList({QStringLiteral("signal-7"), QStringLiteral("signal-8"), false}));
        // By the button of the card as well, which is there only where something could be linked.
        const QModelIndex claim = m_list->model()->index(7, 0);
        QVERIFY(delegate().actionsOf(claim).contains(CardAction::LinkEvidence));
        QVERIFY(!delegate().actionsOf(m_list->model()->index(6, 0)).contains(CardAction::LinkEvidence));
        m_model->removeRow(8);
        QVERIFY(!delegate().actionsOf(m_list->model()->index(7, 0)).contains(CardAction::LinkEvidence));
    }

    void everyPlaceCanBeShown()
    {
        const QSignalSpy places(m_pane.get(), &StructureSidebar::placeRequested);
        m_model->item(2)->setData(2, Model::PlaceCountRole);
        m_model->item(2)->setData(
            QStringList{QStringLiteral("on 4 GB"), QStringLiteral("R&D has 4 GB")}, Model::PlacesRole);
        trigger(2, QStringLiteral("R&&D has 4 GB"));
        QCOMPARE(places.size(), 1);
        QCOMPARE(places.first(), QVariantList({QStringLiteral("signal-2"), 1}));
    }

    void theLineThatSaysHowOftenOpensThePlaces_data()
    {
        QTest::addColumn<bool>("isSelected");
        QTest::newRow("selected") << true;
        QTest::newRow("not selected") << false;
    }
    void theLineThatSaysHowOftenOpensThePlaces()
    {
        QFETCH(bool, isSelected);
        const QSignalSpy places(m_pane.get(), &StructureSidebar::placeRequested);
        QVERIFY(pointOf(CardAction::ShowPlaces).isNull());
        m_model->item(0)->setData(2, Model::PlaceCountRole);
        m_model->item(0)->setData(
            QStringList{QStringLiteral("SQLite"), QStringLiteral("SQLite it is")}, Model::PlacesRole);
        QCoreApplication::processEvents();
        if (isSelected)
            m_list->showSelected(QStringLiteral("signal-0"));
        const QPoint at = pointOf(CardAction::ShowPlaces);
        QVERIFY(!at.isNull());
        QTest::mouseMove(m_list->viewport(), at);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, at);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QAction *second = find(*menu, QStringLiteral("SQLite it is"));
        QVERIFY(second);
        second->trigger();
        menu->close();
        QCOMPARE(places.size(), 1);
        QCOMPARE(places.first(), QVariantList({QStringLiteral("signal-0"), 1}));
    }

    void theButtonsOfTheHeadOpenWhatTheyName()
    {
        auto *field = m_pane->findChild<SearchField *>();
        IconButton *find = button("Filter by text");
        QTest::mouseClick(find, Qt::LeftButton);
        QVERIFY(field->isVisible());
        QVERIFY(find->isChecked());
        QCOMPARE(QApplication::focusWidget(), field);
        QTest::keyClicks(field, QStringLiteral("failover"));
        QCOMPARE(shown().size(), 1);
        QTest::mouseClick(find, Qt::LeftButton); // closed, it filters no longer
        QVERIFY(!field->isVisible());
        QVERIFY(!find->isChecked());
        QCOMPARE(shown().size(), 9);
        const QSignalSpy maps(m_pane.get(), &StructureSidebar::mapRequested);
        QTest::mouseClick(button("Show as a map"), Qt::LeftButton);
        QCOMPARE(maps.size(), 1);
        IconButton *order = button("Order of the cards");
        QTest::mouseClick(order, Qt::LeftButton);
        QVERIFY2(!order->isChecked(), "nothing is chosen yet");
        QApplication::activePopupWidget()->close();
        choose(QStringLiteral("The surest first"), "Order of the cards");
        QVERIFY(order->isChecked());
        choose(QStringLiteral("As they were said"), "Order of the cards");
        QVERIFY(!order->isChecked());
    }

    void theButtonsOfTheHeadFindRoom_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("textScale");
        QTest::addColumn<bool>("isBeside");
        QTest::newRow("as wide as at first") << 336 << 1.0 << true;
        QTest::newRow("as narrow as it gets") << 260 << 1.0 << false;
        QTest::newRow("large text") << 336 << 2.0 << false;
    }
    void theButtonsOfTheHeadFindRoom()
    {
        QFETCH(int, width);
        QFETCH(double, textScale);
        QFETCH(bool, isBeside);
        m_appearance->setTextScale(textScale);
        m_pane->resize(width, 900);
        QTest::qWait(0);
        const QRect hide = placeOf(*button("Hide Structure"));
        QRect before;
        for (const char *name :
            {"Filter by text", "Order of the cards", "Show as a map", "Decision record and more"}) {
            const QRect at = placeOf(*button(name));
            QVERIFY2(m_pane->rect().contains(at), name);
            QVERIFY2(!at.intersects(hide) && !at.intersects(before), name);
            QCOMPARE(at.top() < hide.bottom(), isBeside);
            before = at;
        }
        QVERIFY(m_pane->rect().contains(hide));
    }

    void whatWaitsToBeReadIsSaidWhereTheServerTells()
    {
        const QSignalSpy extracts(m_pane.get(), &StructureSidebar::extractRequested);
        const QSignalSpy readings(m_pane.get(), &StructureSidebar::readingsRequested);
        auto *line = m_pane->findChild<ReadingLine *>();
        protocol::ReadingState state;
        state.pendingMessages = 2;
        m_pane->setReading(state, {.canTell = false, .canExtractNow = false});
        QCOMPARE(line->text(), QString());
        QCOMPARE(entry(QStringLiteral("What models read…")), nullptr);
        m_pane->setReading(state, {.canTell = true, .canExtractNow = true});
        QCOMPARE(line->text(), QStringLiteral("2 messages wait to be read."));
        QTest::mouseClick(line->findChild<LinkButton *>(), Qt::LeftButton);
        choose(QStringLiteral("Extract now"));
        QCOMPARE(extracts.size(), 2);
        choose(QStringLiteral("What models read…"));
        QCOMPARE(readings.size(), 1);
        // Also where there is no card yet.
        m_model->clear();
        QVERIFY(button("Decision record and more")->isVisible());
        QVERIFY(!button("Show as a map")->isVisible());
    }

private:
    SignalDelegate &delegate() { return *qobject_cast<SignalDelegate *>(m_list->itemDelegate()); }
    QStringList shown() const
    {
        QStringList texts;
        for (int row = 0; row < m_list->model()->rowCount(); ++row)
            texts.append(m_list->model()->index(row, 0).data(Model::TextRole).toString());
        return texts;
    }
    /// Of the first card.
    QPoint pointOf(CardAction action)
    {
        const QModelIndex index = m_list->model()->index(0, 0);
        const QRect item = m_list->visualRect(index);
        for (int y = item.top(); y < item.bottom(); y += 2) {
            for (int x = item.left(); x < item.right(); x += 2) {
                if (delegate().actionAt({x, y}, item, index, Qt::LeftToRight) == action)
                    return {x, y};
            }
        }
        return {};
    }
    IconButton *button(const char *name)
    {
        const QList<IconButton *> all = m_pane->findChildren<IconButton *>();
        for (IconButton *each : all) {
            if (each->accessibleName() == QLatin1StringView(name))
                return each;
        }
        return nullptr;
    }
    QRect placeOf(const QWidget &widget) const
    {
        return {widget.mapTo(m_pane.get(), QPoint()), widget.size()};
    }
    static QAction *find(const QMenu &menu, const QString &text)
    {
        const QList<QAction *> actions = menu.actions();
        for (QAction *action : actions) {
            if (action->text() == text)
                return action;
            if (QAction *inside = action->menu() ? find(*action->menu(), text) : nullptr)
                return inside;
        }
        return nullptr;
    }
    QMenu *openMenu(const char *of = "Decision record and more")
    {
        button(of)->click();
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    }
    QAction *entry(const QString &text)
    {
        QMenu *menu = openMenu();
        QAction *found = menu ? find(*menu, text) : nullptr;
        if (menu)
            menu->close();
        return found;
    }
    void choose(const QString &text, const char *of = "Decision record and more")
    {
        QMenu *menu = openMenu(of);
        QVERIFY(menu);
        QAction *action = find(*menu, text);
        QVERIFY2(action, qPrintable(text));
        action->trigger();
        menu->close();
    }
    /// From the menu of a card.
    void trigger(int row, const QString &text)
    {
        const QRect item = m_list->visualRect(m_list->model()->index(row, 0));
        const QPoint at = item.bottomLeft() + QPoint(40, -8);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_list->viewport()->mapToGlobal(at));
        QApplication::sendEvent(m_list->viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QAction *action = find(*menu, text);
        QVERIFY2(action, qPrintable(text));
        action->trigger();
        menu->close();
    }

    FakeClock m_clock;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<StructureSidebar> m_pane;
    SignalListView *m_list = nullptr;
};

QTEST_MAIN(TestStructureWays)
#include "tst_structureways.moc"
