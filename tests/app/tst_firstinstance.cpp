#include "app/application.h"
#include "app/firstinstance.h"
#include "client/fakesecretstore.h"
#include "ui/toast.h"

#include <QEventLoop>
#include <QLocalSocket>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <optional>
#include <thread>

using namespace std::chrono_literals;
using namespace throughline;
using app::FirstInstance;

/// A second start with the same data brings the first window forward and ends.
class TestFirstInstance : public QObject
{
    Q_OBJECT

    using Claim = FirstInstance::Claim;

    static std::future<Claim> startIn(const QTemporaryDir &folder, std::chrono::milliseconds patience = 20s)
    {
        return std::async(std::launch::async, [path = folder.path(), patience] {
            const QEventLoop loop; // which a server needs
            return FirstInstance(path, patience).claim();
        });
    }

    static bool hasEnded(const std::future<Claim> &started)
    {
        return started.wait_for(0ms) == std::future_status::ready;
    }

    /// As a killed one leaves it: nobody answers.
    static void leaveSocket(const QTemporaryDir &folder)
    {
        const QString socket = folder.filePath(QStringLiteral("throughline.socket"));
        {
            FirstInstance killed(folder.path());
            QCOMPARE(killed.claim(), Claim::Ours);
            QVERIFY(QFile::rename(socket, socket + QStringLiteral(".kept")));
        }
        QVERIFY(QFile::rename(socket + QStringLiteral(".kept"), socket));
    }

private Q_SLOTS:
    void aSecondStartShowsTheWindowThatIsThere()
    {
        const QTemporaryDir folder;
        test::FakeSecretStore secrets;
        app::Application program(
            *qApp, {.dataDir = folder.path(), .guidePace = 0, .secrets = &secrets, .modelPlaces = {}});
        FirstInstance first(folder.path());
        QCOMPARE(first.claim(), Claim::Ours);
        connect(&first, &FirstInstance::called, &program, &app::Application::comeForward);
        program.start();
        program.window().showMinimized();
        QProcess second;
        second.setProcessChannelMode(QProcess::MergedChannels);
        second.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline"),
            {QStringLiteral("--data-dir"), folder.path()});
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 30'000);
        const QByteArray said = second.readAll();
        QVERIFY2(second.exitStatus() == QProcess::NormalExit && second.exitCode() == 0, said);
        QVERIFY2(said.contains("here is its window"), said);
        QVERIFY(program.window().isVisible() && !program.window().isMinimized());
    }

    void whatASecondStartIsToOpenIsWrittenInTheFirst()
    {
        const QTemporaryDir folder;
        test::FakeSecretStore secrets;
        app::Application program(
            *qApp, {.dataDir = folder.path(), .guidePace = 0, .secrets = &secrets, .modelPlaces = {}});
        FirstInstance first(folder.path());
        QCOMPARE(first.claim(), Claim::Ours);
        connect(&first, &FirstInstance::called, &program,
            [&program](const QString &message) { program.open(app::Opening::fromMessage(message)); });
        program.start();
        QFile notes(folder.filePath(QStringLiteral("notes.md")));
        QVERIFY(notes.open(QIODevice::WriteOnly) && notes.write("Ship in May?") > 0);
        notes.close();
        QProcess second;
        second.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline"),
            {QStringLiteral("--data-dir"), folder.path(), notes.fileName()});
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 30'000);
        QTRY_VERIFY(program.workspace().current());
        QTRY_COMPARE(program.workspace().drafts().draft(program.workspace().current()->threadId()),
            QStringLiteral("notes.md:\n\nShip in May?\n"));
        QCOMPARE(program.workspace().current()->transcript().rowCount(), 0);

        // Another one begins a conversation of its own: nothing is mixed with what waits to be sent.
        const QString before = program.workspace().current()->threadId();
        auto third = std::async(std::launch::async, [path = folder.path()] {
            const QEventLoop loop;
            return FirstInstance(path, 20s).claim(
                app::Opening{.text = QString(200'000, u'a'), .problem = {}}.toMessage());
        });
        QTRY_COMPARE(program.workspace().drafts().draft(program.workspace().current()->threadId()),
            QString(200'000, u'a'));
        QCOMPARE(program.workspace().drafts().draft(before), QStringLiteral("notes.md:\n\nShip in May?\n"));
        QTRY_VERIFY(hasEnded(third));
        QCOMPARE(third.get(), Claim::Shown);

        // What cannot be opened is said where one looks.
        QProcess fourth;
        fourth.start(QStringLiteral(THROUGHLINE_BUILD_DIR "/bin/throughline"),
            {QStringLiteral("--data-dir"), folder.path(), folder.filePath(QStringLiteral("none.txt"))});
        QTRY_COMPARE_WITH_TIMEOUT(fourth.state(), QProcess::NotRunning, 30'000);
        QCOMPARE(fourth.exitCode(), 0);
        QTRY_VERIFY(
            program.window().findChild<ui::Toast *>()->text().contains(QStringLiteral("There is no file")));
    }

    void whoCallsWithoutSenseIsNotAnswered()
    {
        const QTemporaryDir folder;
        FirstInstance first(folder.path());
        QCOMPARE(first.claim(), Claim::Ours);
        const QSignalSpy calls(&first, &FirstInstance::called);
        for (const QByteArray &call : {QByteArray("hello\n"), QByteArray("-1\n"), QByteArray("9999999\n"),
                 QByteArray("1111111111111111111111111")}) {
            QLocalSocket socket;
            socket.connectToServer(folder.filePath(QStringLiteral("throughline.socket")));
            QVERIFY(socket.waitForConnected());
            socket.write(call);
            QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
            QCOMPARE(socket.readAll(), QByteArray());
        }
        QCOMPARE(calls.size(), 0);
    }

    void afterTheFirstTheFolderIsFree()
    {
        const QTemporaryDir folder;
        for (int n = 0; n < 2; ++n) {
            FirstInstance program(folder.path());
            QCOMPARE(program.claim(), Claim::Ours);
        }
    }

    void whatAKilledOneLeftIsReplaced()
    {
        const QTemporaryDir folder;
        leaveSocket(folder);
        FirstInstance first(folder.path());
        QCOMPARE(first.claim(), Claim::Ours);
        const QSignalSpy calls(&first, &FirstInstance::called);
        auto second = startIn(folder);
        QTRY_COMPARE(calls.size(), 1);
        QCOMPARE(second.get(), Claim::Shown);
    }

    void oneOfTwoThatStartTogetherIsTheFirst()
    {
        for (int round = 0; round < 20; ++round) {
            const QTemporaryDir folder;
            leaveSocket(folder);
            std::latch start(2);
            std::atomic_int claimed = 0;
            std::array<Claim, 2> claims{Claim::Silent, Claim::Silent};
            {
                const auto run = [&](Claim &claim) {
                    QEventLoop loop;
                    FirstInstance program(folder.path(), 20s);
                    start.arrive_and_wait();
                    claim = program.claim();
                    ++claimed;
                    while (claimed < 2)
                        loop.processEvents(QEventLoop::AllEvents, 1);
                };
                const std::jthread one([&] { run(claims[0]); });
                const std::jthread other([&] { run(claims[1]); });
            }
            QCOMPARE(std::ranges::count(claims, Claim::Ours), 1);
            QCOMPARE(std::ranges::count(claims, Claim::Shown), 1);
        }
    }

    void aFirstThatStandsStillKeepsItsSocket()
    {
        const QTemporaryDir folder;
        FirstInstance first(folder.path());
        QCOMPARE(first.claim(), Claim::Ours);
        QCOMPARE(startIn(folder, 100ms).get(), Claim::Silent); // nothing of the first runs meanwhile
        const QSignalSpy calls(&first, &FirstInstance::called);
        auto later = startIn(folder);
        QTRY_VERIFY(hasEnded(later));
        QCOMPARE(later.get(), Claim::Shown);
        QVERIFY(!calls.isEmpty());
    }

    void whoStartsWhileTheFirstEndsWaitsForIt()
    {
        const QTemporaryDir folder;
        std::optional<FirstInstance> first(std::in_place, folder.path());
        QCOMPARE(first->claim(), Claim::Ours);
        first->stop();
        QCOMPARE(startIn(folder, 100ms).get(), Claim::Silent);
        auto second = startIn(folder);
        QCOMPARE(second.wait_for(200ms), std::future_status::timeout);
        first.reset();
        QCOMPARE(second.get(), Claim::Ours);
    }

    void theFolderIsMadeForItsOwnerOnly()
    {
        const QTemporaryDir folder;
        const QString made = folder.filePath(QStringLiteral("data"));
        const FirstInstance first(made);
        QVERIFY(QFile::exists(made));
        QVERIFY(!(QFile::permissions(made) & (QFile::ReadGroup | QFile::ReadOther)));
    }
};

QTEST_MAIN(TestFirstInstance)
#include "tst_firstinstance.moc"
