// throughline-bench-startup [--repeat=<times>] [--write=<file>]
//
// How long the program takes to show its window, to take what is typed and to show the conversation, and how
// much memory it has then, beside a bare QMainWindow and, where there is a display and a chromium, a Chromium
// window with a text field. Each is a process of its own, started again and again in turn.
// --write: put the tables between the markers of this file. Fails when an aim is missed, by the medians.

#include "bench/memoryof.h"
#include "bench/paintedpage.h"
#include "bench/startupchild.h"
#include "bench/tablefile.h"
#include "server/store/store.h"

#include <QApplication>
#include <QEventLoop>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimeZone>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace throughline;
using namespace throughline::bench;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 60s;
constexpr int manyMessages = 10'000;

/// What one start took, or the medians of many. Milliseconds and megabytes.
struct Start
{
    double painted = 0;
    double usable = 0; ///< what is typed is taken
    double shown = 0;  ///< the conversation that was open last is there
    double memory = 0;
};

/// Runs the event loop until \a done, asked every 5 ms. False when it takes too long.
bool runUntil(const std::function<bool()> &done)
{
    QEventLoop loop;
    QTimer ask;
    QObject::connect(&ask, &QTimer::timeout, &loop, [&] {
        if (done())
            loop.quit();
    });
    ask.start(5ms);
    QTimer::singleShot(patience, &loop, [&loop] { loop.exit(1); });
    return done() || loop.exec() == 0;
}

/// Waits until \a pid does not grow any more, and says what it and its children have.
double settledMemory(qint64 pid)
{
    double before = 0;
    double now = memoryOf(pid);
    for (int i = 0; i < 20 && std::abs(now - before) > before / 100; ++i) {
        QEventLoop pause;
        QTimer::singleShot(1s, &pause, &QEventLoop::quit);
        pause.exec();
        before = now;
        now = memoryOf(pid);
    }
    return now;
}

double millisecondsBetween(long long begin, long long end)
{
    return double(end - begin) / 1e6;
}

/// Starts this program as \a arguments say and listens to what it reports.
std::optional<Start> startOurs(const QString &platform, const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const bool isBare = arguments.contains(QStringLiteral("--bare"));
    QByteArray said;
    const auto time = [&said](const char *what) {
        const qsizetype at = said.indexOf(what);
        const qsizetype end = at < 0 ? -1 : said.indexOf('\n', at);
        const qsizetype number = at + qsizetype(qstrlen(what)) + 1;
        return end < 0 ? 0LL : said.sliced(number, end - number).toLongLong();
    };
    const long long begin = monotonicNow();
    process.start(QCoreApplication::applicationFilePath(), arguments);
    const bool isUp = runUntil([&] {
        said += process.readAllStandardOutput();
        return time("painted") && (isBare || time("shown"));
    });
    if (!isUp)
        return std::nullopt;
    Start start{.painted = millisecondsBetween(begin, time("painted"))};
    // Nothing can be used that is not seen.
    start.usable =
        isBare ? start.painted : std::max(start.painted, millisecondsBetween(begin, time("usable")));
    start.shown = isBare ? start.painted : millisecondsBetween(begin, time("shown"));
    start.memory = settledMemory(process.processId());
    process.kill();
    process.waitForFinished();
    return start;
}

