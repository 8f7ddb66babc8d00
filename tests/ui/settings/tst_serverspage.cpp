#include "ui/settings/serverspage.h"
#include "workspace/faketeamservers.h"

#include <QApplication>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using test::FakeTeamServers;
using workspace::TeamServers;

class TestServersPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signingInNeedsAllThreeAndSendsThemOnce();
    void whatWentWrongIsSaidAndNothingTypedIsLost();
    void aServerOneHasSignedInToIsOpened();
    void whatWentWrongBeforeAnybodyLookedIsSaid();
    void aPasswordDoesNotGoOverHttpUnasked();
    void oneCanOpenSignOutAndRemove();
    void twoAccountsOnOneServerAreToldApart();
    void aServerThatWantsASignInKeepsItsAddress();
    void theServerOfThisWindowIsNotOpenedAgain();
    void thePasswordIsHiddenAndGoneWithTheForm();

private:
    void make(const QString &currentId = {})
    {
        m_page = std::make_unique<ServersPage>(*m_team, currentId, *m_appearance, nullptr);
        m_page->resize(590, 540);
        m_page->show();
    }
    Field *field(const QString &name) const
    {
        for (Field *field : m_page->findChildren<Field *>()) {
            if (field->accessibleName() == name)
                return field;
        }
        return nullptr;
    }
    QAbstractButton *button(const QString &name) const
    {
        QCoreApplication::processEvents(); // rows that are new show then
        for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
            const bool isIt = button->accessibleName() == name || button->text() == name;
            if (isIt && button->isVisible())
                return button;
        }
        return nullptr;
    }
    void fill(const QString &address)
    {
        button(QStringLiteral("Sign in to a team server…"))->click();
        field(QStringLiteral("Address"))->setText(address);
        field(QStringLiteral("Email"))->setText(QStringLiteral("ada@example.org"));
        field(QStringLiteral("Password"))->setText(QStringLiteral("correct horse"));
    }
    bool isSaid(const QString &text) const
    {
        QCoreApplication::processEvents();
        for (const Label *label : m_page->findChildren<Label *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }

    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<FakeTeamServers> m_team;
    std::unique_ptr<ServersPage> m_page;
};

void TestServersPage::init()
{
    m_page.reset();
    m_team = std::make_unique<FakeTeamServers>();
    m_appearance = std::make_unique<Appearance>(*qApp);
    make();
}

void TestServersPage::signingInNeedsAllThreeAndSendsThemOnce()
{
    fill(QStringLiteral("team.example"));
    field(QStringLiteral("Email"))->clear();
    QVERIFY(!button(QStringLiteral("Sign in"))->isEnabled());
    field(QStringLiteral("Email"))->setText(QStringLiteral("ada@example.org"));
    button(QStringLiteral("Sign in"))->click();
    QTest::keyClick(field(QStringLiteral("Password")), Qt::Key_Return);
    QCOMPARE(m_team->asked.size(), 1);
    QCOMPARE(m_team->asked.first().first, FakeTeamServers::team());
    QCOMPARE(m_team->asked.first().second, QStringLiteral("correct horse"));
    QVERIFY(button(QStringLiteral("Signing in…")));
}

void TestServersPage::whatWentWrongIsSaidAndNothingTypedIsLost()
{
    fill(QStringLiteral("team.example"));
    button(QStringLiteral("Sign in"))->click();
    Q_EMIT m_team->failed(FakeTeamServers::team().id, QStringLiteral("The email or the password is wrong."));
    QVERIFY(isSaid(QStringLiteral("The email or the password is wrong.")));
    QCOMPARE(field(QStringLiteral("Password"))->text(), QStringLiteral("correct horse"));
    QVERIFY(button(QStringLiteral("Sign in"))->isEnabled());
}

void TestServersPage::aServerOneHasSignedInToIsOpened()
{
    fill(QStringLiteral("team.example"));
    button(QStringLiteral("Sign in"))->click();
    m_team->admit(FakeTeamServers::team());
    QCOMPARE(m_team->openedIds, QStringList{FakeTeamServers::team().id});
    QVERIFY(!field(QStringLiteral("Password"))->isVisible());
    QVERIFY(isSaid(QStringLiteral("Signed in as ada@example.org")));
}

