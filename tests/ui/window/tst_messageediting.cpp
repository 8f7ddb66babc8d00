#include "client/threadserver.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "ui/appearance.h"
#include "ui/composer.h"
#include "ui/growingedit.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/messageediting.h"
#include "workspace/outbox.h"

#include <QApplication>
#include <QBoxLayout>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using workspace::Conversation;
using workspace::RowState;
using workspace::TranscriptModel;

namespace {

const QString sent = QStringLiteral("It has to run on 4 GB.");

TranscriptModel::Row row(const QString &id, protocol::Role role, const QString &text)
{
    TranscriptModel::Row row;
    row.message.id = id;
    row.message.role = role;
    row.message.content = text;
    row.canEdit = role == protocol::Role::User;
    return row;
}

} // namespace

class TestMessageEditing : public QObject
{
    Q_OBJECT

private:
    /// The chat pane's parts, on drafts that outlive them.
    struct Bench
    {
        explicit Bench(const QString &folder, const QString &threadId = QStringLiteral("t1"))
            : drafts(folder)
            , conversation(client, clock, threadId)
            , composer(appearance)
            , editing(composer, transcript, drafts)
        {
            auto *column = new QVBoxLayout(&pane);
            column->addWidget(&transcript);
            column->addWidget(&composer);
            pane.resize(700, 600);
            pane.show();
            (void)QTest::qWaitForWindowActive(&pane);
            transport.once("GET", QStringLiteral("/api/chat/messages/"),
                test::FakeAnswer::json(
                    200, R"({"count": 0, "next": null, "previous": null, "results": []})"));
            conversation.load();
            if (!QTest::qWaitFor(
                    [this] { return conversation.loadState() == Conversation::LoadState::Loaded; }))
                qFatal("The conversation was not read");
            conversation.transcript().setRows({row(QStringLiteral("q"), protocol::Role::User, sent),
                row(QStringLiteral("a"), protocol::Role::Assistant, QStringLiteral("Then SQLite."))});
            QObject::connect(&composer, &Composer::draftChanged, &composer,
                [this](const QString &text) { drafts.set(conversation.threadId(), text); });
            show(&conversation);
            edit = composer.findChild<GrowingEdit *>();
        }
        void show(Conversation *shown)
        {
            transcript.setModel(&shown->transcript());
            composer.setDraft(drafts.draft(shown->threadId()));
            editing.setConversation(shown);
        }
        void type(const QString &text) { QTest::keyClicks(edit, text); }
        QString edited() const { return transcript.editedMessage(); }

        test::FakeClock clock;
        test::FakeTransport transport;
        client::ApiClient client{
            transport, {.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:1")), .bearer = "test"}};
        workspace::Drafts drafts;
        Conversation conversation;
        Appearance appearance{*qApp};
        QWidget pane;
        TranscriptView transcript;
        Composer composer;
        MessageEditing editing;
        GrowingEdit *edit = nullptr;
    };

    QTemporaryDir m_folder;
    QString folder() const { return m_folder.path(); }

private Q_SLOTS:
    void cleanup()
    {
        QDir drafts(folder());
        for (const QString &file : drafts.entryList(QDir::Files))
            drafts.remove(file);
    }

    void upInAnEmptyComposerEditsTheLastMessage()
    {
        Bench bench(folder());
        bench.composer.focusEditor();
        QTest::keyClick(bench.edit, Qt::Key_Up);
        QVERIFY(bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), sent);
        QCOMPARE(bench.edited(), QStringLiteral("q"));
    }

    void upTakesBackAMessageThatIsNotSentYet()
    {
        Bench bench(folder());
        auto held = row(QStringLiteral("local:1"), protocol::Role::User, QStringLiteral("Later."));
        held.state = RowState::Held;
        held.canEdit = false;
        bench.conversation.transcript().append(held);
        QSignalSpy taken(&bench.transcript, &TranscriptView::takeBackRequested);
        QTest::keyClick(bench.edit, Qt::Key_Up);
        QCOMPARE(taken.count(), 1);
        QVERIFY(!bench.composer.isEditing());
    }

    void whatCannotBeEditedIsLeftAlone()
    {
        Bench bench(folder());
        auto fixed = row(QStringLiteral("q"), protocol::Role::User, sent);
        fixed.canEdit = false;
        bench.conversation.transcript().update(0, fixed);
        QTest::keyClick(bench.edit, Qt::Key_Up);
        bench.editing.start(0);
        bench.editing.start(1);
        bench.editing.start(7);
        QVERIFY(!bench.composer.isEditing());
    }

