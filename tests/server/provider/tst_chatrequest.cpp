#include "server/provider/chatrequest.h"
#include "server/provider/contextwindow.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace throughline;
using namespace throughline::server::provider;
using protocol::Role;

namespace {

protocol::Message message(Role role, const QString &text)
{
    protocol::Message result;
    result.role = role;
    result.content = text;
    return result;
}

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QJsonObject bodyOf(const ModelService &service, const GenerationRequest &request, qint64 window = 0)
{
    return QJsonDocument::fromJson(chatRequest(service, request, window).http.body).object();
}

/// "role: content" of each message that is sent.
QStringList sent(const QJsonObject &body)
{
    QStringList lines;
    for (const QJsonValue &entry : body[QLatin1String("messages")].toArray())
        lines.append(
            entry[QLatin1String("role")].toString() + s(": ") + entry[QLatin1String("content")].toString());
    return lines;
}

ModelService serviceAt(const char *url)
{
    ModelService service;
    service.url = QUrl(s(url));
    service.model = s("tiny");
    return service;
}

} // namespace

class TestChatRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFormOfTheAnswerIsAskedForWhenThereIsOne()
    {
        GenerationRequest request{.messages = {message(Role::User, s("Hello"))}, .knownSignals = {}};
        const ModelService service = serviceAt("https://models.example.com/v1");
        QVERIFY(!bodyOf(service, request).contains(s("response_format")));
        request.responseFormat = {{s("type"), s("json_object")}};
        QCOMPARE(bodyOf(service, request).value(s("response_format")).toObject(), request.responseFormat);
    }

    void theAddressMayBeGivenInAnyForm_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("chat");
        QTest::addColumn<QString>("models");
        const auto row = [](const char *given, const char *chat, const char *models) {
            QTest::newRow(given) << s(given) << s(chat) << s(models);
        };
        row("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1/chat/completions",
            "http://127.0.0.1:11434/v1/models");
        row("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1/chat/completions",
            "http://127.0.0.1:11434/v1/models");
        row("http://localhost:8080/v1", "http://localhost:8080/v1/chat/completions",
            "http://localhost:8080/v1/models");
        row("http://localhost:8080/v1//", "http://localhost:8080/v1/chat/completions",
            "http://localhost:8080/v1/models");
        row("http://localhost:8080/v1/chat/completions", "http://localhost:8080/v1/chat/completions",
            "http://localhost:8080/v1/models");
        row("http://localhost:8080/chat/completions/", "http://localhost:8080/chat/completions",
            "http://localhost:8080/models");
        row("https://api.openai.com", "https://api.openai.com/v1/chat/completions",
            "https://api.openai.com/v1/models");
        row("https://openrouter.ai/api", "https://openrouter.ai/api/v1/chat/completions",
            "https://openrouter.ai/api/v1/models");
        row("https://api.groq.com/openai/v1", "https://api.groq.com/openai/v1/chat/completions",
            "https://api.groq.com/openai/v1/models");
        row("https://generativelanguage.googleapis.com/v1beta/openai/",
            "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions",
            "https://generativelanguage.googleapis.com/v1beta/openai/models");
        row("https://x.openai.azure.com", "https://x.openai.azure.com/openai/v1/chat/completions",
            "https://x.openai.azure.com/openai/v1/models");
        row("https://x.openai.azure.com/openai/deployments/gpt?api-version=2024-06-01",
            "https://x.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-06-01",
            "https://x.openai.azure.com/openai/models?api-version=2024-06-01");
    }

    void theAddressMayBeGivenInAnyForm()
    {
        QFETCH(QString, given);
        QFETCH(QString, chat);
        QFETCH(QString, models);
        const ModelService service = serviceAt(qPrintable(given));
        QCOMPARE(service.chatUrl().toString(), chat);
        QCOMPARE(service.modelsUrl().toString(), models);
    }

    void theKeyIsSentAsTheServiceWantsIt()
    {
        ModelService service = serviceAt("https://api.example.org");
        QVERIFY(net::headerValue(service.authorization(), "Authorization").isEmpty());
        service.key = "sk-1";
        QCOMPARE(net::headerValue(service.authorization(), "Authorization"), QByteArray("Bearer sk-1"));
        service.url = QUrl(s("https://x.openai.azure.com"));
        QCOMPARE(net::headerValue(service.authorization(), "api-key"), QByteArray("sk-1"));
        QVERIFY(net::headerValue(service.authorization(), "Authorization").isEmpty());
    }

    void theSettingsOfTheConversationGoBeforeThoseOfTheService()
    {
        ModelService service = serviceAt("http://127.0.0.1:8080");
        service.defaults.temperature = 0.2;
        service.defaults.systemPrompt = s("Be brief.");
        GenerationRequest request;
        request.messages = {message(Role::User, s("Why?"))};
        request.settings.temperature = 1;
        request.settings.topP = 0.9;
        request.settings.maxTokens = 100;
        request.settings.seed = 7;
        request.settings.stop = {s("END")};
        const QJsonObject body = bodyOf(service, request);
        QCOMPARE(body[QLatin1String("model")].toString(), s("tiny"));
        QCOMPARE(body[QLatin1String("stream")].toBool(), true);
        QCOMPARE(body[QLatin1String("stream_options")][QLatin1String("include_usage")].toBool(), true);
        QCOMPARE(body[QLatin1String("temperature")].toDouble(), 1.0);
        QCOMPARE(body[QLatin1String("top_p")].toDouble(), 0.9);
        QCOMPARE(body[QLatin1String("max_tokens")].toInt(), 100);
        QCOMPARE(body[QLatin1String("seed")].toInt(), 7);
        QCOMPARE(body[QLatin1String("stop")].toArray(), QJsonArray{s("END")});
        QCOMPARE(sent(body), QStringList({s("system: Be brief."), s("user: Why?")}));
    }

    void someServicesHaveOtherNamesForIt()
    {
        GenerationRequest request;
        request.messages = {message(Role::User, s("Why?"))};
        request.settings.maxTokens = 100;
        request.settings.seed = 7;
        const QJsonObject openAi = bodyOf(serviceAt("https://api.openai.com"), request);
        QCOMPARE(openAi[QLatin1String("max_completion_tokens")].toInt(), 100);
        QVERIFY(!openAi.contains(QLatin1String("max_tokens")));
        const QJsonObject mistral = bodyOf(serviceAt("https://api.mistral.ai"), request);
        QCOMPARE(mistral[QLatin1String("random_seed")].toInt(), 7);
        QVERIFY(!mistral.contains(QLatin1String("stream_options")));
    }

    void messagesOfOneRoleInARowBecomeOne()
    {
        GenerationRequest request;
        request.messages = {message(Role::User, s("One")), message(Role::User, s("Two"))};
        QCOMPARE(sent(bodyOf(serviceAt("http://127.0.0.1"), request)), QStringList(s("user: One\n\nTwo")));
    }

    void aReplyGoesOnWhereItStopped()
    {
        GenerationRequest request;
        request.messages = {message(Role::User, s("Why?"))};
        request.partialReply = s("Because");
        ModelService service = serviceAt("http://127.0.0.1:8080");
        const QStringList asked = sent(bodyOf(service, request));
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked.at(1), s("assistant: Because"));
        QVERIFY(asked.at(2).startsWith(s("user: Continue exactly where you stopped")));
        service.canPrefill = true;
        QCOMPARE(sent(bodyOf(service, request)), QStringList({s("user: Why?"), s("assistant: Because")}));
        const QJsonArray mistral =
            bodyOf(serviceAt("https://api.mistral.ai/v1"), request)[QLatin1String("messages")].toArray();
        QCOMPARE(mistral.last()[QLatin1String("prefix")].toBool(), true);
    }

    void theOldestTurnsAreLeftOutFirst()
    {
        GenerationRequest request;
        for (int i = 0; i < 10; ++i) {
            request.messages.append(message(Role::User, s("question %1 ").arg(i).repeated(20)));
            request.messages.append(message(Role::Assistant, s("answer %1 ").arg(i).repeated(20)));
        }
        request.messages.append(message(Role::User, s("the last question")));
        request.settings.systemPrompt = s("Be brief.");
        request.settings.maxTokens = 50;
        const ModelService service = serviceAt("http://127.0.0.1");
        const ChatRequest chat = chatRequest(service, request, 400);
        const QStringList asked = sent(QJsonDocument::fromJson(chat.http.body).object());
        QVERIFY(chat.messagesLeftOut > 0);
        QCOMPARE(chat.messagesLeftOut % 2, 0);
        QCOMPARE(asked.size(), 22 - chat.messagesLeftOut);
        QCOMPARE(asked.constFirst(), s("system: Be brief."));
        QVERIFY(asked.at(1).startsWith(s("user: ")));
        QCOMPARE(asked.constLast(), s("user: the last question"));
        QCOMPARE(chatRequest(service, request, 0).messagesLeftOut, 0);
        QCOMPARE(chatRequest(service, request, 1'000'000).messagesLeftOut, 0);
    }

    void theLastQuestionAlwaysStays()
    {
        const QList<protocol::Message> messages{
            message(Role::User, s("old")), message(Role::User, s("long ").repeated(1000))};
        const FittedConversation fit = fitted(messages, 10, 0);
        QCOMPARE(fit.leftOut, 1);
        QCOMPARE(fit.messages.size(), 1);
    }

    void tokensAreRoughlyCounted()
    {
        QCOMPARE(approximateTokens(QString()), 0);
        QCOMPARE(approximateTokens(s("seven c")), 2);
        QCOMPARE(approximateTokens(s("да")), 1);
        QCOMPARE(approximateTokens(s("漢字")), 2);
    }
};

QTEST_APPLESS_MAIN(TestChatRequest)
#include "tst_chatrequest.moc"
