#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace throughline::workspace {

class DraftWriter;

/// What was typed and not sent, one text per conversation, in a folder of small files written whole and
/// renamed into place by a worker thread, so that it survives a crash and never blocks typing. set() reaches
/// the disk as soon as the previous write is done (the newest text wins); flush() waits for it (at exit, up
/// to 2 s).
///
/// A write that fails (full disk) is reported once by failed() and tried again with the next change.
class Drafts : public QObject
{
    Q_OBJECT

public:
    /// \a folder is created when needed; what is there is read at once.
    explicit Drafts(const QString &folder, QObject *parent = nullptr);
    ~Drafts() override;

    QString draft(const QString &threadId) const; ///< empty: none
    void set(const QString &threadId, const QString &text);
    void flush();
    QStringList keys() const; ///< of all that are not empty, sorted

    /// Calls \a then when what has been set is on the disk, or at once when it is; also when the disk does
    /// not take it (failed() says so). Not when \a context is gone by then.
    void whenWritten(QObject *context, const std::function<void()> &then);

Q_SIGNALS:
    void failed(const QString &sentence);

private:
    void takeTried(qint64 write);

    struct Waiting
    {
        qint64 write = 0;
        QPointer<QObject> context;
        std::function<void()> then;
    };

    QHash<QString, QString> m_drafts;
    QList<Waiting> m_waiting; ///< oldest first
    qint64 m_newest = 0;      ///< write that was asked for
    qint64 m_tried = 0;       ///< write that reached the disk, or could not
    std::unique_ptr<DraftWriter> m_writer;
};

} // namespace throughline::workspace
