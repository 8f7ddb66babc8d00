#include "app/application.h"
#include "e2e/driver.h"
#include "ui/signallistview.h"
#include "ui/threadlistview.h"
#include "ui/toast.h"
#include "ui/transcript/transcriptview.h"
#include "ui/window/noticebar.h"

#include <QAbstractButton>
#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>

using namespace throughline;
using namespace throughline::test;

namespace {

const QString question =
    QStringLiteral("I'm leaning towards SQLite until we need a second node. It has to run on a 4 GB machine, "
                   "and I assume writes will "
                   "stay under 200 a second in the first year. We want to launch in six weeks.");

/// The program as `throughline --data-dir` runs it.
struct Program
{
    explicit Program(const QString &folder, double pace = 2.0)
        : application(*qApp, {.dataDir = folder, .guidePace = pace})
        , user(application.window(), application.workspace())
    {
        // The offscreen screen is small, and on a small window Structure folds away and stops asking.
        application.window().resize(1280, 800);
        application.start();
    }
    app::Application application;
    Driver user;
};

QList<net::ActivityRecord> polls(const Program &program)
{
    QList<net::ActivityRecord> found;
    workspace::Workspace &workspace = const_cast<Program &>(program).application.workspace();
    for (const net::ActivityRecord &record : workspace.activity().log().records()) {
        if (record.url.path().startsWith(QStringLiteral("/api/signals/")))
            found.append(record);
    }
    return found;
}

} // namespace

/// The whole program: real widgets, a real HTTP connection, the real embedded server, a real database.
class ProgramTest : public QObject
{
    Q_OBJECT

public:
    static int runUntilKilled(const QString &folder);

private Q_SLOTS:
    void init();
    void aTypedMessageIsAnsweredTokenByTokenAndTheSidebarFills();
    void everythingIsThereAfterARestart();
    void aMessageIsPolledForAtOnce();
    void aMinimizedWindowAsksNothingUntilItIsRestored();
    void stopKeepsWhatHadArrived();
    void aMessageSentWhileAReplyStreamsWaitsItsTurn();
    void anEditedMessageStandsBesideTheOldOne();
    void repliesAreRegeneratedAndLookedThroughByKeyboard();
    void anotherWayToGoOnFromAnEarlierReply();
    void whatCameSinceOneLookedIsMarkedAfterARestart();
    void aDismissedSignalComesBackByUndo();
    void whatIsUndoneByKeyIsNotOfferedAnyMore();
    void aCardWhoseWordsAreGoneSaysSo();
    void anEditedSignalStaysEdited();
    void aDeletedConversationComesBackByUndo();
    void aKilledProgramKeepsTheQuestionThePartOfTheReplyAndTheDraft();
    void dataOfANewerVersionIsRefusedWithASentence();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString folder() const { return m_folder->path(); }
};

void ProgramTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void ProgramTest::aTypedMessageIsAnsweredTokenByTokenAndTheSidebarFills()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    QSignalSpy deltas(&program.user.rows(), &workspace::TranscriptModel::textAppended);
    program.user.send(question);
    QCOMPARE(program.user.editor().toPlainText(), QString());
    QCOMPARE(program.user.rows().row(0).message.content, question);
    QVERIFY(program.user.waitForReply());
    QVERIFY2(deltas.size() > 5, qPrintable(QString::number(deltas.size())));
    QCOMPARE(program.user.lastRow().state, workspace::RowState::Settled);
    QVERIFY(!program.user.lastRow().message.content.isEmpty());
    QVERIFY(program.user.waitForSignals(4));
    QSet<int> types;
    for (int row = 0; row < program.user.conversation().signalModel().rowCount(); ++row)
        types.insert(static_cast<int>(program.user.conversation().signalModel().at(row).type));
    for (const auto type : {protocol::SignalType::DecisionIntent, protocol::SignalType::Constraint,
             protocol::SignalType::Assumption, protocol::SignalType::Goal})
        QVERIFY2(types.contains(static_cast<int>(type)), qPrintable(protocol::signalTypeName(type)));
}

