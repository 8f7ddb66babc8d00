#include "server/api/streamclient.h"
#include "server/http/rawclient.h"
#include "support/scriptedserver.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace throughline;
using namespace throughline::test;
using tests::RawClient;
using tests::StreamClient;

namespace {

constexpr const char *chatPath = "/v1/chat/completions";
constexpr const char *secret = "sk-very-secret-key";

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

constexpr const char *twoSignals =
    R"({"choices":[{"message":{"content":"{\"signals\":[{\"type\":\"Goal\",\"message\":1,\"quote\":\"move TO Lisbon\",\"text\":\"A move to Lisbon\",\"confidence\":0.9},{\"type\":\"Claim\",\"message\":1,\"quote\":\"rents in Paris are absurd\",\"text\":\"Rents are absurd\",\"confidence\":0.8}]}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":300,"completion_tokens":50}})";
constexpr const char *oneSignal =
    R"({"choices":[{"message":{"content":"{\"signals\":[{\"type\":\"Constraint\",\"message\":1,\"quote\":\"4 GB\",\"text\":\"4 GB\",\"confidence\":0.9}]}"},"finish_reason":"stop"}]})";

Script thinkingAnswer()
{
    return Script()
        .streamHead()
        .chunk("data: {\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}\n\n")
        .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"Be\"}}]}\n\n")
        .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"cause\"},\"finish_reason\":\"stop\"}]}\n\n")
        .chunk("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}\n\ndata: "
               "[DONE]\n\n")
        .lastChunk();
}

} // namespace

/// throughline-server against a model: nothing but the environment, or a file, sets it up.
class TestServerModels : public QObject
{
    Q_OBJECT

    void write(const QString &name, const QByteArray &content)
    {
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    /// Starts the program; true when it listens.
    bool start(const QStringList &more, const QProcessEnvironment &added = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(added);
        environment.insert(s("QT_LOGGING_RULES"), s("throughline.*=true"));
        m_program = std::make_unique<QProcess>();
        m_program->setProcessEnvironment(environment);
        m_arguments = QStringList{s("--data-dir"), m_dir->filePath(s("data"))} + more;
        m_program->start(s(THROUGHLINE_BUILD_DIR "/bin/throughline-server"), m_arguments);
        QString line;
        while (line.isEmpty() && m_program->waitForReadyRead(10'000))
            line = QString::fromUtf8(m_program->readLine()).trimmed();
        static const QRegularExpression pattern(s("http://127\\.0\\.0\\.1:(\\d+)/ with the token in (.+)$"));
        const auto match = pattern.match(line);
        m_port = match.captured(1).toUShort();
        QFile file(match.captured(2));
        if (file.open(QIODevice::ReadOnly))
            m_token = file.readAll().trimmed();
        return m_port != 0;
    }

    QByteArray bytes(const char *method, const QString &path, const QJsonObject &body = {}) const
    {
        const QByteArray content = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson();
        return QByteArray(method) + " /api/" + path.toUtf8() +
               " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\nAuthorization: Bearer " +
               m_token +
               "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(content.size()) +
               "\r\n\r\n" + content;
    }

    RawClient::Answer ask(const char *method, const QString &path, const QJsonObject &body = {}) const
    {
        RawClient client(m_port, RawClient::Waiting::RunsEvents);
        client.send(bytes(method, path, body));
        return client.answer();
    }

    QJsonObject object(const char *method, const QString &path, const QJsonObject &body = {}) const
    {
        return QJsonDocument::fromJson(ask(method, path, body).body).object();
    }

    QString newThread() const
    {
        return object("POST", s("chat/threads/"), {{s("title"), s("T")}}).value(s("id")).toString();
    }

    QJsonObject lastMessage(const QString &thread) const
    {
        return object("GET", s("chat/messages/?thread=") + thread)
            .value(s("results"))
            .toArray()
            .last()
            .toObject();
    }

    QProcessEnvironment modelEnvironment()
    {
        write(s("key"), secret);
        QProcessEnvironment environment;
        environment.insert(s("THROUGHLINE_PROVIDER_URL"), m_model->url(QString()).toString());
        environment.insert(s("THROUGHLINE_PROVIDER_MODEL"), s("tiny"));
        environment.insert(s("THROUGHLINE_PROVIDER_KEY_FILE"), m_dir->filePath(s("key")));
        return environment;
    }

    /// With \a extraction as the member of that name.
    void writeExtractingConfig(const QByteArray &extraction)
    {
        write(s("models.json"),
            R"({"providers":[{"id":"site","url":")" + m_model->url(QString()).toString().toUtf8() +
                R"(","model":"tiny"}],"default":"guide","extraction":)" + extraction + '}');
    }

