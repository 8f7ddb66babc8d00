#pragma once

#include "client/apiclient.h"
#include "net/activitylog.h"
#include "screenshots/language.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "ui/appearance.h"
#include "ui/window/windowparts.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QImage>
#include <QTemporaryDir>

#include <functional>

namespace throughline::screenshots {

/// The real window on a fixed server, clock and font: the same pixels every time.
class Stage
{
public:
    Stage(ui::Appearance::Choice theme, double textScale);

    struct Content
    {
        QList<protocol::Thread> threads;
        QList<protocol::Message> messages;
        QList<protocol::Signal> signalList;
        QString model = QStringLiteral("qwen2.5:7b");
        QStringList models{QStringLiteral("qwen2.5:7b"), QStringLiteral("llama3.2:3b")};
    };
    void answerWith(const Content &content);

    /// Shows the window at \a size and lets it load what the server has.
    void open(const QSize &size = {1280, 800});
    /// Lets everything that is due happen.
    void settle(int milliseconds = 80);

    /// Sends \a text and holds the stream of its reply.
    test::FakeExchange *send(const QString &text);
    /// As the server would write it.
    static QByteArray event(const char *name, const QByteArray &data);
    static QByteArray chunk(const QString &delta);

    QImage picture();

    test::FakeClock &clock() { return m_clock; }
    test::FakeTransport &server() { return m_transport; }
    net::ActivityLog &activity() { return m_activity; }
    workspace::Workspace &workspace() { return m_workspace; }
    test::FakeModelConnector &world() { return m_parts.world; }
    workspace::ModelServers &models() { return m_parts.models; }
    workspace::Presets &presets() { return m_parts.presets; }
    test::FakeTeamServers &team() { return m_parts.team; }
    test::FakeDataKeeper &data() { return m_parts.data; }
    ui::Appearance &appearance() { return m_appearance; }
    workspace::StructureSettings &structure() { return m_parts.structure; }
    workspace::NetworkSettings &network() { return m_parts.network; }
    ui::MainWindow &window() { return m_window; }
    template <typename Widget>
    Widget *find() const
    {
        return m_window.findChild<Widget *>();
    }

private:
    test::FakeClock m_clock;
    QTemporaryDir m_folder;
    test::FakeTransport m_transport;
    net::ActivityLog m_activity;
    client::ApiClient m_client;
    ui::Appearance m_appearance;
    workspace::Workspace m_workspace;
    test::WindowParts m_parts;
    ui::MainWindow m_window;
};

struct Scene
{
    QString name;
    QString lookFor; ///< for whoever goes through the contact sheet
    std::function<void(Stage &)> play;
    double textScale = 1.0;
    bool ownTheme = false;                 ///< drawn once, in a theme of its own (high contrast)
    Language language = Language::English; ///< in another one it is drawn once, in the light theme
};

/// A list of conversations, one of them open with a whole reply and all that was found in it.
Stage::Content everything();

/// Every scene, in the order of the contact sheet.
QList<Scene> scenes();
/// Those of them that are about models, servers and settings.
QList<Scene> settingsScenes();
/// The main ones of \a all once more, in German and mirrored.
QList<Scene> inOtherLanguages(const QList<Scene> &all);

} // namespace throughline::screenshots
