#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "support/scriptedserver.h"
#include "ui/modelpicker.h"
#include "ui/transcript/transcriptview.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QDirIterator>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using namespace throughline::test;

namespace {

const QByteArray key = "sk-very-secret-0123456789";

Script saying(const QByteArray &text)
{
    return Script()
        .streamHead()
        .chunk("data: {\"choices\": [{\"delta\": {\"content\": \"" + text + "\"}}]}\n\n")
        .chunk("data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\ndata: [DONE]\n\n")
        .lastChunk();
}

/// The program, and a model server that is not ours.
struct Program
{
    Program(
        const QString &folder, FakeSecretStore &secrets, const QList<app::ModelGateway::Place> &places = {})
        : application(*qApp, {.dataDir = folder, .guidePace = 0, .secrets = &secrets, .modelPlaces = places})
        , user(application.window(), application.workspace())
    {
        application.window().resize(1280, 800);
        application.start();
    }
    /// The button called \a name; null when it is not on screen.
    QAbstractButton *button(const QString &name)
    {
        const QList<QAbstractButton *> all = application.window().findChildren<QAbstractButton *>();
        for (QAbstractButton *button : all) {
            if (button->isVisible() && (button->accessibleName() == name || button->text() == name))
                return button;
        }
        return nullptr;
    }
    void type(const QString &field, const QString &text)
    {
        const QList<QLineEdit *> all = application.window().findChildren<QLineEdit *>();
        for (QLineEdit *edit : all) {
            if (edit->isVisible() && edit->accessibleName() == field)
                QTest::keyClicks(edit, text);
        }
    }
    bool connectTo(const workspace::ModelServer &server)
    {
        QSignalSpy applied(&application.modelServers(), &workspace::ModelServers::applied);
        application.modelServers().add(server, key);
        return QTest::qWaitFor([&] { return applied.size() == 1; });
    }

    app::Application application;
    Driver user;
};

} // namespace

/// The whole program with a model: real widgets, real HTTP, the real embedded server, a scripted model.
class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsSetUpAnswersWithItsKeyAndAfterARestartToo();
    void theKeyIsInNoFileAndNoRecord();
    void theCardOfAFirstStartConnectsWhatRunsHere();
    void aServerIsConnectedInTheSettings();
    void aConversationHasAModelOfItsOwn();
    void whatItThinksAndThatItLoadsIsShown();
    void whatGoesWrongIsASentenceAndNobodyAnswersInItsPlace_data();
    void whatGoesWrongIsASentenceAndNobodyAnswersInItsPlace();
    void aReplyIsReadThroughTheQuirksOfItsServer_data();
    void aReplyIsReadThroughTheQuirksOfItsServer();

private:
    workspace::ModelServer server() const
    {
        return {.id = {}, .name = QStringLiteral("Site"), .address = m_site->url(QStringLiteral("/v1"))};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedServer> m_site;
};

void ModelsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_site = std::make_unique<ScriptedServer>();
    m_site->always("GET", "/v1/models", Script().json(200, R"({"data": [{"id": "tiny"}]})"));
    m_site->always("POST", "/v1/chat/completions", saying("Forty-two."));
}

void ModelsTest::whatIsSetUpAnswersWithItsKeyAndAfterARestartToo()
{
    FakeSecretStore secrets;
    for (const bool isFirst : {true, false}) {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        if (isFirst) {
            QVERIFY(program.connectTo(server()));
        } else {
            program.application.workspace().newConversation();
            QTRY_COMPARE(program.user.rows().rowCount(), 0);
        }
        program.user.send(QStringLiteral("What is it?"));
        QVERIFY(program.user.waitForReply());
        QCOMPARE(program.user.lastRow().message.content, QStringLiteral("Forty-two."));
        const ServedRequest asked = m_site->requests("POST", "/v1/chat/completions").last();
        QCOMPARE(asked.header("Authorization"), "Bearer " + key);
    }
}

void ModelsTest::theKeyIsInNoFileAndNoRecord()
{
    FakeSecretStore secrets;
    {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        QVERIFY(program.connectTo(server()));
        program.user.send(QStringLiteral("What is it?"));
        QVERIFY(program.user.waitForReply());
        for (const net::ActivityRecord &record : program.application.workspace().activity().log().records()) {
            QVERIFY(record.url.port() != m_site->port());
            QVERIFY(!workspace::ActivityModel::asCurl(record).contains(QString::fromLatin1(key)));
        }
        program.application.window().close();
    }
    int files = 0;
    QDirIterator all(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(key), qPrintable(file.fileName()));
        ++files;
    }
    QVERIFY(files >= 2);
}

