#pragma once

#include <QHash>
#include <QList>
#include <QMutex>
#include <QString>
#include <QThread>
#include <QWaitCondition>

#include <chrono>

namespace throughline::workspace {

/// The thread that puts drafts on the disk, one small file for each conversation, whole or not at all.
///
/// write() and waitUntilWritten() are for the owner's thread; tried() and failed() come from this one,
/// failed() once for a run of failures. What could not be written stays pending and is tried again with the
/// next write(). Writes reach the disk in the order they were asked for, so that a draft never goes before
/// what was made of it is there: only the last one that waits is replaced by a newer text of the same
/// conversation. The destructor lets the write under way finish and drops the rest: call waitUntilWritten()
/// first.
class DraftWriter : public QThread
{
    Q_OBJECT

public:
    explicit DraftWriter(const QString &folder);
    ~DraftWriter() override;

    /// What the files in \a folder say, by conversation; unreadable ones are left alone.
    static QHash<QString, QString> readAll(const QString &folder);

    /// Empty \a text: no draft. The newest text of a conversation wins. Returns the number of this write, one
    /// more each time.
    qint64 write(const QString &threadId, const QString &text);
    /// False when not everything was written within \a longest.
    bool waitUntilWritten(std::chrono::milliseconds longest);

Q_SIGNALS:
    /// The writes up to this one are on the disk, or the disk does not take them now.
    void tried(qint64 write);
    void failed(const QString &sentence);

protected:
    void run() override;

private:
    struct Entry
    {
        QString threadId;
        QString text;
        qint64 write = 0;
    };

    /// A sentence when it did not work; empty otherwise.
    QString store(const QString &threadId, const QString &text) const;

    const QString m_folder;
    QMutex m_mutex; ///< guards all below
    QWaitCondition m_changed;
    QList<Entry> m_pending; ///< the next one first
    qint64 m_newest = 0;    ///< write
    bool m_busy = false;
    bool m_failing = false; ///< the last write failed: wait for the next write() before trying again
    bool m_quit = false;
};

} // namespace throughline::workspace
