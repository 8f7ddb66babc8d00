#include "faketeamservers.h"

#include <QTest>

using namespace throughline;
using test::FakeTeamServers;
using workspace::TeamServer;

class TestTeamServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aListComesBackFromItsFileAsItWas();
    void whatIsNoServerIsLeftOutOfTheList();
    void anAddressCanBeTypedAsPeopleDo_data();
    void anAddressCanBeTypedAsPeopleDo();
    void oneAccountOnOneOriginIsOneServer();
    void twoAccountsOnOneHostAreToldApart();
};

void TestTeamServers::aListComesBackFromItsFileAsItWas()
{
    TeamServer plain{.address = QUrl(QStringLiteral("http://10.0.0.7:8000")),
        .email = QStringLiteral("bo@example.org"),
        .allowPlainHttp = true};
    plain.id = workspace::teamServerId(plain.address, plain.email);
    const QList<TeamServer> list{FakeTeamServers::team(), plain};
    QCOMPARE(workspace::teamServersFromJson(workspace::toJson(list)), list);
}

void TestTeamServers::whatIsNoServerIsLeftOutOfTheList()
{
    QCOMPARE(workspace::teamServersFromJson("nothing"), QList<TeamServer>());
    const QList<TeamServer> list = workspace::teamServersFromJson(
        R"([{"address": "file:///etc"}, 3, {"address": "https://a"}, {"address": "https://a:443/"}])");
    QCOMPARE(list.size(), 1);
}

void TestTeamServers::anAddressCanBeTypedAsPeopleDo_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    QTest::newRow("whole") << " https://team.example/ "
                           << "https://team.example";
    QTest::newRow("a host") << "team.example"
                            << "https://team.example";
    QTest::newRow("a port") << "http://localhost:8000"
                            << "http://localhost:8000";
    QTest::newRow("below a path") << "https://example.org/ideas/"
                                  << "https://example.org/ideas";
    QTest::newRow("another scheme") << "ftp://team.example"
                                    << "";
    QTest::newRow("a password inside") << "https://me:secret@team.example"
                                       << "";
    QTest::newRow("nothing") << ""
                             << "";
}

void TestTeamServers::anAddressCanBeTypedAsPeopleDo()
{
    QFETCH(QString, typed);
    QFETCH(QString, address);
    QCOMPARE(workspace::teamAddress(typed).toString(), address);
}

void TestTeamServers::oneAccountOnOneOriginIsOneServer()
{
    const QString ada = QStringLiteral("ada@example.org");
    const auto id = [&ada](const char *url) {
        return workspace::teamServerId(QUrl(QString::fromLatin1(url)), ada);
    };
    const QUrl team(QStringLiteral("https://team.example"));
    QCOMPARE(workspace::teamServerId(team, QStringLiteral(" Ada@Example.org")), id("https://team.example"));
    QVERIFY(workspace::teamServerId(team, QStringLiteral("bo@example.org")) != id("https://team.example"));
    QCOMPARE(id("https://team.example"), id("https://team.example:443/x"));
    QVERIFY(id("https://team.example") != id("http://team.example"));
    QVERIFY(id("https://team.example") != id("https://team.example:8443"));
}

void TestTeamServers::twoAccountsOnOneHostAreToldApart()
{
    FakeTeamServers servers;
    TeamServer second = FakeTeamServers::team();
    second.email = QStringLiteral("bo@example.org");
    second.id = workspace::teamServerId(second.address, second.email);
    servers.list = {FakeTeamServers::team()};
    QCOMPARE(servers.nameOf(servers.list.first()), QStringLiteral("team.example"));
    servers.list.append(second);
    QCOMPARE(servers.nameOf(second), QStringLiteral("team.example (bo@example.org)"));
    QCOMPARE(servers.nameOf(servers.list.first()), QStringLiteral("team.example (ada@example.org)"));
    QCOMPARE(workspace::teamServersFromJson(workspace::toJson(servers.list)), servers.list);
}

QTEST_GUILESS_MAIN(TestTeamServers)
#include "tst_teamservers.moc"