void ProgramTest::everythingIsThereAfterARestart()
{
    QStringList texts;
    int signalCount = 0;
    {
        Program program(folder());
        QVERIFY(program.user.waitForConversation());
        program.user.send(question);
        QVERIFY(program.user.waitForReply());
        QVERIFY(program.user.waitForSignals(4));
        program.user.type(QStringLiteral("half a thought"));
        texts = program.user.texts();
        signalCount = program.user.conversation().signalModel().rowCount();
        program.application.window().close();
    }
    Program again(folder());
    QVERIFY(again.user.waitForConversation());
    QCOMPARE(again.user.texts(), texts);
    QCOMPARE(again.user.editor().toPlainText(), QStringLiteral("half a thought"));
    QVERIFY(again.user.waitForSignals(signalCount));
    QCOMPARE(again.user.conversation().signalModel().rowCount(), signalCount);
}

void ProgramTest::aMessageIsPolledForAtOnce()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    QTRY_VERIFY(!polls(program).isEmpty());
    const qsizetype before = polls(program).size();
    program.user.send(question);
    // Without waiting for a timer, of which there is none while the server pushes.
    QVERIFY(QTest::qWaitFor([&] { return polls(program).size() > before; }, 1'500));
}

void ProgramTest::aMinimizedWindowAsksNothingUntilItIsRestored()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    QTRY_VERIFY(!polls(program).isEmpty());
    QTRY_VERIFY(std::holds_alternative<client::PollLive>(program.application.workspace().poller().status()));

    program.application.window().showMinimized();
    QTRY_VERIFY(
        std::holds_alternative<client::PollPaused>(program.application.workspace().poller().status()));
    QVERIFY(!program.application.workspace().poller().isTimerActive());
    const qsizetype before = polls(program).size();
    QTest::qWait(3'500); // a timer poll would be due after three seconds
    QCOMPARE(polls(program).size(), before);

    program.application.window().showNormal();
    QVERIFY(QTest::qWaitFor([&] { return polls(program).size() > before; }, 1'000));
}

void ProgramTest::stopKeepsWhatHadArrived()
{
    Program program(folder(), 1.0);
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForPartOfReply());
    program.user.conversation().stop();
    QTRY_VERIFY(!program.user.conversation().isStreaming());
    QCOMPARE(program.user.lastRow().state, workspace::RowState::Stopped);
    const QString kept = program.user.lastRow().message.content;
    QVERIFY(kept.size() >= 10);
    program.user.conversation().load();
    QTRY_COMPARE(program.user.conversation().loadState(), workspace::Conversation::LoadState::Loaded);
    QVERIFY2(program.user.lastRow().message.content.startsWith(kept.left(10)),
        qPrintable(program.user.lastRow().message.content));
}

void ProgramTest::aMessageSentWhileAReplyStreamsWaitsItsTurn()
{
    Program program(folder(), 0.3);
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForPartOfReply());
    program.user.send(QStringLiteral("And how big is the index?"));
    QCOMPARE(program.user.conversation().queuedCount(), 1);
    QVERIFY(QTest::qWaitFor(
        [&] {
            return program.user.rows().rowCount() == 4 && program.user.conversation().queuedCount() == 0 &&
                   !program.user.conversation().isStreaming();
        },
        30'000));
    QCOMPARE(program.user.texts().at(2), QStringLiteral("And how big is the index?"));
}

void ProgramTest::anEditedMessageStandsBesideTheOldOne()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForReply());
    QTRY_VERIFY(program.user.rows().row(0).canEdit);
    QTest::keyClick(&program.user.editor(), Qt::Key_Up);
    QCOMPARE(program.user.editor().toPlainText(), question);
    program.user.send(QStringLiteral(" Or 8 GB."));
    QCOMPARE(program.user.editor().toPlainText(), QString());
    const QString changed = question + QStringLiteral(" Or 8 GB.");
    QTRY_COMPARE(program.user.rows().row(0).message.content, changed);
    QVERIFY(program.user.waitForReply());
    QTRY_COMPARE(program.user.rows().row(0).branchCount(), 2);
    QCOMPARE(program.user.rows().rowCount(), 2);

    auto *transcript = program.application.window().findChild<ui::TranscriptView *>();
    QVERIFY(transcript->perform(ui::RowAction::PreviousBranch, 0));
    QTRY_COMPARE(program.user.rows().row(0).message.content, question);
    QTRY_COMPARE(program.user.rows().rowCount(), 2);
}

void ProgramTest::repliesAreRegeneratedAndLookedThroughByKeyboard()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForReply());
    auto *transcript = program.application.window().findChild<ui::TranscriptView *>();
    transcript->setFocus(Qt::TabFocusReason);
    transcript->setCurrentRow(1);
    const QString first = program.user.lastRow().message.id;
    QTRY_VERIFY(program.user.lastRow().canRegenerate);
    QTest::keyClick(transcript, Qt::Key_R);
    QTRY_COMPARE(program.user.lastRow().branchCount(), 2);
    QVERIFY(program.user.waitForReply());
    QTRY_COMPARE(program.user.lastRow().branchIndex(), 1);
    QTRY_VERIFY(program.user.lastRow().canRegenerate);
    QCOMPARE(transcript->currentRow(), 1);
    QTest::keyClick(transcript, Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(program.user.lastRow().message.id, first);
    QTRY_COMPARE(transcript->currentRow(), 1);
    QTest::keyClick(transcript, Qt::Key_Right, Qt::AltModifier);
    QTRY_COMPARE(program.user.lastRow().branchIndex(), 1);
}

