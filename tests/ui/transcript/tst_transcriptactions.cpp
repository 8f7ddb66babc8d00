#include "buttonrect.h"
#include "transcriptfixture.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

const QStringList &versions()
{
    static const QStringList ids{QStringLiteral("r1"), QStringLiteral("r2"), QStringLiteral("r3")};
    return ids;
}

TranscriptModel::Row question()
{
    auto row = test::said(QStringLiteral("q2"), QStringLiteral("It has to run on a 4 GB machine."));
    row.canEdit = true;
    test::withVersions(row, {QStringLiteral("q1"), QStringLiteral("q2")});
    return row;
}

/// Its text has one line more than that of the version before.
TranscriptModel::Row answer(int version)
{
    auto row = test::reply(versions().at(version),
        QStringLiteral("Line.\n\n").repeated(1 + version * 3) + QStringLiteral("End."));
    row.canRegenerate = true;
    row.message.metadata = {{QStringLiteral("model"), QStringLiteral("qwen2.5:7b")},
        {QStringLiteral("ttft_ms"), 400}, {QStringLiteral("duration_ms"), 6663},
        {QStringLiteral("completion_tokens"), 238}};
    test::withVersions(row, versions());
    return row;
}

TranscriptModel::Row brokenReply()
{
    auto row = test::reply(QStringLiteral("broken"), QStringLiteral("Half a reply"), RowState::Interrupted);
    row.notice = QStringLiteral("The connection was lost. What arrived is kept.");
    row.canContinue = row.canRetry = row.canRegenerate = true;
    return row;
}

TranscriptModel::Row heldMessage()
{
    auto row = test::said(QStringLiteral("held"), QStringLiteral("And the backups?"), RowState::Held);
    row.canRetry = true;
    return row;
}

bool isUniform(const QImage &image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) != image.pixel(0, 0)) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

class tst_TranscriptActions : public QObject
{
    Q_OBJECT

private:
    struct Scene
    {
        explicit Scene(const QList<TranscriptModel::Row> &rows, int width = 696, double textScale = 1)
        {
            model.setRows(rows);
            view.setMotionEnabled(false);
            view.setTheme(Theme::light(textScale));
            view.resize(width, 600);
            view.setModel(&model);
            view.show();
            (void)QTest::qWaitForWindowExposed(&view);
            QTest::mouseMove(view.viewport(), QPoint(1, 1)); // nowhere in particular
        }
        void click(int row, RowAction action)
        {
            QTest::mouseClick(
                view.viewport(), Qt::LeftButton, {}, test::buttonRect(view, row, action).center());
        }
        bool isDrawn(const QRect &rect) { return !isUniform(view.viewport()->grab(rect).toImage()); }
        QStringList menu(int row)
        {
            const QPoint at(view.viewport()->width() / 2, view.rowRect(row).top() + 10);
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
            QCoreApplication::sendEvent(view.viewport(), &event);
            auto *menu = view.findChild<QMenu *>();
            QStringList texts;
            for (const QAction *action : menu->actions()) {
                texts.append(action->text());
            }
            delete menu;
            return texts;
        }

