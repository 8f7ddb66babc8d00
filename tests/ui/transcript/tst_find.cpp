#include "transcriptfixture.h"
#include "ui/transcript/findbar.h"
#include "ui/transcript/messagelines.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

struct Scene
{
    explicit Scene(const QList<TranscriptModel::Row> &rows, int height = 500)
    {
        model.setRows(rows);
        view.setMotionEnabled(false);
        view.resize(696, height);
        view.setModel(&model);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
    }
    QLineEdit &field() const { return *bar->findChild<QLineEdit *>(); }
    void type(const QString &words)
    {
        bar->open();
        field().setText(words);
        settle();
    }
    void settle() const { QTRY_VERIFY(!view.search().hasWork()); }
    /// The current place as it is on screen, in viewport coordinates; empty when it is not.
    QRect found() const
    {
        const workspace::TranscriptSearch::Place place = view.search().current();
        MessageItem *item = place.row < 0 ? nullptr : view.transcriptLayout().item(place.row);
        if (!item) {
            return {};
        }
        const MessageItem::FoundWords words = item->find(view.search().words(), place.index);
        const MessageItem::Part &part = item->part(words.part);
        const QRectF rect = part.layout->rectsOfRange(words.start, words.end).value(0).rect;
        return rect.toAlignedRect().translated(
            view.columnLeft() + item->textLeft(), view.rowRect(place.row).top() + part.top);
    }
    QString foundText() const
    {
        const workspace::TranscriptSearch::Place place = view.search().current();
        MessageItem *item = view.transcriptLayout().item(place.row);
        const MessageItem::FoundWords words = item->find(view.search().words(), place.index);
        return item->textBetween({words.part, words.start}, {words.part, words.end});
    }

    QApplication &app = *qApp;
    Appearance appearance{app};
    TranscriptModel model;
    TranscriptView view;
    FindBar *bar = new FindBar(view, appearance);
};

} // namespace

