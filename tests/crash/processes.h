#pragma once

#include "client/apiclient.h"
#include "crash/ledger.h"
#include "net/networktransport.h"

#include <QProcess>
#include <QUrl>

namespace throughline::crash {

/// throughline-server on a data folder, always on the same port, so that clients find it again.
class ServerProcess
{
public:
    ServerProcess(QString program, QString dataFolder, double guidePace);
    ~ServerProcess() { kill(); }
    ServerProcess(const ServerProcess &) = delete;
    ServerProcess &operator=(const ServerProcess &) = delete;

    void launch();       ///< does not wait
    bool waitForStart(); ///< false when it did not say in time that it listens
    bool isListening() const { return m_listening; }
    bool kill(); ///< SIGKILL. False when it had ended by itself before.

    QUrl url() const;
    QString tokenFile() const;
    QString dataFolder() const { return m_dataFolder; }
    QByteArray problems(); ///< what it has said on standard error

private:
    void readLine();

    QString m_program;
    QString m_dataFolder;
    double m_guidePace;
    quint16 m_port = 0;
    bool m_listening = false;
    QProcess m_process;
};

/// throughline-crash-client; what it says goes into a ledger.
class ClientProcess
{
public:
    ClientProcess(QString program, QString draftsFolder, Ledger &ledger);
    ~ClientProcess() { kill(); }
    ClientProcess(const ClientProcess &) = delete;
    ClientProcess &operator=(const ClientProcess &) = delete;

    void launch(const ServerProcess &server, const QStringList &threadIds, quint32 seed); ///< does not wait
    /// SIGKILL; all it said before is in the ledger then. False when it had ended by itself before.
    bool kill();
    /// Asks it to end when all is settled. False when it did not.
    bool waitForEnd();
    LeftBehind leftBehind(const QStringList &threadIds) const;
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

private:
    QString m_program;
    QString m_draftsFolder;
    Ledger &m_ledger;
    QProcess m_process;
};

} // namespace throughline::crash
