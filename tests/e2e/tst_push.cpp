#include "e2e/driver.h"
#include "net/networktransport.h"
#include "server/embeddedserver.h"
#include "ui/appearance.h"
#include "ui/pollstatusline.h"
#include "ui/window/panelayout.h"
#include "ui/window/windowparts.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPointer>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <thread>

using namespace throughline;
using namespace throughline::test;
using namespace std::chrono_literals;

namespace {

const QString live = QStringLiteral("Live");

/// Between the window and the server, to break what is a WebSocket and nothing else.
class Link : public QTcpServer
{
public:
    explicit Link(quint16 server)
        : m_server(server)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *near = nextPendingConnection())
                forward(near);
        });
    }

    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }
    /// Tears the sockets that are open, and until it is mended every new one as well.
    void tear(bool forGood)
    {
        m_isTorn = forGood;
        for (const QPointer<QTcpSocket> &socket : std::exchange(m_sockets, {})) {
            if (socket)
                socket->abort();
        }
    }
    void mend() { m_isTorn = false; }
    /// As a server that knows nothing of it.
    void refuse() { m_isRefused = true; }
    int requests = 0; ///< pieces that came from the window

private:
    void forward(QTcpSocket *near)
    {
        auto *far = new QTcpSocket(near);
        far->connectToHost(QHostAddress::LocalHost, m_server);
        connect(near, &QTcpSocket::readyRead, far, [this, near, far] {
            ++requests;
            QByteArray bytes = near->readAll();
            if (bytes.startsWith("GET /ws/")) {
                if (m_isTorn)
                    return near->abort();
                if (m_isRefused) {
                    near->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                    return;
                }
                m_sockets.append(near);
            }
            bytes.replace("127.0.0.1:" + QByteArray::number(serverPort()),
                "127.0.0.1:" + QByteArray::number(m_server)); // which the server insists on
            far->write(bytes);
        });
        connect(far, &QTcpSocket::readyRead, near, [near, far] { near->write(far->readAll()); });
        connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
        connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
    }

    const quint16 m_server;
    QList<QPointer<QTcpSocket>> m_sockets;
    bool m_isTorn = false;
    bool m_isRefused = false;
};

/// How often this thread goes to sleep while nobody does anything: once, if nothing of it has a timer.
int timesAsleep(std::chrono::milliseconds time)
{
    QEventLoop loop;
    int times = 0;
    QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, &loop,
        [&times] { ++times; });
    std::thread end([&loop, time] {
        std::this_thread::sleep_for(time);
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    loop.exec();
    end.join();
    return times;
}

/// The window as the user has it.
struct Client
{
    explicit Client(const QUrl &server, const QByteArray &token)
        : activity(clock)
        , transport(&activity)
        , api(transport, {.baseUrl = server, .bearer = token}, nullptr, &activity)
        , appearance(*qApp)
        , workspace({.client = api, .activity = activity, .clock = clock, .draftsFolder = folder.path()})
        , window(parts.of(workspace, transport, appearance))
        , user(window, workspace)
    {
        window.resize(1280, 800);
        window.show();
        workspace.start({});
    }

    QString foot() const { return window.findChild<ui::PollStatusLine *>()->text(); }
    int polls() const { return int(activity.totals().polls); }
    QString firstSignal()
    {
        workspace::SignalModel &model = user.conversation().signalModel();
        return model.rowCount() > 0 ? model.at(0).text : QString();
    }

    QTemporaryDir folder;
    polling::SystemClock clock;
    net::ActivityLog activity;
    net::NetworkTransport transport;
    client::ApiClient api;
    ui::Appearance appearance;
    workspace::Workspace workspace;
    WindowParts parts;
    ui::MainWindow window;
    Driver user;
};

} // namespace

