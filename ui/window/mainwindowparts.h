#pragma once

#include "workspace/datakeeper.h"
#include "workspace/modelservers.h"
#include "workspace/networksettings.h"
#include "workspace/presets.h"
#include "workspace/structuresettings.h"
#include "workspace/teamservers.h"
#include "workspace/workspace.h"

namespace throughline::ui {

class Appearance;

/// What a window shows and changes; all must outlive it.
struct MainWindowParts
{
    workspace::Workspace &workspace;
    workspace::ModelServers &models;
    workspace::Presets &presets;
    workspace::DataKeeper &data;
    workspace::TeamServers &servers;
    workspace::NetworkSettings &network;
    workspace::StructureSettings &structure;
    net::HttpTransport &pictures; ///< for those in messages that somebody asks for
    QString serverId;             ///< whose window it is; empty: this computer
    Appearance &appearance;
};

} // namespace throughline::ui