        TranscriptModel model;
        TranscriptView view;
    };

private Q_SLOTS:
    void everyButtonIsLargeEnoughAndOverlapsNoOther_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("textScale");
        QTest::addColumn<bool>("mirrored");
        for (const bool mirrored : {false, true}) {
            const char *way = mirrored ? "right to left" : "left to right";
            QTest::addRow("usual, %s", way) << 696 << 1.0 << mirrored;
            QTest::addRow("narrow, %s", way) << 480 << 1.0 << mirrored;
            QTest::addRow("large text, %s", way) << 696 << 2.0 << mirrored;
            QTest::addRow("narrow and large text, %s", way) << 480 << 2.0 << mirrored;
        }
    }

    void everyButtonIsLargeEnoughAndOverlapsNoOther()
    {
        QFETCH(int, width);
        QFETCH(double, textScale);
        QFETCH(bool, mirrored);
        for (const TranscriptModel::Row &row : {question(), answer(1), brokenReply(), heldMessage()}) {
            Scene scene({row}, width, textScale);
            scene.view.setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
            const MessageItem &item = *scene.view.transcriptLayout().item(0);
            const MessageFoot &foot = item.foot();
            const QList<MessageButton> buttons = item.notice().buttons() + foot.buttons();
            QVERIFY(!buttons.isEmpty());
            QList<QRect> places{foot.branchNumber(), foot.facts(), foot.state(), foot.stateIcon(),
                item.notice().title(), item.notice().detail()};
            for (const MessageButton &button : buttons) {
                QVERIFY(button.rect.width() >= SmallestHit && button.rect.height() >= SmallestHit);
                places.append(button.rect);
            }
            const QRect window(-scene.view.columnLeft(), 0, width, item.height() + 10);
            for (int i = 0; i < places.size(); ++i) {
                QVERIFY2(places[i].isEmpty() || window.contains(places[i]), qPrintable(QString::number(i)));
                for (int j = 0; j < i; ++j) {
                    QVERIFY2(!places[i].intersects(places[j]),
                        qPrintable(QStringLiteral("%1 and %2 of %3").arg(i).arg(j).arg(row.message.id)));
                }
            }
        }
    }

    void theArrowsAskForTheVersionBesideIt()
    {
        Scene scene({question(), answer(1)});
        QSignalSpy spy(&scene.view, &TranscriptView::siblingRequested);
        scene.click(1, RowAction::PreviousBranch);
        scene.click(1, RowAction::NextBranch);
        scene.click(0, RowAction::PreviousBranch);
        QCOMPARE(spy.size(), 3);
        QCOMPARE(spy[0], (QVariantList{1, -1}));
        QCOMPARE(spy[1], (QVariantList{1, 1}));
        QCOMPARE(spy[2], (QVariantList{0, -1}));
        scene.click(0, RowAction::NextBranch); // it is the last one
        QCOMPARE(spy.size(), 3);
    }

    void theVersionsAreShownWithoutThePointerAndTheRestOnlyUnderIt()
    {
        Scene scene({question(), answer(1)});
        for (const int row : {0, 1}) {
            QVERIFY(scene.isDrawn(test::buttonRect(scene.view, row, RowAction::PreviousBranch)));
            const RowAction hidden = row == 0 ? RowAction::Edit : RowAction::Regenerate;
            const QRect rect = test::buttonRect(scene.view, row, hidden);
            QVERIFY(!scene.isDrawn(rect));
            QTest::mouseMove(scene.view.viewport(), scene.view.rowRect(row).center());
            QVERIFY(scene.isDrawn(rect));
        }
    }

    void arrowsAndPlacesMirrorInRightToLeft()
    {
        Scene scene({question(), answer(1)});
        for (const int row : {0, 1}) {
            const auto left = [&](RowAction action) {
                return test::buttonRect(scene.view, row, action).center().x();
            };
            const int middle = scene.view.viewport()->width() / 2;
            scene.view.setLayoutDirection(Qt::LeftToRight);
            QVERIFY(left(RowAction::PreviousBranch) < left(RowAction::NextBranch));
            QCOMPARE(left(RowAction::NextBranch) > middle, row == 0); // the user's are at the other side
            scene.view.setLayoutDirection(Qt::RightToLeft);
            QVERIFY(left(RowAction::PreviousBranch) > left(RowAction::NextBranch));
            QCOMPARE(left(RowAction::NextBranch) < middle, row == 0);
        }
    }

    void theButtonsOfAMessageReachIntoTheNextRow()
    {
        auto plain = test::said(QStringLiteral("q"), QStringLiteral("A question"));
        plain.canEdit = true;
        Scene scene({plain, answer(0)});
        const QRect edit = test::buttonRect(scene.view, 0, RowAction::Edit);
        QVERIFY(edit.bottom() >= scene.view.rowRect(1).top());
        QSignalSpy spy(&scene.view, &TranscriptView::editRequested);
        QTest::mouseClick(
            scene.view.viewport(), Qt::LeftButton, {}, QPoint(edit.center().x(), edit.bottom()));
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toInt(), 0);
        QVERIFY(scene.isDrawn(edit)); // the pointer is still at its message
    }

    void aNoticeOffersToContinueAndToRetry()
    {
        Scene scene({brokenReply()});
        QSignalSpy continued(&scene.view, &TranscriptView::continueRequested);
        QSignalSpy retried(&scene.view, &TranscriptView::retryRequested);
        scene.click(0, RowAction::Continue);
        QCOMPARE(continued.size(), 1);
        QCOMPARE(retried.size(), 0);
        scene.click(0, RowAction::Retry);
        QCOMPARE(retried.size(), 1);
    }

    void aHeldMessageCanBeSentNowOrTakenBack()
    {
        Scene scene({heldMessage()});
        QSignalSpy sent(&scene.view, &TranscriptView::retryRequested);
        QSignalSpy taken(&scene.view, &TranscriptView::takeBackRequested);
        scene.click(0, RowAction::Retry);
        scene.click(0, RowAction::TakeBack);
        QCOMPARE(sent.size(), 1);
        QCOMPARE(taken.size(), 1);
    }

    void theKeysDoWhatTheButtonsDo()
    {
        Scene scene({question(), answer(1), brokenReply(), heldMessage()});
        QSignalSpy sibling(&scene.view, &TranscriptView::siblingRequested);
        QSignalSpy edited(&scene.view, &TranscriptView::editRequested);
        QSignalSpy regenerated(&scene.view, &TranscriptView::regenerateRequested);
        QSignalSpy continued(&scene.view, &TranscriptView::continueRequested);
        QSignalSpy retried(&scene.view, &TranscriptView::retryRequested);
        QSignalSpy taken(&scene.view, &TranscriptView::takeBackRequested);
        scene.view.setFocus(Qt::TabFocusReason);

        scene.view.setCurrentRow(0);
        QTest::keyClick(&scene.view, Qt::Key_E);
        QCOMPARE(edited.size(), 1);
        QTest::keyClick(&scene.view, Qt::Key_R);
        QCOMPARE(regenerated.size(), 0);

        scene.view.setCurrentRow(1);
        QTest::keyClick(&scene.view, Qt::Key_R);
        QCOMPARE(regenerated.size(), 1);
        QTest::keyClick(&scene.view, Qt::Key_Right, Qt::AltModifier);
        QTest::keyClick(&scene.view, Qt::Key_Left, Qt::AltModifier);
        scene.view.setLayoutDirection(Qt::RightToLeft);
        QTest::keyClick(&scene.view, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(sibling, (QList<QVariantList>{{1, 1}, {1, -1}, {1, 1}}));
        QTest::keyClick(&scene.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), scene.model.row(1).message.content);

        scene.view.setCurrentRow(2);
        QTest::keyClick(&scene.view, Qt::Key_Return);
        QCOMPARE(continued.size(), 1);
        QCOMPARE(retried.size(), 0);
        QTest::keyClick(&scene.view, Qt::Key_R);
        QCOMPARE(retried.size(), 1);

        scene.view.setCurrentRow(3);
        QTest::keyClick(&scene.view, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(retried.size(), 2);
        QTest::keyClick(&scene.view, Qt::Key_E);
        QCOMPARE(taken.size(), 1);
    }

    void theKeysDoNothingWhereTheKeyboardIsNotSeen()
    {
        Scene scene({question(), answer(1)});
        QSignalSpy regenerated(&scene.view, &TranscriptView::regenerateRequested);
        QTest::mouseClick(scene.view.viewport(), Qt::LeftButton, {}, scene.view.rowRect(1).center());
        QTest::keyClick(&scene.view, Qt::Key_R);
        QCOMPARE(regenerated.size(), 0);
    }

    void nothingIsDoneThatTheModelDoesNotAllow()
    {
        Scene scene({test::said(QStringLiteral("q"), QStringLiteral("x")),
            test::reply(QStringLiteral("a"), QStringLiteral("y"))});
        for (const RowAction action :
            {RowAction::Continue, RowAction::Retry, RowAction::TakeBack, RowAction::Edit,
                RowAction::Regenerate, RowAction::Branch, RowAction::PreviousBranch, RowAction::NextBranch}) {
            for (const int row : {-1, 0, 1, 2}) {
                QVERIFY(!scene.view.perform(action, row));
            }
            QVERIFY(test::buttonRect(scene.view, 0, action).isEmpty());
            QVERIFY(test::buttonRect(scene.view, 1, action).isEmpty());
        }
        QVERIFY(scene.view.perform(RowAction::Copy, 0));
    }

    void theMenuOffersTheSame()
    {
        Scene scene({question(), answer(2), brokenReply()});
        const auto has = [&](int row, const QStringList &wanted) {
            const QStringList menu = scene.menu(row);
            return std::all_of(
                wanted.cbegin(), wanted.cend(), [&](const QString &text) { return menu.contains(text); });
        };
        QVERIFY(has(0, {QStringLiteral("Edit and send again"), QStringLiteral("Previous version")}));
        QVERIFY(has(1, {QStringLiteral("Regenerate"), QStringLiteral("Branch from here"),
                           QStringLiteral("Copy message")}));
        QVERIFY(!has(1, {QStringLiteral("Next version")}));
        QVERIFY(has(2, {QStringLiteral("Continue"), QStringLiteral("Retry")}));
    }

    void theArrowsStayUnderThePointer()
    {
        QList<TranscriptModel::Row> rows = test::conversation(20);
        rows.append({question(), answer(0)});
        Scene scene(rows);
        const int row = static_cast<int>(rows.size()) - 1;
        const QRect arrow = test::buttonRect(scene.view, row, RowAction::NextBranch);
        scene.click(row, RowAction::NextBranch);
        rows.removeLast();
        scene.model.setRows(rows); // they go at once and come when the server has said them
        QTest::qWait(40);
        scene.model.setRows(rows + QList{answer(1)});
        QTRY_COMPARE(test::buttonRect(scene.view, row, RowAction::NextBranch), arrow);

        // In the middle too, and back.
        scene.model.setRows(rows + QList{answer(1)} + QList{brokenReply(), heldMessage()});
        QTRY_VERIFY(scene.view.transcriptLayout().item(row) != nullptr);
        scene.view.verticalScrollBar()->setValue(scene.view.verticalScrollBar()->maximum() - 60);
        const QRect middle = test::buttonRect(scene.view, row, RowAction::PreviousBranch);
        scene.click(row, RowAction::PreviousBranch);
        scene.model.setRows(rows + QList{answer(0)} + QList{brokenReply(), heldMessage()});
        QTRY_COMPARE(test::buttonRect(scene.view, row, RowAction::PreviousBranch), middle);
    }

    void theOldVersionStaysInThePixelsUntilTheOtherIsThereButNotForLong()
    {
        Scene scene({question(), answer(0), brokenReply()});
        scene.click(1, RowAction::NextBranch);
        QVERIFY(!scene.view.updatesEnabled());
        scene.model.setRows({question(), answer(0)});
        scene.model.setRows({question(), answer(1)});
        QTRY_VERIFY(scene.view.updatesEnabled());
        scene.click(1, RowAction::NextBranch); // and this time there is no answer
        QVERIFY(!scene.view.updatesEnabled());
        QTRY_VERIFY(scene.view.updatesEnabled());
        QCOMPARE(scene.model.row(1).message.id, QStringLiteral("r2"));
    }

    void theKeyboardStaysAtTheMessage()
    {
        Scene scene({question(), answer(0)});
        scene.view.setFocus(Qt::TabFocusReason);
        scene.view.setCurrentRow(1);
        QSignalSpy spy(&scene.view, &TranscriptView::siblingRequested);
        QTest::keyClick(&scene.view, Qt::Key_Right, Qt::AltModifier);
        scene.model.setRows({question()});
        QTest::qWait(40);
        scene.model.setRows({question(), answer(1)});
        QTRY_COMPARE(scene.view.currentRow(), 1);
        QTest::keyClick(&scene.view, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(spy.size(), 2);
    }

    void theMessageThatIsEditedIsMarked()
    {
        Scene scene({question(), answer(1)});
        const QRect bubble = scene.view.rowRect(0);
        const QImage before = scene.view.viewport()->grab(bubble).toImage();
        scene.view.setEditedMessage(QStringLiteral("q2"));
        QVERIFY(scene.view.viewport()->grab(bubble).toImage() != before);
        scene.view.setEditedMessage({});
        QCOMPARE(scene.view.viewport()->grab(bubble).toImage(), before);
    }
};

QTEST_MAIN(tst_TranscriptActions)
#include "tst_transcriptactions.moc"
