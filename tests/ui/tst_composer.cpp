#include "paneimage.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/growingedit.h"
#include "ui/toast.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QMimeData>
#include <QPaintEvent>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

using namespace throughline::ui;
using namespace throughline::test;

namespace {

/// What a widget was asked to paint.
struct PaintedRegion : QObject
{
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent *>(event)->region();
        return QObject::eventFilter(watched, event);
    }

    QRegion region;
};

} // namespace

class TestComposer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void enterSendsAndEmptiesTheField();
    void shiftEnterBreaksTheLine();
    void theKeysCanBeSwapped();
    void blankTextIsNotSent();
    void everyKeyReachesTheDraft();
    void showingADraftIsNotTypingOne();
    void stopTakesThePlaceOfSend();
    void aWaitingMessageIsAnnouncedAndCanBeTakenBack();
    void whatWasTypedStaysBehindWhatIsTakenBack();
    void upInAnEmptyFieldAsksForTheLastMessage();
    void whatWasBeingWrittenComesBackAfterEditing();
    void anEditIsNotADraft();
    void sendingAnEditIsTheOwnersToDecide();
    void escAndTheCrossCancelAnEdit();
    void whatIsTakenBackDuringAnEditWaitsBehindIt();
    void pastingKeepsPlainText();
    void filesArePassedOnAndWhatIsReadComesBelow();
    void aLinkThatIsPastedIsTyped();
    void itGrowsFromOneLineToTen();
    void theShadeMovesWithTheFrame();
    void withoutAConversationTypingGoesOn();
    void everyControlHasANameAndIsLargeEnough();
    void looksAsDesigned();

    void theToastUndoesOnceAndGoes();
    void aToastReplacedHasPassed();
    void theHeaderCountsWhatIsNewBehindTheFoldedPane();

private:
    QAbstractButton *button(const QString &name) const
    {
        for (QAbstractButton *b : m_pane->findChildren<QAbstractButton *>()) {
            if (b->accessibleName() == name)
                return b;
        }
        return nullptr;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<QWidget> m_pane;
    Composer *m_composer = nullptr;
    GrowingEdit *m_edit = nullptr;
};

void TestComposer::init()
{
    m_appearance = std::make_unique<Appearance>(*qApp);
    m_appearance->setChoice(Appearance::Choice::Light);
    m_pane = std::make_unique<QWidget>();
    auto *column = new QVBoxLayout(m_pane.get());
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *header = new ChatHeader(*m_appearance);
    header->setTitle(QStringLiteral("Postgres or SQLite for launch"));
    m_composer = new Composer(*m_appearance);
    m_composer->setModelName(QStringLiteral("Guide"), true);
    column->addWidget(header);
    auto *middle = new QWidget;
    middle->setAutoFillBackground(true);
    column->addWidget(middle, 1);
    column->addWidget(m_composer);
    m_pane->resize(696, 400);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    m_edit = m_composer->findChild<GrowingEdit *>();
    QVERIFY(m_edit);
}

void TestComposer::cleanup()
{
    m_pane.reset();
    m_appearance.reset();
}

void TestComposer::enterSendsAndEmptiesTheField()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(m_edit, QStringLiteral("  It has to run on 4 GB.  "));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(sent.count(), 1);
    QCOMPARE(sent.first().first().toString(), QStringLiteral("It has to run on 4 GB."));
    QCOMPARE(m_composer->text(), QString());
}

void TestComposer::shiftEnterBreaksTheLine()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(m_edit, QStringLiteral("one"));
    QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(m_edit, QStringLiteral("two"));
    QCOMPARE(sent.count(), 0);
    QCOMPARE(m_composer->text(), QStringLiteral("one\ntwo"));
}

void TestComposer::theKeysCanBeSwapped()
{
    m_composer->setSendsOnEnter(false);
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(m_edit, QStringLiteral("one"));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(sent.count(), 0);
    QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(sent.count(), 1);
}

void TestComposer::blankTextIsNotSent()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QTest::keyClicks(m_edit, QStringLiteral("   "));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(sent.count(), 0);
    QVERIFY(!button(QStringLiteral("Send"))->isEnabled());
}

