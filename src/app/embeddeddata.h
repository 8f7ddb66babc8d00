#pragma once

#include "server/embeddedserver.h"
#include "workspace/datakeeper.h"

namespace throughline::app {

/// The data folder of the embedded server, which makes the backups on its own thread.
class EmbeddedData final : public workspace::DataKeeper
{
    Q_OBJECT

public:
    /// \a server must outlive this, or not be there yet: it is used from connectTo() on.
    explicit EmbeddedData(const QString &dataDir, QObject *parent = nullptr);
    void connectTo(server::EmbeddedServer &server);

    QString folder() const override { return m_dataDir; }
    std::optional<QDateTime> newestBackup() const override;
    void backUp() override;
    void restore(const QString &file) override;

private:
    void endRestore(Outcome outcome, const QString &sentence);

    const QString m_dataDir;
    server::EmbeddedServer *m_server = nullptr;
    bool m_busy = false;
    bool m_isRestoring = false;
};

} // namespace throughline::app
