#include "client/fakesecretstore.h"
#include "support/testauthority.h"
#include "ui/settings/networkpage.h"

#include <QAccessible>
#include <QApplication>
#include <QFileDialog>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using namespace throughline::ui;
using test::FakeSecretStore;
using workspace::NetworkSettings;
using workspace::ProxyChoice;

class TestNetworkPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aProxyOfOnesOwnIsInForceWhenItsAddressIsWhole();
    void aWrongAddressIsSaidAndNothingChanges();
    void thePasswordIsHiddenAndGoneFromItsField();
    void thePasswordCanBeForgotten();
    void otherWaysActAtOnceAndForgetNothing();
    void whatIsTypedCountsWhenThePageGoes();
    void anAuthorityIsChosenShownAndRemoved();
    void aBadFileIsSaid();
    void everythingHasANameAndIsReachedInOrder();

private:
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
        QCoreApplication::processEvents();
        for (QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
            if ((button->accessibleName() == name || button->text() == name) && button->isVisible())
                return button;
        }
        return nullptr;
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
    void type(const QString &name, const QString &text) const
    {
        field(name)->clear();
        QTest::keyClicks(field(name), text);
        QTest::keyClick(field(name), Qt::Key_Return);
    }
    void choose(const QString &path)
    {
        button(QStringLiteral("Add from a file…"))->click();
        auto *dialog = m_page->findChild<QFileDialog *>();
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
    }

    Appearance m_appearance{*qApp};
    FakeSecretStore m_secrets;
    std::unique_ptr<NetworkSettings> m_network;
    std::unique_ptr<NetworkPage> m_page;

    const QString m_address = QStringLiteral("Address of the proxy");
    const QString m_user = QStringLiteral("User of the proxy");
    const QString m_password = QStringLiteral("Password of the proxy");
};

void TestNetworkPage::init()
{
    m_page.reset();
    m_secrets.secrets.clear();
    m_network = std::make_unique<NetworkSettings>(m_secrets);
    m_page = std::make_unique<NetworkPage>(*m_network, m_appearance, nullptr);
    m_page->resize(590, 540);
    m_page->show();
}

void TestNetworkPage::aProxyOfOnesOwnIsInForceWhenItsAddressIsWhole()
{
    QVERIFY(!field(m_address)->isVisible());
    button(QStringLiteral("Proxy: Manual"))->click();
    QVERIFY(field(m_address)->isVisible());
    QCOMPARE(m_network->proxy().kind, ProxyChoice::Kind::System);
    QVERIFY(isSaid(QStringLiteral("In force as soon as")));
    button(QStringLiteral("Kind of proxy: SOCKS5"))->click();
    type(m_address, QStringLiteral("proxy.example.com:1080"));
    QCOMPARE(m_network->proxy().kind, ProxyChoice::Kind::Socks5);
    QCOMPARE(m_network->options().proxy.host, QStringLiteral("proxy.example.com"));
    button(QStringLiteral("Kind of proxy: HTTP"))->click();
    QCOMPARE(m_network->options().proxy.kind, ProxyChoice::Kind::Http);
}

void TestNetworkPage::aWrongAddressIsSaidAndNothingChanges()
{
    button(QStringLiteral("Proxy: Manual"))->click();
    QTest::keyClicks(field(m_address), QStringLiteral("proxy.example.com"));
    QVERIFY(!isSaid(QStringLiteral("An address has a name and a port")));
    QTest::keyClick(field(m_address), Qt::Key_Return);
    QVERIFY(isSaid(QStringLiteral("An address has a name and a port")));
    QCOMPARE(m_network->options(), net::NetworkOptions());
    QCOMPARE(field(m_address)->text(), QStringLiteral("proxy.example.com"));
}

void TestNetworkPage::thePasswordIsHiddenAndGoneFromItsField()
{
    button(QStringLiteral("Proxy: Manual"))->click();
    type(m_address, QStringLiteral("proxy.example.com:8080"));
    QVERIFY(!field(m_password)->isEnabled());
    type(m_user, QStringLiteral("ada"));
    QVERIFY(field(m_password)->isEnabled());
    QCOMPARE(field(m_password)->echoMode(), QLineEdit::Password);
    type(m_password, QStringLiteral("correct horse"));
    QCOMPARE(field(m_password)->text(), QString());
    QCOMPARE(field(m_password)->placeholderText(), QStringLiteral("Kept"));
    QCOMPARE(m_network->options().proxy.password, QStringLiteral("correct horse"));
    QVERIFY(isSaid(QStringLiteral("Kept in the system keychain")));
}

