#pragma once

#include <QHash>
#include <QObject>
#include <QString>

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

Q_SIGNALS:
    void failed(const QString &sentence);

private:
    QHash<QString, QString> m_drafts;
    std::unique_ptr<DraftWriter> m_writer;
};

} // namespace throughline::workspace
