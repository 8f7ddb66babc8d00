#include "client/fakesecretstore.h"
#include "net/certificates.h"
#include "workspace/networksettings.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>

using namespace throughline;
using test::Certificates;
using test::FakeSecretStore;
using workspace::NetworkSettings;
using workspace::ProxyAddress;
using workspace::ProxyChoice;

namespace {

const QByteArray password = "correct horse";

ProxyChoice office()
{
    return {.kind = ProxyChoice::Kind::Http,
        .host = QStringLiteral("proxy.example.com"),
        .port = 8080,
        .user = QStringLiteral("ada")};
}

} // namespace

class TestNetworkSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAddressCanBeTypedAsPeopleDo_data();
    void anAddressCanBeTypedAsPeopleDo();
    void whatIsChosenIsInForceAtOnce();
    void halfAProxyChangesNothing();
    void allButThePasswordComesBackFromTheFile();
    void thePasswordIsAskedForBeforeAnybodyIsReady();
    void aPasswordIsNotTakenToAnotherAddressOrUser();
    void aPasswordCanBeForgotten();
    void aKeychainThatFailsIsSaid();
    void whatIsNoSettingIsAsIfNothingWereSet();
    void anAuthorityIsAddedFromItsFileAndTakenAway();
    void aFileThatIsNoAuthoritysIsRefusedWithASentence();

private:
    static void settle() { QTest::qWait(1); }
};

void TestNetworkSettings::anAddressCanBeTypedAsPeopleDo_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    QTest::newRow("plain") << "proxy.example.com:8080"
                           << "proxy.example.com:8080";
    QTest::newRow("a scheme") << " http://proxy.example.com:8080/ "
                              << "proxy.example.com:8080";
    QTest::newRow("another scheme") << "socks5://10.0.0.7:1080"
                                    << "10.0.0.7:1080";
    QTest::newRow("six") << "[fd00::7]:3128"
                         << "[fd00::7]:3128";
    QTest::newRow("no port") << "proxy.example.com"
                             << "";
    QTest::newRow("port 0") << "proxy.example.com:0"
                            << "";
    QTest::newRow("too high a port") << "proxy.example.com:70000"
                                     << "";
    QTest::newRow("a secret in it") << "ada:secret@proxy.example.com:8080"
                                    << "";
    QTest::newRow("a path") << "proxy.example.com:8080/proxy.pac"
                            << "";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("a sentence") << "the proxy at work:8080"
                                << "";
}

void TestNetworkSettings::anAddressCanBeTypedAsPeopleDo()
{
    QFETCH(QString, text);
    QFETCH(QString, meant);
    const std::optional<ProxyAddress> address = ProxyAddress::fromText(text);
    QCOMPARE(address ? address->toText() : QString(), meant);
}

void TestNetworkSettings::whatIsChosenIsInForceAtOnce()
{
    FakeSecretStore secrets;
    NetworkSettings network(secrets);
    QSignalSpy inForce(&network, &NetworkSettings::optionsChanged);
    QSignalSpy changed(&network, &NetworkSettings::changed);
    network.setProxy(office(), password);
    QCOMPARE(inForce.size(), 1);
    QCOMPARE(changed.size(), 1);
    const net::ProxyOptions expected{.kind = net::ProxyOptions::Kind::Http,
        .host = QStringLiteral("proxy.example.com"),
        .port = 8080,
        .user = QStringLiteral("ada"),
        .password = QString::fromUtf8(password)};
    QCOMPARE(network.options().proxy, expected);
    settle();
    QCOMPARE(secrets.secrets.value(NetworkSettings::secretName(office())), password);
    ProxyChoice none = network.proxy();
    none.kind = ProxyChoice::Kind::None;
    network.setProxy(none);
    QCOMPARE(network.options().proxy, net::ProxyOptions{.kind = net::ProxyOptions::Kind::None});
    // And back, with all of it.
    ProxyChoice again = network.proxy();
    again.kind = ProxyChoice::Kind::Http;
    network.setProxy(again);
    QCOMPARE(network.options().proxy, expected);
    QCOMPARE(secrets.writes, 1);
}

