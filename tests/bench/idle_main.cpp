// throughline-bench-idle [--seconds=<of each>] [--only=<name>] [--threads] [--write=<file>]
//
// What the program costs while nothing happens: the real window, drawn offscreen, and the real server in one
// process, and how often any of its threads woke up; those of the window are also counted by themselves,
// which is what the program costs where the server is another process. Linux only.
// --threads: say which thread woke up how often.
// --write: put the table between the markers of this file. Fails when an aim is missed.

#include "bench/tablefile.h"
#include "net/networktransport.h"
#include "server/embeddedserver.h"
#include "ui/appearance.h"
#include "ui/window/windowparts.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

using namespace throughline;
using namespace throughline::bench;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 60s;
constexpr auto settling =
    125s; ///< until connections that are kept for the next request are closed, and forgotten

constexpr char startOfTable[] = "| A minute of the program, idle | ";

constexpr int aPoll = 6;
constexpr int aHeartbeat = 3;

/// Voluntary context switches by thread, since each began.
using Switches = QMap<QString, qint64>;

QByteArray statusLine(const QByteArray &status, const QByteArray &key)
{
    const qsizetype at = status.indexOf('\n' + key + ':') + 1;
    return at > 0 ? status.mid(at + key.size() + 1, status.indexOf('\n', at) - at - key.size() - 1).trimmed()
                  : QByteArray();
}

Switches voluntarySwitches()
{
    Switches switches;
    const QDir tasks(QStringLiteral("/proc/self/task"));
    const QStringList ids = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &id : ids) {
        QFile status(tasks.filePath(id + QStringLiteral("/status")));
        if (status.open(QIODevice::ReadOnly))
            switches.insert(id, statusLine(status.readAll(), "voluntary_ctxt_switches").toLongLong());
    }
    return switches;
}

QByteArray threadName(const QString &id)
{
    QFile comm(QStringLiteral("/proc/self/task/%1/comm").arg(id));
    return comm.open(QIODevice::ReadOnly) ? comm.readAll().trimmed() : QByteArray("gone");
}

/// The network, where a server that pushes looks like one that does not.
class WithoutPush final : public net::HttpTransport
{
public:
    explicit WithoutPush(net::HttpTransport &network)
        : m_network(network)
    {}
    std::unique_ptr<net::HttpExchange> send(const net::HttpRequest &request) override
    {
        net::HttpRequest sent = request;
        sent.webSocket = false; // for which the server has a refusal
        return m_network.send(sent);
    }

private:
    net::HttpTransport &m_network;
};

/// The program as the user has it, with its own server.
struct Program
{
    Program(server::EmbeddedServer &server, bool pushes)
        : activity(clock)
        , network(&activity)
        , withoutPush(network)
        , api(pushes ? static_cast<net::HttpTransport &>(network) : withoutPush,
              {.baseUrl = server.url(), .bearer = server.token()}, nullptr, &activity)
        , appearance(*qApp)
        , workspace({.client = api, .activity = activity, .clock = clock, .draftsFolder = folder.path()})
        , window(parts.of(workspace, network, appearance))
    {
        window.resize(1280, 800);
        window.show();
        // In the active window the seconds to the next poll are counted, and a caret blinks.
        other.show();
        other.activateWindow();
        workspace.start({});
    }

    template <typename Status>
    bool is() const
    {
        return std::holds_alternative<Status>(poller().status());
    }
    client::SignalPoller &poller() const { return const_cast<workspace::Workspace &>(workspace).poller(); }
    /// Of the push channel: the server's pings.
    int heartbeats() const
    {
        qsizetype count = 0;
        for (const net::ActivityRecord &record : activity.records())
            count += std::count_if(record.events.begin(), record.events.end(),
                [](const net::ActivityEvent &event) { return event.event == QLatin1StringView("ping"); });
        return int(count);
    }
    int polls() const { return int(activity.totals().polls); }

    QTemporaryDir folder;
    polling::SystemClock clock;
    net::ActivityLog activity;
    net::NetworkTransport network;
    WithoutPush withoutPush;
    client::ApiClient api;
    ui::Appearance appearance;
    workspace::Workspace workspace;
    test::WindowParts parts;
    ui::MainWindow window;
    QWidget other;
};

