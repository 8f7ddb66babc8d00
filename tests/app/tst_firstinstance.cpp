#include "app/application.h"
#include "app/firstinstance.h"
#include "client/fakesecretstore.h"

#include <QLocalServer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace throughline;
using app::FirstInstance;

/// A second start with the same data brings the first window forward and ends.
class TestFirstInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondStartShowsTheWindowThatIsThere()
    {
        const QTemporaryDir folder;
        test::FakeSecretStore secrets;
        app::Application program(
            *qApp, {.dataDir = folder.path(), .guidePace = 0, .secrets = &secrets, .modelPlaces = {}});
        const FirstInstance first(folder.path());
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

    void withoutAFirstNobodyIsCalled()
    {
        const QTemporaryDir folder;
        QVERIFY(!FirstInstance::callFirst(folder.path()));
        {
            FirstInstance ended(folder.path());
            ended.stop();
            QVERIFY(!FirstInstance::callFirst(folder.path()));
        }
        QVERIFY(!FirstInstance::callFirst(folder.path()));
    }

    void whatAKilledOneLeftIsReplaced()
    {
        const QTemporaryDir folder;
        // A socket that nobody answers.
        auto *killed = new FirstInstance(folder.path());
        const QString socket = folder.filePath(QStringLiteral("throughline.socket"));
        QVERIFY(QFile::exists(socket));
        QVERIFY(QFile::rename(socket, socket + QStringLiteral(".kept")));
        delete killed;
        QVERIFY(QFile::rename(socket + QStringLiteral(".kept"), socket));
        QVERIFY(!FirstInstance::callFirst(folder.path()));
        FirstInstance first(folder.path());
        int calls = 0;
        connect(&first, &FirstInstance::called, this, [&calls] { ++calls; });
        std::atomic_bool heard = false;
        std::thread second([&] { heard = FirstInstance::callFirst(folder.path()); });
        QTRY_COMPARE(calls, 1);
        second.join();
        QVERIFY(heard);
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