void ModelsTest::theCardOfAFirstStartConnectsWhatRunsHere()
{
    FakeSecretStore secrets;
    Program program(m_folder->path(), secrets, {{QStringLiteral("Ollama"), m_site->port()}});
    QVERIFY(program.user.waitForConversation());
    QTRY_VERIFY(program.button(QStringLiteral("Use tiny")));
    program.button(QStringLiteral("Use tiny"))->click();
    QTRY_VERIFY(program.button(QStringLiteral("Model: tiny")));
    QVERIFY(!program.button(QStringLiteral("Use tiny")));
    program.user.send(QStringLiteral("What is it?"));
    QVERIFY(program.user.waitForReply());
    QCOMPARE(program.user.lastRow().message.content, QStringLiteral("Forty-two."));
    QCOMPARE(secrets.writes, 0);
}

void ModelsTest::aServerIsConnectedInTheSettings()
{
    FakeSecretStore secrets;
    Program program(m_folder->path(), secrets);
    QVERIFY(program.user.waitForConversation());
    QVERIFY(QTest::qWaitForWindowActive(&program.application.window()));
    program.user.type(QStringLiteral("half a thought"));
    QTRY_VERIFY(program.button(QStringLiteral("Connect a model…")));
    program.button(QStringLiteral("Connect a model…"))->click();
    program.type(QStringLiteral("Name"), QStringLiteral("Site"));
    program.type(QStringLiteral("Address"), m_site->url(QStringLiteral("/v1")).toString());
    program.type(QStringLiteral("Key"), QString::fromLatin1(key));
    program.button(QStringLiteral("Test"))->click();
    QTRY_VERIFY(m_site->requests("POST", "/v1/chat/completions").size() == 1);
    QCOMPARE(m_site->requests().last().header("Authorization"), "Bearer " + key);
    program.button(QStringLiteral("Add"))->click();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_VERIFY(program.button(QStringLiteral("Model: tiny")));
    QCOMPARE(program.user.editor().toPlainText(), QStringLiteral("half a thought"));
    program.user.send(QStringLiteral(", whole now"));
    QVERIFY(program.user.waitForReply());
    QCOMPARE(program.user.lastRow().message.content, QStringLiteral("Forty-two."));
}

void ModelsTest::aConversationHasAModelOfItsOwn()
{
    FakeSecretStore secrets;
    Program program(m_folder->path(), secrets);
    QVERIFY(program.user.waitForConversation());
    QVERIFY(program.connectTo(server()));
    QTRY_VERIFY(program.button(QStringLiteral("Model: tiny")));
    program.button(QStringLiteral("Model: tiny"))->click();
    auto *picker = program.application.window().findChild<ui::ModelPicker *>();
    QVERIFY(picker->isVisible());
    QTest::keyClicks(picker->findChild<QLineEdit *>(), QStringLiteral("guide"));
    QTest::keyClick(picker->findChild<QLineEdit *>(), Qt::Key_Return);
    QTRY_VERIFY(program.button(QStringLiteral("Model: Guide")));
    program.user.send(QStringLiteral("We want to launch in six weeks."));
    QVERIFY(program.user.waitForReply());
    QVERIFY(program.user.lastRow().message.content != QStringLiteral("Forty-two."));
    QVERIFY(m_site->requests("POST", "/v1/chat/completions").isEmpty());
    program.application.workspace().newConversation();
    QTRY_VERIFY(program.button(QStringLiteral("Model: tiny")));
}

void ModelsTest::whatItThinksAndThatItLoadsIsShown()
{
    const auto piece = [](const char *channel, const char *text) {
        return QByteArray("data: {\"choices\": [{\"delta\": {\"") + channel + "\": \"" + text + "\"}}]}\n\n";
    };
    Script thinking;
    thinking.streamHead().chunk(piece("reasoning_content", "They ask for a number."));
    thinking.delay(std::chrono::milliseconds(300));
    thinking.chunk(piece("content", "Forty-two."))
        .chunk("data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\ndata: [DONE]\n\n")
        .lastChunk();
    FakeSecretStore secrets;
    {
        Program program(m_folder->path(), secrets);
        QVERIFY(program.user.waitForConversation());
        QVERIFY(program.connectTo(server()));
        m_site->once("POST", "/v1/chat/completions",
            Script().json(503,
                R"({"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}})",
                {{"Retry-After", "1"}}));
        m_site->once("POST", "/v1/chat/completions", thinking);
        program.user.send(QStringLiteral("What is it?"));
        QTRY_VERIFY(program.user.rows().rowCount() == 2 && !program.user.lastRow().waiting.isEmpty());
        QCOMPARE(program.user.lastRow().waiting,
            QStringLiteral("Site is loading the model. It answers as soon as that is done."));
        auto *view = program.application.window().findChild<ui::TranscriptView *>();
        QTRY_VERIFY(!view->transcriptLayout().item(1)->waitingRect().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(program.user.lastRow().isThinking, 10'000);
        QVERIFY(program.user.lastRow().waiting.isEmpty());
        QVERIFY(program.user.waitForReply());
        QCOMPARE(program.user.lastRow().message.content, QStringLiteral("Forty-two."));
        QCOMPARE(program.user.lastRow().thoughts, QStringLiteral("They ask for a number."));
        QVERIFY(view->perform(ui::RowAction::ToggleThoughts, 1));
        QCOMPARE(view->transcriptLayout().item(1)->thoughts().pieceCount(), 1);
        QVERIFY(view->perform(ui::RowAction::Copy, 1));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Forty-two."));
    }
    Program again(m_folder->path(), secrets);
    QVERIFY(again.user.waitForConversation());
    QCOMPARE(again.user.lastRow().thoughts, QStringLiteral("They ask for a number."));
    QCOMPARE(again.user.lastRow().message.content, QStringLiteral("Forty-two."));
    QVERIFY(again.user.lastRow().thoughtFor >= std::chrono::milliseconds(200));
}

