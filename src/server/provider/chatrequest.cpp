#include "server/provider/chatrequest.h"

#include "server/provider/contextwindow.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

namespace throughline::server::provider {

namespace {

using protocol::Role;
using Dialect = ModelService::Dialect;

QString continuation()
{
    return QStringLiteral(
        "Continue exactly where you stopped. Do not repeat anything, do not comment on it.");
}

QJsonObject entry(QLatin1StringView role, const QString &content)
{
    return {{QStringLiteral("role"), role}, {QStringLiteral("content"), content}};
}

/// Many chat templates refuse two messages of the same role in a row, as there are where a reply is missing.
void append(QJsonArray &entries, QLatin1StringView role, const QString &content)
{
    if (!entries.isEmpty() && entries.last()[QLatin1String("role")] == role) {
        const QString before = entries.last()[QLatin1String("content")].toString();
        entries.replace(entries.size() - 1, entry(role, before + QStringLiteral("\n\n") + content));
    } else {
        entries.append(entry(role, content));
    }
}

QJsonArray entriesOf(const FittedConversation &conversation, const ModelService &service,
    const QString &systemPrompt, const QString &partialReply)
{
    constexpr QLatin1StringView system("system");
    constexpr QLatin1StringView user("user");
    constexpr QLatin1StringView assistant("assistant");
    QJsonArray entries;
    if (!systemPrompt.isEmpty())
        append(entries, system, systemPrompt);
    for (const protocol::Message &message : conversation.messages) {
        const QLatin1StringView role = message.role == Role::User        ? user
                                       : message.role == Role::Assistant ? assistant
                                                                         : system;
        append(entries, role, message.content);
    }
    if (partialReply.isEmpty())
        return entries;
    const bool isMistral = service.dialect() == Dialect::Mistral;
    QJsonObject begun = entry(assistant, partialReply);
    if (isMistral)
        begun.insert(QStringLiteral("prefix"), true);
    entries.append(begun);
    if (!isMistral && !service.canPrefill)
        append(entries, user, continuation());
    return entries;
}

void addSettings(QJsonObject &body, const GenerationSettings &settings, Dialect dialect)
{
    const bool isOpenAi = dialect == Dialect::OpenAi || dialect == Dialect::Azure;
    const bool isMistral = dialect == Dialect::Mistral;
    if (settings.temperature)
        body.insert(QStringLiteral("temperature"), *settings.temperature);
    if (settings.topP)
        body.insert(QStringLiteral("top_p"), *settings.topP);
    // OpenAI's newer models refuse the name that everybody else knows.
    if (settings.maxTokens) {
        body.insert(isOpenAi ? QStringLiteral("max_completion_tokens") : QStringLiteral("max_tokens"),
            *settings.maxTokens);
    }
    if (settings.seed)
        body.insert(isMistral ? QStringLiteral("random_seed") : QStringLiteral("seed"), *settings.seed);
    if (!settings.stop.isEmpty())
        body.insert(QStringLiteral("stop"), QJsonArray::fromStringList(settings.stop));
    // Mistral sends usage unasked and refuses what it does not know.
    if (!isMistral) {
        body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
    }
}

/// Tokens to keep free: for what is always sent, and for the reply.
qint64 reservedTokens(const GenerationSettings &settings, const QString &partialReply, qint64 window)
{
    constexpr qint64 ordinaryReply = 1024;
    const qint64 reply = settings.maxTokens ? *settings.maxTokens : ordinaryReply;
    return approximateTokens(settings.systemPrompt) + approximateTokens(partialReply) +
           std::min(reply, window / 4);
}

} // namespace

ChatRequest chatRequest(const ModelService &service, const GenerationRequest &request, qint64 window)
{
    const GenerationSettings settings = merged(request.settings, service.defaults);
    const FittedConversation conversation =
        fitted(request.messages, window, reservedTokens(settings, request.partialReply, window));
    const QString model = request.model.isEmpty() ? service.model : request.model;

    QJsonObject body{{QStringLiteral("stream"), true},
        {QStringLiteral("messages"),
            entriesOf(conversation, service, settings.systemPrompt, request.partialReply)}};
    if (!model.isEmpty())
        body.insert(QStringLiteral("model"), model);
    addSettings(body, settings, service.dialect());
    if (!request.responseFormat.isEmpty())
        body.insert(QStringLiteral("response_format"), request.responseFormat);

    ChatRequest result{.http = {}, .model = model, .messagesLeftOut = conversation.leftOut};
    result.http.method = "POST";
    result.http.url = service.chatUrl();
    result.http.headers = service.authorization();
    result.http.headers.append(
        qMakePair(QByteArray("Accept"), QByteArray("text/event-stream, application/json")));
    // Should something on the way repeat the request all the same, it is recognised by those who look.
    result.http.headers.append(qMakePair(
        QByteArray("Idempotency-Key"), QByteArray(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))));
    result.http.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    result.http.stream = true;
    // The clocks of the decoder tell silence from work; the transport's is only there for what they miss.
    result.http.idleTimeout = service.patience().withoutWords + std::chrono::minutes(1);
    result.http.bodyLimit = qint64(1024) * 1024;
    return result;
}

} // namespace throughline::server::provider
