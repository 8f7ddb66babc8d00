#include "screenshots/stage.h"

#include "screenshots/scenedata.h"
#include "ui/transcript/transcriptview.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPainter>
#include <QTest>
#include <QUrlQuery>

namespace throughline::screenshots {

namespace {

test::FakeClock sceneClock()
{
    test::FakeClock clock;
    clock.setWall(sceneTime());
    return clock;
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Stage::Content everything()
{
    return {.threads = sceneThreads(), .messages = {question(), reply()}, .signalList = sceneSignals()};
}

Stage::Stage(ui::Appearance::Choice theme, double textScale)
    : m_clock(sceneClock())
    , m_activity(m_clock)
    , m_client(m_transport, {.baseUrl = QUrl(QStringLiteral("http://127.0.0.1:1")), .bearer = "scene"})
    , m_appearance(*qApp)
    , m_workspace(
          {.client = m_client, .activity = m_activity, .clock = m_clock, .draftsFolder = m_folder.path()})
    , m_window(m_parts.of(m_workspace, m_transport, m_appearance))
{
    m_appearance.setChoice(theme);
    m_appearance.setTextScale(textScale);
    auto *transcript = find<ui::TranscriptView>();
    transcript->setCaretEnabled(true);
    transcript->setMotionEnabled(false);
}

void Stage::answerWith(const Content &content)
{
    const protocol::ServerInfo info{.service = QStringLiteral("throughline"),
        .version = QStringLiteral("1"),
        .capabilities = {QStringLiteral("idempotency"), QStringLiteral("cancel"),
            QStringLiteral("regenerate"), QStringLiteral("continue"), QStringLiteral("review"),
            QStringLiteral("pinning"), QStringLiteral("models")},
        .model = content.model};
    m_transport.always("GET", QStringLiteral("/api/"), test::FakeAnswer::json(200, json(toJson(info))));
    m_transport.always("GET", QStringLiteral("/api/chat/threads/"),
        [threads = content.threads](const net::HttpRequest &request) {
            const QString words =
                QUrlQuery(request.url).queryItemValue(QStringLiteral("q"), QUrl::FullyDecoded);
            QList<protocol::Thread> found;
            for (const protocol::Thread &thread : threads) {
                if (thread.title.contains(words, Qt::CaseInsensitive))
                    found.append(thread);
            }
            return test::FakeAnswer::json(200, pageJson(found));
        });
    QJsonArray models;
    const QString ollama = QStringLiteral("ollama");
    for (const QString &model : content.models) {
        models.append(QJsonObject{{QStringLiteral("id"), ollama + QLatin1Char('/') + model},
            {QStringLiteral("name"), model}, {QStringLiteral("provider"), ollama},
            {QStringLiteral("default"), model == content.model}});
    }
    const QString guide = QStringLiteral("guide");
    models.append(
        QJsonObject{{QStringLiteral("id"), guide}, {QStringLiteral("name"), QStringLiteral("Guide")},
            {QStringLiteral("provider"), guide}, {QStringLiteral("default"), content.models.isEmpty()}});
    m_transport.always("GET", QStringLiteral("/api/models/"),
        test::FakeAnswer::json(200, json({{QStringLiteral("results"), models}})));
    protocol::Thread created;
    created.id = sceneThreadId();
    created.title = QStringLiteral("New Chat");
    created.createdAt = created.updatedAt = sceneTime();
    m_transport.always(
        "POST", QStringLiteral("/api/chat/threads/"), test::FakeAnswer::json(201, json(toJson(created))));
    m_transport.always("GET", QStringLiteral("/api/chat/messages/"),
        test::FakeAnswer::json(200, pageJson(content.messages)));
    m_transport.always(
        "GET", QStringLiteral("/api/signals/"), test::FakeAnswer::json(200, pageJson(content.signalList)));
}

void Stage::open(const QSize &size)
{
    m_window.resize(size);
    m_window.show();
    m_workspace.start(sceneThreadId());
    const bool opened = QTest::qWaitFor([this] {
        return m_workspace.current() &&
               m_workspace.current()->loadState() != workspace::Conversation::LoadState::Loading;
    });
    if (!opened)
        qFatal("The conversation did not open");
    settle();
}

void Stage::settle(int milliseconds)
{
    QTest::qWait(milliseconds);
}

test::FakeExchange *Stage::send(const QString &text)
{
    const QString path = QStringLiteral("/api/chat/threads/%1/messages/").arg(sceneThreadId());
    m_transport.once("POST", path, test::FakeAnswer::hold());
    m_workspace.current()->send(text);
    test::FakeExchange *stream = nullptr;
    const bool posted = QTest::qWaitFor([&] {
        const QList<test::FakeExchange *> open = m_transport.open();
        for (test::FakeExchange *exchange : open) {
            if (exchange->request().method == "POST")
                stream = exchange;
        }
        return stream != nullptr;
    });
    if (!posted)
        qFatal("Nothing was posted");
    stream->head(200, {{"Content-Type", "text/event-stream"}});
    settle();
    return stream;
}

QByteArray Stage::event(const char *name, const QByteArray &data)
{
    return QByteArray("event: ") + name + "\ndata: " + data + "\n\n";
}

QByteArray Stage::chunk(const QString &delta)
{
    return event("chunk", json({{QStringLiteral("delta"), delta}}));
}

QImage Stage::picture()
{
    settle();
    QPixmap picture = m_window.grab();
    // What is open above the window is a window of its own.
    QPainter painter(&picture);
    const QWidgetList all = QApplication::topLevelWidgets();
    for (QWidget *widget : all) {
        if (widget->isVisible() && widget->windowType() == Qt::Popup)
            painter.drawPixmap(m_window.mapFromGlobal(widget->pos()), widget->grab());
    }
    painter.end();
    return picture.toImage();
}

} // namespace throughline::screenshots