void TestNetworkSettings::halfAProxyChangesNothing()
{
    FakeSecretStore secrets;
    NetworkSettings network(secrets);
    QSignalSpy changed(&network, &NetworkSettings::changed);
    network.setProxy({.kind = ProxyChoice::Kind::Socks5, .host = QStringLiteral("proxy.example.com")});
    network.setProxy({.kind = ProxyChoice::Kind::Http, .host = {}, .port = 8080});
    QCOMPARE(changed.size(), 0);
    QCOMPARE(network.options(), net::NetworkOptions());
}

void TestNetworkSettings::allButThePasswordComesBackFromTheFile()
{
    FakeSecretStore secrets;
    NetworkSettings before(secrets);
    before.setProxy(office(), password);
    settle();
    const QByteArray file = before.toJson();
    QVERIFY2(!file.contains(password), file.constData());
    NetworkSettings after(secrets);
    QSignalSpy changed(&after, &NetworkSettings::changed);
    after.restore(file);
    QCOMPARE(after.proxy(), before.proxy());
    QVERIFY(after.proxy().hasPassword);
    QTRY_COMPARE(after.options(), before.options());
    QCOMPARE(changed.size(), 0);
}

void TestNetworkSettings::thePasswordIsAskedForBeforeAnybodyIsReady()
{
    FakeSecretStore secrets;
    NetworkSettings before(secrets);
    before.setProxy(office(), password);
    settle();
    secrets.hold(true);
    NetworkSettings after(secrets);
    QSignalSpy ready(&after, &NetworkSettings::ready);
    after.restore(before.toJson());
    settle();
    QVERIFY(!after.isReady());
    // Nobody goes past the proxy meanwhile.
    QCOMPARE(after.options().proxy.host, QStringLiteral("proxy.example.com"));
    QCOMPARE(after.options().proxy.password, QString());
    secrets.hold(false);
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(after.options().proxy.password, QString::fromUtf8(password));

    // Who needs no password waits for nobody, also when it is chosen while the keychain is asked.
    secrets.hold(true);
    NetworkSettings other(secrets);
    QSignalSpy otherReady(&other, &NetworkSettings::ready);
    other.restore(before.toJson());
    other.setProxy({.kind = ProxyChoice::Kind::None});
    QVERIFY(other.isReady());
    QCOMPARE(otherReady.size(), 1);
    secrets.hold(false);
    settle();
    QCOMPARE(otherReady.size(), 1);
}

void TestNetworkSettings::aPasswordIsNotTakenToAnotherAddressOrUser()
{
    for (const bool isHost : {true, false}) {
        FakeSecretStore secrets;
        NetworkSettings network(secrets);
        network.setProxy(office(), password);
        settle();
        ProxyChoice other = network.proxy();
        if (isHost)
            other.host = QStringLiteral("elsewhere.example.com");
        else
            other.user = QStringLiteral("bob");
        network.setProxy(other);
        QVERIFY(!network.proxy().hasPassword);
        QCOMPARE(network.options().proxy.password, QString());
        settle();
        QVERIFY(secrets.secrets.isEmpty());
    }
}

void TestNetworkSettings::aPasswordCanBeForgotten()
{
    FakeSecretStore secrets;
    NetworkSettings network(secrets);
    network.setProxy(office(), password);
    settle();
    network.setProxy(network.proxy(), QByteArray());
    QVERIFY(!network.proxy().hasPassword);
    QCOMPARE(network.options().proxy.password, QString());
    settle();
    QVERIFY(secrets.secrets.isEmpty());
}

void TestNetworkSettings::aKeychainThatFailsIsSaid()
{
    FakeSecretStore secrets;
    secrets.error = {
        .kind = secrets::SecretError::Kind::Unavailable, .message = QStringLiteral("There is no keychain.")};
    NetworkSettings network(secrets);
    QSignalSpy problem(&network, &NetworkSettings::problem);
    network.setProxy(office(), password);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(problem.at(0).at(0).toString(),
        QStringLiteral("The password for the proxy is kept for this session only. There is no keychain."));
    QCOMPARE(network.options().proxy.password, QString::fromUtf8(password));

    NetworkSettings after(secrets);
    QSignalSpy afterProblem(&after, &NetworkSettings::problem);
    after.restore(network.toJson());
    QTRY_COMPARE(afterProblem.size(), 1);
    QVERIFY(after.isReady());
    secrets.error.reset();
    NetworkSettings gone(secrets);
    QSignalSpy goneProblem(&gone, &NetworkSettings::problem);
    gone.restore(network.toJson());
    QTRY_COMPARE(goneProblem.size(), 1);
    QVERIFY(goneProblem.at(0).at(0).toString().contains(QStringLiteral("Settings › Network")));
}