void ProgramTest::anotherWayToGoOnFromAnEarlierReply()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForReply());
    const QString followed = QStringLiteral("And the backups?");
    program.user.send(followed);
    QTRY_COMPARE(program.user.rows().rowCount(), 4);
    QVERIFY(program.user.waitForReply());
    const QStringList before = program.user.texts();
    auto *transcript = program.application.window().findChild<ui::TranscriptView *>();
    QTRY_VERIFY(program.user.rows().row(1).canRegenerate);
    transcript->setFocus(Qt::TabFocusReason);
    transcript->setCurrentRow(1);
    QTest::keyClick(transcript, Qt::Key_B);
    QCOMPARE(program.user.editor().toPlainText(), QString());
    program.user.send(QStringLiteral("And who is on call?"));
    QTRY_COMPARE(program.user.rows().row(2).branchCount(), 2);
    QVERIFY(program.user.waitForReply());
    QCOMPARE(program.user.texts().first(3),
        (QStringList{question, before.at(1), QStringLiteral("And who is on call?")}));
    QTRY_COMPARE(program.user.rows().row(2).branchIndex(), 1);
    // What followed is there as it was.
    program.user.conversation().showSibling(2, -1);
    QTRY_COMPARE(program.user.texts(), before);
}

void ProgramTest::whatCameSinceOneLookedIsMarkedAfterARestart()
{
    const auto isNew = [](Program &program, int row) {
        auto *transcript = program.application.window().findChild<ui::TranscriptView *>();
        const ui::MessageItem *item = transcript->transcriptLayout().item(row);
        return item && item->head().isNew;
    };
    {
        Program program(folder());
        QVERIFY(program.user.waitForConversation());
        program.user.send(question);
        QVERIFY(program.user.waitForPartOfReply());
        program.application.window().close();
    }
    {
        Program again(folder());
        QVERIFY(again.user.waitForConversation());
        QTRY_VERIFY(isNew(again, 1));
        QVERIFY(!isNew(again, 0));
        again.application.window().close();
    }
    Program third(folder());
    QVERIFY(third.user.waitForConversation());
    QTRY_COMPARE(third.user.rows().rowCount(), 2);
    QTest::qWait(50);
    QVERIFY(!isNew(third, 1));
}

