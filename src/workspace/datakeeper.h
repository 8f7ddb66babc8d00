#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

#include <optional>

namespace throughline::workspace {

/// The data of the server in this process: where it is, and its backups. Main thread only; nothing blocks.
class DataKeeper : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString folder() const = 0;
    virtual std::optional<QDateTime> newestBackup() const = 0; ///< UTC
    /// A copy of everything as it is now; backedUp() follows, once. While one is being made, no other.
    virtual void backUp() = 0;

Q_SIGNALS:
    void backedUp(const QString &problem); ///< a sentence; empty when all is well
};

} // namespace throughline::workspace
