#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "interop/teambench.h"

#include <QAbstractButton>
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

    app::Application application;
};

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

        QTest::qWait(3'000); // the reply is whole by now, whoever reads it
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