void ProgramTest::aDismissedSignalComesBackByUndo()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForSignals(4));
    workspace::SignalModel &model = program.user.conversation().signalModel();
    const int before = model.rowCount();
    const QString id = model.at(0).id;
    program.user.conversation().dismissSignal(id);
    QCOMPARE(model.rowCount(), before - 1);
    QTest::qWait(200);
    QVERIFY(program.user.conversation().undoSignalAction());
    QTRY_COMPARE(model.rowCount(), before);
    program.application.workspace().poller().refresh();
    QTest::qWait(300);
    QCOMPARE(model.rowCount(), before);
}

void ProgramTest::whatIsUndoneByKeyIsNotOfferedAnyMore()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForReply());
    QVERIFY(program.user.waitForSignals(4));
    auto *cards = program.application.window().findChild<ui::SignalListView *>();
    auto *toast = program.application.window().findChild<ui::Toast *>();
    const int before = cards->model()->rowCount();
    cards->setFocus(Qt::TabFocusReason);
    QTest::keyClick(cards, Qt::Key_D);
    QTRY_COMPARE(cards->model()->rowCount(), before - 1);
    QVERIFY(toast->isVisible() && toast->text().startsWith(QStringLiteral("Dismissed: ")));
    QTest::keyClick(cards, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(cards->model()->rowCount(), before);
    QVERIFY(!toast->isVisible());
}

void ProgramTest::aCardWhoseWordsAreGoneSaysSo()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForReply());
    QVERIFY(program.user.waitForSignals(4));
    auto *cards = program.application.window().findChild<ui::SignalListView *>();
    auto *toast = program.application.window().findChild<ui::Toast *>();
    cards->setFocus(Qt::TabFocusReason);
    QTest::keyClick(cards, Qt::Key_Return);
    QVERIFY(!toast->isVisible());
    // The message says something else now: what was found in it stands beside the branch.
    workspace::SignalModel &model = program.user.conversation().signalModel();
    const QString id = cards->selectedId();
    program.user.conversation().editAndResend(0, QStringLiteral("Never mind."));
    QTRY_VERIFY_WITH_TIMEOUT(model.find(id) && model.find(id)->stale, 20'000);
    cards->showSelected(id);
    QTest::keyClick(cards, Qt::Key_Return);
    QVERIFY(toast->isVisible());
    QVERIFY2(toast->text().contains(QStringLiteral("has changed since")), qPrintable(toast->text()));
    // They are in the version that was left, which the server has kept.
    QVERIFY(program.user.waitForReply());
    cards->showSelected(id);
    QTest::keyClick(cards, Qt::Key_Return);
    auto *show = toast->findChild<QAbstractButton *>();
    QVERIFY(show && show->isVisible());
    show->click();
    QTRY_COMPARE(program.user.rows().row(0).message.content, question);
    QTRY_VERIFY(model.find(id) && !model.find(id)->stale);
    QVERIFY(!toast->isVisible());
    auto *transcript = program.application.window().findChild<ui::TranscriptView *>();
    const QImage tinted = transcript->grab().toImage();
    transcript->clearSpan();
    QVERIFY(transcript->grab().toImage() != tinted);
}