std::optional<Start> startChromium(const QString &program)
{
    PaintedPage page;
    const QTemporaryDir profile;
    QProcess process;
    const long long begin = monotonicNow();
    process.start(program, {QStringLiteral("--app=") + page.url().toString(),
                               QStringLiteral("--user-data-dir=") + profile.path(),
                               QStringLiteral("--window-size=1280,800"), QStringLiteral("--no-first-run"),
                               QStringLiteral("--no-default-browser-check"), QStringLiteral("--no-sandbox")});
    if (!runUntil([&] { return page.paintedAt() != 0; }))
        return std::nullopt;
    Start start{.painted = millisecondsBetween(begin, page.paintedAt())};
    start.usable = start.shown = start.painted;
    start.memory = settledMemory(process.processId());
    process.terminate();
    if (!process.waitForFinished(10'000))
        process.kill();
    process.waitForFinished();
    return start;
}

/// A data folder with one long conversation that has been read for signals.
bool fill(const QString &folder)
{
    auto opened = server::store::Store::open(folder);
    if (!opened)
        return false;
    server::store::Store &store = **opened;
    const QDateTime begin(QDate(2026, 3, 1), QTime(12, 0), QTimeZone::utc());
    const auto done = store.inTransaction([&]() -> protocol::Expected<void> {
        protocol::Thread thread;
        thread.id = store.newId();
        thread.title = QStringLiteral("Lease or buy");
        thread.createdAt = thread.updatedAt = begin;
        if (const auto kept = store.threads().insert(thread); !kept)
            return kept;
        protocol::Message message;
        message.threadId = thread.id;
        for (int i = 0; i < manyMessages; ++i) {
            const QString asked = message.id;
            const bool isReply = i % 2 == 1;
            message.id = store.newId();
            message.role = isReply ? protocol::Role::Assistant : protocol::Role::User;
            message.createdAt = begin.addSecs(i);
            message.content =
                isReply ? QStringLiteral("**%1.** What would have to be true for it?\n\n* the price after "
                                         "three years\n* who repairs it\n\nWhich of them is fixed?")
                        : QStringLiteral("The budget for point %1 is 400 a month, and that is a hard limit.");
            message.content = message.content.arg(i);
            message.metadata = isReply ? QJsonObject{{QStringLiteral("status"), QStringLiteral("complete")},
                                             {QStringLiteral("model"), QStringLiteral("Guide")}}
                                       : QJsonObject();
            if (const auto kept = store.messages().insert(message, isReply ? asked : QString()); !kept)
                return kept;
        }
        return store.extractions().markRead(message.id);
    });
    return bool(done);
}

/// One program on one platform; started once each round.
struct Contestant
{
    const char *platform;
    const char *name;
    std::function<std::optional<Start>()> start;
    QList<Start> starts{};

    double median(double Start::*value) const
    {
        QList<double> values;
        for (const Start &each : starts)
            values.append(each.*value);
        std::sort(values.begin(), values.end());
        return values.isEmpty() ? 0 : values.at(values.size() / 2);
    }
};

QByteArray number(double value, int digits = 0)
{
    return QByteArray::number(value, 'f', digits);
}

class Comparisons
{
public:
    void atMost(const QByteArray &what, double value, double limit)
    {
        add(what, value, "≤ ", limit, value <= limit);
    }
    void atLeast(const QByteArray &what, double value, double limit)
    {
        add(what, value, "≥ ", limit, value >= limit);
    }
    QByteArray markdown = "| Compared in one run | Measured | Aim |\n|---|---:|---:|\n";
    bool aimsHold = true;

private:
    void add(const QByteArray &what, double value, const char *sign, double limit, bool holds)
    {
        aimsHold = aimsHold && holds;
        markdown += "| " + what + " | " + number(value, 2) + " | " + sign + QByteArray::number(limit) +
                    (holds ? "" : " **missed**") + " |\n";
    }
};

/// Of one platform: bare, empty and full are the first three of \a contestants.
void compareWithBare(
    Comparisons &comparisons, const QList<Contestant> &contestants, const QByteArray &platform)
{
    const Contestant &bare = contestants.at(0);
    const Contestant &empty = contestants.at(1);
    const Contestant &full = contestants.at(2);
    const auto ratio = [](double value, double to) { return to > 0 ? value / to : 0; };
    comparisons.atMost("First paint to the bare window's, " + platform,
        ratio(empty.median(&Start::painted), bare.median(&Start::painted)), 2);
    comparisons.atMost("Composer takes text to the bare window's first paint, " + platform,
        ratio(empty.median(&Start::usable), bare.median(&Start::painted)), 2);
    comparisons.atMost("The end of 10,000 messages shown, to an empty conversation, " + platform,
        ratio(full.median(&Start::shown), empty.median(&Start::shown)), 1.3);
    comparisons.atMost("Memory, empty, to the bare window's, " + platform,
        ratio(empty.median(&Start::memory), bare.median(&Start::memory)), 2);
    comparisons.atMost("Memory, 10,000 messages, to the bare window's, " + platform,
        ratio(full.median(&Start::memory), bare.median(&Start::memory)), 2);
}

void compareWithChromium(Comparisons &comparisons, const QList<Contestant> &contestants)
{
    const Contestant &chromium = contestants.at(3);
    const auto ratio = [](double value, double to) { return to > 0 ? value / to : 0; };
    comparisons.atLeast("Chromium's first paint to ours",
        ratio(chromium.median(&Start::painted), contestants.at(1).median(&Start::painted)), 5);
    comparisons.atLeast("Chromium's first paint to our composer takes text",
        ratio(chromium.median(&Start::painted), contestants.at(1).median(&Start::usable)), 5);
    comparisons.atMost("Memory, empty, to Chromium's",
        ratio(contestants.at(1).median(&Start::memory), chromium.median(&Start::memory)), 0.2);
    comparisons.atMost("Memory, 10,000 messages, to Chromium's",
        ratio(contestants.at(2).median(&Start::memory), chromium.median(&Start::memory)), 0.2);
}

QList<Contestant> contestantsOn(const char *platform, const QString &full)
{
    const QString qpa = QString::fromLatin1(platform);
    return {{platform, "a bare `QMainWindow`", [=] { return startOurs(qpa, {QStringLiteral("--bare")}); }},
        {platform, "Throughline, empty",
            [=] {
                const QTemporaryDir folder;
                return startOurs(qpa, {QStringLiteral("--program"), folder.path()});
            }},
        {platform, "Throughline, 10,000 messages", [=] {
             return startOurs(qpa, {QStringLiteral("--program"), full});
         }}};
}

bool startAll(QList<Contestant> &contestants, int repetitions)
{
    for (int i = 0; i < repetitions; ++i) {
        for (Contestant &contestant : contestants) {
            const std::optional<Start> start = contestant.start();
            if (!start) {
                std::fprintf(stderr, "%s on %s did not start\n", contestant.name, contestant.platform);
                return false;
            }
            std::printf("%-9s %-30s painted %7.1f ms, usable %7.1f ms, shown %7.1f ms, %6.1f MB\n",
                contestant.platform, contestant.name, start->painted, start->usable, start->shown,
                start->memory);
            std::fflush(stdout);
            contestant.starts.append(*start);
        }
    }
    return true;
}

int measure(int repetitions, const QString &target)
{
    const QTemporaryDir folder;
    const QString full = folder.filePath(QStringLiteral("full"));
    if (!fill(full)) {
        std::fprintf(stderr, "The long conversation could not be written\n");
        return 2;
    }
    QByteArray rows = "| Platform | Program | First paint, ms | Composer takes text, ms | Conversation "
                      "shown, ms | Memory (PSS), MB |\n"
                      "|---|---|---:|---:|---:|---:|\n";
    Comparisons comparisons;
    QList<const char *> platforms{"offscreen"};
    if (qEnvironmentVariableIsSet("DISPLAY"))
        platforms.append("xcb");
    for (const char *platform : platforms) {
        QList<Contestant> contestants = contestantsOn(platform, full);
        const QString chromium = QStandardPaths::findExecutable(QStringLiteral("chromium"));
        const bool hasChromium = platforms.size() > 1 && platform == platforms.last() && !chromium.isEmpty();
        if (hasChromium)
            contestants.append(
                {platform, "Chromium `--app`, a text field", [=] { return startChromium(chromium); }});
        if (!startAll(contestants, repetitions))
            return 1;
        for (const Contestant &each : contestants)
            rows += "| " + QByteArray(platform) + " | " + each.name + " | " +
                    number(each.median(&Start::painted)) + " | " + number(each.median(&Start::usable)) +
                    " | " + number(each.median(&Start::shown)) + " | " + number(each.median(&Start::memory)) +
                    " |\n";
        compareWithBare(comparisons, contestants, platform);
        if (hasChromium)
            compareWithChromium(comparisons, contestants);
    }
    const QByteArray markdown = comparisons.markdown + "\n" + rows + "\nMedians of " +
                                QByteArray::number(repetitions) +
                                " starts each, in turn, files in memory.\n" + machine();
    std::printf("\n%s", markdown.constData());
    if (!target.isEmpty() && !writeBetweenMarkers(target, "startup", markdown)) {
        std::fprintf(stderr, "%s could not be written, or has no markers\n", qPrintable(target));
        return 2;
    }
    return comparisons.aimsHold ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QByteArrayView mode(argc > 1 ? argv[1] : "");
    if (mode == "--bare") {
        QApplication application(argc, argv);
        return runBareWindow(application);
    }
    if (mode == "--program" && argc == 3) {
        QApplication application(argc, argv);
        return runThroughline(application, argv[2]);
    }
    const QCoreApplication application(argc, argv);
    int repetitions = 9;
    QString target;
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView argument(argv[i]);
        if (argument.startsWith("--repeat="))
            repetitions = qMax(1, argument.sliced(9).toInt());
        else if (argument.startsWith("--write="))
            target = QString::fromLocal8Bit(argument.sliced(8));
    }
    return measure(repetitions, target);
}
