#include "net/networkchanges.h"
#include "support/privatebus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QNetworkInformation>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace throughline;
using Reachability = QNetworkInformation::Reachability;

namespace {

const QString service = QStringLiteral("org.freedesktop.NetworkManager");
const QString path = QStringLiteral("/org/freedesktop/NetworkManager");

// States, as NetworkManager numbers them.
constexpr uint disconnected = 20;
constexpr uint connectedHere = 50; // this machine and its link
constexpr uint connected = 70;

/// What Qt asks of NetworkManager, on a thread of its own because Qt waits for the answers.
class Manager final : public QDBusVirtualObject
{
public:
    explicit Manager(const QString &address)
        : m_bus(QDBusConnection::connectToBus(address, QStringLiteral("manager")))
    {}
    ~Manager() override
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("manager"));
        m_thread.quit();
        m_thread.wait();
    }

    bool start()
    {
        m_thread.start();
        moveToThread(&m_thread);
        bool registered = false;
        QMetaObject::invokeMethod(
            this,
            [&] {
                registered = m_bus.registerVirtualObject(path, this, QDBusConnection::SubPath) &&
                             m_bus.registerService(service);
            },
            Qt::BlockingQueuedConnection);
        return registered;
    }

    void say(uint state)
    {
        m_state = state;
        QDBusMessage changed = QDBusMessage::createSignal(
            path, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("PropertiesChanged"));
        changed << service << properties() << QStringList();
        m_bus.send(changed);
    }

    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        return message.member() == QStringLiteral("GetAll") &&
               connection.send(message.createReply(properties()));
    }

private:
    QVariantMap properties() const
    {
        return {{QStringLiteral("State"), m_state.load()}, {QStringLiteral("Connectivity"), 4U},
            {QStringLiteral("PrimaryConnection"), QVariant::fromValue(QDBusObjectPath(QStringLiteral("/")))}};
    }

    QDBusConnection m_bus;
    std::atomic<uint> m_state{connected};
    QThread m_thread;
};

Reachability reachability()
{
    return QNetworkInformation::instance()->reachability();
}

} // namespace

/// With a network manager of the test's own on a bus of the test's own: the machine's network is left alone.
class TestNetworkChanges : public QObject
{
    Q_OBJECT

    test::PrivateBus m_bus;
    std::unique_ptr<Manager> m_manager;

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty())
            QSKIP("There is no dbus-daemon.");
        QVERIFY(m_bus.start());
        const QString address = m_bus.environment().value(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", address.toUtf8());
        m_manager = std::make_unique<Manager>(address);
        QVERIFY(m_manager->start());
        // Not before: to look for the backends connects them to their bus.
        if (!QNetworkInformation::availableBackends().contains(
                QStringLiteral("networkmanager"), Qt::CaseInsensitive))
            QSKIP("This Qt cannot ask NetworkManager.");
    }
    void cleanupTestCase() { m_manager.reset(); }

    void aNetworkThatIsThereAgainIsSaidAndOneThatIsGoneIsNot()
    {
        const net::NetworkChanges changes;
        QVERIFY(changes.isInformed());
        QSignalSpy spy(&changes, &net::NetworkChanges::changed);
        QCOMPARE(reachability(), Reachability::Online);
        m_manager->say(disconnected);
        QTRY_COMPARE(reachability(), Reachability::Disconnected);
        QCOMPARE(spy.size(), 0);
        m_manager->say(connectedHere);
        QTRY_COMPARE(spy.size(), 1); // a server at home can be reached
        m_manager->say(connected);
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(reachability(), Reachability::Online);
    }
};

QTEST_GUILESS_MAIN(TestNetworkChanges)
#include "tst_networkchanges.moc"
