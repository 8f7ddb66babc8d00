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
    void oneOriginIsOneServer();
};

void TestTeamServers::aListComesBackFromItsFileAsItWas()
{
    TeamServer plain{.address = QUrl(QStringLiteral("http://10.0.0.7:8000")),
        .email = QStringLiteral("bo@example.org"),
        .allowPlainHttp = true};
    plain.id = workspace::teamServerId(plain.address);
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

void TestTeamServers::oneOriginIsOneServer()
{
    const auto id = [](const char *url) { return workspace::teamServerId(QUrl(QString::fromLatin1(url))); };
    QCOMPARE(id("https://team.example"), id("https://team.example:443/x"));
    QVERIFY(id("https://team.example") != id("http://team.example"));
    QVERIFY(id("https://team.example") != id("https://team.example:8443"));
}

QTEST_GUILESS_MAIN(TestTeamServers)
#include "tst_teamservers.moc"
