#pragma once

#include "client/fakesecretstore.h"
#include "ui/window/mainwindow.h"
#include "workspace/fakedatakeeper.h"
#include "workspace/fakemodelconnector.h"
#include "workspace/faketeamservers.h"

namespace throughline::test {

/// What a window needs beside a workspace: what its settings are about. Must outlive the window.
struct WindowParts
{
    FakeModelConnector world;
    workspace::ModelServers models{world};
    workspace::Presets presets;
    FakeDataKeeper data;
    FakeTeamServers team;
    FakeSecretStore secrets;
    workspace::NetworkSettings network{secrets};
    workspace::StructureSettings structure;

    ui::MainWindow::Parts of(
        workspace::Workspace &workspace, net::HttpTransport &pictures, ui::Appearance &appearance)
    {
        return {.workspace = workspace,
            .models = models,
            .presets = presets,
            .data = data,
            .servers = team,
            .network = network,
            .structure = structure,
            .pictures = pictures,
            .serverId = {},
            .appearance = appearance};
    }
};

} // namespace throughline::test
