#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace throughline::test {

/// A D-Bus session bus of the test's own, with nothing on it and nothing that it could start, and a home to
/// go with it: the machine's real keychain is out of reach of whatever runs in environment(). With a keychain
/// daemon on it when asked for one.
class PrivateBus
{
public:
    PrivateBus()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"}) {
            const QString folder = m_home.filePath(QString::fromLatin1(name).toLower());
            QDir().mkpath(folder);
            QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            m_environment.insert(QString::fromLatin1(name), folder);
        }
        m_environment.insert(QStringLiteral("HOME"), m_home.path());
        m_environment.insert(
            QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nowhere"));
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "XDG_CURRENT_DESKTOP",
                 "DESKTOP_SESSION", "KDE_FULL_SESSION"})
            m_environment.remove(QString::fromLatin1(name));
    }
    ~PrivateBus()
    {
        end(m_keyring);
        end(m_bus);
    }

    /// What is missing for a bus with a keychain; empty when all is there.
    static QString missing()
    {
        for (const char *program : {"dbus-daemon", "gnome-keyring-daemon"}) {
            if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
                return QString::fromLatin1(program);
        }
        return {};
    }

    const QProcessEnvironment &environment() const { return m_environment; }

    bool start()
    {
        QFile config(m_home.filePath(QStringLiteral("bus.conf")));
        if (!config.open(QIODevice::WriteOnly))
            return false;
        config.write(
            "<busconfig><type>session</type><listen>unix:dir=" + m_home.path().toUtf8() +
            "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" "
            "eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
        config.close();
        m_bus.setProcessEnvironment(m_environment);
        m_bus.start(QStringLiteral("dbus-daemon"),
            {QStringLiteral("--config-file=") + config.fileName(), QStringLiteral("--nofork"),
                QStringLiteral("--print-address=1")});
        QByteArray address;
        const bool listens = QTest::qWaitFor(
            [&] {
                address += m_bus.readAllStandardOutput();
                return address.endsWith('\n');
            },
            10'000);
        m_environment.insert(
            QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QString::fromUtf8(address.trimmed()));
        return listens;
    }

    /// The keychain, unlocked with \a password; the same password opens it again after stopKeychain(). With
    /// an empty password it stays locked.
    bool startKeychain(const QByteArray &password)
    {
        m_keyring.setProcessEnvironment(m_environment);
        QStringList arguments{QStringLiteral("--foreground"), QStringLiteral("--components=secrets")};
        if (!password.isEmpty())
            arguments.append(QStringLiteral("--unlock"));
        m_keyring.start(QStringLiteral("gnome-keyring-daemon"), arguments);
        m_keyring.write(password);
        m_keyring.closeWriteChannel();
        return QTest::qWaitFor([this] { return isOnTheBus(); }, 10'000);
    }
    void stopKeychain() { end(m_keyring); }

private:
    bool isOnTheBus()
    {
        QProcess ask;
        ask.setProcessEnvironment(m_environment);
        ask.start(QStringLiteral("dbus-send"),
            {QStringLiteral("--session"), QStringLiteral("--print-reply=literal"),
                QStringLiteral("--dest=org.freedesktop.DBus"), QStringLiteral("/"),
                QStringLiteral("org.freedesktop.DBus.NameHasOwner"),
                QStringLiteral("string:org.freedesktop.secrets")});
        return ask.waitForFinished(5'000) && ask.readAllStandardOutput().contains("true");
    }
    static void end(QProcess &process)
    {
        if (process.state() == QProcess::NotRunning)
            return;
        process.terminate();
        if (!process.waitForFinished(5'000))
            process.kill();
        process.waitForFinished(5'000);
    }

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
    QProcess m_bus;
    QProcess m_keyring;
};

} // namespace throughline::test
