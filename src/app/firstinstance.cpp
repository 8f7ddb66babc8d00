#include "app/firstinstance.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QLoggingCategory>

#include <thread>

#ifdef Q_OS_LINUX
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace throughline::app {

namespace {

Q_LOGGING_CATEGORY(instanceLog, "throughline.app.instance")

constexpr QByteArrayView yes = "shown\n";
/// A call is the number of bytes of its text, a line feed, and the text.
constexpr qsizetype longestText = qsizetype(512) * 1024;
constexpr qsizetype longestCall = longestText + 16;
/// Looks this often whether a program that ends has ended.
constexpr std::chrono::milliseconds lookingAgain{20};

QString nameFor(const QString &dataDir)
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

/// Makes the folder if it is not there, for its owner only, and names the lock in it.
QString lockIn(const QString &dataDir)
{
    if (!QFileInfo::exists(dataDir) && QDir().mkpath(dataDir))
        QFile::setPermissions(dataDir, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return QDir(dataDir).filePath(QStringLiteral("throughline.window.lock"));
}

/// Whether at the other end is a program of the same user. The folder may be one that others can write to.
bool isOfSameUser(const QLocalSocket &socket)
{
#ifdef Q_OS_LINUX
    ucred peer{};
    socklen_t size = sizeof(peer);
    return getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == geteuid();
#else
    Q_UNUSED(socket)
    return true;
#endif
}

} // namespace

FirstInstance::FirstInstance(const QString &dataDir, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
    , m_lock(lockIn(dataDir))
    , m_name(nameFor(dataDir)) // after the folder was made
{
    // Never stale by age: a program may run for weeks. Whether its owner still lives is checked by process
    // id.
    m_lock.setStaleLockTime(0);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &FirstInstance::answerCalls);
}

FirstInstance::Claim FirstInstance::claim(const QString &message)
{
    const QByteArray bytes = message.toUtf8().left(longestText);
    const QDeadlineTimer deadline(m_patience);
    while (!m_lock.tryLock(0)) {
        if (m_lock.error() != QLockFile::LockFailedError) {
            qCWarning(instanceLog) << "The data folder takes no lock";
            return Claim::Ours;
        }
        const Answer answer = call(QByteArray::number(bytes.size()) + '\n' + bytes);
        if (answer == Answer::Shown)
            return Claim::Shown;
        if (answer == Answer::None || deadline.hasExpired())
            return Claim::Silent;
        // It has only begun, or it ends.
        std::this_thread::sleep_for(lookingAgain);
    }
    listen();
    return Claim::Ours;
}

FirstInstance::Answer FirstInstance::call(const QByteArray &message) const
{
    const int patience = int(m_patience.count());
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(patience) || !isOfSameUser(socket))
        return Answer::NotThere;
    socket.write(message);
    // Reading writes, too, as long as there is something to write.
    if (socket.waitForReadyRead(patience) && socket.readAll() == yes)
        return Answer::Shown;
    return socket.state() == QLocalSocket::ConnectedState ? Answer::None : Answer::NotThere;
}

void FirstInstance::listen()
{
    // Of one that was killed: one that lives has the lock.
    QLocalServer::removeServer(m_name);
    if (!m_server.listen(m_name))
        qCWarning(instanceLog) << "Nobody can call this program:" << m_server.errorString();
}

void FirstInstance::answerCalls()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        if (!isOfSameUser(*socket)) {
            socket->abort();
            continue;
        }
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { hear(*socket); });
        hear(*socket);
    }
}

void FirstInstance::hear(QLocalSocket &socket)
{
    const QByteArray heard = socket.peek(longestCall);
    const qsizetype line = heard.indexOf('\n');
    bool isNumber = false;
    const qsizetype size = heard.left(line).toLongLong(&isNumber);
    const bool isCall =
        line < 0 ? heard.size() < longestCall - longestText : isNumber && size >= 0 && size <= longestText;
    if (!isCall) {
        socket.abort();
        return;
    }
    if (line < 0 || heard.size() - line - 1 < size)
        return;
    socket.readAll();
    // Answered first: what is done about it may take a moment.
    socket.write(yes.data(), yes.size());
    socket.flush();
    socket.disconnectFromServer();
    Q_EMIT called(QString::fromUtf8(heard.mid(line + 1, size)));
}

} // namespace throughline::app
