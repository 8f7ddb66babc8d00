#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "interop/teambench.h"
#include "net/recorder.h"
#include "ui/signallistview.h"
#include "ui/transcript/transcriptview.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QLoggingCategory>
#include <QTest>

#include <algorithm>

using namespace throughline;
using test::Driver;
using test::FakeSecretStore;
using test::TeamBench;
using test::TeamServerProcess;
using workspace::TeamServers;

namespace {

const QString question = QStringLiteral("We must ship by May.");

/// The program as a person has it.
struct Program
{
    Program(const QString &folder, FakeSecretStore &secrets)
        : application(*qApp, {.dataDir = folder, .guidePace = 0, .secrets = &secrets, .modelPlaces = {}})
    {
        application.window().resize(1280, 800);
        application.start();
    }
    /// On whatever window is shown now.
    Driver user() { return {application.window(), application.workspace()}; }
    QAbstractButton *button(const QString &name)
    {
        const QList<QAbstractButton *> all = application.window().findChildren<QAbstractButton *>();
        for (QAbstractButton *button : all) {
            if (button->isVisible() && (button->accessibleName() == name || button->text() == name))
                return button;
        }
        return nullptr;
    }
    void type(const QString &field, const QString &text)
    {
        const QList<QLineEdit *> all = application.window().findChildren<QLineEdit *>();
        for (QLineEdit *edit : all) {
            if (edit->isVisible() && edit->isEnabled() && edit->accessibleName() == field)
                QTest::keyClicks(edit, text);
        }
    }
    void signIn(const TeamServerProcess &server, const QString &password)
    {
        application.window().openSettings();
        button(QStringLiteral("Servers"))->click();
        button(QStringLiteral("Sign in to a team server…"))->click();
        type(QStringLiteral("Address"), server.url().toString());
        type(QStringLiteral("Email"), TeamServerProcess::email);
        type(QStringLiteral("Password"), password);
        button(QStringLiteral("Sign in"))->click();
    }
    bool isSaid(const QString &text)
    {
        const QList<QLabel *> all = application.window().findChildren<QLabel *>();
        return std::any_of(all.cbegin(), all.cend(),
            [&text](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }
    /// Signs in by the form and waits for the window of that server.
    bool openServer(const TeamServerProcess &server)
    {
        const ui::MainWindow *before = &application.window();
        signIn(server, TeamServerProcess::password);
        return QTest::qWaitFor([&] { return &application.window() != before; }, 20'000) &&
               user().waitForConversation(20'000);
    }
    template <typename Pane>
    Pane &shown()
    {
        return *application.window().findChild<Pane *>();
    }
    /// What the conversation on screen gives to whoever copies it, message by message.
    QStringList copied()
    {
        QStringList list;
        for (int row = 0; row < user().rows().rowCount(); ++row) {
            QGuiApplication::clipboard()->clear();
            shown<ui::TranscriptView>().perform(ui::RowAction::Copy, row);
            list.append(QGuiApplication::clipboard()->text());
        }
        return list;
    }
    qsizetype polls()
    {
        const std::deque<net::ActivityRecord> &records = application.workspace().activity().log().records();
        return std::count_if(records.cbegin(), records.cend(), [](const net::ActivityRecord &record) {
            return record.method == "GET" && record.status == 200 &&
                   record.url.path().endsWith(QLatin1String("/signals/"));
        });
    }

    app::Application application;
};

/// What the server answers to a message for no conversation, and so without storing anything, when a stream
/// is asked for in these words.
int answerTo(TeamBench &bench, const QByteArray &accepted)
{
    net::HttpRequest request{.method = "POST", .url = bench.session.server(), .body = R"({"content": "x"})"};
    request.url.setPath(QStringLiteral("/api/chat/threads/00000000-0000-0000-0000-000000000000/messages/"));
    request.url.setQuery(QStringLiteral("stream=true"));
    request.headers = {{"Accept", accepted}};
    test::Recorder answer(bench.transport.send(request));
    return answer.wait(20'000) ? answer.head.status : 0;
}

} // namespace

/// The window against a Django REST Framework server of the base contract.
class TeamWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (TeamServerProcess::python().isEmpty())
            QSKIP("There is no Python with Django REST Framework and Simple JWT here.");
        QLoggingCategory::setFilterRules(QStringLiteral("throughline.*=false"));
    }

    void aWrongPasswordIsASentenceAndNobodyIsAdded()
    {
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        Program program(folder.path(), secrets);
        QVERIFY(program.user().waitForConversation());
        program.signIn(server, QStringLiteral("wrong"));
        QTRY_VERIFY(program.button(QStringLiteral("Sign in")));
        QVERIFY(program.button(QStringLiteral("Sign in"))->isEnabled());
        QVERIFY(program.application.teamServers().servers().isEmpty());
        QVERIFY(secrets.secrets.isEmpty());
        // And then the right one, in the same form.
        QLineEdit *field = nullptr;
        for (QLineEdit *edit : program.application.window().findChildren<QLineEdit *>()) {
            if (edit->isVisible() && edit->accessibleName() == QStringLiteral("Password"))
                field = edit;
        }
        QVERIFY(field);
        field->setText(TeamServerProcess::password);
        program.button(QStringLiteral("Sign in"))->click();
        QTRY_COMPARE(program.application.teamServers().servers().size(), 1);
    }

    void eachServerHasItsOwnConversations()
    {
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        QString id;
        {
            Program program(folder.path(), secrets);
            QVERIFY(program.user().waitForConversation());
            program.user().send(QStringLiteral("We want to launch in six weeks."));
            QVERIFY(program.user().waitForReply());
            const QStringList here = program.user().texts();
            const QRect place = program.application.window().geometry();

            const ui::MainWindow *before = &program.application.window();
            program.signIn(server, TeamServerProcess::password);
            QTRY_VERIFY(&program.application.window() != before);
            QVERIFY(!before->isVisible());
            QCOMPARE(program.application.window().geometry(), place);
            QVERIFY(program.user().waitForConversation());
            QVERIFY(program.isSaid(QStringLiteral("127.0.0.1")));
            program.user().send(question);
            QVERIFY(program.user().waitForReply());
            QCOMPARE(program.user().texts(), (QStringList{question, TeamBench::replyTo(question)}));

            program.application.teamServers().open({});
            QCOMPARE(&program.application.window(), before);
            QCOMPARE(program.user().texts(), here);
            id = program.application.teamServers().servers().first().id;
        }
        // The session of the last time is taken up without a password.
        Program again(folder.path(), secrets);
        QTRY_COMPARE(again.application.teamServers().state(id), TeamServers::State::SignedIn);
        again.application.teamServers().open(id);
        QVERIFY(again.user().waitForConversation());
        QTRY_COMPARE(again.user().texts(), (QStringList{question, TeamBench::replyTo(question)}));
    }

    void nothingIsLostOrDoubledHoweverTheServerAnswersStreams_data()
    {
        QTest::addColumn<QString>("streaming");
        QTest::addColumn<int>("toBareHeader");
        QTest::addColumn<int>("toMixedHeader");
        QTest::addColumn<int>("unstreamed");
        QTest::newRow("a renderer is declared") << QStringLiteral("declared") << 404 << 404 << 0;
        QTest::newRow("no renderer is declared") << QStringLiteral("none") << 406 << 404 << 0;
        QTest::newRow("no renderer at all for streams") << QStringLiteral("empty-stream") << 500 << 500 << 2;
    }
    void nothingIsLostOrDoubledHoweverTheServerAnswersStreams()
    {
        QFETCH(QString, streaming);
        QFETCH(int, toBareHeader);
        QFETCH(int, toMixedHeader);
        QFETCH(int, unstreamed);
        const QString more = QStringLiteral("What about June?");
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(streaming, {QStringLiteral("--pace=0.1")}));
        TeamBench below(server);
        QVERIFY(below.signIn());
        QCOMPARE(answerTo(below, "text/event-stream"), toBareHeader);
        QCOMPARE(answerTo(below, "text/event-stream, application/json"), toMixedHeader);

        Program program(folder.path(), secrets);
        QVERIFY(program.user().waitForConversation());
        QVERIFY(program.openServer(server));
        program.user().send(question);
        program.user().type(QStringLiteral("What about"));
        const QStringList first{question, TeamBench::replyTo(question)};
        QTRY_COMPARE_WITH_TIMEOUT(program.user().texts(), first, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!program.user().conversation().isStreaming(), 20'000);
        QCOMPARE(program.user().editor().toPlainText(), QStringLiteral("What about"));
        program.user().send(QStringLiteral(" June?"));
        const QStringList all = first + QStringList{more, TeamBench::replyTo(more)};
        QTRY_COMPARE_WITH_TIMEOUT(program.user().texts(), all, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!program.user().conversation().isStreaming(), 20'000);
        QCOMPARE(program.user().lastRow().state, workspace::RowState::Settled);
        QCOMPARE(program.copied(), all);

        // The sidebar has asked of itself, and shows what it was told.
        const qsizetype polls = program.polls();
        QTRY_VERIFY_WITH_TIMEOUT(program.polls() >= polls + 2, 60'000);
        QTRY_COMPARE(program.shown<ui::SignalListView>().model()->rowCount(), 2);
        QVERIFY(program.shown<ui::SignalListView>().isVisible());

        int posts = 0;
        int streams = 0;
        for (const net::ActivityRecord &record : program.application.workspace().activity().log().records()) {
            const bool isAccepted = record.method == "POST" && record.status / 100 == 2;
            posts += isAccepted && record.url.path().endsWith(QLatin1String("/messages/")) ? 1 : 0;
            streams += isAccepted && record.contentType.startsWith("text/event-stream") ? 1 : 0;
        }
        QCOMPARE(posts, 2);
        QCOMPARE(posts - streams, unstreamed);
        QVERIFY(below.open());
        QCOMPARE(below.stored(), TeamBench::exchange(question) + TeamBench::exchange(more));
    }

    void whatTheServerCannotKeepIsKeptHereAndTheRestGoesToIt()
    {
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        QString teamId;
        {
            Program program(folder.path(), secrets);
            QVERIFY(program.user().waitForConversation());
            QVERIFY(program.openServer(server));
            program.user().send(question);
            QVERIFY(program.user().waitForReply());
            QVERIFY(program.user().waitForSignals(1, 30'000));
            auto &list = program.shown<ui::SignalListView>();
            list.setFocus();
            QTest::keyClick(&list, Qt::Key_Down);
            QTest::keyClick(&list, Qt::Key_C);
            QTest::keyClick(&list, Qt::Key_P);
            const protocol::Signal reviewed = program.user().conversation().signalModel().at(0);
            QCOMPARE(reviewed.status, protocol::SignalStatus::Confirmed);
            QVERIFY(reviewed.pinnedAt.has_value());
            QTest::keyClick(&list, Qt::Key_E);
            QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Ship by May"));
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
            const auto requests = [&program](const QLatin1StringView end) {
                const auto &records = program.application.workspace().activity().log().records();
                return std::count_if(
                    records.cbegin(), records.cend(), [end](const net::ActivityRecord &record) {
                        return record.url.path().endsWith(end) && record.status == 200;
                    });
            };
            QTRY_COMPARE(requests(QLatin1StringView("/edit/")), 1);
            QCOMPARE(requests(QLatin1StringView("/confirm/")) + requests(QLatin1StringView("/pin/")), 0);
            // Polls that know of neither take neither back.
            const qsizetype polls = program.polls();
            QTRY_VERIFY_WITH_TIMEOUT(program.polls() >= polls + 2, 60'000);
            const protocol::Signal later = program.user().conversation().signalModel().at(0);
            QCOMPARE(later.text, QStringLiteral("Ship by May"));
            QCOMPARE(later.status, protocol::SignalStatus::Confirmed);
            QVERIFY(later.pinnedAt.has_value());
            teamId = program.application.teamServers().servers().first().id;
        }
        Program again(folder.path(), secrets);
        QTRY_COMPARE(again.application.teamServers().state(teamId), TeamServers::State::SignedIn);
        again.application.teamServers().open(teamId);
        QVERIFY(again.user().waitForConversation());
        QVERIFY(again.user().waitForSignals(1, 30'000));
        const protocol::Signal kept = again.user().conversation().signalModel().at(0);
        QCOMPARE(kept.text, QStringLiteral("Ship by May"));
        QCOMPARE(kept.status, protocol::SignalStatus::Confirmed);
        QVERIFY(kept.pinnedAt.has_value());
    }

    void whereEveryMessageFailsItWaitsForAServerThatTakesIt()
    {
        const QString draft = QStringLiteral("half a thought");
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("empty")));
        TeamBench below(server);
        QVERIFY(below.signIn());
        for (const char *accepted :
            {"text/event-stream", "text/event-stream, application/json", "application/json"})
            QCOMPARE(answerTo(below, accepted), 500);

        Program program(folder.path(), secrets);
        QVERIFY(program.user().waitForConversation());
        QVERIFY(program.openServer(server));
        program.user().send(question);
        program.user().type(draft);
        const auto canRetry = [&program] {
            for (int row = 0; row < program.user().rows().rowCount(); ++row) {
                if (program.user().rows().row(row).canRetry)
                    return row;
            }
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(canRetry() >= 0, 20'000);
        QCOMPARE(program.user().texts().count(question), 1);
        const QString notice = program.user().rows().row(canRetry()).notice;
        QVERIFY2(!notice.isEmpty() && !notice.contains(u'<'), qPrintable(notice));
        const qsizetype polls = program.polls();
        QTRY_VERIFY_WITH_TIMEOUT(program.polls() >= polls + 2, 60'000);
        QVERIFY(below.open());
        QCOMPARE(below.stored(), QStringList());

        QVERIFY(server.startAgain(QStringLiteral("declared")));
        QVERIFY(program.shown<ui::TranscriptView>().perform(ui::RowAction::Retry, canRetry()));
        const QStringList all{question, TeamBench::replyTo(question)};
        QTRY_COMPARE_WITH_TIMEOUT(program.user().texts(), all, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!program.user().conversation().isStreaming(), 20'000);
        QCOMPARE(program.copied(), all);
        QCOMPARE(program.user().editor().toPlainText(), draft);
        QCOMPARE(below.stored(), TeamBench::exchange(question));
    }

    void whoeverIsSignedOutKeepsWhatWasTypedAndGoesOnAfterwards()
    {
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        Program program(folder.path(), secrets);
        QVERIFY(program.user().waitForConversation());
        program.signIn(server, TeamServerProcess::password);
        QTRY_COMPARE(program.application.teamServers().servers().size(), 1);
        const workspace::TeamServer team = program.application.teamServers().servers().first();
        QVERIFY(program.user().waitForConversation());
        program.user().type(QStringLiteral("half a thought"));

        program.application.teamServers().signOut(team.id);
        QTRY_VERIFY(program.isSaid(QStringLiteral("Sign in to 127.0.0.1 to go on.")));
        QVERIFY(secrets.secrets.isEmpty());
        QCOMPARE(program.user().editor().toPlainText(), QStringLiteral("half a thought"));

        program.application.teamServers().signIn(team, TeamServerProcess::password);
        QTRY_COMPARE(program.application.workspace().connection(), workspace::Workspace::Connection::Online);
        QCOMPARE(program.user().editor().toPlainText(), QStringLiteral("half a thought"));
        program.user().send(QStringLiteral(", whole now"));
        QVERIFY(program.user().waitForReply());
        QCOMPARE(program.user().texts().first(), QStringLiteral("half a thought, whole now"));
    }

    void aSessionThatEndsWhileAReplyIsWrittenAndOneTypesLosesNothing_data()
    {
        QTest::addColumn<QString>("streaming");
        for (const char *streaming : {"declared", "none", "empty-stream"})
            QTest::newRow(streaming) << QString::fromLatin1(streaming);
    }
    void aSessionThatEndsWhileAReplyIsWrittenAndOneTypesLosesNothing()
    {
        QFETCH(QString, streaming);
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        // A reply takes about 8 s; both tokens last 5.
        QVERIFY(server.start(
            streaming, {QStringLiteral("--access-lifetime=5"), QStringLiteral("--refresh-lifetime=5"),
                           QStringLiteral("--pace=0.5")}));
        Program program(folder.path(), secrets);
        QVERIFY(program.user().waitForConversation());
        program.signIn(server, TeamServerProcess::password);
        QTRY_COMPARE(program.application.teamServers().servers().size(), 1);
        const workspace::TeamServer team = program.application.teamServers().servers().first();
        QVERIFY(program.user().waitForConversation());
        program.user().send(question);
        program.user().type(QStringLiteral("half a thought"));
        QTRY_VERIFY_WITH_TIMEOUT(program.isSaid(QStringLiteral("Sign in to 127.0.0.1 to go on.")), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!program.user().conversation().isStreaming(), 20'000);
        program.user().type(QStringLiteral(", and more"));
        QCOMPARE(program.user().texts().first(), question);

        QVERIFY(server.waitForReply());
        program.application.teamServers().signIn(team, TeamServerProcess::password);
        QTRY_COMPARE_WITH_TIMEOUT(
            program.user().texts(), (QStringList{question, TeamBench::replyTo(question)}), 20'000);
        QCOMPARE(program.user().editor().toPlainText(), QStringLiteral("half a thought, and more"));
    }

    void whatIsRemovedIsGone()
    {
        const QTemporaryDir folder;
        FakeSecretStore secrets;
        TeamServerProcess server;
        QVERIFY(server.start(QStringLiteral("declared")));
        Program program(folder.path(), secrets);
        QVERIFY(program.user().waitForConversation());
        const ui::MainWindow *here = &program.application.window();
        program.signIn(server, TeamServerProcess::password);
        QTRY_COMPARE(program.application.teamServers().servers().size(), 1);
        QTRY_VERIFY(&program.application.window() != here);
        QTRY_VERIFY(!secrets.secrets.isEmpty());
        program.application.teamServers().remove(program.application.teamServers().servers().first().id);
        QTRY_COMPARE(&program.application.window(), here);
        QVERIFY(here->isVisible());
        QVERIFY(secrets.secrets.isEmpty());
        QVERIFY(program.application.teamServers().servers().isEmpty());
    }
};

QTEST_MAIN(TeamWindowTest)
#include "tst_teamwindow.moc"
