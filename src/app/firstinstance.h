#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QString>

#include <chrono>

class QLocalSocket;

namespace throughline::app {

/// One program has a data folder: a second one finds the first by a lock in that folder, and by a socket has
/// its window come to the front. Settings are read only by who has the lock, and it is kept until they are
/// written. It says nothing about who may use the data; the store's lock does.
class FirstInstance final : public QObject
{
    Q_OBJECT

public:
    enum class Claim {
        Ours,   ///< there is no other program, or the folder takes no lock, which the store complains of
        Shown,  ///< there is one, and it has come to the front
        Silent, ///< there is one, but it neither answered nor ended in time
    };

    /// \a patience: how long a first program may take to answer, and how long to end.
    explicit FirstInstance(const QString &dataDir, std::chrono::milliseconds patience = usualPatience,
        QObject *parent = nullptr);

    /// Finds out whose the folder is; if it is another program's, that one is handed \a message, at most 512
    /// KiB of UTF-8. When it is ours, it is as long as this lives, and others are answered by the event loop
    /// of this thread. Blocks, for twice the patience at most: for the beginning of a program, before there
    /// is a window. Once.
    Claim claim(const QString &message = {});
    /// No more calls, since the program ends. Who starts now waits until this is gone.
    void stop() { m_server.close(); }

    static constexpr std::chrono::milliseconds usualPatience{5'000};

Q_SIGNALS:
    void called(const QString &message); ///< of the other one; may be empty

private:
    enum class Answer { None, Shown, NotThere };
    Answer call(const QByteArray &message) const;
    void listen();
    void answerCalls();
    void hear(QLocalSocket &socket);

    const std::chrono::milliseconds m_patience;
    QLockFile m_lock;
    const QString m_name; ///< of the socket
    QLocalServer m_server;
};

} // namespace throughline::app
