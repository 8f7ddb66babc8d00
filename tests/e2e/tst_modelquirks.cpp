#include "app/application.h"
#include "client/fakesecretstore.h"
#include "e2e/driver.h"
#include "server/provider/quirkrules.h"
#include "support/scriptedserver.h"
#include "support/testdata.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace throughline;
using namespace throughline::test;
using server::provider::ChatEnding;
using workspace::RowState;

namespace {

const QByteArray key = "sk-very-secret-0123456789";
const QByteArray chat = "/v1/chat/completions";
const QString question = QStringLiteral("What is it?");

QByteArray piece(const QByteArray &text)
{
    return "data: {\"choices\": [{\"delta\": {\"content\": \"" + text + "\"}}]}\n\n";
}

Script answering()
{
    return Script().streamHead().chunk(piece("Forty-two.")).chunk("data: [DONE]\n\n").lastChunk();
}

Script error(
    int status, const QByteArray &message, const QByteArray &code = {}, const net::HeaderList &headers = {})
{
    return Script().json(
        status, R"({"error": {"message": ")" + message + R"(", "code": ")" + code + R"("}})", headers);
}

} // namespace

/// Whatever a model server does, seen from the window: the text that came, or what came of it and a sentence
/// with a next step; the question stands once, and Retry helps where anything can.
class ModelQuirksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_program.reset(); }
    void everyRecordedQuirkEndsAsItMust_data();
    void everyRecordedQuirkEndsAsItMust();
    void everyFailureIsASentenceAndRetryHelps_data();
    void everyFailureIsASentenceAndRetryHelps();
    void whereNobodyAnswersItIsSaidToo_data();
    void whereNobodyAnswersItIsSaidToo();
    void aWaitThatIsAskedForIsKept();

private:
    bool start(const QUrl &address);
    bool isOver()
    {
        return m_user->waitForReply() &&
               QTest::qWaitFor([this] { return m_user->lastRow().state != RowState::Waiting; });
    }
    void isAFailureWith(const QString &kept, const QStringList &said);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedServer> m_site;
    FakeSecretStore m_secrets;
    std::unique_ptr<app::Application> m_program;
    std::unique_ptr<Driver> m_user;
};

void ModelQuirksTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_site = std::make_unique<ScriptedServer>();
    m_site->always("GET", "/v1/models", Script().json(200, R"({"data": [{"id": "tiny"}]})"));
    m_site->always("POST", chat, answering());
}

/// The program, connected to the model server at \a address.
bool ModelQuirksTest::start(const QUrl &address)
{
    m_program = std::make_unique<app::Application>(
        *qApp, app::Application::Options{
                   .dataDir = m_folder->path(), .guidePace = 0, .secrets = &m_secrets, .modelPlaces = {}});
    m_program->window().resize(1280, 800);
    m_program->start();
    m_user = std::make_unique<Driver>(m_program->window(), m_program->workspace());
    QSignalSpy applied(&m_program->modelServers(), &workspace::ModelServers::applied);
    m_program->modelServers().add({.id = {}, .name = QStringLiteral("Site"), .address = address}, key);
    return m_user->waitForConversation() && QTest::qWaitFor([&] { return applied.size() > 0; });
}

void ModelQuirksTest::isAFailureWith(const QString &kept, const QStringList &said)
{
    const workspace::TranscriptModel::Row row = m_user->lastRow();
    QVERIFY2(row.state == RowState::Failed || row.state == RowState::Interrupted, qPrintable(row.notice));
    QCOMPARE(row.message.content, kept);
    QVERIFY(row.canRetry);
    for (const QString &words : said)
        QVERIFY2(row.notice.contains(words), qPrintable(row.notice));
    QVERIFY2(row.notice.size() > 10 && !row.notice.contains(u'<'), qPrintable(row.notice));
    QVERIFY(!row.notice.contains(QString::fromLatin1(key)));
    QCOMPARE(m_user->texts().count(question), 1);
}

void ModelQuirksTest::everyRecordedQuirkEndsAsItMust_data()
{
    QTest::addColumn<QJsonObject>("entry");
    const QString path = testDataFile(QStringLiteral("provider-quirks.json"));
    if (path.isEmpty())
        QSKIP("no test data: set THROUGHLINE_TEST_DATA to the folder that has provider-quirks.json");
    QFile file(path);
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const QJsonArray entries =
        QJsonDocument::fromJson(file.readAll().replace("\xEF\xBB\xBF", "\\ufeff")).array();
    for (const QJsonValue &value : entries)
        QTest::newRow(qPrintable(value[QLatin1String("id")].toString())) << value.toObject();
}

void ModelQuirksTest::everyRecordedQuirkEndsAsItMust()
{
    QFETCH(QJsonObject, entry);
    const Quirk quirk(entry);
    Script script;
    script.head(200, headersOf(entry) + net::HeaderList{{"Transfer-Encoding", "chunked"}});
    script.chunk(quirk.body);
    if (quirk.category == QLatin1String("transport"))
        script.close();
    else
        script.lastChunk();
    m_site->once("POST", chat, script);
    QVERIFY(start(m_site->url(QStringLiteral("/v1"))));
    m_user->send(question);
    QVERIFY(isOver());
    const bool isWhole = quirk.outcome.ending.kind == ChatEnding::Kind::Complete &&
                         (!quirk.outcome.text.isEmpty() || quirk.outcome.toolCalls.isEmpty());
    QCOMPARE(m_user->lastRow().thoughts, quirk.outcome.reasoning);
    if (isWhole) {
        QCOMPARE(m_user->lastRow().state, RowState::Settled);
        QCOMPARE(m_user->texts(), (QStringList{question, quirk.outcome.text}));
        return;
    }
    isAFailureWith(quirk.outcome.text, {});
}