class tst_Find : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsReadIsFoundAndNotHowItIsWritten()
    {
        Scene scene({test::said(QStringLiteral("a"), QStringLiteral("**not** markup")),
            test::reply(
                QStringLiteral("b"), QStringLiteral("some **bo**ld [link](https://hidden.example)"))});
        scene.type(QStringLiteral("bold link"));
        QCOMPARE(scene.bar->state(), QStringLiteral("1 of 1"));
        QCOMPARE(scene.foundText(), QStringLiteral("bold link"));
        scene.type(QStringLiteral("hidden"));
        QCOMPARE(scene.bar->state(), QStringLiteral("Nothing found"));
        scene.type(QStringLiteral("**"));
        QCOMPARE(scene.bar->state(), QStringLiteral("1 of 2"));
    }

    void exactlyTheWordsAreTinted()
    {
        Scene scene({test::reply(QStringLiteral("a"), QStringLiteral("before *the* words after"))});
        const QImage plain = scene.view.viewport()->grab().toImage();
        scene.view.find(QStringLiteral("the words"));
        scene.settle();
        const QImage tinted = scene.view.viewport()->grab().toImage();
        QRect different;
        for (int y = 0; y < plain.height(); ++y) {
            for (int x = 0; x < plain.width(); ++x) {
                if (plain.pixel(x, y) != tinted.pixel(x, y)) {
                    different |= QRect(x, y, 1, 1);
                }
            }
        }
        const QRect found = scene.found();
        QVERIFY(found.width() > 40);
        QVERIFY2(std::abs(different.left() - found.left()) <= 1 &&
                     std::abs(different.right() - found.right()) <= 2,
            qPrintable(QStringLiteral("%1…%2, not %3…%4")
                           .arg(different.left())
                           .arg(different.right())
                           .arg(found.left())
                           .arg(found.right())));
    }

    void wordsThatAreFarAwayAreBroughtOnScreen()
    {
        QList<TranscriptModel::Row> rows = test::conversation(400);
        rows[17].message.content += QStringLiteral("\n\n- list\n- with the *needle* in it\n");
        Scene scene(rows);
        QVERIFY(scene.view.isFollowing());
        scene.type(QStringLiteral("the needle in"));
        QCOMPARE(scene.bar->state(), QStringLiteral("1 of 1"));
        QCOMPARE(scene.foundText(), QStringLiteral("the needle in"));
        QVERIFY(scene.view.viewport()->rect().adjusted(0, 10, 0, -30).contains(scene.found()));
        QVERIFY(!scene.view.isFollowing());
    }

    void everyPlaceIsGoneThroughAndGoingRoundIsSaid()
    {
        Scene scene(test::conversation(60));
        scene.view.verticalScrollBar()->setValue(0);
        scene.type(QStringLiteral("answer"));
        QCOMPARE(scene.bar->state(), QStringLiteral("1 of 30"));
        for (int i = 2; i <= 30; ++i) {
            QTest::keyClick(&scene.field(), Qt::Key_Return);
            QCOMPARE(scene.bar->state(), QStringLiteral("%1 of 30").arg(i));
            QVERIFY(scene.view.viewport()->rect().contains(scene.found()));
        }
        QTest::keyClick(&scene.field(), Qt::Key_Return);
        QCOMPARE(scene.bar->state(), QStringLiteral("1 of 30, from the start"));
        QTest::keyClick(&scene.field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(scene.bar->state(), QStringLiteral("30 of 30, from the end"));
        QTest::keyClick(&scene.field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(scene.bar->state(), QStringLiteral("29 of 30"));
    }

    void whatArrivesIsFoundAndMovesNothing()
    {
        Scene scene(test::conversation(40));
        scene.view.verticalScrollBar()->setValue(scene.view.verticalScrollBar()->maximum() / 2);
        scene.type(QStringLiteral("answer 1"));
        const QString before = scene.bar->state();
        QVERIFY2(before.endsWith(QStringLiteral(" of 6")), qPrintable(before));
        const QRect found = scene.found();
        scene.model.append(test::reply(QStringLiteral("new"), QStringLiteral("An ans"), RowState::Streaming));
        scene.model.appendText(40, QStringLiteral("wer **1** and answer 1"));
        QTRY_COMPARE(scene.bar->state(), before.chopped(1) + u'8');
        QCOMPARE(scene.found(), found);
    }

    void theBarIsOpenedWithWhatIsSelectedAndLeavesWhatWasFoundSelected()
    {
        Scene scene(test::conversation(6));
        scene.type(QStringLiteral("Question 2"));
        QTest::keyClick(&scene.field(), Qt::Key_Escape);
        QVERIFY(!scene.bar->isVisible());
        QVERIFY(!scene.view.search().isActive());
        QCOMPARE(scene.view.selectedText(), QStringLiteral("Question 2"));
        scene.field().setText(QStringLiteral("other"));
        scene.bar->open();
        QCOMPARE(scene.field().text(), QStringLiteral("Question 2"));
        QCOMPARE(scene.field().selectedText(), QStringLiteral("Question 2"));
    }

    void theBarCoversNothingAndMovesNothingThatIsRead()
    {
        Scene scene(test::conversation(60));
        scene.view.verticalScrollBar()->setValue(scene.view.verticalScrollBar()->maximum() / 2);
        const int row = scene.view.transcriptLayout().rowAt(300);
        const auto onScreen = [&] {
            return scene.view.viewport()->mapTo(&scene.view, scene.view.rowRect(row).topLeft()).y();
        };
        const int before = onScreen();
        scene.bar->open();
        QVERIFY(scene.view.viewport()->y() >= scene.bar->geometry().bottom() - 12);
        QCOMPARE(onScreen(), before);
        scene.bar->close();
        QCOMPARE(scene.view.viewport()->y(), 0);
        QCOMPARE(onScreen(), before);
    }

    void theBarLeavesRoomForTheWordsAndIsMirrored()
    {
        Scene scene(test::conversation(6));
        scene.type(QStringLiteral("question"));
        QVERIFY(scene.bar->geometry().right() > scene.view.width() - 40);
        scene.view.setLayoutDirection(Qt::RightToLeft);
        QTRY_VERIFY(scene.bar->geometry().left() < 40);
        scene.view.resize(320, 400);
        QTRY_VERIFY(scene.view.rect().adjusted(-12, -12, 12, 12).contains(scene.bar->geometry()));
    }

    void itIsThereForPeopleWhoListen()
    {
        Scene scene(test::conversation(6));
        scene.type(QStringLiteral("question"));
        QAccessibleInterface *bar = QAccessible::queryAccessibleInterface(scene.bar);
        QStringList names;
        for (int i = 0; i < bar->childCount(); ++i) {
            names.append(bar->child(i)->text(QAccessible::Name));
        }
        QCOMPARE(names,
            (QStringList{QStringLiteral("Find in the conversation"), scene.bar->state(),
                QStringLiteral("Previous place"), QStringLiteral("Next place"), QStringLiteral("Close")}));
    }

    void aVeryLongReplyIsReadInPieces()
    {
        MessageLines lines;
        TranscriptModel::Row row = test::reply(
            QStringLiteral("r"), QStringLiteral("Some **words** in a paragraph.\n\n").repeated(8000) +
                                     QStringLiteral("*The* end"));
        int calls = 1;
        std::optional<QStringList> all = lines.of(row, QStringLiteral("the end"));
        for (; !all && calls < 100; ++calls) {
            all = lines.of(row, QStringLiteral("the end"));
        }
        QVERIFY(all);
        QVERIFY(calls > 3);
        QCOMPARE(all->size(), 8001);
        QCOMPARE(all->last(), QStringLiteral("The end"));
        QCOMPARE(lines.of(row, QStringLiteral("no such thing at all")), all); // it is known
        QCOMPARE(lines.of(test::reply(QStringLiteral("s"), QStringLiteral("*a*")), QStringLiteral("no")),
            QStringList());
    }
};

QTEST_MAIN(tst_Find)
#include "tst_find.moc"
