#include "app/firstinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>

namespace throughline::app {

namespace {

constexpr int patienceMs = 1'000;
const QByteArray yes = "shown\n";

} // namespace

QString FirstInstance::nameFor(const QString &dataDir)
{
#ifdef Q_OS_WIN
    // There it is no file; who may open it is told by its access list.
    return QStringLiteral("throughline-") +
           QString::fromLatin1(QCryptographicHash::hash(
               QFileInfo(dataDir).canonicalFilePath().toUtf8(), QCryptographicHash::Sha256)
                                   .toHex());
#else
    // In the folder, where nobody else can put one.
    return QDir(QFileInfo(dataDir).absoluteFilePath()).filePath(QStringLiteral("throughline.socket"));
#endif
}

bool FirstInstance::callFirst(const QString &dataDir)
{
    QLocalSocket socket;
    socket.connectToServer(nameFor(dataDir));
    return socket.waitForConnected(patienceMs) && socket.waitForReadyRead(patienceMs) &&
           socket.readAll() == yes;
}

FirstInstance::FirstInstance(const QString &dataDir, QObject *parent)
    : QObject(parent)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            Q_EMIT called();
            socket->write(yes);
            socket->disconnectFromServer();
        }
    });
    if (!QFileInfo::exists(dataDir) && QDir().mkpath(dataDir))
        QFile::setPermissions(dataDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    // Of one that was killed; one that lives would have answered before this was made.
    QLocalServer::removeServer(nameFor(dataDir));
    m_server.listen(nameFor(dataDir));
}

} // namespace throughline::app
