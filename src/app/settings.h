#pragma once

#include "ui/appearance.h"
#include "workspace/modelserver.h"
#include "workspace/teamservers.h"

#include <QByteArray>
#include <QSettings>

namespace throughline::app {

/// What the program remembers between two starts, apart from conversations: one small file, no secret ever.
class Settings
{
public:
    /// \a path of an INI file; created when something is first stored.
    explicit Settings(const QString &path);

    ui::Appearance::Choice appearance() const;
    void setAppearance(ui::Appearance::Choice choice);

    double textScale() const; ///< 1.0 when never set
    void setTextScale(double scale);

    ui::Density density() const;
    void setDensity(ui::Density density);

    bool enterSends() const; ///< true when never set
    void setEnterSends(bool sends);

    bool wrapsCode() const; ///< whether code breaks its long lines; false when never set
    void setWrapsCode(bool wraps);

    QByteArray windowState() const; ///< as ui::MainWindow::saveState() gave it
    void setWindowState(const QByteArray &state);

    QList<workspace::ModelServer> modelServers() const;
    void setModelServers(const QList<workspace::ModelServer> &servers);

    QByteArray presets() const; ///< as workspace::Presets::toJson() gave them
    void setPresets(const QByteArray &json);

    QList<workspace::TeamServer> teamServers() const;
    void setTeamServers(const QList<workspace::TeamServer> &servers);

    QByteArray network() const; ///< as workspace::NetworkSettings::toJson() gave it
    void setNetwork(const QByteArray &json);

    QByteArray structure() const; ///< as workspace::StructureSettings::toJson() gave it
    void setStructure(const QByteArray &json);

    QString lastThread() const;
    void setLastThread(const QString &id);

private:
    QSettings m_settings;
};

} // namespace throughline::app