void TestNetworkPage::thePasswordCanBeForgotten()
{
    thePasswordIsHiddenAndGoneFromItsField();
    button(QStringLiteral("Forget the password"))->click();
    QVERIFY(!m_network->proxy().hasPassword);
    QCOMPARE(m_network->options().proxy.password, QString());
    QVERIFY(!button(QStringLiteral("Forget the password")));
}

void TestNetworkPage::otherWaysActAtOnceAndForgetNothing()
{
    thePasswordIsHiddenAndGoneFromItsField();
    button(QStringLiteral("Proxy: None"))->click();
    QCOMPARE(m_network->options().proxy, net::ProxyOptions{.kind = ProxyChoice::Kind::None});
    button(QStringLiteral("Proxy: As the system"))->click();
    QCOMPARE(m_network->options().proxy, net::ProxyOptions());
    button(QStringLiteral("Proxy: Manual"))->click();
    QCOMPARE(m_network->options().proxy.host, QStringLiteral("proxy.example.com"));
    QCOMPARE(m_network->options().proxy.password, QStringLiteral("correct horse"));
}

void TestNetworkPage::whatIsTypedCountsWhenThePageGoes()
{
    button(QStringLiteral("Proxy: Manual"))->click();
    QTest::keyClicks(field(m_address), QStringLiteral("proxy.example.com:8080"));
    m_page->hide();
    QCOMPARE(m_network->options().proxy.host, QStringLiteral("proxy.example.com"));
}

void TestNetworkPage::anAuthorityIsChosenShownAndRemoved()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("works.pem")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(test::testAuthority());
    file.close();
    // What is half typed meanwhile stays.
    button(QStringLiteral("Proxy: Manual"))->click();
    QTest::keyClicks(field(m_address), QStringLiteral("proxy.exa"));
    choose(file.fileName());
    QTRY_COMPARE(m_network->authorities().size(), 1);
    QVERIFY(isSaid(QStringLiteral("Example Works Root")));
    QVERIFY(isSaid(QStringLiteral("2051")));
    QCOMPARE(field(m_address)->text(), QStringLiteral("proxy.exa"));
    QVERIFY(field(m_address)->isVisible());
    button(QStringLiteral("Remove the authority Example Works Root"))->click();
    QTRY_VERIFY(m_network->authorities().isEmpty());
    QTRY_VERIFY(!isSaid(QStringLiteral("Example Works Root")));
}

void TestNetworkPage::aBadFileIsSaid()
{
    const QTemporaryDir folder;
    choose(folder.filePath(QStringLiteral("none.pem")));
    QTRY_VERIFY(isSaid(QStringLiteral("none.pem cannot be read")));
    QVERIFY(button(QStringLiteral("Add from a file…"))->isEnabled());
    QVERIFY(m_network->authorities().isEmpty());
}

void TestNetworkPage::everythingHasANameAndIsReachedInOrder()
{
    thePasswordIsHiddenAndGoneFromItsField();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    button(QStringLiteral("Proxy: Manual"))->setFocus(Qt::TabFocusReason);
    QStringList names;
    for (int i = 0; i < 8; ++i) {
        QAccessibleInterface *focused = QAccessible::queryAccessibleInterface(QApplication::focusWidget());
        QVERIFY(focused);
        names.append(focused->text(QAccessible::Name));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    // Of choices that exclude each other the chosen one is reached, the arrows go on from there.
    const QStringList expected{QStringLiteral("Proxy: Manual"), QStringLiteral("Kind of proxy: HTTP"),
        m_address, m_user, m_password, QStringLiteral("Forget the password"),
        QStringLiteral("Add from a file…"), QStringLiteral("Proxy: Manual")};
    QCOMPARE(names, expected);
}

QTEST_MAIN(TestNetworkPage)
#include "tst_networkpage.moc"