/// Runs the event loop as the program does until \a done, asked every 20 ms. False when it takes too long.
bool runUntil(const std::function<bool()> &done)
{
    QEventLoop loop;
    QTimer ask;
    QObject::connect(&ask, &QTimer::timeout, &loop, [&] {
        if (done())
            loop.quit();
    });
    ask.start(20ms);
    QTimer tooLong; // of this scope: nothing of it may fire while something is measured
    tooLong.setSingleShot(true);
    QObject::connect(&tooLong, &QTimer::timeout, &loop, [&loop] { loop.exit(1); });
    tooLong.start(patience);
    return done() || loop.exec() == 0;
}

void runFor(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

class Table
{
public:
    struct Options
    {
        std::chrono::seconds time{60};
        QString only{};
        bool tellsThreads = false;
    };
    explicit Table(const Options &options)
        : m_options(options)
    {}
    void setThreadsOfServer(const QStringList &ids) { m_ofServer = ids; } ///< they are not the window's

    bool wants(const char *name) const
    {
        return m_options.only.isEmpty() || m_options.only == QLatin1StringView(name);
    }

    /// What is done while nobody does anything; held to the aim unless nothing was \a promised.
    void measure(const char *name, Program &program, bool promised)
    {
        runFor(2s);
        const int polls = program.polls();
        const int heartbeats = program.heartbeats();
        const Switches before = voluntarySwitches();
        runFor(m_options.time);
        const Switches after = voluntarySwitches();
        const int polled = program.polls() - polls;
        const int beaten = program.heartbeats() - heartbeats;
        qint64 all = 0;
        qint64 ofWindow = 0;
        for (auto it = after.cbegin(); it != after.cend(); ++it) {
            const qint64 more = it.value() - before.value(it.key());
            const bool isServer = m_ofServer.contains(it.key());
            all += more;
            ofWindow += isServer ? 0 : more;
            if (m_options.tellsThreads && more > 0)
                std::printf("    %4lld %s %s\n", static_cast<long long>(more),
                    threadName(it.key()).constData(), isServer ? "(server)" : "");
        }
        // The end of the measurement is a wake-up of its own, of the window's thread.
        all = std::max<qint64>(all - 1, 0);
        ofWindow = std::max<qint64>(ofWindow - 1, 0);
        const int most = polled * aPoll + beaten * aHeartbeat;
        const bool holds = !promised || ofWindow <= most;
        aimsHold = aimsHold && holds;
        const auto perMinute = [this](double count) {
            return QByteArray::number(count * 60 / double(m_options.time.count()), 'f', 1);
        };
        rows += "| " + QByteArray(name) + " | " + perMinute(polled) + " | " + perMinute(beaten) + " | " +
                perMinute(double(ofWindow)) + " | " + (promised ? "≤ " + perMinute(most) : QByteArray()) +
                (holds ? "" : " **missed**") + " | " + perMinute(double(all)) + " |\n";
        std::printf("%-24s %3d polls, %3d heartbeats, %5lld switches of the window in %lld s, at most %d; "
                    "%lld in all\n",
            name, polled, beaten, static_cast<long long>(ofWindow),
            static_cast<long long>(m_options.time.count()), most, static_cast<long long>(all));
        std::fflush(stdout);
    }
    void fail(const char *name)
    {
        std::printf("%s: it did not come to that\n", name);
        aimsHold = false;
    }

    QByteArray rows;
    bool aimsHold = true;

private:
    const Options m_options;
    QStringList m_ofServer;
};

bool say(Program &program, const QString &text)
{
    workspace::Workspace &workspace = program.workspace;
    if (!runUntil([&] {
            return workspace.current() &&
                   workspace.current()->loadState() == workspace::Conversation::LoadState::Loaded;
        }))
        return false;
    workspace.current()->send(text);
    return runUntil([&] {
        return workspace.current()->transcript().rowCount() >= 2 && !workspace.current()->isStreaming();
    });
}

void measureAll(Table &table, server::EmbeddedServer &server)
{
    if (table.wants("live")) {
        Program program(server, true);
        if (!say(program, QStringLiteral("Good morning.")) ||
            !runUntil([&] { return program.is<client::PollLive>(); }))
            return table.fail("live");
        runFor(settling);
        table.measure("live", program, true);
    }
    if (!table.wants("stopped") && !table.wants("polling at 15 s") && !table.wants("minimized"))
        return;
    Program program(server, false);
    polling::Schedule quick;
    quick.withoutSignals = {{20, 20ms}};
    program.poller().setSchedule(quick);
    if (!say(program, QStringLiteral("Good morning.")) ||
        !runUntil([&] { return program.is<client::PollStopped>(); }))
        return table.fail("stopped");
    if (table.wants("stopped")) {
        runFor(settling);
        table.measure("stopped", program, true);
    }
    program.poller().setSchedule({});
    if (!say(program, QStringLiteral("We want to launch in six weeks.")) || !runUntil([&] {
            return program.is<client::PollWaiting>() &&
                   program.workspace.current()->signalModel().rowCount() > 0;
        }))
        return table.fail("polling at 15 s");
    runFor(20s);
    if (table.wants("polling at 15 s"))
        table.measure("polling at 15 s", program, true);
    if (!table.wants("minimized"))
        return;
    program.window.showMinimized();
    runFor(settling);
    table.measure("minimized", program, true);
}

bool measureHere(Table &table)
{
    const QTemporaryDir folder;
    server::EmbeddedServer server({.dataDir = folder.path(), .port = 0, .token = {}, .guidePace = 0});
    bool isStarted = false;
    QObject::connect(&server, &server::EmbeddedServer::started, qApp, [&isStarted] { isStarted = true; });
    const QStringList before = voluntarySwitches().keys();
    server.start();
    if (!runUntil([&] { return isStarted; }))
        return false;
    QStringList ofServer = voluntarySwitches().keys();
    ofServer.removeIf([&before](const QString &id) { return before.contains(id); });
    table.setThreadsOfServer(ofServer);
    measureAll(table, server);
    return true;
}

/// Each in a process of its own, all at a time: idle as they are, they are not in each other's way. Nothing
/// when one of them could not be measured.
std::optional<QByteArray> measureEach(const Table::Options &options, bool &aimsHold)
{
    std::vector<std::unique_ptr<QProcess>> all;
    for (const char *name : {"live", "stopped", "polling at 15 s", "minimized"}) {
        all.push_back(std::make_unique<QProcess>());
        all.back()->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QStringList arguments{QStringLiteral("--only=") + QLatin1StringView(name),
            QStringLiteral("--seconds=%1").arg(options.time.count())};
        if (options.tellsThreads)
            arguments.append(QStringLiteral("--threads"));
        all.back()->start(QCoreApplication::applicationFilePath(), arguments);
    }
    QByteArray rows;
    for (const auto &each : all) {
        each->waitForFinished(-1);
        aimsHold = aimsHold && each->exitStatus() == QProcess::NormalExit && each->exitCode() == 0;
        const QByteArray said = each->readAllStandardOutput();
        const qsizetype end = said.indexOf(startOfTable);
        const qsizetype row = said.indexOf('\n', said.indexOf("|---", end)) + 1;
        if (end < 0 || !said.mid(row).startsWith("| "))
            return std::nullopt;
        std::printf("%s", said.left(end).constData());
        rows += said.mid(row, said.indexOf('\n', row) + 1 - row);
    }
    return rows;
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    Table::Options options;
    QString target;
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView argument(argv[i]);
        if (argument.startsWith("--seconds="))
            options.time = std::chrono::seconds(qMax(1, argument.sliced(10).toInt()));
        else if (argument.startsWith("--only="))
            options.only = QString::fromLocal8Bit(argument.sliced(7));
        else if (argument == "--threads")
            options.tellsThreads = true;
        else if (argument.startsWith("--write="))
            target = QString::fromLocal8Bit(argument.sliced(8));
    }
    Table table(options);
    if (options.only.isEmpty()) {
        const std::optional<QByteArray> rows = measureEach(options, table.aimsHold);
        if (!rows)
            return 2;
        table.rows = *rows;
    } else if (!measureHere(table)) {
        return 2;
    }
    const QByteArray markdown = "| A minute of the program, idle | Polls | Heartbeats | Voluntary context "
                                "switches of the window | Aim "
                                "| With a server in the same process |\n"
                                "|---|---:|---:|---:|---:|---:|\n" +
                                table.rows + "\nCounted over " + QByteArray::number(options.time.count()) +
                                " s.\n" + machine();
    std::printf("\n%s", markdown.constData());
    if (!target.isEmpty() && !writeBetweenMarkers(target, "idle", markdown)) {
        std::fprintf(stderr, "%s could not be written, or has no markers\n", qPrintable(target));
        return 2;
    }
    return table.aimsHold ? 0 : 1;
}