void TestComposer::everyKeyReachesTheDraft()
{
    QSignalSpy drafts(m_composer, &Composer::draftChanged);
    QTest::keyClicks(m_edit, QStringLiteral("ab"));
    QCOMPARE(drafts.count(), 2);
    QCOMPARE(drafts.last().first().toString(), QStringLiteral("ab"));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(drafts.last().first().toString(), QString());
}

void TestComposer::showingADraftIsNotTypingOne()
{
    QSignalSpy drafts(m_composer, &Composer::draftChanged);
    m_composer->setDraft(QStringLiteral("kept from last time"));
    QCOMPARE(drafts.count(), 0);
    QCOMPARE(m_composer->text(), QStringLiteral("kept from last time"));
    QVERIFY(button(QStringLiteral("Send"))->isEnabled());
    QVERIFY(m_edit->textCursor().atEnd());
}

void TestComposer::stopTakesThePlaceOfSend()
{
    QSignalSpy stopped(m_composer, &Composer::stopRequested);
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setStreaming(true);
    QVERIFY(!button(QStringLiteral("Send")));
    QTest::mouseClick(button(QStringLiteral("Stop the reply")), Qt::LeftButton);
    QCOMPARE(stopped.count(), 1);
    QTest::keyClicks(m_edit, QStringLiteral("next"));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(sent.count(), 1);
}

void TestComposer::aWaitingMessageIsAnnouncedAndCanBeTakenBack()
{
    QSignalSpy cancelled(m_composer, &Composer::cancelQueuedRequested);
    QVERIFY(!button(QStringLiteral("Cancel the waiting message"))->isVisible());
    m_composer->setQueued(1);
    QTest::mouseClick(button(QStringLiteral("Cancel the waiting message")), Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);
    m_composer->setQueued(0);
    QVERIFY(!button(QStringLiteral("Cancel the waiting message"))->isVisible());
}

void TestComposer::whatWasTypedStaysBehindWhatIsTakenBack()
{
    QTest::keyClicks(m_edit, QStringLiteral("typed since"));
    m_composer->takeBack(QStringLiteral("queued"));
    QCOMPARE(m_composer->text(), QStringLiteral("queued\ntyped since"));
}

void TestComposer::upInAnEmptyFieldAsksForTheLastMessage()
{
    QSignalSpy asked(m_composer, &Composer::editLastRequested);
    QTest::keyClick(m_edit, Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(asked.count(), 0);
    QTest::keyClick(m_edit, Qt::Key_Up);
    QCOMPARE(asked.count(), 1);
    QTest::keyClicks(m_edit, QStringLiteral("x"));
    QTest::keyClick(m_edit, Qt::Key_Up);
    QCOMPARE(asked.count(), 1);
}

void TestComposer::whatWasBeingWrittenComesBackAfterEditing()
{
    QTest::keyClicks(m_edit, QStringLiteral("half a thought"));
    QVERIFY(!button(QStringLiteral("Cancel editing"))->isVisible());
    m_composer->startEditing(QStringLiteral("sent before"));
    QVERIFY(button(QStringLiteral("Cancel editing"))->isVisible());
    QCOMPARE(m_composer->text(), QStringLiteral("sent before"));
    m_composer->startEditing(QStringLiteral("another one"));
    m_composer->endEditing();
    QCOMPARE(m_composer->text(), QStringLiteral("half a thought"));
    QVERIFY(!m_composer->isEditing());
    QVERIFY(!button(QStringLiteral("Cancel editing"))->isVisible());
    m_composer->startEditing(QStringLiteral("sent before"));
    m_composer->setDraft(QStringLiteral("of another conversation"));
    QVERIFY(!m_composer->isEditing());
    m_composer->endEditing();
    QCOMPARE(m_composer->text(), QStringLiteral("of another conversation"));
}

void TestComposer::anEditIsNotADraft()
{
    QSignalSpy drafts(m_composer, &Composer::draftChanged);
    QSignalSpy edits(m_composer, &Composer::editChanged);
    m_composer->startEditing(QStringLiteral("sent"));
    QTest::keyClicks(m_edit, QStringLiteral("!"));
    m_composer->endEditing();
    QCOMPARE(drafts.count(), 0);
    QCOMPARE(edits.count(), 1);
    QCOMPARE(edits.first().first().toString(), QStringLiteral("sent!"));
}

void TestComposer::sendingAnEditIsTheOwnersToDecide()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    QSignalSpy submitted(m_composer, &Composer::editSubmitted);
    m_composer->startEditing(QStringLiteral("  changed "));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(sent.count(), 0);
    QCOMPARE(submitted.count(), 1);
    QCOMPARE(submitted.first().first().toString(), QStringLiteral("changed"));
    QVERIFY(m_composer->isEditing());
    QCOMPARE(m_composer->text(), QStringLiteral("  changed "));
}