void ProgramTest::anEditedSignalStaysEdited()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForSignals(4));
    QVERIFY(program.user.waitForReply());
    workspace::SignalModel &model = program.user.conversation().signalModel();
    const QString id = model.at(0).id;
    program.user.conversation().editSignal(id, QStringLiteral("SQLite first"));
    QTest::qWait(200);
    program.user.send(question);
    QVERIFY(QTest::qWaitFor(
        [&] { return program.user.rows().rowCount() == 4 && !program.user.conversation().isStreaming(); },
        20'000));
    program.application.workspace().poller().refresh();
    QTest::qWait(300);
    QVERIFY(model.find(id));
    QCOMPARE(model.find(id)->text, QStringLiteral("SQLite first"));
}

void ProgramTest::aDeletedConversationComesBackByUndo()
{
    Program program(folder());
    QVERIFY(program.user.waitForConversation());
    program.user.send(question);
    QVERIFY(program.user.waitForReply());
    workspace::Workspace &workspace = program.application.workspace();
    const QString id = workspace.current()->threadId();
    QTRY_VERIFY(workspace.threads().indexOf(id).isValid());
    workspace.remove(id);
    QVERIFY(!workspace.threads().indexOf(id).isValid());
    auto *toast = program.application.window().findChild<ui::Toast *>();
    QVERIFY(toast->isVisible());
    QTest::keySequence(program.application.window().findChild<ui::ThreadListView *>(), QKeySequence::Undo);
    QTRY_VERIFY(workspace.threads().indexOf(id).isValid());
    QVERIFY(!toast->isVisible());
    workspace.open(id);
    QVERIFY(program.user.waitForConversation());
    QTRY_COMPARE(program.user.rows().rowCount(), 2);
}

int ProgramTest::runUntilKilled(const QString &folder)
{
    Program program(folder, 1.0);
    if (!program.user.waitForConversation())
        return 1;
    program.user.send(question);
    if (!program.user.waitForPartOfReply(20))
        return 1;
    program.user.type(QStringLiteral("half a thought"));
    QTest::qWait(100);
    std::printf(
        "%s\n", qPrintable(QString::fromLatin1(program.user.lastRow().message.content.toUtf8().toBase64())));
    std::fflush(stdout);
    QTest::qWait(60'000);
    return 1;
}

void ProgramTest::aKilledProgramKeepsTheQuestionThePartOfTheReplyAndTheDraft()
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--until-killed"), folder()});
    QVERIFY(child.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(child.canReadLine(), 30'000);
    const QString shown = QString::fromUtf8(QByteArray::fromBase64(child.readLine().trimmed()));
    ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
    QVERIFY(child.waitForFinished());
    QVERIFY(shown.size() >= 20);

    Program again(folder());
    QVERIFY(again.user.waitForConversation());
    QTRY_COMPARE(again.user.rows().rowCount(), 2);
    QCOMPARE(again.user.texts().at(0), question);
    QVERIFY2(again.user.texts().at(1).startsWith(shown), qPrintable(again.user.texts().at(1)));
    QCOMPARE(again.user.lastRow().state, workspace::RowState::Interrupted);
    QVERIFY(again.user.lastRow().canRetry);
    QCOMPARE(again.user.editor().toPlainText(), QStringLiteral("half a thought"));
}

void ProgramTest::dataOfANewerVersionIsRefusedWithASentence()
{
    {
        Program program(folder());
        QVERIFY(program.user.waitForConversation());
    }
    {
        const QStringList files =
            QDir(folder()).entryList({QStringLiteral("*.sqlite"), QStringLiteral("*.db")});
        QCOMPARE(files.size(), 1);
        QProcess sqlite;
        sqlite.start(QStringLiteral("sqlite3"),
            {QDir(folder()).filePath(files.first()), QStringLiteral("PRAGMA user_version = 999;")});
        if (!sqlite.waitForStarted())
            QSKIP("sqlite3 is not installed");
        QVERIFY(sqlite.waitForFinished());
        QCOMPARE(sqlite.exitCode(), 0);
    }
    Program again(folder());
    auto *notice = again.application.window().findChild<ui::NoticeBar *>(QStringLiteral("notice"));
    QVERIFY(notice);
    QTRY_VERIFY2(notice->text().contains(QStringLiteral("newer")), qPrintable(notice->text()));
    again.user.type(QStringLiteral("still here"));
    QCOMPARE(again.user.editor().toPlainText(), QStringLiteral("still here"));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("throughline"));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() == 3 && arguments.at(1) == QStringLiteral("--until-killed"))
        return ProgramTest::runUntilKilled(arguments.at(2));
    ProgramTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_program.moc"
