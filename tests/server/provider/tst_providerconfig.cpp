#include "server/provider/modellist.h"
#include "server/provider/providerconfig.h"
#include "server/provider/retryadvice.h"

#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

using namespace throughline::server::provider;
using throughline::net::HeaderList;
using namespace std::chrono_literals;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestProviderConfig : public QObject
{
    Q_OBJECT

    void write(const QString &name, const QByteArray &content)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void aFileSetsUpServices()
    {
        write(s("key"), "sk-secret\nmore\n");
        write(s("config.json"), R"({"default": "hosted/large", "providers": [
            {"id": "local", "url": "http:\/\/127.0.0.1:11434"},
            {"id": "hosted", "title": "Hosted", "url": "https:\/\/api.example.org/v1", "model": "small",
             "key_file": "key", "context_tokens": 8192, "prefill": true, "headers": {"X-Team": "a"},
             "settings": {"temperature": 0.5}}]})");
        const auto config = providerConfigFromFile(m_folder.filePath(s("config.json")));
        QVERIFY2(config, config ? "" : qPrintable(config.error().message));
        QCOMPARE(config->defaultModel, s("hosted/large"));
        QCOMPARE(config->services.size(), 2);
        QCOMPARE(config->services.at(0).title, s("127.0.0.1:11434"));
        QCOMPARE(config->services.at(0).key, QByteArray());
        const ModelService hosted = config->services.at(1);
        QCOMPARE(hosted.key, QByteArray("sk-secret"));
        QCOMPARE(hosted.contextTokens, 8192);
        QCOMPARE(hosted.canPrefill, true);
        QCOMPARE(hosted.defaults.temperature, std::optional(0.5));
        QCOMPARE(throughline::net::headerValue(hosted.headers, "X-Team"), QByteArray("a"));
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *json, const char *words) {
            QTest::newRow(name) << QByteArray(json) << s(words);
        };
        row("no JSON", "{", "not a JSON object");
        row("no providers", "{}", "must be a list");
        row("no id", R"({"providers":[{"url":"http:\/\/a"}]})", "needs an “id”");
        row("the Guide's id", R"({"providers":[{"id":"guide","url":"http:\/\/a"}]})", "other than “guide”");
        row("an id twice", R"({"providers":[{"id":"a","url":"http:\/\/a"},{"id":"a","url":"http:\/\/b"}]})",
            "Two providers");
        row("no address", R"({"providers":[{"id":"a","url":"ftp:\/\/a"}]})", "a: The address");
        row("a password in the address", R"({"providers":[{"id":"a","url":"http:\/\/me:sk-secret@a"}]})",
            "must not contain");
        row("a key in the file", R"({"providers":[{"id":"a","url":"http:\/\/a","key":"sk-secret"}]})",
            "key_file");
        row("a setting", R"({"providers":[{"id":"a","url":"http:\/\/a","settings":{"temperature":9}}]})",
            "“temperature”");
        row("no such key file", R"({"providers":[{"id":"a","url":"http:\/\/a","key_file":"missing"}]})",
            "cannot be read");
        row("another type", R"({"providers":[{"id":"a","url":"http:\/\/a","type":"x"}]})", "“type”");
    }

    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, words);
        const auto config = providerConfigFromJson(json, m_folder.path());
        QVERIFY(!config);
        QVERIFY2(config.error().message.contains(words), qPrintable(config.error().message));
        QVERIFY(!config.error().message.contains(s("sk-secret")));
    }

    void theEnvironmentSetsUpOneService()
    {
        QProcessEnvironment environment;
        QVERIFY(providerConfigFromEnvironment(environment)->services.isEmpty());
        write(s("key"), "  sk-secret  \n");
        environment.insert(s("THROUGHLINE_PROVIDER_URL"), s("http://127.0.0.1:8080"));
        environment.insert(s("THROUGHLINE_PROVIDER_MODEL"), s("tiny"));
        environment.insert(s("THROUGHLINE_PROVIDER_KEY_FILE"), m_folder.filePath(s("key")));
        const auto config = providerConfigFromEnvironment(environment);
        QVERIFY(config);
        QCOMPARE(config->services.size(), 1);
        QCOMPARE(config->services.at(0).model, s("tiny"));
        QCOMPARE(config->services.at(0).key, QByteArray("sk-secret"));
        environment.insert(s("THROUGHLINE_PROVIDER_URL"), s("nonsense"));
        QVERIFY(providerConfigFromEnvironment(environment)
                    .error()
                    .message.startsWith(s("THROUGHLINE_PROVIDER_URL")));
    }

    void settingsAreReadAsTheyAreWritten()
    {
        GenerationSettings settings;
        settings.systemPrompt = s("Be brief.");
        settings.temperature = 0.5;
        settings.topP = 1;
        settings.maxTokens = 10;
        settings.seed = -3;
        settings.stop = {s("a"), s("b")};
        QCOMPARE(generationSettingsFromJson(toJson(settings)).value(), settings);
        QCOMPARE(generationSettingsFromJson({}).value(), GenerationSettings());
        for (const char *json : {R"({"temperature":3})", R"({"top_p":"1"})", R"({"max_tokens":0})",
                 R"({"max_tokens":1.5})", R"({"seed":"x"})", R"({"stop":[1]})",
                 R"({"stop":["a","b","c","d","e"]})", R"({"system_prompt":1})"})
            QVERIFY2(!generationSettingsFromJson(QJsonDocument::fromJson(json).object()), json);
    }

    void modelsAreListedInManyForms_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("OpenAI") << QByteArray(
                                       R"({"data":[{"id":"a","context_length":10},{"id":"b"},{"id":"a"}]})")
                                << QStringList{s("a"), s("b")};
        QTest::newRow("models") << QByteArray(R"({"models":[{"name":"a"}]})") << QStringList{s("a")};
        QTest::newRow("a bare list") << QByteArray(R"(["a",{"id":"b"},3])") << QStringList{s("a"), s("b")};
    }

    void modelsAreListedInManyForms()
    {
        QFETCH(QByteArray, json);
        QFETCH(QStringList, ids);
        const auto list = modelListFrom(json);
        QVERIFY(list);
        QCOMPARE(list->ids, ids);
        QVERIFY(!modelListFrom("{}"));
        QVERIFY(!modelListFrom("<html>"));
    }

    void theTimeToComeBackIsRead_data()
    {
        QTest::addColumn<HeaderList>("headers");
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<bool>("isWorthWaiting");
        QTest::newRow("none") << HeaderList{} << qint64(-1) << false;
        QTest::newRow("seconds") << HeaderList{{"Retry-After", "3"}} << qint64(3000) << true;
        QTest::newRow("a fraction") << HeaderList{{"Retry-After", "0.25"}} << qint64(250) << true;
        QTest::newRow("a date") << HeaderList{{"Retry-After", "Wed, 21 Oct 2026 07:28:10 GMT"}}
                                << qint64(10'000) << true;
        QTest::newRow("a date that is past")
            << HeaderList{{"Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"}} << qint64(0) << true;
        QTest::newRow("milliseconds first")
            << HeaderList{{"retry-after-ms", "1500"}, {"Retry-After", "60"}} << qint64(1500) << true;
        QTest::newRow("as long as is waited for")
            << HeaderList{{"Retry-After", "120"}} << qint64(120'000) << true;
        QTest::newRow("too long") << HeaderList{{"Retry-After", "121"}} << qint64(121'000) << false;
        QTest::newRow("overruled") << HeaderList{{"retry-after-ms", "1500"}, {"x-should-retry", "false"}}
                                   << qint64(1500) << false;
        QTest::newRow("negative") << HeaderList{{"Retry-After", "-3"}} << qint64(-1) << false;
        QTest::newRow("no number") << HeaderList{{"Retry-After", "nan"}} << qint64(-1) << false;
        QTest::newRow("huge") << HeaderList{{"Retry-After", "1e300"}} << qint64(1'000'000'000'000) << false;
    }

    void theTimeToComeBackIsRead()
    {
        QFETCH(HeaderList, headers);
        QFETCH(qint64, milliseconds);
        QFETCH(bool, isWorthWaiting);
        const QDateTime now(QDate(2026, 10, 21), QTime(7, 28), Qt::UTC);
        const RetryAdvice advice = retryAdvice(headers, now);
        QCOMPARE(advice.wait.value_or(-1ms).count(), milliseconds);
        QCOMPARE(advice.isWorthWaiting(), isWorthWaiting);
    }
};

QTEST_APPLESS_MAIN(TestProviderConfig)
#include "tst_providerconfig.moc"