void TestServersPage::whatWentWrongBeforeAnybodyLookedIsSaid()
{
    m_page.reset(); // as at a start: it is made when it is opened
    m_team->list = {FakeTeamServers::team()};
    Q_EMIT m_team->failed(FakeTeamServers::team().id, QStringLiteral("The keychain is locked."));
    make();
    QVERIFY(isSaid(QStringLiteral("The keychain is locked.")));
    m_team->admit(FakeTeamServers::team());
    QVERIFY(!isSaid(QStringLiteral("The keychain is locked.")));
    QVERIFY(m_team->lastFailure(FakeTeamServers::team().id).isEmpty());
}

void TestServersPage::aPasswordDoesNotGoOverHttpUnasked()
{
    fill(QStringLiteral("http://team.example"));
    QVERIFY(isSaid(QStringLiteral("everybody on the way to team.example can read the password")));
    QVERIFY(!button(QStringLiteral("Sign in"))->isEnabled());
    button(QStringLiteral("Send it all the same"))->click();
    button(QStringLiteral("Sign in"))->click();
    QVERIFY(m_team->asked.first().first.allowPlainHttp);
    make();
    fill(QStringLiteral("http://127.0.0.1:8000"));
    QVERIFY(!button(QStringLiteral("Send it all the same")));
    button(QStringLiteral("Sign in"))->click();
    QVERIFY(!m_team->asked.last().first.allowPlainHttp);
}

void TestServersPage::oneCanOpenSignOutAndRemove()
{
    const QString id = FakeTeamServers::team().id;
    m_team->admit(FakeTeamServers::team());
    button(QStringLiteral("Open the conversations on team.example"))->click();
    QCOMPARE(m_team->openedIds, QStringList{id});
    button(QStringLiteral("Sign out of team.example"))->click();
    QCOMPARE(m_team->signedOutOf, QStringList{id});
    m_team->states.insert(id, TeamServers::State::SignedOut);
    Q_EMIT m_team->changed();
    QVERIFY(isSaid(QStringLiteral("Signed out")));
    button(QStringLiteral("Remove team.example"))->click();
    QCOMPARE(m_team->removed, QStringList{id});
}

void TestServersPage::twoAccountsOnOneServerAreToldApart()
{
    workspace::TeamServer second = FakeTeamServers::team();
    second.email = QStringLiteral("bo@example.org");
    second.id = workspace::teamServerId(second.address, second.email);
    m_team->admit(FakeTeamServers::team());
    m_team->admit(second);
    button(QStringLiteral("Sign out of team.example (bo@example.org)"))->click();
    QCOMPARE(m_team->signedOutOf, QStringList{second.id});
    button(QStringLiteral("Open the conversations on team.example (ada@example.org)"))->click();
    QCOMPARE(m_team->openedIds, QStringList{FakeTeamServers::team().id});
}

void TestServersPage::aServerThatWantsASignInKeepsItsAddress()
{
    m_team->list = {FakeTeamServers::team()};
    Q_EMIT m_team->changed();
    button(QStringLiteral("Sign in to team.example"))->click();
    QCOMPARE(field(QStringLiteral("Address"))->text(), QStringLiteral("https://team.example"));
    QVERIFY(!field(QStringLiteral("Address"))->isEnabled());
    QCOMPARE(field(QStringLiteral("Email"))->text(), QStringLiteral("ada@example.org"));
    button(QStringLiteral("Cancel"))->click();
    button(QStringLiteral("Sign in to a team server…"))->click();
    QCOMPARE(field(QStringLiteral("Address"))->text(), QString());
    QVERIFY(field(QStringLiteral("Address"))->isEnabled());
}

void TestServersPage::theServerOfThisWindowIsNotOpenedAgain()
{
    m_team->admit(FakeTeamServers::team());
    make(FakeTeamServers::team().id);
    QVERIFY(!button(QStringLiteral("Open the conversations on team.example")));
    QVERIFY(isSaid(QStringLiteral("On screen · signed in as ada@example.org")));
    button(QStringLiteral("Open the conversations on this computer"))->click();
    QCOMPARE(m_team->openedIds, QStringList{QString()});
}

void TestServersPage::thePasswordIsHiddenAndGoneWithTheForm()
{
    fill(QStringLiteral("team.example"));
    QCOMPARE(field(QStringLiteral("Password"))->echoMode(), QLineEdit::Password);
    button(QStringLiteral("Cancel"))->click();
    QCOMPARE(field(QStringLiteral("Password"))->text(), QString());
}

QTEST_MAIN(TestServersPage)
#include "tst_serverspage.moc"