    QStringList signalTexts(const QString &thread) const
    {
        QStringList texts;
        const QJsonArray found =
            object("GET", s("signals/?thread_id=") + thread).value(s("results")).toArray();
        for (const QJsonValue &signal : found)
            texts.append(signal[QLatin1String("text")].toString());
        return texts;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ScriptedServer> m_model;
    std::unique_ptr<QProcess> m_program;
    QStringList m_arguments;
    quint16 m_port = 0;
    QByteArray m_token;

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_model = std::make_unique<ScriptedServer>();
        m_model->always("POST", chatPath, thinkingAnswer());
        m_model->always(
            "GET", "/v1/models", Script().json(200, R"({"data":[{"id":"tiny"},{"id":"large"}]})"));
    }

    void cleanup()
    {
        if (m_program && m_program->state() != QProcess::NotRunning) {
            m_program->kill();
            m_program->waitForFinished();
        }
    }

    void theEnvironmentIsEnoughToTalkToAModel()
    {
        QVERIFY(start({}, modelEnvironment()));
        const QString thread = newThread();
        StreamClient stream(m_port, bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
                                        {{s("content"), s("Why?")}}));
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.text(), s("Because"));
        const QStringList names = stream.names();
        QVERIFY2(names.contains(s("reasoning")), qPrintable(names.join(u' ')));
        QVERIFY(names.indexOf(s("reasoning")) < names.indexOf(s("chunk")));
        QCOMPARE(names.constLast(), s("done"));

        const QJsonObject metadata = lastMessage(thread).value(s("metadata")).toObject();
        QCOMPARE(metadata.value(s("status")).toString(), s("complete"));
        QCOMPARE(metadata.value(s("provider")).toString(), s("default"));
        QCOMPARE(metadata.value(s("model")).toString(), s("tiny"));
        QCOMPARE(metadata.value(s("reasoning")).toString(), s("hm"));
        QCOMPARE(metadata.value(s("finish_reason")).toString(), s("stop"));
        QCOMPARE(metadata.value(s("prompt_tokens")).toInt(), 9);
        QCOMPARE(metadata.value(s("completion_tokens")).toInt(), 4);
        const ServedRequest asked = m_model->requests("POST", chatPath).constFirst();
        QCOMPARE(asked.header("Authorization"), QByteArray("Bearer ") + secret);
        QVERIFY(asked.body.contains("Why?"));
    }

    void modelsAreListedAndChosenForEachConversation()
    {
        QVERIFY(start({}, modelEnvironment()));
        QVERIFY(object("GET", QString()).value(s("capabilities")).toArray().contains(s("models")));
        QCOMPARE(object("GET", QString()).value(s("model")).toString(), s("tiny"));
        QStringList ids;
        QString standard;
        const RawClient::Answer listed = ask("GET", s("models/"));
        QCOMPARE(listed.header("Content-Type").left(16), QByteArray("application/json"));
        QVERIFY(!listed.header("X-Correlation-ID").isEmpty());
        for (const QJsonValue &model :
            QJsonDocument::fromJson(listed.body)[QLatin1String("results")].toArray()) {
            ids.append(model[QLatin1String("id")].toString());
            if (model[QLatin1String("default")].toBool())
                standard += ids.constLast();
        }
        QCOMPARE(ids, QStringList({s("default/tiny"), s("default/large"), s("guide")}));
        QCOMPARE(standard, s("default/tiny"));

        const QString thread = newThread();
        const QString path = s("chat/threads/%1/").arg(thread);
        const QJsonObject changed = object("PATCH", path,
            {{s("model"), s("default/large")},
                {s("settings"), QJsonObject{{s("system_prompt"), s("Be brief.")}, {s("temperature"), 0.5}}}});
        QCOMPARE(changed.value(s("model")).toString(), s("default/large"));
        QCOMPARE(changed.value(s("settings")).toObject().value(s("temperature")).toDouble(), 0.5);
        QCOMPARE(ask("PATCH", path, {{s("settings"), QJsonObject{{s("temperature"), 5}}}}).status, 400);
        QCOMPARE(ask("PATCH", path, {{s("model"), 5}}).status, 400);
        StreamClient stream(
            m_port, bytes("POST", path + s("messages/?stream=true"), {{s("content"), s("Why?")}}));
        QVERIFY(stream.waitForEnd());
        const QJsonDocument body =
            QJsonDocument::fromJson(m_model->requests("POST", chatPath).constLast().body);
        QCOMPARE(body[QLatin1String("model")].toString(), s("large"));
        QCOMPARE(body[QLatin1String("temperature")].toDouble(), 0.5);
        QCOMPARE(body[QLatin1String("messages")][0][QLatin1String("content")].toString(), s("Be brief."));

        QCOMPARE(object("PATCH", path, {{s("model"), s("guide")}}).value(s("model")).toString(), s("guide"));
        const int asked = int(m_model->requests("POST", chatPath).size());
        StreamClient guide(
            m_port, bytes("POST", path + s("messages/?stream=true"), {{s("content"), s("And?")}}));
        QVERIFY(guide.waitForEnd(20'000));
        QCOMPARE(int(m_model->requests("POST", chatPath).size()), asked);
        QCOMPARE(lastMessage(thread).value(s("metadata"))[QLatin1String("model")].toString(), s("Guide"));
    }

    void anErrorIsStreamedAndStoredAsASentence()
    {
        m_model->always(
            "POST", chatPath, Script().json(401, R"({"error":{"message":"wrong: sk-very-secret-key"}})"));
        QVERIFY(start({}, modelEnvironment()));
        const QString thread = newThread();
        StreamClient stream(m_port, bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
                                        {{s("content"), s("Why?")}}));
        QVERIFY(stream.waitForEnd());
        QCOMPARE(stream.names().mid(1), QStringList({s("error"), s("done")}));
        const QJsonValue error = lastMessage(thread).value(s("metadata"))[QLatin1String("error")];
        QCOMPARE(error[QLatin1String("code")].toString(), s("unauthorized"));
        QCOMPARE(error[QLatin1String("retryable")].toBool(), false);
        QVERIFY(error[QLatin1String("message")].toString().contains(s("does not accept the key")));
        QCOMPARE(m_model->requests("POST", chatPath).size(), 1);
    }

    void aModelThatLoadsIsWaitedForAndSaid()
    {
        m_model->once("POST", chatPath,
            Script().json(
                503, R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})"));
        QVERIFY(start({}, modelEnvironment()));
        const QString thread = newThread();
        StreamClient stream(m_port, bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
                                        {{s("content"), s("Why?")}}));
        QVERIFY(stream.waitForEnd(20'000));
        QCOMPARE(stream.names().at(1), s("waiting"));
        QVERIFY(stream.events().at(1).data.contains("is loading the model"));
        QCOMPARE(stream.text(), s("Because"));
    }

    void aFileSetsUpSeveral()
    {
        write(s("key"), secret);
        const QByteArray url = m_model->url(QString()).toString().toUtf8();
        write(s("models.json"), R"({"default":"second","providers":[{"id":"first","url":")" + url +
                                    R"(","model":"a"},{"id":"second","url":")" + url +
                                    R"(","model":"b","key_file":"key"}]})");
        QVERIFY(start({s("--provider-config"), m_dir->filePath(s("models.json"))}));
        QCOMPARE(object("GET", QString()).value(s("model")).toString(), s("b"));
        write(s("models.json"), "{\"providers\": 3}");
        cleanup();
        QVERIFY(!start({s("--provider-config"), m_dir->filePath(s("models.json"))}));
        m_program->waitForFinished();
        QCOMPARE(m_program->exitCode(), 1);
        QVERIFY(m_program->readAllStandardError().contains("must be a list"));
    }

    void aModelFindsSignalsAndTheLedgerSaysWhatItCost()
    {
        m_model->always("POST", chatPath, Script().json(200, twoSignals));
        writeExtractingConfig(R"({"when":"20,5","model":"site/tiny"})");
        QVERIFY(
            start({s("--provider-config"), m_dir->filePath(s("models.json")), s("--guide-pace"), s("0")}));
        const QString thread = newThread();
        const QString path = s("chat/threads/%1/").arg(thread);
        const QString id = object("POST", path + s("messages/"),
            {{s("content"), s("We want to move to Lisbon by May.")}})[QLatin1String("id")]
                               .toString();
        QTRY_COMPARE(signalTexts(thread).size(), 2);
        const QJsonArray found =
            object("GET", s("signals/?thread_id=") + thread).value(s("results")).toArray();
        QCOMPARE(found.at(1)[QLatin1String("alignment")].toString(), s("exact"));
        QCOMPARE(found.at(1)[QLatin1String("span")][QLatin1String("start")].toInt(), 11);
        QCOMPARE(found.at(1)[QLatin1String("quote")].toString(), s("move to Lisbon"));
        QCOMPARE(found.at(0)[QLatin1String("alignment")].toString(), s("none"));

        const QJsonObject state = object("GET", path + s("extract/"));
        QCOMPARE(state.value(s("pending_messages")).toInt(-1), 0);
        QCOMPARE(state.value(s("problem")).toString(), QString());
        const QJsonValue reading = state.value(s("readings"))[0];
        QCOMPARE(reading[QLatin1String("model")].toString(), s("tiny"));
        QCOMPARE(reading[QLatin1String("prompt_tokens")].toInt(), 300);
        QCOMPARE(reading[QLatin1String("completion_tokens")].toInt(), 50);
        QCOMPARE(reading[QLatin1String("message_ids")].toArray(), QJsonArray{id});
        const QJsonDocument asked =
            QJsonDocument::fromJson(m_model->requests("POST", chatPath).constFirst().body);
        QCOMPARE(asked[QLatin1String("response_format")][QLatin1String("type")].toString(), s("json_schema"));
    }

    void whatAModelCannotReadWaitsAndIsReadInTheNextRun()
    {
        m_model->always("POST", chatPath, Script().json(500, R"({"error":{"message":"out of memory"}})"));
        writeExtractingConfig(R"({"when":"1,1","model":"site/tiny"})");
        const QStringList options{
            s("--provider-config"), m_dir->filePath(s("models.json")), s("--guide-pace"), s("0")};
        QVERIFY(start(options));
        const QString thread = newThread();
        const QString path = s("chat/threads/%1/").arg(thread);
        object("POST", path + s("messages/"), {{s("content"), s("It has to run on 4 GB of RAM.")}});
        const auto state = [&](const char *name) -> QJsonValue {
            return object("GET", path + s("extract/")).value(s(name));
        };
        QTRY_VERIFY(!state("problem").toString().isEmpty());
        QCOMPARE(state("pending_messages").toInt(), 1);
        QVERIFY(signalTexts(thread).isEmpty()); // no rules in its place
        const QString retryAt = state("retry_at").toString();
        cleanup();
        QVERIFY(start(options));
        QCOMPARE(state("retry_at").toString(), retryAt);
        QVERIFY(!state("problem").toString().isEmpty());
        // Whoever asks does not wait.
        m_model->always("POST", chatPath, Script().json(200, oneSignal));
        QCOMPARE(ask("POST", path + s("extract/")).status, 202);
        QTRY_COMPARE(signalTexts(thread), QStringList{s("4 GB")});
        QCOMPARE(state("problem").toString(), QString());
    }

    void whoIsToExtractHasToBeSetUp_data()
    {
        QTest::addColumn<QByteArray>("extraction");
        QTest::addColumn<QString>("said");
        QTest::newRow("no such service")
            << QByteArray(R"({"model":"gone/tiny"})") << s("not set up: gone/tiny");
        QTest::newRow("no model") << QByteArray(R"({"model":"site"})") << s("not set up: site");
        QTest::newRow("the Guide") << QByteArray(R"({"model":"guide"})") << s("not set up: guide");
        QTest::newRow("no time") << QByteArray(R"({"when":"soon"})") << s("when to look for signals: soon");
        QTest::newRow("no object") << QByteArray("5") << s("must be an object");
    }

    void whoIsToExtractHasToBeSetUp()
    {
        QFETCH(QByteArray, extraction);
        QFETCH(QString, said);
        writeExtractingConfig(extraction);
        QVERIFY(!start({s("--provider-config"), m_dir->filePath(s("models.json"))}));
        m_program->waitForFinished();
        QCOMPARE(m_program->exitCode(), 1);
        const QString error = QString::fromUtf8(m_program->readAllStandardError());
        QVERIFY2(error.contains(said), qPrintable(error));
    }

    void theEnvironmentNamesWhoExtracts()
    {
        QProcessEnvironment environment = modelEnvironment();
        environment.insert(s("THROUGHLINE_EXTRACT"), s("1,1"));
        environment.insert(s("THROUGHLINE_EXTRACT_MODEL"), s("default/large"));
        QVERIFY(start({}, environment));
        object("POST", s("chat/threads/%1/messages/").arg(newThread()), {{s("content"), s("Thanks!")}});
        const auto isAsked = [this] {
            const QList<ServedRequest> asked = m_model->requests("POST", chatPath);
            return std::any_of(asked.cbegin(), asked.cend(), [](const ServedRequest &request) {
                return request.body.contains("\"large\"") && request.body.contains("json_schema");
            });
        };
        QTRY_VERIFY(isAsked());
    }

    void theKeyIsNowhereButInItsFile()
    {
        m_model->always(
            "POST", chatPath, Script().json(500, R"({"error":{"message":"sk-very-secret-key"}})"));
        QVERIFY(start({}, modelEnvironment()));
        const QString thread = newThread();
        StreamClient stream(m_port, bytes("POST", s("chat/threads/%1/messages/?stream=true").arg(thread),
                                        {{s("content"), s("Why?")}}));
        QVERIFY(stream.waitForEnd());
        ask("GET", s("models/"));
        QVERIFY(!ask("GET", s("chat/messages/?thread=") + thread).body.contains(secret));
        m_program->terminate();
        QVERIFY(m_program->waitForFinished());
        QVERIFY(!m_program->readAllStandardError().contains(secret));
        QVERIFY(!m_program->readAllStandardOutput().contains(secret));
        QVERIFY(!m_arguments.join(u' ').contains(s(secret)));
        QDirIterator files(
            m_dir->filePath(s("data")), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int count = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(secret), qPrintable(file.fileName()));
            ++count;
        }
        QVERIFY(count > 0);
    }
};

QTEST_GUILESS_MAIN(TestServerModels)
#include "tst_servermodels.moc"