void ModelsTest::whatGoesWrongIsASentenceAndNobodyAnswersInItsPlace_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("said");
    QTest::newRow("wrong key") << 401 << QByteArray(R"({"error": {"message": "Incorrect API key"}})")
                               << QStringLiteral("key");
    QTest::newRow("unknown model") << 404
                                   << QByteArray(R"({"error": {"message": "model \"tiny\" not found"}})")
                                   << QStringLiteral("tiny");
    QTest::newRow("too long")
        << 400
        << QByteArray(
               R"({"error": {"message": "This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens.", "code": "context_length_exceeded"}})")
        << QStringLiteral("4,096");
    QTest::newRow("broken") << 500 << QByteArray("<h1>Oops</h1>") << QStringLiteral("Site");
    QTest::newRow("an error in a good answer")
        << 200 << QByteArray(R"({"error": {"message": "The model crashed"}})") << QStringLiteral("crashed");
}

void ModelsTest::whatGoesWrongIsASentenceAndNobodyAnswersInItsPlace()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, said);
    FakeSecretStore secrets;
    m_site->once("POST", "/v1/chat/completions", Script().json(status, body));
    Program program(m_folder->path(), secrets);
    QVERIFY(program.user.waitForConversation());
    QVERIFY(program.connectTo(server()));
    program.user.send(QStringLiteral("What is it?"));
    QVERIFY(program.user.waitForReply());
    QTRY_COMPARE(program.user.lastRow().state, workspace::RowState::Failed);
    const workspace::TranscriptModel::Row row = program.user.lastRow();
    QVERIFY2(row.notice.contains(said), qPrintable(row.notice));
    QVERIFY(!row.notice.contains(QString::fromLatin1(key)));
    QVERIFY(row.canRetry);
    QVERIFY(row.message.content.isEmpty());
    QCOMPARE(m_site->requests("POST", "/v1/chat/completions").size(), 1);
    program.user.conversation().retry(program.user.rows().rowCount() - 1);
    QTRY_COMPARE(program.user.lastRow().message.content, QStringLiteral("Forty-two."));
    QCOMPARE(program.user.texts().count(QStringLiteral("What is it?")), 1);
}

void ModelsTest::aReplyIsReadThroughTheQuirksOfItsServer_data()
{
    QTest::addColumn<QByteArray>("stream");
    const QByteArray words = R"(data: {"choices": [{"delta": {"content": "Forty-two."}}]})"
                             "\n\n";
    const QByteArray stop = R"(data: {"choices": [{"delta": {}, "finish_reason": "stop"}]})"
                            "\n\n";
    const QByteArray done = "data: [DONE]\n\n";
    QTest::newRow("no [DONE]") << words + stop;
    QTest::newRow("keep-alives") << ": waiting\n\n" + words + ": still here\n\n" + stop + done;
    QTest::newRow("null content")
        << R"(data: {"choices": [{"delta": {"role": "assistant", "content": null}}]})"
           "\n\n" +
               words + stop + done;
    QTest::newRow("usage without choices")
        << words + stop + R"(data: {"choices": [], "usage": {"completion_tokens": 3}})" + "\n\n" + done;
    QTest::newRow("CRLF") << QByteArray(words + stop + done).replace("\n", "\r\n");
    QTest::newRow("no space") << QByteArray(words + stop + done).replace("data: ", "data:");
    QTest::newRow("whole JSON") << QByteArray(
        R"({"choices": [{"message": {"role": "assistant", "content": "Forty-two."}, "finish_reason": "stop"}]})");
}

void ModelsTest::aReplyIsReadThroughTheQuirksOfItsServer()
{
    QFETCH(QByteArray, stream);
    FakeSecretStore secrets;
    m_site->once("POST", "/v1/chat/completions",
        Script().chunkedHead(200, "text/event-stream").chunk(stream).lastChunk());
    Program program(m_folder->path(), secrets);
    QVERIFY(program.user.waitForConversation());
    QVERIFY(program.connectTo(server()));
    program.user.send(QStringLiteral("What is it?"));
    QVERIFY(program.user.waitForReply());
    QCOMPARE(program.user.lastRow().message.content, QStringLiteral("Forty-two."));
    QCOMPARE(program.user.lastRow().state, workspace::RowState::Settled);
}

QTEST_MAIN(ModelsTest)
#include "tst_models.moc"