void TestComposer::escAndTheCrossCancelAnEdit()
{
    QSignalSpy cancelled(m_composer, &Composer::editCancelled);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QCOMPARE(cancelled.count(), 0);
    m_composer->startEditing(QStringLiteral("sent"));
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QTest::mouseClick(button(QStringLiteral("Cancel editing")), Qt::LeftButton);
    QCOMPARE(cancelled.count(), 2);
}

void TestComposer::whatIsTakenBackDuringAnEditWaitsBehindIt()
{
    QTest::keyClicks(m_edit, QStringLiteral("typed since"));
    m_composer->startEditing(QStringLiteral("sent before"));
    QSignalSpy drafts(m_composer, &Composer::draftChanged);
    m_composer->takeBack(QStringLiteral("queued"));
    QCOMPARE(m_composer->text(), QStringLiteral("sent before"));
    QCOMPARE(drafts.last().first().toString(), QStringLiteral("queued\ntyped since"));
    m_composer->endEditing();
    QCOMPARE(m_composer->text(), QStringLiteral("queued\ntyped since"));
}

void TestComposer::pastingKeepsPlainText()
{
    auto *mime = new QMimeData;
    mime->setHtml(QStringLiteral("<b>bold</b>"));
    mime->setText(QStringLiteral("bold"));
    QApplication::clipboard()->setMimeData(mime);
    m_edit->paste();
    QCOMPARE(m_composer->text(), QStringLiteral("bold"));
    QVERIFY(m_edit->textCursor().charFormat().fontWeight() < QFont::Bold);
}

void TestComposer::filesArePassedOnAndWhatIsReadComesBelow()
{
    QTest::keyClicks(m_edit, QStringLiteral("See"));
    QSignalSpy dropped(m_composer, &Composer::filesDropped);
    auto *mime = new QMimeData;
    mime->setUrls({QUrl(QStringLiteral("file:///tmp/a.txt")), QUrl(QStringLiteral("https://example.org/"))});
    QApplication::clipboard()->setMimeData(mime);
    m_edit->paste();
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped.first().first().toStringList(), QStringList(QStringLiteral("/tmp/a.txt")));
    QCOMPARE(m_composer->text(), QStringLiteral("See"));

    QSignalSpy drafts(m_composer, &Composer::draftChanged);
    m_composer->add(QStringLiteral("a.txt:"));
    QCOMPARE(m_composer->text(), QStringLiteral("See\n\na.txt:"));
    QCOMPARE(drafts.last().first().toString(), m_composer->text());
    m_edit->undo();
    QCOMPARE(m_composer->text(), QStringLiteral("See"));
    m_composer->setDraft({});
    m_composer->add(QStringLiteral("b.txt:"));
    QCOMPARE(m_composer->text(), QStringLiteral("b.txt:"));
}

void TestComposer::aLinkThatIsPastedIsTyped()
{
    auto *mime = new QMimeData;
    mime->setUrls({QUrl(QStringLiteral("https://example.org/"))});
    mime->setText(QStringLiteral("https://example.org/"));
    QApplication::clipboard()->setMimeData(mime);
    m_edit->paste();
    QCOMPARE(m_composer->text(), QStringLiteral("https://example.org/"));
}

void TestComposer::itGrowsFromOneLineToTen()
{
    const int one = m_edit->height();
    m_composer->setDraft(QStringLiteral("1\n2\n3"));
    const int three = m_edit->height();
    m_composer->setDraft(QStringList(QList<QString>(10, QStringLiteral("x"))).join(QLatin1Char('\n')));
    const int ten = m_edit->height();
    m_composer->setDraft(QStringList(QList<QString>(40, QStringLiteral("x"))).join(QLatin1Char('\n')));
    const int forty = m_edit->height();
    QVERIFY2(one < three && three < ten && std::abs(forty - ten) <= 3,
        qPrintable(QStringLiteral("%1 %2 %3 %4").arg(one).arg(three).arg(ten).arg(forty)));
    m_composer->setDraft({});
    QCOMPARE(m_edit->height(), one);
}