    void theDraftComesBackAndTheEditGoes()
    {
        Bench bench(folder());
        bench.type(QStringLiteral("half a thought"));
        bench.editing.start(0);
        QCOMPARE(bench.composer.text(), sent);
        QTest::keyClick(bench.edit, Qt::Key_Escape);
        QCOMPARE(bench.composer.text(), QStringLiteral("half a thought"));
        QVERIFY(bench.edited().isEmpty());
        bench.editing.setConversation(&bench.conversation);
        QVERIFY(!bench.composer.isEditing());
    }

    void cancelledChangesCanBeBroughtBack()
    {
        Bench bench(folder());
        QSignalSpy discarded(&bench.editing, &MessageEditing::discarded);
        bench.editing.start(0);
        QTest::keyClick(bench.edit, Qt::Key_Escape);
        QCOMPARE(discarded.count(), 0); // nothing had been changed
        bench.editing.start(0);
        bench.type(QStringLiteral(" Or 8."));
        QTest::keyClick(bench.edit, Qt::Key_Escape);
        QCOMPARE(discarded.count(), 1);
        const QVariantList what = discarded.first();
        bench.editing.restore(what[0].toString(), what[1].toString(), what[2].toString());
        QVERIFY(bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), sent + QStringLiteral(" Or 8."));
    }

    void bringingChangesBackGivesUpWhatWasBegunSince()
    {
        Bench bench(folder());
        QSignalSpy discarded(&bench.editing, &MessageEditing::discarded);
        bench.editing.start(0);
        bench.type(QStringLiteral(" Or 8."));
        QTest::keyClick(bench.edit, Qt::Key_Escape);
        const QVariantList what = discarded.takeFirst();
        // Another one, as if of another message.
        bench.editing.restore(what[0].toString(), QStringLiteral("another"), QStringLiteral("begun since"));
        bench.editing.restore(what[0].toString(), what[1].toString(), what[2].toString());
        QCOMPARE(bench.composer.text(), sent + QStringLiteral(" Or 8."));
        QCOMPARE(discarded.count(), 1); // and can be brought back in turn
        QCOMPARE(discarded.first().at(2).toString(), QStringLiteral("begun since"));
    }

    void draftAndEditSurviveARestart()
    {
        {
            Bench before(folder());
            before.type(QStringLiteral("half a thought"));
            before.editing.start(0);
            before.type(QStringLiteral(" Or"));
            QTest::keyClick(before.edit, Qt::Key_Return, Qt::ShiftModifier);
            before.type(QStringLiteral("8."));
            before.drafts.flush();
        }
        Bench after(folder());
        QVERIFY(after.composer.isEditing());
        QCOMPARE(after.edited(), QStringLiteral("q"));
        QCOMPARE(after.composer.text(), sent + QStringLiteral(" Or\n8."));
        QTest::keyClick(after.edit, Qt::Key_Escape);
        QCOMPARE(after.composer.text(), QStringLiteral("half a thought"));
    }

