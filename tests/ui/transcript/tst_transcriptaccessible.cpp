#include "transcriptfixture.h"
#include "ui/transcript/transcriptview.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::RowState;
using workspace::TranscriptModel;

class tst_TranscriptAccessible : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachMessageIsAnObjectWithAuthorStateAndText()
    {
        TranscriptModel model;
        model.append(test::said(QStringLiteral("u"), QStringLiteral("A question")));
        auto broken = test::reply(QStringLiteral("r"), QStringLiteral("Half an"), RowState::Interrupted);
        broken.notice = QStringLiteral("What arrived is kept.");
        broken.canRetry = true;
        model.append(broken);
        TranscriptView view;
        view.resize(600, 400);
        view.setModel(&model);
        view.show();

        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Conversation"));
        QCOMPARE(list->childCount(), 2);
        QAccessibleInterface *first = list->child(0);
        QCOMPARE(first->role(), QAccessible::ListItem);
        QCOMPARE(first->text(QAccessible::Name), QStringLiteral("You"));
        QCOMPARE(first->text(QAccessible::Value), QStringLiteral("A question"));
        QCOMPARE(first->parent(), list);
        QCOMPARE(list->indexOfChild(first), 0);
        QAccessibleInterface *second = list->child(1);
        QCOMPARE(second->text(QAccessible::Name), QStringLiteral("Assistant, interrupted"));
        QVERIFY(second->text(QAccessible::Description).contains(QStringLiteral("What arrived is kept.")));
        QVERIFY(second->rect().top() > first->rect().top());
        QCOMPARE(list->childAt(second->rect().center().x(), second->rect().top() + 5), second);
        QVERIFY(second->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));
        QVERIFY(!first->actionInterface()->actionNames().contains(QAccessibleActionInterface::pressAction()));
        QCOMPARE(list->child(2), nullptr);
    }

    void objectsFollowTheirMessages()
    {
        TranscriptModel model;
        model.setRows(test::conversation(10));
        TranscriptView view;
        view.resize(600, 400);
        view.setModel(&model);
        view.show();
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&view);
        QAccessibleInterface *fifth = list->child(5);
        const QString text = fifth->text(QAccessible::Value);
        model.removeRow(0);
        QCOMPARE(fifth->text(QAccessible::Value), text);
        QCOMPARE(list->indexOfChild(fifth), 4);
        QCOMPARE(list->child(4), fifth);
        model.removeRow(4);
        QVERIFY(!fifth->isValid());
        QCOMPARE(fifth->text(QAccessible::Value), QString());
    }

    void aReplyIsAnnouncedWhenItStartsAndWhenItEndsAndNeverBetween()
    {
        TranscriptModel model;
        TranscriptView view;
        view.resize(600, 400);
        view.setModel(&model);
        view.show();
        QSignalSpy started(&view, &TranscriptView::replyStarted);
        QSignalSpy finished(&view, &TranscriptView::replyFinished);
        model.append(test::reply(QStringLiteral("r"), {}, RowState::Waiting));
        QCOMPARE(started.size(), 1);
        QVERIFY(QAccessible::queryAccessibleInterface(&view)->child(0)->state().busy);
        auto row = model.row(0);
        row.state = RowState::Streaming;
        model.update(0, row);
        for (int i = 0; i < 100; ++i) {
            model.appendText(0, QStringLiteral("token "));
        }
        QCOMPARE(started.size(), 1);
        QCOMPARE(finished.size(), 0);
        row = model.row(0);
        row.state = RowState::Settled;
        model.update(0, row);
        QCOMPARE(started.size(), 1);
        QCOMPARE(finished.size(), 1);
        QVERIFY(!QAccessible::queryAccessibleInterface(&view)->child(0)->state().busy);
    }

    void theActionRetries()
    {
        TranscriptModel model;
        auto failed = test::reply(QStringLiteral("r"), QStringLiteral("x"), RowState::Failed);
        failed.canRetry = true;
        model.append(failed);
        TranscriptView view;
        view.setModel(&model);
        int asked = -1;
        connect(&view, &TranscriptView::retryRequested, this, [&](int row) { asked = row; });
        QAccessibleInterface *item = QAccessible::queryAccessibleInterface(&view)->child(0);
        item->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(asked, 0);
    }
};

QTEST_MAIN(tst_TranscriptAccessible)
#include "tst_transcriptaccessible.moc"