void TestComposer::theShadeMovesWithTheFrame()
{
    PaintedRegion painted;
    m_composer->installEventFilter(&painted);
    QWidget *frame = m_edit->parentWidget();
    const QRect before = frame->geometry();
    frame->move(before.topLeft() - QPoint(5, 0));
    const QRect shaded = before.united(frame->geometry()).adjusted(-3, -2, 3, 4) & m_composer->rect();
    QTRY_VERIFY(painted.region.contains(shaded.topLeft()) && painted.region.contains(shaded.bottomRight()));
}

void TestComposer::withoutAConversationTypingGoesOn()
{
    QSignalSpy sent(m_composer, &Composer::sendRequested);
    m_composer->setSendingEnabled(false);
    QTest::keyClicks(m_edit, QStringLiteral("kept"));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(sent.count(), 0);
    QCOMPARE(m_composer->text(), QStringLiteral("kept"));
}

void TestComposer::everyControlHasANameAndIsLargeEnough()
{
    m_composer->setQueued(1);
    m_composer->setDraft(QStringLiteral("x"));
    QCOMPARE(controlsThatFall(m_pane.get()), QString());
    m_composer->startEditing(QStringLiteral("y"));
    QCOMPARE(controlsThatFall(m_pane.get()), QString());
}

void TestComposer::looksAsDesigned()
{
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "composer"));
    m_composer->setDraft(
        QStringLiteral("I’m leaning towards SQLite until we need a second node.\nIt has to run."));
    m_composer->setStreaming(true);
    m_composer->setQueued(1);
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "composer-streaming"));
    m_composer->setStreaming(false);
    m_composer->setQueued(0);
    m_composer->startEditing(QStringLiteral("It has to run on a 4 GB machine."));
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "composer-editing"));
    m_pane->setLayoutDirection(Qt::RightToLeft);
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "composer-rtl"));
    m_pane->setLayoutDirection(Qt::LeftToRight);
    m_appearance->setTextScale(2.0);
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "composer-large"));
    m_appearance->setTextScale(1.0);
}

void TestComposer::theToastUndoesOnceAndGoes()
{
    Toast toast(*m_appearance, m_pane.get());
    int undone = 0;
    int passed = 0;
    toast.tell(
        QStringLiteral("Dismissed"), QStringLiteral("Undo"), [&] { ++undone; }, [&] { ++passed; });
    QVERIFY(toast.isVisible());
    QVERIFY(m_pane->rect().contains(toast.geometry().center()));
    QVERIFY(paneImage(m_pane.get(), *m_appearance, "toast"));
    auto *undo = toast.findChild<QAbstractButton *>();
    QTest::mouseClick(undo, Qt::LeftButton);
    QCOMPARE(undone, 1);
    QCOMPARE(passed, 0);
    QVERIFY(!toast.isVisible());
}

void TestComposer::aToastReplacedHasPassed()
{
    Toast toast(*m_appearance, m_pane.get());
    int undone = 0;
    int passed = 0;
    toast.tell(
        QStringLiteral("First"), QStringLiteral("Undo"), [&] { ++undone; }, [&] { ++passed; });
    toast.tell(
        QStringLiteral("Second"), QStringLiteral("Undo"), [&] { undone += 10; }, [&] { passed += 10; });
    QCOMPARE(passed, 1);
    QTest::mouseClick(toast.findChild<QAbstractButton *>(), Qt::LeftButton);
    QCOMPARE(undone, 10);
    QCOMPARE(passed, 1);
}

void TestComposer::theHeaderCountsWhatIsNewBehindTheFoldedPane()
{
    auto *header = m_pane->findChild<ChatHeader *>();
    header->setNewSignals(3);
    QCOMPARE(button(QStringLiteral("Hide Structure"))->accessibleDescription(), QString());
    header->setStructureShown(false);
    QVERIFY(button(QStringLiteral("Show Structure"))->accessibleDescription().contains(QLatin1Char('3')));
    QSignalSpy toggled(header, &ChatHeader::structureToggled);
    QTest::mouseClick(button(QStringLiteral("Show Structure")), Qt::LeftButton);
    QCOMPARE(toggled.count(), 1);
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