void ModelQuirksTest::everyFailureIsASentenceAndRetryHelps_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("kept");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char *name, const Script &script, const QStringList &said,
                         const QString &kept = {}) { QTest::newRow(name) << script << kept << said; };
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    row("wrong key", error(401, "Incorrect API key: " + key, "invalid_api_key"),
        {s("does not accept the key"), s("Check the key")});
    row("forbidden", error(403, "Not on your plan"), {s("does not let this key use"), s("Not on your plan")});
    row("unknown model", error(404, "The model does not exist", "model_not_found"),
        {s("has no model"), s("Choose another model")});
    row("unknown address", Script().answer(404, "text/plain", "404 page not found"),
        {s("Check the address")});
    row("too long, with the numbers",
        error(400,
            "This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 "
            "tokens.",
            "context_length_exceeded"),
        {s("5,000"), s("4,096"), s("oldest messages will be left out")});
    row("too long to be read", error(413, "Payload too large"), {s("too long")});
    row("no credit", error(402, "Insufficient balance"), {s("no credit")});
    row("rate limited without a wait", error(429, "Slow down"),
        {s("takes no more requests"), s("Wait a little")});
    row("rate limited for an hour", error(429, "Slow down", {}, {{"Retry-After", "3600"}}),
        {s("Try again in 60 min")});
    row("broken", error(500, "CUDA out of memory"), {s("CUDA out of memory"), s("Try again")});
    row("a page of a proxy", Script().answer(502, "text/html", "<html><title>502 Bad Gateway</title></html>"),
        {s("502")});
    row("sent elsewhere",
        Script().head(307, {{"Location", "http://other.example/"}, {"Content-Length", "0"}}),
        {s("another address")});
    row("an error in a good answer", error(200, "The model crashed"), {s("The model crashed")});
    row("an error in the middle",
        Script()
            .streamHead()
            .chunk(piece("Forty-"))
            .chunk("data: {\"error\": {\"message\": \"The model crashed\"}}\n\n")
            .lastChunk(),
        {s("The model crashed")}, s("Forty-"));
    row("cut in the middle", Script().streamHead().chunk(piece("Forty-")).reset(), {s("in the middle")},
        s("Forty-"));
    row("closed in the middle", Script().streamHead().chunk(piece("Forty-")).close(), {s("in the middle")},
        s("Forty-"));
    row("ended without an end", Script().streamHead().chunk(piece("Forty-")).lastChunk(),
        {s("in the middle")}, s("Forty-"));
    row("closed before the first byte", Script().close(), {s("127.0.0.1")});
    row("shorter than announced", Script().lie(200, R"({"choices": [{"mess)", 500).close(), {s("Site")});
    row("nothing", Script().streamHead().chunk("data: [DONE]\n\n").lastChunk(), {s("answered with nothing")});
    row("withheld",
        Script()
            .streamHead()
            .chunk("data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"content_filter\"}]}\n\n")
            .lastChunk(),
        {s("content rules")});
}

void ModelQuirksTest::everyFailureIsASentenceAndRetryHelps()
{
    QFETCH(Script, script);
    QFETCH(QString, kept);
    QFETCH(QStringList, said);
    m_site->once("POST", chat, script);
    QVERIFY(start(m_site->url(QStringLiteral("/v1"))));
    m_user->send(question);
    m_user->type(QStringLiteral("half a thought"));
    QVERIFY(isOver());
    isAFailureWith(kept, said);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_site->requests("POST", chat).size(), 1); // nobody else is asked, and nobody twice
    m_user->conversation().retry(m_user->rows().rowCount() - 1);
    QTRY_COMPARE(m_user->lastRow().state, RowState::Settled);
    QVERIFY2(m_user->lastRow().message.content.endsWith(QStringLiteral("Forty-two.")),
        qPrintable(m_user->lastRow().message.content));
    QCOMPARE(m_user->texts().count(question), 1);
    QCOMPARE(m_user->editor().toPlainText(), QStringLiteral("half a thought"));
}

void ModelQuirksTest::whereNobodyAnswersItIsSaidToo_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<QString>("said");
    QTest::newRow("not running") << QStringLiteral("http") << false
                                 << QStringLiteral("No model server runs at");
    QTest::newRow("no TLS there") << QStringLiteral("https") << true << QStringLiteral("127.0.0.1");
}

void ModelQuirksTest::whereNobodyAnswersItIsSaidToo()
{
    QFETCH(QString, scheme);
    QFETCH(bool, isThere);
    QFETCH(QString, said);
    QUrl address = m_site->url(QStringLiteral("/v1"));
    address.setScheme(scheme);
    if (!isThere)
        m_site->shutDown();
    QVERIFY(start(address));
    m_user->send(question);
    QVERIFY(isOver());
    isAFailureWith({}, {said});
}

void ModelQuirksTest::aWaitThatIsAskedForIsKept()
{
    m_site->once("POST", chat, error(429, "Slow down", {}, {{"Retry-After", "1"}}));
    QVERIFY(start(m_site->url(QStringLiteral("/v1"))));
    m_user->send(question);
    QTRY_VERIFY(m_user->rows().rowCount() == 2 && !m_user->lastRow().waiting.isEmpty());
    QElapsedTimer timer;
    timer.start();
    QVERIFY2(m_user->lastRow().waiting.contains(QStringLiteral("Asking again in 1 s")),
        qPrintable(m_user->lastRow().waiting));
    QTRY_COMPARE(m_site->requests("POST", chat).size(), 2);
    QVERIFY2(timer.elapsed() >= 500, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(isOver());
    QTRY_COMPARE(m_user->texts(), (QStringList{question, QStringLiteral("Forty-two.")}));
}

QTEST_MAIN(ModelQuirksTest)
#include "tst_modelquirks.moc"
