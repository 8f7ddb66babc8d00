#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

namespace throughline::app {

/// One program has a data folder: a second one finds the first by a socket in that folder and has its window
/// come to the front. It says nothing about who may use the data; the lock of the folder does.
class FirstInstance final : public QObject
{
    Q_OBJECT

public:
    /// Asks the program that has \a dataDir, if one does, to come to the front. True when it said that it
    /// has. Blocks, for two seconds at most: for the beginning of a program, before there is a window.
    static bool callFirst(const QString &dataDir);

    /// Is called by the others from now on, as long as this lives. Where that cannot be, nobody is called.
    explicit FirstInstance(const QString &dataDir, QObject *parent = nullptr);
    /// No more calls: the program ends.
    void stop() { m_server.close(); }

Q_SIGNALS:
    void called();

private:
    static QString nameFor(const QString &dataDir);

    QLocalServer m_server;
};

} // namespace throughline::app
