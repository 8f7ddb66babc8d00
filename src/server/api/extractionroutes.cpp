#include "server/api/extractionroutes.h"

#include "server/api/answers.h"

#include <QJsonArray>

namespace throughline::server::api {

namespace {

constexpr int newestReadings = 50;

QJsonValue dateOrNull(const std::optional<QDateTime> &date)
{
    return date ? QJsonValue(protocol::toContractDate(*date)) : QJsonValue::Null;
}

QJsonObject toJson(const store::Reading &reading)
{
    return {{QStringLiteral("provider"), reading.provider}, {QStringLiteral("model"), reading.model},
        {QStringLiteral("message_ids"), QJsonArray::fromStringList(reading.messageIds)},
        {QStringLiteral("calls"), reading.calls}, {QStringLiteral("prompt_tokens"), reading.promptTokens},
        {QStringLiteral("completion_tokens"), reading.completionTokens},
        {QStringLiteral("found"), reading.found}, {QStringLiteral("problem"), reading.problem},
        {QStringLiteral("created_at"), protocol::toContractDate(reading.createdAt)}};
}

http::Response howItGoes(const service::SignalService &signalService, const QString &threadId)
{
    const auto readings = signalService.readings(threadId, newestReadings);
    if (!readings)
        return failure(readings.error());
    const service::ExtractionState state = signalService.extractionState(threadId);
    QJsonArray newest;
    for (const store::Reading &reading : readings->newest)
        newest.append(toJson(reading));
    const auto &totals = readings->totals;
    return json(200,
        {{QStringLiteral("thread"), threadId}, {QStringLiteral("pending_messages"), state.pendingMessages},
            {QStringLiteral("pending_characters"), state.pendingCharacters},
            {QStringLiteral("is_reading"), state.isReading}, {QStringLiteral("problem"), state.problem},
            {QStringLiteral("retry_at"), dateOrNull(state.retryAt)},
            {QStringLiteral("totals"), QJsonObject{{QStringLiteral("readings"), totals.readings},
                                           {QStringLiteral("prompt_tokens"), totals.promptTokens},
                                           {QStringLiteral("completion_tokens"), totals.completionTokens}}},
            {QStringLiteral("readings"), newest}});
}

} // namespace

void addExtractionRoutes(Router &router, service::ChatService &chat, service::SignalService &signalService)
{
    const QString path = QStringLiteral("chat/threads/{}/extract/");
    router.add("POST", path, [&chat, &signalService](const Request &request) {
        const auto thread = chat.thread(request.ids[0], service::ArchivedFilter::All);
        if (!thread)
            return failure(thread.error());
        signalService.extractNow(thread->id);
        return json(202, {{QStringLiteral("thread"), thread->id}});
    });
    router.add("GET", path, [&chat, &signalService](const Request &request) {
        const auto thread = chat.thread(request.ids[0], service::ArchivedFilter::All);
        return thread ? howItGoes(signalService, thread->id) : failure(thread.error());
    });
}

} // namespace throughline::server::api