    void eachConversationHasItsOwnEdit()
    {
        Bench bench(folder());
        Conversation other(bench.client, bench.clock, QStringLiteral("t2"));
        bench.editing.start(0);
        bench.type(QStringLiteral(" Or 8."));
        bench.show(&other);
        QVERIFY(!bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), QString());
        QVERIFY(bench.edited().isEmpty());
        bench.show(&bench.conversation);
        QCOMPARE(bench.composer.text(), sent + QStringLiteral(" Or 8."));
        bench.transcript.setModel(nullptr);
    }

    void sendingItAsksTheConversationAndBringsTheDraftBack()
    {
        Bench bench(folder());
        bench.type(QStringLiteral("half a thought"));
        bench.editing.start(0);
        bench.type(QStringLiteral(" Or 8."));
        QTest::keyClick(bench.edit, Qt::Key_Return);
        QVERIFY(!bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), QStringLiteral("half a thought"));
        QVERIFY(bench.edited().isEmpty());
        const TranscriptModel &model = bench.conversation.transcript();
        bool there = false;
        for (int i = 0; i < model.rowCount(); ++i)
            there = there || model.row(i).message.content == sent + QStringLiteral(" Or 8.");
        QVERIFY(there);
    }

    void whatTheConversationRefusesIsKept()
    {
        Bench bench(folder());
        bench.transport.once("GET", QStringLiteral("/api/"),
            test::FakeAnswer::json(200, test::serverInfo({QStringLiteral("regenerate")})));
        bool known = false;
        bench.client.fetchServerInfo(&bench.client, [&](const auto &) { known = true; });
        QTRY_VERIFY(known);
        auto held = row(QStringLiteral("local:1"), protocol::Role::User, QStringLiteral("Later."));
        held.state = RowState::Held;
        bench.conversation.transcript().append(held);
        QSignalSpy problem(&bench.conversation, &Conversation::problem);
        bench.editing.start(0);
        bench.type(QStringLiteral(" Or 8."));
        QTest::keyClick(bench.edit, Qt::Key_Return);
        QCOMPARE(problem.count(), 1);
        QVERIFY(bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), sent + QStringLiteral(" Or 8."));
    }

    void whatCannotBeSentNowIsKept()
    {
        Bench bench(folder());
        QSignalSpy problem(&bench.editing, &MessageEditing::problem);
        bench.editing.start(0);
        bench.type(QStringLiteral(" Or 8."));
        bench.conversation.transcript().removeRow(0);
        QTest::keyClick(bench.edit, Qt::Key_Return);
        QCOMPARE(problem.count(), 1);
        QVERIFY(bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), sent + QStringLiteral(" Or 8."));
    }

    /// With a message that followed the reply, on a server that keeps versions.
    static void followAndLearnAbilities(Bench &bench)
    {
        bench.transport.once("GET", QStringLiteral("/api/"),
            test::FakeAnswer::json(200, test::serverInfo({QStringLiteral("regenerate")})));
        bool known = false;
        bench.client.fetchServerInfo(&bench.client, [&](const auto &) { known = true; });
        QTRY_VERIFY(known);
        bench.conversation.transcript().append(
            row(QStringLiteral("q2"), protocol::Role::User, QStringLiteral("And the backups?")));
    }

    void aBranchIsAnotherMessageAfterAReply()
    {
        Bench bench(folder());
        followAndLearnAbilities(bench);
        bench.type(QStringLiteral("half a thought"));
        bench.editing.branch(1);
        QVERIFY(bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), QString());
        QVERIFY(bench.edited().isEmpty()); // what followed is not changed
        bench.type(QStringLiteral("And who is on call?"));
        QTest::keyClick(bench.edit, Qt::Key_Return);
        QVERIFY(!bench.composer.isEditing());
        QCOMPARE(bench.composer.text(), QStringLiteral("half a thought"));
        const auto waiting = workspace::Outbox::fromText(bench.conversation.outbox()).entries();
        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.first().content, QStringLiteral("And who is on call?"));
        QCOMPARE(waiting.first().replaces, QStringLiteral("q2"));
    }

    void afterTheLastReplyABranchIsTheNextMessage()
    {
        Bench bench(folder());
        bench.editing.branch(1);
        QVERIFY(!bench.composer.isEditing());
        QCOMPARE(QApplication::focusWidget(), bench.edit);
    }

    void aBranchSurvivesARestartAndACancel()
    {
        {
            Bench before(folder());
            followAndLearnAbilities(before);
            before.editing.branch(1);
            before.type(QStringLiteral("And who"));
            before.drafts.flush();
        }
        Bench after(folder());
        QVERIFY(after.composer.isEditing());
        QVERIFY(after.edited().isEmpty());
        QCOMPARE(after.composer.text(), QStringLiteral("And who"));
        QSignalSpy discarded(&after.editing, &MessageEditing::discarded);
        QTest::keyClick(after.edit, Qt::Key_Escape);
        QCOMPARE(discarded.count(), 1);
        const QVariantList what = discarded.first();
        after.editing.restore(what[0].toString(), what[1].toString(), what[2].toString());
        QCOMPARE(after.composer.text(), QStringLiteral("And who"));
        QVERIFY(after.edited().isEmpty());
    }

    void theKeyboardGoesBackWhereItCameFrom()
    {
        Bench bench(folder());
        bench.transcript.setFocus(Qt::TabFocusReason);
        bench.transcript.setCurrentRow(0);
        QTest::keyClick(&bench.transcript, Qt::Key_E);
        QCOMPARE(QApplication::focusWidget(), bench.edit);
        QTest::keyClick(bench.edit, Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), &bench.transcript);
        QVERIFY(bench.transcript.hasKeyboard());
    }
};

QTEST_MAIN(TestMessageEditing)
#include "tst_messageediting.moc"
