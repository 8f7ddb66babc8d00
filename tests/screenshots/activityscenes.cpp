#include "screenshots/activityscenes.h"

#include "ui/activitypanel.h"
#include "ui/searchfield.h"
#include "ui/window/panelayout.h"

#include <QSplitter>
#include <QTableView>

namespace throughline::screenshots {

namespace {

using std::chrono::milliseconds;

net::HttpRequest requestFor(const QByteArray &method, const QString &path)
{
    net::HttpRequest request;
    request.method = method;
    request.url = QUrl(QStringLiteral("http://127.0.0.1:40123/api/") + path);
    request.headers = {{"Accept", "text/event-stream, application/json"}, {"Authorization", "Bearer secret"},
        {"Idempotency-Key", "7c1f0a52"}, {"X-Correlation-ID", "5b0e77aa"}};
    return request;
}

struct Answer
{
    int status = 200;
    qint64 bytes = 0;
    QByteArray type{};
    net::HeaderList headers{};
    QString error{};
};

/// Asks, is answered 5 ms later, and lets 15 s pass.
void ask(Stage &stage, const net::HttpRequest &request, const Answer &answer)
{
    net::ActivityLog &log = stage.activity();
    const qint64 id = log.begin(request, QStringLiteral("5b0e77aa"));
    stage.clock().advance(milliseconds(5));
    if (answer.status != 0) {
        net::HeaderList headers = answer.headers;
        if (!answer.type.isEmpty())
            headers.prepend({"Content-Type", answer.type});
        log.headers(id, {.status = answer.status, .headers = headers});
        log.body(id, answer.bytes);
    }
    log.finish(id, answer.error);
    stage.clock().advance(std::chrono::seconds(15));
}

void poll(Stage &stage, const Answer &answer)
{
    net::HttpRequest request = requestFor("GET", QStringLiteral("signals/?thread_id=0190a3c2"));
    request.headers.removeIf([](const auto &header) { return header.first == "Idempotency-Key"; });
    ask(stage, request, answer);
}

void pollThrice(Stage &stage)
{
    poll(stage, {.status = 503,
                    .bytes = 61,
                    .type = "application/json",
                    .headers = {{"Retry-After", "9"}, {"X-Correlation-ID", "5b0e77aa"}},
                    .error = QStringLiteral("The server is not available right now.")});
    poll(stage, {.status = 200, .bytes = 2300, .type = "application/json"});
    poll(stage, {.status = 304});
}

/// Opens the panel with \a row, from above, open.
void show(Stage &stage, std::optional<int> row)
{
    stage.window().panes().setActivityShown(true);
    stage.settle();
    if (!row)
        return;
    auto *table = stage.find<ui::ActivityPanel>()->findChild<QTableView *>();
    table->setCurrentIndex(table->model()->index(*row, 0));
    stage.settle();
}

/// A reply that has begun to come.
qint64 beginReply(Stage &stage)
{
    net::ActivityLog &log = stage.activity();
    net::HttpRequest post = requestFor("POST", QStringLiteral("chat/threads/0190a3c2/messages/?stream=true"));
    post.stream = true;
    const qint64 id = log.begin(post, QStringLiteral("5b0e77aa"));
    log.headers(id, {.status = 200, .headers = {{"Content-Type", "text/event-stream"}}});
    return id;
}

void say(Stage &stage, qint64 reply, const QString &event, const QString &data)
{
    stage.clock().advance(milliseconds(90));
    stage.activity().body(reply, 40);
    stage.activity().event(reply, event, data);
}

void sayWords(Stage &stage, qint64 reply)
{
    for (const char *word : {"Then ", "the ", "question ", "is ", "not "})
        say(stage, reply, QStringLiteral("chunk"),
            QStringLiteral("{\"delta\": \"%1\"}").arg(QLatin1StringView(word)));
}

} // namespace

void activity(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    pollThrice(stage);
    sayWords(stage, beginReply(stage));
    show(stage, 0);
}

void activityEmpty(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    show(stage, std::nullopt);
}

void activityFiltered(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    pollThrice(stage);
    show(stage, std::nullopt);
    stage.find<ui::ActivityPanel>()->findChild<ui::SearchField *>()->setText(QStringLiteral("extract"));
    stage.settle();
}

void activityFailed(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    pollThrice(stage);
    show(stage, 2);
}

void activityFinished(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    pollThrice(stage);
    const qint64 reply = beginReply(stage);
    say(stage, reply, QStringLiteral("start"),
        QStringLiteral(R"({"user_message_id": "0190a3c4", "message_id": "0190a3c5"})"));
    sayWords(stage, reply);
    say(stage, reply, QStringLiteral("done"), QStringLiteral(R"({"message_id": "0190a3c5"})"));
    stage.activity().finish(reply);
    poll(stage, {.status = 200, .bytes = 2710, .type = "application/json"});
    show(stage, 1);
}

void activityMasked(Stage &stage)
{
    stage.answerWith(everything());
    stage.open();
    net::HttpRequest signIn = requestFor("POST", QStringLiteral("auth/token/"));
    signIn.headers = {{"Content-Type", "application/json"}, {"X-Correlation-ID", "5b0e77aa"}};
    signIn.body = R"({"email": "a@example.org", "password": "secret"})";
    ask(stage, signIn, {.status = 200, .bytes = 512, .type = "application/json"});
    net::HttpRequest me = requestFor("GET", QStringLiteral("auth/me/?token=secret"));
    me.headers = {{"Accept", "application/json"}, {"Authorization", "Bearer secret"}, {"X-API-Key", "secret"},
        {"Cookie", "sessionid=secret"}};
    ask(stage, me,
        {.status = 200,
            .bytes = 96,
            .type = "application/json",
            .headers = {{"Set-Cookie", "sessionid=secret; HttpOnly"}, {"X-Echo", "Bearer secret"}}});
    show(stage, 0);
    // As high as it takes to see it all.
    qobject_cast<QSplitter *>(stage.find<ui::ActivityPanel>()->parentWidget())->setSizes({300, 500});
    stage.settle();
}

void activityOffline(Stage &stage)
{
    const auto failure = test::FakeAnswer::failure(protocol::ApiError::Kind::Network);
    stage.answerWith(everything());
    stage.open();
    const QString refused = QStringLiteral("The server cannot be reached.");
    poll(stage, {.status = 200, .bytes = 2300, .type = "application/json"});
    poll(stage, {.status = 0, .error = refused});
    poll(stage, {.status = 0, .error = refused});
    stage.server().always("GET", QStringLiteral("/api/signals/"), failure);
    stage.server().always("GET", QStringLiteral("/api/chat/threads/"), failure);
    stage.server().always("GET", QStringLiteral("/api/"), failure);
    stage.workspace().poller().refresh();
    stage.workspace().reconnect();
    stage.settle(200);
    show(stage, 0);
}

void live(Stage &stage)
{
    stage.answerWith(everything());
    test::FakeAnswer socket;
    socket.status = 101;
    socket.headers = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
    socket.holdEnd = true;
    stage.server().always("GET", QStringLiteral("/ws/signals/"), socket);
    stage.server().always("GET", QStringLiteral("/api/"),
        test::FakeAnswer::json(200, R"({"service": "throughline", "version": "1",
            "capabilities": ["idempotency", "cancel", "regenerate", "continue", "review", "pinning", "models", "push"],
            "model": "qwen2.5:7b"})"));
    stage.open();
    net::ActivityLog &log = stage.activity();
    net::HttpRequest listening{
        .url = QUrl(QStringLiteral("http://127.0.0.1:40123/ws/signals/?thread_id=0190a3c2")),
        .headers = {{"Authorization", "Bearer secret"}, {"X-Correlation-ID", "7c1f0a52"},
            {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}}};
    const auto pollAtOnce = [&] {
        const qint64 asked =
            log.begin({.url = QUrl(QStringLiteral("http://127.0.0.1:40123/api/signals/?thread_id=0190a3c2"))},
                QStringLiteral("5b0e"));
        stage.clock().advance(milliseconds(5));
        log.headers(asked, {.status = 200, .headers = {{"Content-Type", "application/json"}}});
        log.body(asked, 2300);
        log.finish(asked);
    };
    pollAtOnce();
    const qint64 id = log.begin(listening, QStringLiteral("7c1f0a52"));
    stage.clock().advance(milliseconds(4));
    log.headers(id, {.status = 101, .headers = {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}}});
    pollAtOnce();
    const auto wait = [&stage](int seconds) { stage.clock().advance(std::chrono::seconds(seconds)); };
    wait(20);
    log.event(id, QStringLiteral("ping"), {});
    wait(11);
    log.event(id, QStringLiteral("signal.created"),
        QStringLiteral(
            R"({"type":"signal.created","seq":1,"thread_id":"0190a3c2","signal":{"type":"Goal"}})"));
    log.body(id, 640);
    wait(9);
    log.event(id, QStringLiteral("ping"), {});
    wait(2);
    show(stage, 1);
}

} // namespace throughline::screenshots
