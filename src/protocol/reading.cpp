#include "protocol/reading.h"

#include "protocol/values.h"

#include <QJsonArray>

#include <algorithm>

namespace throughline::protocol {

namespace {

constexpr int mostReadings = 50;

qint64 countOf(const QJsonObject &object, QLatin1StringView key)
{
    return std::max(qint64{0}, object.value(key).toInteger());
}

std::optional<QDateTime> dateOf(const QJsonObject &object, QLatin1StringView key)
{
    const QDateTime date = fromContractDate(object.value(key).toString());
    return date.isValid() ? std::optional(date) : std::nullopt;
}

int smallCountOf(const QJsonObject &object, QLatin1StringView key)
{
    return std::max(0, object.value(key).toInt());
}

Reading readingFromJson(const QJsonObject &object)
{
    return {.provider = object.value(QLatin1StringView("provider")).toString(),
        .model = object.value(QLatin1StringView("model")).toString(),
        .messageCount = static_cast<int>(object.value(QLatin1StringView("message_ids")).toArray().size()),
        .promptTokens = countOf(object, QLatin1StringView("prompt_tokens")),
        .completionTokens = countOf(object, QLatin1StringView("completion_tokens")),
        .found = smallCountOf(object, QLatin1StringView("found")),
        .problem = object.value(QLatin1StringView("problem")).toString(),
        .createdAt = fromContractDate(object.value(QLatin1StringView("created_at")).toString())};
}

} // namespace

std::optional<ReadingState> readingStateFromJson(const QJsonObject &object)
{
    constexpr QLatin1StringView pendingKey("pending_messages");
    if (!object.contains(pendingKey))
        return std::nullopt;
    const QJsonObject totals = object.value(QLatin1StringView("totals")).toObject();
    ReadingState state{.pendingMessages = smallCountOf(object, pendingKey),
        .isReading = object.value(QLatin1StringView("is_reading")).toBool(),
        .problem = object.value(QLatin1StringView("problem")).toString(),
        .retryAt = dateOf(object, QLatin1StringView("retry_at")),
        .readingCount = countOf(totals, QLatin1StringView("readings")),
        .promptTokens = countOf(totals, QLatin1StringView("prompt_tokens")),
        .completionTokens = countOf(totals, QLatin1StringView("completion_tokens")),
        .readings = {}};
    const QJsonArray readings = object.value(QLatin1StringView("readings")).toArray();
    for (const auto &value : readings) {
        if (state.readings.size() < mostReadings)
            state.readings.append(readingFromJson(value.toObject()));
    }
    return state;
}

} // namespace throughline::protocol