/// The real window on the real server, and somebody else who changes things there.
class PushTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<server::EmbeddedServer> m_server;
    std::unique_ptr<Link> m_link;
    net::NetworkTransport m_transport;
    std::unique_ptr<client::ApiClient> m_other;
    std::unique_ptr<Client> m_client;
    QString m_signal;

    /// Somebody else gives the first signal this text.
    void editElsewhere(const QString &text)
    {
        bool isDone = false;
        m_other->editSignal(
            this, m_signal, text, [&isDone](const auto &answer) { isDone = answer.has_value(); });
        QTRY_VERIFY(isDone);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<server::EmbeddedServer>(server::EmbeddedServer::Options{
            .dataDir = m_folder->path(), .port = 0, .token = {}, .guidePace = 0});
        QSignalSpy started(m_server.get(), &server::EmbeddedServer::started);
        m_server->start();
        QVERIFY(started.wait(10'000));
        m_link = std::make_unique<Link>(quint16(m_server->url().port()));
        m_other = std::make_unique<client::ApiClient>(
            m_transport, client::ServerAddress{.baseUrl = m_server->url(), .bearer = m_server->token()});
        m_client = std::make_unique<Client>(m_link->url(), m_server->token());
        QVERIFY(m_client->user.waitForConversation());
        m_client->user.send(QStringLiteral("We want to launch in six weeks."));
        QVERIFY(m_client->user.waitForReply());
        QVERIFY(m_client->user.waitForSignals());
        m_signal = m_client->user.conversation().signalModel().at(0).id;
        QTRY_COMPARE(m_client->foot(), live);
    }

    void cleanup()
    {
        m_client.reset();
        m_other.reset();
        m_link.reset();
        m_server.reset();
        m_folder.reset();
    }

    void whatOthersChangeIsSeenWithoutAsking()
    {
        const int polls = m_client->polls();
        editElsewhere(QStringLiteral("Launch in five weeks"));
        QTRY_COMPARE(m_client->firstSignal(), QStringLiteral("Launch in five weeks"));
        QCOMPARE(m_client->polls(), polls);
        QCOMPARE(m_client->foot(), live);
        QVERIFY(!m_client->workspace.poller().isTimerActive());
        // And the Activity panel has its row.
        const auto &records = m_client->activity.records();
        const auto row = std::find_if(records.begin(), records.end(), [](const net::ActivityRecord &record) {
            return record.live && record.url.path() == QStringLiteral("/ws/signals/");
        });
        QVERIFY(row != records.end());
        QCOMPARE(row->status, 101);
        QCOMPARE(row->events.back().event, QStringLiteral("signal.updated"));
        QVERIFY(!net::headerValue(row->requestHeaders, "Authorization").contains(m_server->token()));
        QVERIFY(!row->url.toString().contains(QString::fromLatin1(m_server->token())));
    }

    void lostItIsPolledAndRegainedItIsLiveAgain()
    {
        polling::Schedule quick;
        quick.withSignals = 300ms;
        m_client->workspace.poller().setSchedule(quick);
        QStringList feet;
        const QObject listening; // goes before the feet do
        connect(&m_client->workspace.poller(), &client::SignalPoller::statusChanged, &listening,
            [&] { feet.append(m_client->foot()); });

        int polls = m_client->polls();
        m_link->tear(true);
        QTRY_VERIFY(m_client->polls() > polls);
        QVERIFY(m_client->foot() != live);
        editElsewhere(QStringLiteral("Launch in four weeks"));
        QTRY_COMPARE(m_client->firstSignal(), QStringLiteral("Launch in four weeks"));
        QVERIFY(m_client->foot() != live);

        m_link->mend();
        QTRY_COMPARE_WITH_TIMEOUT(m_client->foot(), live, 30'000);
        QVERIFY2(feet.contains(QStringLiteral("Next check in 1 s")), qPrintable(feet.join(u'|')));
        polls = m_client->polls();
        editElsewhere(QStringLiteral("Launch in three weeks"));
        QTRY_COMPARE(m_client->firstSignal(), QStringLiteral("Launch in three weeks"));
        QTest::qWait(1'000);
        QCOMPARE(m_client->polls(), polls);
    }

    void lostItFallsBackWithinASecond()
    {
        qint64 fastest = 1'000'000; // of several: the machine may be busy with something else
        for (int i = 0; i < 5 && fastest > 1'000; ++i) {
            QTRY_COMPARE_WITH_TIMEOUT(m_client->foot(), live, 30'000);
            const int polls = m_client->polls();
            QElapsedTimer timer;
            timer.start();
            m_link->tear(false);
            QTRY_VERIFY(m_client->polls() > polls);
            fastest = std::min(fastest, timer.elapsed());
        }
        QVERIFY2(fastest <= 1'000, qPrintable(QString::number(fastest)));
    }

    void stoppedOrMinimizedNothingOfOursRuns_data()
    {
        QTest::addColumn<bool>("isMinimized");
        QTest::newRow("stopped") << false;
        QTest::newRow("minimized") << true;
    }
    void stoppedOrMinimizedNothingOfOursRuns()
    {
        QFETCH(bool, isMinimized);
        const int flash = QApplication::cursorFlashTime();
        const auto restore = qScopeGuard([flash] { QApplication::setCursorFlashTime(flash); });
        QApplication::setCursorFlashTime(0); // a caret's timer is not ours
        m_client.reset();
        m_link->refuse();
        m_client = std::make_unique<Client>(m_link->url(), m_server->token());
        QVERIFY(m_client->user.waitForConversation());
        bool isEmptied = false;
        m_other->actOnSignal(this, m_signal, client::ApiClient::SignalAction::Dismiss,
            [&isEmptied](const auto &answer) { isEmptied = answer.has_value(); });
        QTRY_VERIFY(isEmptied);
        polling::Schedule quick;
        quick.withoutSignals = {{20, 20ms}};
        quick.withSignals = 20ms;
        m_client->workspace.poller().setSchedule(quick);
        QTRY_VERIFY(m_client->foot().startsWith(QStringLiteral("Stopped")));
        m_client->window.panes().setActivityShown(true);
        if (isMinimized) {
            m_client->workspace.poller().setSchedule({});
            m_client->workspace.poller().refresh();
            QTRY_VERIFY(std::holds_alternative<client::PollWaiting>(m_client->workspace.poller().status()));
            m_client->window.showMinimized();
            QTRY_COMPARE(m_client->foot(), QStringLiteral("Paused while minimized"));
        }
        QTest::qWait(1'000); // what was on its way, and what fades
        QVERIFY(!m_client->workspace.poller().isTimerActive());
        const auto timers =
            m_client->window.findChildren<QTimer *>() + m_client->workspace.findChildren<QTimer *>();
        for (const QTimer *timer : timers)
            QVERIFY2(!timer->isActive(), timer->parent()->metaObject()->className());
        const int times = timesAsleep(4s); // longer than the longest of what ticks, or polls at first
        QVERIFY2(times <= 2, qPrintable(QString::number(times)));
    }

    void minimizedNothingIsSaidAndRestoredItIsLive()
    {
        m_client->window.showMinimized();
        QTRY_COMPARE(m_client->foot(), QStringLiteral("Paused while minimized"));
        QVERIFY(!m_client->workspace.poller().isTimerActive());
        QTest::qWait(200); // what was on its way
        const int requests = m_link->requests;
        editElsewhere(QStringLiteral("Launch in two weeks"));
        QTest::qWait(1'000);
        QCOMPARE(m_link->requests, requests);
        QVERIFY(m_client->firstSignal() != QStringLiteral("Launch in two weeks"));
        m_client->window.showNormal();
        QTRY_COMPARE(m_client->firstSignal(), QStringLiteral("Launch in two weeks"));
        QTRY_COMPARE(m_client->foot(), live);
    }
};

QTEST_MAIN(PushTest)
#include "tst_push.moc"