void TestNetworkSettings::whatIsNoSettingIsAsIfNothingWereSet()
{
    FakeSecretStore secrets;
    for (const QByteArray &json : {QByteArray(), QByteArray("[1]"), QByteArray("{\"proxy\": \"http\"}"),
             QByteArray(R"({"proxy": "http", "host": "x", "port": 99999999})"),
             QByteArray(R"({"proxy": 7, "authorities": "not a certificate"})")}) {
        NetworkSettings network(secrets);
        network.restore(json);
        QCOMPARE(network.options(), net::NetworkOptions());
        QVERIFY(network.isReady());
    }
}

void TestNetworkSettings::anAuthorityIsAddedFromItsFileAndTakenAway()
{
    if (!QSslSocket::supportsSsl() || !Certificates::missing().isEmpty())
        QSKIP("There is no TLS or no openssl here.");
    const Certificates certificates;
    FakeSecretStore secrets;
    NetworkSettings network(secrets);
    QSignalSpy added(&network, &NetworkSettings::authoritiesAdded);
    QSignalSpy inForce(&network, &NetworkSettings::optionsChanged);
    for (int times = 1; times <= 2; ++times) {
        network.addAuthorities(certificates.authorityFile());
        QTRY_COMPARE(added.size(), times);
        QCOMPARE(added.last().at(0).toString(), QString());
        QCOMPARE(network.authorities().size(), 1);
    }
    QTRY_VERIFY(network.isReady());
    QCOMPARE(inForce.size(), 1);
    QCOMPARE(network.options().authorities, network.authorities());
    QCOMPARE(network.options().systemAuthorities, QSslConfiguration::systemCaCertificates());
    QCOMPARE(net::nameOf(network.authorities().first()), QStringLiteral("Team_Example_Authority"));
    NetworkSettings after(secrets);
    after.restore(network.toJson());
    QCOMPARE(after.authorities(), network.authorities());
    QTRY_VERIFY(after.isReady());
    QCOMPARE(after.options(), network.options());
    network.removeAuthority(network.authorities().first());
    QVERIFY(network.options().authorities.isEmpty());
    QCOMPARE(inForce.size(), 2);
}

void TestNetworkSettings::aFileThatIsNoAuthoritysIsRefusedWithASentence()
{
    if (!QSslSocket::supportsSsl() || !Certificates::missing().isEmpty())
        QSKIP("There is no TLS or no openssl here.");
    Certificates certificates;
    certificates.server("DNS:localhost");
    QVERIFY2(certificates.isMade(), certificates.problem().constData());
    const QString folder = QFileInfo(certificates.authorityFile()).path();
    FakeSecretStore secrets;
    NetworkSettings network(secrets);
    QSignalSpy added(&network, &NetworkSettings::authoritiesAdded);
    const auto sentence = [&](const QString &path) {
        added.clear();
        network.addAuthorities(path);
        return added.wait() ? added.first().first().toString() : QString();
    };
    const auto says = [&](const QString &path, const QString &part) {
        const QString said = sentence(path);
        return said.contains(part) ? true : (qWarning() << said, false);
    };
    QVERIFY(says(folder + QStringLiteral("/server.pem"), QStringLiteral("server is not an authority's")));
    QVERIFY(says(folder + QStringLiteral("/server.key"), QStringLiteral("There is no certificate")));
    QVERIFY(says(folder + QStringLiteral("/none.pem"), QStringLiteral("cannot be read")));
    QVERIFY(says(folder, QStringLiteral("is not a file")));
    QVERIFY(network.authorities().isEmpty());
    const auto later =
        net::trustableFromFile(certificates.authorityFile(), QDateTime::currentDateTimeUtc().addYears(1));
    QVERIFY(!later && later.error().message.contains(QStringLiteral("expired on")));
    const auto earlier =
        net::trustableFromFile(certificates.authorityFile(), QDateTime::currentDateTimeUtc().addYears(-1));
    QVERIFY(!earlier && earlier.error().message.contains(QStringLiteral("not valid before")));
}

QTEST_GUILESS_MAIN(TestNetworkSettings)
#include "tst_networksettings.moc"
