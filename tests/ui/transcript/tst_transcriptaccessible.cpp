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

    void everythingThatCanBeDoneIsAnAction()
    {
        TranscriptModel model;
        auto question = test::said(QStringLiteral("q2"), QStringLiteral("x"));
        question.canEdit = true;
        test::withVersions(question, {QStringLiteral("q1"), QStringLiteral("q2")});
        auto answer = test::reply(QStringLiteral("a1"), QStringLiteral("y"));
        answer.canRegenerate = true;
        test::withVersions(answer, {QStringLiteral("a1"), QStringLiteral("a2"), QStringLiteral("a3")});
        auto broken = test::reply(QStringLiteral("b"), QStringLiteral("z"), RowState::Interrupted);
        broken.canContinue = broken.canRetry = true;
        model.setRows({question, answer, broken});
        TranscriptView view;
        view.setModel(&model);
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&view);
        QAccessibleActionInterface *first = list->child(0)->actionInterface();
        QAccessibleActionInterface *second = list->child(1)->actionInterface();
        QAccessibleActionInterface *third = list->child(2)->actionInterface();
        const auto names = [](QAccessibleActionInterface *actions) {
            QStringList words;
            const QStringList all = actions->actionNames();
            for (const QString &name : all) {
                words.append(actions->localizedActionName(name));
            }
            return words.mid(1); // after "set focus"
        };
        QCOMPARE(
            names(first), (QStringList{QStringLiteral("Copy message"), QStringLiteral("Edit and send again"),
                              QStringLiteral("Previous version")}));
        QCOMPARE(names(second), (QStringList{QStringLiteral("Copy message"), QStringLiteral("Regenerate"),
                                    QStringLiteral("Branch from here"), QStringLiteral("Next version")}));
        QCOMPARE(names(third), (QStringList{QStringLiteral("Continue"), QStringLiteral("Retry"),
                                   QStringLiteral("Copy message")}));
        QVERIFY(list->child(1)->text(QAccessible::Description).startsWith(QStringLiteral("Version 1 of 3.")));
        QCOMPARE(first->keyBindingsForAction(QStringLiteral("edit")), QStringList{QStringLiteral("E")});

        QSignalSpy edited(&view, &TranscriptView::editRequested);
        QSignalSpy regenerated(&view, &TranscriptView::regenerateRequested);
        QSignalSpy branched(&view, &TranscriptView::branchRequested);
        QSignalSpy sibling(&view, &TranscriptView::siblingRequested);
        QSignalSpy continued(&view, &TranscriptView::continueRequested);
        QSignalSpy retried(&view, &TranscriptView::retryRequested);
        first->doAction(QStringLiteral("edit"));
        first->doAction(QStringLiteral("nextVersion")); // there is none
        second->doAction(QStringLiteral("regenerate"));
        second->doAction(QStringLiteral("branch"));
        second->doAction(QStringLiteral("nextVersion"));
        third->doAction(QAccessibleActionInterface::pressAction());
        third->doAction(QStringLiteral("retry"));
        QCOMPARE(edited.size(), 1);
        QCOMPARE(regenerated.size(), 1);
        QCOMPARE(branched, (QList<QVariantList>{{1}}));
        QCOMPARE(sibling, (QList<QVariantList>{{1, 1}}));
        QCOMPARE(continued.size(), 1);
        QCOMPARE(retried.size(), 1);
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
