#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

#include <optional>

namespace throughline::workspace {

/// The data of the server in this process: where it is, its backups, and the way back to one. Main thread
/// only; nothing blocks.
class DataKeeper : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString folder() const = 0;
    virtual std::optional<QDateTime> newestBackup() const = 0; ///< UTC
    /// A copy of everything as it is now; backedUp() follows, once. While one is being made, no other.
    virtual void backUp() = 0;
    /// Puts what is in the backup \a file in the place of what is here; restored() follows, once. While that
    /// or a backup is under way, nothing else.
    virtual void restore(const QString &file) = 0;

    enum class Outcome {
        Restored,
        NotRestored, ///< the data is as it was
        NotOpened,   ///< restored or not, what is here now cannot be used
    };

Q_SIGNALS:
    /// \a sentence: what was done, or why not.
    void restored(throughline::workspace::DataKeeper::Outcome outcome, const QString &sentence);
    void backedUp(const QString &problem); ///< a sentence; empty when all is well
};

} // namespace throughline::workspace
